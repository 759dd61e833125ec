"""Which figure of its concept labels say that one is: its measure, or what it is the difference or rate to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from patterns.measure import Measure
from patterns.small_tables import Measured

Base = Literal["prior", "budget"]


@dataclass(frozen=True, slots=True)
class Telling:
    """What labels say of a figure's measure; None and False for what they do not.

    `weak` is whether the measure gives way to another, `budget` whether a mere 预算 was named; `base` is what a
    difference is to, `base_year` its year where one is stated, `falling` whether it is told as a decrease, `rate`
    whether in percent.
    """

    measure: Measure | None = None
    weak: bool = False
    budget: bool = False
    base: Base | None = None
    difference: bool = False
    falling: bool = False
    rate: bool = False
    base_year: int | None = None

    @property
    def compared(self) -> bool:
        """Whether figures are compared, rather than told."""
        return self.difference or self.base is not None

    @property
    def lone_rate(self) -> bool:
        """Whether it says that figures are rates, and not of what."""
        return self.rate and self.measure is None and not self.compared

    @property
    def firm(self) -> bool:
        """Whether it names a measure that gives way to none."""
        return self.measure is not None and not self.weak


def telling_of(
    entries: Sequence[Measured],
    bases: Mapping[Base, int | None],
    *,
    difference: bool,
    falling: bool,
    rate: bool,
) -> Telling | None:
    """What the words of one label tell, `bases` with the years that they state.

    None where they name several measures, or one beside what they compare.
    """
    firm = [m for m in entries if not m.weak]
    if difference or falling or bases:
        base, year = next(iter(bases.items()), (None, None))
        told = Telling(base=base, difference=difference or falling, falling=falling, rate=rate, base_year=year)
        return None if len(bases) > 1 or firm else told
    named = firm or list(entries)
    if len({m.measure for m in named}) > 1:
        return None
    if not named:
        return Telling(rate=rate)
    return Telling(named[0].measure, named[0].weak, named[0].budget, rate=rate)


def narrowed(over: Telling, told: Telling) -> Telling | None:
    """What a label tells below another; None where they contradict each other."""
    if over.compared and told.firm:
        return None
    if over.compared or told.compared:
        return _comparison(over, told)
    kept = over if over.measure and (told.measure is None or told.weak) else told
    return Telling(kept.measure, kept.weak, kept.budget, rate=over.rate or told.rate)


def _comparison(one: Telling, other: Telling) -> Telling | None:
    """What two labels of a comparison tell together; None where they compare with different figures."""
    if one.base and other.base and one.base != other.base:
        return None
    difference, falling, rate = one.difference or other.difference, one.falling or other.falling, one.rate or other.rate
    base, year = other.base or one.base, other.base_year or one.base_year
    return Telling(base=base, difference=difference, falling=falling, rate=rate, base_year=year)


def crossed(row: Telling, column: Telling) -> Telling | None:
    """What a row's and a column's labels tell together; None where they contradict each other."""
    if row.firm and column.firm and (row.measure, row.budget) != (column.measure, column.budget):
        return None
    return narrowed(column, row) if row.firm else narrowed(row, column)
