"""`juesuan try`: what was seen, what was bound, what was not and why."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from flows.cli import app

runner = CliRunner()


def tried(*arguments: str) -> list[str]:
    result = runner.invoke(app, ["try", *arguments])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_mentions_facts_and_what_is_unbound_are_told() -> None:
    lines = tried("机关运行经费支出5.00万元，平均每人0.25万元。", "--section", "agency_operation", "--year", "2023")
    assert "mention  0-8 机关运行经费支出: concept agency_operation (patterns/concepts.yaml, agency_operation)" in lines
    assert "fact     5.00万元: agency_operation final 50000 CNY" in lines
    assert "unbound  0.25万元: average: it is a mean, a limit or a slip put right, not a figure of the concept" in lines


def test_the_year_tells_the_one_before_from_the_documents_own() -> None:
    text = "2022年机关运行经费支出5.00万元。"
    assert any("prior" in line for line in tried(text, "--section", "agency_operation", "--year", "2023"))
    assert not any("prior" in line for line in tried(text, "--section", "agency_operation", "--year", "2022"))


def test_each_line_is_a_paragraph() -> None:
    lines = tried("会议费1.00万元。\n培训费2.00万元。", "--section", "three_public", "--year", "2023")
    assert sum(line.startswith("tokens") for line in lines) == 2


def test_without_a_section_the_sentences_beginning_tells_it() -> None:
    assert any(line.startswith("fact") and "government_fund" in line for line in tried("政府性基金预算支出3.00万元。"))


@pytest.mark.parametrize(
    ("section", "told"), [("agency_operations", "did you mean agency_operation?"), ("x", "totals")]
)
def test_an_unknown_section_is_wrong_usage(section: str, told: str) -> None:
    result = runner.invoke(app, ["try", "5万元", "--section", section])
    assert result.exit_code == 2
    assert told in result.output
