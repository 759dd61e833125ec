"""Tables turned into running text a cell a line: heads behind a corner, then rows of a name and as many figures.

Told only where the count of heads is that of the figures of the first row; one that holds more or fewer ends it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractors.prose.arrange import TextRow
from extractors.statements.small.flat.tokens import Token, is_bordered, tokens_between
from patterns.small_tables import load_small_tables
from patterns.statements import says

_LONGEST = 30  # characters of a cell (set by eye)
_FEWEST_ROWS = 2  # below the heads
_MOST_COLUMNS = 8  # of figures: what runs on longer is no row of a small table (set by eye)

Stacked = tuple[int, int, tuple[tuple[Token, ...], ...]]  # its first and its last line, and its rows


def stacked(rows: Sequence[TextRow]) -> Iterator[Stacked]:
    """The stretches of lines that are rows of as many cells each, heads first."""
    cells = [_cell(row) for row in rows]
    at = 0
    while at < len(cells):
        found = _from(cells, at)
        if found is not None:
            yield found
            at = found[1]
        at += 1


def _cell(row: TextRow) -> Token | None:
    """The cell that a line is; None where it holds more than one, or running text."""
    if len(row.lines) != 1 or is_bordered(row.lines[0]) or len(row.text) > _LONGEST:
        return None
    (cell,) = tokens_between(row.lines[0])
    return cell


def _from(cells: Sequence[Token | None], corner: int) -> Stacked | None:
    """The table whose corner stands there; None where none does."""
    first = cells[corner]
    if first is None or not says(first.text, (*load_small_tables().flat.corners, *load_small_tables().parts)):
        return None
    heads = cells[corner + 1 : corner + _MOST_COLUMNS + _FEWEST_ROWS + 1]
    wide = next((i for i, cell in enumerate(heads) if cell is None or _is_figure(cell)), 0)  # cells of a row
    if wide <= 1:
        return None  # heads stand from the corner to before the first name
    found = [tuple(c for c in cells[corner : corner + wide] if c is not None)]
    at = corner + wide
    while (row := _row(cells[at : at + wide])) and not _is_figure(*cells[at + wide : at + wide + 1]):
        if len(row) < wide:
            break
        found.append(row)
        at += wide
    return (corner, at - 1, tuple(found)) if len(found) > _FEWEST_ROWS else None


def _row(cells: Sequence[Token | None]) -> tuple[Token, ...]:
    """A name and its figures; nothing where cells are none."""
    name, *figures = cells or (None,)
    if name is None or _is_figure(name) or not figures or not all(map(_is_figure, figures)):
        return ()
    return tuple(c for c in cells if c is not None)


def _is_figure(cell: Token | None = None) -> bool:
    years = load_small_tables().stated_year
    return cell is not None and cell.is_figure and not regex.fullmatch(years, cell.text)
