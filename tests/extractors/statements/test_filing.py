"""Which kind of table a table is: title, head and totals must agree; what does not is kept, not guessed."""

from __future__ import annotations

import pytest

from extractors.model.cells import Table
from extractors.model.page import ReadPage, Source
from extractors.model.record import Statement
from extractors.statements.figures import statement_figures
from extractors.statements.kept import kept_tables
from extractors.statements.statement import ReadTables
from extractors.statements.witness import filed_tables
from tests.extractors.statements.test_head import table

UNIT = "单位：万元"
FUNCTION = [("208", "社会保障和就业支出"), ("20805", "行政事业单位养老支出")]
ECONOMIC = [("301", "工资福利支出"), ("30101", "基本工资")]


def coded(title: str, columns: list[str], figures: list[str], rows: list[tuple[str, str]] = FUNCTION) -> Table:
    """A table of codes under a title, each row with the same figures."""
    lines = [["科目编码", "科目名称", *columns], ["", "合计", *figures], *([*row, *figures] for row in rows)]
    return table([*([title] if title else []), UNIT], lines)


def read(*tables: Table, source: Source = "text_layer") -> ReadTables:
    return filed_tables(tables, {1: ReadPage(1, 600, 800, source, (), frame=(600, 800))}, {})


def kinds(*tables: Table, source: Source = "text_layer") -> list[str]:
    return [s.statement.kind for s in read(*tables, source=source).statements]


def told(*tables: Table) -> set[str]:
    found = read(*tables)
    figures = [f for i, s in enumerate(found.statements) for f in statement_figures(s, i)]
    return {
        " ".join((f.subject.concept, f.subject.code or "", f.measure, str(f.value))).replace("  ", " ") for f in figures
    }


THREE = ["本年支出合计", "基本支出", "项目支出"]
SIX = [*THREE, "上缴上级支出", "经营支出", "对附属单位补助支出"]


@pytest.mark.parametrize(
    ("title", "columns", "rows", "kind"),
    [
        ("一般公共预算财政拨款支出决算表", THREE, FUNCTION, "general_public"),
        ("财政拨款支出决算表（功能科目）", THREE, FUNCTION, "fiscal.by_function"),
        ("一般公共预算财政拨款基本支出决算表", ["决算数"], ECONOMIC, "basic"),
        (
            "一般公共预算财政拨款基本支出决算明细表",
            ["合计", "工资福利支出", "商品和服务支出"],
            FUNCTION,
            "general_public.basic.detail",
        ),
        ("一般公共预算财政拨款项目支出决算表", ["合计"], ECONOMIC, "general_public.project"),
        ("一般公共预算财政拨款项目支出决算表", ["合计", "商品和服务支出"], FUNCTION, "general_public.project"),
        (
            "收入支出决算表",
            ["年初结转和结余", "本年收入", "本年支出", "年末结转和结余"],
            FUNCTION,
            "income_expenditure.by_function",
        ),
        ("一般公共预算支出决算表", THREE, FUNCTION, "general_public"),
        ("支出决算明细表", ["合计", "工资福利支出", "资本性支出"], FUNCTION, "expenditure.detail"),
    ],
)
def test_title_and_head_together_tell_the_kind(
    title: str, columns: list[str], rows: list[tuple[str, str]], kind: str
) -> None:
    assert kinds(coded(title, columns, ["9.00"] * len(columns), rows)) == [kind]


@pytest.mark.parametrize(
    ("title", "columns", "rows", "why"),
    [
        ("支出决算表", THREE, ECONOMIC, "classes of the economic classification veto a table by function"),
        ("一般公共预算财政拨款支出决算表", SIX, FUNCTION, "what is passed on to superiors stands in table 03 alone"),
        ("收入决算表", SIX, FUNCTION, "a table of income has no projects"),
        ("支出决算表", ["本年收入合计", "财政拨款收入", "上级补助收入"], FUNCTION, "a table of spending has no income"),
        ("项目支出决算表", SIX, FUNCTION, "a table of projects has no basic spending"),
        (
            "一般公共预算支出决算表",
            ["预算数", "决算数"],
            FUNCTION,
            "a government's table of that title has other heads",
        ),
    ],
)
def test_a_head_that_forbids_what_the_title_names_makes_a_table_unknown(
    title: str, columns: list[str], rows: list[tuple[str, str]], why: str
) -> None:
    found = read(coded(title, columns, ["9.00"] * len(columns), rows))
    assert found.statements == (), why
    assert [other.title for other in found.others] == [title]


@pytest.mark.parametrize("title", ["支出决算专项表", "部门收支预算总表", "社会保险基金支出决算表"])
def test_a_title_that_no_slot_takes_whole_is_unknown_whatever_its_head(title: str) -> None:
    assert kinds(coded(title, SIX, ["9.00"] * 6)) == []


def test_without_a_title_a_head_tells_where_one_kind_fits() -> None:
    income = ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "附属单位上缴收入"]
    assert kinds(coded("", SIX, ["9.00"] * 6), coded("", income, ["9.00"] * 5)) == ["expenditure", "income"]


def general(total: str) -> Table:
    return coded("一般公共预算财政拨款支出决算表", THREE, [total, "5.00", "4.00"])


def all_budgets(total: str) -> Table:
    return coded("财政拨款支出决算表", THREE, [total, "5.00", "4.00"])


FISCAL = table(
    ["财政拨款收入支出决算总表", UNIT],
    [
        [("收入", 2, 1), ("支出", 4, 1)],
        ["项目", "决算数", "项目", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款"],
        ["一、一般公共预算财政拨款", "9.00", "一、社会保障和就业支出", "9.00", "9.00", ""],
        ["二、政府性基金预算财政拨款", "2.00", "二、城乡社区支出", "2.00", "", "2.00"],
        ["本年收入合计", "11.00", "本年支出合计", "11.00", "9.00", "2.00"],
        ["年初财政拨款结转和结余", "1.00", "年末财政拨款结转和结余", "1.00", "0.40", "0.60"],
        ["一般公共预算财政拨款", "0.40", "", "", "", ""],
        ["总计", "12.00", "总计", "12.00", "9.40", "2.60"],
    ],
)


def test_a_table_without_a_title_is_the_kind_that_its_total_tells() -> None:
    lost = coded("", THREE, ["9.00", "5.00", "4.00"])
    assert kinds(FISCAL, lost) == ["fiscal", "general_public"]
    assert kinds(FISCAL, coded("", THREE, ["7.00", "5.00", "2.00"])) == ["fiscal"], "the total of no kind"
    assert kinds(lost) == [], "nothing to add up to"


def test_a_table_whose_total_is_another_concepts_is_filed_again() -> None:
    found = read(FISCAL, all_budgets("9.00"))
    assert [s.statement.kind for s in found.statements] == ["fiscal", "general_public"]
    assert found.warnings == (
        "page 1: the table 《财政拨款支出决算表》 adds up to what 一般公共预算财政拨款支出决算表 must, "
        "and is read as that",
    )


def test_where_no_kind_fits_its_figures_are_less_sure() -> None:
    right, wrong = read(FISCAL, general("9.00")).statements[1], read(FISCAL, general("7.00")).statements[1]
    assert (right.sure, wrong.statement.kind) == (1.0, "general_public")
    assert wrong.sure < 1.0
    (cue,) = {f.signs.cue for f in statement_figures(wrong, 1)}
    assert cue < statement_figures(right, 1)[0].signs.cue


def test_what_is_carried_over_is_told_by_budget() -> None:
    found = told(FISCAL)
    assert {"general_public.carryover_opening final 4000", "general_public.carryover_closing final 4000"} <= found
    assert "government_fund.carryover_closing final 6000" in found
    assert "income.fiscal_appropriation.general_public final 90000" in found


def test_columns_by_economic_class_are_told_in_the_row_that_sums_up() -> None:
    detail = coded(
        "财政拨款支出决算明细表", ["合计", "工资福利支出", "资本性支出"], ["9.00", "6.00", "3.00"], FUNCTION[:1]
    )
    assert told(detail) == {
        "fiscal.expenditure.current_year final 90000", "fiscal.by_function 208 final 90000",
        "fiscal.by_economic 301 final 60000", "fiscal.by_economic 310 final 30000",
    }  # fmt: skip


def test_units_and_projects_are_dimensions_of_what_they_have() -> None:
    heads = ["单位名称", "本年支出合计", "基本支出", "项目支出"]
    units = table(
        ["支出决算表（分单位）", UNIT],
        [heads, ["合计", "9.00", "6.00", "3.00"], ["某某局本级", "9.00", "6.00", "3.00"]],
    )
    projects = table(
        ["项目支出决算表", UNIT], [["项目名称", "合计", "其他资金"], ["合计", "3.00", ""], ["渠道清淤", "3.00", ""]]
    )
    found = read(units, projects)
    figures = [f.subject for i, s in enumerate(found.statements) for f in statement_figures(s, i)]
    assert [f.dimensions for f in figures if f.concept == "expenditure.by_unit"] == [(("unit", "某某局本级"),)]
    assert [f.dimensions for f in figures if f.concept == "projects.expenditure"] == [(("project", "渠道清淤"),)]
    assert {f.concept for f in figures if not f.dimensions} == {
        "expenditure",
        "expenditure.basic",
        "expenditure.project",
    }


def test_columns_that_a_scan_shows_under_one_name_tell_nothing() -> None:
    seven = ["本年收入", "本年支出合计", "本年支出/基本支出", "项目支出"]
    lost = coded(
        "一般公共预算财政拨款收入支出决算表",
        [*seven[:3], seven[2], "项目支出"],
        ["9.00", "9.00", "3.00", "2.00", "4.00"],
    )
    assert not any(line.startswith("general_public.basic") for line in told(lost))


def kept(*tables: Table) -> list[Statement]:
    pages = {1: ReadPage(1, 600, 800, "text_layer", (), frame=(600, 800))}
    return list(kept_tables(filed_tables(tables, pages, {}), (), (), pages).statements)


def test_an_unknown_table_is_kept_with_title_head_and_cells() -> None:
    (other,) = kept(coded("专项资金支出明细表", ["合计", "中央资金"], ["9.00", "3.00"]))
    assert (other.kind, other.title, other.unit, other.columns) == (
        "other",
        "专项资金支出明细表",
        "万元",
        ("合计", "中央资金"),
    )
    assert [(r.code, [c.value for c in r.cells]) for r in other.rows][:2] == [
        ("", ["90000", "30000"]),
        ("208", ["90000", "30000"]),
    ]


def test_figures_of_an_unknown_table_without_a_unit_stand_as_printed() -> None:
    lines = [["科目编码", "科目名称", "合计"], ["208", "甲", "9.00"], ["209", "乙", "3"]]
    (other,) = kept(table(["人员情况明细表"], lines))
    assert [(c.value, c.unit) for r in other.rows for c in r.cells] == [("9", None), ("3", None)]


def test_what_became_of_every_table_is_told_in_order() -> None:
    pages = {1: ReadPage(1, 600, 800, "text_layer", (), frame=(600, 800))}
    made = (
        general("9.00"),
        coded("专项资金支出明细表", ["合计"], ["9.00"]),
        table(["单位构成"], [["序号", "单位名称"], ["1", "某某"]]),
    )
    result = kept_tables(filed_tables(made, pages, {}), (), (), pages)
    assert [(t.title, t.became, t.kind, t.statement) for t in result.tables] == [
        ("一般公共预算财政拨款支出决算表", "statement", "general_public", 0),
        ("专项资金支出明细表", "kept", "other", 1),
        ("", "nothing", None, None),
    ]
    assert result.warnings == (
        "page 1: the table 《专项资金支出明细表》 is of no known kind: its 3 figures are kept, none is told",
    )


def three(title: str, reception: str) -> Table:
    lines = [["项目", "预算数", "决算数"], ["合计", "5.00", reception], ["公务接待费", "5.00", reception]]
    return table([title, UNIT], lines)


@pytest.mark.parametrize(("other", "part"), [("3.00", "一般公共预算财政拨款"), ("4.00", None)])
def test_the_three_of_one_budget_are_a_part_where_a_table_of_all_tells_otherwise(other: str, part: str | None) -> None:
    found = read(three("财政拨款“三公”经费支出决算表", "4.00"), three("一般公共预算财政拨款“三公”经费情况表", other))
    whole, narrower = (
        [f.subject.dimension("part") for f in statement_figures(s, i)] for i, s in enumerate(found.statements)
    )
    assert (set(whole), set(narrower)) == ({None}, {part})
