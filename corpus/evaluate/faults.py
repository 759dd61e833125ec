"""What went wrong with a wrong figure: was it misread, or was a figure that stands there bound to what it is not of?

Misread: its characters are not those printed. Misbound: the printed figure is right, but it is another's: of another
concept, measure, year or part, of another row or column, with another unit or sign. What is printed is known from the
golden data (another figure of it has that value) and from the page (a text layer's characters are certain); a misread
figure that by chance equals another one of its document counts as misbound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any

from corpus.score import NUMERIC
from patterns.loader import load_patterns

_RATES = frozenset({"change_rate", "share", "budget_rate", "variance_rate", "budget_change_rate"})
_LEAST_FACTOR = 1000  # between units that tables stand in (元, 千元, 万元, 亿元); less is a decimal point lost or moved


class Fault(StrEnum):
    """What went wrong with a figure."""

    MISREAD = "misread"
    MISBOUND = "misbound"


@dataclass(frozen=True, slots=True)
class Printed:
    """What is known of a document's print: the figures that stand in it, without their signs, rates by themselves, and
    the pages whose characters are certain."""

    figures: frozenset[Decimal]
    rates: frozenset[Decimal]
    certain: frozenset[int]

    def fault(self, value: str, page: int | None, *, rate: bool = False, mended: bool = False) -> Fault:
        """Why a figure is wrong that was read on that page (`mended`: changed by us afterwards)."""
        number = _number(value)
        known = self.rates if rate else self.figures
        if number is not None and number in known:
            return Fault.MISBOUND
        return Fault.MISBOUND if page in self.certain and not mended else Fault.MISREAD


def printed(record: Mapping[str, Any], golden: Mapping[str, Any]) -> Printed:
    """What is known of the print of a document from its golden data and the pages of its Record (both as JSON data)."""
    told = tuple(_told(golden))
    rates = _numbers(value for measure, value in told if measure in _RATES)
    figures = _numbers((*(value for measure, value in told if measure not in _RATES), *_of_cells(golden)))
    pages = record.get("pages") or ()
    return Printed(figures, rates, frozenset(p["number"] for p in pages if p["source"] == "text_layer"))


def _told(golden: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The measure and value of each figure of the text, those of errors set into it among them."""
    yield from ((str(f["measure"]), f.get("value")) for f in golden["facts"] if f["measure"] in NUMERIC | _RATES)
    for error in golden.get("errors") or ():
        yield from ((str(error.get("measure")), error.get(name)) for name in ("stated", "true"))


def _of_cells(golden: Mapping[str, Any]) -> Iterator[Any]:
    rows = (row for statement in golden.get("statements") or () for row in statement.get("rows") or ())
    return (cell.get("value") for row in rows for cell in row.get("cells") or ())


def fact_fault(fact: Mapping[str, Any], wanted: Sequence[str], print_: Printed) -> Fault | None:
    """Why a wrong fact is wrong; `wanted` are the values that are right. None for texts, which are not told apart."""
    measure, value = str(fact["measure"]), str(fact["value"])
    if measure not in NUMERIC | _RATES:
        return None
    if any(_differs_by_unit_or_sign(value, right) for right in wanted):
        return Fault.MISBOUND
    places = fact.get("provenance") or ()
    page = places[0]["page"] if places else None
    return print_.fault(value, page, rate=measure in _RATES, mended=fact.get("status") == "repaired")


def cell_fault(cell: Mapping[str, Any], print_: Printed) -> Fault:
    """Why a wrong cell of a statement is wrong."""
    return print_.fault(str(cell["value"]), cell.get("page"), mended=cell.get("status") == "repaired")


def _differs_by_unit_or_sign(value: str, right: str) -> bool:
    read, wanted = _number(value), _number(right)
    if read is None or wanted is None or not wanted:
        return False
    return read / wanted in _unit_factors()


@cache
def _unit_factors() -> frozenset[Decimal]:
    """By what a figure is off whose unit of money was taken for another one; 1 where only its sign was."""
    units = tuple(load_patterns().units.money.values())
    return frozenset(a / b for a in units for b in units if a == b or max(a, b) / min(a, b) >= _LEAST_FACTOR)


def _numbers(values: Iterable[Any]) -> frozenset[Decimal]:
    return frozenset(n for n in (_number(str(value)) for value in values if value is not None) if n is not None)


def _number(text: str) -> Decimal | None:
    """The figure without its sign; None where the text is no figure."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return abs(number) if number.is_finite() else None
