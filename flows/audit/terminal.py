"""Findings at a terminal: document by document, wrapped between its columns; one line a finding elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.audit.workbook import SEVERITIES

if TYPE_CHECKING:
    from extractors.audit.finding import Finding

_COLOURS = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}


def print_findings(findings: Iterable[Finding], english: bool, console: Console | None = None) -> None:
    """Prints to the console, standard output unless another is given; what is piped on stays one line a finding."""
    console = console or Console(highlight=False)
    if not console.is_terminal:
        for f in findings:
            line = Text.assemble(f"{f.document}: {f.id} {_word(f, english)}: ", _message(f, english))
            console.print(line, markup=False, soft_wrap=True)
        return
    for _, of_document in groupby(findings, key=lambda f: f.sha256):
        found = list(of_document)
        title = " ".join(str(part) for part in (found[0].unit_name, found[0].fiscal_year) if part)
        console.print(Text.assemble((title or found[0].document, "bold"), ("  " + found[0].document, "dim")))
        lines = Table.grid(padding=(0, 1))
        lines.add_column(no_wrap=True)
        lines.add_column(no_wrap=True)
        lines.add_column(overflow="fold")
        for f in found:
            lines.add_row(Text(f"  {f.id}", "dim"), Text(_word(f, english), _COLOURS[f.severity]), _message(f, english))
        console.print(lines)


def _word(f: Finding, english: bool) -> str:
    return f.severity if english else SEVERITIES[f.severity]


def _message(f: Finding, english: bool) -> Text:
    message, page = (f.message_en, "p. {}") if english else (f.message_zh, "第 {} 页")
    return Text.assemble(message, (f"  {page.format(_pages(f))}" if f.pages else "", "dim"))


def _pages(f: Finding) -> str:
    return ", ".join(map(str, f.pages))
