"""What the monitor tells: a disclosure published, changed, withdrawn, or overdue.

The JSON of an event is one line of DIR/events.jsonl, the body of a webhook, and the payload of a Prefect event.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

from extractors.model.record import Record
from flows.monitor.gist import Gist

EventKind = Literal["published", "changed", "withdrawn", "overdue", "failed"]


class ChangedFact(BaseModel):
    """A fact, or a cell of a statement, that another version says otherwise; None where it is not said at all.

    Values as in the Record: decimal strings, money in 元. `where` is set for cells: statement, row, column.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    concept: str
    label: str
    measure: str = ""
    code: str = ""
    where: str = ""
    unit: str | None = None
    old: str | None = None
    new: str | None = None


class Failure(BaseModel):
    """An address that gave nothing, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    cause: str


class Event(BaseModel):
    """`sha256` names the version: `local_document` is it, `local_record` its Record, both as paths below DIR.

    `record` is false, and `problem` tells why, where the document could not be read. `again` is true where a
    disclosure that was withdrawn stands there again. `due` is the day by which the unit of an `overdue` event
    should have published, `unsure` how many documents of the source may be its, as they were not read or nobody knows
    whose they are. `gist` is the document at a glance: None where it was not read, and in events of before.
    A `failed` event tells how many addresses of a source began to fail, and which, those beyond the first left out.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(default_factory=lambda: str(uuid4()))
    kind: EventKind
    at: str = Field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    source: str
    region: str = ""
    title: str = ""
    unit_name: str | None = None
    fiscal_year: int | None = None
    url: str = ""
    member: str = ""
    page: str = ""
    file_kind: str = ""
    sha256: str = ""
    old_sha256: str | None = None
    record: bool = False
    problem: str | None = None
    again: bool = False
    how: str = ""
    due: str | None = None
    unsure: int = 0
    local_record: str = ""
    local_document: str = ""
    gist: Gist | None = None
    facts: tuple[ChangedFact, ...] = ()
    failed: int = 0
    failures: tuple[Failure, ...] = ()


_Key = tuple[str, str, str, str, str, str | None]


def changed_facts(old: Record, new: Record) -> tuple[ChangedFact, ...]:
    """What two versions of a disclosure say differently, in the order of the new one, then what it no longer says.

    A figure stated several times is compared as often as it is stated.
    """
    before, after = _said(old), _said(new)
    changes = []
    for key in [*after, *(key for key in before if key not in after)]:
        was, now = before.get(key, []), after.get(key, [])
        lost, come = Counter(was) - Counter(now), Counter(now) - Counter(was)
        concept, label, measure, code, where, unit = key
        for old_value, new_value in zip_longest(lost.elements(), come.elements()):
            changes.append(
                ChangedFact(
                    concept=concept, label=label, measure=measure, code=code, where=where, unit=unit,
                    old=old_value, new=new_value,
                )
            )  # fmt: skip
    return tuple(changes)


def _said(record: Record) -> dict[_Key, list[str]]:
    said: dict[_Key, list[str]] = defaultdict(list)
    for key, value in (*_facts(record), *_cells(record)):
        said[key].append(value)
    return said


def _facts(record: Record) -> Iterator[tuple[_Key, str]]:
    for fact in record.facts:
        # A statement's cell may be a fact besides; it is compared as a cell, where it says which.
        if all(place.statement is not None for place in fact.provenance):
            continue
        beside = "/".join(fact.beside.values())
        yield (fact.concept, fact.label, fact.measure, fact.dimensions.get("code", ""), beside, fact.unit), fact.value


def _cells(record: Record) -> Iterator[tuple[_Key, str]]:
    for statement in record.statements:
        for row in statement.rows:
            for cell in row.cells:
                if cell.value is not None:
                    where = "/".join(part for part in (row.group, row.name, cell.column) if part)
                    key = (f"statement.{statement.kind}", statement.name, "", row.code, where, cell.unit)
                    yield key, cell.value
