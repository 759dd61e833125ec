"""Which of the texts of a cell are figures, each for itself: what parts a cell that holds those of several."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from extractors.model.page import Line
from extractors.model.paragraph import compact, normalised
from patterns.shapes import is_dash, load_cell_shapes

_MARKS = frozenset(".,")  # a figure without either may as well be two that stand side by side


def bare_text(line: Line) -> str:
    """What a line says, normalised and without blanks."""
    return compact(line.text)


def is_whole_figure(text: str) -> bool:
    """Whether a text is all of a figure, or a dash: separators stand where those of a number do.

    >>> is_whole_figure("1,234.50"), is_whole_figure("1,234,"), is_whole_figure("12,34")
    (True, False, False)
    """
    return is_dash(text) or _whole().fullmatch(text) is not None


def figures_in(line: Line) -> list[str]:
    """The figures that a line is made of, from the left; none where it says anything else.

    >>> figures_in(Line("1.50 2.25", ((0, 0, 1, 1),) * 9, (1.0,) * 9))
    ['1.50', '2.25']
    """
    found = [run for part in normalised(line.text).split() for run in _runs(part)]
    return found if all(map(is_whole_figure, found)) else []


def _runs(text: str) -> list[str]:
    """Figures that run into each other, parted behind their decimals; the text itself where it is none of these."""
    match = _run().fullmatch(text)
    return match.captures("figure") if match is not None else [text]


def figure_slices(text: str) -> list[tuple[int, int]]:
    """Where the figures of a line stand that have decimals or groups: the first character, and that behind the last."""
    text = normalised(text)
    spans = (span for match in _runs_of().finditer(text) for span in match.spans("figure"))
    return [(start, end) for start, end in spans if _MARKS.intersection(text[start:end])]


def hold_several(lines: Sequence[Line]) -> bool:
    """Whether the lines of a cell are more than one figure: none of these is part of one that is broken."""
    if len(lines) == 1 and lines[0].text.count(".") < 2 and len(lines[0].text.split()) < 2:
        return False  # as almost all cells are
    figures = [f for line in lines if line.text.strip() for f in figures_in(line) or [""]]
    return len(figures) > 1 and all(figures) and not _is_broken(figures)


def _is_broken(figures: Sequence[str]) -> bool:
    """Whether figures are one, broken: only the last has decimals, and all together are a figure with decimals."""
    decimals = [f for f in figures if "." in f]
    joined = "".join(figures)
    return decimals == [figures[-1]] and not any(map(is_dash, figures)) and is_whole_figure(joined)


@cache
def _whole() -> regex.Pattern[str]:
    return regex.compile(load_cell_shapes().whole_figure)


@cache
def _runs_of() -> regex.Pattern[str]:
    shapes = load_cell_shapes()
    parted = rf"(?<![^\s])(?:(?P<figure>{shapes.run_in_figure})+|(?P<figure>{shapes.whole_figure}))(?![^\s])"
    return regex.compile(parted)


@cache
def _run() -> regex.Pattern[str]:
    return regex.compile(f"(?P<figure>{load_cell_shapes().run_in_figure})+")
