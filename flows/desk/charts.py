"""Charts: 三公经费 by year and part, changes against all units, reasons by category; and a unit beside its peers.

A chart is told as numbers between 0 and 1 of its height or width, with the figure of each as text: pages draw it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flows.desk.filters import Filters
from flows.desk.store import Row, Store
from flows.desk.units import Unit

_PARTS = (
    "three_public.overseas", "three_public.vehicles.purchase", "three_public.vehicles.operation",
    "three_public.reception",
)  # fmt: skip
_MOST_BARS = 30
_TEN_THOUSAND = Decimal(10000)
_WHERE = {"region": "region", "unit": "unit_id"}


@dataclass(frozen=True)
class Bar:
    """A bar of parts that lie one on the other; `text` is the figure of all of it."""

    label: str
    parts: tuple[tuple[str, float, str], ...]
    text: str
    unit_id: str = ""


@dataclass(frozen=True)
class Bars:
    """Bars under one title; `names` are those of the parts, in order; `line` is drawn across all bars."""

    bars: tuple[Bar, ...]
    names: tuple[str, ...]
    line: float | None = None
    year: int | None = None


@dataclass(frozen=True)
class Charts:
    """The three charts of a corpus, narrowed by region and unit."""

    three_public: Bars
    changes: Bars
    reasons: Bars


def drawn(store: Store, filters: Filters) -> Charts:
    """The charts; a year narrows changes, which else are of the last one."""
    return Charts(_three_public(store, filters), _changes(store, filters), _reasons(store, filters))


def _stacked(rows: Sequence[Row], names: Sequence[str], *, percent: bool = False) -> Bars:
    """Bars by `label` of `part` and `value`; as high as the highest, or each of a hundred percent."""
    labels = list(dict.fromkeys(str(row["label"]) for row in rows))
    held = {(str(row["label"]), row["part"]): row["value"] for row in rows}
    sums = {label: sum((held.get((label, name)) or Decimal(0) for name in names), Decimal(0)) for label in labels}
    most = max(sums.values(), default=Decimal(0))
    bars = []
    for label in labels:
        whole = sums[label] if percent else most
        parts = []
        for name in names:
            value = held.get((label, name)) or Decimal(0)
            told = f"{100 * value / whole:.1f}%" if percent and whole else f"{value / _TEN_THOUSAND:,.2f}"
            parts.append((name, float(value / whole) if whole else 0.0, told))
        text = f"{sums[label]:,}" if percent else f"{sums[label] / _TEN_THOUSAND:,.2f}"
        bars.append(Bar(label, tuple(parts), text))
    return Bars(tuple(bars), tuple(names))


def _three_public(store: Store, filters: Filters) -> Bars:
    where, values = filters.sql(_WHERE)
    rows = store.rows(
        f"SELECT fiscal_year AS label, concept, any_value(label) AS part, sum(value)::DECIMAL(24, 2) AS value "
        f"FROM main_figures WHERE measure = 'final' AND kind LIKE '%final_accounts' AND concept IN (SELECT unnest(?)) "
        f"AND fiscal_year IS NOT NULL AND {where} GROUP BY fiscal_year, concept ORDER BY fiscal_year",
        [list(_PARTS), *values],
    )
    named = {row["concept"]: row["part"] for row in rows}
    return _stacked(rows, [named[concept] for concept in _PARTS if concept in named])


def _changes(store: Store, filters: Filters) -> Bars:
    where, values = filters.sql({**_WHERE, "year": "fiscal_year"})
    rows = store.rows(
        "WITH changes AS (SELECT unit_id, unit_name, fiscal_year, value FROM main_figures "
        f"WHERE measure = 'change_rate' AND concept = 'three_public' AND kind LIKE '%final_accounts' AND {where}), "
        "last AS (SELECT max(fiscal_year) AS year FROM changes) "
        "SELECT c.*, (SELECT median(value) FROM changes WHERE fiscal_year = year)::DOUBLE AS middle "
        "FROM changes c, last WHERE c.fiscal_year = last.year ORDER BY abs(c.value) DESC, unit_name",
        values,
    )
    shown = sorted(rows[:_MOST_BARS], key=lambda row: -row["value"])
    most = max((abs(row["value"]) for row in shown), default=Decimal(0)) or Decimal(1)
    bars = tuple(
        Bar(row["unit_name"], (("", float(row["value"] / most), f"{row['value']:,.2f}%"),), f"{row['value']:,.2f}%",
            row["unit_id"]) for row in shown
    )  # fmt: skip
    line = min(1.0, max(-1.0, rows[0]["middle"] / float(most))) if rows else None
    return Bars(bars, ("",), line, rows[0]["fiscal_year"] if rows else None)


def _reasons(store: Store, filters: Filters) -> Bars:
    where, values = filters.sql({"region": "d.region", "unit": "d.unit_id"})
    rows = store.rows(
        f"SELECT r.fiscal_year AS label, k.label AS part, count(*)::DECIMAL(24, 0) AS value FROM corpus.reasons r "
        f"JOIN corpus.categories k USING (category) JOIN docs d USING (record_id) "
        f"WHERE r.fiscal_year IS NOT NULL AND d.current AND {where} GROUP BY ALL ORDER BY 1",
        values,
    )
    overall: dict[str, Decimal] = {}
    for row in rows:
        overall[row["part"]] = overall.get(row["part"], Decimal(0)) + row["value"]
    return _stacked(rows, sorted(overall, key=lambda part: -overall[part]), percent=True)


@dataclass(frozen=True)
class Beside:
    """三公 of a unit's years and the median of its peers: shares of the highest, and as text in 万元."""

    years: tuple[tuple[int, float | None, str, float | None, str], ...]


def of_unit(unit: Unit) -> Beside | None:
    """A unit beside its peers; None where no year tells 三公."""
    line = next((line for line in unit.lines if line.concept == "three_public"), None)
    if line is None:
        return None
    own = [cell.row["value"] if cell is not None else None for cell in line.cells]
    most = max((value for value in (*own, *line.peers) if value is not None), default=Decimal(0)) or Decimal(1)
    return Beside(tuple(
        (year, _share(value, most), _wan(value), _share(peer, most), _wan(peer))
        for year, value, peer in zip(unit.years, own, line.peers, strict=True)
    ))  # fmt: skip


def _share(value: Decimal | None, most: Decimal) -> float | None:
    return None if value is None else float(value / most)


def _wan(value: Decimal | None) -> str:
    return "" if value is None else f"{value / _TEN_THOUSAND:,.2f}"
