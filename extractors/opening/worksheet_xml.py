"""The XML of a worksheet, row by row: openpyxl builds of what it says of ranges as many cells as these have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

import regex

from extractors.opening.number_format import displayed, is_date
from extractors.opening.sheet import NARROWEST, SMALLEST_ROW, Worksheet
from extractors.opening.sheet_look import CellLook, run_look

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE = regex.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MOST_ROWS = 1_048_576  # of a worksheet, by Excel's limits
_LETTERS = 26


@dataclass(frozen=True)
class Strings:
    """What the cells of a workbook refer to: its shared strings, by number, and the day that its dates count from."""

    shared: list[Any]
    epoch: datetime


Styled = Callable[[int], CellLook]


def read_worksheet(name: str, source: IO[bytes], strings: Strings, styled: Styled) -> Worksheet:
    """The worksheet of an XML part. Raises OversizedSheet, and what broken XML and numbers raise."""
    from lxml import etree

    sheet = Worksheet(name)
    tags = [_S + tag for tag in ("row", "col", "mergeCell")]
    row = -1
    for _, element in etree.iterparse(source, tag=tags, resolve_entities=False, no_network=True):
        if element.tag == f"{_S}row":
            row = _read_row(sheet, element, row + 1, strings, styled)
        elif element.tag == f"{_S}col":
            if _is_on(element.get("hidden")) or _number(element.get("width"), NARROWEST) < NARROWEST:
                sheet.hide_columns(int(element.get("min")) - 1, int(element.get("max")) - 1)
        elif found := range_of(element.get("ref") or ""):
            sheet.merged.append(found)
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return sheet


def range_of(ref: str) -> tuple[int, int, int, int] | None:
    """The first and last row, the first and last column of a range, from 0; None for none.

    >>> range_of("B2:D10"), range_of("A1")
    ((1, 9, 1, 3), None)
    """
    first, _, last = ref.partition(":")
    begin, end = _place(first), _place(last)
    if begin is None or end is None:
        return None
    (top, left), (bottom, right) = begin, end
    return (top, bottom, left, right) if top <= bottom and left <= right else None


def _place(ref: str) -> tuple[int, int] | None:
    """Row and column of a cell, from 0."""
    found = _PLACE.fullmatch(ref.replace("$", ""))
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _read_row(sheet: Worksheet, element: Any, at: int, strings: Strings, styled: Styled) -> int:
    """Puts the cells of a row to their places; the number of the row, from 0."""
    said = element.get("r")
    row = max(0, min(int(float(said)) - 1, _MOST_ROWS)) if said else at
    if _is_on(element.get("hidden")) or _number(element.get("ht"), SMALLEST_ROW) < SMALLEST_ROW:
        sheet.hidden_rows.add(row)
    column = -1
    for cell in element.iterchildren(f"{_S}c"):
        place = _place(cell.get("r") or "")
        column = place[1] if place else column + 1
        look = styled(int(cell.get("s") or 0))
        sheet.put(row, column, "".join(_shown(sheet, cell, look, strings)))
    return row


def _shown(sheet: Worksheet, cell: Any, look: CellLook, strings: Strings) -> Iterator[str]:
    """What a cell shows, run by run."""
    value = _value(cell, look, strings)
    if value is None:
        sheet.unkept += cell.find(f"{_S}f") is not None
        return
    if not isinstance(value, list):
        text = displayed(value, look.code)
        if not text and value:
            sheet.unseen.hide(displayed(value, ""))
        yield look.seen(text, sheet.unseen)
        return
    if displayed("".join(map(str, value)), look.code):
        for run in value:
            yield run_look(run, look).seen("".join(str(run).split()), sheet.unseen)
    else:
        sheet.unseen.hide("".join(map(str, value)))


def _value(cell: Any, look: CellLook, strings: Strings) -> object:
    """The value that a cell holds, a list for text in runs; None where it holds none."""
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        from openpyxl.cell.rich_text import CellRichText

        inline = cell.find(f"{_S}is")
        return list(CellRichText.from_tree(inline)) if inline is not None else None
    said = cell.findtext(f"{_S}v")
    if not said:
        return None
    if kind == "s":
        shared = strings.shared[int(said)]
        return list(shared) if isinstance(shared, (list, tuple)) else shared
    if kind == "b":
        return said == "1"
    if kind in ("str", "e"):
        return said
    if kind == "d":
        return datetime.fromisoformat(said)
    number = float(said)
    if not is_date(look.code):
        return number
    from openpyxl.utils.datetime import from_excel

    try:
        return from_excel(number, strings.epoch)
    except (ValueError, OverflowError):
        return None


def _number(said: str | None, usual: float) -> float:
    try:
        return float(said) if said else usual
    except ValueError:
        return usual


def _is_on(said: str | None) -> bool:
    return said in ("1", "true")
