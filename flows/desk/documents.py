"""Documents: what was read of each, what was not, of which kind it is; and one document with its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.model.record import Fact, Record, Unread
from flows.causes import told as in_words
from flows.desk.filters import Filters
from flows.desk.listing import PER_PAGE, Column, Listing
from flows.desk.store import Row, Store
from flows.words import Language

COLUMNS = (
    Column("file_name", width=34, link="/documents/{record_id}"),
    Column("unit_name", width=28, link="/units/{unit_id}"),
    Column("fiscal_year", "year", 7),
    Column("kind", "kind", 14),
    Column("pages", "count", 6),
    Column("ocr_pages", "count", 8),
    Column("facts", "count", 8),
    Column("to_review", "count", 8, "/review/?record={record_id}"),
    Column("errors", "count", 7, "/findings?unit={unit_id}&severity=error"),
    Column("checks_failed", "count", 9),
    Column("twin", width=20),
    Column("remarks", width=40),
)
_NARROWING = {
    "q": "concat_ws(' ', d.file_name, d.unit_name)",
    "region": "d.region",
    "unit": "d.unit_id",
    "year": "d.fiscal_year",
    "kind": "d.kind",
}
_LISTED = """
  WITH wrong AS (SELECT record_id, count(*) AS errors FROM told
                 WHERE severity = 'error' AND state <> 'dismissed' GROUP BY record_id)
  SELECT d.*, d.warnings AS remarks, coalesce(w.errors, 0) AS errors,
         CASE WHEN d.current THEN NULL ELSE c.file_name END AS twin
  FROM docs d LEFT JOIN wrong w USING (record_id)
  LEFT JOIN docs c ON c.unit_id = d.unit_id AND c.fiscal_year IS NOT DISTINCT FROM d.fiscal_year AND c.kind = d.kind
    AND c.current AND NOT d.current
  WHERE {where} ORDER BY errors DESC, d.unit_name, d.fiscal_year DESC, d.record_id{limit}
"""
PER_PART = 200  # facts of a document that a page shows at once


def listed(store: Store, filters: Filters, language: Language, start: int = 0, count: int | None = PER_PAGE) -> Listing:
    """Documents, those with the most errors first; `twin` names the one that is used instead of it."""
    where, values = filters.sql(_NARROWING)
    total = store.rows(f"SELECT count(*) AS n FROM docs d WHERE {where}", values)[0]["n"]
    limit = "" if count is None else f" LIMIT {count} OFFSET {start}"
    rows = store.rows(_LISTED.format(where=where, limit=limit), values)
    told = [{**row, "remarks": [in_words(remark, language) for remark in row["remarks"] or ()]} for row in rows]
    return Listing(COLUMNS, told, total, start)


@dataclass(frozen=True)
class Document:
    """One document: its row, its Record, findings, and the part of its facts that is shown."""

    row: Row
    record: Record
    findings: Sequence[Row]
    facts: Sequence[Fact]
    total: int
    start: int
    unread: Sequence[Unread]


def document_of(store: Store, record: Record, record_id: str, start: int = 0) -> Document | None:
    """A document's page; None where the corpus does not hold it."""
    row = store.one("SELECT * FROM docs WHERE record_id = ?", [record_id])
    if row is None:
        return None
    findings = store.rows(
        "SELECT * FROM told WHERE record_id = ? ORDER BY state = 'dismissed', rank, finding_id", [record_id]
    )
    doubtful = sorted(record.facts, key=lambda fact: fact.confidence)
    return Document(
        row, record, findings, doubtful[start : start + PER_PART], len(doubtful), start, record.unread[:PER_PART]
    )
