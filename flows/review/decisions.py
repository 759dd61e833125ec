"""What people decided about facts: one line a decision in DIR/decisions.jsonl, appended, synced, never changed.

A decision is accepted once its line is on the disk. Every decision of every reviewer is kept; the last one on a fact
counts, and a fact on which reviewers differ is disputed until they agree. A line that a crash cut short is no decision.

A line may tell its `version` (flows/versions.py); what tells none is of version 1, the one that is written. As lines
never change, older ones are brought up as they are read.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from extractors.model.record import Fact
from flows.versions import Versions, is_version

DECISIONS = "decisions.jsonl"
VERSIONS: Versions[dict[str, Any]] = Versions()

Action = Literal["accept", "correct", "reject"]


class Decision(BaseModel):
    """Who decided what about a fact, and when (UTC, ISO 8601).

    `old` is the value that was on the screen, `new` the one that counts from now on (None for a rejected fact). `id` is
    made by the reviewer's browser, so that sending a decision again does not count twice.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=8, max_length=64)
    at: str
    who: str = Field(min_length=1, max_length=60)
    record: str
    sha256: str
    fact: str
    concept: str
    measure: str
    code: str | None = None
    beside: dict[str, str] = Field(default_factory=dict)
    action: Action
    old: str
    new: str | None = None

    @property
    def outcome(self) -> tuple[Action, str | None]:
        """What it says of the fact: two decisions of one outcome agree."""
        return ("reject", None) if self.action == "reject" else ("correct", self.new or self.old)


@dataclass(frozen=True)
class Verdict:
    """The decision that counts for a fact, and whether an earlier one of another person says otherwise."""

    decision: Decision
    disputed: bool


def read_decisions(folder: Path) -> Iterator[Decision]:
    """The decisions of a folder of Records, in the order in which they were made.

    Raises OSError, LaterVersion, ValueError.
    """
    path = folder / DECISIONS
    if not path.exists():
        return
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            told = from_json(line)
        except ValueError as error:
            if line.endswith(b"}"):
                raise ValueError(f"{path}, line {number}: {error}") from error
            continue  # cut short by a crash: never accepted, so nothing is lost
        yield _decision(told, f"{path}, line {number}")


def _decision(told: Any, place: str) -> Decision:
    """What a line tells, in whichever version. Raises LaterVersion, ValueError."""
    try:
        if isinstance(told, dict):
            version = told.pop("version", 1)
            if not is_version(version):
                raise ValueError(f"{place}: {version!r} is no version")
            told = VERSIONS.brought_up(place, told, version)
        return Decision.model_validate(told)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ValueError(f"{place}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def append_decision(folder: Path, decision: Decision) -> None:
    """Appends a decision and returns when it is on the disk. Raises OSError."""
    with _locked(folder / DECISIONS) as handle:
        size = os.fstat(handle).st_size
        cut_short = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        line = decision.model_dump_json().encode() + b"\n"  # tells its version as soon as there is a second
        data = b"\n" + line if cut_short else line
        if os.write(handle, data) != len(data):
            raise OSError(f"{folder / DECISIONS}: the disk is full")
        os.fsync(handle)


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """The file, open for appending by this process alone."""
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def by_record(decisions: Iterator[Decision]) -> dict[str, list[Decision]]:
    """Decisions by Record, in their order."""
    out: dict[str, list[Decision]] = {}
    for decision in decisions:
        out.setdefault(decision.record, []).append(decision)
    return out


def verdicts(decisions: Sequence[Decision]) -> dict[str, Verdict]:
    """By fact id: the last decision, and whether somebody else's last decision differs from it."""
    last: dict[str, dict[str, Decision]] = {}
    for decision in decisions:
        of_fact = last.setdefault(decision.fact, {})
        of_fact.pop(decision.who, None)
        of_fact[decision.who] = decision
    out = {}
    for fact_id, by_person in last.items():
        latest = list(by_person.values())[-1]
        out[fact_id] = Verdict(latest, any(d.outcome != latest.outcome for d in by_person.values()))
    return out


def applying(facts: Sequence[Fact], sha256: str, decisions: Sequence[Decision]) -> dict[str, Verdict]:
    """By id of the fact as it is now: the verdict on it.

    A document that was read again may number its facts anew: a decision then follows the one fact that has its
    concept, measure, code and old value; where there is none, or more than one, it does not apply.
    """
    by_id = {fact.id: fact for fact in facts}
    out: dict[str, Verdict] = {}
    for fact_id, verdict in verdicts([d for d in decisions if d.sha256 == sha256]).items():
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
