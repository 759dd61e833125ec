"""What proof hands on: one identity, evaluated over the figures that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Result:
    """One identity, evaluated: the facts (by index) and cells (by path) it rests on, whether and how far it failed.

    `blanks` are the cells that it took for 0, as nothing stands in them.
    """

    id: str
    formula: str
    facts: tuple[int, ...]
    passed: bool
    difference: Decimal
    cells: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
