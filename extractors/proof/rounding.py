"""What rounding may do to an identity: every figure is printed to its own last digit (0.01万元, 0.1万元, 0.01亿元)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from extractors.binding.last_digit import step_of
from extractors.model.fact import Bound
from patterns.arithmetic import load_identities

CENT = Decimal("1E2")  # 元: 0.01万元, to which disclosures are rounded
HALF_DIGIT = Decimal("0.0051")  # half of the last digit of a rate (0.01); what is over is a division's own remainder
_RATE_DECIMALS = 2  # that rates are printed with


def room_of(bound: Bound) -> Decimal:
    """By how much, in 元, rounding may put an amount off: never less than what identities.yaml allows a term."""
    per_term = load_identities().tolerance_per_term
    return max(per_term, step_of(bound)) if bound.unit == "CNY" else Decimal(0)


def room_for_sum(total: Bound, terms: Iterable[Bound]) -> Decimal:
    """By how much, in 元, a sum of amounts may be off."""
    return max(room_of(total), sum(map(room_of, terms), Decimal(0)))


def coarseness(rate: Bound) -> Decimal:
    """What a rate that is printed with fewer than two decimals may be off by that, in percentage points."""
    return Decimal(0) if rate.decimals >= _RATE_DECIMALS else Decimal(5).scaleb(-rate.decimals - 1)
