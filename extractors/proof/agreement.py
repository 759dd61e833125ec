"""Text and tables together: what the text states, the tables bear witness to or contradict; the rest stands alone.

A figure of a table is the text's when it is equal once rounded as the text prints it (tables in 元, text in 万元).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from extractors.binding.last_digit import step_of
from extractors.model.fact import Bound, FigureKey
from extractors.model.number import WIDE
from extractors.model.result import CheckKind, Pair, Result
from patterns.arithmetic import load_identities


@dataclass(frozen=True)
class Together:
    """The facts of the text with their witnesses, then those that only tables tell; and how the two compare."""

    bound: tuple[Bound, ...]
    results: tuple[Result, ...]


def together(stated: Sequence[Bound], tables: Sequence[Bound], small: Sequence[Bound] = ()) -> Together:
    """Joins what the text states with what the nine tables hold, and both with what `small` ones tell.

    A table's figure that the text contradicts is no fact of its own: it stays in its statement, and a failed result
    names both. One of a small table, which stays nowhere else, is a fact, and an identity names both.
    """
    out = list(stated)
    places: dict[FigureKey, list[int]] = {}
    for i, bound in enumerate(out):
        places.setdefault(bound.key, []).append(i)
    results: list[Result] = []
    for figure in tables:
        same = places.setdefault(figure.key, [])
        agreeing = next((i for i in same if _agree(out[i], figure)), None)
        if agreeing is not None:
            out[agreeing] = replace(out[agreeing], witnesses=(*out[agreeing].witnesses, figure))
            results += _compared(out, agreeing, figure)
        elif any(out[i].cell is None for i in same):
            results += _compared(out, next(i for i in same if out[i].cell is None), figure)
        else:
            same.append(len(out))
            out.append(figure)
    return Together(_with_small(out, small), tuple(results))


def _with_small(told: list[Bound], small: Sequence[Bound]) -> tuple[Bound, ...]:
    """The facts with those of small tables: a figure that is told already is a further place of it."""
    for figure in small:
        same = (i for i, b in enumerate(told) if b.key == figure.key)
        agreeing = next((i for i in same if _agree(told[i], figure)), None)
        if agreeing is None:
            told.append(figure)
        else:
            told[agreeing] = replace(told[agreeing], witnesses=(*told[agreeing].witnesses, figure))
    return tuple(told)


def _compared(out: Sequence[Bound], i: int, figure: Bound) -> Iterator[Result]:
    told = out[i]
    if (
        told.cell is not None
        or told.subject.beside
        or figure.cell is None
        or not isinstance(told.value, Decimal)
        or not isinstance(figure.value, Decimal)
    ):
        return
    difference = told.value - figure.value
    room = load_identities().tolerance_per_term if told.unit == "CNY" else Decimal(0)
    passed = _agree(told, figure) or abs(difference) <= room
    which = f"table.{told.subject.concept}.{told.measure}"
    yield Result(
        CheckKind.TEXT_TABLE, which, load_identities().formulas.text_table, Pair(i, figure.cell), passed, difference
    )


def _agree(told: Bound, figure: Bound) -> bool:
    if not isinstance(told.value, Decimal) or not isinstance(figure.value, Decimal) or told.unit != figure.unit:
        return False
    if told.value == figure.value:
        return True
    return told.cell is None and _rounded(figure.value, step_of(told)) == told.value


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP, WIDE) * step
