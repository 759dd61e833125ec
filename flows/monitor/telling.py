"""Events told to those who wait for them: a file of lines, a feed, Prefect.

Events lie in the state in the order in which they happened. The file is brought up to date from its own last line, the
feed written anew, so that both hold every event once whatever was interrupted. Prefect is told at least once, as are
webhooks (flows/monitor/webhooks.py); the event's id tells a repetition.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import IO

import regex
from lxml import etree
from sqlalchemy import select

from flows.monitor.events import Event
from flows.monitor.moments import iso
from flows.monitor.notice import Links, headline, markup
from flows.monitor.outbox import advance, all_after, reached
from flows.monitor.sources import Sources
from flows.monitor.state import State
from flows.monitor.tables import EventRow
from flows.output import replacing
from flows.words import words

EVENTS_FILE, FEED_FILE = "events.jsonl", "events.atom"
PREFECT = "prefect"  # the name of that receiver
SPOILT_SUFFIX = ".spoilt"
_FEED_ENTRIES = 200
_NOT_XML = regex.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_NEVER = "1970-01-01T00:00:00+00:00"
_ATOM = "http://www.w3.org/2005/Atom"


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
        for row in all_after(state, after):
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


def write_feed(state: State, folder: Path, sources: Sources) -> None:
    """Writes DIR/events.atom, the latest events first."""
    rows = state.latest_events(_FEED_ENTRIES)
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    _child(feed, "id", sources.feed_id)
    _child(feed, "title", sources.feed_title)
    _child(feed, "updated", iso(rows[0].at) if rows else _NEVER)
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
    _child(entry, "updated", iso(row.at))
    etree.SubElement(entry, f"{{{_ATOM}}}category", term=event.kind, label=words(f"notice.kind.{event.kind}"))
    # What lies beside the feed is named from there, wherever the folder is served (RFC 4287, 4.2.7).
    for rel, href in (("alternate", event.url), ("related", event.local_record), ("related", event.local_document)):
        if href:
            etree.SubElement(entry, f"{{{_ATOM}}}link", rel=rel, href=_NOT_XML.sub("", href))
    _child(entry, "content", markup(event, Links(Path())), type="html")


def _child(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    node = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    node.text = _NOT_XML.sub("", text)


def emit_to_prefect(state: State) -> None:
    """Emits what Prefect has not had yet as events `juesuan.<kind>`; within a flow run, or where a server is set."""
    from uuid import UUID

    from prefect.events import emit_event

    for row in all_after(state, reached(state, PREFECT)):
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
        advance(state, PREFECT, row.number)
