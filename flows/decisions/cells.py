"""Cells of statements and forms as decisions are about them: by their path, the row and the column that name them.

A document that is read again may have its tables taken apart otherwise: a decision on a cell counts where the cell at
its path still stands in the row and the column that it names and has a value that it tells, else for the one cell of
which all that is so; where there is none, or more than one, it does not apply.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from extractors.model.record import BBox, Fact, Form, FormCell, Provenance, Record, Statement
from extractors.model.reference import CellRef, FormRef
from extractors.verdict.ruled import units_of_columns
from flows.decisions.made import CellDecision, Decision
from flows.decisions.standing import Standing, standing

# The fields of a form that hold what is printed in it: whole texts, a row of texts, rows of texts.
FORM_TEXTS = ("title", "project", "department", "unit", "goal", "done", "total")
FORM_HEADS = ("funds_header", "ind_header")
FORM_GRIDS = {"funds": "funds_header", "indicators": "ind_header"}


class HeldCell(NamedTuple):
    """A cell: its path in the Record, the names of its row and column, what it holds, where, how surely.

    `value` is a decimal string in `unit`, of a form the text as printed; None where nothing stands in it. `page`,
    `bbox` and `confidence` are None of a form's cell of which the Record tells no place. `text` says that it holds
    words as printed, no number.
    """

    path: str
    row: str
    column: str
    value: str | None
    unit: str | None
    page: int | None
    bbox: BBox | None
    confidence: float | None
    text: bool = False


def cells_of(record: Record) -> Iterator[HeldCell]:
    """Every cell of a Record, table by table, row by row."""
    for index, statement in enumerate(record.statements):
        yield from statement_cells(statement, index)
    for index, form in enumerate(record.forms):
        yield from form_cells(form, index)


def statement_cells(statement: Statement, index: int) -> Iterator[HeldCell]:
    """The cells of the statement at that place of the Record; blank ones in the unit of their column."""
    units = units_of_columns(statement)
    for r, row in enumerate(statement.rows):
        name = " ".join(filter(None, (row.group, row.code, row.name)))
        for c, cell in enumerate(row.cells):
            yield HeldCell(
                str(CellRef(index, r, c)), name, cell.column, cell.value, cell.unit or units[cell.column], cell.page,
                cell.bbox, cell.confidence,
            )  # fmt: skip


def form_cells(form: Form, index: int) -> Iterator[HeldCell]:
    """The cells of the form at that place of the Record; texts that stand nowhere and say nothing are none."""
    places = {(p.part, p.row, p.column): p for p in form.provenance}
    for part in FORM_TEXTS:
        place = places.get((part, 0, 0))
        if place is not None or getattr(form, part):
            yield _form_cell(FormRef(index, part), part, "", getattr(form, part) or "", place)
    for part in FORM_HEADS:
        for column, text in enumerate(getattr(form, part)):
            yield _form_cell(FormRef(index, part, 0, column), part, "", text, places.get((part, 0, column)))
    for part, head in FORM_GRIDS.items():
        names = getattr(form, head)
        for row, texts in enumerate(getattr(form, part)):
            for column, text in enumerate(texts):
                name = names[column] if column < len(names) else ""
                place = places.get((part, row, column))
                yield _form_cell(FormRef(index, part, row, column), f"{part} {row + 1}", name, text, place)


def _form_cell(ref: FormRef, row: str, column: str, text: str, place: FormCell | None) -> HeldCell:
    if place is None:
        return HeldCell(str(ref), row, column, text or None, None, None, None, None, text=True)
    where = (place.page, place.bbox, place.confidence)
    return HeldCell(str(ref), row, column, text or None, None, *where, True)


def applying_cells(record: Record, decisions: Iterable[CellDecision]) -> dict[str, Standing[CellDecision]]:
    """By path of the cell as it is now: the decision on it that counts."""
    own = [d for d in decisions if d.sha256 == record.document.sha256]
    if not own:
        return {}
    cells = {cell.path: cell for cell in cells_of(record)}
    out: dict[str, Standing[CellDecision]] = {}
    for path, verdict in standing(own).items():
        cell = cells.get(path)
        if cell is None or not _same(cell, verdict.decision):
            candidates = [c for c in cells.values() if _same(c, verdict.decision)]
            cell = candidates[0] if len(candidates) == 1 else None
        if cell is not None:
            out[cell.path] = verdict
    return out


def _same(cell: HeldCell, made: CellDecision) -> bool:
    named = made.row in ("", cell.row) and made.column in ("", cell.column)
    return named and (cell.value or None) in {made.old or None, made.new or None}


def told_by_cells(record: Record, on_cells: Mapping[str, Standing[CellDecision]]) -> dict[str, Standing[Decision]]:
    """Decisions on facts that follow from those on the cells that tell them: a figure that is printed once is one.

    Only of facts that no text tells, and only where every cell that tells one was decided alike, and otherwise than
    it was read.
    """
    changed = {path: v for path, v in on_cells.items() if v.decision.action != "accept"}
    if not changed:
        return {}
    cells = _cells_of_statements(record)
    out: dict[str, Standing[Decision]] = {}
    for fact in record.facts:
        paths = telling(fact, cells)
        said = [changed[path] for path in paths if path in changed]
        if said and len(said) == len(paths) == len(fact.provenance) and len({v.decision.outcome for v in said}) == 1:
            out[fact.id] = Standing(_on_fact(fact, said[-1].decision), any(v.disputed for v in said))
    return out


def cells_telling(record: Record, facts: Sequence[Fact]) -> dict[str, tuple[str, ...]]:
    """By id of the fact: paths of the statements' cells in which it stands with that very value."""
    cells = _cells_of_statements(record)
    return {fact.id: telling(fact, cells) for fact in facts}


def telling(fact: Fact, cells: Mapping[tuple[int, int], Sequence[HeldCell]]) -> tuple[str, ...]:
    """Paths of the cells, by statement and page, that are places of a fact and hold its value."""
    found = (
        cell.path
        for place in fact.provenance
        if place.statement is not None
        for cell in cells.get((place.statement, place.page), ())
        if (cell.value, cell.unit) == (fact.value, fact.unit) and _lies_in(place, cell)
    )
    return tuple(dict.fromkeys(found))


def _lies_in(place: Provenance, cell: HeldCell) -> bool:
    """Whether the middle of a place is in a cell: the text of a cell is smaller than the cell."""
    if cell.bbox is None:
        return False
    x, y = (place.bbox[0] + place.bbox[2]) / 2, (place.bbox[1] + place.bbox[3]) / 2
    return cell.bbox[0] <= x <= cell.bbox[2] and cell.bbox[1] <= y <= cell.bbox[3]


def _cells_of_statements(record: Record) -> dict[tuple[int, int], list[HeldCell]]:
    out: dict[tuple[int, int], list[HeldCell]] = defaultdict(list)
    for index, statement in enumerate(record.statements):
        for cell in statement_cells(statement, index):
            if cell.page is not None:
                out[index, cell.page].append(cell)
    return out


def _on_fact(fact: Fact, made: CellDecision) -> Decision:
    return Decision(
        id=made.id, at=made.at, who=made.who, record=made.record, sha256=made.sha256, fact=fact.id,
        concept=fact.concept, measure=fact.measure, code=fact.code, beside=fact.beside,
        action="reject" if made.new is None else "correct", old=fact.value, new=made.new, note=made.note,
    )  # fmt: skip
