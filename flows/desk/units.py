"""Units: who did wrong, first; and one unit with its years side by side, its findings and its peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flows.desk.filters import Filters
from flows.desk.listing import PER_PAGE, Column, Listing
from flows.desk.store import Row, Store

COLUMNS = (
    Column("unit_name", width=30, link="/units/{unit_id}"),
    Column("region"),
    Column("errors", "count", 8, "/findings?unit={unit_id}&severity=error"),
    Column("warnings", "count", 8, "/findings?unit={unit_id}&severity=warning"),
    Column("notes", "count", 8, "/findings?unit={unit_id}&severity=note"),
    Column("confirmed", "count", 8, "/findings?unit={unit_id}&state=confirmed"),
    Column("dismissed", "count", 8, "/findings?unit={unit_id}&state=dismissed"),
    Column("documents", "count", 8, "/documents?unit={unit_id}"),
    Column("years", width=20),
    Column("missing", width=16),
    Column("to_review", "count", 10, "/review/?unit={unit_name}"),
)
_RANKED = """
WITH counted AS (
  SELECT unit_id,
         count(*) FILTER (severity = 'error' AND state <> 'dismissed') AS errors,
         count(*) FILTER (severity = 'warning' AND state <> 'dismissed') AS warnings,
         count(*) FILTER (severity = 'note' AND state <> 'dismissed') AS notes,
         count(*) FILTER (state = 'confirmed') AS confirmed, count(*) FILTER (state = 'dismissed') AS dismissed
  FROM told WHERE {findings} GROUP BY unit_id),
years AS (
  SELECT unit_id, min(unit_name) AS unit_name, min(region) AS region, count(*) AS documents,
         list_sort(list(DISTINCT fiscal_year)) AS held, sum(to_review)::BIGINT AS to_review
  FROM docs WHERE {documents} GROUP BY unit_id),
known AS (SELECT list_sort(list(DISTINCT fiscal_year)) AS all_years FROM docs
          WHERE fiscal_year IS NOT NULL AND kind LIKE '%final_accounts')
SELECT y.unit_id, y.unit_name, y.region, coalesce(c.errors, 0) AS errors, coalesce(c.warnings, 0) AS warnings,
       coalesce(c.notes, 0) AS notes, coalesce(c.confirmed, 0) AS confirmed, coalesce(c.dismissed, 0) AS dismissed,
       y.documents, array_to_string(y.held, ', ') AS years,
       array_to_string(list_filter(k.all_years, lambda year: NOT list_contains(y.held, year)), ', ') AS missing,
       y.to_review
FROM years y CROSS JOIN known k LEFT JOIN counted c USING (unit_id)
WHERE {narrowed}
ORDER BY errors DESC, warnings DESC, notes DESC, y.unit_name, y.unit_id
"""
# The figures of a unit's page, in order; what is of them beside the final figure stands below each.
SHOWN = (
    "totals.income", "income.fiscal_appropriation", "totals.expenditure", "expenditure.basic", "expenditure.project",
    "three_public", "three_public.overseas", "three_public.vehicles", "three_public.vehicles.purchase",
    "three_public.vehicles.operation", "three_public.reception", "agency_operation", "procurement",
)  # fmt: skip


def ranked(store: Store, filters: Filters, start: int = 0, count: int | None = PER_PAGE) -> Listing:
    """Units by what was found, the worst first. With a rule, severity or state only what is of it is counted."""
    about = filters.model_copy(update={"q": ""})
    documents, of_documents = about.sql({"region": "region", "unit": "unit_id", "year": "fiscal_year", "kind": "kind"})
    findings, of_findings = about.sql(
        {"year": "fiscal_year", "kind": "kind", "rule": "rule", "severity": "severity", "state": "state"}
    )
    named, of_names = filters.sql({"q": "y.unit_name"})
    if filters.rule or filters.severity or filters.state:
        named += " AND c.unit_id IS NOT NULL"
    sql = _RANKED.format(findings=findings, documents=documents, narrowed=named)
    rows = store.rows(sql, [*of_findings, *of_documents, *of_names])
    return Listing(COLUMNS, rows[start : None if count is None else start + count], len(rows), start)


@dataclass(frozen=True)
class Cell:
    """A figure of a year: its value in 元, change on the year before as stated (percent), reason and place."""

    row: Row
    change_rate: Decimal | None
    budget: Decimal | None
    reason: str | None


@dataclass(frozen=True)
class Line:
    """One figure of a unit over its years, and the median of its peers in each."""

    concept: str
    label: str
    cells: tuple[Cell | None, ...]
    peers: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Unit:
    """A unit's page. `lines` go by `years`."""

    unit_id: str
    name: str
    region: str
    years: tuple[int, ...]
    lines: tuple[Line, ...]
    documents: Sequence[Row]
    findings: Sequence[Row]
    others: Sequence[Row]


def unit_of(store: Store, unit_id: str) -> Unit | None:
    """A unit's page; None where there is no such unit."""
    documents = store.rows("SELECT * FROM docs WHERE unit_id = ? ORDER BY fiscal_year DESC NULLS LAST, kind", [unit_id])
    if not documents:
        return None
    figures = store.rows(
        "SELECT * FROM main_figures WHERE unit_id = ? AND kind LIKE '%final_accounts' ORDER BY kind DESC", [unit_id]
    )
    years = tuple(sorted({f["fiscal_year"] for f in figures if f["fiscal_year"] is not None}))
    findings = store.rows(
        "SELECT * FROM told WHERE unit_id = ? ORDER BY state = 'dismissed', rank, fiscal_year DESC, finding_id",
        [unit_id],
    )
    others = store.rows("SELECT * FROM corpus.unit_names WHERE unit_id = ? ORDER BY first_year", [unit_id])
    first = documents[0]
    lines = tuple(_lines(figures, years, _peers(store, first["region"], unit_id)))
    return Unit(unit_id, first["unit_name"], first["region"] or "", years, lines, documents, findings, others)


_PEERS = """
  SELECT concept, fiscal_year, median(value)::DECIMAL(24, 2) AS middle, count(*) AS units FROM main_figures
  WHERE measure = 'final' AND kind LIKE '%final_accounts' AND unit_id <> ? AND region IS NOT DISTINCT FROM ?
    AND concept IN (SELECT unnest(?))
  GROUP BY ALL HAVING count(*) >= 3
"""


def _peers(store: Store, region: str | None, unit_id: str) -> dict[tuple[str, int], Decimal]:
    """The medians of the region's other units: not told where they are fewer than three."""
    rows = store.rows(_PEERS, [unit_id, region, list(SHOWN)])
    return {(row["concept"], row["fiscal_year"]): row["middle"] for row in rows}


def _lines(figures: Sequence[Row], years: Sequence[int], peers: dict[tuple[str, int], Decimal]) -> list[Line]:
    by_key = {(f["concept"], f["measure"], f["fiscal_year"]): f for f in figures}
    lines = []
    for concept in SHOWN:
        cells = tuple(_cell(by_key, concept, year) for year in years)
        label = next((cell.row["label"] for cell in cells if cell is not None), None)
        if label is not None:
            lines.append(Line(concept, label, cells, tuple(peers.get((concept, year)) for year in years)))
    return lines


def _cell(by_key: dict[tuple[Any, ...], Row], concept: str, year: int) -> Cell | None:
    final = by_key.get((concept, "final", year))
    if final is None:
        return None
    told = {name: by_key.get((concept, name, year)) for name in ("change_rate", "budget_full", "budget_initial")}
    budget = told["budget_full"] or told["budget_initial"]
    reason = by_key.get((concept, "reason_change", year))
    return Cell(
        final,
        told["change_rate"]["value"] if told["change_rate"] else None,
        budget["value"] if budget else None,
        reason["value_text"] if reason else None,
    )
