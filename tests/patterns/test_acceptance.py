"""Which group a figure is of, by which thresholds it is taken, and what these promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.publish.workbook import sheets
from patterns.acceptance import Acceptance, Decision, Group, decision, group_of, load_acceptance
from patterns.calibration import load_calibration
from patterns.loader import load_patterns


@pytest.mark.parametrize(
    ("concept", "measure", "group"),
    [
        ("income", "final", "totals"),
        ("expenditure.basic", "final", "totals"),
        ("expenditure.by_function.basic", "final", "by_item"),
        ("income", "prior", "prior"),
        ("income", "change_rate", "rates"),
        ("three_public", "change", "changes"),
        ("three_public", "final", "three_public"),
        ("three_public.overseas.groups", "count", "counts"),
        ("three_public", "budget_full", "budgets"),
        ("three_public.overseas", "nil", "nil"),
        ("income", "reason_change", "texts"),
        ("agency_operation", "final", "other"),
    ],
)
def test_a_figure_is_of_the_first_group_that_holds_it(concept: str, measure: str, group: str) -> None:
    assert group_of(concept, measure).id == group


def test_a_concept_is_not_below_one_whose_name_it_goes_on() -> None:
    group = Group(id="x", label="某", weight=1, concepts=("fiscal",))
    assert group.holds("fiscal.income", "final")
    assert not group.holds("fiscal_other", "final")


@pytest.mark.parametrize(
    ("confidence", "done"),
    [(1.0, "accept"), (0.9, "accept"), (0.8999, "review"), (0.6, "review"), (0.5999, "reject"), (0.0, "reject")],
)
def test_a_decision_follows_from_the_thresholds(confidence: float, done: str, monkeypatch: pytest.MonkeyPatch) -> None:
    group = Group(id="x", label="某", weight=1, accept=0.9, review=0.6)
    monkeypatch.setattr("patterns.acceptance.group_of", lambda concept, measure: group)
    assert decision("income", "final", confidence) == Decision(done)


def test_thresholds_that_a_group_does_not_name_are_those_of_its_model() -> None:
    plain = Group(id="x", label="某", weight=1, model="texts")
    assert plain.thresholds == load_calibration().thresholds["texts"]
    stricter = Group(id="x", label="某", weight=1, accept=0.999)
    assert stricter.thresholds.accept == 0.999
    assert stricter.thresholds.review == load_calibration().thresholds["figures"].review


def test_a_calibrated_confidence_promises_the_risk_that_is_left_unless_the_group_names_one() -> None:
    assert Group(id="x", label="某", weight=1, accept=0.98).promised_risk == 0.02
    assert Group(id="x", label="某", weight=1, accept=0.98, risk=0.005).promised_risk == 0.005


def test_the_last_group_must_hold_everything() -> None:
    told = load_acceptance().model_dump()
    with pytest.raises(ValueError, match="last one must hold every figure"):
        Acceptance.model_validate({**told, "groups": told["groups"][:-1]})


def test_review_may_not_lie_above_accept() -> None:
    told = load_acceptance().model_dump()
    told["groups"] = ({**told["groups"][0], "accept": 0.4, "review": 0.6}, *told["groups"][1:])
    with pytest.raises(ValueError, match="texts: `review` lies above `accept`"):
        Acceptance.model_validate(told)


def test_what_the_workbook_shows_as_main_figures_are_main_figures() -> None:
    main = load_acceptance().main.concepts
    shown = [sheet.sql for sheet in sheets() if sheet.name in ("主要数字", "三公经费")]
    wanted = {c.id for c in load_patterns().concepts if any(f"concept = '{c.id}'" in sql for sql in shown)}
    assert len(wanted) > 15
    assert wanted <= set(main)


def test_a_file_that_names_what_does_not_exist_is_refused(tmp_path: Path) -> None:
    from patterns.files import FOLDER, PatternError

    for path in FOLDER.iterdir():
        if path.suffix in (".yaml", ".csv"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
    file = tmp_path / "acceptance.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("concepts: [three_public]", "concepts: [three_publik]"), encoding="utf-8")
    with pytest.raises(PatternError, match="did you mean three_public"):
        load_acceptance(tmp_path)
