"""Failed checks as findings: those that one wrong figure explains together are one finding, and name that figure.

A figure wrong in one place breaks every check that it stands in and none that it does not. So the figure in most
failed checks (and, among those, in fewest that hold) is the suspect; its checks are one finding, and what is left is
explained in the same way. A table with more suspects than documents err was hardly read as it stands: that is one note.
What the reading may have caused as well as the document is no error: it is told as a note, to be looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractors.audit.finding import Figure, Finding, by_document, cell_figure, figure_of, finding, shown
from extractors.model.record import BBox, Check, Fact, Provenance, Record, Statement
from extractors.model.reference import CellRef, CellReference, cell_at
from extractors.model.result import kind_of_check
from patterns.audit import load_audit

_MOST_SHOWN = 60  # figures of one finding


Ref = str | CellReference
"""What a check rests on, once for each printed figure: a fact of the text by id, everything in a table by its cell."""


class _Told(NamedTuple):
    """A check of the Record with the figures that it rests on."""

    check: Check
    refs: tuple[Ref, ...]


def arithmetic(record: Record) -> Iterator[Finding]:
    """A finding for each group of failed checks that are the document's own doing."""
    facts = {fact.id: fact for fact in record.facts}
    cell_of = _places_of_facts(record, facts)
    rules = load_audit()
    by_statement: dict[int | None, list[Finding]] = defaultdict(list)
    for suspect, group in _all_causes([_Told(check, _refs(check, cell_of)) for check in record.checks]):
        statement = suspect.statement if isinstance(suspect, CellRef) else None
        by_statement[statement].append(_finding(record, facts, group, suspect))
    for statement, found in by_statement.items():
        if statement is not None and len(found) > rules.most_in_table:
            yield _unreadable(record, record.statements[statement], found)
        else:
            yield from found


def _all_causes(told: Sequence[_Told]) -> Iterator[tuple[Ref, Sequence[_Told]]]:
    """Each suspect with its failed checks: those that are surely the document's first, then those of other figures."""
    rules = load_audit()
    held = Counter(ref for t in told if t.check.outcome == "pass" for ref in t.refs)
    failed = [t for t in told if t.check.outcome == "fail" and by_document(t.check) >= rules.doubtful]
    causes = list(_causes([t for t in failed if by_document(t.check) >= rules.sure], held))
    yield from causes
    known = {suspect for suspect, _ in causes}
    doubtful = [t for t in failed if by_document(t.check) < rules.sure and known.isdisjoint(t.refs)]
    yield from _causes(doubtful, held)


def _causes(left: Sequence[_Told], held: Counter[Ref]) -> Iterator[tuple[Ref, Sequence[_Told]]]:
    """Each suspect with the failed checks that it explains."""
    while left:
        suspect = _suspect(left, held)
        group = [t for t in left if suspect in t.refs]
        left = [t for t in left if t not in group]
        yield suspect, group


def _unreadable(record: Record, statement: Statement, found: Sequence[Finding]) -> Finding:
    return finding(
        record,
        "arithmetic.table",
        statement.name,
        str(len(found)),
        figures=[next(figure for figure in f.figures if figure.suspect) for f in found],
        concept=statement.kind,
        pages=statement.pages,
        checks=tuple(dict.fromkeys(c for f in found for c in f.checks)),
    )


def _places_of_facts(record: Record, facts: Mapping[str, Fact]) -> dict[str, Ref]:
    """By fact id: the cell it was read from; or, of two that one figure tells (收、支总计均为…), the first."""
    found: dict[str, Ref] = {}
    first: dict[tuple[int, BBox, str], str] = {}
    for fact in facts.values():
        place = fact.provenance[0]
        same = first.setdefault((place.page, place.bbox, fact.measure), fact.id)
        if place.statement is None and same != fact.id:
            found[fact.id] = same
        elif place.statement is not None and (cell := _cell_around(record, place.statement, place)):
            found[fact.id] = cell
    return found


def _cell_around(record: Record, statement: int, place: Provenance) -> CellRef | None:
    """The statement's cell whose box holds the middle of a figure's."""
    x, y = (place.bbox[0] + place.bbox[2]) / 2, (place.bbox[1] + place.bbox[3]) / 2
    for r, row in enumerate(record.statements[statement].rows):
        for k, cell in enumerate(row.cells):
            x0, y0, x1, y1 = cell.bbox
            if cell.page == place.page and x0 <= x <= x1 and y0 <= y <= y1:
                return CellRef(statement, r, k)
    return None


def _refs(check: Check, cell_of: Mapping[str, Ref]) -> tuple[Ref, ...]:
    """The figures of a check, each once."""
    return tuple(dict.fromkeys([*(cell_of.get(f, f) for f in check.facts), *map(cell_at, check.cells)]))


def _suspect(failed: Sequence[_Told], held: Counter[Ref]) -> Ref:
    """The figure in most failed checks, of those in fewest that hold, of those the first."""
    all_refs = [ref for told in failed for ref in told.refs]
    order = {ref: i for i, ref in reversed(list(enumerate(all_refs)))}
    counted = Counter(all_refs)
    return max(counted, key=lambda ref: (counted[ref], -held[ref], -order[ref]))


def _finding(record: Record, facts: Mapping[str, Fact], group: Sequence[_Told], suspect: Ref) -> Finding:
    refs = list(dict.fromkeys([suspect, *(ref for told in group for ref in told.refs)]))
    figures = [_figure(record, facts, ref, suspect=ref == suspect) for ref in refs[:_MOST_SHOWN]]
    # The difference is told as a check puts it that the suspect leads, as the total or the rate.
    first = max(group, key=lambda t: (t.refs[0] == suspect, by_document(t.check))).check
    checks, wording, said = [told.check for told in group], load_audit().wording, figures[0]
    formulas = wording.joint.join(dict.fromkeys(c.formula.lstrip("：") for c in checks))
    stated = shown(said.value, said.unit) if said.value is not None else said.raw
    points = kind_of_check(first.id).in_points or said.unit == "percent"
    units = (wording.points.zh, wording.points.en) if points else (said.unit, said.unit)
    off = [shown(first.difference.lstrip("-"), unit) for unit in units]
    probability = max(map(by_document, checks))
    return finding(
        record,
        "arithmetic" if probability >= load_audit().sure else "arithmetic.doubtful",
        said.titled,
        wording.differs.zh.format(stated=stated, off=off[0], formulas=formulas),
        english=(said.titled, wording.differs.en.format(stated=stated, off=off[1], formulas=formulas)),
        figures=figures,
        concept=said.concept,
        checks=tuple(dict.fromkeys(c.id for c in checks)),
        difference=first.difference,
        probability=probability,
    )


def _figure(record: Record, facts: Mapping[str, Fact], ref: Ref, *, suspect: bool) -> Figure:
    if isinstance(ref, str):
        return figure_of(facts[ref], suspect=suspect)
    return cell_figure(record, ref, suspect=suspect)
