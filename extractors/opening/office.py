"""Word documents and spreadsheets as articles: paragraphs and tables of .docx, a page for each sheet of .xlsx and .xls.

In spreadsheets the rows above the head (title, 公开01表, 单位：万元) and the notes below stand in cells; here they
become the lines around the table that they are on paper. Figures are taken as the cell shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from itertools import groupby
from typing import Any

import regex

from extractors.model.errors import DamagedDocument, OversizedDocument, one_line
from extractors.opening.archive import Bounds, opened_archive
from extractors.opening.article import Article, Block, WrittenCell, WrittenTable, article_of
from patterns.shapes import load_cell_shapes

# Office documents: far more parts than any has at hand, and what a worker's memory holds once unpacked.
_BOUNDS = Bounds(files=5_000, unpacked=400_000_000, one=200_000_000, ratio=200, depth=1)
_MOST_CELLS = 300_000  # of a table or worksheet: hundreds of times those of a statement
_MOST_DECIMALS = 10  # a sheet shows no more; what binary fractions add beyond is none of its figures
_ERROR, _NUMBER = 5, 2  # xlrd's types of cells
_DECIMALS = regex.compile(r"[0#]\.(0+)")
_HEADING_CELLS = 2  # a row of at most so many filled cells above the head is heading: unit, unit of money

Merged = Sequence[tuple[int, int, int, int]]  # first row, last row, first column, last column; from 0, inclusive


def extract_docx(data: bytes, file_name: str) -> Article:
    """A Word document as one page. Raises DamagedDocument or OversizedDocument."""
    import docx

    opened_archive(data, file_name, _BOUNDS).close()
    try:
        document = docx.Document(BytesIO(data))
        blocks = list(_word_blocks(document))
    except Exception as error:  # python-docx lets through what XML and zip raise
        raise DamagedDocument(file_name, f"the Word document cannot be read: {one_line(error)}") from error
    if not blocks:
        raise DamagedDocument(file_name, "the Word document holds no text")
    return article_of(data, file_name, [blocks])


def _word_blocks(document: Any) -> Iterator[Block]:
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            table = _word_table(part)
            if table is not None:
                yield table
            continue
        for text in part.text.splitlines():
            if text.strip():
                yield text.strip()


def _word_table(table: Any) -> WrittenTable | None:
    """Cells that are merged are one element at several places."""
    corners: dict[Any, list[int]] = {}
    words: dict[Any, str] = {}
    rows = 0
    for r, row in enumerate(table.rows):
        rows = r + 1
        for c, cell in enumerate(row.cells, row.grid_cols_before):
            corner = corners.setdefault(cell._tc, [r, c, r, c])
            corner[0], corner[1] = min(corner[0], r), min(corner[1], c)
            corner[2], corner[3] = max(corner[2], r), max(corner[3], c)
            if cell._tc not in words:
                words[cell._tc] = "".join(cell.text.split())
        if len(corners) > _MOST_CELLS:
            return None
    cells = tuple(
        WrittenCell(top, left, words[tc], bottom - top + 1, right - left + 1)
        for tc, (top, left, bottom, right) in corners.items()
    )
    width = max((c.column + c.columns for c in cells), default=0)
    return WrittenTable(rows, width, cells) if rows and width else None


def extract_xlsx(data: bytes, file_name: str) -> Article:
    """A workbook, a page for each visible sheet. Raises DamagedDocument or OversizedDocument."""
    import openpyxl

    opened_archive(data, file_name, _BOUNDS).close()
    try:
        book = openpyxl.load_workbook(BytesIO(data), data_only=True)
    except Exception as error:  # openpyxl lets through what XML and zip raise
        raise DamagedDocument(file_name, f"the workbook cannot be read: {one_line(error)}") from error
    worksheets = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            _refuse_size(file_name, sheet.title, sheet.max_row, sheet.max_column)
            rows = [[shown(c.value, c.number_format) for c in row] for row in sheet.iter_rows()]
            merged = [(m.min_row - 1, m.max_row - 1, m.min_col - 1, m.max_col - 1) for m in sheet.merged_cells.ranges]
            worksheets.append(sheet_blocks(sheet.title, rows, merged))
    return _book(data, file_name, worksheets)


def extract_xls(data: bytes, file_name: str) -> Article:
    """An old workbook, a page for each visible sheet. Raises DamagedDocument or OversizedDocument."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True)
        worksheets = []
        for sheet in book.sheets():
            if sheet.visibility == 0:
                _refuse_size(file_name, sheet.name, sheet.nrows, sheet.ncols)
                rows = [[_old_cell(book, cell) for cell in sheet.row(r)] for r in range(sheet.nrows)]
                merged = [(top, bottom - 1, left, right - 1) for top, bottom, left, right in sheet.merged_cells]
                worksheets.append(sheet_blocks(sheet.name, rows, merged))
    except OversizedDocument:
        raise
    except Exception as error:  # xlrd lets through what broken records raise
        raise DamagedDocument(file_name, f"the workbook cannot be read: {one_line(error)}") from error
    return _book(data, file_name, worksheets)


def _old_cell(book: Any, cell: Any) -> str:
    if cell.ctype == _ERROR:  # an error such as #DIV/0!
        return ""
    form = book.format_map[book.xf_list[cell.xf_index].format_key].format_str if cell.ctype == _NUMBER else ""
    return shown(cell.value, form)


def _refuse_size(file_name: str, sheet: str, rows: int, columns: int) -> None:
    if rows * columns > _MOST_CELLS:
        raise OversizedDocument(file_name, f"{rows} x {columns} cells, more than {_MOST_CELLS}", place=f"sheet {sheet}")


def _book(data: bytes, file_name: str, worksheets: Iterable[Sequence[Block]]) -> Article:
    filled = [blocks for blocks in worksheets if blocks]
    if not filled:
        raise DamagedDocument(file_name, "the workbook holds nothing")
    return article_of(data, file_name, filled)


def shown(value: object, number_format: str = "") -> str:
    """A cell as the sheet shows it.

    >>> shown(2114.8100000000004, "#,##0.00"), shown(0.0613, "0.00%"), shown(12.0)
    ('2114.81', '6.13%', '12')
    """
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, (datetime, date)):
        return value.isoformat()[: len("2024-01-31")]
    if not isinstance(value, (int, float, Decimal)):
        return "".join(str(value).split())
    try:
        return _shown_number(Decimal(str(value)), number_format)
    except InvalidOperation:
        return ""


def _shown_number(number: Decimal, number_format: str) -> str:
    percent = "%" in number_format
    places = _DECIMALS.search(number_format.split(";", maxsplit=1)[0])
    whole = regex.match(r"#,##0|0%?$", number_format) is not None
    digits = len(places.group(1)) if places else 0 if whole else _MOST_DECIMALS
    text = format(round(number * 100 if percent else number, digits), "f")
    text = text.rstrip("0").rstrip(".") if "." in text and not places else text
    return text + ("%" if percent else "")


def sheet_blocks(name: str, rows: Sequence[Sequence[str]], merged: Merged) -> list[Block]:
    """A worksheet as the lines above its table, or its name where there are none, the table, the notes below."""
    cells = _placed(rows, merged)
    filled = {r: list(row) for r, row in groupby((c for c in cells if c.text), key=lambda c: c.row)}
    if not filled:
        return []
    width = max(c.column + c.columns for c in cells if c.text)
    first, end = _body_rows(filled, width)
    above, below = _texts(filled, range(first)), _texts(filled, range(end + 1, max(filled) + 1))
    body = tuple(_within(c, first, end, width) for c in cells if first <= c.row <= end and c.column < width)
    table = [WrittenTable(end - first + 1, width, body)] if body else []
    return [*(above or [name]), *table, *below]


def _texts(filled: Mapping[int, Sequence[WrittenCell]], rows: Iterable[int]) -> list[str]:
    return [cell.text for row in rows for cell in filled.get(row, ())]


def _within(cell: WrittenCell, first: int, end: int, width: int) -> WrittenCell:
    """A cell of a sheet as one of the table in the rows `first` to `end`, `width` columns wide."""
    rows, columns = min(cell.rows, end - cell.row + 1), min(cell.columns, width - cell.column)
    return WrittenCell(cell.row - first, cell.column, cell.text, rows, columns)


def _body_rows(filled: Mapping[int, Sequence[WrittenCell]], width: int) -> tuple[int, int]:
    """The first and the last row of the table: below the heading, above what is labelled under it (注：…)."""
    end = max(filled)
    first = next((r for r, row in filled.items() if not _is_heading(row, width)), end + 1)
    while end > first and all(c.column == 0 and _is_labelled(c) for c in filled.get(end, ())):
        end -= 1
    return first, end


def _is_labelled(cell: WrittenCell) -> bool:
    """Whether a text tells what it is: 单位：万元."""
    return "：" in cell.text.replace(":", "：")


def _is_heading(filled: Sequence[WrittenCell], width: int) -> bool:
    """Whether a row stands above the table's head: one text alone, or 部门：… and 单位：… beside each other."""
    if len(filled) == 1 or any(_is_labelled(c) or c.text.endswith(load_cell_shapes().table) for c in filled):
        return True
    covered = sum(c.columns for c in filled)
    return len(filled) <= _HEADING_CELLS and covered < width and covered <= _HEADING_CELLS


def _placed(rows: Sequence[Sequence[str]], merged: Merged) -> list[WrittenCell]:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, bottom, left, right in merged}
    hidden = {
        (r, c)
        for top, bottom, left, right in merged
        for r in range(top, min(bottom + 1, len(rows)))
        for c in range(left, right + 1)
        if (r, c) != (top, left)
    }
    return [
        WrittenCell(r, c, text, *spans.get((r, c), (1, 1)))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if (r, c) not in hidden
    ]
