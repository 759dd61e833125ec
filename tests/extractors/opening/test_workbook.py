"""Workbooks: what their sheets display, merged cells, the lines above and below a table."""

from __future__ import annotations

import pytest

from extractors.formats import extract_document
from extractors.model.errors import DamagedDocument
from extractors.opening.article import Article
from extractors.opening.number_format import displayed
from extractors.opening.sheet import sheet_blocks
from extractors.opening.word import extract_docx
from extractors.opening.workbook import extract_xls, extract_xlsx
from tests.extractors.opening.shown_sheets import FORMATS, XLS, XLSX, workbook
from tests.flows.monitor import documents


def said(article: Article) -> list[str]:
    """What stands in the table; above it stands the sheet's name."""
    return sorted(line.text for page in article.pages for line in page.lines[1:])


@pytest.mark.parametrize(
    ("make", "extract"), [(documents.workbook, extract_xlsx), (documents.old_workbook, extract_xls)]
)
def test_sheet_is_a_table_with_the_lines_around_it(make, extract) -> None:  # type: ignore[no-untyped-def]
    article = extract(make("云岭市甲局", "2114.8"), "a")
    (page,), (tables,) = article.pages, article.tables
    (table,) = tables.tables
    assert [line.text for line in table.heading] == ["收入支出决算总表", "部门：云岭市甲局", "2023年度", "单位：万元"]
    assert [line.text for line in tables.outside][-1] == "注：本表反映部门本年度的总收支。"
    assert (table.row_count, table.column_count) == (5, 6)
    cells = {(c.row, c.column): c for c in table.cells}
    assert (cells[0, 0].text, cells[0, 0].columns, cells[0, 3].text) == ("收入", 3, "支出")
    assert (cells[2, 1].text, cells[2, 2].text) == ("1", "2,114.80")
    assert page.number == 1


def test_workbook_knows_its_unit_and_year() -> None:
    record = extract_document(documents.workbook("云岭市甲局", "2114.8"), "a.xlsx")
    assert (record.document.unit_name, record.document.fiscal_year) == ("云岭市甲局", 2023)


@pytest.mark.parametrize(("value", "code", "text"), FORMATS, ids=str)
def test_cell_is_taken_as_it_is_shown(value: object, code: str, text: str) -> None:
    assert displayed(value, code) == text


@pytest.mark.parametrize("name", XLSX)
def test_of_a_workbook_what_is_displayed_is_read(name: str) -> None:
    data, shown = XLSX[name]
    assert said(extract_xlsx(data, "a")) == sorted(shown)


@pytest.mark.parametrize("name", XLS)
def test_of_an_old_workbook_what_is_displayed_is_read(name: str) -> None:
    data, shown = XLS[name]
    assert said(extract_xls(data, "a")) == sorted(shown)


@pytest.mark.parametrize(
    ("name", "warning"),
    [
        ("plain", None),
        ("hidden sheet", "page 1: hidden sheets (暗) are not read"),
        ("very hidden sheet", "page 1: hidden sheets (暗) are not read"),
        ("hidden row", "page 1: 3 characters of the document are not displayed; not read"),
        ("white", "page 1: 1 characters of the document are not displayed; not read"),
        ("format that shows nothing", "page 1: 1 characters of the document are not displayed; not read"),
        ("struck and corrected", "page 1: 4 characters of the document are struck out; not read"),
    ],
)
def test_what_is_left_out_of_a_workbook_is_told(name: str, warning: str | None) -> None:
    warnings = extract_document(XLSX[name][0], "a.xlsx").warnings
    assert [w for w in warnings if "read" in w and w.startswith("page")] == ([warning] if warning else [])


def test_formula_without_a_result_is_told() -> None:
    article = extract_xlsx(workbook(lambda sheet: sheet.append(["丁", "=B2+B3", "无"])), "a")
    assert article.pages[0].warnings == ("1 formulas of the sheet Sheet have no result in the file; not read",)


def test_sheet_without_heading_has_its_own_name() -> None:
    blocks = sheet_blocks("公开01表", [["项目", "金额", "备注"], ["甲", "1", "无"]], [])
    assert blocks[0] == "公开01表"


def test_empty_sheet_is_nothing() -> None:
    assert sheet_blocks("空", [["", ""], ["", ""]], []) == []


@pytest.mark.parametrize("extract", [extract_docx, extract_xlsx, extract_xls])
def test_broken_office_document_is_refused(extract) -> None:  # type: ignore[no-untyped-def]
    for data in (b"", b"PK\x03\x04 and nothing", b"\xd0\xcf\x11\xe0" * 200):
        with pytest.raises(DamagedDocument, match=r"^a: "):
            extract(data, "a")
