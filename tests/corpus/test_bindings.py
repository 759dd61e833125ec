"""The fit of how likely figures were bound rightly: pages told, rows kept and read again, models that learn."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from corpus.binding_fit import Table, auroc, fitted, kept_of, measured, told
from corpus.binding_pages import KnownPage, pages
from corpus.binding_rows import BindingRow, Gathered, Rows, kept, labelled, write
from corpus.binding_told import told_of
from corpus.field.score import meant
from corpus.usual_fit import fitted as fitted_usual
from corpus.usual_fit import opinions
from extractors.model.evidence import FactEvidence, Usualness
from extractors.model.fact import Plainness
from extractors.verdict.plainness import as_rows, signs
from patterns.plainness import PlainnessModel, PlainnessWeights

HTML = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'></head><body><h1>某县审计局2023年度部门决算公开说明</h1>"
    "<p>一、“三公”经费支出决算情况</p><p>2023年度“三公”经费支出决算为5.00万元，其中：公务接待费支出2.00万元。</p></body></html>"
)


def row(site: int, before: float, *, right: bool, draw: str = "0:0") -> BindingRow:
    evidence = FactEvidence(unit=1.0, checks_passed=1, plain=Plainness(before=before))
    return BindingRow("budget", site, draw, "three_public", "final", "", -1, right, evidence)


def rows() -> list[BindingRow]:
    """Figures of twenty sites: of those behind words that nothing accounts for three in four are wrong."""
    draws = ("0:0", "1:0.1", "101:0.1")
    plain = [row(site, 0, right=True, draw=d) for site in range(20) for d in draws]
    odd = [row(s, 8, right=s % 4 == 0, draw=d) for s in range(20) for d in draws]
    return plain * 8 + odd * 4


def sure(weights: PlainnessWeights, before: float) -> float:
    one = row(1, before, right=True)
    rows = as_rows([signs(one.evidence, one.named)], tuple(weights.model.asks))
    return float(weights.probabilities(rows)[0])


def known(**changes: object) -> KnownPage:
    lines = ["three_public final 50000 CNY", "three_public.reception final 20000 CNY"]
    page = KnownPage("case", "a/1", "a/1", {"html": HTML}, [way for line in lines for way in meant(line)])
    return replace(page, **changes)  # type: ignore[arg-type]


def gathered(page: KnownPage, tmp_path: Path) -> Rows:
    answer = tmp_path / "told.jsonl"
    answer.write_text(json.dumps({"id": "case/a/1", **told_of(HTML.encode(), "a.html")}), encoding="utf-8")
    gathered = Gathered()
    gathered.add("0:0", answer, {"case/a/1": page})
    return gathered.whole


def test_what_is_told_of_a_page_is_held_against_what_it_says(tmp_path: Path) -> None:
    held = gathered(known(), tmp_path)
    assert {(r.concept, r.measure, r.right) for r in held.rows} == {
        ("three_public", "final", True), ("three_public.reception", "final", True)
    }  # fmt: skip
    assert len(held.words) == 2
    wrong = gathered(known(allowed=meant("three_public final 50000 CNY")), tmp_path)
    assert [r.right for r in wrong.rows if r.concept == "three_public.reception"] == [False]


def test_what_careful_people_judge_differently_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    held = gathered(known(left_open=meant("three_public.reception final 20000 CNY")), tmp_path)
    assert [r.concept for r in held.rows] == ["three_public"]


def test_pages_below_the_tests_are_known() -> None:
    found = list(pages(Path(__file__).parents[1]))
    assert {page.source for page in found} == {"case", "blind", "free", "whole", "budget", "planned"}
    assert len({(page.source, page.name) for page in found}) == len(found)
    assert any(page.left_open for page in found)


def test_rows_are_read_as_they_were_written(tmp_path: Path) -> None:
    words = [np.array([1, 5, 16383], np.int64), np.array([2], np.int64)]
    told = replace(row(1, 0, right=True).evidence, usual=Usualness(1.5, -2.0, 3.0, -4.5, 5.0, -6.0))
    some = [*rows()[:5], replace(row(3, 2, right=False), words=1, evidence=told)]
    write(Rows(some, words), tmp_path / "all.parquet")
    held = kept(tmp_path / "all.parquet")
    assert held.rows == some
    assert [list(own) for own in held.words] == [list(own) for own in words]


def label(record: str, before: float, *, right: bool) -> str:
    evidence = row(1, before, right=right).evidence.recorded
    told = {"record": record, "fact": "f1", "concept": "three_public", "measure": "final", "evidence": evidence}
    return json.dumps({**told, "right": right})


def test_what_reviewers_decided_is_learned_from(tmp_path: Path) -> None:
    """Where they find figures wrong that stand far from any known word, these are doubted more."""
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(label(f"r{i}", 8, right=False) for i in range(200)), encoding="utf-8")
    decided = list(labelled(path))
    assert {(one.source, one.right, one.evidence) for one in decided} == {
        ("review", False, row(1, 8, right=False).evidence)
    }
    assert len({one.site for one in decided}) == 200
    assert sure(fitted(Table.of([*rows(), *decided])), 8) < sure(fitted(Table.of(rows())), 8)


@pytest.mark.parametrize("line", ["{", "[]", '{"record": "r1"}', "3"])
def test_line_that_is_no_label_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(f"{label('r1', 0, right=True)}\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"labels.jsonl: line 2: no label"):
        list(labelled(path))


def test_the_model_tells_plain_figures_from_others() -> None:
    weights = fitted(Table.of(rows()))
    assert sure(weights, 0) > 0.9 > sure(weights, 8)
    assert weights.model.training == {"figures": 480.0, "wrong": 120.0}  # nothing of the draw that is only measured


def test_what_is_measured_is_of_sites_that_were_not_fitted_on() -> None:
    found = measured(Table.of(rows()))
    assert set(found) == {f"{of}_{how}" for of in ("budget", "published", "all") for how in ("whole", "dropped")}
    assert found["budget_dropped"].wrong == 60
    assert found["budget_dropped"].wrong_sure == 0.0
    assert found["budget_dropped"].right_sure > 0.8
    assert found["budget_dropped"].auroc > 0.9


def worded(site: int, concept: str, words: int) -> BindingRow:
    return replace(row(site, 0, right=True), concept=concept, words=words)


def test_what_words_tell_is_learned_of_other_sites() -> None:
    """Ten sites tell two concepts each, always with the same words; of each the other nine know."""
    words = [np.array([7 if n % 2 else 9, 100 + n], np.int64) for n in range(20)]
    held = Rows([worded(n // 2, "income" if n % 2 else "training", n) for n in range(20)], words)
    assert set(fitted_usual(held, np.ones(20, bool))["concept"].names) == {"income", "training"}
    for found in opinions(held):
        usual = found.evidence.usual
        assert usual is not None
        assert usual.usual_concept > usual.other_concept


def test_what_was_only_told_wrongly_is_told_to_be_something_else() -> None:
    words = [np.array([n % 3, 100 + n], np.int64) for n in range(30)]
    some = [worded(n, "income" if n % 3 else "training", n) for n in range(30)]
    held = Rows([replace(one, right=bool(n % 3)) for n, one in enumerate(some)], words)
    answers = fitted_usual(held, np.ones(30, bool))["concept"]
    assert answers.names == ("income",)
    assert answers.odds(np.array([1]))[0] > answers.odds(np.array([0]))[0]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"), [([0.9, 0.8], [0.1], 1.0), ([0.1], [0.9], 0.0), ([0.5], [0.5], 0.5), ([], [0.2], 1)]
)
def test_auroc(right: list[float], wrong: list[float], expected: float) -> None:
    assert auroc(right, wrong) == expected


def test_shares_of_what_is_told_surely() -> None:
    found = kept_of([(0.95, True), (0.5, True), (0.95, False), (0.2, False)])
    assert (found.rows, found.wrong, found.wrong_sure, found.right_sure) == (4, 2, 0.5, 0.5)


def test_what_is_printed_is_the_file() -> None:
    table = Table.of(rows())
    made = PlainnessModel.model_validate(yaml.safe_load(told(fitted(table).model, measured(table))))
    assert made.training["budget_dropped_wrong"] == 60
