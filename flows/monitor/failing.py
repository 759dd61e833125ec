"""What began to fail at a source, as one event a visit: told once, and again only when it had worked in between."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.monitor.events import Event, Failure
from flows.monitor.sources import Source
from flows.monitor.state import State, add_event, key_of
from flows.monitor.tables import FailureRow, ToldFailuresRow

_MOST_TOLD = 20  # failures of an event that are named; the others are counted


def remember_failures(state: State, source: Source) -> None:
    """Notes before a first visit what fails already (a monitor of before told of no failures): that is no news."""
    with state.session() as session:
        if session.get(ToldFailuresRow, source.name) is None:
            known = json.dumps(sorted(_failing(session, source.name)))
            session.add(ToldFailuresRow(source=source.name, keys=known))


def tell_failures(state: State, source: Source, broken: str = "") -> None:
    """Tells what fails now and did not after the visit before; `broken` is why a visit was broken off."""
    with state.session() as session:
        failing = dict(_failing(session, source.name))
        if broken:
            failing[key_of("broken off", broken)] = Failure(url=source.lists[0], cause=broken)
        row = session.get(ToldFailuresRow, source.name)
        if row is None:
            row = ToldFailuresRow(source=source.name, keys="[]")
            session.add(row)
        told = set(json.loads(row.keys))
        new = [failure for key, failure in failing.items() if key not in told]
        row.keys = json.dumps(sorted(failing))
        if new:
            event = Event(
                kind="failed", source=source.name, region=source.region, title=source.name, url=new[0].url,
                problem=new[0].cause, failed=len(new), failures=tuple(new[:_MOST_TOLD]),
            )  # fmt: skip
            add_event(session, event)


def _failing(session: Session, source: str) -> Mapping[str, Failure]:
    """What fails at a source by its key, the oldest first."""
    rows = session.scalars(select(FailureRow).where(FailureRow.source == source).order_by(FailureRow.at, FailureRow.id))
    return {row.key: Failure(url=row.url, cause=row.cause) for row in rows}
