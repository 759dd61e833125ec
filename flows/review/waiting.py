"""What waits for reviewers, from the published corpus: facts and Records, what is worth most first, as filtered.

A fact's worth is the chance of an error times what the figure weighs (extractors/verdict/acceptance.py); a Record's,
for its cells, the errors to be expected among them.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from flows.publish.database import DATABASE, opened

_MOST = 20_000  # facts and Records of one queue
_QUEUE = """
  SELECT f.record_id, f.fact_id FROM facts f JOIN documents d USING (record_id)
  WHERE f.review IS NULL {filters}
  ORDER BY f.gain DESC, f.confidence, f.record_id, f.fact_id LIMIT {most}
"""
_WITH_CELLS = """
  WITH cells AS (
    SELECT record_id, confidence FROM statement_cells UNION ALL SELECT record_id, confidence FROM form_funds
    UNION ALL SELECT record_id, confidence FROM indicators
  )
  SELECT c.record_id FROM cells c JOIN documents d USING (record_id)
  WHERE c.confidence IS NOT NULL {filters}
  GROUP BY c.record_id ORDER BY sum(1 - c.confidence) DESC, c.record_id LIMIT {most}
"""
_RECORDS = "SELECT d.record_id FROM documents d WHERE true {filters}"
_SEARCH = """
  SELECT f.record_id, f.fact_id, d.unit_name, f.fiscal_year, f.label, f.measure, f.raw, f.confidence
  FROM facts f JOIN documents d USING (record_id)
  WHERE contains(concat_ws(' ', d.unit_name, f.fiscal_year, f.label, f.name, f.raw, f.value_text, f.quote), ?)
  ORDER BY f.confidence LIMIT 60
"""
_FOUND = ("record", "fact", "unit_name", "fiscal_year", "label", "measure", "raw", "confidence")
_CHOICES = {
    "units": "SELECT DISTINCT unit_name FROM documents WHERE unit_name IS NOT NULL ORDER BY 1 LIMIT 5000",
    "years": "SELECT DISTINCT fiscal_year FROM documents WHERE fiscal_year IS NOT NULL ORDER BY 1 DESC",
    "kinds": "SELECT DISTINCT kind FROM documents ORDER BY 1",
}


class Filters(BaseModel):
    """Which facts are asked for: of units whose name holds `unit`, below a confidence …; None: all."""

    model_config = ConfigDict(frozen=True)

    unit: str | None = Field(default=None, max_length=200)
    year: int | None = None
    kind: str | None = Field(default=None, max_length=60)
    group: str | None = Field(default=None, max_length=60)
    below: float | None = Field(default=None, ge=0, le=1)
    record: str | None = Field(default=None, max_length=300)

    def of_documents(self) -> tuple[str, list[Any]]:
        """Conditions on documents as SQL, and what they are filled with."""
        return _conditions(
            (
                ("contains(d.unit_name, ?)", self.unit),
                ("d.fiscal_year = ?", self.year),
                ("d.kind = ?", self.kind),
                ("d.record_id = ?", self.record),
            )
        )

    def of_facts(self) -> tuple[str, list[Any]]:
        """Conditions on facts and their documents."""
        sql, values = self.of_documents()
        more, others = _conditions((("f.figure_group = ?", self.group), ("f.confidence < ?", self.below)))
        return sql + more, values + others


def _conditions(pairs: tuple[tuple[str, Any], ...]) -> tuple[str, list[Any]]:
    held = [(sql, value) for sql, value in pairs if value not in (None, "")]
    return "".join(f" AND {sql}" for sql, _ in held), [value for _, value in held]


class Waiting:
    """Asks the corpus; what it answered is kept until it is published again. Safe to use from several threads."""

    def __init__(self, corpus: Path) -> None:
        self._path = corpus / DATABASE
        self._facts = lru_cache(maxsize=32)(self._ask_facts)
        self._records = lru_cache(maxsize=32)(self._ask_records)

    def facts(self, filters: Filters) -> tuple[tuple[str, str], ...]:
        """Record and fact of those that wait, what is worth most first. Raises CorpusInUse, OSError."""
        return self._facts(filters, self._published())

    def records_with_cells(self, filters: Filters) -> tuple[str, ...]:
        """Records that have cells, most errors to be expected first. Raises CorpusInUse, OSError."""
        return self._records(filters, self._published())

    def records(self, filters: Filters) -> tuple[str, ...]:
        """Records that fit the filters, as far as those are of documents. Raises CorpusInUse, OSError."""
        sql, values = filters.of_documents()
        with opened(self._path, read_only=True) as db:
            return tuple(row[0] for row in db.execute(_RECORDS.format(filters=sql), values).fetchall())

    def search(self, words: str) -> list[dict[str, Any]]:
        """Facts whose unit, label, words or value contain `words`, least sure first. Raises CorpusInUse, OSError."""
        with opened(self._path, read_only=True) as db:
            return [dict(zip(_FOUND, row, strict=True)) for row in db.execute(_SEARCH, [words]).fetchall()]

    def choices(self) -> dict[str, list[Any]]:
        """What can be filtered by: names of units, years, kinds of documents. Raises CorpusInUse, OSError."""
        with opened(self._path, read_only=True) as db:
            return {name: [row[0] for row in db.execute(sql).fetchall()] for name, sql in _CHOICES.items()}

    def _ask_facts(self, filters: Filters, published: int) -> tuple[tuple[str, str], ...]:
        sql, values = filters.of_facts()
        with opened(self._path, read_only=True) as db:
            return tuple(db.execute(_QUEUE.format(filters=sql, most=_MOST), values).fetchall())

    def _ask_records(self, filters: Filters, published: int) -> tuple[str, ...]:
        sql, values = filters.of_documents()
        with opened(self._path, read_only=True) as db:
            return tuple(row[0] for row in db.execute(_WITH_CELLS.format(filters=sql, most=_MOST), values).fetchall())

    def _published(self) -> int:
        return self._path.stat().st_mtime_ns
