"""The fit of how likely figures were bound rightly: rows kept and read again, and a model that learns from them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from corpus.binding_fit import auroc, fitted, kept_of, measured, told
from corpus.binding_rows import BindingRow, joined, kept, labelled, write
from extractors.model.evidence import FactEvidence
from extractors.model.fact import Plainness
from extractors.verdict.plainness import signs
from patterns.plainness import PlainnessWeights


def row(site: int, before: float, *, right: bool, draw: str = "0:0") -> BindingRow:
    evidence = FactEvidence(unit=1.0, checks_passed=1, plain=Plainness(before=before))
    return BindingRow("field", site, draw, "three_public", "final", evidence, right)


def rows() -> list[BindingRow]:
    """Figures of twenty sites: of those behind words that nothing accounts for three in four are wrong."""
    plain = [row(site, 0, right=True, draw=d) for site in range(20) for d in ("0:0", "1:0.1", "101:0.1")]
    odd = [row(s, 8, right=s % 4 == 0, draw=d) for s in range(20) for d in ("0:0", "1:0.1", "101:0.1")]
    return plain * 4 + odd


def test_rows_are_read_as_they_were_written(tmp_path: Path) -> None:
    for name, part in (("a", rows()[:5]), ("b", rows()[-5:])):
        write(part, tmp_path / f"{name}.parquet")
    joined([tmp_path / "a.parquet", tmp_path / "b.parquet"], tmp_path / "all.parquet")
    assert kept(tmp_path / "all.parquet") == [*rows()[:5], *rows()[-5:]]


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
    odd = signs(row(1, 8, right=True).evidence, "final", fitted(rows()).steps)
    assert fitted([*rows(), *decided]).odds(odd) < fitted(rows()).odds(odd)


@pytest.mark.parametrize("line", ["{", "[]", '{"record": "r1"}', "3"])
def test_line_that_is_no_label_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(f"{label('r1', 0, right=True)}\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"labels.jsonl: line 2: no label"):
        list(labelled(path))


def test_the_model_tells_plain_figures_from_others() -> None:
    model = fitted(rows())
    plain, odd = (model.odds(signs(row(1, b, right=True).evidence, "final", model.steps)) for b in (0, 8))
    assert plain > 3 > odd
    assert model.training == {"figures": 200.0, "wrong": 30.0}  # nothing of the draw that is only measured


def test_what_is_measured_is_of_sites_that_were_not_fitted_on() -> None:
    found = measured(rows())
    assert set(found) == {"field_whole", "field_dropped"}
    assert found["field_dropped"].wrong == 15
    assert found["field_dropped"].wrong_sure == 0.0
    assert found["field_dropped"].right_sure > 0.9
    assert found["field_dropped"].auroc > 0.9


@pytest.mark.parametrize(
    ("right", "wrong", "expected"), [([0.9, 0.8], [0.1], 1.0), ([0.1], [0.9], 0.0), ([0.5], [0.5], 0.5), ([], [0.2], 1)]
)
def test_auroc(right: list[float], wrong: list[float], expected: float) -> None:
    assert auroc(right, wrong) == expected


def test_shares_of_what_is_told_surely() -> None:
    found = kept_of([(0.95, True), (0.5, True), (0.95, False), (0.2, False)])
    assert (found.rows, found.wrong, found.wrong_sure, found.right_sure) == (4, 2, 0.5, 0.5)


def test_what_is_printed_is_the_file() -> None:
    made = PlainnessWeights.model_validate(yaml.safe_load(told(fitted(rows()), measured(rows()))))
    assert made.training["field_dropped_wrong"] == 15
