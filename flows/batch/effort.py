"""What a document leaves to people, told in its outcome: whether it went straight through, what is to be reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.model.record import Record
from extractors.verdict.acceptance import effort, is_due
from flows.batch.jobs import Outcome


def with_effort(outcome: Outcome, records: Sequence[Record]) -> Outcome:
    """The outcome, with what the Records that came of the document leave to people: its own, and those of its parts."""
    left = [effort(record.facts) for record in records]
    straight = [one.straight for one, record in zip(left, records, strict=True) if is_due(record.document.kind)]
    return replace(
        outcome,
        due=bool(straight),
        straight=bool(straight) and all(straight),
        facts=sum(one.facts for one in left),
        to_review=sum(one.to_review for one in left),
        parts=len(records) - 1,
    )


def with_effort_of(outcome: Outcome, other: Outcome) -> Outcome:
    """The outcome, with what another one of the same Record says."""
    return replace(
        outcome,
        due=other.due,
        straight=other.straight,
        facts=other.facts,
        to_review=other.to_review,
    )
