"""Findings: narrowed by unit, year, rule and what became of them; and one finding with all that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from extractors.audit.finding import Figure
from extractors.model.record import BBox, Record
from flows.decisions.made import FindingDecision
from flows.desk.filters import Filters
from flows.desk.listing import PER_PAGE, Column, Listing
from flows.desk.store import Row, Store

COLUMNS = (
    Column("severity", "severity", 7),
    Column("state", "state", 8),
    Column("unit_name", width=28, link="/units/{unit_id}"),
    Column("fiscal_year", "year", 7),
    Column("message", width=80, link="/findings/{finding_id}"),
    Column("page", "count", 6, "/documents/{record_id}?page={page}#page"),
    Column("probability", "number", 8),
    Column("file_name", width=30, link="/documents/{record_id}"),
    Column("note", width=24),
    Column("finding_id", width=14),
)
_ORDER = "state = 'dismissed', rank, unit_name, fiscal_year DESC, finding_id"
_NARROWING = {
    "q": "concat_ws(' ', unit_name, file_name, message_zh, message_en, note)",
    "region": "region",
    "unit": "unit_id",
    "year": "fiscal_year",
    "kind": "kind",
    "rule": "rule",
    "severity": "severity",
    "state": "state",
}
_MOST_PAGES = 3  # shown beside a finding
_Figures = TypeAdapter(list[Figure])


def listed(store: Store, filters: Filters, language: str, start: int = 0, count: int | None = PER_PAGE) -> Listing:
    """Findings, the gravest first; dismissed ones last."""
    where, values = filters.sql(_NARROWING)
    total = store.rows(f"SELECT count(*) AS n FROM told WHERE {where}", values)[0]["n"]
    message = "message_en" if language == "en" else "message_zh"
    limit = "" if count is None else f" LIMIT {count} OFFSET {start}"
    rows = store.rows(f"SELECT *, {message} AS message FROM told WHERE {where} ORDER BY {_ORDER}{limit}", values)
    return Listing(COLUMNS, rows, total, start)


@dataclass(frozen=True)
class Told:
    """One finding: its row, the figures it rests on, what was said of it, and those before and after it in the list."""

    row: Row
    figures: Sequence[Figure]
    said: Sequence[FindingDecision]
    after: str | None

    def places(self, record: Record) -> list[tuple[int, tuple[float, float], list[tuple[BBox, bool]]]]:
        """Its first pages: number, size, and the boxes of its figures there, with whether each is the suspect."""
        sizes = {page.number: (page.width, page.height) for page in record.pages}
        at: dict[int, list[tuple[BBox, bool]]] = {number: [] for number in self.row["pages"]}
        for figure in self.figures:
            if figure.page in at and figure.bbox is not None and not figure.elsewhere:
                at[figure.page].append((figure.bbox, figure.suspect))
        first = sorted(at, key=lambda number: (not any(suspect for _, suspect in at[number]), number))[:_MOST_PAGES]
        return [(number, sizes[number], at[number]) for number in first if number in sizes]


def finding_of(store: Store, finding_id: str, filters: Filters) -> Told | None:
    """One finding, with the next that is open in the list that `filters` narrow; None where there is none."""
    row = store.one("SELECT * FROM told WHERE finding_id = ?", [finding_id])
    if row is None:
        return None
    more = store.one("SELECT figures, pages FROM corpus.findings WHERE finding_id = ?", [finding_id]) or {}
    figures = _Figures.validate_json(more.get("figures") or "[]")
    return Told({**row, "pages": more.get("pages") or []}, figures, store.said_of(finding_id),
                _after(store, finding_id, filters))  # fmt: skip


def _after(store: Store, finding_id: str, filters: Filters) -> str | None:
    where, values = filters.sql(_NARROWING)
    following = store.one(
        f"WITH listed AS (SELECT finding_id, state, row_number() OVER (ORDER BY rank, unit_name, fiscal_year DESC, "
        f"finding_id) AS place FROM told WHERE {where}) "
        "SELECT finding_id FROM listed WHERE state = 'open' AND place > coalesce((SELECT place FROM listed "
        "WHERE finding_id = ?), 0) ORDER BY place LIMIT 1",
        [*values, finding_id],
    )
    return following["finding_id"] if following else None


def rules(store: Store, filters: Filters) -> list[Row]:
    """The rules by which anything was found, with counts, for the filter."""
    where, values = filters.model_copy(update={"rule": "", "q": ""}).sql(_NARROWING)
    return store.rows(
        f"SELECT rule, any_value(statement_of_rule) AS say, count(*) AS n FROM told WHERE {where} GROUP BY rule "
        "ORDER BY n DESC, rule",
        values,
    )
