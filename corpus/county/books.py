"""The figures of a made county: of each unit and year the accounts and the budget, of departments their sums.

What the accounts of a unit tell of the year before and of their budget is what those tell; a department's figures are
the sums of its units'. All of a document's own sums hold.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.figures import Figures, complete, make_figures, rates
from corpus.years import following

PLACE = "青禾县"
FIRST, YEARS = 2021, 4
# Departments and how many units each has, its own office among them: 34 units in 6 departments make 40 bodies.
DEPARTMENTS = (("水利局", 6), ("教育局", 6), ("司法局", 6), ("统计局", 6), ("审计局", 5), ("林业和草原局", 5))
_UNITS = ("（本级）", "服务中心", "事务中心", "综合执法大队", "信息中心", "监测站")
_FUNCTIONS, _PLANNED = "general_public.by_function", "budget_initial"
_ADDED = ("final", "change", "budget_initial", "budget_full", "count")  # what sums up over units


@dataclass(frozen=True)
class Body:
    """A unit of a department (the place of `department` among them), or with `units` a department itself."""

    name: str
    department: int
    units: tuple[Body, ...] = ()


@dataclass(frozen=True)
class Year:
    """What one body tells of one year."""

    accounts: Figures
    budget: Figures


def bodies() -> tuple[Body, ...]:
    """The departments of the county."""
    return tuple(
        Body(f"{PLACE}{name}", i, tuple(Body(_unit_name(name, end), i) for end in _UNITS[:count]))
        for i, (name, count) in enumerate(DEPARTMENTS)
    )


def _unit_name(department: str, end: str) -> str:
    return f"{PLACE}{department}{end}" if end == _UNITS[0] else f"{PLACE}{department.removesuffix('局')}{end}"


def make_years(unit: int, seed: int) -> list[Year]:
    """The years of a unit, by its number in the county; nothing is wrong in them."""
    made: list[Year] = []
    for number in range(YEARS):
        functions = made[0].accounts.functions if made else ()
        drawn = make_figures(seed * 10_000 + unit * 10 + number, functions=functions)
        accounts = replace(drawn, unit="", year=FIRST + number)
        if made:
            accounts = following(made[-1].accounts, accounts)
        budget = _budget(accounts, random.Random(f"juesuan county budget {seed} {unit} {number}"))
        if made:
            budget = following(made[-1].budget, budget)
        made.append(Year(accounts, budget))
    return made


def _budget(accounts: Figures, rng: random.Random) -> Figures:
    """A budget of the same functions and 三公 as the accounts say it was; the rest is drawn."""
    told = {
        (concept, "final", code): value
        for (concept, measure, code), value in accounts.values.items()
        if measure == _PLANNED and (concept == _FUNCTIONS or concept.startswith("three_public"))
    }
    told |= {
        key: value for key, value in accounts.values.items() if key[:2] == ("government_fund.by_function", "final")
    }
    return complete(Figures(accounts.unit, accounts.year, functions=accounts.functions), told, rng)


def added(name: str, parts: Sequence[Figures], before: Figures | None = None) -> Figures:
    """The figures of a department: those of its units, added up; `before` are its own of the year before.

    A unit whose fund ended tells of no change of it; the department does.
    """
    values: dict[tuple[str, str, str | None], Decimal] = {}
    for part in parts:
        for key, value in part.values.items():
            if key[1] in _ADDED:
                values[key] = values.get(key, Decimal(0)) + value
    for key in [key for key in values if key[0].startswith("government_fund") and key[1] == "change"]:
        was = before.values.get((key[0], "final", key[2]), Decimal(0)) if before is not None else None
        values[key] = values[key] if was is None else values[key[0], "final", key[2]] - was
    whole = Figures(
        name,
        parts[0].year,
        values,
        tuple(sorted({code for part in parts for code in part.functions})),
        tuple(sorted({code for part in parts for code in part.fund_functions})),
    )
    rates(whole)
    return whole


def off(figures: Figures, by: Mapping[tuple[str, str], Decimal], reasons: Mapping[str, str] | None = None) -> Figures:
    """The figures with some of them, by concept and measure, off by an amount; rates follow."""
    values = {key: value for key, value in figures.values.items() if key[1] in _ADDED}
    for (concept, measure), amount in by.items():
        values[concept, measure, None] += amount
    made = replace(figures, values=values, reasons={**figures.reasons, **(reasons or {})})
    rates(made)
    return made
