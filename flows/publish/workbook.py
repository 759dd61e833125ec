"""corpus.xlsx: the corpus for people in offices, one sheet a theme, Chinese headings, money in 万元 as numbers.

Written row by row from the database, so that its size does not matter to the memory. Figures of low confidence are
shaded; every row links to the page of the PDF that it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
import yaml
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from flows.formulas import acts
from flows.publish.database import DATABASE, opened
from flows.publish.links import Linked, Links
from flows.publish.schema import LOW_CONFIDENCE
from flows.workbooks import workbook

WORKBOOK = "corpus.xlsx"
_YUAN_IN_WAN = 10_000
# What a sheet holds: rows less the heading, characters of a cell.
_MOST_ROWS, _LONGEST_TEXT = 1_048_575, 32_000


@dataclass(frozen=True)
class Heading:
    """A column of a sheet: its heading, what kind of values it has, its width in characters."""

    title: str
    kind: str
    width: int


@dataclass(frozen=True)
class Sheet:
    """A theme: its name, columns, and the SQL that gives their values followed by confidence, record_id and page.

    A column of kind `money` takes 元 and shows 万元. The confidence is that of the row, or a list with one for each
    money column; figures of low confidence are shaded.
    """

    name: str
    headings: tuple[Heading, ...]
    sql: str


_WHO = (Heading("地区", "text", 16), Heading("单位", "text", 34), Heading("年度", "whole", 8))


@cache
def sheets() -> tuple[Sheet, ...]:
    """The themes, from sheets.yaml."""
    return tuple(
        Sheet(entry["name"], (*_WHO, *map(_heading, entry["columns"])), entry.get("sql") or _picked(entry["figures"]))
        for entry in yaml.safe_load(Path(__file__).with_name("sheets.yaml").read_text(encoding="utf-8"))
    )


def _heading(written: str) -> Heading:
    title, kind, width = written.rsplit(" ", 2)
    return Heading(f"{title}（万元）" if kind == "money" else title, kind, int(width))


def _picked(concepts: Sequence[str]) -> str:
    """SQL for one row a document: each figure, then the confidence of each, then the least page."""
    values = ", ".join(f"max(value) FILTER (WHERE concept = '{c}')" for c in concepts)
    sure = ", ".join(f"max(confidence) FILTER (WHERE concept = '{c}')" for c in concepts)
    wanted = ", ".join(f"'{c}'" for c in concepts)
    return (
        f"SELECT region, unit_name, fiscal_year, {values}, [{sure}], record_id, min(page) FROM figures "
        f"WHERE measure = 'final' AND code IS NULL AND concept IN ({wanted}) "
        "GROUP BY region, unit_name, fiscal_year, record_id ORDER BY region, unit_name, fiscal_year"
    )


def write_workbook(corpus: Path, pdfs: str | None = None) -> Linked:
    """Writes corpus.xlsx beside the database, and tells how many documents its rows lead to.

    `pdfs`: folder of the documents, as seen from the workbook or from here, or an address; None: where they lay when
    they were read. Raises OSError.
    """
    with opened(corpus / DATABASE, read_only=True) as db, workbook(corpus / WORKBOOK) as book:
        looks = _Looks(book)
        links = Links(corpus, pdfs, db.execute("SELECT record_id, file_name, path, address FROM documents").fetchall())
        _explain(book.add_worksheet("说明"), looks)
        for sheet in sheets():
            _fill(book, sheet, db, looks, links)
    return links.linked


class _Looks:
    """The formats of cells by kind, plain and shaded."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        kinds = {"money": "#,##0.00", "number": "#,##0.00", "whole": "0", "text": "@"}
        # Texts keep away from the number before them: 2022缺漏 would be read as one.
        self.plain: dict[str, Format] = {
            k: book.add_format({"num_format": f, "indent": int(k == "text")}) for k, f in kinds.items()
        }
        self.shaded: dict[str, Format] = {
            k: book.add_format({"num_format": f, "bg_color": "#FFE699"}) for k, f in kinds.items()
        }
        self.heading: Format = book.add_format(
            {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
        )
        self.quoted: Format = book.add_format({"num_format": kinds["text"], "quote_prefix": True, "indent": 1})
        self.link: Format = book.add_format({"font_color": "#0563C1", "underline": 1, "indent": 1})
        self.title: Format = book.add_format({"bold": True, "font_size": 14})


def _explain(page: Worksheet, looks: _Looks) -> None:
    page.set_column(0, 0, 100)
    page.write_string(0, 0, "部门决算公开数据", looks.title)
    lines = (
        "金额单位为万元，由文件所述金额换算；比例为百分数；减少为负数。",
        f"底色为黄的数字可信度低于{LOW_CONFIDENCE}，使用前请对照原页。",
        "每行末列链接到来源 PDF 的页；写出本表时在所指位置没有找到文件的，不设链接。",
        "同一单位同一年度有多份文件时，只取一份：先取经复核的，再取识别页少的，再取可信度高的。",
        "“勾稽不符”中归因“文件”的是文件自身的错，归因“识别”的请先对照原页。",
    )
    for row, line in enumerate(lines, 2):
        page.write_string(row, 0, line)


def _fill(book: xlsxwriter.Workbook, sheet: Sheet, db: duckdb.DuckDBPyConnection, looks: _Looks, links: Links) -> None:
    """Writes a theme, on further sheets where one does not hold its rows."""
    answer = db.execute(sheet.sql)
    number = 1
    page, row = _begin(book, sheet, sheet.name, looks), 0
    for values in _rows(answer):
        if row == _MOST_ROWS:
            _end(page, sheet, row)
            number += 1
            page, row = _begin(book, sheet, f"{sheet.name}{number}", looks), 0
        row += 1
        _write_row(page, row, sheet, values, looks, links)
    _end(page, sheet, row)


def _rows(answer: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while batch := answer.fetchmany(2000):
        yield from batch


def _begin(book: xlsxwriter.Workbook, sheet: Sheet, name: str, looks: _Looks) -> Worksheet:
    page = book.add_worksheet(name)
    page.freeze_panes(1, 2)
    for column, heading in enumerate(sheet.headings):
        page.set_column(column, column, heading.width)
        page.write_string(0, column, heading.title, looks.heading)
    page.set_column(len(sheet.headings), len(sheet.headings), 12)
    page.write_string(0, len(sheet.headings), "来源页", looks.heading)
    return page


def _end(page: Worksheet, sheet: Sheet, rows: int) -> None:
    page.autofilter(0, 0, rows, len(sheet.headings))


def _write_row(page: Worksheet, row: int, sheet: Sheet, values: Sequence[Any], looks: _Looks, links: Links) -> None:
    *cells, confidence, record_id, number = values
    each = iter(confidence) if isinstance(confidence, list) else None
    for column, (heading, value) in enumerate(zip(sheet.headings, cells, strict=True)):
        sure = next(each) if each is not None and heading.kind == "money" else confidence
        shade = isinstance(sure, float) and sure < LOW_CONFIDENCE and heading.kind in ("money", "number")
        _write(page, row, column, heading, value, looks, shade=shade)
    shown = f"第{number or 1}页"
    target = links.to(record_id, number or 1)
    if target is None:
        page.write_string(row, len(cells), shown, looks.plain["text"])
    else:
        # A formula: a sheet holds 65,530 links only, but a formula in every row.
        page.write_formula(row, len(cells), f'=HYPERLINK("{target}","{shown}")', looks.link, shown)


def _write(page: Worksheet, row: int, column: int, heading: Heading, value: Any, looks: _Looks, *, shade: bool) -> None:
    kind = heading.kind
    look = (looks.shaded if shade else looks.plain)[kind]
    if value is None:
        page.write_blank(row, column, None, look)
    elif kind == "text":
        # Excel shows what is written so as it is, and keeps it a text when somebody edits it or saves the sheet as CSV.
        page.write_string(row, column, str(value)[:_LONGEST_TEXT], looks.quoted if acts(str(value)) else look)
    else:
        page.write_number(row, column, float(value / _YUAN_IN_WAN if kind == "money" else value), look)
