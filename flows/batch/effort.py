"""What a document leaves to people, told in its outcome: whether it went straight through, what is to be reviewed."""

from __future__ import annotations

from dataclasses import replace

from extractors.model.record import Record
from extractors.verdict.acceptance import effort, is_due
from flows.batch.jobs import Outcome


def with_effort(outcome: Outcome, record: Record) -> Outcome:
    """The outcome, with what the Record that came of the document leaves to people."""
    left = effort(record.facts)
    due = is_due(record.document.kind)
    return replace(outcome, due=due, straight=due and left.straight, facts=left.facts, to_review=left.to_review)


def with_effort_of(outcome: Outcome, other: Outcome) -> Outcome:
    """The outcome, with what another one of the same Record says."""
    return replace(outcome, due=other.due, straight=other.straight, facts=other.facts, to_review=other.to_review)
