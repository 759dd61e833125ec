"""Word documents and workbooks: paragraphs, merged cells, the lines above and below a sheet's table."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest

from extractors.formats import extract_document
from extractors.model.errors import DamagedDocument
from extractors.opening.office import extract_docx, extract_xls, extract_xlsx, sheet_blocks, shown
from tests.flows.monitor import documents


def test_word_document_is_read() -> None:
    record = extract_document(documents.word("云岭市甲局", "12.34"), "a.docx")
    values = {(f.concept, f.measure): f.value for f in record.facts}
    assert values["totals.income", "final"] == "123400"
    assert values["totals.income", "change_rate"] == "0.5"
    assert record.document.unit_name == "云岭市甲局"


def test_merged_cells_of_word_are_one_cell() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells):
            cell.text = f"{r}{c}"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "高"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "宽"
    out = BytesIO()
    document.save(out)
    (found,) = extract_docx(out.getvalue(), "a.docx").tables[0].tables
    assert [(c.row, c.column, c.text, c.rows, c.columns) for c in found.cells] == [
        (0, 0, "高", 2, 1), (0, 1, "宽", 1, 2), (1, 1, "11", 1, 1), (1, 2, "12", 1, 1),
        (2, 0, "20", 1, 1), (2, 1, "21", 1, 1), (2, 2, "22", 1, 1),
    ]  # fmt: skip


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
    assert (cells[2, 1].text, cells[2, 2].text) == ("1", "2114.80")
    assert page.number == 1


def test_workbook_knows_its_unit_and_year() -> None:
    record = extract_document(documents.workbook("云岭市甲局", "2114.8"), "a.xlsx")
    assert (record.document.unit_name, record.document.fiscal_year) == ("云岭市甲局", 2023)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (2114.8100000000004, "#,##0.00", "2114.81"),
        (0.1 + 0.2, "General", "0.3"),
        (12.0, "General", "12"),
        (12.5, "0", "12"),
        (-3.456, "0.00_ ;-0.00", "-3.46"),
        (0.0613, "0.00%", "6.13%"),
        (100, "", "100"),
        ("  2 010 \n350", "@", "2010350"),
        (None, "", ""),
        (True, "", ""),
        (1e15, "#,##0.00", "1000000000000000.00"),
        (120, "General", "120"),
    ],
)
def test_cell_is_taken_as_it_is_shown(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


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
