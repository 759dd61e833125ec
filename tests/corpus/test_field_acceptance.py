"""What confidence is worth on pages that are annotated whole."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.console import Console

from corpus.evaluate.faults import Fault
from corpus.field import acceptance
from corpus.field.acceptance import Pages, measured, print_pages

PAGE: dict[str, Any] = {
    "id": "x-1",
    "title": "云岭市水利局2023年度部门决算",
    "body": ["七、“三公”经费支出决算情况说明", "2023年度“三公”经费支出决算5.00万元，公务接待费支出2.00万元。"],
    "document": {"kind": "final_accounts"},
    "facts": ["three_public final 50000 CNY", "three_public.reception final 20000 CNY"],
}


def wrong_if(value: str) -> dict[str, Any]:
    """The page, annotated as if its total were another one: what is told of it is wrong then."""
    return {**PAGE, "facts": [f"three_public final {value} CNY", PAGE["facts"][1]]}


def test_figures_are_judged_by_group_and_wrong_ones_are_misbound() -> None:
    told = measured([PAGE, wrong_if("60000")])
    assert {j.group for j in told.judgements} == {"three_public"}
    assert [(j.point.right, j.fault) for j in told.judgements] == [
        (True, None), (True, None), (False, Fault.MISBOUND), (True, None)
    ]  # fmt: skip


def test_a_page_that_goes_through_with_a_wrong_main_figure_does_so_wrongly() -> None:
    told = measured([PAGE, wrong_if("60000")])
    assert told.due == 2
    assert told.straight == 2
    assert told.straight_right == 1


def test_a_page_that_is_not_read_as_accounts_is_not_counted() -> None:
    budget = {**PAGE, "title": "云岭市水利局2024年部门预算", "document": {"kind": "budget"}, "facts": []}
    told = measured([{**budget, "body": ["2024年部门预算收入总计100.00万元，支出预算100.00万元。"]}])
    assert (told.due, told.judgements) == (0, [])


def test_the_line_below_the_table_tells_figures_and_pages() -> None:
    out = io.StringIO()
    print_pages(measured([PAGE]), Console(file=out, width=200))
    assert "2 figures, 0 wrong, AUROC –; 1 of 1 pages straight through, 1 of these rightly" in out.getvalue()
    empty = io.StringIO()
    print_pages(Pages(), Console(file=empty, width=200))
    assert "0 of 0 pages" in empty.getvalue()


def test_the_command_reads_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pages.yaml"
    file.write_text(yaml.safe_dump([PAGE], allow_unicode=True), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["acceptance", str(file)])
    assert acceptance.main() == 0
    assert "2 figures" in capsys.readouterr().out
