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
from extractors.verdict.decided import Rulings, with_rulings
from extractors.verdict.ruled import Ruling
from flows.decisions.cells import applying_cells, cells_telling, told_by_cells
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
        return as_decided(record, self._by_record.get(record_id, ()))

    def findings(self) -> tuple[FindingDecision, ...]:
        """Decisions about findings, in their order."""
        return tuple(self._on_findings)


def decided_in(folder: Path) -> Decided:
    """The decisions of a folder of Records. Raises OSError, LaterVersion, ValueError."""
    return Decided(journal_of(folder))


def as_decided(record: Record, made: Sequence[AnyDecision]) -> Record:
    """The Record as these decisions about it leave it; the same one where there are none."""
    return with_rulings(record, rulings(record, made)) if made else record


def rulings(record: Record, made: Sequence[AnyDecision]) -> Rulings:
    """What is decided and undisputed about a Record.

    A figure that a table prints once is a cell and a fact: what is decided about one counts for the other.
    """
    sha256 = record.document.sha256
    own = [d for d in made if d.sha256 == sha256]
    on_cells = applying_cells(record, [d for d in own if isinstance(d, CellDecision)])
    facts = told_by_cells(record, on_cells) | applying(
        record.facts, sha256, [d for d in own if isinstance(d, Decision)]
    )
    document = standing(d for d in own if isinstance(d, DocumentDecision))
    cells = {path: _ruling(v.decision) for path, v in on_cells.items() if not v.disputed}
    return Rulings(
        {i: _ruling(v.decision) for i, v in facts.items() if not v.disputed},
        _told_by_facts(record, facts) | cells,
        {v.decision.field: v.decision.new for v in document.values() if not v.disputed},
    )


def _told_by_facts(record: Record, verdicts: Mapping[str, Standing[Decision]]) -> dict[str, Ruling]:
    """Corrections of facts as those of the cells that tell them; that a fact is rejected says nothing of a cell."""
    corrected = {i: v.decision for i, v in verdicts.items() if v.decision.action == "correct" and not v.disputed}
    facts = [fact for fact in record.facts if fact.id in corrected]
    told = cells_telling(record, facts) if facts else {}
    return {path: _ruling(corrected[fact_id]) for fact_id, paths in told.items() for path in paths}


def _ruling(made: Decision | CellDecision) -> Ruling:
    return Ruling(made.action, None if made.action == "reject" else made.new)


class Said:
    """What people said of findings."""

    def __init__(self, made: Sequence[FindingDecision]) -> None:
        self._states = states(made)
        self._documents = {d.finding: d.sha256 for d in made}

    def judged(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings with what was said of each."""
        of = self._documents
        return tuple(
            f.model_copy(update={"judged": self._states[f.id]}) if of.get(f.id) == f.sha256 else f for f in findings
        )


def states(made: Iterable[FindingDecision]) -> dict[str, Judged]:
    """By id of a finding: what people said of it."""
    by_finding: dict[str, list[FindingDecision]] = defaultdict(list)
    for one in made:
        by_finding[one.finding].append(one)
    return {finding: _judged(finding, said) for finding, said in by_finding.items()}


def _judged(finding: str, made: Sequence[FindingDecision]) -> Judged:
    """What counts of the things that were said of a finding; a note changes nothing but what is noted."""
    said = standing(d for d in made if d.action != "note").get(finding)
    notes = [d for d in made if d.action == "note"][-1:]
    last = said.decision if said is not None else notes[0]
    words = "；".join(dict.fromkeys(filter(None, (last.note, *(d.note for d in notes)))))
    state = "open" if said is None else "disputed" if said.disputed else _STATES[last.action]
    return Judged.model_validate({"state": state, "who": last.who, "at": last.at, "note": words})


_STATES = {"confirm": "confirmed", "dismiss": "dismissed"}
