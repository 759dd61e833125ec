"""Tables that were flattened into lines of text with bars: `货物 | 21.35 | 46.20`.

Lines are a table only where several stand one behind the other, all with as many cells, and most of them hold a bare
figure: a menu (首页 | 机构 | 服务) and a list of labels (核定编制 | 20名) are text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import regex

from extractors.opening.article import Block, WrittenCell, WrittenTable

_BAR = regex.compile("[|｜]")
_FIGURE = regex.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")
_RULE = regex.compile(r"[-:—\s]+")  # cells of a line that only rules: |---|---|
_FEWEST_ROWS, _FEWEST_CELLS = 2, 2
_SHARE = 0.5  # of the lines that hold a figure; set by eye: heads and blank rows hold none


def with_tables(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of a document, lines of flattened tables as tables."""
    return tuple(block for cells, run in groupby(blocks, _cell_count) for block in _told(cells, list(run)))


def _told(cells: int, run: Sequence[Block]) -> Iterator[Block]:
    """A run of blocks of as many cells each: as a table where it is one."""
    rows = [row for block in run if isinstance(block, str) for row in [_cells(block)] if not _only_rules(row)]
    with_figures = sum(any(_FIGURE.fullmatch(cell) for cell in row[1:]) for row in rows)
    if cells < _FEWEST_CELLS or len(rows) < _FEWEST_ROWS or with_figures < _SHARE * len(rows):
        yield from run
        return
    written = (WrittenCell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    yield WrittenTable(len(rows), cells, tuple(written))


def _cell_count(block: Block) -> int:
    """How many cells a line of text has; 0 for what is no such line."""
    return len(_cells(block)) if isinstance(block, str) and _BAR.search(block) else 0


def _cells(line: str) -> list[str]:
    bare = line.strip()
    if len(bare) > 1 and _BAR.match(bare) and _BAR.match(bare[-1]):
        bare = bare[1:-1]  # | 收入 | 90 |
    return [cell.strip() for cell in _BAR.split(bare)]


def _only_rules(row: Sequence[str]) -> bool:
    return all(not cell or _RULE.fullmatch(cell) for cell in row)
