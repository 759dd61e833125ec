"""Workbooks as articles: a page for each sheet of .xlsx and .xls that is displayed, its cells as it shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any

from extractors.model.errors import DamagedDocument, OversizedDocument, one_line
from extractors.opening.article import Article, article_of
from extractors.opening.number_format import displayed
from extractors.opening.package import unpacked_package
from extractors.opening.sheet import NARROWEST, SMALLEST_ROW, OversizedSheet, Worksheet
from extractors.opening.sheet_look import Looks, old_look
from extractors.opening.worksheet_xml import Strings, read_worksheet
from patterns.shapes import load_cell_shapes

_LONGEST_LIST = 5  # names of hidden sheets that are told
_XLS_WIDTH = 256  # of a character's width
_TWIPS = 20  # of a point


def extract_xlsx(data: bytes, file_name: str) -> Article:
    """A workbook, a page for each visible sheet. Raises DamagedDocument, EncryptedDocument or OversizedDocument."""
    import openpyxl

    package = unpacked_package(data, file_name)
    sheet = ""
    try:
        book = openpyxl.load_workbook(
            BytesIO(package), read_only=True, data_only=True, keep_links=False, rich_text=True
        )
        looks = Looks(book)
        found = []
        for each in book.worksheets:
            sheet = each.title
            if each.sheet_state == "visible":
                with each._get_source() as source:
                    found.append(read_worksheet(sheet, source, Strings(each._shared_strings, book.epoch), looks.of))
        return _book(data, file_name, found, [s.title for s in book.worksheets if s.sheet_state != "visible"])
    except OversizedSheet as error:
        raise OversizedDocument(file_name, str(error), place=f"sheet {sheet}") from error
    except (DamagedDocument, OversizedDocument):
        raise
    except Exception as error:  # openpyxl lets through what XML and zip raise
        raise DamagedDocument(file_name, f"the workbook cannot be read: {one_line(error)}") from error


def _book(data: bytes, file_name: str, sheets: Sequence[Worksheet], unseen: Sequence[str]) -> Article:
    """The article of the sheets that show anything; those that nobody sees are named."""
    shown = []
    told: list[str] = []
    for sheet in sheets:
        try:
            blocks = sheet.blocks()
        except OversizedSheet as error:
            raise OversizedDocument(file_name, str(error), place=f"sheet {sheet.name}") from error
        if blocks:
            shown.append((blocks, sheet.warnings))
        else:
            told += sheet.warnings
    if not shown:
        raise DamagedDocument(file_name, "the workbook holds nothing that is displayed")
    if unseen:
        more = f" and {len(unseen) - _LONGEST_LIST} more" if len(unseen) > _LONGEST_LIST else ""
        told.append(f"hidden sheets ({', '.join(unseen[:_LONGEST_LIST])}{more}) are not read")
    warnings = [list(left_out) for _, left_out in shown]
    warnings[0] += told
    return article_of(data, file_name, [blocks for blocks, _ in shown], warnings)


def extract_xls(data: bytes, file_name: str) -> Article:
    """An old workbook, a page for each visible sheet. Raises DamagedDocument or OversizedDocument."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True)
        found, unseen = [], []
        for sheet in book.sheets():
            if sheet.visibility == 0:
                found.append(_old_sheet(book, sheet, file_name))
            else:
                unseen.append(sheet.name)
    except OversizedDocument:
        raise
    except Exception as error:  # xlrd lets through what broken records raise
        raise DamagedDocument(file_name, f"the workbook cannot be read: {one_line(error)}") from error
    return _book(data, file_name, found, unseen)


def _old_sheet(book: Any, sheet: Any, file_name: str) -> Worksheet:
    made = Worksheet(sheet.name)
    made.merged = [(top, bottom - 1, left, right - 1) for top, bottom, left, right in sheet.merged_cells]
    for row, told in sheet.rowinfo_map.items():
        if told.hidden or (told.height is not None and told.height < SMALLEST_ROW * _TWIPS):
            made.hidden_rows.add(row)
    for column, told in sheet.colinfo_map.items():
        if told.hidden or told.width < NARROWEST * _XLS_WIDTH:
            made.hide_columns(column, column)
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            if cell.value != "":
                try:
                    made.put(row, column, "".join(_old_pieces(book, sheet, cell, (row, column), made)))
                except OversizedSheet as error:
                    raise OversizedDocument(file_name, str(error), place=f"sheet {sheet.name}") from error
    return made


def _old_pieces(book: Any, sheet: Any, cell: Any, place: tuple[int, int], made: Worksheet) -> Iterator[str]:
    """What a cell shows, run by run."""
    import xlrd

    style = book.xf_list[cell.xf_index]
    code = book.format_map[style.format_key].format_str
    code = load_cell_shapes().sheet_formats.get(style.format_key, code)
    value = cell.value
    if cell.ctype == xlrd.XL_CELL_ERROR:
        yield xlrd.error_text_from_code.get(value, "")
        return
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return
    if cell.ctype == xlrd.XL_CELL_DATE:
        value = xlrd.xldate.xldate_as_datetime(value, book.datemode)
    shown = displayed(value, code)
    runs = sheet.rich_text_runlist_map.get(place, ()) if cell.ctype == xlrd.XL_CELL_TEXT else ()
    if not runs or not shown:
        yield old_look(book, style, style.font_index).seen(shown, made.unseen)
        return
    starts = [(0, style.font_index), *runs, (len(value), 0)]
    for (start, font), (end, _) in pairwise(starts):
        yield old_look(book, style, font).seen("".join(value[start:end].split()), made.unseen)
