"""Workbooks and what a person sees of each: numbers in their formats, rows, columns and sheets that are hidden."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import openpyxl
import xlsxwriter
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

# A value, its number format, and what stands in the cell.
FORMATS: list[tuple[object, str, str]] = [
    (2114.8100000000004, "#,##0.00", "2,114.81"),
    (876, "0.00", "876.00"),
    (876, "#,##0.00", "876.00"),
    (-3.456, "0.00_ ;-0.00", "-3.46"),
    (12.5, "0", "13"),
    (0.125, "0.00", "0.13"),
    (1.005, "0.00", "1.01"),
    (-12.5, "0", "-13"),
    (12345678, "#,##0,", "12,346"),
    (12345678, "0.00,,", "12.35"),
    (123456, "0.0,", "123.5"),
    (123456, "0\\.0,", "12.3"),
    (123456, "#\\.0000", "12.3456"),
    (0.0613, "0.00%", "6.13%"),
    (0.5, "0%", "50%"),
    (12.34, ";;;", ""),
    ("甲", ";;;", ""),
    ("甲", "0.00;-0.00;0", "甲"),
    ("甲", '@"局"', "甲局"),
    (0, '0.00;-0.00;"-"', "-"),
    (0.001, '0.00;-0.00;"-"', "0.00"),
    (5, '0.00;-0.00;"-"', "5.00"),
    (0, "#,##0.00;-#,##0.00;", ""),
    (0, "#", ""),
    (0, "#.##", "."),
    (1234, "#,##0.00_);(#,##0.00)", "1,234.00"),
    (-1234, "#,##0.00_);(#,##0.00)", "-1,234.00"),
    (-1234, "#,##0.00_);[Red](#,##0.00)", "-1,234.00"),
    (-1234, "0.00_ ;[Red]0.00 ", "-1234.00"),
    (-1234, "[Red]-0.00", "-1234.00"),
    (-5, '0.00;"△"0.00', "-5.00"),
    (12.34, '0.00"万元"', "12.34万元"),
    (12.34, "¥#,##0.00", "¥12.34"),
    (12.34, "[$¥-804]#,##0.00", "¥12.34"),
    (12.34, "[DBNum1][$-804]0.00", "12.34"),
    (-1234.5, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-1,234.50"),
    (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
    (7, "000", "007"),
    (2010350, "0000000", "2010350"),
    (1.5, "0.0?", "1.5"),
    (1.5, "0.0##", "1.5"),
    (5, "[>=100]0.00;0", "5"),
    (500, "[>=100]0.00;0", "500.00"),
    (1234.5, "0.00E+00", "1.23E+03"),
    (0.1 + 0.2, "General", "0.3"),
    (12.0, "General", "12"),
    (120, "General", "120"),
    (-0.5, "General", "-0.5"),
    (123456789.12, "General", "123456789.1"),
    (0.123456789012, "General", "0.123456789"),
    (5, 'General"人"', "5人"),
    (100, "", "100"),
    (-0.001, "0.00", "0.00"),
    ("  2 010 \n350", "@", "2010350"),
    (2010350, "@", "2010350"),
    (None, "", ""),
    (True, "", ""),
    (1e15, "#,##0.00", "1,000,000,000,000,000.00"),
    (datetime(2023, 12, 31), "yyyy-mm-dd", "2023-12-31"),
    (datetime(2023, 3, 1), 'yyyy"年"m"月"', "2023年3月"),
    (datetime(2023, 3, 1), 'yyyy"年"m"月"d"日";@', "2023年3月1日"),
    (datetime(2023, 3, 1), "[$-409]d-mmm-yy;@", "1-Mar-23"),
    (datetime(2023, 3, 1, 9, 5), "yyyy/m/d h:mm", "2023/3/1 9:05"),
    (datetime(2023, 12, 31), "mm-dd-yy", "2023/12/31"),
    (45291, 'yyyy"年"', "2023年"),
    (45291.0, "mm-dd-yy", "2023/12/31"),
]  # fmt: skip

_SHEET = "xl/worksheets/sheet1.xml"
_ROWS = [["项目", "金额", "备注"], ["甲", 1, "无"], ["乙", 2, "无"], ["丙", 3, "无"]]
ALL = ["项目", "金额", "备注", "甲", "1", "无", "乙", "2", "无", "丙", "3", "无"]
WITHOUT_ROW = [*ALL[:6], *ALL[9:]]
WITHOUT_COLUMN = ["项目", "备注", "甲", "无", "乙", "无", "丙", "无"]
WITHOUT_CELL = [*ALL[:7], *ALL[8:]]
WHITE, DARK = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E79")


def workbook(change: Callable[[Worksheet], object] = lambda sheet: None) -> bytes:
    """Three rows below a head, changed."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in _ROWS:
        sheet.append(row)
    change(sheet)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A package with something else in one of its parts."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in packed.infolist():
            content = packed.read(entry)
            if entry.filename == part:
                assert old in content
                content = content.replace(old, new)
            made.writestr(entry.filename, content)
    return out.getvalue()


def old_workbook(change: Callable[[xlwt.Worksheet], object] = lambda sheet: None, style: str = "") -> bytes:
    """The same as an .xls; the figure of 乙 stands in `style`."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("甲")
    for r, row in enumerate(_ROWS):
        for c, value in enumerate(row):
            sheet.write(r, c, value, xlwt.easyxf(style) if style and (r, c) == (2, 1) else xlwt.Style.default_style)
    change(sheet)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def shared_workbook() -> bytes:
    """The same with its texts in one table of strings, as Excel keeps them; the figure of 乙 was corrected."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("甲")
    for r, row in enumerate(_ROWS):
        sheet.write_row(r, 0, row)
    sheet.write_rich_string(
        2, 1, book.add_format({"font_strikeout": True}), "9.99", book.add_format({"bold": True}), "2"
    )
    book.close()
    return out.getvalue()


def _set(sheet: object, **values: object) -> None:
    for name, value in values.items():
        setattr(sheet, name, value)


def _sheet_state(state: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        other = sheet.parent.create_sheet("暗")
        other.append(["丁", 9])
        other.sheet_state = state

    return change


def _styled(**look: object) -> Callable[[Worksheet], None]:
    return lambda sheet: _set(sheet["B3"], **look)


def _merged_in_hidden(sheet: Worksheet) -> None:
    sheet.merge_cells("A1:B1")
    sheet.column_dimensions["A"].hidden = True


def _rich(struck: str, left: str) -> Callable[[Worksheet], None]:
    text = CellRichText(TextBlock(InlineFont(strike=True), struck), TextBlock(InlineFont(b=True), left))
    return lambda sheet: _set(sheet["B3"], value=text)


XLSX: dict[str, tuple[bytes, list[str]]] = {
    "plain": (workbook(), ALL),
    "shared strings": (shared_workbook(), ALL),
    "hidden sheet": (workbook(_sheet_state("hidden")), ALL),
    "very hidden sheet": (workbook(_sheet_state("veryHidden")), ALL),
    "hidden row": (workbook(lambda s: _set(s.row_dimensions[3], hidden=True)), WITHOUT_ROW),
    "row of no height": (
        with_part(
            workbook(lambda s: _set(s.row_dimensions[3], height=99)), _SHEET, b'ht="99"', b'ht="0"'
        ),
        WITHOUT_ROW,
    ),
    "collapsed rows": (workbook(lambda s: s.row_dimensions.group(3, 3, hidden=True)), WITHOUT_ROW),
    "hidden column": (workbook(lambda s: _set(s.column_dimensions["B"], hidden=True)), WITHOUT_COLUMN),
    "column of no width": (
        with_part(
            workbook(lambda s: _set(s.column_dimensions["B"], width=99)), _SHEET, b'width="99"', b'width="0"'
        ),
        WITHOUT_COLUMN,
    ),
    "collapsed columns": (workbook(lambda s: s.column_dimensions.group("B", "B", hidden=True)), WITHOUT_COLUMN),
    "merged over a hidden column": (
        workbook(_merged_in_hidden), ["项目", "备注", "1", "无", "2", "无", "3", "无"],
    ),
    "white": (workbook(_styled(font=WHITE)), WITHOUT_CELL),
    "white by theme": (workbook(_styled(font=Font(color=Color(theme=0)))), WITHOUT_CELL),
    "white by number": (workbook(_styled(font=Font(color=Color(indexed=9)))), WITHOUT_CELL),
    "white on dark": (workbook(_styled(font=WHITE, fill=DARK)), ALL),
    "dark on the same dark": (workbook(_styled(font=Font(color="FF1F4E79"), fill=DARK)), WITHOUT_CELL),
    "specks": (workbook(_styled(font=Font(sz=1))), WITHOUT_CELL),
    "struck": (workbook(_styled(font=Font(strike=True))), WITHOUT_CELL),
    "struck and corrected": (workbook(_rich("9.99", "2")), ALL),
    "format that shows nothing": (workbook(_styled(number_format=";;;")), WITHOUT_CELL),
    "cells far away": (workbook(lambda s: _set(s["XFD1048576"], font=WHITE)), ALL),
    "merged far away": (workbook(lambda s: s.merged_cells.add("E9:XFD1048576")), ALL),
    "blanks of no width": (workbook(lambda s: _set(s["B3"], value="1\u200b2.34")), [*ALL[:7], "12.34", *ALL[8:]]),
}  # fmt: skip


def _old_hidden_column(sheet: xlwt.Worksheet) -> None:
    sheet.col(1).hidden = True


def _old_hidden_row(sheet: xlwt.Worksheet) -> None:
    sheet.row(2).hidden = True


def _old_far(sheet: xlwt.Worksheet) -> None:
    sheet.write(65535, 255, "", xlwt.easyxf("font: bold on"))


def _old_second(sheet: xlwt.Worksheet) -> None:
    other = sheet.get_parent().add_sheet("暗")
    other.write(0, 0, "丁")
    other.visibility = 2


XLS: dict[str, tuple[bytes, list[str]]] = {
    "plain": (old_workbook(), ALL),
    "hidden sheet": (old_workbook(_old_second), ALL),
    "hidden row": (old_workbook(_old_hidden_row), WITHOUT_ROW),
    "hidden column": (old_workbook(_old_hidden_column), WITHOUT_COLUMN),
    "column of no width": (old_workbook(lambda s: _set(s.col(1), width=0)), WITHOUT_COLUMN),
    "white": (old_workbook(style="font: colour white"), WITHOUT_CELL),
    "white on dark": (
        old_workbook(style="font: colour white; pattern: pattern solid, fore_colour dark_blue"), ALL,
    ),
    "struck": (old_workbook(style="font: struck_out on"), WITHOUT_CELL),
    "struck and corrected": (
        old_workbook(lambda s: s.write_rich_text(2, 3, [("9.99", xlwt.easyfont("struck_out on")), "2"])),
        [*ALL[:9], "2", *ALL[9:]],
    ),
    "cells far away": (old_workbook(_old_far), ALL),
}  # fmt: skip
