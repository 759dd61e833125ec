"""Which decision counts: the last one on each fact, cell, document or finding, disputed where reviewers differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from extractors.model.record import Fact
from flows.decisions.journal import journal_of
from flows.decisions.made import AnyDecision, Decision

Made = TypeVar("Made", bound=AnyDecision)


@dataclass(frozen=True)
class Standing(Generic[Made]):
    """The decision that counts, and whether an earlier one of another person says otherwise."""

    decision: Made
    disputed: bool


Verdict = Standing[Decision]


def read_decisions(folder: Path) -> Iterator[Decision]:
    """The decisions on facts of a folder of Records that were not taken back, in the order in which they were made.

    Raises OSError, LaterVersion, ValueError.
    """
    yield from journal_of(folder).facts()


def by_record(decisions: Iterable[Decision]) -> dict[str, list[Decision]]:
    """Decisions by Record, in their order."""
    out: dict[str, list[Decision]] = {}
    for decision in decisions:
        out.setdefault(decision.record, []).append(decision)
    return out


def standing(decisions: Iterable[Made]) -> dict[str, Standing[Made]]:
    """By what they are about: the last decision, and whether somebody else's last decision differs from it."""
    last: dict[str, dict[str, Made]] = {}
    for decision in decisions:
        of_one = last.setdefault(decision.about, {})
        of_one.pop(decision.who, None)
        of_one[decision.who] = decision
    out = {}
    for about, by_person in last.items():
        latest = list(by_person.values())[-1]
        out[about] = Standing(latest, any(d.outcome != latest.outcome for d in by_person.values()))
    return out


def applying(facts: Sequence[Fact], sha256: str, decisions: Sequence[Decision]) -> dict[str, Verdict]:
    """By id of the fact as it is now: the verdict on it.

    A document that was read again may number its facts anew: a decision then follows the one fact that has its
    concept, measure, code and old value; where there is none, or more than one, it does not apply.
    """
    by_id = {fact.id: fact for fact in facts}
    out: dict[str, Verdict] = {}
    for fact_id, verdict in standing([d for d in decisions if d.sha256 == sha256]).items():
        decision = verdict.decision
        fact = by_id.get(fact_id)
        if fact is None or not _same(fact, decision):
            candidates = [f for f in facts if _same(f, decision)]
            fact = candidates[0] if len(candidates) == 1 else None
        if fact is not None:
            out[fact.id] = verdict
    return out


def _same(fact: Fact, decision: Decision) -> bool:
    key = (fact.concept, fact.measure, fact.code, fact.beside)
    values = {decision.old, decision.new}
    told = (decision.concept, decision.measure, decision.code, decision.beside)
    return key == told and fact.value in values
