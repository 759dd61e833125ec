"""What makes a cell of a statement or form more or less sure, and that the models weigh what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractors.model.cells import Table
from extractors.model.evidence import CellEvidence
from extractors.model.geometry import Box
from extractors.model.page import Line, ReadPage
from extractors.model.record import Form, FormCell, StatementCell, text_at
from extractors.proof.proof import Prover
from extractors.statements.statement import read_statements
from extractors.verdict.cells import blank_features, cell_features, form_features, judged
from extractors.verdict.facts import probability
from patterns.calibration import load_calibration
from tests.extractors.statements.test_head import table

CELL = CellEvidence()
TITLE = ["支出决算表", "金额单位：万元"]
SUMS = [
    ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
    ["", "合计", "100.00", "60.00", "40.00"],
    ["205", "教育支出", "100.00", "60.00", "40.00"],
    ["20502", "普通教育", "100.00", "60.00", "40.00"],
    ["2050202", "小学教育", "100.00", "60.00", "40.00"],
]


def cells(rows: Sequence[Sequence[str]], chars: float = 0.95, **misread: float) -> dict[str, list[StatementCell]]:
    """By code, the judged cells of a statement read by OCR (`chars` 1: of a text layer), every character that sure.

    `misread` holds other confidences for cells by their text, dots as underscores.
    """
    source = "ocr" if chars < 1.0 else "text_layer"
    made = table(TITLE, rows)
    by_text = {text.replace("_", "."): sure for text, sure in misread.items()}
    read = scanned(made, chars, by_text)
    line = Line("字", (Box(0, 0, 1, 1),), (0.98 if chars < 1.0 else 1.0,))
    page = ReadPage(1, 600, 800, source, (line,), frame=(600, 800))
    statements = read_statements([read], {1: page}, {}).statements
    proof = Prover().prove((), statements, ())
    ((statement,), _) = judged(statements, (), proof, {1: page})
    return {row.code: list(row.cells) for row in statement.rows}


def scanned(made: Table, chars: float, by_text: dict[str, float]) -> Table:
    return replace(
        made,
        cells=tuple(
            replace(
                c,
                lines=tuple(
                    replace(n, confidences=(by_text.get(n.text, chars),) * len(n.text)) for n in c.lines
                ),
            )
            for c in made.cells
        ),
    )  # fmt: skip


def with_value(code: str, column: int, text: str) -> list[list[str]]:
    return [[text if row[0] == code and i == column else t for i, t in enumerate(row)] for row in SUMS]


def test_cell_with_sums_that_hold_is_surer_than_its_characters_and_than_one_without() -> None:
    sure = cells(SUMS)["2050202"][0]
    alone = cells([*SUMS, ["", "补充资料", "7.00", "", ""]])[""][-3]
    assert sure.evidence["checks_passed"] >= 2
    assert "checks_passed" not in alone.evidence
    assert sure.confidence > 0.99 > alone.confidence


def test_cell_whose_sums_fail_is_less_sure() -> None:
    failing = cells(with_value("2050202", 2, "190.00"))["2050202"][0]
    assert failing.evidence["checks_failed"] == 2
    assert failing.confidence < 0.95 < cells(SUMS)["2050202"][0].confidence


def test_text_layer_is_sure_whatever_its_sums_say() -> None:
    wrong = cells(with_value("2050202", 2, "190.00"), chars=1.0)
    ceiling = load_calibration().figures.ceiling
    assert wrong["2050202"][0].evidence["checks_failed"] == 2
    assert {c.confidence for row in wrong.values() for c in row} == {ceiling}


def test_blurred_characters_make_a_cell_less_sure() -> None:
    blurred = cells(with_value("2050202", 2, "100.0"), **{"100_0": 0.4})["2050202"][0]
    assert blurred.evidence["chars_min"] == 0.4
    assert blurred.confidence < cells(SUMS)["2050202"][0].confidence


def test_figure_of_a_doubtful_item_stays_doubtful_though_its_sums_hold() -> None:
    rows = [["20502", "普逼教膏", *row[2:]] if row[0] == "20502" else row for row in SUMS]
    rows = [["21Z99" if row[0] == "2050202" else row[0], *row[1:]] for row in rows]
    doubtful = cells(rows)[""][-1]
    assert doubtful.evidence["name"] <= 0.6
    assert doubtful.confidence < 0.9


def test_blank_is_sure_where_sums_hold_with_nothing_there_and_not_where_something_was_read() -> None:
    def of(text: str) -> StatementCell:
        rows = with_value("2050202", 4, text)
        return cells([[*row[:2], "60.00", "60.00", text] if row[0] == "2050202" else row for row in rows])["2050202"][2]

    blank, garbled = of(""), of("4O.O0元")
    assert (blank.value, garbled.value) == (None, None)
    assert garbled.evidence["shape"] < 1.0
    assert blank.confidence > 0.9 > garbled.confidence


def test_column_beside_one_that_stands_alone_under_an_upper_level_is_doubtful() -> None:
    head = [
        [("科目编码", 1, 2), ("科目名称", 1, 2), ("小计", 1, 2), "本年支出", ("项目支出", 1, 2)],
        ["基本支出"],
    ]  # fmt: skip
    cut = cells([*head, *SUMS[1:]])["2050202"]
    assert [c.column for c in cut] == ["小计", "本年支出/基本支出", "项目支出"]
    assert [c.evidence.get("column") for c in cut] == [0.5, None, 0.5]


def test_subtotal_beside_columns_under_an_upper_level_lost_its_own() -> None:
    head = [
        [("科目编码", 1, 2), ("科目名称", 1, 2), ("小计", 1, 2), ("本年支出", 2, 1)],
        ["基本支出", "项目支出"],
    ]  # fmt: skip
    assert [c.evidence.get("column") for c in cells([*head, *SUMS[1:]])["2050202"]] == [0.5, None, None]


def test_side_whose_head_was_lost_is_doubtful() -> None:
    """One block, where the two sides of the table should stand."""
    rows = [["项目", "决算数"], ["一、一般公共预算财政拨款收入", "100.00"], ["本年收入合计", "100.00"]]
    page = ReadPage(1, 600, 800, "ocr", (Line("字", (Box(0, 0, 1, 1),), (0.98,)),), frame=(600, 800))
    made = scanned(table(["收入支出决算总表", "金额单位：万元"], rows), 0.99, {})
    statements = read_statements([made], {1: page}, {}).statements
    proof = Prover().prove((), statements, ())
    ((statement,), _) = judged(statements, (), proof, {1: page})
    assert all(c.evidence["group"] == 0.5 and c.confidence < 0.9 for row in statement.rows for c in row.cells)


def test_evidence_leaves_out_what_is_certain() -> None:
    assert set(cells(SUMS, chars=1.0)["2050202"][0].evidence) <= {"checks_passed", "repeats"}
    assert cells(SUMS)["2050202"][0].evidence["chars_min"] == 0.95


def form(executed: str) -> Form:
    header = ("预算数", "执行数", "执行率")
    texts = ("30.00", executed, "97.00%")
    return Form(
        kind="project", title="项目支出绩效自评表", funds_header=header, funds=(texts,), goal="完成扫描。",
        provenance=(
            *(FormCell(part="funds", row=0, column=i, page=1, bbox=(0, 0, 1, 1), confidence=0.9,
                       evidence={"chars_min": 0.9}) for i in range(3)),
            FormCell(part="goal", page=1, bbox=(0, 0, 1, 1), confidence=0.9, evidence={"chars_min": 0.9}),
        ),
    )  # fmt: skip


def judged_form(executed: str) -> Form:
    line = Line("字", (Box(0, 0, 1, 1),), (0.98,))
    page = ReadPage(1, 600, 800, "ocr", (line,), frame=(600, 800))
    read = form(executed)
    proof = Prover().prove((), (), (read,))
    return judged((), (read,), proof, {1: page})[1][0]


def test_form_cell_is_surer_where_its_rate_holds_and_less_sure_where_it_fails() -> None:
    holds, fails = judged_form("29.10"), judged_form("21.90")
    assert [text_at(getattr(holds, p.part), p.row, p.column) for p in holds.provenance] == [
        "30.00",
        "29.10",
        "97.00%",
        "完成扫描。",
    ]
    assert holds.provenance[1].evidence == {"chars_min": 0.9, "checks_passed": 1.0}
    assert fails.provenance[1].evidence == {"chars_min": 0.9, "checks_failed": 1.0}
    assert holds.provenance[1].confidence > holds.provenance[3].confidence > fails.provenance[1].confidence


@pytest.mark.parametrize(
    ("model", "features"),
    [("cells", cell_features(CELL)), ("blanks", blank_features(CELL)), ("forms", form_features(CELL, "30.00"))],
)
def test_committed_models_weigh_what_there_is(model: str, features: dict[str, float]) -> None:
    weights = getattr(load_calibration(), model)
    assert set(weights.weights) == set(features)
    assert probability(features, weights) == weights.ceiling


BY_OCR = CellEvidence(chars_min=0.9, page=0.99)


@pytest.mark.parametrize(
    ("evidence", "weighed"),
    [
        (CELL, {"chars_min": 4, "chars_mean": 4, "certain": 1, "page": 4, "name": 1, "column": 1, "group": 1, "unit": 4,
                "well_formed": 1, "table": 1, "table_sound": 1, "witnessed": 0, "witnesses": 0}),
        (BY_OCR, {"chars_min": 1, "chars_mean": 1, "certain": 0, "page": 2, "failed": 0, "failed_alone": 0}),
        (replace(BY_OCR, chars_mean=0.99), {"chars_min": 1, "chars_mean": 2}),
        (replace(CELL, name=0.9), {"name": 0, "column": 1, "group": 1}),
        (replace(CELL, column=0.5), {"name": 1, "column": 0, "group": 1}),
        (replace(CELL, head=0.5), {"name": 1, "column": 0, "group": 1}),
        (replace(CELL, group=0.5), {"name": 1, "column": 1, "group": 0}),
        (replace(CELL, unit=0.9), {"unit": 1}),
        (replace(CELL, shape=0.6), {"well_formed": 0}),
        (replace(CELL, table=0.5), {"table": 0.30103, "table_sound": 1}),
        (replace(CELL, table=0.49), {"table": 0.29243, "table_sound": 0}),
        (replace(CELL, page=0.9), {"certain": 0}),
        (replace(BY_OCR, checks_passed=1), {"witnessed": 1, "witnesses": 1}),
        (replace(BY_OCR, repeats=2), {"witnessed": 0, "witnesses": 2}),
        (replace(BY_OCR, checks_passed=2, repeats=2), {"witnessed": 1, "witnesses": 3}),
        (replace(BY_OCR, checks_failed=4), {"failed": 3, "failed_alone": 1}),
        (replace(BY_OCR, checks_failed=1, checks_passed=1), {"failed": 1, "failed_alone": 0}),
        (replace(CELL, checks_failed=2), {"failed": 0, "failed_alone": 0}),
    ],
)  # fmt: skip
def test_features_of_cells(evidence: CellEvidence, weighed: dict[str, float]) -> None:
    found = cell_features(evidence)
    assert {name: found[name] for name in weighed} == pytest.approx(weighed, abs=1e-5)


@pytest.mark.parametrize(
    ("text", "weighed"),
    [
        ("30.00", {"chars_min": 1, "chars_mean": 1, "blank": 0, "number": 1, "short": -0.69897}),
        ("≥97%", {"blank": 0, "number": 1}),
        ("-5", {"blank": 0, "number": 1}),
        ("-", {"chars_min": 0, "chars_mean": 0, "blank": 1, "number": 0, "short": 0}),
        ("", {"chars_min": 0, "blank": 1, "number": 0, "short": 0}),
        ("完成扫描十份", {"chars_min": 1, "blank": 0, "number": 0, "short": -0.77815}),
    ],
)
def test_features_of_form_cells(text: str, weighed: dict[str, float]) -> None:
    found = form_features(BY_OCR, text)
    assert {name: found[name] for name in weighed} == pytest.approx(weighed, abs=1e-5)


def test_the_record_tells_of_a_cell_what_is_not_certain() -> None:
    told = CellEvidence(chars_min=0.9, shape=0.6, repaired=True, checks_passed=2, table=0.5, page=0.98)
    recorded = {"chars_min": 0.9, "shape": 0.6, "repaired": 1.0, "checks_passed": 2.0, "table": 0.5}
    assert list(told.recorded.items()) == list(recorded.items())
    assert CellEvidence.of_record(recorded, 0.98) == told


@pytest.mark.parametrize(
    ("column", "head", "recorded"),
    [(1.0, 0.5, ["shape", "column"]), (0.9, 0.5, ["column", "shape"]), (0.4, 0.5, ["column", "shape"])],
)
def test_a_column_under_a_cut_off_head_is_told_as_the_lesser(column: float, head: float, recorded: list[str]) -> None:
    told = CellEvidence(column=column, head=head, shape=0.6)
    assert (list(told.recorded), told.recorded["column"]) == (recorded, min(column, head))
    assert not replace(told, shape=1.0).known


def test_a_row_that_is_hardly_named_has_no_sure_figures() -> None:
    rows = [*SUMS[:-1], ["2050202", "小字孝盲支岀", "100.00", "60.00", "40.00"]]
    told = cells(rows, 0.97, 小字孝盲支岀=0.45)
    assert all(cell.confidence <= 0.85 for cell in told["2050202"])
    assert all(cell.confidence > 0.9 for cell in told["205"])
