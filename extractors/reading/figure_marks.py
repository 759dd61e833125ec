"""Marks at figures: a triangle that says "below zero" becomes a minus, the mark of a note behind a figure is taken off.

Done once, where lines are read, so that tables and text see the same figures. Where a mark stands apart from its
figure (in a run of its own, or at the other side of the cell), the figure beside it tells what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import regex

from extractors.model.geometry import Box
from extractors.model.page import Line
from patterns.shapes import load_cell_shapes

_SMALL = 0.8  # of a figure's height: lower digits behind it, raised, are a note's number (typesetters take 0.58 to 0.7)
_RAISED = 0.12  # of a figure's height that a note's number ends above its foot
_LEVEL = 0.5  # of the lower box that a mark and its figure share upright
_BEHIND = 0.6  # of a figure's height: a note's mark stands no further behind it
_ANYWHERE = 200.0  # points: a triangle may stand at the left side of a cell whose figure ends at the right one
_MOST_DIGITS = 2  # of a note's number


class _Shapes(NamedTuple):
    """What is looked for: `any_mark` tells cheaply whether a text may hold a mark at all."""

    any_mark: regex.Pattern[str]
    below: regex.Pattern[str]
    lone_below: regex.Pattern[str]
    noted: regex.Pattern[str]
    lone_note: regex.Pattern[str]
    figure: regex.Pattern[str]


@cache
def _shapes() -> _Shapes:
    known = load_cell_shapes()
    below, behind, before = known.below_marks, known.note_behind, known.note_before
    decimal, whole, unit = r"\d[\d,]*\.\d+", r"\d[\d,]*", f"[{known.marked_units}]"
    # Before whole numbers triangles mark items of lists, too: then the figure must be all there is.
    below_figure = rf"(?={decimal}(?:\s*{unit}|\s|$)|{whole}\s*%?$|{decimal}(?:{behind}))"
    noted = rf"(?<=(?<![\d.,])-?{decimal}%?)\s?(?:{behind})(?=\s|$|{unit})|(?<=^-?{whole}%?)\s?(?:{behind})$"
    return _Shapes(
        regex.compile(rf"[{below}]|{behind}|{before}"),
        regex.compile(rf"(?<![{below}\d])[{below}]\s*{below_figure}"),
        regex.compile(rf"[{below}]"),
        regex.compile(rf"{noted}|^(?:{before})\s?(?=-?{whole}(?:\.\d+)?%?$)"),
        regex.compile(rf"(?:{behind})++"),
        regex.compile(rf"[-({{（]?{whole}(?:\.\d+)?[)）]?%?"),
    )


def with_plain_figures(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a page with minus signs for triangles before figures, and without marks of notes at figures."""
    pairs = _with_figures_beside(lines)
    notes = {id(line) for line, figure in pairs if _is_note_of(line, figure)}
    below = {id(line) for line, figure in pairs if _is_sign_of(line, figure)} - notes
    return tuple(
        _replaced(line, [(0, len(line.text), "-")]) if id(line) in below else plain(line)
        for line in lines
        if id(line) not in notes
    )


def _with_figures_beside(lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    """The lines that may be lone marks, each with every figure at its height."""
    lone = [line for line in lines if _may_be_lone(line)]
    figures = [line for line in lines if _shapes().figure.fullmatch(line.text.strip())] if lone else []
    rows = [(figure.box.y0, figure.box.y1, figure) for figure in figures]
    return [(line, f) for line in lone for y0, y1, f in rows if y0 < line.box.y1 and line.box.y0 < y1]


def _may_be_lone(line: Line) -> bool:
    """Whether a line may be no more than the mark of a figure that stands beside it."""
    text = line.text.strip()
    if text.isdecimal():
        return len(text) <= _MOST_DIGITS
    if not _shapes().any_mark.search(text):
        return False
    return bool(_shapes().lone_note.fullmatch(text) or _shapes().lone_below.fullmatch(text))


def _is_note_of(line: Line, figure: Line) -> bool:
    """Whether a line right behind a figure is the mark of a note: by its shape, or small and raised."""
    left, right = figure.boxes[-1], line.box
    if not -_BEHIND * left.height <= right.x0 - left.x1 <= _BEHIND * left.height or line is figure:
        return False
    if line.text.strip().isdecimal():
        return _is_raised(right, left)
    return _shapes().lone_note.fullmatch(line.text.strip()) is not None and _is_level(right, left)


def _is_sign_of(line: Line, figure: Line) -> bool:
    if _shapes().lone_below.fullmatch(line.text.strip()) is None:
        return False
    return 0 <= figure.box.x0 - line.box.x0 <= _ANYWHERE and _is_level(line.box, figure.box)


def _is_level(box: Box, other: Box) -> bool:
    return box.overlap_y(other) > _LEVEL * min(box.height, other.height)


def _is_raised(box: Box, base: Box) -> bool:
    """Whether a glyph is set small, and above the foot of the one before it."""
    small = box.height < _SMALL * base.height
    return small and base.y0 - box.height / 2 < box.y0 and box.y1 < base.y1 - _RAISED * base.height


def plain(line: Line) -> Line:
    """The line with minus signs for triangles before figures, and without marks of notes at figures."""
    line = _without_raised(line)
    if not _shapes().any_mark.search(line.text):
        return line
    line = _replaced(line, [(*match.span(), "-") for match in _shapes().below.finditer(line.text)])
    return _replaced(line, [(*match.span(), "") for match in _shapes().noted.finditer(line.text)])


def _without_raised(line: Line) -> Line:
    """The line without small raised digits at the end of a figure."""
    end = len(line.text)
    while end > 0 and line.text[end - 1].isspace():
        end -= 1
    start = end
    while start > 1 and line.text[start - 1].isdecimal() and _is_raised(line.boxes[start - 1], line.boxes[0]):
        start -= 1
    return line.slice(0, start) if start < end and line.text[start - 1].isdecimal() else line


def _replaced(line: Line, places: Sequence[tuple[int, int, str]]) -> Line:
    """The line with other text, of no more than one character, in some places, which come in order."""
    for start, end, text in reversed(places):
        boxes = (*line.boxes[:start], *line.boxes[start : start + len(text)], *line.boxes[end:])
        sure = (*line.confidences[:start], *line.confidences[start : start + len(text)], *line.confidences[end:])
        line = Line(line.text[:start] + text + line.text[end:], boxes, sure)
    return line
