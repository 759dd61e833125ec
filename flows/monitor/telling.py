"""Events told to those who wait for them: a file of lines, a feed, webhooks, Prefect.

Events lie in the state in the order in which they happened. The file is brought up to date from its own last line, the
feed written anew, so that both hold every event once whatever was interrupted. Webhooks and Prefect are told at least
once; the event's id tells a repetition.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import time
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path
from typing import IO

import httpx
import regex
from lxml import etree
from sqlalchemy import func, select
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from flows.monitor.events import ChangedFact, Event
from flows.monitor.network import Guard, guarded_client
from flows.monitor.sources import Sources, Webhook
from flows.monitor.state import State
from flows.monitor.tables import EventRow, SinkRow
from flows.output import replacing
from flows.publish.views import measure_labels

EVENTS_FILE, FEED_FILE = "events.jsonl", "events.atom"
SPOILT_SUFFIX = ".spoilt"
_FEED_ENTRIES = 200
_ATTEMPTS = 5
_LONGEST_DELIVERY = 300.0  # seconds for one event, attempts and pauses together
_NOT_XML = regex.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_ATOM = "http://www.w3.org/2005/Atom"
_SAYS = {"published": "公开", "changed": "变更", "withdrawn": "撤下", "overdue": "逾期未公开"}


class WebhookFailed(Exception):
    """A receiver that did not take an event, and may when asked again."""


def append_lines(state: State, folder: Path) -> str | None:
    """Brings DIR/events.jsonl up to date: a line cut off by an interruption is written again, none twice.

    Lines that something else spoilt are set aside in a file beside it and written again; what is given tells of them.
    """
    path = folder / EVENTS_FILE
    folder.mkdir(parents=True, exist_ok=True)
    spoilt = 0
    with path.open("ab+") as file:
        file.seek(0)
        content = file.read()
        lines = content[: content.rfind(b"\n") + 1].split(b"\n")[:-1]
        file.truncate(sum(len(line) + 1 for line in lines))
        after = _number_of(state, lines[-1]) if lines else 0
        if after is None:
            spoilt = _set_aside(file, lines, path.with_suffix(SPOILT_SUFFIX))
            after = 0
        there = {_id_of(line) for line in lines} if not after else set()
        for row in _all_after(state, after):
            if row.id not in there:
                file.write(row.body.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return f"{path}: {spoilt} spoilt lines, written again; they lie in {path.stem}{SPOILT_SUFFIX}" if spoilt else None


def _set_aside(file: IO[bytes], lines: Sequence[bytes], beside: Path) -> int:
    """Takes lines that hold no event out of the file and appends them to `beside`; how many they are."""
    spoilt = [line for line in lines if _id_of(line) is None]
    if spoilt:
        with beside.open("ab") as kept:
            kept.writelines(line + b"\n" for line in spoilt)
        file.truncate(0)
        file.writelines(line + b"\n" for line in lines if _id_of(line) is not None)
    return len(spoilt)


def _number_of(state: State, line: bytes) -> int | None:
    """The number of the event that a line holds; None where it holds none, or none of this state's."""
    with state.session() as session:
        return session.scalar(select(EventRow.number).where(EventRow.id == _id_of(line)))


def _id_of(line: bytes) -> str | None:
    try:
        found = json.loads(line)["id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return found if isinstance(found, str) else None


def _all_after(state: State, after: int) -> Iterator[EventRow]:
    while rows := state.events(after):
        yield from rows
        after = rows[-1].number


def write_feed(state: State, folder: Path, sources: Sources) -> None:
    """Writes DIR/events.atom, the latest events first."""
    rows = state.latest_events(_FEED_ENTRIES)
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    _child(feed, "id", sources.feed_id)
    _child(feed, "title", sources.feed_title)
    newest = rows[0].at.replace(tzinfo=UTC).isoformat() if rows else "1970-01-01T00:00:00+00:00"
    _child(feed, "updated", newest)
    author = etree.SubElement(feed, f"{{{_ATOM}}}author")
    _child(author, "name", "juesuan")
    for row in rows:
        _entry(feed, row)
    text = etree.tostring(feed, encoding="unicode", pretty_print=True)
    with replacing(folder / FEED_FILE) as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n' + text)


def _entry(feed: etree._Element, row: EventRow) -> None:
    event = Event.model_validate_json(row.body)
    entry = etree.SubElement(feed, f"{{{_ATOM}}}entry")
    _child(entry, "id", f"urn:uuid:{event.id}")
    _child(entry, "title", headline(event))
    _child(entry, "updated", row.at.replace(tzinfo=UTC).isoformat())
    etree.SubElement(entry, f"{{{_ATOM}}}category", term=event.kind, label=_SAYS[event.kind])
    if event.url:
        etree.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", href=_NOT_XML.sub("", event.url))
    lines = [f"{event.source} {event.region}".strip(), *(told_fact(f) for f in event.facts), event.problem or ""]
    _child(entry, "content", "\n".join(line for line in lines if line))


def _child(parent: etree._Element, name: str, text: str) -> None:
    node = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    node.text = _NOT_XML.sub("", text)


def headline(event: Event) -> str:
    """An event in one line."""
    year = f" {event.fiscal_year}年度" if event.fiscal_year else ""
    due = f"（应于 {event.due} 前公开）" if event.due else ""
    return f"{_SAYS[event.kind]}：{event.unit_name or event.title}{year}{due}"


def told_fact(fact: ChangedFact) -> str:
    """A changed fact in one line."""
    measure = measure_labels().get(fact.measure or "", fact.measure)
    name = " ".join(part for part in (fact.label, fact.where, fact.code, measure) if part)
    return f"{name}: {fact.old or '—'} → {fact.new or '—'}"


def register(state: State, sources: Sources, prefect: bool) -> None:
    """Notes new receivers before anything happens: they are told what happens from now on."""
    names = [webhook_name(w) for w in sources.webhooks] + (["prefect"] if prefect else [])
    with state.session() as session:
        last = session.scalar(select(func.max(EventRow.number))) or 0
        for name in names:
            if session.get(SinkRow, name) is None:
                session.add(SinkRow(name=name, number=last))


def webhook_name(webhook: Webhook) -> str:
    """The name that the database knows a receiver by; it does not give the address away, which may hold a key."""
    return "webhook-" + hashlib.sha256(webhook.url.encode()).hexdigest()[:32]


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """The signature of a webhook: HMAC-SHA256 of the timestamp, a dot and the body, in hexadecimal."""
    return "sha256=" + hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def send_webhooks(state: State, sources: Sources, backoff: float = 2.0) -> list[str]:
    """Sends what each receiver has not had yet, in order; gives one line for each that did not take it."""
    return [line for webhook in sources.webhooks if (line := _send_all(state, webhook, backoff)) is not None]


def _send_all(state: State, webhook: Webhook, backoff: float) -> str | None:
    name = webhook_name(webhook)
    secret = os.environ.get(webhook.secret_env, "").encode()
    with state.session() as session:
        sink = session.get(SinkRow, name)
        after = sink.number if sink is not None else 0
    problem = None if secret else f"the environment variable {webhook.secret_env} holds no key to sign with"
    guard = Guard(webhook.allow_addresses)
    with guarded_client(guard, "juesuan-monitor", 20.0) as client:
        for row in _all_after(state, after) if secret else ():
            if not webhook.events or row.kind in webhook.events:
                try:
                    guard.deadline = time.monotonic() + _LONGEST_DELIVERY
                    _send(client, webhook, secret, row, backoff)
                except (WebhookFailed, httpx.HTTPError) as error:
                    problem = " ".join(str(error).split()) or type(error).__name__
                    break
            _advance(state, name, row.number)
    with state.session() as session:
        sink = session.get(SinkRow, name)
        if sink is not None:
            sink.problem = problem
    return f"{webhook.url}: {problem}" if problem else None


def _send(client: httpx.Client, webhook: Webhook, secret: bytes, row: EventRow, backoff: float) -> None:
    body = row.body.encode()

    def post() -> None:
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Juesuan-Event": row.id,
            "X-Juesuan-Timestamp": timestamp,
            "X-Juesuan-Signature": signature(secret, timestamp, body),
        }
        response = client.post(webhook.url, content=body, headers=headers)
        if not response.is_success:
            raise WebhookFailed(f"status {response.status_code}")

    retrying = Retrying(
        retry=retry_if_exception_type((WebhookFailed, httpx.TransportError)),
        stop=stop_after_attempt(_ATTEMPTS),
        wait=wait_exponential_jitter(multiplier=backoff, max=60, jitter=backoff / 2),
        reraise=True,
    )
    retrying(post)


def _advance(state: State, name: str, number: int) -> None:
    with state.session() as session:
        sink = session.get(SinkRow, name)
        if sink is not None:
            sink.number = number


def emit_to_prefect(state: State) -> None:
    """Emits what Prefect has not had yet as events `juesuan.<kind>`; within a flow run, or where a server is set."""
    from uuid import UUID

    from prefect.events import emit_event

    with state.session() as session:
        sink = session.get(SinkRow, "prefect")
        after = sink.number if sink is not None else 0
    for row in _all_after(state, after):
        event = Event.model_validate_json(row.body)
        emit_event(
            event=f"juesuan.{event.kind}",
            resource={
                "prefect.resource.id": f"juesuan.disclosure.{event.sha256 or event.id}",
                "prefect.resource.name": (event.unit_name or event.title)[:200],
                "juesuan.source": event.source,
            },
            occurred=row.at.replace(tzinfo=UTC),
            payload=json.loads(row.body),
            id=UUID(event.id),
        )
        _advance(state, "prefect", row.number)
