"""Arithmetic as a witness of what a table is: its total must be what other tables tell of the same concept.

A table whose total is another concept's is filed again as the kind that it adds up to; one whose head fits several
kinds, and whose title is lost, as the only one whose total it is. Where no kind fits, its figures are less sure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.model.cells import Table
from extractors.model.fact import Bound, Subject
from extractors.model.page import Line, ReadPage
from extractors.model.paragraph import Paragraph
from extractors.statements.figures import statement_values
from extractors.statements.money import with_units
from extractors.statements.statement import ReadStatement, ReadTables, read_statements
from patterns.arithmetic import equal_concepts
from patterns.measure import Measure
from patterns.statements import StatementPattern
from patterns.titles import budget_in

_APART = Decimal("0.001")  # of the larger: figures farther apart are no roundings of each other (set by eye)
_DOUBT = 0.8  # how sure figures are of a table whose total is not that of its kind (set by eye)

_THREE, _ALL_BUDGETS = "three_public", "fiscal"  # the kind of table, and the budget of a title that leaves none out

_Totals = Mapping[str, Sequence[tuple[int, Decimal]]]  # by concept: in which statement, and how much


def filed_tables(
    tables: Sequence[Table],
    pages: Mapping[int, ReadPage],
    outside: Mapping[int, Sequence[Line]],
    year: int | None = None,
    paragraphs: Sequence[Paragraph] = (),
    stated: Sequence[Bound] = (),
    *,
    plans: bool = False,
) -> ReadTables:
    """The tables of a document, each as what its title, its head and its total tell it to be, in its unit of money.

    `outside` holds the lines beside tables, by page; `year` is the document's, `stated` what its
    `paragraphs` state; with `plans` it is a budget.
    """
    read = read_statements(tables, pages, outside, plans=plans)
    read = replace(read, statements=tuple(replace(s, year=year) for s in read.statements))
    return narrowed(witnessed(with_units(read, paragraphs, stated)))


def witnessed(read: ReadTables) -> ReadTables:
    """The tables of a document, each as the kind that its total bears out."""
    totals = _totals(read.statements) if any(s.may_be for s in read.statements) else {}
    kinds = {s.statement.kind for s in read.statements if not s.tentative}
    out, tables, others = list[ReadStatement](), [], list(read.others)
    warnings = list(read.warnings)
    for i, (table, statement) in enumerate(zip(read.tables, read.statements, strict=True)):
        judged = _judged(statement, i, totals, kinds)
        if judged is None:
            assert statement.tentative is not None
            others.append(statement.tentative)
            continue
        if judged.pattern is not statement.pattern and not statement.tentative:
            warnings.append(_refiled(statement, judged))
        out.append(replace(judged, tentative=None))
        tables.append(table)
    return replace(read, statements=tuple(out), tables=tuple(tables), others=tuple(others), warnings=tuple(warnings))


def narrowed(read: ReadTables) -> ReadTables:
    """The tables, those of 三公 of one budget as a part where another table tells otherwise of all budgets."""
    three = {i: s for i, s in enumerate(read.statements) if _THREE in (s.pattern.id, *s.pattern.holds)}
    if len(three) < 2:
        return read
    budgets = {i: budget_in(s.statement.title) for i, s in three.items()}
    told = {i: _values(s) for i, s in three.items()}
    wide = [told[i] for i, (budget, _) in budgets.items() if budget == _ALL_BUDGETS]
    out = list(read.statements)
    for i, (budget, words) in budgets.items():
        differs = any(told[i][key] != other[key] for other in wide for key in told[i].keys() & other.keys())
        if budget not in ("", _ALL_BUDGETS) and differs:
            out[i] = replace(out[i], scope=words)
    return replace(read, statements=tuple(out))


def _values(read: ReadStatement) -> dict[tuple[Subject, Measure], Decimal]:
    return {(subject, measure): value for subject, measure, value in statement_values(read)}


def _judged(read: ReadStatement, index: int, totals: _Totals, kinds: set[str]) -> ReadStatement | None:
    """A statement as the kind that its total is of; None where its title is lost and none is."""
    total = _total_of(read) if read.may_be else None
    unsure = None if read.tentative else read
    if total is None:
        return unsure
    fits = [p for p in read.may_be if _bears_out(p, total, index, totals)]
    if unsure and (read.pattern in fits or not any(True for _ in _told(read.pattern, index, totals))):
        return read
    missing = [p for p in fits if p.kind not in kinds]
    if len(missing) == 1:
        return _as(read, missing[0])
    return unsure and replace(read, sure=_DOUBT)


def _bears_out(pattern: StatementPattern, total: Decimal, index: int, totals: _Totals) -> bool:
    return any(_same(total, value) for value in _told(pattern, index, totals))


def _as(read: ReadStatement, pattern: StatementPattern) -> ReadStatement:
    told = {"kind": pattern.kind, "name": pattern.name}
    return replace(read, pattern=pattern, statement=read.statement.model_copy(update=told))


def _refiled(before: ReadStatement, after: ReadStatement) -> str:
    page, title = min(before.statement.pages, default=1), before.statement.title
    return f"page {page}: the table 《{title}》 adds up to what {after.pattern.name} must, and is read as that"


def _totals(statements: Sequence[ReadStatement]) -> _Totals:
    """The figures of concepts as wholes that statements of a known kind tell."""
    found: dict[str, list[tuple[int, Decimal]]] = defaultdict(list)
    for i, read in enumerate(statements):
        for subject, measure, value in statement_values(read) if not read.tentative else ():
            if not subject.dimensions and measure == "final":
                found[subject.concept].append((i, value))
    return found


def _total_of(read: ReadStatement) -> Decimal | None:
    """What the first column of a table of codes sums up to, more than nothing; None where it has none."""
    concept = _concept_of(read.pattern)
    told = statement_values(read) if concept else ()
    return next((value for subject, _, value in told if subject == Subject(concept or "")), None) or None


def _concept_of(pattern: StatementPattern) -> str | None:
    return next((c.concept for c in pattern.columns if c.concept and c.by), None)


def _told(pattern: StatementPattern, index: int, totals: _Totals) -> Iterator[Decimal]:
    """What statements other than that at `index` tell of the total of a kind, under any of its names."""
    concept = _concept_of(pattern)
    for name in equal_concepts(concept) if concept else ():
        yield from (value for i, value in totals.get(name, ()) if i != index)


def _same(a: Decimal, b: Decimal) -> bool:
    return abs(a - b) <= _APART * max(abs(a), abs(b))
