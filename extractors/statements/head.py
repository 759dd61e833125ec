"""The head of a statement: where it ends, what each column is called, which columns name items instead of figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractors.statements.grid import Grid, label
from extractors.statements.spelling import certainty, known_code
from extractors.tables.column_numbers import numbers_columns
from patterns.kept import compiled
from patterns.money import unit_in_name, without_unit
from patterns.shapes import either, is_dash, is_value
from patterns.statements import SidePattern, head_labels, load_statements, says

Role = Literal["name", "code", "line", "value"]
_TALLEST = 9  # rows a head has at most
# A column whose head an OCR misread holds codes where as many texts stand in it, and as many of them are known codes:
# set by eye on generated scans.
_FEWEST_CODES, _MOSTLY = 3, 0.8
_FEWEST_LABELS = 3  # texts of a row that are labels of columns, not the name of an item
_FEWEST_FIGURES = 4  # columns of figures that make a statement of a table that names no items


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """A column of the grid: its role, and for figures the head's levels joined by "/" ("" where it has none).

    `certainty` is how surely the head over it was read, `money` the unit of money that it tells ("" where it tells
    none), which is no part of the name.
    """

    index: int
    role: Role
    name: str
    certainty: float = 1.0
    money: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that belong together: those that name an item and the figures beside it, under one `group` head."""

    group: str
    columns: tuple[HeadColumn, ...]

    def of(self, role: Role) -> list[HeadColumn]:
        """The block's columns of a role, from the left."""
        return [c for c in self.columns if c.role == role]


@dataclass(frozen=True, slots=True)
class Head:
    """`body` is the first row below the head; `width` how many columns the grid has."""

    body: int
    blocks: tuple[Block, ...]

    @property
    def value_columns(self) -> tuple[HeadColumn, ...]:
        """The columns of figures of all blocks, from the left."""
        return tuple(c for block in self.blocks for c in block.of("value"))


def read_head(grid: Grid, *, titled: bool = False) -> Head | None:
    """The head of a table; None where it has none that could be a statement's.

    Of a table that is `titled` as a known kind rows of several labels above its figures are head, whatever they say.
    """
    body = _body_start(grid, titled=titled)
    if body == 0:
        return None
    captions = _captions(grid, body)
    labelled = [row for row in range(captions, body) if not numbers_columns(grid.texts(row))]
    paths = [_path(grid, column, labelled) for column in range(grid.columns)]
    common = _over_all(paths)
    paths = [path[common:] for path in paths]
    roles = [_role(path) for path in paths]
    roles = ["code" if r == "value" and _holds_codes(grid, i, body) else r for i, r in enumerate(roles)]
    if "name" not in roles and "code" not in roles and roles.count("value") < _FEWEST_FIGURES:
        return None
    return Head(body, tuple(_with_certainty(block, grid, body) for block in _blocks(paths, roles)))


def sided(head: Head, sides: Sequence[SidePattern]) -> Head:
    """A head of as many blocks as a table has sides, each named by its side where an OCR passed over its label."""
    if not 1 < len(head.blocks) <= len(sides) or not all(map(_may_be, head.blocks, sides)):
        return head
    return replace(head, blocks=tuple(map(_of_side, head.blocks, sides)))


def _may_be(block: Block, side: SidePattern) -> bool:
    return not block.group or says(block.group, side.side)


def _of_side(block: Block, side: SidePattern) -> Block:
    if block.group:
        return block
    columns = (replace(c, name="/".join(p for p in c.name.split("/") if not says(p, side.side))) for c in block.columns)
    return Block(side.side[0], tuple(columns))


def _holds_codes(grid: Grid, column: int, body: int) -> bool:
    """Whether what stands in a column are codes of a classification, whatever its head was read as."""
    texts = [t for t in (grid.text(r, column) for r in range(body, grid.rows)) if t]
    return len(texts) >= _FEWEST_CODES and sum(known_code(t) for t in texts) >= _MOSTLY * len(texts)


def _with_certainty(block: Block, grid: Grid, body: int) -> Block:
    columns = (replace(c, certainty=_certainty(grid, c.index, body)) for c in block.columns)
    return replace(block, columns=tuple(columns))


def _certainty(grid: Grid, column: int, body: int) -> float:
    cells = [c for r in range(body) if (c := grid.at(r, column)) is not None and not is_value(label(c.text))]
    return certainty(cells, [text for c in cells if not _is_head(text := label(c.text))])


def _is_head(text: str) -> bool:
    bare = without_unit(text)
    return not bare or says(bare, head_labels()) or says(bare, load_statements().totals)


def _body_start(grid: Grid, *, titled: bool) -> int:
    """The first row of figures: below the row of column numbers, or below the last row of labels."""
    last = 0
    for row in range(min(_TALLEST, grid.rows)):
        if numbers_columns(grid.texts(row)):
            return row + 1
        starting = [label(c.text) for c in grid.row(row) if c.row == row]
        if _has_figures(starting):
            return row
        if _labels(starting) or (titled and len([t for t in starting if t and not is_dash(t)]) >= _FEWEST_LABELS):
            last = row + 1
        elif any(starting) and not (last == 0 and _stands_above(starting)):
            return row
    return last


def _stands_above(texts: Sequence[str]) -> bool:
    """Whether a row stands above a head: a title, or what says of what and in what the table is."""
    return _only_titles(texts) or _is_caption(texts)


def _captions(grid: Grid, body: int) -> int:
    """How many rows at the top only say of what and in what the table is: 预算年度：2025 | 单位：万元."""
    rows = ([label(c.text) for c in grid.row(row) if c.row == row] for row in range(body))
    return next((n for n, texts in enumerate(rows) if not _is_caption(texts)), 0)


def _is_caption(texts: Sequence[str]) -> bool:
    said = [t for t in texts if t]
    known = [t for t in said if compiled(either(load_statements().captions)).fullmatch(t)]
    return bool(known) and not any(_is_head(t) for t in said if t not in known)


def _only_titles(texts: Sequence[str]) -> bool:
    return len([t for t in texts if t]) == 1 and not _has_figures(texts)


def _has_figures(texts: Sequence[str]) -> bool:
    return any(is_value(t) for t in texts)


def _labels(texts: Sequence[str]) -> bool:
    """Whether labels of a head stand among the texts; 合计 alone names a row of figures, too."""
    bare = [without_unit(t) for t in texts]
    heads = [t for t in bare if says(t, head_labels())]
    return bool(heads) or (len([t for t in bare if says(t, load_statements().totals)]) >= 2)


def _path(grid: Grid, column: int, rows: Sequence[int]) -> tuple[str, ...]:
    """The labels above a column in the rows of a head, from the top; what spans several rows is told once."""
    found: list[str] = []
    seen: list[int] = []
    for row in rows:
        cell = grid.at(row, column)
        if cell is None or id(cell) in seen:
            continue
        seen.append(id(cell))
        text = label(cell.text)
        if text and not is_value(text):
            found.append(text)
    return tuple(found)


def _over_all(paths: Sequence[tuple[str, ...]]) -> int:
    """How many levels at the top are one label over the whole table: its title or subject, not a level of its head."""
    level = 0
    while len(paths) > 2 and all(len(p) > level + 1 for p in paths) and len({p[level] for p in paths}) == 1:
        level += 1
    return level


def _role(path: Sequence[str]) -> Role:
    roles = load_statements().roles
    for text in map(without_unit, reversed(path)):
        if says(text, roles.code):
            return "code"
        if says(text, roles.line):
            return "line"
        if says(text, roles.name):
            return "name"
    return "value"


def _blocks(paths: Sequence[tuple[str, ...]], roles: Sequence[Role]) -> list[Block]:
    spans: list[list[int]] = []
    for i, role in enumerate(roles):
        if not spans or (role != "value" and roles[spans[-1][-1]] == "value"):
            spans.append([])
        spans[-1].append(i)
    if len(spans) == 1:
        return [Block("", tuple(_column(i, roles[i], paths[i]) for i in spans[0]))]
    return [_block(span, paths, roles) for span in spans]


def _block(span: Sequence[int], paths: Sequence[tuple[str, ...]], roles: Sequence[Role]) -> Block:
    # A column of line numbers (序号) that is headed by itself says nothing of the side that it stands beside.
    firsts = {paths[i][0] if paths[i] else "" for i in span if roles[i] != "line" or len(paths[i]) > 1}
    group = firsts.pop() if len(firsts) == 1 else ""
    shared = bool(group) and any(len(paths[i]) > 1 for i in span)
    return Block(
        group if shared else "", tuple(_column(i, roles[i], paths[i][1:] if shared else paths[i]) for i in span)
    )


def _column(index: int, role: Role, path: Sequence[str]) -> HeadColumn:
    if role != "value":
        return HeadColumn(index, role, "")
    name = "/".join(compiled(r"[/]").sub("", without_unit(level)) for level in path)
    return HeadColumn(index, role, name, money=next((u for level in reversed(path) if (u := unit_in_name(level))), ""))
