"""Standings beside the index: what one Record more changes, and that nothing else is looked at again."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.audit.finding import Finding
from extractors.model.record import Record
from flows.audit.outlying import Standings
from tests.extractors.across.test_standing import USUAL, peers, year, years
from tests.flows.audit.test_across import across, audited


def outlying(folder: Path, *records: Record) -> list[Finding]:
    return [f for f in across(folder, *records).findings if f.rule.startswith("outlier.")]


def test_findings_are_notes_in_the_audits_output(tmp_path: Path) -> None:
    found = audited(tmp_path, *years("10.00", "12.00", "11.00", "55.00"))["findings"]
    told = [f for f in found if f["rule"] == "outlier.history"]
    assert [(f["severity"], f["document"]) for f in told] == [("note", "青岭县水利局2023.pdf")]


def test_a_year_that_comes_later_is_held_against_those_before(tmp_path: Path) -> None:
    before, last = years("10.00", "12.00", "11.00"), year(2023, "55.00")
    assert not outlying(tmp_path, *before)
    assert [f.fiscal_year for f in outlying(tmp_path, *before, last)] == [2023]
    assert [f.fiscal_year for f in outlying(tmp_path, *before, last)] == [2023]
    assert not outlying(tmp_path, *before[:2], last)


def test_one_peer_more_makes_enough(tmp_path: Path) -> None:
    told = peers(*USUAL, "88.00")
    assert not outlying(tmp_path, *told[1:])
    assert [f.unit_name for f in outlying(tmp_path, *told)] == ["壬县水利局"]
    assert not outlying(tmp_path, *told[:8])


def test_a_body_without_its_like_is_held_against_all_of_its_level(tmp_path: Path) -> None:
    others = [year(2023, wan, unit=f"甲县{kind}局") for kind, wan in zip("教民财审农林工商", USUAL, strict=True)]
    (found,) = outlying(tmp_path, *others, year(2023, "88.00", unit="甲县档案馆"))
    assert (found.rule, found.unit_name) == ("outlier.peers", "甲县档案馆")
    assert "所审同级单位8家" in found.message_zh


def test_only_groups_that_changed_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [*peers(*USUAL), *years("10.00", "12.00", "11.00")]
    outlying(tmp_path, *told)
    looked_at: list[str] = []
    look = Standings._outliers
    monkeypatch.setattr(Standings, "_outliers", lambda self, *group: looked_at.append(group[0]) or look(self, *group))
    outlying(tmp_path, *told)
    assert not looked_at
    outlying(tmp_path, *told, year(2030, "55.00"))
    assert looked_at == ["alike", "around", "body"]
