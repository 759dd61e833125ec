"""The numbers of items (一、二、…) that an OCR passed over, set again where those around them tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import regex

from extractors.model.numerals import LARGEST, ONES, TEN, integer_of, numeral_of
from extractors.model.page import ReadPage
from extractors.statements.rows import ReadRow
from extractors.statements.spelling import by_ocr
from patterns.labels import is_label, load_labels
from patterns.statements import load_statements, says

_NUMBERED = regex.compile(rf"(?P<numeral>[{ONES}{TEN}]+)、")
_SPECKS = "、.．）)·"  # what no name begins with


def numbered(rows: Sequence[ReadRow], pages: Mapping[int, ReadPage]) -> tuple[ReadRow, ...]:
    """Rows with the numbers of items (一、二、…) that an OCR passed over set again, where those around them tell."""
    out = [_without_specks(row) for row in rows]
    for places in _series(out):
        for i, number in _passed_over(out, places, pages).items():
            name = f"{numeral_of(number)}、{_without_number(out[i].row.name.lstrip(_SPECKS), numeral_of(number))}"
            out[i] = replace(out[i], row=out[i].row.model_copy(update={"name": name}))
    return tuple(out)


def _without_number(name: str, numeral: str) -> str:
    """The name without the numeral before it, of which only the mark (、) was not read."""
    bare = name.removeprefix(numeral)
    return bare if is_label(bare) else name


def _series(rows: Sequence[ReadRow]) -> Iterator[list[int]]:
    """The rows of each group that are numbered on: what sums up or is carried over stands between."""
    for group in dict.fromkeys(row.row.group for row in rows):
        series: list[int] = []
        for i in (i for i, row in enumerate(rows) if row.row.group == group and row.row.name):
            name = rows[i].row.name
            if says(name, load_statements().totals) or name in load_labels().unnumbered:
                yield series
                series = []
            else:
                series.append(i)
        yield series


def _passed_over(rows: Sequence[ReadRow], series: Sequence[int], pages: Mapping[int, ReadPage]) -> dict[int, int]:
    """The rows of a series without a number, and the number that they should have."""
    told = {k: n for k, i in enumerate(series) if (n := _number_of(rows[i].row.name)) is not None}
    found: dict[int, int] = {}
    for k, i in enumerate(series):
        if k in told:
            continue
        number = _counted_back(told, k)
        if number is None and not any(j > k for j in told) and _may_follow(rows[i], pages):
            number = _counted_on(told, k)
            if number is not None:
                told[k] = number
        if number is not None and number <= LARGEST:
            found[i] = number
    return found


def _counted_back(told: Mapping[int, int], place: int) -> int | None:
    """The number of a place that the next one after it tells, where the one before it agrees."""
    after = min((j for j in told if j > place), default=None)
    if after is None:
        return None
    number = told[after] - (after - place)
    return number if number >= 1 and _counted_on(told, place) in (None, number) else None


def _counted_on(told: Mapping[int, int], place: int) -> int | None:
    """The number of a place that the last one before it tells."""
    before = max((j for j in told if j < place), default=None)
    return None if before is None else told[before] + (place - before)


def _may_follow(row: ReadRow, pages: Mapping[int, ReadPage]) -> bool:
    """Whether a row after the last number may bear one: a standard item that an OCR read."""
    return is_label(row.row.name.lstrip(_SPECKS)) and any(by_ocr(cell, pages) for cell in row.named)


def _without_specks(row: ReadRow) -> ReadRow:
    """The row without what dirt before its number was read as."""
    name = row.row.name.lstrip(_SPECKS)
    if name == row.row.name or _number_of(name) is None:
        return row
    return replace(row, row=row.row.model_copy(update={"name": name}))


def _number_of(name: str) -> int | None:
    match = _NUMBERED.match(name)
    return integer_of(match["numeral"]) if match else None
