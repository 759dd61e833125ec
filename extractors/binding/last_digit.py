"""What the last printed digit of an amount is worth: 100元 in 2,114.81万元, 0.01元 in a table in 元."""

from __future__ import annotations

from decimal import Decimal

from extractors.language.numbers import Amount, yuan_of_unit
from extractors.model.fact import Bound
from patterns.loader import load_patterns


def step_of(bound: Bound) -> Decimal:
    """The last printed digit of an amount in 元, or of a figure in its own unit."""
    if bound.unit != "CNY":
        return Decimal(1).scaleb(-bound.decimals)
    units = load_patterns().units
    factor = units.money[bound.money] if bound.money else yuan_of_unit(bound.raw) or units.money[units.assumed]
    return factor.scaleb(-bound.decimals)


def factor_of(words: str, amount: Amount) -> Decimal:
    """How many 元 one of an amount's unit is, by its words; 1 of what is no money."""
    units = load_patterns().units
    if amount.kind == "bare":
        return units.money[units.assumed]
    return (yuan_of_unit(words) if amount.kind == "money" else None) or Decimal(1)


def digits_of(value: Decimal, step: Decimal) -> int:
    """How many digits say something of a figure whose last printed one is worth `step`.

    >>> digits_of(Decimal("98000"), Decimal("100"))
    3
    """
    return len((abs(value) / step).to_integral_value().as_tuple().digits)
