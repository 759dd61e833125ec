"""What must be in a disclosure and is not: its nine tables, its required items; and what its template left in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from extractors.audit.against import blank_but_told, loses_rows
from extractors.audit.finding import Finding, finding, is_of
from extractors.audit.understood import (
    holds_any_table,
    is_surely_empty,
    nameless_tables,
    told_in_text,
    unread_pages,
)
from extractors.binding.why import BESIDE_TEXT
from extractors.model.record import Fact, Record, Statement
from extractors.prose.headings import section_kind
from patterns.audit import Required, load_audit
from patterns.loader import load_patterns
from patterns.sets import contents_of, due_tables
from patterns.statements import load_statements, statement_patterns
from patterns.titles import named_by
from patterns.wording import any_of


def presence(record: Record) -> Iterator[Finding]:
    """Everything missing, in the order of patterns/audit.yaml; nothing is where a page could not be read."""
    unread = unread_pages(record)
    if unread:
        yield finding(record, "pages.unread", "", _listed(unread), pages=unread)
    else:
        yield from _missing_at_all(record)
    if differing := [page.number for page in record.pages if page.differs]:
        yield finding(record, "text.layer", "", _listed(differing), pages=differing)
    yield from _warnings(record)


def _missing_at_all(record: Record) -> Iterator[Finding]:
    yield from _tables(record)
    if tables_only(record):
        yield finding(record, "text.none")
    else:
        yield from _required(record)


def tables_only(record: Record) -> bool:
    """Whether a document is tables without a text: what a text must say is not asked of each item then."""
    titled = any(not named_by(s.title) for s in record.sections)  # a contents list names tables only
    return bool(record.statements) and not titled and all(_in_table(f) for f in record.facts)


def _in_table(fact: Fact) -> bool:
    """Whether a fact stands in a table or the note of one, which may say that there was nothing to tell."""
    return fact.measure == "nil" or fact.provenance[0].statement is not None


def _tables(record: Record) -> Iterator[Finding]:
    if not holds_any_table(record):
        yield finding(record, "tables.none")
        return
    yield from _missing(record)
    yield from _twice(record)
    yield from _order(record)
    for statement in record.statements:
        if statement.empty and not _explained(record, statement) and not blank_but_told(record, statement.kind):
            yield _empty(record, statement)


def _order(record: Record) -> Iterator[Finding]:
    nine = load_audit().orders[0]
    found = [(s, kind) for s in record.statements for kind in [_place_in(s, nine)] if kind is not None]
    once = len(found) == len({kind for _, kind in found})
    if once and (first := _out_of_order(found)) is not None:
        name = _statement_names()[first.kind]
        yield finding(record, "tables.order", name, concept=first.kind, pages=first.pages)


def _empty(record: Record, statement: Statement) -> Finding:
    """That a table is empty without a word on it; or, where that is not sure, that it was not understood."""
    if not is_surely_empty(statement) or (not statement.rows and loses_rows(record)):
        return _unclear(record, [statement.kind], statement.pages)
    what = _statement_names().get(statement.kind, statement.title)
    return finding(record, "tables.empty_unexplained", what, concept=statement.kind, pages=statement.pages)


def _unclear(record: Record, kinds: Sequence[str], pages: Sequence[int]) -> Finding:
    """That tables may be missing or empty, or were not understood: one finding, for they have one cause."""
    names = _statement_names()
    what = load_audit().wording.list_joint.join(names.get(kind, kind) for kind in kinds)
    return finding(
        record, "tables.unclear", what, _listed(pages), concept=kinds[0] if len(kinds) == 1 else None, pages=pages
    )


def _listed(pages: Sequence[int]) -> str:
    return load_audit().wording.list_joint.join(map(str, sorted(set(pages))))


def _statement_names() -> dict[str, str]:
    return {s.id: s.name for s in load_statements().statements}


def _missing(record: Record) -> Iterator[Finding]:
    """A finding for each table that is due and that no table of the document holds; one where any table may be it."""
    names, held, nameless = _statement_names(), held_tables(record), nameless_tables(record)
    due = due_tables(record.document.unit_name, record.document.fiscal_year)
    missing = [kind for kind in due if kind not in held]
    if nameless and missing:
        yield _unclear(record, missing, [page for table in nameless for page in table.pages])
    else:
        yield from (finding(record, "tables.missing", names[kind], concept=kind) for kind in missing)


def held_tables(record: Record) -> set[str]:
    """The kinds of tables whose content stands in some table; of one that was not read, what its title may name."""
    held = {kind for s in record.statements for kind in contents_of(s.kind)}
    unread = (t.title for t in record.tables if t.became not in ("statement", "form"))
    held |= {named.kind for title in unread for named in named_by(title)}
    for i, statement in enumerate(record.statements):
        pattern = statement_patterns().get(statement.kind)
        for kind in pattern.may_hold if pattern is not None else ():
            held |= {kind} if _tells(record, kind, i) else set()
    return held


def _tells(record: Record, concept: str, statement: int) -> bool:
    """Whether a figure of a concept, or of a part of it, stands in a statement."""
    return any(is_of(f, concept) and any(p.statement == statement for p in f.provenance) for f in record.facts)


def _twice(record: Record) -> Iterator[Finding]:
    """A finding for each table that stands there again under the same title; tables of one kind may have several."""
    nine = load_audit().orders[0]
    titled: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in record.statements:
        if statement.kind in nine:
            titled[statement.kind, statement.title].append(statement)
    for (kind, _), same in titled.items():
        if len(same) > 1:
            pages = [page for s in same for page in s.pages]
            yield finding(record, "tables.twice", _statement_names()[kind], concept=kind, pages=pages)


def _place_in(statement: Statement, nine: Sequence[str]) -> str | None:
    """Which of the nine a table stands for; None where it is none of them."""
    return next((kind for kind in (statement.kind, *sorted(contents_of(statement.kind))) if kind in nine), None)


def _out_of_order(found: Sequence[tuple[Statement, str]]) -> Statement | None:
    """The first table that follows one it should precede, where the tables follow none of the known orders."""
    firsts = []
    for order in load_audit().orders:
        places = [order.index(kind) for _, kind in found]
        firsts.append(next((i for i in range(1, len(found)) if places[i] < places[i - 1]), None))
    return None if None in firsts else found[max(i for i in firsts if i is not None)][0]


def _explained(record: Record, statement: Statement) -> bool:
    """Whether the note below an empty table, or the text, says that there was nothing to tell."""
    markers = load_patterns().markers
    if any_of((*markers.empty_table, *markers.nil)).search(statement.note):
        return True
    return any(is_of(f, statement.kind) and (f.measure == "nil" or f.value == "0") for f in record.facts)


def due_items(record: Record) -> Iterator[Required]:
    """The items that the text of a document must state; some only where a figure of theirs is not 0."""
    year = record.document.fiscal_year
    for item in load_audit().required:
        if item.since and (year is None or year < item.since):
            continue
        if not item.when or any(_stated(record, written, more_than_nothing=True) for written in item.when):
            yield item


def satisfying(record: Record, item: Required) -> list[Fact]:
    """The facts of the text that state what is required; none where a section does, or nothing."""
    wanted = [written.partition("@") for written in item.any if not written.startswith("§")]
    told = told_in_text(record)
    return [f for f in told if any(f.concept == concept and m in ("", f.measure) for concept, _, m in wanted)]


def _required(record: Record) -> Iterator[Finding]:
    for item in due_items(record):
        if not any(_stated(record, written) for written in item.any) and not _headed(record, item):
            yield finding(
                record,
                "required.unclear" if _spoken_of(record, item) else item.told,
                item.say,
                english=(item.english, ""),
                concept=_concept(item),
                source=item.source,
            )


def _headed(record: Record, item: Required) -> bool:
    """Whether a heading is one of those that are enough."""
    said = any_of(item.titles)
    return any(said.search(section.title) for section in record.sections)


def _spoken_of(record: Record, item: Required) -> bool:
    """Whether the text speaks of the item all the same, beside what its figure belongs to or where nothing was read."""
    if not item.words:
        return False
    subject = (item.when or item.any)[0].partition("@")[0]
    beside = [t for f in record.facts if is_of(f, subject) or is_of(f, _parent(subject)) for t in (f.quote, f.value)]
    said = any_of(item.words)
    return any(said.search(text) for text in (*beside, *(u.quote for u in record.unread if u.why not in BESIDE_TEXT)))


def _parent(concept: str) -> str:
    return concept.rpartition(".")[0] or concept


def _concept(item: Required) -> str:
    """What it is about: the first concept that states it, else its own id."""
    return next((written for written in item.any if not written.startswith("§")), item.id).partition("@")[0]


def _stated(record: Record, written: str, *, more_than_nothing: bool = False) -> bool:
    """Whether the document's text states `written`: a concept, concept@measure, or a section as §id."""
    if written.startswith("§"):
        return any(section_kind(s.title) == written[1:] for s in record.sections if not _defines(record, s.parent))
    concept, _, measure = written.partition("@")
    found = [f for f in record.facts if f.concept == concept and measure in ("", f.measure)]
    if more_than_nothing:
        return any(f.unit is not None and Decimal(f.value) != 0 for f in found)
    return any(f.provenance[0].statement is None for f in found)


def _defines(record: Record, section: str | None) -> bool:
    """Whether a section only defines terms (名词解释)."""
    left = {s.id: s for s in record.sections}  # a Record from elsewhere may lack a parent, or name one in a circle
    while (found := left.pop(section or "", None)) is not None:
        if section_kind(found.title) == "glossary":
            return True
        section = found.parent
    return False


def _warnings(record: Record) -> Iterator[Finding]:
    """Warnings of the reading that are the document's own doing."""
    for warning in record.warnings:
        page = regex.match(r"page (\d+)", warning)
        for rule in load_audit().warnings:
            if match := regex.search(rule.pattern, warning):
                yield finding(record, rule.rule, match["what"], pages=[int(page[1])] if page else [])
                break
