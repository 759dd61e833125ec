"""What two versions of a disclosure say differently."""

from __future__ import annotations

from extractors.formats import extract_document
from extractors.model.record import Record, Statement, StatementCell, StatementRow
from flows.monitor.events import changed_facts
from tests.flows.monitor import documents


def record(amount: str, *cells: tuple[str, str | None]) -> Record:
    """A disclosure with that amount, and a table with those cells (item, value)."""
    box = (0.0, 0.0, 1.0, 1.0)
    rows = tuple(
        StatementRow(
            group="支出", name=name,
            cells=(StatementCell(column="决算数", value=value, unit="CNY", page=1, bbox=box, confidence=1.0),),
        )
        for name, value in cells
    )  # fmt: skip
    data = documents.article("决算", documents.paragraphs("云岭市甲局", amount))
    read = extract_document(data, "a.html")
    statement = Statement(number=1, kind="income_expenditure", name="收入支出决算总表", rows=rows)
    return read.model_copy(update={"statements": (statement,)})


def test_same_version_changes_nothing() -> None:
    assert changed_facts(record("1.00", ("总计", "1")), record("1.00", ("总计", "1"))) == ()


def test_changed_amount_is_told_by_concept_with_old_and_new() -> None:
    changes = changed_facts(record("1.00"), record("2.00"))
    assert ("totals.income", "final", "10000", "20000") in {(c.concept, c.measure, c.old, c.new) for c in changes}
    assert {c.measure for c in changes} == {"final"}


def test_cells_are_told_by_statement_row_and_column() -> None:
    before = record("1.00", ("教育支出", "5"), ("卫生支出", "6"), ("其他支出", None))
    after = record("1.00", ("教育支出", "7"), ("其他支出", "8"))
    told = [(c.concept, c.label, c.where, c.old, c.new) for c in changed_facts(before, after)]
    assert told == [
        ("statement.income_expenditure", "收入支出决算总表", "支出/教育支出/决算数", "5", "7"),
        ("statement.income_expenditure", "收入支出决算总表", "支出/其他支出/决算数", None, "8"),
        ("statement.income_expenditure", "收入支出决算总表", "支出/卫生支出/决算数", "6", None),
    ]


def test_figure_stated_twice_is_compared_as_often() -> None:
    twice = record("1.00", ("总计", "1"), ("总计", "1"))
    once_other = record("1.00", ("总计", "1"), ("总计", "2"))
    assert [(c.old, c.new) for c in changed_facts(twice, once_other)] == [("1", "2")]


def test_figure_of_another_year_is_told_apart_from_the_main_one() -> None:
    main = record("1.00")
    of_2025 = main.facts[0].model_copy(update={"dimensions": {"year": "2025"}, "value": "7"})
    changes = changed_facts(main, main.model_copy(update={"facts": (*main.facts, of_2025)}))
    assert [(c.where, c.old, c.new) for c in changes] == [("2025", None, "7")]
