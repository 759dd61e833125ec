"""What is told of each cell of a statement or a form, by who bears witness to it and how it was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractors.model.evidence import CellEvidence, CellSigns
from extractors.model.fact import Bound
from extractors.model.record import Form, FormCell, Statement
from extractors.model.reference import CellRef, FormRef
from extractors.model.result import CheckKind, Result, Sum
from extractors.proof.proof import Proof
from extractors.statements.rows import ReadRow
from extractors.statements.statement import ReadStatement
from extractors.verdict.cells import blank_features, cell_features, form_features, judged
from extractors.verdict.facts import probability
from patterns.calibration import load_calibration
from patterns.statements import load_statements
from tests.extractors.small import page, result, stated, statement, sum_of

ROWS = [
    ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
    ["", "合计", "100.00", "70.00", "30.00"],
    ["205", "教育支出", "100.00", "70.00", ""],
]
ONE_SIDED = next(p for p in load_statements().statements if not p.sides)
SIDED = next(p for p in load_statements().statements if p.sides)


def at(row: int, cell: int, statement: int = 0) -> CellRef:
    return CellRef(statement, row, cell)


def judge(
    *results: Result, bound: Sequence[Bound] = (), sure: float = 0.95, read: ReadStatement | None = None
) -> Statement:
    """The statement of ROWS, or another, judged beside those results."""
    made = read or statement("支出决算表", ROWS, sure)
    ((told,), _) = judged([made], (), Proof(tuple(bound), results), {1: page(1, sure)})
    return told


def counts(told: Statement, row: int, cell: int) -> tuple[float, float, float]:
    """How many checks passed and failed, and how many other tables agree."""
    evidence = told.rows[row].cells[cell].evidence
    return tuple(evidence.get(name, 0.0) for name in ("checks_passed", "checks_failed", "repeats"))  # type: ignore[return-value]


HOLDS = sum_of(at(0, 0), at(0, 1), passed=True)
FAILS = sum_of(at(0, 0), at(0, 2))


@pytest.mark.parametrize(
    ("results", "first", "second", "third"),
    [
        ((), (0, 0, 0), (0, 0, 0), (0, 0, 0)),
        ((HOLDS,), (1, 0, 0), (1, 0, 0), (0, 0, 0)),
        ((FAILS,), (0, 1, 0), (0, 0, 0), (0, 1, 0)),
        ((HOLDS, FAILS), (1, 1, 0), (1, 0, 0), (0, 1, 0)),
        ((HOLDS, replace(HOLDS, id="other")), (1, 0, 0), (1, 0, 0), (0, 0, 0)),
        ((HOLDS, replace(HOLDS, passed=False)), (1, 1, 0), (1, 1, 0), (0, 0, 0)),
        ((HOLDS, sum_of(at(0, 0), at(0, 1), at(0, 2), passed=True)), (2, 0, 0), (2, 0, 0), (1, 0, 0)),
        ((replace(HOLDS, blanks=(at(0, 1), at(0, 2))),), (1, 0, 0), (1, 0, 0), (1, 0, 0)),
    ],
)
def test_identities_bear_witness_once_by_what_they_rest_on(
    results: tuple[Result, ...], first: tuple[int, ...], second: tuple[int, ...], third: tuple[int, ...]
) -> None:
    told = judge(*results)
    assert [counts(told, 0, k) for k in range(3)] == [first, second, third]
    assert counts(told, 1, 0) == (0, 0, 0)


def test_identities_of_facts_bear_witness_to_the_cells_they_were_read_from() -> None:
    bound = [stated("income", "1.00万元"), stated("income", "1.00万元", cell=at(0, 1))]
    told = judge(sum_of(0, 1, passed=True), sum_of(0), bound=bound)
    assert (counts(told, 0, 1), counts(told, 0, 0)) == ((1, 0, 0), (0, 0, 0))
    assert counts(judge(sum_of(1, 0), sum_of(1), bound=bound), 0, 1) == (0, 2, 0)


def test_cells_of_tables_that_agree_repeat_each_other() -> None:
    witnesses = (stated("x", "1.00万元", cell=at(1, 0)), stated("x", "1.00万元", cell=at(0, 0, 5)), stated("x", "1元"))
    of_text = replace(stated("x", "1.00万元"), witnesses=witnesses)
    of_cell = replace(of_text, cell=at(0, 1))
    assert [counts(judge(bound=[of_text]), *place)[2] for place in ((1, 0), (0, 1))] == [1, 0]
    assert [counts(judge(bound=[of_cell]), *place)[2] for place in ((1, 0), (0, 1))] == [2, 2]
    assert counts(judge(bound=[of_cell, of_text]), 1, 0)[2] == 3
    assert counts(judge(bound=[stated("x", "1.00万元", cell=at(0, 1))]), 0, 1)[2] == 0


def made(
    *columns: str, signs: tuple[CellSigns, ...] = (), sided: bool = False, group: str = "", **changes: object
) -> ReadStatement:
    """One row of a statement with those columns, each cell holding a figure."""
    (given,) = statement("支出决算表", ROWS, 0.95).rows[:1]
    first = given.row.cells[0]
    cells = tuple(first.model_copy(update={"column": name, **changes}) for name in columns)
    row = given.row.model_copy(update={"cells": cells, "group": group})
    read = ReadRow(row, (given.sources[0],) * len(columns), signs=signs)
    recorded = Statement(number=1, name="", columns=columns, rows=(row,))
    return ReadStatement(recorded, (read,), SIDED if sided else ONE_SIDED)


def told_of(read: ReadStatement, name: str, sure: float = 0.95) -> list[float]:
    """That evidence for each cell of its row, 1 where the Record leaves it out."""
    return [cell.evidence.get(name, 1.0) for cell in judge(sure=sure, read=read).rows[0].cells]


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (("甲/乙", "丙"), (1, 0.5)),
        (("丙", "甲/乙"), (0.5, 1)),
        (("甲/乙", "甲/丁", "丙"), (1, 1, 1)),
        (("丙", "甲/乙", "甲/丁"), (1, 1, 1)),
        (("甲/乙", "甲/丁", "小计"), (1, 1, 0.5)),
        (("小计", "甲/乙", "甲/丁"), (0.5, 1, 1)),
        (("小计", "丙"), (1, 1)),
        (("甲/乙", "丙", "丁"), (1, 0.5, 1)),
        (("丁", "丙", "甲/乙"), (1, 0.5, 1)),
        (("丁", "丙", "小计", "甲/乙"), (1, 1, 0.5, 1)),
        (("甲/乙", "丙/丁"), (1, 1)),
        (("甲/小计", "丙/丁"), (1, 1)),
        (("甲/乙", "丙", "甲/丁"), (1, 1, 1)),
        (("甲/乙", "甲/丁", "丙", "戊/己"), (1, 1, 0.5, 1)),
        (("戊/己", "丙", "甲/乙", "甲/丁"), (1, 0.5, 1, 1)),
        (("小计", "丙", "丁"), (1, 1, 1)),
    ],
)
def test_columns_that_lost_the_upper_level_of_their_head(columns: tuple[str, ...], told: tuple[float, ...]) -> None:
    assert told_of(made(*columns), "column") == list(told)
    assert told_of(made(*columns), "column", sure=1.0) == [1.0] * len(columns)


@pytest.mark.parametrize(("sure", "left"), [(0.3, 0.3), (0.5, 0.5), (0.8, 0.5)])
def test_a_column_cut_off_is_half_sure_at_most(sure: float, left: float) -> None:
    signs = (CellSigns(column=sure), CellSigns(column=sure))
    assert told_of(made("甲/乙", "丙", signs=signs), "column") == [sure, left]


def test_signs_of_a_row_are_those_of_its_cells() -> None:
    signs = (CellSigns(name=0.9, column=0.8, unit=0.7, shape=0.6), CellSigns(name=0.4))
    read = made("丙", "丁", "戊", signs=signs)
    told = {name: told_of(read, name) for name in ("name", "column", "unit", "shape")}
    assert told == {"name": [0.9, 0.4, 1], "column": [0.8, 1, 1], "unit": [0.7, 1, 1], "shape": [0.6, 1, 1]}


@pytest.mark.parametrize(
    ("sided", "group", "sure", "told"),
    [(True, "", 0.95, 0.5), (True, "本年", 0.95, 0.5), (True, "收入", 0.95, 1.0), (True, "支出", 0.95, 1.0),
     (True, "", 1.0, 1.0), (False, "", 0.95, 1.0)],
)  # fmt: skip
def test_a_side_is_told_by_the_head_over_it(sided: bool, group: str, sure: float, told: float) -> None:
    assert told_of(made("丙", sided=sided, group=group), "group", sure) == [told]


def test_what_was_mended_is_told() -> None:
    assert told_of(made("丙", as_read="1"), "repaired") == [1.0]
    assert "repaired" not in judge(read=made("丙")).rows[0].cells[0].evidence


@pytest.mark.parametrize(
    ("read", "results", "table"),
    [
        (None, (), 0.0),
        (None, (HOLDS,), 0.4),
        (None, (HOLDS, FAILS), 0.4),
        (None, (HOLDS, sum_of(at(0, 2), at(1, 0), at(1, 1), passed=True)), 1.0),
        (None, (HOLDS, sum_of(at(0, 2), at(1, 2), passed=True)), 0.6),
        (made("丙", "丁", signs=(CellSigns(name=0.9),)), (HOLDS,), 0.5),
        (made("丙", "丁", "戊"), (HOLDS,), 0.6667),
        (made("丙", "丁", "戊", value=None), (HOLDS,), 1.0),
        (made("丙", "丁", value=None, signs=(CellSigns(), CellSigns(shape=0.6))), (HOLDS,), 0.0),
    ],
)
def test_how_much_of_a_table_is_known_and_confirmed(
    read: ReadStatement | None, results: tuple[Result, ...], table: float
) -> None:
    told = judge(*results, read=read)
    assert {cell.evidence.get("table", 1.0) for row in told.rows for cell in row.cells} == {table}


def test_a_text_layer_is_not_weighed_by_its_table() -> None:
    assert told_of(made("丙"), "table", sure=1.0) == [1.0]


def test_figures_and_blanks_have_models_of_their_own() -> None:
    told, models = judge(HOLDS), load_calibration()
    evidence = [CellEvidence.of_record(cell.evidence, 0.95) for cell in told.rows[1].cells]
    sure = [cell.confidence for cell in told.rows[1].cells]
    figures = [probability(cell_features(e), models.cells) for e in evidence]
    blanks = [probability(blank_features(e), models.blanks) for e in evidence]
    assert sure == [*figures[:2], blanks[2]] != [*blanks[:2], figures[2]]


def test_each_statement_is_judged_by_its_own_place_and_page() -> None:
    first, second = statement("支出决算表", ROWS, 0.95), statement("支出决算表", ROWS, 0.95)
    proof = Proof((), (sum_of(at(0, 0, 1), at(0, 1, 1), passed=True),))
    told, _ = judged([first, second], (), proof, {1: page(1, 0.95)})
    assert [counts(each, 0, 0) for each in told] == [(0, 0, 0), (1, 0, 0)]


def form(sure: float = 0.9) -> Form:
    def cell(part: str, row: int = 0, column: int = 0) -> FormCell:
        return FormCell(part=part, row=row, column=column, page=1, bbox=(0, 0, 1, 1), confidence=0.5,
                        evidence={"chars_min": sure})  # fmt: skip

    return Form(
        kind="project", title="", funds=(("30.00", "29.10"), ("30.00", "-")), goal="完成扫描。",
        provenance=(cell("funds", 0, 0), cell("funds", 0, 1), cell("funds", 1, 1), cell("goal")),
    )  # fmt: skip


TOTAL = result(CheckKind.FORM_TOTAL, "form.total", Sum(FormRef(1, "funds", 0, 1), (FormRef(1, "goal"),)), passed=True)


def test_cells_of_forms_are_told_of_by_cell_or_by_field() -> None:
    _, (other, told) = judged([], (form(), form()), Proof((), (TOTAL,)), {1: page(1, 0.98)})
    assert [p.evidence.get("checks_passed", 0.0) for p in told.provenance] == [0.0, 1.0, 0.0, 1.0]
    assert all(p.evidence == {"chars_min": 0.9} for p in other.provenance)
    of_field = replace(TOTAL, roles=Sum(FormRef(0, "funds"), ()), passed=False)
    own = replace(TOTAL, roles=Sum(FormRef(0, "funds", 0, 0), ()))
    _, (whole,) = judged([], (form(),), Proof((), (of_field, own)), {1: page(1, 0.98)})
    told_of_whole = [(p.evidence.get("checks_passed"), p.evidence.get("checks_failed")) for p in whole.provenance]
    assert told_of_whole == [(1.0, None), (None, 1.0), (None, 1.0), (None, None)]


def test_cells_of_forms_are_as_sure_as_their_model_says_of_their_text() -> None:
    _, (told,) = judged([], (form(),), Proof((), ()), {1: page(1, 0.98)})
    evidence, model = CellEvidence(chars_min=0.9, page=0.98), load_calibration().forms
    sure = [probability(form_features(evidence, text), model) for text in ("30.00", "29.10", "-", "完成扫描。")]
    assert [p.confidence for p in told.provenance] == sure
    assert len(set(sure)) == 3


@pytest.mark.parametrize(
    ("evidence", "weighed"),
    [
        (CellEvidence(chars_min=0.9, checks_failed=1), {"certain": 0, "page": 4, "failed": 1, "failed_alone": 1}),
        (CellEvidence(page=0.9, checks_failed=1), {"certain": 0, "page": 1, "failed": 1, "failed_alone": 1}),
        (CellEvidence(checks_failed=1), {"certain": 1, "page": 4, "failed": 0, "failed_alone": 0}),
        (CellEvidence(page=0.9), {"failed": 0, "failed_alone": 0}),
        (CellEvidence(page=0.9, checks_passed=1), {"failed_alone": 0, "witnessed": 1, "witnesses": 1}),
        (CellEvidence(page=0.9, checks_passed=4), {"witnessed": 1, "witnesses": 3}),
        (CellEvidence(page=0.9, repeats=1, checks_failed=1), {"witnessed": 0, "witnesses": 1, "failed_alone": 1}),
        (CellEvidence(page=0.9, checks_failed=3), {"failed": 3}),
        (CellEvidence(table=0.95), {"table": 1, "table_sound": 1}),
        (CellEvidence(table=0.8), {"table": 0.69897, "table_sound": 1}),
        (CellEvidence(table=0.0), {"table": 0, "table_sound": 0}),
        (CellEvidence(shape=0.9999), {"well_formed": 0}),
    ],
)  # fmt: skip
def test_blanks_are_weighed_by_arithmetic_and_table(evidence: CellEvidence, weighed: dict[str, float]) -> None:
    blank, cell = blank_features(evidence), cell_features(evidence)
    assert {name: blank[name] for name in weighed} == pytest.approx(weighed, abs=1e-5)
    assert {name: cell[name] for name in weighed} == pytest.approx(weighed, abs=1e-5)


@pytest.mark.parametrize("name", ["name", "column", "group"])
def test_each_label_is_certain_or_not(name: str) -> None:
    told = {each: 0.0 if each == name else 1.0 for each in ("name", "column", "group")}
    found = cell_features(CellEvidence(**{name: 0.9999}))  # type: ignore[arg-type]
    assert {each: found[each] for each in told} == told
