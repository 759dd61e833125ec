"""Tables without rulings, or with horizontal ones only (三线表): where on a page they stand.

A page is looked at only where it has the title of a statement or rows of figures; prose never has both columns and
figures in them, and a list of contents names more tables than a page holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import regex

from extractors.model.cells import Table
from extractors.model.page import Line, ReadPage
from extractors.model.paragraph import compact
from extractors.tables.unruled.alignment import Piece, bands_of, character_size, pieces_of
from extractors.tables.unruled.region import FEWEST_FIGURES, PROSE, Region, height_of, is_head
from patterns.kept import compiled
from patterns.loader import load_patterns
from patterns.shapes import cover_shape, load_cell_shapes
from patterns.statements import names_statement

# Set by eye on generated tables of many styles, digital and scanned, and on pages of prose and of contents.
_FEWEST_LINES = 8  # of a page: fewer make no table
_QUALIFIED = regex.compile(r"（[^（）]*）?$")  # what may stand behind 表: which classification, that it goes on
_LONGEST_TITLE = 45  # characters of a table's title
_MOST_TITLES = 3  # a page that names as many statements lists them
_MUCH = 0.3  # of a page's lines: more wide ones are prose
_TALL = 2.0  # times the lines' usual height: watermarks and seals
_FOOT = 0.9  # of the page's height: below stand page numbers
_PARTED = {"text_layer": 0.4, "ocr": 0.9}  # of a character: a wider gap inside a line parts two cells
_RULED_OVER = 0.5  # of the page's width: rulings of a table are longer
_MANY_RULED = 2  # such rulings: more tell of a table
_FEWEST_ROWS, _FIGURES_IN_ROW = 2, 2  # rows of so many figures each tell of one


@dataclass(frozen=True)
class Unruled:
    """A table, and the lines (as given) that stand in it."""

    table: Table
    lines: tuple[Line, ...]


def unruled_tables(page: ReadPage, lines: Sequence[Line], *, continued: bool) -> tuple[Unruled, ...]:
    """The tables without vertical rulings that `lines`, which stand in no ruled table, make; from the top.

    `continued` tells that the page may begin with the rest of a table that has its title on the page before.
    """
    lines = [line for line in lines if line.text.strip()]
    if len(lines) < _FEWEST_LINES:
        return ()
    bands = _bands(page, lines)
    starts = _starts(page, lines, bands, continued=continued)
    regions = [
        Region(page, bands[start + 1 : end], titled=start >= 0) for start, end in pairwise([*starts, len(bands)])
    ]
    tables = [region.table() for region in regions]
    return tuple(_with_lines(table, lines) for table in tables if table is not None)


def _bands(page: ReadPage, lines: Sequence[Line]) -> list[list[Piece]]:
    """What stands side by side on a page, from the top, without what lies across it and its number."""
    size = character_size(lines)
    tall = _TALL * median(line.box.height for line in lines)
    lines = [line for line in lines if line.box.height <= tall or _names_statement(line.text, page)]
    bands = bands_of(pieces_of(lines, _PARTED[page.source] * size))
    return [band for band in bands if not _is_folio(band, page.frame[1])]


def _starts(
    page: ReadPage, lines: Sequence[Line], bands: Sequence[Sequence[Piece]], *, continued: bool
) -> Sequence[int]:
    """The bands below which tables begin: titles; -1 for a table that goes on from the page before."""
    titles = [i for i, band in enumerate(bands) if _is_title(band, page)]
    if titles:
        return titles if len(titles) < _MOST_TITLES else ()
    goes_on = continued and not _is_prose(page, lines) and _tells_of_table(page, bands)
    return (-1,) if goes_on else ()


def _is_prose(page: ReadPage, lines: Sequence[Line]) -> bool:
    """Whether much of a page is lines over most of its width, or ends of sentences, whatever gaps there are in them."""
    ends = cover_shape("sentence_break")
    told = sum(line.box.width > PROSE * page.frame[0] or ends.search(line.text) is not None for line in lines)
    return told > _MUCH * len(lines)


def _is_folio(band: Sequence[Piece], height: float) -> bool:
    """Whether a band is the page's number, in the foot of the page."""
    text = "".join(p.text for p in band)
    return height_of(band) > _FOOT * height and any(
        compiled(shape).fullmatch(text) for shape in load_patterns().layout.page_numbers
    )


def _names_statement(text: str, page: ReadPage) -> bool:
    return names_statement(compact(text), scanned=page.source == "ocr")


def _is_title(band: Sequence[Piece], page: ReadPage) -> bool:
    text = "".join(p.text for p in band)
    ends = (load_cell_shapes().table, load_cell_shapes().continued)
    return len(text) <= _LONGEST_TITLE and _QUALIFIED.sub("", text).endswith(ends) and _names_statement(text, page)


def _tells_of_table(page: ReadPage, bands: Sequence[Sequence[Piece]]) -> bool:
    """Whether a page without a title may hold the rest of a table: a head again, whole rulings, rows of figures."""
    if any(is_head(band) for band in bands):
        return True
    if sum(r.horizontal and r.x1 - r.x0 > _RULED_OVER * page.frame[0] for r in page.rulings) > _MANY_RULED:
        return True
    figures = [sum(p.is_value for p in band) for band in bands]
    return sum(n >= _FIGURES_IN_ROW for n in figures) >= _FEWEST_ROWS and sum(figures) >= FEWEST_FIGURES


def _with_lines(table: Table, lines: Sequence[Line]) -> Unruled:
    """The table with the page's lines of which its cells hold characters."""
    held = {box for cell in table.cells for part in cell.lines for box in part.boxes}
    return Unruled(table, tuple(line for line in lines if any(box in held for box in line.boxes)))
