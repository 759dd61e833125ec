"""Findings as a person reads them at a terminal, and as a program reads them from a pipe."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from extractors.audit.audit import audit
from flows.audit.terminal import print_findings
from tests.extractors.audit.small import check, fact, record

FINDINGS = audit(
    [record(fact(1, "income", "final", "2000"), fact(2, "expenditure", "final", "9"), checks=[check(1, ["f1", "f2"])])]
)


def printed(width: int, *, terminal: bool, english: bool = False) -> list[str]:
    out = StringIO()
    console = Console(file=out, width=width, force_terminal=terminal, color_system=None, highlight=False)
    print_findings(FINDINGS, english, console)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_terminal_shows_the_whole_message_between_its_columns(width: int) -> None:
    lines = printed(width, terminal=True)
    assert lines[0].split() == ["青岭县水利局", "2023", "one.pdf"]
    assert max(cell_len(line) for line in lines) <= width
    text = "".join(line.strip() for line in lines)
    assert all("".join(f.message_zh.split()) in text.replace(" ", "") for f in FINDINGS)


def test_severity_is_told_by_word() -> None:
    assert any(FINDINGS[0].id in line and "错误" in line for line in printed(80, terminal=True))
    assert any(FINDINGS[0].id in line and "error" in line for line in printed(80, terminal=True, english=True))


def test_a_pipe_gets_one_line_a_finding() -> None:
    lines = printed(40, terminal=False)
    assert len(lines) == len(FINDINGS)
    assert lines[0] == f"one.pdf: {FINDINGS[0].id} 错误: {FINDINGS[0].message_zh}  第 2 页"
    assert FINDINGS[0].rule not in lines[0]  # an internal name; findings.json holds it
