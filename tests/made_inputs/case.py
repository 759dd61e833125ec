"""What proof, repair and verdict get of a made disclosure, from a file and without reading a document.

`cases.json` was written by `python -m tests.made_inputs.write`: documents of the generator with planted errors, each as
it is, as a text layer and with slips of an OCR. A case is a document or a change of one. Text, values, signs and doubts
are those that the reading had; boxes are made up, as is how surely everything but doubtful characters was read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from extractors.binding.printed import PrintedFigure
from extractors.model.cells import Cell
from extractors.model.evidence import CellSigns
from extractors.model.fact import Bound, Signs, Subject
from extractors.model.geometry import Box
from extractors.model.page import Line, ReadPage
from extractors.model.paragraph import Mark, Paragraph
from extractors.model.record import Form, Statement, StatementCell, StatementRow
from extractors.prose.sections import Section
from extractors.repair.readings import Readings
from extractors.statements.rows import ReadRow
from extractors.statements.statement import ReadStatement
from patterns.statements import load_statements

FILE = Path(__file__).with_name("cases.json")
SURE = 0.9995  # of a character of a scan that is not doubtful
_A_LINE = 40  # characters


@dataclass(frozen=True)
class Case:
    """One made disclosure: what was read of it, figures as printed, sections and pages."""

    name: str
    readings: Readings
    printed: tuple[PrintedFigure, ...]
    sections: tuple[Section, ...]
    pages: Mapping[int, ReadPage]


@cache
def names() -> tuple[str, ...]:
    """Of all cases; a changed document's begins with that of the document, and a slash."""
    return tuple(_told())


@cache
def case(name: str) -> Case:
    """The case of that name."""
    told, base = _told()[name], name.partition("/")[0]
    return made(name, told if base == name else patched(_told()[base], told))


@cache
def _told() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def patched(base: Any, change: Any) -> Any:
    """The data with a change: {"=": other data}, or changes by key or place."""
    if "=" in change:
        return change["="]
    if isinstance(base, dict):
        return {k: patched(v, change[k]) if k in change else v for k, v in base.items()}
    return [patched(v, change[str(k)]) if str(k) in change else v for k, v in enumerate(base)]


def made(name: str, told: Mapping[str, Any]) -> Case:
    """A case from its data."""
    sure = SURE if told["ocr"] else 1.0
    paragraphs = [_paragraph(p, sure) for p in told["paragraphs"]]
    readings = Readings(
        tuple(_bound(b, paragraphs) for b in told["bound"]),
        tuple(_statement(s, sure) for s in told["statements"]),
        tuple(_form(f) for f in told["forms"]),
        frozenset(told["ocr"]),
    )
    printed = tuple(_printed(p, paragraphs) for p in told["printed"])
    sections = tuple(Section(i, kind, "", "", level, 1, None, ()) for i, kind, level in told["sections"])
    return Case(name, readings, printed, sections, {n: _page(n, mean) for n, mean in told["pages"]})


def _page(number: int, mean: float) -> ReadPage:
    line = Line("字", (Box(0, 0, 1, 1),), (mean,))
    return ReadPage(number, 600, 800, "ocr" if mean < 1.0 else "text_layer", (line,), frame=(600, 800))


def _paragraph(told: Sequence[Any], sure: float) -> Paragraph:
    number, offset, text, pages, doubts = told
    marks: list[Mark] = []
    for (page, start), (_, end) in pairwise([*pages, (0, len(text))]):
        for i in range(start, end):
            line, place = divmod(i, _A_LINE)
            box = Box(10.0 * place, 20.0 * line, 10.0 * place + 10, 20.0 * line + 10)
            marks.append(Mark(page, box, doubts.get(str(i), sure)))
    return Paragraph(text, tuple(marks), number, offset)


def _bound(told: Mapping[str, Any], paragraphs: Sequence[Paragraph]) -> Bound:
    concept, measure, *dimensions = told["of"]
    value, unit, decimals = told["value"]
    start, end, first, last = told["at"]
    return Bound(
        Subject(concept, tuple((name, value) for name, value in dimensions)),
        measure,
        value if unit is None else Decimal(value),
        unit,
        paragraphs[told["in"]],
        start,
        end,
        (first, last),
        told["section"],
        Signs(*told["signs"]),
        tuple(told["span"]) if "span" in told else None,
        decimals,
        tuple(told.get("explains", ())),
        causes=tuple((text, category) for text, category in told.get("causes", ())),
    )


def _printed(told: Sequence[Any], paragraphs: Sequence[Paragraph]) -> PrintedFigure:
    paragraph, section, start, end, value, unit, step, fact = told
    of = paragraphs[paragraph]
    return PrintedFigure(of.number, of, section, start, end, Decimal(value), unit, Decimal(step), fact)


def _statement(told: Mapping[str, Any], sure: float) -> ReadStatement:
    rows = tuple(_row(row, r, told["columns"], sure) for r, row in enumerate(told["rows"]))
    statement = Statement(
        number=told["number"], kind=told["kind"], name=told["name"], unit=told["unit"],
        pages=tuple(told["pages"]), columns=tuple(told["columns"]), rows=tuple(row.row for row in rows),
    )  # fmt: skip
    return ReadStatement(statement, rows, next(p for p in load_statements().statements if p.id == told["kind"]))


def _row(told: Sequence[Any], r: int, columns: Sequence[str], sure: float) -> ReadRow:
    group, line, code, name, page, cells = told
    sources = tuple(_source(cell, r, k, page, sure) for k, cell in enumerate(cells))
    row = StatementRow(
        group=group, line=line, code=code, name=name,
        cells=tuple(_cell(cell, source, columns) for cell, source in zip(cells, sources, strict=True)),
    )  # fmt: skip
    return ReadRow(row, sources, (), tuple(CellSigns(*cell[5]) if len(cell) > 5 else CellSigns() for cell in cells))


def _source(told: Sequence[Any], r: int, k: int, page: int, sure: float) -> Cell:
    raw, doubts = told[3], told[4] if len(told) > 4 else {}
    left, top = 100.0 * k, 20.0 * (r % 35)
    boxes = tuple(Box(left + 5 * i, top, left + 5 * i + 5, top + 10) for i in range(len(raw)))
    confidences = tuple(doubts.get(str(i), sure) for i in range(len(raw)))
    lines = (Line(raw, boxes, confidences),) if raw else ()
    return Cell(page, r, k, Box(left, top, left + 90, top + 18), lines)


def _cell(told: Sequence[Any], source: Cell, columns: Sequence[str]) -> StatementCell:
    column, value, unit, raw = told[:4]
    return StatementCell(
        column=columns[column] if isinstance(column, int) else column, value=value, unit=unit, raw=raw,
        page=source.page, bbox=source.box, confidence=round(source.confidence, 4),
    )  # fmt: skip


def _form(told: Mapping[str, Any]) -> Form:
    places = [
        {"part": part, "row": row, "column": column, "page": page,
         "bbox": (10 * column, 10 * row, 10 * column + 9, 10 * row + 9), "confidence": sure, "evidence": evidence}
        for part, row, column, page, sure, evidence in told["provenance"]
    ]  # fmt: skip
    return Form.model_validate({**told, "provenance": places})
