"""Facts, cells, tables and documents as the pages take them: small JSON, words of people in no language yet.

Where it is of a Record, `record` is its id; places are pages from 1 and boxes in PDF points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from extractors.model.record import Check, Fact, Form, Provenance, file_digest
from flows.decisions.cells import FORM_GRIDS, HeldCell, form_cells, statement_cells
from flows.decisions.made import CellDecision, Decision, DocumentDecision
from flows.decisions.standing import Standing, Verdict
from flows.publish.schema import LOW_CONFIDENCE
from flows.review.held import Held, looks

_DIGEST = 12  # characters of a file's digest by which browsers know that a picture is of another file
_LONGEST_PLACE = 6  # digits of the place of a table
OnCells = Mapping[str, Standing[CellDecision]]
OnDocument = Mapping[str, Standing[DocumentDecision]]


def verdict(made: Standing[Decision] | Standing[CellDecision] | Standing[DocumentDecision] | None) -> Any:
    """A verdict as the page shows it; None for none."""
    if made is None:
        return None
    said = made.decision
    action = "correct" if isinstance(said, DocumentDecision) else said.action
    return {"id": said.id, "action": action, "who": said.who, "at": said.at, "new": said.new, "note": said.note,
            "disputed": made.disputed}  # fmt: skip


def document(held: Held, made: OnDocument) -> dict[str, Any]:
    """What a document is: as read, and as people decided."""
    about = held.record.document
    fields = {"unit_name": about.unit_name, "fiscal_year": about.fiscal_year, "kind": about.kind}
    decided = {name: verdict(of) for name, of in made.items()}
    for name, of in made.items():
        if not of.disputed:
            fields[name] = of.decision.new
    return {"record": held.id, "file_name": about.file_name, "pages": about.pages, "decided": decided,
            "version": file_digest(about.sha256)[:_DIGEST], **fields}  # fmt: skip


def fact(held: Held, fact_id: str, of: Verdict | None, on_document: OnDocument) -> dict[str, Any]:
    """A fact as it is looked at: the fact, the sizes of its pages, its checks, its document, the verdict.

    Raises NotThere.
    """
    told = held.fact(fact_id)
    return {
        "record": held.id, "fact": _fact(told, held, of), "pages": pages(held, (p.page for p in told.provenance)),
        "document": document(held, on_document), "low": LOW_CONFIDENCE,
    }  # fmt: skip


def _fact(fact: Fact, held: Held, of: Verdict | None) -> dict[str, Any]:
    first = next((p.statement for p in fact.provenance if p.statement is not None), None)
    return {
        "id": fact.id, "label": fact.label, "measure": fact.measure, "name": fact.dimensions.get("name"),
        "beside": list(fact.beside.values()), "code": fact.code, "value": fact.value, "unit": fact.unit,
        "raw": fact.raw, "quote": fact.quote, "confidence": fact.confidence, "status": fact.status,
        "as_read": fact.as_read, "evidence": fact.evidence, "places": [_place(p) for p in fact.provenance],
        "checks": [check(c) for c in held.checks(fact.id)], "verdict": verdict(of),
        "seen": looks(fact), "table": None if first is None else f"statements.{first}",
    }  # fmt: skip


def _place(place: Provenance) -> dict[str, Any]:
    return {"page": place.page, "bbox": place.bbox, "start": place.start, "end": place.end}


def check(made: Check) -> dict[str, Any]:
    """A check as the page shows it."""
    return {"formula": made.formula, "outcome": made.outcome, "difference": made.difference, "blame": made.blame}


def pages(held: Held, numbers: Iterable[int]) -> list[dict[str, Any]]:
    """Sizes of pages, each once, in the order of the numbers; pages that the Record does not tell are A4's."""
    found = ((number, held.pages.get(number)) for number in dict.fromkeys(numbers))
    return [
        {"number": number, "width": page.width if page else 595, "height": page.height if page else 842}
        for number, page in found
    ]


def whole(held: Held, verdicts: Mapping[str, Verdict], on_document: OnDocument) -> dict[str, Any]:
    """A whole document: its pages, and of every fact what its boxes tell."""
    record = held.record
    return {
        "record": held.id, "document": document(held, on_document), "pages": pages(held, held.pages),
        "facts": [
            {"id": f.id, "label": f.label, "measure": f.measure, "raw": f.raw[:40],
             "places": [{"page": p.page, "bbox": p.bbox} for p in f.provenance], "low": f.confidence < LOW_CONFIDENCE,
             "failed": held.fails(f.id), "decided": f.id in verdicts} for f in record.facts
        ],
    }  # fmt: skip


def tables(held: Held, waiting: Iterable[HeldCell]) -> dict[str, Any]:
    """The tables of a Record, with how many of their cells wait to be looked at."""
    counted: dict[str, int] = {}
    for cell in waiting:
        name = ".".join(cell.path.split(".")[:2])
        counted[name] = counted.get(name, 0) + 1
    record = held.record
    named = [(f"statements.{i}", s.title or s.name, list(s.pages)) for i, s in enumerate(record.statements)]
    named += [(f"forms.{i}", f.project or f.title, sorted({p.page for p in f.provenance}))
              for i, f in enumerate(record.forms)]  # fmt: skip
    listed = [{"table": n, "title": t, "pages": where, "waiting": counted.get(n, 0)} for n, t, where in named]
    return {"record": held.id, "tables": listed}


def table(held: Held, name: str, on_cells: OnCells, on_document: OnDocument) -> dict[str, Any] | None:
    """A statement ("statements.3") or form ("forms.0") as a grid; None where there is no such table."""
    kind, _, index = name.partition(".")
    count = {"statements": len(held.record.statements), "forms": len(held.record.forms)}.get(kind, 0)
    if not index.isdecimal() or len(index) > _LONGEST_PLACE or int(index) >= count:
        return None
    cells, title, parts = (_statement if kind == "statements" else _form)(held, int(index))
    return {
        "record": held.id, "table": name, "title": title, "document": document(held, on_document),
        "pages": pages(held, sorted({c.page for c in cells if c.page is not None})), "low": LOW_CONFIDENCE,
        "parts": parts, "cells": {cell.path: _cell(cell, held, on_cells) for cell in cells},
    }  # fmt: skip


def _statement(held: Held, index: int) -> tuple[list[HeldCell], str, list[dict[str, Any]]]:
    """A part for each side of the table: its columns, and rows of a name and the paths of its cells."""
    statement = held.record.statements[index]
    cells = list(statement_cells(statement, index))
    by_row: dict[int, dict[str, str]] = {}
    for cell in cells:
        by_row.setdefault(int(cell.path.split(".")[3]), {})[cell.column] = cell.path
    parts = []
    for group in dict.fromkeys(row.group for row in statement.rows):
        rows = [(r, row) for r, row in enumerate(statement.rows) if row.group == group]
        columns = list(dict.fromkeys(cell.column for _, row in rows for cell in row.cells))
        told = [
            {"name": " ".join(filter(None, (row.code, row.name))), "line": row.line,
             "cells": [by_row.get(r, {}).get(column) for column in columns]} for r, row in rows
        ]  # fmt: skip
        parts.append({"title": group, "columns": columns, "rows": told})
    return cells, statement.title or statement.name, parts


def _form(held: Held, index: int) -> tuple[list[HeldCell], str, list[dict[str, Any]]]:
    """A part for the form's texts, then one for each of its grids, heads first."""
    form = held.record.forms[index]
    cells = list(form_cells(form, index))
    paths = {cell.path for cell in cells}
    texts = [{"part": cell.row, "line": "", "cells": [cell.path]} for cell in cells if cell.path.count(".") == 2]
    parts: list[dict[str, Any]] = [{"title": "", "columns": [""], "rows": texts}]
    for part, head in FORM_GRIDS.items():
        parts.append({"title": "", "part": part, "columns": [], "rows": list(_grid(form, index, part, head, paths))})
    return cells, form.project or form.title, parts


def _grid(form: Form, index: int, part: str, head: str, paths: set[str]) -> Iterable[dict[str, Any]]:
    names = [f"forms.{index}.{head}.0.{c}" for c in range(len(getattr(form, head)))]
    yield {"name": "", "line": "", "head": True, "cells": [p if p in paths else None for p in names]}
    for r, row in enumerate(getattr(form, part)):
        yield {"name": "", "line": "", "cells": [f"forms.{index}.{part}.{r}.{c}" for c in range(len(row))]}


def _cell(cell: HeldCell, held: Held, on_cells: OnCells) -> dict[str, Any]:
    return {
        "path": cell.path, "row": cell.row, "column": cell.column, "value": cell.value, "unit": cell.unit,
        "text": cell.text, "page": cell.page, "bbox": cell.bbox, "confidence": cell.confidence,
        "failed": held.fails(cell.path), "checks": [check(c) for c in held.checks(cell.path)],
        "verdict": verdict(on_cells.get(cell.path)), "seen": looks(cell),
    }  # fmt: skip
