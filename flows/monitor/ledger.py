"""What a document that was found means: a new disclosure, another version of one, one that is known from elsewhere.

Everything that a document changes in the state, its event included, is one transaction: after an interruption the
document is either known and told, or will be found again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from extractors.model.record import Record
from flows.monitor.events import Event, EventKind, changed_facts
from flows.monitor.fetch import Validators
from flows.monitor.reading import Reading
from flows.monitor.roster import told_year
from flows.monitor.state import State, add_event, key_of, now, place_row
from flows.monitor.tables import DisclosureRow, PlaceRow, SupersededRow, VersionRow

LoadRecord = Callable[[str], Record | None]


@dataclass(frozen=True)
class Found:
    """A document of a site. `sha256` is that of what it says; `linked` are the addresses its page links to now."""

    source: str
    region: str
    url: str
    member: str
    page: str
    title: str
    kind: str
    sha256: str
    validators: Validators
    linked: frozenset[str] = frozenset()


def settle(state: State, found: Found, reading: Reading, load: LoadRecord) -> Event | None:
    """Enters a document; gives the event that this is, if it is one."""
    record = load(found.sha256) if reading.problem is None else None
    with state.ledger, state.session() as session:
        place = place_row(session, found.source, found.url, found.member)
        if place is None:
            place = PlaceRow(
                source=found.source, key=key_of(found.url, found.member), url=found.url, member=found.member,
            )  # fmt: skip
            session.add(place)
        if reading.damaged and not _is_lasting(place, found):
            return None
        event = _entered(session, place, found, reading, record, load)
        place.page, place.sha256, place.checked_at = found.page, found.sha256, now()
        place.etag, place.last_modified = found.validators.etag, found.validators.last_modified
        place.gone, place.broken = False, None
        if event is not None:
            add_event(session, event)
    return event


def _is_lasting(place: PlaceRow, found: Found) -> bool:
    """Whether broken bytes were found before: a download may have been cut off, twice the same is what is there."""
    lasting = place.broken == found.sha256
    place.broken = found.sha256
    return lasting


def _entered(
    session: Session, place: PlaceRow, found: Found, reading: Reading, record: Record | None, load: LoadRecord
) -> Event | None:
    there = session.get(DisclosureRow, place.disclosure_id) if place.disclosure_id is not None else None
    known, told = there, dict[str, Any]()
    if there is not None and _is_of_a_later_year(there, place, found, record):
        _supersede(session, there, found)
        known, told = None, {"how": "next_year", "old_sha256": there.sha256}
    if known is None:
        known = session.scalar(
            select(DisclosureRow).where(DisclosureRow.sha256 == found.sha256).order_by(DisclosureRow.id).limit(1)
        )
    if known is None and record is not None:
        known = _moved(session, found, record)
        told = {"how": "moved"} if known is not None else told
    if known is None:
        known = _published(session, found, record)
        _add_version(session, known, found, reading)
        place.disclosure_id = known.id
        return _event("published", found, reading, known, **told)
    place.disclosure_id = known.id
    if known.withdrawn_at is not None:
        known.withdrawn_at = None
        _renew(session, known, found, reading, record)
        return _event("published", found, reading, known, again=True)
    return _changed(session, known, place, found, reading, record, load, told.get("how", ""))


def _changed(
    session: Session, row: DisclosureRow, place: PlaceRow, found: Found, reading: Reading, record: Record | None,
    load: LoadRecord, how: str,
) -> Event | None:  # fmt: skip
    """The event of another version of a disclosure that stands; None where it says nothing else."""
    if found.sha256 in (row.sha256, place.sha256):
        return None
    old = row.sha256
    before = load(old)
    _renew(session, row, found, reading, record)
    facts = changed_facts(before, record) if before is not None and record is not None else ()
    if found.kind == "html" and before is not None and record is not None and not facts:
        return None  # a counter or a date on the page: nothing that the disclosure says
    return _event("changed", found, reading, row, old_sha256=old, facts=facts, how=how)


def _is_of_a_later_year(row: DisclosureRow, place: PlaceRow, found: Found, record: Record | None) -> bool:
    """Whether an address that had a disclosure holds that of a later year now, and no other version of the same."""
    if found.sha256 in (row.sha256, place.sha256):
        return False
    was = told_year(row.fiscal_year, row.title)
    now_told = told_year(record.document.fiscal_year if record is not None else None, found.title)
    return was is not None and now_told is not None and now_told > was


def _supersede(session: Session, row: DisclosureRow, found: Found) -> None:
    """Notes that a disclosure was published at a source whose address holds a later year's now."""
    known = session.get(SupersededRow, (found.source, row.id))
    if row.withdrawn_at is None and known is None:
        session.add(SupersededRow(source=found.source, disclosure_id=row.id, at=now()))


def _published(session: Session, found: Found, record: Record | None) -> DisclosureRow:
    row = DisclosureRow(source=found.source, title=found.title, sha256=found.sha256, published_at=now())
    _name(row, record)
    session.add(row)
    session.flush()
    return row


def _renew(session: Session, row: DisclosureRow, found: Found, reading: Reading, record: Record | None) -> None:
    if row.sha256 != found.sha256:
        row.sha256, row.title = found.sha256, found.title
        _name(row, record)
        _add_version(session, row, found, reading)


def _name(row: DisclosureRow, record: Record | None) -> None:
    if record is not None:
        row.unit_name = record.document.unit_name or row.unit_name
        row.fiscal_year = record.document.fiscal_year or row.fiscal_year


def _add_version(session: Session, row: DisclosureRow, found: Found, reading: Reading) -> None:
    session.add(
        VersionRow(
            disclosure_id=row.id, sha256=found.sha256, kind=found.kind, url=found.url, seen_at=now(),
            problem=reading.problem,
        )
    )  # fmt: skip


def _moved(session: Session, found: Found, record: Record) -> DisclosureRow | None:
    """The disclosure that this one takes the place of: of the same page, unit and year, and no longer linked there."""
    if record.document.unit_name is None or record.document.fiscal_year is None:
        return None
    rows = session.scalars(
        select(DisclosureRow)
        .join(PlaceRow, PlaceRow.disclosure_id == DisclosureRow.id)
        .where(
            PlaceRow.source == found.source,
            PlaceRow.page == found.page,
            DisclosureRow.unit_name == record.document.unit_name,
            DisclosureRow.fiscal_year == record.document.fiscal_year,
        )
        .distinct()
    ).all()
    left = [row for row in rows if not any(p.url in found.linked for p in _places(session, row))]
    return left[0] if len(left) == 1 else None


def _places(session: Session, row: DisclosureRow) -> Sequence[PlaceRow]:
    return session.scalars(select(PlaceRow).where(PlaceRow.disclosure_id == row.id)).all()


def _event(kind: EventKind, found: Found, reading: Reading, row: DisclosureRow, **more: Any) -> Event:
    return Event(
        kind=kind,
        source=found.source,
        region=found.region,
        title=found.title,
        unit_name=row.unit_name,
        fiscal_year=row.fiscal_year,
        url=found.url,
        member=found.member,
        page=found.page,
        file_kind=found.kind,
        sha256=found.sha256,
        record=reading.problem is None,
        problem=reading.problem,
        **more,
    )


def withdraw(state: State, source: str, region: str, places: dict[int, str]) -> list[Event]:
    """Marks places (by id, with how they went) as gone; gives the events of disclosures left without any."""
    events = []
    with state.session() as session:
        touched: dict[int, str] = {}
        for place_id, how in places.items():
            place = session.get(PlaceRow, place_id)
            if place is not None and not place.gone:
                place.gone = True
                if place.disclosure_id is not None:
                    touched[place.disclosure_id] = how
        session.flush()
        for disclosure_id, how in touched.items():
            row = session.get(DisclosureRow, disclosure_id)
            left = _places(session, row) if row is not None else ()
            if row is None or row.withdrawn_at is not None or not all(p.gone for p in left):
                continue
            row.withdrawn_at = now()
            last = max(left, key=lambda p: p.id)
            event = Event(
                kind="withdrawn", source=source, region=region, title=row.title, unit_name=row.unit_name,
                fiscal_year=row.fiscal_year, url=last.url, member=last.member, page=last.page, sha256=row.sha256,
                how=how,
            )  # fmt: skip
            add_event(session, event)
            events.append(event)
    return events
