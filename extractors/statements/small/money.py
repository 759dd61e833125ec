"""The unit of money of small tables that state none: borne out by the text, or that of all statements."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractors.model.fact import Bound
from extractors.statements.scale import Elsewhere, agreed_unit
from extractors.statements.small.figures import UNIT_ASSUMED, Figures
from patterns.loader import load_patterns

_SURE = 0.97  # how sure a unit is that the text bears out, or that all statements stand in (set by eye)


def in_told_unit(figures: Figures, assumed: str, elsewhere: Elsewhere, usual: str) -> Figures:
    """The figures of a small table, those in an `assumed` unit in the one that is told elsewhere.

    `usual` is the unit of all statements, "" where they differ or there are none.
    """
    if not any(f.signs.unit == UNIT_ASSUMED for _, f in figures):
        return figures
    values = [
        ((f.subject.concept, f.subject.code, f.measure), f.value)
        for _, f in figures
        if f.unit == "CNY" and isinstance(f.value, Decimal) and f.value and not f.subject.beside
    ]
    unit = agreed_unit(values, assumed, elsewhere)[0] or usual
    if not unit:
        return figures
    money = load_patterns().units.money
    return tuple((cell, _scaled(f, money[unit] / money[assumed])) for cell, f in figures)


def _scaled(figure: Bound, ratio: Decimal) -> Bound:
    if figure.signs.unit != UNIT_ASSUMED or not isinstance(figure.value, Decimal):
        return figure
    return replace(figure, value=figure.value * ratio, signs=replace(figure.signs, unit=_SURE))
