"""The unit of money of tables: printed, said for all, borne out by other figures, or not known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.binding.paragraphs import bound_facts
from extractors.model.cells import Table
from extractors.model.evidence import UNIT_DOUBTED, UNIT_UNKNOWN
from extractors.model.page import ReadPage
from extractors.model.paragraph import Paragraph
from extractors.prose.sections import sections
from extractors.statements.statement import ReadStatement, ReadTables
from extractors.statements.witness import filed_tables
from tests.extractors.statements.test_head import table
from tests.reading import paragraph

HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
TITLE, WIDE = "一般公共预算财政拨款支出决算表", "财政拨款支出决算表"
TOTAL = "193,224.65"


def of_functions(*lines: str, title: str = TITLE, total: str = TOTAL, head: tuple[str, ...] = ()) -> Table:
    """A table with these lines between its title and its head."""
    rows = [
        ["", "合计", total, "70,939.94", "122,284.71"],
        ["213", "农林水支出", "90,000.65", "60,000.94", "29,999.71"],
    ]
    return table([title, *lines], [[*(head or HEAD)], *rows])


def read(*tables: Table, text: tuple[str, ...] = ()) -> ReadTables:
    said: tuple[Paragraph, ...] = tuple(paragraph(line, number=i) for i, line in enumerate(text))
    pages = {1: ReadPage(1, 600, 800, "text_layer", (), frame=(600, 800))}
    return filed_tables(tables, pages, {}, 2023, said, bound_facts(sections(said), 2023))


def total_of(statement: ReadStatement) -> tuple[str | None, float]:
    """The first figure, and how sure its unit is."""
    return statement.rows[0].row.cells[0].value, statement.rows[0].signs[0].unit


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("单位：万元", "1932246500"),
        ("单位：人民币元", "193224.65"),
        ("单位：人民币千元", "193224650"),
        ("单位（元）", "193224.65"),
        ("人民币：元", "193224.65"),
        ("（元）", "193224.65"),
        ("金额：元", "193224.65"),
        ("单位：圆", "193224.65"),
    ],
)
def test_a_unit_over_the_table_is_its_own(line: str, value: str) -> None:
    (statement,) = read(of_functions(line)).statements
    assert total_of(statement) == (value, 1.0)


def test_a_unit_in_a_columns_head_is_of_that_column() -> None:
    head = ("科目编码", "科目名称", "合计（亿元）", "基本支出", "项目支出")
    (statement,) = read(of_functions("单位：万元", head=head)).statements
    assert [c.value for c in statement.rows[0].row.cells] == ["19322465000000", "709399400", "1222847100"]


@pytest.mark.parametrize("line", ["（本公开各表金额单位均为元）", "以下各表单位：元"])
def test_a_unit_said_for_all_tables_is_that_of_those_without_one(line: str) -> None:
    (statement,) = read(of_functions(), text=(line,)).statements
    assert total_of(statement) == ("193224.65", 1.0)
    assert statement.statement.unit == "元"


def test_two_units_said_for_all_tell_neither() -> None:
    (statement,) = read(of_functions(), text=("以下各表单位：元", "以下各表单位：万元")).statements
    assert total_of(statement)[1] == UNIT_UNKNOWN


def test_the_unit_in_which_the_text_tells_the_same_figures_is_the_tables() -> None:
    text = ("五、一般公共预算财政拨款支出决算情况说明", f"2023年度一般公共预算财政拨款支出{TOTAL}元。")
    (statement,) = read(of_functions(), text=text).statements
    assert total_of(statement) == ("193224.65", 0.99)


def test_a_text_that_rounds_bears_the_unit_out_too() -> None:
    text = (
        "五、一般公共预算财政拨款支出决算情况说明",
        "2023年度一般公共预算财政拨款支出19.322万元，其中：基本支出7.094万元。",
    )
    (statement,) = read(of_functions(), text=text).statements
    assert total_of(statement) == ("193224.65", 1.0)


def test_the_unit_in_which_another_table_tells_the_same_figures_is_the_tables() -> None:
    known, unknown = read(
        of_functions("单位：元", title="财政拨款支出决算表（功能科目）"),
        of_functions("（决算）", title="财政拨款支出决算表（功能科目）"),
    ).statements
    assert total_of(unknown) == total_of(known) == ("193224.65", 1.0)


def test_a_table_among_others_stands_in_their_unit() -> None:
    _, unknown = read(of_functions("单位：元", title=TITLE), of_functions(title=WIDE, total="77,000.30")).statements
    assert total_of(unknown) == ("77000.3", 0.99)


def test_a_unit_that_nothing_tells_is_doubted() -> None:
    (statement,) = read(of_functions()).statements
    assert total_of(statement) == ("1932246500", UNIT_UNKNOWN)
    assert statement.statement.unit == ""


def test_a_printed_unit_that_the_text_contradicts_is_doubted_and_told() -> None:
    text = (
        "五、一般公共预算财政拨款支出决算情况说明",
        f"2023年度一般公共预算财政拨款支出{TOTAL}元，其中：基本支出70,939.94元，项目支出122,284.71元。",
    )
    found = read(of_functions("单位：万元"), text=text)
    assert total_of(found.statements[0]) == ("1932246500", UNIT_DOUBTED)
    assert found.warnings == (f"page 1: the table 《{TITLE}》 says 万元, the text tells its figures in another unit",)


def test_a_table_in_another_unit_than_the_others_is_told() -> None:
    titles = ("支出决算表", "财政拨款支出决算表（功能科目）", TITLE)
    tables = [
        of_functions("单位：万元" if title != TITLE else "单位：元", title=title, total=str(Decimal(100 + i)))
        for i, title in enumerate(titles)
    ]
    assert f"page 1: the table 《{TITLE}》 is in 元, the others are in 万元" in read(*tables).warnings


def test_a_table_that_the_text_settles_tells_its_neighbours_unit() -> None:
    text = ("五、一般公共预算财政拨款支出决算情况说明", f"2023年度一般公共预算财政拨款支出{TOTAL}元。")
    found = read(of_functions(), of_functions(title="支出决算表", total="77,000.30"), text=text).statements
    assert [total_of(s) for s in found] == [("193224.65", 0.99), ("77000.3", 0.99)]
