"""What the lines above a small table say of all its figures: unit of money, year, budget or final."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extractors.statements.small.said import names_of
from patterns.loader import load_patterns
from patterns.measure import Measure
from patterns.money import unit_stated
from patterns.small_tables import load_small_tables
from patterns.wording import any_of


@dataclass(frozen=True, slots=True)
class Caption:
    """`unit` of money ("" for none), `years` in digits, the `measure` of figures whose labels name none.

    `firm` is whether the measure is named in so many words, `open` whether both of budget and final figures are named,
    `names` which of the concepts of small tables.
    """

    unit: str = ""
    years: tuple[int, ...] = ()
    measure: Measure | None = None
    firm: bool = False
    open: bool = False
    names: frozenset[str] = frozenset()


def caption_of(lines: Sequence[str], within: Sequence[str] = ()) -> Caption:
    """What labels above a table say, given from the top: the nearest that says something of it counts.

    Those above must name what the table is of, those `within` its frame need not.
    """
    unit = next((u for line in (*reversed(within), *reversed(lines)) if (u := _unit_in(line))), "")
    over = next((c for line in reversed(lines) if (c := _titled(line, unit)).names), Caption(unit))
    nearest = next((c for line in reversed(within) if (c := _titled(line, unit)) != Caption(unit)), None)
    if nearest is None:
        return over
    told = nearest if nearest.measure or nearest.open else over
    return Caption(
        unit,
        nearest.years or over.years,
        told.measure,
        firm=told.firm,
        open=told.open,
        names=over.names | nearest.names,
    )


def _titled(line: str, unit: str) -> Caption:
    """What a line says; nothing where it is running text."""
    if regex.search(load_small_tables().captions.no_caption, line):
        return Caption(unit)
    return _of_title(line, unit, frozenset(c for c in load_small_tables().concepts if _named(c).search(line)))


def _of_title(title: str, unit: str, names: frozenset[str]) -> Caption:
    known = load_small_tables().captions
    years = tuple(dict.fromkeys(int(m["year"]) for m in _stated_years().finditer(title)))
    bare = any_of(known.no_budget).sub("", title)
    final, budget = any_of(known.final).search(bare), any_of(known.budget).search(bare)
    firm = any_of(known.firm).search(bare) is not None
    if any_of(known.both).search(bare) or (firm and budget):
        return Caption(unit, years, open=True, names=names)
    if budget:
        return Caption(unit, years, "budget_full", firm=True, names=names)
    return Caption(unit, years, "final" if final else None, firm=firm, names=names)


def _unit_in(line: str) -> str:
    if told := unit_stated(line):
        return told
    bracketed = [m["unit"] for m in regex.finditer(load_small_tables().unit_in_brackets, line)]
    titled = not regex.search(load_small_tables().captions.no_caption, line)
    return next((unit for unit in reversed(bracketed) if titled and unit in load_patterns().units.money), "")


@cache
def _named(concept_id: str) -> regex.Pattern[str]:
    return any_of(names_of(concept_id))


@cache
def _stated_years() -> regex.Pattern[str]:
    return regex.compile(load_small_tables().stated_year)
