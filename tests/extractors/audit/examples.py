"""The examples of patterns/audit_rules.yaml as documents: a few headings, paragraphs and tables in a frame, as HTML."""

from __future__ import annotations

from collections import Counter
from functools import cache
from html import escape
from itertools import groupby
from typing import NamedTuple

from extractors.audit.audit import audit
from extractors.formats import extract_document
from extractors.model.record import Record

_FRAME = (
    "<h1>青岭县水利局2023年度部门决算</h1><h2>第一部分 部门概况</h2><p>一、主要职责</p><p>负责全县水利工作。</p>"
    "<p>二、机构设置</p><p>青岭县水利局内设3个机构。</p><h2>第三部分 2023年度部门决算情况说明</h2>{said}"
)


def document(example: str) -> bytes:
    """The document of an example: "# " before a heading, "| " before a row of a table, else a paragraph."""
    said = []
    for is_table, same in groupby(example.strip().splitlines(), key=lambda line: line.startswith("|")):
        lines = list(same)
        said.append(f"<table>{''.join(map(_row, lines))}</table>" if is_table else "".join(map(_block, lines)))
    return f'<html><head><meta charset="utf-8"></head><body>{_FRAME.format(said="".join(said))}</body></html>'.encode()


def _row(line: str) -> str:
    cells = line.strip().removeprefix("|").removesuffix("|").split("|")
    return f"<tr>{''.join(f'<td>{escape(cell.strip())}</td>' for cell in cells)}</tr>"


def _block(line: str) -> str:
    return f"<h3>{escape(line[2:])}</h3>" if line.startswith("# ") else f"<p>{escape(line)}</p>"


def read(example: str) -> Record:
    """The Record of an example."""
    return extract_document(document(example), "example.html")


class Found(NamedTuple):
    """What the audit finds, without the figures that it rests on."""

    rule: str
    severity: str
    concept: str | None


@cache
def found_in(example: str) -> Counter[Found]:
    """How often the audit finds what."""
    return Counter(Found(found.rule, found.severity, found.concept) for found in audit([read(example)]))
