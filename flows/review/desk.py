"""What reviewers work on: Records, what waits for them, and the decisions made so far.

What a fact says comes from its Record; decisions are read again whenever anybody, in this process or another, has
appended one.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from extractors.model.number import LAST_YEAR
from extractors.model.record import Fact, Record
from flows.decisions.cells import HeldCell, applying_cells
from flows.decisions.journal import Journal, append_decision
from flows.decisions.made import AnyDecision, CellDecision, Decision, DocumentDecision, Undo
from flows.decisions.standing import Standing, Verdict, applying, standing
from flows.publish.schema import LOW_CONFIDENCE
from flows.review.held import Held, HeldRecords, NotThere, looks
from flows.review.sent import CellSent, DocumentSent, FactSent, UndoSent
from flows.review.typed import Refused, corrected
from flows.review.waiting import Filters, Waiting
from patterns.kinds import load_kinds

__all__ = ["Desk", "NotThere", "doubt"]

FIRST_YEAR = 1949  # no accounts of the People's Republic are older
_RECORDS_OF_CELLS = 200  # Records that are looked into for cells at one time

Kept = TypeVar("Kept")
OnCells = dict[str, Standing[CellDecision]]
OnDocument = dict[str, Standing[DocumentDecision]]


class Desk:
    """Records of a folder, what waits, and decisions. Safe to use from several threads."""

    def __init__(self, folder: Path, corpus: Path) -> None:
        self.folder = folder
        self.waiting = Waiting(corpus)
        self._records = HeldRecords(folder)
        self._lock = threading.RLock()
        self._journal = Journal(folder)
        self._made: dict[str, list[AnyDecision]] = {}
        self._standing: dict[tuple[str, str], tuple[Held, object]] = {}

    def held(self, record_id: str) -> Held:
        """The Record of that id. Raises NotThere."""
        return self._records.held(record_id)

    def record(self, record_id: str) -> Record:
        """The Record of that id, as it was read. Raises NotThere."""
        return self.held(record_id).record

    def queue(self, limit: int, filters: Filters | None = None) -> tuple[list[tuple[str, str]], int]:
        """The first facts that wait for a decision, disputed ones before all, and how many wait."""
        filters = filters or Filters()
        asked = self.waiting.facts(filters)
        with self._lock:
            self._refresh()
            made = {record: [d for d in all_ if isinstance(d, Decision)] for record, all_ in self._made.items()}
        disputed = [(r, f) for r, on in made.items() for f, v in standing(on).items() if v.disputed]
        if filters != Filters():
            fitting = {*self.waiting.records(filters)}
            disputed = [(r, f) for r, f in disputed if r in fitting]
        decided = {(d.record, d.fact) for on in made.values() for d in on}
        waiting = [*disputed, *(item for item in asked if item not in decided)]
        return waiting[:limit], len(waiting)

    def cells(self, limit: int, filters: Filters) -> list[tuple[str, str]]:
        """Record and path of the cells that wait, Record by Record: the most errors to be expected first.

        Of a Record first those that a failed check rests on, then those read least surely.
        """
        out: list[tuple[str, str]] = []
        for record_id in self.waiting.records_with_cells(filters)[:_RECORDS_OF_CELLS]:
            try:
                out += [(record_id, cell.path) for cell in self.doubted_cells(record_id)]
            except NotThere:  # gone since the corpus was published
                continue
            if len(out) >= limit:
                break
        return out[:limit]

    def doubted_cells(self, record_id: str) -> list[HeldCell]:
        """Cells of a Record that nobody decided and that are doubted, or disputed: most doubtful first."""
        held, verdicts = self.held(record_id), self.on_cells(record_id)
        return sorted(
            (cell for cell in held.cells.values() if _waits(cell, held, verdicts)), key=lambda c: doubt(c, held)
        )

    def verdicts(self, record_id: str) -> dict[str, Verdict]:
        """By fact id: the decision that counts."""
        return self._of(record_id, "facts", self._verdicts)

    def on_cells(self, record_id: str) -> OnCells:
        """By path of the cell: the decision that counts."""
        return self._of(record_id, "cells", self._on_cells)

    def on_document(self, record_id: str) -> OnDocument:
        """By field: the decision that counts."""
        return self._of(record_id, "document", self._on_document)

    def made_by(self, who: str) -> int:
        """How many facts and cells a person decided on."""
        with self._lock:
            self._refresh()
            own = {(d.record, d.about) for d in self._all() if d.who == who}
        return len(own)

    def decide(self, sent: FactSent, who: str) -> Verdict:
        """Appends a decision on a fact, on the disk when this returns. Raises NotThere, Refused, OSError."""
        record, fact = self.held(sent.record).record, self.held(sent.record).fact(sent.fact)
        _check_seen(sent.seen, fact)
        new = None if sent.action == "reject" else fact.value
        if sent.action == "correct":
            new = corrected(fact, sent.new or "")
        self._append(Decision(
            id=sent.id, at=_now(), who=who, record=sent.record, sha256=record.document.sha256, fact=fact.id,
            concept=fact.concept, measure=fact.measure, code=fact.code, beside=fact.beside, action=sent.action,
            old=fact.value, new=new, note=sent.note,
        ))  # fmt: skip
        return self.verdicts(sent.record)[fact.id]

    def decide_cell(self, sent: CellSent, who: str) -> Standing[CellDecision]:
        """Appends a decision on a cell, on the disk when this returns. Raises NotThere, Refused, OSError."""
        held = self.held(sent.record)
        cell = held.cell(sent.cell)
        _check_seen(sent.seen, cell)
        new = None if sent.action == "reject" else cell.value
        if sent.action == "correct":
            new = corrected(cell, sent.new or "")
        self._append(CellDecision(
            id=sent.id, at=_now(), who=who, record=sent.record, sha256=held.record.document.sha256, cell=cell.path,
            row=cell.row, column=cell.column, action=sent.action, old=cell.value, new=new, note=sent.note,
        ))  # fmt: skip
        return self.on_cells(sent.record)[cell.path]

    def decide_document(self, sent: DocumentSent, who: str) -> Standing[DocumentDecision]:
        """Appends what a document is, on the disk when this returns. Raises NotThere, Refused, OSError."""
        document = self.held(sent.record).record.document
        _check_field(sent)
        old = getattr(document, sent.field)
        self._append(DocumentDecision(
            id=sent.id, at=_now(), who=who, record=sent.record, sha256=document.sha256, field=sent.field,
            old=None if old is None else str(old), new=sent.new, note=sent.note,
        ))  # fmt: skip
        return self.on_document(sent.record)[sent.field]

    def undo(self, sent: UndoSent, who: str) -> None:
        """Takes back a decision of that person's own. Raises NotThere, Refused, OSError."""
        with self._lock:
            self._refresh()
            if self._journal.holds(sent.id):
                return
            made = self._journal.of(sent.undoes)
            if made is None:
                raise NotThere("there is no such decision any more")
            if made.who != who:
                raise Refused("refused.not_own", who=made.who)
            self._append(Undo(id=sent.id, at=_now(), who=who, undoes=sent.undoes))

    def _append(self, made: AnyDecision | Undo) -> None:
        with self._lock:
            self._refresh()
            if not self._journal.holds(made.id):
                append_decision(self.folder, made)
                self._refresh()

    def _of(self, record_id: str, what: str, make: Callable[[Held, list[AnyDecision]], Kept]) -> Kept:
        held = self.held(record_id)
        with self._lock:
            self._refresh()
            made = self._made.get(record_id, [])
            of, kept = self._standing.get((record_id, what), (None, None))
        if of is held:
            return kept  # type: ignore[return-value]
        told = make(held, made)
        with self._lock:
            if self._made.get(record_id) is made:  # else somebody decided meanwhile
                self._standing[record_id, what] = held, told
        return told

    def _verdicts(self, held: Held, made: list[AnyDecision]) -> dict[str, Verdict]:
        own = [d for d in made if isinstance(d, Decision)]
        return applying(held.record.facts, held.record.document.sha256, own) if own else {}

    def _on_cells(self, held: Held, made: list[AnyDecision]) -> OnCells:
        return applying_cells(held.record, [d for d in made if isinstance(d, CellDecision)])

    def _on_document(self, held: Held, made: list[AnyDecision]) -> OnDocument:
        sha256 = held.record.document.sha256
        return standing(d for d in made if isinstance(d, DocumentDecision) and d.sha256 == sha256)

    def _all(self) -> Iterator[Decision | CellDecision]:
        yield from self._journal.facts()
        yield from self._journal.cells()

    def _refresh(self) -> None:
        if self._journal.read_on():
            by_record: dict[str, list[AnyDecision]] = defaultdict(list)
            for made in (*self._all(), *self._journal.documents()):
                by_record[made.record].append(made)
            self._made, self._standing = dict(by_record), {}


def doubt(cell: HeldCell, held: Held) -> tuple[bool, float, str]:
    """By which cells are ranked: those that a failed check rests on first, then what was read least surely."""
    return not held.fails(cell.path), 1.0 if cell.confidence is None else cell.confidence, cell.path


def _waits(cell: HeldCell, held: Held, verdicts: OnCells) -> bool:
    if (verdict := verdicts.get(cell.path)) is not None:
        return verdict.disputed
    return held.fails(cell.path) or (cell.confidence is not None and cell.confidence < LOW_CONFIDENCE)


def _check_seen(seen: str, figure: Fact | HeldCell) -> None:
    """Refuses what was decided about a fact or cell as it was before its document was read again."""
    if seen and seen != looks(figure):
        raise Refused("refused.changed")


def _check_field(sent: DocumentSent) -> None:
    if sent.field == "unit_name" and not sent.new:
        raise Refused("refused.no_unit")
    if sent.field == "fiscal_year" and not (
        sent.new.isascii() and sent.new.isdigit() and FIRST_YEAR <= int(sent.new) <= LAST_YEAR
    ):
        raise Refused("refused.no_year", typed=sent.new)
    if sent.field == "kind" and sent.new not in {kind.id for kind in load_kinds().kinds}:
        raise Refused("refused.no_kind", typed=sent.new)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
