"""The tables of the monitor's state, for any database that SQLAlchemy speaks to.

A *place* is an address (and a file inside an archive there) where a document was found; a *disclosure* is what is
published there, at one place or several; a *version* is what a disclosure said from some day on. Events are rows
written together with what they tell (an outbox): what is told to readers is read from there (flows/monitor/telling.py).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What the tables of the state have in common: their metadata."""


class AboutRow(Base):
    """The version of the tables (flows/monitor/upgrade.py), in one row."""

    __tablename__ = "monitor_about"
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class SourceRow(Base):
    """A source as its last visit left it."""

    __tablename__ = "monitor_sources"
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    region: Mapped[str] = mapped_column(String(200), default="")
    visited_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(Text, default="")
    requests: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    bytes: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    withdrawn: Mapped[int] = mapped_column(default=0)


class PageRow(Base):
    """A page that was read: what to ask by next time, and what was found on it (JSON)."""

    __tablename__ = "monitor_pages"
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(64))  # SHA-256 of the address, which may be longer than an index allows
    url: Mapped[str] = mapped_column(Text)
    etag: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[str | None] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    checked_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("source", "key"),)


class DisclosureRow(Base):
    """What is published, at one place or several, from its first to its last version."""

    __tablename__ = "monitor_disclosures"
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(200), index=True)
    title: Mapped[str] = mapped_column(Text)
    unit_name: Mapped[str | None] = mapped_column(Text)
    fiscal_year: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(String(64), index=True)  # of the version that stands now
    published_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class PlaceRow(Base):
    """An address, or a file (`member`) of an archive there, where a document is or was found."""

    __tablename__ = "monitor_places"
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(64))  # SHA-256 of address and member
    url: Mapped[str] = mapped_column(Text)
    member: Mapped[str] = mapped_column(Text, default="")
    page: Mapped[str] = mapped_column(Text, default="")  # the page that links to it
    disclosure_id: Mapped[int | None] = mapped_column(ForeignKey("monitor_disclosures.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    etag: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[str | None] = mapped_column(Text)
    checked_at: Mapped[datetime | None]
    gone: Mapped[bool] = mapped_column(default=False)
    broken: Mapped[str | None] = mapped_column(String(64))  # the bytes that were there last and could not be read
    __table_args__ = (UniqueConstraint("source", "key"),)


def standing_in(source: str) -> tuple[ColumnElement[bool], ...]:
    """The condition on DisclosureRow that it stands at an address of the source, whoever found it first."""
    places = select(PlaceRow.disclosure_id).where(
        PlaceRow.source == source, PlaceRow.gone.is_(False), PlaceRow.disclosure_id.is_not(None)
    )
    return DisclosureRow.id.in_(places), DisclosureRow.withdrawn_at.is_(None)


class SupersededRow(Base):
    """A disclosure whose address at a source was given a later year's: it was published there, and counts as that."""

    __tablename__ = "monitor_superseded"
    source: Mapped[str] = mapped_column(String(200), primary_key=True)
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("monitor_disclosures.id"), primary_key=True)
    at: Mapped[datetime]


def published_in(source: str) -> ColumnElement[bool]:
    """The condition on DisclosureRow that it stands at a source, or stood where a later year's stands now."""
    superseded = select(SupersededRow.disclosure_id).where(SupersededRow.source == source)
    return or_(and_(*standing_in(source)), DisclosureRow.id.in_(superseded))


class BoundRow(Base):
    """A unit whose accounts are bound with others' in a disclosure, as the version that stands now has it."""

    __tablename__ = "monitor_bound"
    id: Mapped[int] = mapped_column(primary_key=True)
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("monitor_disclosures.id"), index=True)
    unit_name: Mapped[str] = mapped_column(Text)
    fiscal_year: Mapped[int | None]


class VersionRow(Base):
    """What a disclosure said from `seen_at` on; `problem` says why it could not be read."""

    __tablename__ = "monitor_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("monitor_disclosures.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    url: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime]
    problem: Mapped[str | None] = mapped_column(Text)


class FailureRow(Base):
    """What failed when it was last tried; it goes when it succeeds."""

    __tablename__ = "monitor_failures"
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(200), index=True)
    key: Mapped[str] = mapped_column(String(64))
    url: Mapped[str] = mapped_column(Text)
    cause: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("source", "key"),)


class ToldFailuresRow(Base):
    """What failed at a source when that was told last: the keys of its failures, a list in JSON."""

    __tablename__ = "monitor_told_failures"
    source: Mapped[str] = mapped_column(String(200), primary_key=True)
    keys: Mapped[str] = mapped_column(Text)


class EventRow(Base):
    """`once` keeps an event that may happen only once (a unit overdue for a year) from happening again."""

    __tablename__ = "monitor_events"
    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    once: Mapped[str | None] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    body: Mapped[str] = mapped_column(Text)
    __table_args__ = (Index("ix_monitor_events_kind", "source", "kind"),)


class SinkRow(Base):
    """How far a receiver of events has got."""

    __tablename__ = "monitor_sinks"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None] = mapped_column(Text)
