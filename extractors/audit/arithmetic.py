"""Failed checks as findings: those that one wrong figure explains together are one finding, and name that figure.

A figure wrong in one place breaks every check that it stands in and none that it does not. So the figure in most
failed checks (and, among those, in fewest that hold) is the suspect; its checks are one finding, and what is left is
explained in the same way. A table with more suspects than documents err was hardly read as it stands: that is one note.
What the reading may have caused as well as the document is no error: it is told as a note, to be looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from extractors.audit.finding import Figure, Finding, by_document, cell_figure, figure_of, finding, shown
from extractors.model.record import BBox, Check, Fact, Provenance, Record
from patterns.audit import load_audit

_MOST_SHOWN = 60  # figures of one finding


def arithmetic(record: Record) -> Iterator[Finding]:
    """A finding for each group of failed checks that are the document's own doing."""
    facts = {fact.id: fact for fact in record.facts}
    cell_of = _places_of_facts(record, facts)
    rules = load_audit()
    failed = [c for c in record.checks if c.outcome == "fail" and by_document(c) >= rules.doubtful]
    surely = [c for c in failed if by_document(c) >= rules.sure]
    doubtful = [c for c in failed if by_document(c) < rules.sure]
    held = Counter(ref for c in record.checks if c.outcome == "pass" for ref in _refs(c, cell_of))
    causes = list(_causes(surely, held, cell_of))
    known = {suspect for suspect, _ in causes}
    causes += _causes([c for c in doubtful if known.isdisjoint(_refs(c, cell_of))], held, cell_of)
    by_table: dict[str, list[Finding]] = defaultdict(list)
    for suspect, group in causes:
        by_table[_table(suspect)].append(_finding(record, facts, cell_of, group, suspect))
    for table, found in by_table.items():
        if table and len(found) > rules.most_in_table:
            yield _unreadable(record, table, found)
        else:
            yield from found


def _causes(
    left: Sequence[Check], held: Counter[str], cell_of: Mapping[str, str]
) -> Iterator[tuple[str, Sequence[Check]]]:
    """Each suspect with the failed checks that it explains."""
    while left:
        suspect = _suspect(left, held, cell_of)
        group = [c for c in left if suspect in _refs(c, cell_of)]
        left = [c for c in left if c not in group]
        yield suspect, group


def _table(ref: str) -> str:
    """The path of the statement that a cell stands in; "" for what is no such cell."""
    return ".".join(ref.split(".")[:2]) if ref.startswith("statements.") else ""


def _unreadable(record: Record, table: str, found: Sequence[Finding]) -> Finding:
    statement = record.statements[int(table.partition(".")[2])]
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


def _places_of_facts(record: Record, facts: Mapping[str, Fact]) -> dict[str, str]:
    """By fact id: the cell it was read from; or, of two that one figure tells (收、支总计均为…), the first."""
    found: dict[str, str] = {}
    first: dict[tuple[int, BBox, str], str] = {}
    for fact in facts.values():
        place = fact.provenance[0]
        same = first.setdefault((place.page, place.bbox, fact.measure), fact.id)
        if place.statement is None and same != fact.id:
            found[fact.id] = same
        elif place.statement is not None and (path := _cell_at(record, place.statement, place)):
            found[fact.id] = path
    return found


def _cell_at(record: Record, statement: int, place: Provenance) -> str | None:
    """The path of the statement's cell whose box holds the middle of a figure's."""
    x, y = (place.bbox[0] + place.bbox[2]) / 2, (place.bbox[1] + place.bbox[3]) / 2
    for r, row in enumerate(record.statements[statement].rows):
        for k, cell in enumerate(row.cells):
            x0, y0, x1, y1 = cell.bbox
            if cell.page == place.page and x0 <= x <= x1 and y0 <= y <= y1:
                return f"statements.{statement}.rows.{r}.cells.{k}"
    return None


def _refs(check: Check, cell_of: Mapping[str, str]) -> list[str]:
    """The figures of a check, each once: facts of the text by id, everything in a table by its cell."""
    return list(dict.fromkeys([*(cell_of.get(f, f) for f in check.facts), *check.cells]))


def _suspect(failed: Sequence[Check], held: Counter[str], cell_of: Mapping[str, str]) -> str:
    refs = [_refs(check, cell_of) for check in failed]
    order = {ref: i for i, ref in reversed(list(enumerate(r for found in refs for r in found)))}
    counted = Counter(ref for found in refs for ref in found)
    return max(counted, key=lambda ref: (counted[ref], -held[ref], -order[ref]))


def _finding(
    record: Record, facts: Mapping[str, Fact], cell_of: Mapping[str, str], group: Sequence[Check], suspect: str
) -> Finding:
    refs = list(dict.fromkeys([suspect, *(r for c in group for r in _refs(c, cell_of))]))
    figures = [_figure(record, facts, ref, suspect=ref == suspect) for ref in refs[:_MOST_SHOWN]]
    # The difference is told as a check puts it that the suspect leads, as the total or the rate.
    first = max(group, key=lambda c: (_refs(c, cell_of)[0] == suspect, by_document(c)))
    said, formulas = figures[0], "；".join(dict.fromkeys(c.formula.lstrip("：") for c in group))
    by_rate = first.id.startswith(("share.", "change_rate.", "variance_rate.", "budget_rate.", "form.execution"))
    stated = shown(said.value, said.unit) if said.value is not None else said.raw
    units = ("个百分点", " percentage points") if by_rate or said.unit == "percent" else (said.unit, said.unit)
    off, off_by = (shown(first.difference.lstrip("-"), unit) for unit in units)
    probability = max(map(by_document, group))
    return finding(
        record,
        "arithmetic" if probability >= load_audit().sure else "arithmetic.doubtful",
        said.titled,
        f"公开数为{stated}，相差{off}，不符合{formulas}",
        english=(said.titled, f"it says {stated}, off by {off_by}, against {formulas}"),
        figures=figures,
        concept=said.concept,
        checks=tuple(dict.fromkeys(c.id for c in group)),
        difference=first.difference,
        probability=probability,
    )


def _figure(record: Record, facts: Mapping[str, Fact], ref: str, *, suspect: bool) -> Figure:
    if ref in facts:
        return figure_of(facts[ref], suspect=suspect)
    return cell_figure(record, ref, suspect=suspect)
