"""Figures whose truth is known, as rows of numbers: where from, of what, their evidence, and whether they are right."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from corpus.binding_pages import KnownPage
from corpus.field.score import Figure, counts_measure, figure_told
from corpus.score import figure_key, same_value
from extractors.model.evidence import FactEvidence
from extractors.verdict.usual import Named, Surroundings, words_around

_WHOLE = "0:0"  # the draw that leaves nothing out of patterns/


@dataclass(frozen=True, slots=True)
class BindingRow:
    """A figure that a sentence tells, and whether it is right: its `source` (corpus/binding_pages.py), a number for its
    site; `draw` is SEED:SHARE of the patterns' entries that were left out, or the version of the reader. `words` is the
    number of its surroundings; -1 where they are not known."""

    source: str
    site: int
    draw: str
    concept: str
    measure: str
    beside: str
    words: int
    right: bool
    evidence: FactEvidence

    @property
    def named(self) -> Named:
        """What it was bound to."""
        return Named(self.concept, self.measure, self.beside)


_NOT_EVIDENCE = tuple(each.name for each in fields(BindingRow) if each.name != "evidence")


class Rows(NamedTuple):
    """Rows, and by number the places of the words around them (verdict/usual.py): numbers, that nobody can read."""

    rows: Sequence[BindingRow]
    words: Sequence[NDArray[np.int64]]


class ToldFact(NamedTuple):
    """A fact as binding_told.py keeps it."""

    concept: str
    measure: str
    dimensions: Mapping[str, str]
    value: str
    unit: str | None
    raw: str
    quote: str
    section: str | None
    start: int
    evidence: Mapping[str, float]

    @property
    def code(self) -> str | None:
        """As a Record's fact has it."""
        return self.dimensions.get("code")


class Gathered:
    """Rows as they are read, draw by draw: surroundings that come again are counted once."""

    def __init__(self) -> None:
        self.rows: list[BindingRow] = []
        self._words: dict[tuple[int, Surroundings], int] = {}

    def add(self, draw: str, told: Path, known: Mapping[str, KnownPage]) -> None:
        """Takes in what binding_told.py kept of a draw."""
        with told.open(encoding="utf-8") as lines:
            for line in lines:
                page = json.loads(line)
                self.rows += self._of_page(draw, page, known[page["id"]])

    @property
    def whole(self) -> Rows:
        """All rows with their words."""
        return Rows(self.rows, [words_around(around) for _, around in self._words])

    def _of_page(self, draw: str, told: Mapping[str, Any], page: KnownPage) -> Iterator[BindingRow]:
        if not page.is_judged(told["kind"]):
            return
        for fact in (ToldFact(**own) for own in told["facts"]):
            evidence = FactEvidence.of_record(fact.evidence)
            right = _is_right(fact, page) if evidence.plain is not None and counts_measure(fact.measure) else None
            if right is not None:
                around = Surroundings.of(
                    fact.quote, fact.start, fact.raw,
                    title=told["titles"].get(fact.section, ""), kind=told["kind"], unit=fact.unit,
                )  # fmt: skip
                site = zlib.crc32(page.site.encode())
                words = self._words.setdefault((site, around), len(self._words))
                named = Named.of(fact.concept, fact.measure, fact.dimensions)
                yield BindingRow(page.source, site, draw, *named, words, right, evidence)


def _is_right(fact: ToldFact, page: KnownPage) -> bool | None:
    """Whether a figure is what its page says; None where that is open, or not known."""
    if page.golden:
        values = page.golden.get(figure_key({**fact._asdict(), "code": fact.code}))
        return None if values is None else any(same_value(fact.measure, fact.value, own) for own in values)
    figure = figure_told(fact.concept, fact.dimensions, fact.measure, fact.value, fact.unit or "")
    if _fits(figure, page.left_open):
        return None
    return _fits(figure, page.allowed)


def _fits(figure: Figure, ways: Iterable[Figure]) -> bool:
    return any(figure.fits(way) for way in ways)


def labelled(path: Path) -> Iterator[BindingRow]:
    """The figures that reviewers decided on (labels.jsonl of `juesuan review-export`), each document a site of its own.

    Raises ValueError where a line is no label, naming file and line.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            label = json.loads(line)
            evidence = FactEvidence.of_record(label["evidence"])
            site, right = zlib.crc32(str(label["record"]).encode()), bool(label["right"])
            named = Named.of(str(label["concept"]), str(label["measure"]), dict(label.get("dimensions") or {}))
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError(f"{path}: line {number}: no label: {error}") from error
        if evidence.plain is not None:
            yield BindingRow("review", site, _WHOLE, *named, -1, right, evidence)


def write(held: Rows, path: Path) -> None:
    """Writes rows, a column for each piece of evidence, and beside them (`….words.parquet`) their words."""
    told = [{name: getattr(row, name) for name in _NOT_EVIDENCE} | row.evidence.recorded for row in held.rows]
    names = dict.fromkeys(name for row in told for name in row)
    columns = {name: _column(name, [row.get(name) for row in told]) for name in names}
    _write(pa.table(columns), path)
    _write(pa.table({"places": pa.array(list(held.words), pa.list_(pa.int16()))}), _words_of(path))


def _column(name: str, values: Sequence[Any]) -> pa.Array:
    """Evidence in four digits needs no more than a short number."""
    return pa.array(
        values, pa.float32() if isinstance(next((v for v in values if v is not None), None), float) else None
    )


def _write(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path, compression="zstd", compression_level=19)


def _words_of(path: Path) -> Path:
    return path.with_suffix(".words.parquet")


def kept(path: Path) -> Rows:
    """The rows of a file, with their words."""
    rows = [_of_columns(row) for row in pq.read_table(path).to_pylist()]
    places = pq.read_table(_words_of(path)).column("places").to_pylist()
    return Rows(rows, [np.array(own, np.int64) for own in places])


def _of_columns(row: dict[str, Any]) -> BindingRow:
    evidence = {name: round(value, 4) for name, value in row.items() if name not in _NOT_EVIDENCE and value is not None}
    return BindingRow(evidence=FactEvidence.of_record(evidence), **{name: row[name] for name in _NOT_EVIDENCE})
