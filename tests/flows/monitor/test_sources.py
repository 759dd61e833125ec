"""SOURCES.yaml and rosters: what they may say, and how what they may not say is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.monitor.roster import due, is_by, load_roster
from flows.monitor.sources import SourcesError, load_sources
from flows.monitor.tables import DisclosureRow


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "SOURCES.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_source_takes_common_manners_and_its_own_go_first(tmp_path: Path) -> None:
    text = """
manners: {rate: 0.5, attempts: 3}
sources:
  - {name: 甲, lists: ["https://www.x.gov.cn/"], manners: {rate: 0.1}, roster: r.csv}
  - {name: 乙, lists: ["https://www.y.gov.cn/"]}
"""
    first, second = load_sources(written(tmp_path, text)).sources
    assert (first.manners.rate, first.manners.attempts) == (0.1, 3)
    assert second.manners.rate == 0.5
    assert first.roster == tmp_path / "r.csv"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no `sources:`"),
        ("a: [", "not YAML"),
        ("sources: []", "at least 1"),
        ("sources: [{name: a}]", "lists"),
        ("sources: [{name: a, lists: ['file:///etc/passwd']}]", "not an http or https address"),
        ("sources: [{name: a, lists: ['http://x/'], keyword: [b]}]", "keyword"),
        ("sources: [{name: a, lists: ['http://x/'], next: 'p2.html'}]", "{n}"),
        ("sources: [{name: a, lists: ['http://x/'], sublists: '('}]", "not a regular expression"),
        ("sources: [{name: a, lists: ['http://x/'], due: '31-10'}]", "due"),
        ("sources: [{name: a, lists: ['http://x/'], allow_addresses: ['localhost']}]", "allow_addresses"),
        ("sources: [{name: a, lists: ['http://x/'], manners: {rate: 0}}]", "rate"),
        ("sources: [{name: a, lists: ['http://x/']}, {name: a, lists: ['http://y/']}]", "two sources are named a"),
        ("sources: [{name: a, lists: ['http://x/'], files: [exe]}]", "files"),
        ("sources: [{name: a, lists: ['http://x/'], content: '[['}]", "content"),
    ],
)
def test_what_makes_no_sense_is_told_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourcesError) as error:
        load_sources(written(tmp_path, text))
    assert said in str(error.value)
    assert "SOURCES.yaml" in str(error.value)
    assert "\n" not in str(error.value)


def test_roster_has_aliases_and_days_of_approval(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(
        "\ufeffunit,aliases,approved\n云岭市财政局,市财政局|财政局,2024-09-01\n云岭市文旅局,,\n", encoding="utf-8"
    )
    first, second = load_roster(path)
    assert first.names == ("云岭市财政局", "市财政局", "财政局")
    assert first.approved == date(2024, 9, 1)
    assert second.approved is None


def test_a_unit_is_known_by_its_former_name_and_an_approval_counts_for_its_own_year(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("unit,former,approved\n云岭市数据局,云岭市大数据局,2024-09-01\n", encoding="utf-8")
    (source,) = load_sources(written(tmp_path, "sources: [{name: a, lists: ['http://x/']}]")).sources
    (unit,) = load_roster(path)
    before = DisclosureRow(title="云岭市大数据局2023年度部门决算", unit_name=None)
    assert is_by(before, unit)
    assert not is_by(DisclosureRow(title="云岭市大数据中心2023年度部门决算", unit_name=None), unit)
    assert due(unit, source, 2023) == date(2024, 9, 21)
    assert due(unit, source, 2024) == date(2025, 10, 31)


@pytest.mark.parametrize(("text", "said"), [("unit,approved\n甲局,九月\n", "line 2"), ("name\n甲局\n", "no unit")])
def test_roster_that_cannot_be_read_names_the_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourcesError, match=said):
        load_roster(path)
