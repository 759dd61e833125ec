"""Failed checks as findings: grouped by the figure that explains them."""

from __future__ import annotations

from extractors.model.record import Record
from tests.extractors.audit.small import check, fact, findings, record, statement

FACTS = [fact(n, "income" if n == 1 else "expenditure", "final", str(1000 * n)) for n in range(1, 6)]


def test_one_wrong_figure_is_one_finding_that_names_it() -> None:
    checks = [check(1, ["f1", "f2"]), check(2, ["f3", "f2"]), check(3, ["f2", "f4"]), check(4, ["f1", "f3"], "pass")]
    (found,) = findings("arithmetic", record(*FACTS, checks=checks))
    assert found.checks == ("c1", "c2", "c3")
    assert [f.ref for f in found.figures if f.suspect] == ["f2"]
    assert (found.severity, found.blame, found.difference) == ("error", "document", "100")
    assert "2,000元" in found.message_zh
    assert "2,000元" in found.message_en


def test_rates_differ_by_percentage_points() -> None:
    rate = fact(6, "income", "share", "12.5")
    wrong = check(1, ["f6", "f1", "f2"], id="share.income", difference="-2.25")
    (found,) = findings("arithmetic", record(*FACTS, rate, checks=[wrong]))
    assert "公开数为12.5%，相差2.25个百分点" in found.message_zh
    assert "off by 2.25 percentage points" in found.message_en


def test_two_wrong_figures_are_two_findings() -> None:
    checks = [check(1, ["f1", "f2"]), check(2, ["f2", "f3"]), check(3, ["f4", "f5"])]
    assert [f.checks for f in findings("arithmetic", record(*FACTS, checks=checks))] == [("c1", "c2"), ("c3",)]


def test_figures_that_other_checks_confirm_are_no_suspects() -> None:
    checks = [check(1, ["f1", "f2"]), check(2, ["f1", "f3"], "pass"), check(3, ["f1", "f4"], "pass")]
    (found,) = findings("arithmetic", record(*FACTS, checks=checks))
    assert [f.ref for f in found.figures if f.suspect] == ["f2"]


def test_a_reading_to_blame_is_no_finding() -> None:
    checks = [check(1, ["f1", "f2"], blame="reading", blame_probability=0.9)]
    assert not findings("arithmetic", record(*FACTS, checks=checks))


def test_cells_are_told_by_table_row_and_column() -> None:
    wrong = check(1, [], cells=("statements.0.rows.0.cells.1", "statements.0.rows.0.cells.0"))
    (found,) = findings("arithmetic", record(checks=[wrong], statements=[statement("income", "5", "7")]))
    assert found.cells == ("statements.0.rows.0.cells.1", "statements.0.rows.0.cells.0")
    assert found.figures[0].label == "income/一般公共服务支出/栏1"
    assert (found.figures[0].statement, found.figures[0].code, found.pages) == ("income", "201", (5,))


def test_a_fact_read_from_a_table_counts_as_its_cell() -> None:
    """The check of the facts and that of the table share the cell, so they are one finding."""
    place = {"page": 5, "bbox": [110, 104, 140, 114], "start": 0, "end": 1, "statement": 0}
    from_table = fact(9, "income", "final", "5", provenance=[place])
    checks = [
        check(1, ["f9", "f2"]),
        check(2, [], cells=("statements.0.rows.0.cells.0", "statements.0.rows.0.cells.1")),
    ]
    made = record(*FACTS, from_table, checks=checks, statements=[statement("income", "5", "7")])
    (found,) = findings("arithmetic", made)
    assert found.cells[0] == "statements.0.rows.0.cells.0"
    assert found.checks == ("c1", "c2")


def test_a_form_is_told_with_its_project() -> None:
    place = {"part": "funds", "row": 0, "column": 1, "page": 9, "bbox": [1, 1, 2, 2], "confidence": 1}
    funds = [["1", "2"]]
    form = {"kind": "project", "title": "自评表", "project": "渠道维修", "funds": funds, "provenance": [place]}
    (found,) = findings("arithmetic", record(forms=[form], checks=[check(1, [], cells=("forms.0.funds.0.1",))]))
    assert (found.figures[0].label, found.figures[0].raw, found.pages) == ("自评表/渠道维修", "2", (9,))


def test_two_facts_of_one_figure_are_one_suspect() -> None:
    """收、支总计均为5万元: wrong in both, by one figure."""
    place = [{"page": 2, "bbox": [80, 20, 140, 32], "start": 0, "end": 1}]
    income = fact(1, "totals.income", "final", "5", provenance=place)
    expenditure = fact(2, "totals.expenditure", "final", "5", provenance=place)
    checks = [check(1, ["f1", "f3"]), check(2, ["f2", "f4"])]
    (found,) = findings("arithmetic", record(income, expenditure, *FACTS[2:], checks=checks))
    assert found.checks == ("c1", "c2")


def test_a_table_that_is_wrong_throughout_is_one_note() -> None:
    cells = [f"statements.0.rows.0.cells.{k}" for k in range(12)]
    table = statement("income", *map(str, range(12)))

    def made(wrong: int) -> Record:
        pairs = [(cells[2 * n], cells[2 * n + 1]) for n in range(wrong)]
        return record(checks=[check(n, [], cells=pair) for n, pair in enumerate(pairs)], statements=[table])

    assert len(findings("arithmetic", made(5))) == 5
    assert not findings("arithmetic.table", made(5))
    (found,) = findings("arithmetic.table", made(6))
    assert not findings("arithmetic", made(6))
    assert (found.severity, len(found.figures), found.pages) == ("note", 6, (5,))


def test_what_may_be_misread_is_a_note_to_be_checked() -> None:
    doubtful = check(1, ["f1", "f2"], blame_probability=0.55)
    made = record(*FACTS, checks=[doubtful])
    assert not findings("arithmetic", made)
    (found,) = findings("arithmetic.doubtful", made)
    assert (found.severity, found.probability) == ("note", 0.55)
    assert found.message_zh.startswith("待核对")


def test_a_doubtful_check_of_a_figure_that_is_surely_wrong_adds_nothing() -> None:
    checks = [check(1, ["f1", "f2"]), check(2, ["f2", "f3"]), check(3, ["f2", "f4"], blame_probability=0.55)]
    made = record(*FACTS, checks=checks)
    assert [f.checks for f in findings("arithmetic", made)] == [("c1", "c2")]
    assert not findings("arithmetic.doubtful", made)
