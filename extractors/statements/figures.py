"""What the figures of a statement are of: cells to bound facts, under the same concepts as the text's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.language.function_codes import code_of_top
from extractors.model.cells import Cell
from extractors.model.fact import Bound, Signs, Subject
from extractors.model.paragraph import Mark, Paragraph
from extractors.model.record import StatementCell, StatementRow
from extractors.model.reference import CellRef
from extractors.statements.listed import are_listed, listed_figures
from extractors.statements.named import (
    column_of,
    columns_told,
    economic_column,
    economic_row,
    measure_of,
    row_pattern_of,
    side_of,
)
from extractors.statements.planned import in_its_year
from extractors.statements.rows import ReadRow
from extractors.statements.spelling import is_whole_code, unnumbered
from extractors.statements.statement import ReadStatement
from patterns.measure import Measure
from patterns.statements import ColumnPattern, RowPattern, StatementPattern, load_statements, says

_NO_SECTION = ""
_PLACED = (
    0.99  # how surely row and column tell what a figure is of: set by eye; verdict/cells.py weighs their own signs
)
FLAT = 0.9  # how surely a table was made of running text, beside what its labels tell (set by eye)


def statement_figures(read: ReadStatement, index: int) -> tuple[Bound, ...]:
    """Every figure of a statement that a concept stands for; `index` is its place among the statements."""
    return tuple(
        _bound(
            read.rows[r],
            CellRef(index, r, k),
            _scoped(subject, read),
            measure,
            _PLACED * (FLAT if read.flat else 1.0) * read.sure,
            read.statement.unit,
        )
        for r, k, subject, measure in _figures(read)
        if read.rows[r].row.cells[k].value
    )


def _scoped(subject: Subject, read: ReadStatement) -> Subject:
    return subject.with_dimension("part", read.scope) if read.scope else subject


def statement_values(read: ReadStatement) -> Iterator[tuple[Subject, Measure, Decimal]]:
    """What every figure of a statement is of, its measure and its value, without its place."""
    for r, k, subject, measure in _figures(read):
        value = read.rows[r].row.cells[k].value
        if value:
            yield _scoped(subject, read), measure, Decimal(value)


_Figure = tuple[int, int, Subject, Measure]  # row, cell, what it is of, which measure


def _figures(read: ReadStatement) -> Iterator[_Figure]:
    read, pattern = in_its_year(read), read.pattern
    if pattern.measures and pattern.rows and (not pattern.columns or are_listed(read.rows, pattern)):
        return listed_figures(read.rows, pattern)
    if pattern.measures:
        return _by_measure(read)
    if pattern.sides:
        return _by_side(read)
    return _by_holder(read) if pattern.dimension else _by_code(read)


def _by_code(read: ReadStatement) -> Iterator[_Figure]:
    """Tables whose rows are 类, 款 and 项 below a row that sums up."""
    alike = _alike(read)
    columns = columns_told(read.pattern.columns, (row.row for row in read.rows))
    for r, row in enumerate(read.rows):
        core = unnumbered(row.row.name)
        named = row_pattern_of(read.pattern.rows, core, [])
        sums_up = not row.row.code and says(core, load_statements().totals)
        for k, cell in enumerate(row.row.cells):
            if k in alike:
                continue
            column = columns[cell.column]
            if column is None:
                subject = _of_class(read.pattern, cell.column, read.year) if sums_up else None
            elif row.row.code:
                whole = column.by and is_whole_code(row.row.code)
                subject = _coded(column.by, row.row.code, row.row.name) if whole and column.by else None
            else:
                subject = _summed(column, named, sums_up=sums_up)
            if subject is not None:
                yield r, k, subject, "final"


def _alike(read: ReadStatement) -> frozenset[int]:
    """The columns that a scan shows under one name, though no two are the same: a level of their heads is lost."""
    names = [cell.column for cell in read.rows[0].row.cells] if read.rows else []
    blocks = {row.block for row in read.rows}
    if len(blocks) > 1:
        return frozenset()
    return frozenset(k for k, name in enumerate(names) if name and names.count(name) > 1)


def _of_class(pattern: StatementPattern, column: str, year: int | None) -> Subject | None:
    """What the total of a column called by an economic class is of."""
    code = economic_column(column, year) if pattern.economic else None
    return _coded(pattern.economic, code, column.rpartition("/")[2]) if code and pattern.economic else None


def _summed(column: ColumnPattern, named: RowPattern | None, *, sums_up: bool) -> Subject | None:
    """What a column tells in a row without a code: one that sums up, or one that is a concept of its own."""
    if sums_up and column.concept:
        return Subject(column.concept)
    return Subject(named.concept) if named is not None and column.by else None


def _by_holder(read: ReadStatement) -> Iterator[_Figure]:
    """Tables whose rows are units or projects, below or above a row that sums up."""
    assert read.pattern.dimension is not None
    for r, row in enumerate(read.rows):
        sums_up = says(unnumbered(row.row.name), load_statements().totals)
        for k, cell in enumerate(row.row.cells):
            column = column_of(read.pattern.columns, cell)
            if column is None:
                continue
            if sums_up and column.concept:
                yield r, k, Subject(column.concept), "final"
            elif not sums_up and row.row.name and column.by:
                code = (("code", row.row.code),) if row.row.code else ()
                yield r, k, Subject(column.by, (*code, (read.pattern.dimension, row.row.name))), "final"


def _by_side(read: ReadStatement) -> Iterator[_Figure]:
    """Tables with income on the left and spending on the right."""
    above: dict[str, list[str]] = {}
    groups = list(dict.fromkeys(row.row.group for row in read.rows))
    for r, row in enumerate(read.rows):
        side = side_of(read.pattern.sides, row.row.group, groups)
        if side is None:
            continue
        core = unnumbered(row.row.name)
        before = above.setdefault(row.row.group, [])
        named = row_pattern_of(side.rows, core, before)
        before.append(core)
        code = code_of_top(core) if named is None and side.functions and core else None
        economic = economic_row(core) if named is None and side.economic else None
        for k, cell in enumerate(row.row.cells):
            column = column_of(read.pattern.columns, cell)
            subject = _subject_beside(column, named, code, core) if column is not None else None
            if economic and column is not None and side.economic:
                subject = _of_nature(column, side.economic, economic, core)
            if subject is not None:
                yield r, k, subject, "final"


def _of_nature(column: ColumnPattern, concept: str, code: str, core: str) -> Subject | None:
    """What a figure is of in the row of an economic class: of all budgets, or of the one that its column is of."""
    if column.plain:
        return _coded(concept, code, core)
    return _coded(f"{column.budget}.by_economic", code, core) if column.budget else None


def _subject_beside(column: ColumnPattern, named: RowPattern | None, code: str | None, core: str) -> Subject | None:
    """What a figure of a side is of, in the row of a concept (`named`) or of a 类 (`code`, called `core`)."""
    if named is None:
        return _coded(column.by, code, core) if code is not None and column.by else None
    if column.concept is None:
        return Subject(named.concept) if column.plain else None
    if named.closing and column.closing is not None:
        return Subject(column.closing)
    if named.own is not None and column.budget is not None:
        return Subject(f"{column.budget}.{named.own}")
    return Subject(column.concept) if named.spent else None


def _by_measure(read: ReadStatement) -> Iterator[_Figure]:
    """三公: items across with budget and final below, above or beside them, or items down with both beside them."""
    across = _row_across(read)
    for r in _filled(read) if across is None else [across]:
        row = read.rows[r].row
        own = unnumbered(row.name) if across is None else ""
        beside, is_item = _measure_named(read, own), _is_item(read, row)
        for k, cell in enumerate(row.cells):
            measure, item = measure_of(read.pattern, cell.column)
            column = next((c for c in read.pattern.columns if says(item or own, c.say)), None)
            if (item and is_item) or cell.unit != "CNY" or column is None or not column.concept:
                continue
            yield r, k, Subject(column.concept), beside or measure


def _measure_named(read: ReadStatement, name: str) -> Measure | None:
    """The measure that the name of a row tells (预算数, 决算数); None where it names no measure."""
    return next((m.measure for m in read.pattern.measures if name and says(name, m.say)), None)


def _filled(read: ReadStatement) -> list[int]:
    """The rows with a figure in them."""
    return [r for r, row in enumerate(read.rows) if any(c.value is not None for c in row.row.cells)]


def _row_across(read: ReadStatement) -> int | None:
    """The first row of figures under heads that tell both item and measure."""
    rows = ((r, read.rows[r].row) for r in _filled(read))
    return next(
        (r for r, row in rows if not _is_item(read, row) and any(_tells_both(read, c.column) for c in row.cells)), None
    )


def _is_item(read: ReadStatement, row: StatementRow) -> bool:
    """Whether a row is of one item: what its columns tell beside the measure is none, but who pays for it."""
    name = unnumbered(row.name)
    items = (c for c in read.pattern.columns if c.concept != read.pattern.figures)
    return bool(name) and any(says(name, c.say) for c in items)


def _tells_both(read: ReadStatement, column: str) -> bool:
    """Whether a column's name has a level for the measure and levels for the item."""
    return "/" in column and any(says(part, m.say) for m in read.pattern.measures for part in column.split("/"))


def _coded(concept: str, code: str, name: str) -> Subject:
    return Subject(concept, (("code", code), ("name", name)))


def _bound(row: ReadRow, place: CellRef, subject: Subject, measure: Measure, cue: float, money: str) -> Bound:
    cell, source = row.row.cells[place.cell], row.sources[place.cell]
    paragraph, start = _quoted(row.row, cell, source, row.named)
    raw = cell.raw
    unit = row.signs[place.cell].unit if place.cell < len(row.signs) and cell.unit == "CNY" else 1.0
    decimals = len(raw.rpartition(".")[2]) if "." in raw else 0
    own = row.money[place.cell] if place.cell < len(row.money) else ""
    return Bound(
        subject,
        measure,
        Decimal(cell.value or 0),
        cell.unit,
        paragraph,
        start,
        len(paragraph.text),
        (0, len(paragraph.text)),
        _NO_SECTION,
        Signs(cue=cue, unit=unit if unit < 1.0 else None),
        value_span=(start, len(paragraph.text)),
        decimals=decimals,
        cell=place,
        money=own or money,
        as_read=cell.as_read,
    )


def _quoted(row: StatementRow, cell: StatementCell, source: Cell, named: Sequence[Cell]) -> tuple[Paragraph, int]:
    """The row's name, the column's and the figure as a paragraph, and where in it the figure begins."""
    texts: list[str] = []
    marks: list[Mark] = []
    for part in named:
        add_cell(part, texts, marks)
    texts += cell.column
    marks += [Mark(source.page, source.box, 1.0)] * len(cell.column)
    start = len(texts)
    add_cell(source, texts, marks)
    return Paragraph("".join(texts), tuple(marks)), start


def add_cell(cell: Cell, texts: list[str], marks: list[Mark]) -> None:
    """Adds a cell's characters, normalised and without blanks, to `texts`, and where each stands to `marks`."""
    text, places = cell.quoted
    texts += text
    marks += places
