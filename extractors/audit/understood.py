"""What of a document was not understood: rules that rest on it are out of play, as nobody is accused of our reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractors.audit.finding import doubted
from extractors.model.record import Fact, Record, Statement, StatementCell, TableSummary
from patterns.audit import load_audit
from patterns.titles import named_by

_UNREAD = ("nothing", "kept")  # what becomes of a table of which no fact is told


def is_forms_alone(record: Record) -> bool:
    """Whether a document prints no figure but in self-evaluation forms, whatever kind it was taken for: no accounts."""
    told = record.facts or record.statements or record.unread or unread_pages(record)
    return bool(record.forms) and not told


def nameless_tables(record: Record) -> tuple[TableSummary, ...]:
    """The tables that may be any of those that are due: no title tells what they are, and they hold figures enough."""
    fewest = load_audit().fewest_figures
    return tuple(t for t in record.tables if t.became in _UNREAD and not t.title and t.figures >= fewest)


def unread_pages(record: Record) -> list[int]:
    """The pages that show something of which nothing could be read: anything may stand there."""
    return [page.number for page in record.pages if page.unread]


def holds_any_table(record: Record) -> bool:
    """Whether the document has a table that is one of those due, or may be, be it understood or not."""
    return bool(record.statements or nameless_tables(record)) or any(named_by(t.title) for t in record.tables)


def is_surely_empty(statement: Statement) -> bool:
    """Whether a table without figures was read as such: its cells are blank for certain, and hold no digit."""
    least = load_audit().sure_blank
    return all(cell.confidence >= least and not _holds_digit(cell) for cell in _cells(statement))


def in_doubt(record: Record, facts: Iterable[Fact]) -> bool:
    """Whether a fact is no ground to accuse on: read or bound with doubt, mended, or in conflict with another."""
    least, unsure = load_audit().sure_fact, doubted(record)
    return any(f.confidence < least or f.status != "read" or f.id in unsure for f in facts)


def scanned(record: Record, pages: Iterable[int]) -> bool:
    """Whether one of the pages was read by an OCR, which may have misread words as well as figures."""
    wanted = set(pages)
    return any(page.number in wanted and page.source == "ocr" for page in record.pages)


def told_in_text(record: Record) -> list[Fact]:
    """The facts that the text states, not only a table."""
    return [fact for fact in record.facts if fact.provenance[0].statement is None]


def _cells(statement: Statement) -> Iterator[StatementCell]:
    return (cell for row in statement.rows for cell in row.cells)


def _holds_digit(cell: StatementCell) -> bool:
    return any(c.isdigit() for c in cell.raw)
