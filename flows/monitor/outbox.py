"""How far each receiver of events has got: every event is taken from the state once, in order, until it is delivered.

Events are written in the transaction of what they tell; a receiver's mark moves on when it has taken one. Between
taking and marking lies the only moment at which an interruption makes it come twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import func, select
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from flows.monitor.state import State
from flows.monitor.tables import EventRow, SinkRow

_LONGEST_PAUSE = 60  # seconds between two attempts
TERMINAL = "terminal"  # what prints events when a round is over


def all_after(state: State, after: int) -> Iterator[EventRow]:
    """The events from the one after number `after` on, in their order."""
    while rows := state.events(after):
        yield from rows
        after = rows[-1].number


def register(state: State, names: Iterable[str]) -> None:
    """Notes new receivers before anything happens: they are told what happens from now on."""
    with state.session() as session:
        last = session.scalar(select(func.max(EventRow.number))) or 0
        for name in names:
            if session.get(SinkRow, name) is None:
                session.add(SinkRow(name=name, number=last))


def reached(state: State, name: str) -> int:
    """The number of the last event that a receiver took."""
    with state.session() as session:
        sink = session.get(SinkRow, name)
        return sink.number if sink is not None else 0


def advance(state: State, name: str, number: int) -> None:
    """Notes that a receiver took all events up to a number."""
    with state.session() as session:
        sink = session.get(SinkRow, name)
        if sink is not None:
            sink.number = number


def note_problem(state: State, name: str, problem: str | None) -> None:
    """Notes what kept a receiver from taking an event; None where nothing did."""
    with state.session() as session:
        sink = session.get(SinkRow, name)
        if sink is not None:
            sink.problem = problem


def retrying(fails: type[Exception] | tuple[type[Exception], ...], attempts: int, backoff: float) -> Retrying:
    """What calls a function until it does not fail so, with longer and longer pauses; the last failure is raised."""
    return Retrying(
        retry=retry_if_exception_type(fails),
        stop=stop_after_attempt(attempts),
        wait=wait_exponential_jitter(multiplier=backoff, max=_LONGEST_PAUSE, jitter=backoff / 2),
        reraise=True,
    )
