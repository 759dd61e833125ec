"""Records and findings with what people decided about them, as every output takes them.

Where reviewers differ nobody knows yet what is right: a figure stays as it was read, a finding stays open.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from extractors.audit.finding import Finding, Judged
from extractors.model.record import Record
from extractors.verdict.decided import Ruling, Rulings, with_rulings
from flows.decisions.journal import Journal, journal_of
from flows.decisions.made import AnyDecision, CellDecision, Decision, DocumentDecision, FindingDecision
from flows.decisions.standing import Standing, applying, standing


class Decided:
    """The decisions of one folder of Records, by what they are about."""

    def __init__(self, journal: Journal) -> None:
        self._by_record: dict[str, list[AnyDecision]] = defaultdict(list)
        self._on_findings: list[FindingDecision] = []
        for made in journal.all():
            if isinstance(made, FindingDecision):
                self._on_findings.append(made)
            else:
                self._by_record[made.record].append(made)

    def about(self, record_id: str) -> tuple[AnyDecision, ...]:
        """Decisions about a Record: its figures, its cells, whose it is."""
        return tuple(self._by_record.get(record_id, ()))

    def digest(self, record_id: str) -> str:
        """The same for the same decisions about a Record; "" where there are none."""
        made = self._by_record.get(record_id)
        return hashlib.blake2b("\n".join(d.id for d in made).encode(), digest_size=8).hexdigest() if made else ""

    def applied(self, record: Record, record_id: str) -> Record:
        """The Record as people decided it to be."""
        made = self._by_record.get(record_id)
        return with_rulings(record, rulings(record, made)) if made else record

    def findings(self) -> tuple[FindingDecision, ...]:
        """Decisions about findings, in their order."""
        return tuple(self._on_findings)


def decided_in(folder: Path) -> Decided:
    """The decisions of a folder of Records. Raises OSError, LaterVersion, ValueError."""
    return Decided(journal_of(folder))


def rulings(record: Record, made: Sequence[AnyDecision]) -> Rulings:
    """What is decided and undisputed about a Record."""
    sha256 = record.document.sha256
    own = [d for d in made if d.sha256 == sha256]
    facts = applying(record.facts, sha256, [d for d in own if isinstance(d, Decision)])
    cells = standing(d for d in own if isinstance(d, CellDecision))
    document = standing(d for d in own if isinstance(d, DocumentDecision))
    return Rulings(
        {i: _ruling(v.decision) for i, v in facts.items() if not v.disputed},
        {path: _ruling(v.decision) for path, v in cells.items() if not v.disputed},
        {v.decision.field: v.decision.new for v in document.values() if not v.disputed},
    )


def _ruling(made: Decision | CellDecision) -> Ruling:
    return Ruling(made.action, None if made.action == "reject" else made.new)


def judged(findings: Iterable[Finding], made: Sequence[FindingDecision]) -> tuple[Finding, ...]:
    """The findings with what people said of them."""
    if not made:
        return tuple(findings)
    stand = standing(d for d in made if d.action != "note")
    notes = _last_notes(made)
    return tuple(_judged(f, stand.get(f.id), notes.get(f.id)) for f in findings)


def _last_notes(made: Sequence[FindingDecision]) -> Mapping[str, FindingDecision]:
    return {d.finding: d for d in made if d.action == "note"}


def _judged(found: Finding, said: Standing[FindingDecision] | None, note: FindingDecision | None) -> Finding:
    last = said.decision if said is not None else note
    if last is None or last.sha256 != found.sha256:
        return found
    state = "open" if said is None else "disputed" if said.disputed else _STATES[last.action]
    words = "；".join(dict.fromkeys(filter(None, (last.note, note.note if note else ""))))
    told = Judged.model_validate({"state": state, "who": last.who, "at": last.at, "note": words})
    return found.model_copy(update={"judged": told})


_STATES = {"confirm": "confirmed", "dismiss": "dismissed"}
