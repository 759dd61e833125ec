"""Events as mails and chat messages, by Apprise: whatever it has an address for (mailto://, json://, wecombot://, …).

A message holds the notices of a few events. A receiver's mark moves on with each message that it took; what it did not
take is tried again, then left to the next round, and nothing is left out. Each receiver has one recipient, so that
nobody is told twice because somebody else was not reached.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flows.monitor.carrier import Carrier, NoReceiver, NotTaken
from flows.monitor.events import Event
from flows.monitor.notice import Links, block, headline, line
from flows.monitor.outbox import advance, all_after, note_problem, reached, retrying
from flows.monitor.sources import KINDS, VARIABLE_IN, Receiver, Sources
from flows.monitor.state import State
from flows.words import words

_MOST_TOGETHER = 20  # events of a message; set by thought alone
_ROOM = 50  # bytes that a service's longest message is not filled by: its own marks
# What services take at most, in bytes, where Apprise does not know it: 企业微信's limit of a text, as it tells.
_LONGEST = {"wecombot": 2_048}
_ATTEMPTS = 4
_BETWEEN = "\n\n"
_CUT = "…"


@dataclass(frozen=True)
class Message:
    """Some events for one receiver; `last` is the number up to which it has heard of everything once it took this."""

    events: tuple[Event, ...]
    last: int


def receiver_name(receiver: Receiver) -> str:
    """The name that the database knows a receiver by; it gives nothing of the address away."""
    return "notify-" + hashlib.sha256(receiver.url.encode()).hexdigest()[:32]


def send_notices(state: State, sources: Sources, links: Links, backoff: float = 2.0) -> list[str]:
    """Sends what each receiver has not had yet, in order; gives one line for each that did not take it."""
    told = ((receiver, _send_all(state, receiver, links, backoff)) for receiver in sources.notify)
    return [f"{receiver.label}: {problem}" for receiver, problem in told if problem is not None]


def _send_all(state: State, receiver: Receiver, links: Links, backoff: float) -> str | None:
    """Why a receiver did not take what there is for it; None where it did."""
    name, problem = receiver_name(receiver), None
    try:
        address, secrets = filled_in(receiver.url, os.environ)
        carrier = Carrier(address, secrets)
        longest = receiver.longest or _LONGEST.get(carrier.scheme, carrier.longest)
        for message in messages(state, receiver, reached(state, name), links, longest):
            if message.events:
                body = body_of(message.events, links, longest)
                told = title_of(message.events), body, _type_of(message.events)
                retrying(NotTaken, _ATTEMPTS, backoff)(carrier.send, *told)
            advance(state, name, message.last)
    except (NotTaken, NoReceiver) as error:
        problem = str(error)
    note_problem(state, name, problem)
    return problem


def filled_in(address: str, environment: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """An address with the environment's variables (${NAME}) put in, and what was put in. Raises NoReceiver.

    A variable that is the whole address is put in as it is, one within it as a part of an address is written.

    >>> filled_in("mailto://me:${KEY}@relay.example", {"KEY": "a/b"})
    ('mailto://me:a%2Fb@relay.example', ('a/b', 'a%2Fb'))
    """
    names = VARIABLE_IN.findall(address)
    for name in names:
        if not environment.get(name):
            raise NoReceiver(f"the environment variable {name} holds nothing")
    if names and address == f"${{{names[0]}}}":
        return environment[names[0]], (environment[names[0]],)
    values = tuple(environment[name] for name in names)
    whole = VARIABLE_IN.sub(lambda match: quote(environment[match[1]], safe=""), address)
    return whole, tuple(dict.fromkeys(form for value in values for form in (value, quote(value, safe=""))))


def messages(state: State, receiver: Receiver, after: int, links: Links, longest: int) -> Iterator[Message]:
    """What a receiver has not had yet: the events that it wants, as many together as a message of its service holds.

    `longest` is the most bytes of a message (what Apprise counts in characters is taken for that: bytes are more). What
    a receiver does not want is passed.
    """
    wanted = receiver.events or KINDS
    events: list[Event] = []
    last = after
    for row in all_after(state, after):
        if row.kind in wanted:
            event = Event.model_validate_json(row.body)
            if events and (len(events) == _MOST_TOGETHER or not _fits([*events, event], links, longest)):
                yield Message(tuple(events), last)
                events = []
            events.append(event)
        last = row.number
    if last > after:
        yield Message(tuple(events), last)


def _fits(events: Sequence[Event], links: Links, longest: int) -> bool:
    return _size(events, _whole(events, links)) <= longest


def _size(events: Sequence[Event], body: str) -> int:
    """The bytes of a message, its title included: some services put that into the body."""
    return len(f"{title_of(events)}{body}".encode()) + _ROOM


def _whole(events: Sequence[Event], links: Links) -> str:
    return _BETWEEN.join([*(block(event, links) for event in events), words("notice.footer")])


def title_of(events: Sequence[Event]) -> str:
    """The title of a message: its only event, or how many of each kind there are."""
    if len(events) == 1:
        return headline(events[0])
    counts = Counter[str](event.kind for event in events)
    told = (words(f"notice.kind.{kind}") + f" {counts[kind]}" for kind in KINDS if counts[kind])
    return words("notice.digest", counts=words("notice.list").join(told))


def body_of(events: Sequence[Event], links: Links, longest: int) -> str:
    """The notices of events that fit; one that does not fit alone is told in a line, or that cut off and so marked."""
    if _fits(events, links, longest):
        return _whole(events, links)
    footer = f"{_BETWEEN}{words('notice.footer')}"
    told = "\n".join(line(event, links) for event in events).encode()
    room = longest - _size(events, footer)
    if len(told) > room:
        told = told[: max(0, room - len(_CUT.encode()))]
        return f"{told.decode(errors='ignore')}{_CUT}{footer}"
    return f"{told.decode()}{footer}"


def _type_of(events: Sequence[Event]) -> str:
    """What Apprise marks a message as."""
    kinds = {event.kind for event in events}
    return "failure" if kinds == {"failed"} else "warning" if kinds <= {"failed", "overdue", "withdrawn"} else "info"
