"""What the evaluator counts, and that the baseline sees a fall."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from corpus.evaluate.baseline import BASELINE, falls, load_baseline, measured, noise
from corpus.evaluate.calibration import (
    brier,
    calibration_error,
    coverage_at,
    equal_mass,
    equal_width,
    risk_coverage,
    trusted,
)
from corpus.evaluate.comparison import compare, family_of
from corpus.evaluate.page import page_of
from corpus.evaluate.sources import compared
from corpus.evaluate.statements import score_statements
from corpus.evaluate.summary import evaluation_of
from corpus.score import Point, figure_key, score_forms
from flows.cli import app
from tests.conftest import REPOSITORY

SAMPLES = REPOSITORY / "corpus" / "samples"
POINTS = st.lists(st.builds(Point, st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def statement(*rows: tuple[str, str, str, str, str | None], kind: str = "income") -> dict[str, Any]:
    """A statement of rows (group, code, name, column, value)."""
    return {
        "number": 2,
        "kind": kind,
        "rows": [
            {"group": g, "code": c, "name": n, "cells": [{"column": k, "value": v, "confidence": 0.9}]}
            for g, c, n, k, v in rows
        ],
    }


def cells(read: dict[str, Any], wanted: dict[str, Any]) -> tuple[int, int, int]:
    score = score_statements([read], [wanted])
    return score.found, score.total, score.wrong


@pytest.mark.parametrize(
    ("read", "wanted", "counts"),
    [
        (
            ("收入", "", "一、财政拨款收入", "决算数", "10"),
            ("收入", "", "一、财政拨款 收入", "决算数", "10.0"),
            (1, 1, 0),
        ),
        (("支出", "", "合计", "决算数", "10"), ("收入", "", "合计", "决算数", "10"), (0, 1, 1)),
        (("收入", "", "合计", "决算数", "10"), ("", "", "合计", "决算数", "10"), (1, 1, 0)),
        (("", "2010301", "行政运行", "合计", "10"), ("", "2010301", "", "合计", "10"), (1, 1, 0)),
        (("", "2010302", "行政运行", "合计", "10"), ("", "2010301", "行政运行", "合计", "10"), (0, 1, 1)),
        (("", "", "合计", "本年支出/基本支出", "10"), ("", "", "合计", "本年支出 / 基本支出", "10"), (1, 1, 0)),
        (("", "", "合计", "决算数", "11"), ("", "", "合计", "决算数", "10"), (0, 1, 1)),
        (("", "", "合计", "决算数", None), ("", "", "合计", "决算数", "10"), (0, 1, 0)),
    ],
)
def test_cells_pair_by_group_code_name_and_column(
    read: tuple[str, str, str, str, str | None],
    wanted: tuple[str, str, str, str, str | None],
    counts: tuple[int, int, int],
) -> None:
    assert cells(statement(read), statement(wanted)) == counts


def test_statement_of_another_kind_is_wrong_cell_by_cell() -> None:
    row = ("", "", "合计", "决算数", "10")
    assert cells(statement(row, kind="fiscal"), statement(row)) == (0, 1, 1)


TWO = [
    {**statement(("", "", "合计", "决算数", v), kind="state_capital"), "title": t}
    for v, t in (("1", "收支表"), ("2", "支出表"))
]


@pytest.mark.parametrize(
    ("read", "counts"),
    [
        (TWO, (2, 2, 0)),
        (TWO[::-1], (2, 2, 0)),
        ([{**table, "title": "", "number": None} for table in TWO], (2, 2, 0)),
        ([{**table, "title": ""} for table in TWO[::-1]], (0, 2, 2)),
        ([{**TWO[0], "title": TWO[1]["title"]}], (0, 2, 1)),
    ],
)
def test_tables_of_one_kind_pair_by_title_else_in_order(read: list[dict[str, Any]], counts: tuple[int, ...]) -> None:
    score = score_statements(read, TWO)
    assert (score.found, score.total, score.wrong) == counts


def test_table_kept_as_not_known_is_missed_and_not_wrong() -> None:
    row = ("", "", "合计", "决算数", "1")
    assert cells(statement(row, kind="other"), statement(row)) == (0, 1, 0)
    assert cells(statement(row, kind="other"), statement(row, kind="other")) == (1, 1, 0)


def test_figures_of_projects_and_units_go_by_their_name() -> None:
    fact = {
        "concept": "projects.expenditure",
        "measure": "final",
        "dimensions": {"code": "2130306", "project": "甲 项目"},
    }
    same = {**fact, "dimensions": {"project": "甲项目"}}
    assert figure_key(fact) == figure_key(same) != figure_key({**fact, "dimensions": {"project": "乙项目"}})


def test_forms_pair_by_project_and_extra_rows_are_wrong() -> None:
    wanted = [{"project": "甲", "goal": "完成"}, {"project": "乙", "goal": "未完成", "funds": [["1"]]}]
    read = [{"project": "乙", "goal": "未完成", "funds": [["1"], ["2"]]}, {"project": "甲", "goal": "完"}]
    score = score_forms(read, wanted)
    assert (score.equal, score.total, score.wrong) == (4, 5, 2)
    assert score_forms([], wanted).equal == 0


@given(POINTS)
def test_both_calibration_errors_hold_every_reading_once(points: list[Point]) -> None:
    for bins in (equal_width(points), equal_mass(points)):
        assert sum(b.count for b in bins) == len(points)
        assert 0 <= calibration_error(bins) <= 1


@given(POINTS)
def test_risk_coverage_ends_at_all_readings(points: list[Point]) -> None:
    curve = risk_coverage(points)
    assert curve[-1].coverage == 1
    assert curve[-1].precision == pytest.approx(sum(p.right for p in points) / len(points))
    assert [t.coverage for t in curve] == sorted(t.coverage for t in curve)
    for t in curve:
        assert trusted(points, t.threshold).count == t.count


def test_calibration_figures_of_a_known_case() -> None:
    points = [Point(0.95, True)] * 3 + [Point(0.95, False)] + [Point(0.55, True)] * 2
    assert calibration_error(equal_width(points)) == pytest.approx((4 * 0.2 + 2 * 0.45) / 6)
    assert brier(points) == pytest.approx((3 * 0.05**2 + 0.95**2 + 2 * 0.45**2) / 6)
    assert coverage_at([Point(0.9, True), Point(0.8, False), Point(0.7, True)], 0.99) == pytest.approx(1 / 3)
    assert coverage_at([Point(0.9, False)], 0.99) == 0


def golden(**more: Any) -> dict[str, Any]:
    fact = {"concept": "income", "measure": "final", "value": "10"}
    return {"document": "mof-3", "facts": [fact], "forms": [], "statements": [], **more}


def record(*values: str, checks: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    facts = [
        {"id": f"f{i}", "concept": "income", "measure": "final", "value": v, "confidence": 0.9, "dimensions": {}}
        for i, v in enumerate(values)
    ]
    return {"facts": facts, "forms": [], "statements": [], "checks": list(checks), "pages": [{"source": "ocr"}]}


def test_document_without_a_record_missed_everything() -> None:
    comparison = compare(None, golden(), "mof-3", "mof-3: broken")
    assert comparison.ratios["numeric_recall"] == (0, 1)
    assert comparison.failure


def test_family_and_condition_come_from_the_golden_file_or_the_pages() -> None:
    comparison = compare(record("10"), golden(), "mof-3")
    assert (comparison.family, comparison.condition) == ("mof", "scan")
    assert compare(record("10"), golden(scan="fax", family="sea"), "x").condition == "fax"
    assert family_of({}, "putuo-finance-2024") == "other"


def test_planted_error_is_found_by_a_failed_check_and_blamed_by_its_word() -> None:
    error = {"id": "e1", "kind": "total", "concept": "income", "measure": "final", "stated": "10", "true": "12"}
    check = {"outcome": "fail", "facts": ["f0"], "blame": "reading"}
    comparison = compare(record("10", "12", checks=(check,)), golden(errors=[error]), "mof-3")
    assert comparison.ratios["errors_found"] == (1, 1)
    assert comparison.ratios["errors_blamed"] == (0, 1)
    assert comparison.ratios["numeric_precision"] == (2, 2)  # both values stand in the document
    assert compare(record("10"), golden(errors=[error]), "mof-3").ratios["errors_found"] == (0, 1)


def test_measured_only_families_are_totalled_apart() -> None:
    held = [compare(record("10"), golden(document="a-1"), "a-1"), compare(record("9"), golden(document="b-1"), "b-1")]
    evaluation = evaluation_of(held, ["b"])
    assert [(g.measure_only, g.figure("numeric_recall")) for g in evaluation.totals] == [(False, 1.0), (True, 0.0)]


def test_page_works_offline_and_escapes() -> None:
    comparison = compare(record("9", "10"), golden(family="<b>湖</b>"), "x", "<i>失败</i>")
    html = page_of(evaluation_of([comparison], []), "1 document")
    assert "&lt;b&gt;湖&lt;/b&gt;" in html
    assert "<i>失败" not in html
    assert html.count("<svg") >= 3
    assert not any(word in html for word in ("http://", "https://", "<script", "src="))


def test_noise_shrinks_with_cases_and_never_vanishes() -> None:
    assert 0 < noise(1.0, 1000) < noise(1.0, 100) < noise(0.5, 100)


def test_baseline_sees_a_fall_and_overlooks_noise() -> None:
    figure = {"value": 0.99, "cases": 500, "noise": noise(0.99, 500), "better": "higher"}
    base = {"mof digital": {"numeric_recall": figure, "numeric brier": {**figure, "value": 0.1, "better": "lower"}}}

    def now(recall: float, brier_score: float) -> dict[str, Any]:
        return {"mof digital": {"numeric_recall": {"value": recall}, "numeric brier": {"value": brier_score}}}

    assert falls(base, now(0.989, 0.101)) == []
    assert falls(base, now(1.0, 0.0)) == []
    assert len(falls(base, now(0.96, 0.1))) == 1
    assert len(falls(base, now(0.99, 0.2))) == 1
    assert len(falls(base, {})) == 2


def test_committed_baseline_is_whole_and_its_first_digital_document_holds() -> None:
    documents, figures = load_baseline()
    assert {d.condition for d in documents} > {"digital"}
    for document in documents:
        assert any(group.startswith(f"{document.family} {document.condition}") for group in figures)
    first = documents[0]
    alone = [d for d in documents if (d.family, d.condition) == (first.family, first.condition)]
    now = measured(evaluation_of([compared(d) for d in alone], []))
    key = f"{first.family} {first.condition}"
    assert falls({key: figures[key]}, now) == []
    assert BASELINE.stat().st_size < 200_000


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["evaluate", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_command_generates_reads_and_scores_in_processes(tmp_path: Path) -> None:
    files = ("--json-file", tmp_path / "e.json", "--html", tmp_path / "e.html")
    code, output = run("--generate", "--families", "terse,mof", "--seeds", 1, "--workers", 2, *files)
    assert code == 0
    assert "terse" in output
    data = json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))
    assert {g["family"] for g in data["groups"]} == {"mof", "terse"}
    assert data["totals"][0]["figures"]["numeric_recall"]["cases"] > 100
    assert (tmp_path / "e.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_missing_record_is_told_and_ends_with_1(tmp_path: Path) -> None:
    code, output = run(tmp_path, SAMPLES / "sample.digital.golden.json")
    assert code == 1
    assert "no Record" in output.replace("\n", " ")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nowhere", "nowhere"),
        (".", "nowhere"),
        ("--generate", "--families", "x"),
        ("--generate", "--shapes", "x"),
        (".", ".", "--generate"),
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2


def test_golden_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.golden.json").write_text("{", encoding="utf-8")
    code, output = run(tmp_path, tmp_path)
    assert code == 2
    assert "a.golden.json" in output.replace("\n", "")


def test_form_cells_are_points_with_their_confidence() -> None:
    place = {"page": 1, "bbox": [0, 0, 1, 1], "evidence": {}}
    read = {
        "project": "档案", "goal": "甲", "funds": [["1", "2"], ["", "3"]],
        "provenance": [
            {"part": "goal", "row": 0, "column": 0, "confidence": 0.8, **place},
            {"part": "project", "row": 0, "column": 0, "confidence": 0.9, **place},
            *({"part": "funds", "row": r, "column": c, "confidence": 0.7, **place} for r in (0, 1) for c in (0, 1)),
        ],
    }  # fmt: skip
    score = score_forms([read], [{"project": "档案", "goal": "乙", "funds": [["1", "2"]]}])
    assert score.points == [
        Point(0.8, False), Point(0.9, True), Point(0.7, True), Point(0.7, True), Point(0.7, False),
    ]  # fmt: skip
    assert [right for _, text, right in score.judged if not text] == [True]


def test_the_unit_of_money_in_a_head_is_no_part_of_the_column() -> None:
    wanted = statement(("", "205", "教育", "本年支出/小计", "5"))
    read = statement(("", "205", "教育", "本年支出（亿元）/小计", "5"))
    assert score_statements([read], [wanted]).found == 1


def test_blank_cell_is_wrong_only_where_a_figure_stands() -> None:
    wanted = statement(("", "205", "教育", "合计", "5"), ("", "205", "教育", "基本支出", "5"))
    read = statement(
        ("", "205", "教育", "合计", None), ("", "205", "教育", "项目支出", None), ("", "206", "科技", "合计", None)
    )
    judged = score_statements([read], [wanted]).judged
    assert [(cell["column"], right) for cell, right in judged] == [("合计", False), ("项目支出", True)]
