"""What the monitor knows, kept in a database: read and written in short transactions, whole or not at all."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, create_engine, delete, event, select
from sqlalchemy.orm import Session

from flows.monitor.events import Event
from flows.monitor.fetch import Validators
from flows.monitor.tables import EventRow, FailureRow, PageRow, PlaceRow, SourceRow
from flows.monitor.upgrade import bring_up


@dataclass(frozen=True)
class KnownPage:
    """A page as it was last read: its content as JSON of a PageContent, and when it was last asked for (UTC)."""

    validators: Validators
    content: str
    checked_at: datetime


def now() -> datetime:
    """The time in UTC, without a zone: not every database keeps one."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def key_of(*parts: str) -> str:
    """What an address (and a member) is found by: addresses may be longer than a database indexes."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class State:
    """The state behind a SQLAlchemy URL; tables are made where there are none, older ones brought up.

    Raises LaterVersion, SQLAlchemyError, OSError.
    """

    def __init__(self, url: str) -> None:
        self.engine = create_engine(url, pool_pre_ping=True)
        if self.engine.dialect.name == "sqlite":
            _make_sqlite_lasting(self.engine)
        try:
            bring_up(self.engine)
        except BaseException:
            self.engine.dispose()
            raise
        self.ledger = threading.Lock()  # two sources that find the same document must not both publish it

    def close(self) -> None:
        """Gives up the connections to the database."""
        self.engine.dispose()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: committed at the end, undone by an exception."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def page(self, source: str, url: str) -> KnownPage | None:
        """What is known of a page; None where it was never read."""
        with self.session() as session:
            row = session.scalar(select(PageRow).where(PageRow.source == source, PageRow.key == key_of(url)))
        if row is None:
            return None
        return KnownPage(Validators(row.etag, row.last_modified), row.content, row.checked_at)

    def keep_page(self, source: str, url: str, validators: Validators, content: str) -> None:
        """Puts what a page says now in the place of what it said before; `content` is JSON."""
        with self.session() as session:
            row = session.scalar(select(PageRow).where(PageRow.source == source, PageRow.key == key_of(url)))
            if row is None:
                row = PageRow(source=source, key=key_of(url), url=url)
                session.add(row)
            row.etag, row.last_modified = validators.etag, validators.last_modified
            row.content, row.checked_at = content, now()

    def page_checked(self, source: str, url: str) -> None:
        """Notes that a page, where it is known, was asked for just now and had not changed."""
        with self.session() as session:
            row = session.scalar(select(PageRow).where(PageRow.source == source, PageRow.key == key_of(url)))
            if row is not None:
                row.checked_at = now()

    def place(self, source: str, url: str, member: str = "") -> PlaceRow | None:
        """The place, detached: changing it changes nothing."""
        with self.session() as session:
            return place_row(session, source, url, member)

    def places(self, source: str) -> Sequence[PlaceRow]:
        """All places of a source, gone ones too, detached."""
        with self.session() as session:
            return session.scalars(select(PlaceRow).where(PlaceRow.source == source)).all()

    def place_checked(self, source: str, url: str) -> None:
        """Notes that the address answered that nothing changed; so for all files of an archive there."""
        with self.session() as session:
            for row in session.scalars(select(PlaceRow).where(PlaceRow.source == source, PlaceRow.url == url)):
                row.checked_at = now()

    def keep_container(self, source: str, url: str, page: str, validators: Validators) -> None:
        """Notes an archive all of whose files are entered."""
        with self.session() as session:
            row = place_row(session, source, url, "")
            if row is None:
                row = PlaceRow(source=source, key=key_of(url, ""), url=url, member="")
                session.add(row)
            row.page, row.etag, row.last_modified = page, validators.etag, validators.last_modified
            row.checked_at, row.gone = now(), False

    def fail(self, source: str, url: str, cause: str) -> None:
        """Records what failed; the same failure again takes the place of the one before."""
        with self.session() as session:
            found = select(FailureRow).where(FailureRow.source == source, FailureRow.key == key_of(url))
            row = session.scalar(found) or FailureRow(source=source, key=key_of(url), url=url)
            row.cause, row.at = cause[:2_000], now()
            session.add(row)

    def succeed(self, source: str, url: str) -> None:
        """Forgets what failed at an address."""
        with self.session() as session:
            session.execute(delete(FailureRow).where(FailureRow.source == source, FailureRow.key == key_of(url)))

    def failures(self, source: str) -> Sequence[FailureRow]:
        """What fails at a source, the oldest first."""
        with self.session() as session:
            return session.scalars(select(FailureRow).where(FailureRow.source == source).order_by(FailureRow.at)).all()

    def forget_failures_but(self, source: str, urls: Iterable[str]) -> None:
        """After a complete visit: failures of what is linked no more are nobody's concern."""
        kept = {key_of(url) for url in urls}
        with self.session() as session:
            for row in session.scalars(select(FailureRow).where(FailureRow.source == source)):
                if row.key not in kept:
                    session.delete(row)

    def source(self, name: str) -> SourceRow | None:
        """The source as its last visit left it, detached; None before the first."""
        with self.session() as session:
            return session.get(SourceRow, name)

    def note_source(self, name: str, **values: Any) -> None:
        """Sets columns of SourceRow, making the row where there is none."""
        with self.session() as session:
            row = session.get(SourceRow, name)
            if row is None:
                row = SourceRow(name=name)
                session.add(row)
            for key, value in values.items():
                setattr(row, key, value)

    def events(self, after: int = 0, limit: int = 500) -> Sequence[EventRow]:
        """Events in the order in which they happened, from the one after number `after`."""
        found = select(EventRow).where(EventRow.number > after).order_by(EventRow.number).limit(limit)
        with self.session() as session:
            return session.scalars(found).all()

    def latest_events(self, limit: int) -> Sequence[EventRow]:
        """The latest first."""
        with self.session() as session:
            return session.scalars(select(EventRow).order_by(EventRow.number.desc()).limit(limit)).all()


def place_row(session: Session, source: str, url: str, member: str) -> PlaceRow | None:
    """The place, attached to the session: changing it changes the database. `member` is "" for the address itself."""
    return session.scalar(select(PlaceRow).where(PlaceRow.source == source, PlaceRow.key == key_of(url, member)))


def add_event(session: Session, told: Event, once: str | None = None) -> None:
    """Writes an event in the transaction of what it tells."""
    session.add(
        EventRow(
            id=told.id, once=once, kind=told.kind, source=told.source, at=now(), body=told.model_dump_json(),
        )
    )  # fmt: skip


def _make_sqlite_lasting(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA busy_timeout=60000")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()
        connection.isolation_level = None  # the driver's own BEGIN comes too late: see below

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A transaction that reads first and then writes would fail at once where another thread wrote in between.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
