"""One Record and what people decided about it -> the rows of every table, in the order of schema.py's columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import regex

from extractors.model.record import BBox, Fact, Form, Record
from extractors.verdict.acceptance import decided, effort, expected_gain, is_due
from flows.decisions.cells import applying_cells, told_by_cells
from flows.decisions.made import AnyDecision, CellDecision, Decision
from flows.decisions.standing import Verdict, applying
from flows.publish.schema import LOW_CONFIDENCE
from patterns.acceptance import group_of

Rows = dict[str, list[tuple[Any, ...]]]


class Whereabouts(NamedTuple):
    """Where a document lies, as `documents` tells it: path below the folder read, address; None where not known."""

    path: str | None
    address: str | None


UNKNOWN = Whereabouts(None, None)

# What decimal(24, 6) holds exactly.
_FITS = regex.compile(r"-?\d{1,18}(?:\.\d{1,6})?")
_CELL_NUMBER = regex.compile(r"[<>=≥≤≧≦]{0,2}(-?(?:\d{1,3}(?:,\d{3})+|\d{1,18})(?:\.\d{1,6})?)[%％分]?")
_ACTIONS = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}


def decimal_or_none(text: str | None) -> str | None:
    """`text` where the corpus' decimals hold it exactly."""
    return text if text is not None and _FITS.fullmatch(text) else None


def cell_number(text: str) -> str | None:
    """The number of a form's cell (95 for ≥95%), None where the cell is none."""
    match = _CELL_NUMBER.fullmatch(text.strip())
    return match.group(1).replace(",", "") if match else None


def rows_of(
    read: Record, record: Record, record_id: str, decisions: Sequence[AnyDecision], where: Whereabouts = UNKNOWN
) -> Rows:
    """The rows of a Record by table name: of facts as it was `read`, with what people decided beside it; of all else as
    these decisions left it (`record`). `where` tells where its document lies.
    """
    found = _verdicts(read, decisions)
    chosen = _main(read.facts, found)
    forms = tuple(enumerate(record.forms, 1))
    titles = {section.id: section.title for section in record.sections}
    return {
        "documents": [_document(record, read.facts, record_id, found, where)],
        "facts": [_fact(record_id, f, titles, found.get(f.id), f.id in chosen) for f in read.facts],
        "reasons": [row for f in read.facts for row in _reasons(record_id, f, found.get(f.id))],
        "forms": [_form(record_id, number, form) for number, form in forms],
        "form_funds": [r for n, form in forms for r in _grid(record_id, n, form, "funds", form.funds_header)],
        "indicators": [r for n, form in forms for r in _grid(record_id, n, form, "indicators", form.ind_header)],
        "statements": [
            (record_id, i, s.number, s.kind, s.name, s.title, s.unit, len(s.rows), s.empty, s.note)
            for i, s in enumerate(record.statements)
        ],
        "statement_cells": list(_statement_cells(record_id, record)),
        "checks": [
            (record_id, i, c.id, c.formula, c.outcome, decimal_or_none(c.difference), c.blame, c.facts)
            for i, c in enumerate(record.checks, 1)
        ],
    }


def _verdicts(record: Record, decisions: Sequence[AnyDecision]) -> dict[str, Verdict]:
    """By id of the fact: the verdict on it, or on the cell that tells it."""
    if not decisions:
        return {}
    on_facts = [made for made in decisions if isinstance(made, Decision)]
    on_cells = applying_cells(record, [made for made in decisions if isinstance(made, CellDecision)])
    return told_by_cells(record, on_cells) | applying(record.facts, record.document.sha256, on_facts)


def _document(
    record: Record, facts: Sequence[Fact], record_id: str, found: Mapping[str, Verdict], where: Whereabouts
) -> tuple[Any, ...]:
    document, made = record.document, record.produced
    confidences = [fact.confidence for fact in facts]
    left = effort(facts)
    return (
        record_id, document.sha256, document.file_name, where.path, where.address, document.bytes, document.pages,
        sum(page.source == "ocr" for page in record.pages), document.unit_name, document.kind, len(facts),
        sum(c < LOW_CONFIDENCE for c in confidences),
        sum(confidences) / len(confidences) if confidences else None, left.to_review,
        left.straight if is_due(document.kind) else None, len(record.checks),
        sum(check.outcome == "fail" for check in record.checks), len(found), record.warnings, made.version,
        made.patterns_sha256, made.ocr, made.seconds,
    )  # fmt: skip


def _main(facts: Sequence[Fact], found: Mapping[str, Verdict]) -> set[str]:
    """Of the facts that state one figure, the id of the one to use: decided by a person, else the surest, the first.

    What is of another year or of a part is never the one.
    """
    best: dict[tuple[Any, ...], tuple[tuple[bool, float], str]] = {}
    for fact in facts:
        verdict = found.get(fact.id)
        if fact.beside or (verdict is not None and verdict.decision.action == "reject"):
            continue
        key = (fact.concept, fact.measure, fact.code)
        rank = (verdict is not None, fact.confidence)
        if key not in best or rank > best[key][0]:
            best[key] = (rank, fact.id)
    return {fact_id for _, fact_id in best.values()}


def _fact(
    record_id: str, fact: Fact, titles: Mapping[str, str], verdict: Verdict | None, main: bool
) -> tuple[Any, ...]:
    value, before = fact.value, None
    if verdict is not None and verdict.decision.action == "correct" and verdict.decision.new is not None:
        value, before = verdict.decision.new, fact.value
    number = decimal_or_none(value) if fact.unit is not None else None
    reviewed: tuple[str | None, ...] = (None, None, None)
    if verdict is not None:
        reviewed = (_ACTIONS[verdict.decision.action], verdict.decision.who, verdict.decision.at)
    dimensions = {k: v for k, v in fact.dimensions.items() if k not in ("code", "name")}
    first = fact.provenance[0]
    places = [
        {"page": p.page, **_box(p.bbox), "start": p.start, "end": p.end, "statement": p.statement}
        for p in fact.provenance
    ]
    return (
        record_id, fact.id, fact.concept, fact.label, fact.measure, fact.code,
        fact.dimensions.get("name"), json.dumps(dimensions, ensure_ascii=False) if dimensions else None, number,
        value, fact.unit, fact.raw, fact.quote, titles.get(fact.section or ""), first.page, *first.bbox, places,
        fact.confidence, group_of(fact.concept, fact.measure).id, decided(fact).value, expected_gain(fact), fact.status,
        fact.as_read, main, *reviewed, before,
    )  # fmt: skip


def _box(box: BBox) -> dict[str, float]:
    return {"x0": box[0], "y0": box[1], "x1": box[2], "y1": box[3]}


def _reasons(record_id: str, fact: Fact, verdict: Verdict | None) -> Iterator[tuple[Any, ...]]:
    if not fact.measure.startswith("reason") or (verdict is not None and verdict.decision.action == "reject"):
        return
    text = verdict.decision.new if verdict is not None and verdict.decision.action == "correct" else None
    for number, cause in enumerate(fact.causes, 1):
        yield (
            record_id, fact.id, fact.concept, fact.label, fact.measure, fact.code,
            text or fact.value, number, cause.text, cause.category, fact.explains, fact.provenance[0].page,
            fact.confidence,
        )  # fmt: skip


def _form(record_id: str, number: int, form: Form) -> tuple[Any, ...]:
    cells = form.provenance
    return (
        record_id, number, form.kind, form.title, form.year, form.project, form.department, form.unit, form.money,
        form.goal, form.done, form.total, cell_number(form.total or ""), cells[0].page if cells else None,
        min((c.confidence for c in cells), default=None),
    )  # fmt: skip


def _grid(record_id: str, number: int, form: Form, part: str, header: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The cells of a form's funds or indicators; the name of a row is its source of funds or its indicator."""
    places = {(c.row, c.column): c for c in form.provenance if c.part == part}
    named = next((i for i, h in enumerate(header) if "三级" in h), 2) if part == "indicators" else 0
    for r, row in enumerate(form.funds if part == "funds" else form.indicators):
        for c, text in enumerate(row):
            place = places.get((r, c))
            where = (place.page, *place.bbox, place.confidence) if place else (None,) * 6
            yield (
                record_id, number, r + 1, c + 1, header[c] if c < len(header) else "",
                row[named] if named < len(row) else "", text, cell_number(text), *where,
            )  # fmt: skip


def _statement_cells(record_id: str, record: Record) -> Iterator[tuple[Any, ...]]:
    for i, statement in enumerate(record.statements):
        for r, row in enumerate(statement.rows, 1):
            for cell in row.cells:
                yield (
                    record_id, i, statement.kind, r, row.group, row.line, row.code, row.name, cell.column,
                    decimal_or_none(cell.value), cell.unit, cell.raw, cell.page, *cell.bbox, cell.confidence,
                    cell.status, cell.as_read,
                )  # fmt: skip
