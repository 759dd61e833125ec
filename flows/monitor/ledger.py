"""What a document that was found means: a new disclosure, another version of one, one that is known from elsewhere.

Everything that a document changes in the state, its event included, is one transaction: after an interruption the
document is either known and told, or will be found again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from extractors.model.record import Record
from flows.monitor.events import Event, EventKind, changed_facts
from flows.monitor.fetch import Validators
from flows.monitor.files import Files
from flows.monitor.gist import Gist, gist_of
from flows.monitor.reading import Reading
from flows.monitor.roster import told_year
from flows.monitor.state import State, add_event, key_of, now, place_row
from flows.monitor.tables import BoundRow, DisclosureRow, PlaceRow, SupersededRow, VersionRow

_MOST_OF_A_YEAR = 5  # documents of one unit and year that are looked at; several are never taken for one


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


@dataclass(frozen=True)
class _Read:
    """What became of a document that was found: its reading, its Record, and that at a glance where it may be told."""

    reading: Reading
    record: Record | None
    gist: Gist | None


def settle(state: State, found: Found, reading: Reading, files: Files) -> Event | None:
    """Enters a document; gives the event that this is, if it is one."""
    record = files.record(found.sha256) if reading.problem is None else None
    there = state.place(found.source, found.url, found.member)
    news = there is None or there.gone or there.sha256 != found.sha256
    # Before the transaction: an audit takes a while, and others wait for the ledger.
    read = _Read(reading, record, _gist(state, record, found.sha256, files) if news else None)
    with state.ledger, state.session() as session:
        place = place_row(session, found.source, found.url, found.member)
        if place is None:
            place = PlaceRow(
                source=found.source, key=key_of(found.url, found.member), url=found.url, member=found.member,
            )  # fmt: skip
            session.add(place)
        if reading.damaged and not _is_lasting(place, found):
            return None
        event = _entered(session, place, found, read, files)
        place.page, place.sha256, place.checked_at = found.page, found.sha256, now()
        place.etag, place.last_modified = found.validators.etag, found.validators.last_modified
        place.gone, place.broken = False, None
        if event is not None:
            add_event(session, event)
    return event


def _gist(state: State, record: Record | None, sha256: str, files: Files) -> Gist | None:
    """A document at a glance, with what the year before's tells, where the monitor has that; None of no Record."""
    if record is None:
        return None
    bound = [part.unit_name for part in files.parts(sha256)] if record.document.parts else []
    units = tuple(dict.fromkeys(name for name in bound if name))
    return gist_of(record, _last_year(state, record, files), units)


def _last_year(state: State, record: Record, files: Files) -> Record | None:
    """The accounts of the same unit for the year before; None where there are none, or several."""
    document = record.document
    if document.unit_name is None or document.fiscal_year is None:
        return None
    of_it = select(DisclosureRow.sha256).where(
        DisclosureRow.unit_name == document.unit_name, DisclosureRow.fiscal_year == document.fiscal_year - 1
    )
    with state.session() as session:
        known = set(session.scalars(of_it.limit(_MOST_OF_A_YEAR)).all())
    found = [one for one in map(files.record, sorted(known)) if one is not None]
    alike = [one for one in found if one.document.kind == document.kind]
    return alike[0] if len(alike) == 1 else None


def _is_lasting(place: PlaceRow, found: Found) -> bool:
    """Whether broken bytes were found before: a download may have been cut off, twice the same is what is there."""
    lasting = place.broken == found.sha256
    place.broken = found.sha256
    return lasting


def _entered(session: Session, place: PlaceRow, found: Found, read: _Read, files: Files) -> Event | None:
    record = read.record
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
        _add_version(session, known, found, read.reading)
        _note_bound(session, known, record, files)
        place.disclosure_id = known.id
        return _event("published", found, read, known, files, **told)
    place.disclosure_id = known.id
    if known.withdrawn_at is not None:
        known.withdrawn_at = None
        _renew(session, known, found, read, files)
        return _event("published", found, read, known, files, again=True)
    if found.sha256 in (known.sha256, place.sha256):
        return None
    return _changed(session, known, found, read, files, told.get("how", ""))


def _changed(
    session: Session, row: DisclosureRow, found: Found, read: _Read, files: Files, how: str
) -> Event | None:  # fmt: skip
    """The event of another version of a disclosure that stands; None where it says nothing else."""
    old, record = row.sha256, read.record
    before = files.record(old)
    if before is not None and record is not None and not how and _of_another(before, record):
        how = "other_unit"
    _renew(session, row, found, read, files)
    facts = changed_facts(before, record) if before is not None and record is not None else ()
    if found.kind == "html" and before is not None and record is not None and not facts:
        return None  # a counter or a date on the page: nothing that the disclosure says
    return _event("changed", found, read, row, files, old_sha256=old, facts=facts, how=how)


def _of_another(before: Record, record: Record) -> bool:
    """Whether another version names another unit: an address may have been given somebody else's document."""
    names = before.document.unit_name, record.document.unit_name
    return None not in names and names[0] != names[1]


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


def _renew(session: Session, row: DisclosureRow, found: Found, read: _Read, files: Files) -> None:
    if row.sha256 != found.sha256:
        row.sha256, row.title = found.sha256, found.title
        _name(row, read.record)
        _add_version(session, row, found, read.reading)
        _note_bound(session, row, read.record, files)


def _note_bound(session: Session, row: DisclosureRow, record: Record | None, files: Files) -> None:
    """Notes whose accounts a disclosure binds now; what cannot be read leaves those of the version before."""
    if record is None:
        return
    session.execute(delete(BoundRow).where(BoundRow.disclosure_id == row.id))
    for part in files.parts(row.sha256) if record.document.parts else ():
        if part.unit_name:
            session.add(BoundRow(disclosure_id=row.id, unit_name=part.unit_name, fiscal_year=part.fiscal_year))


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


def _event(
    kind: EventKind, found: Found, read: _Read, row: DisclosureRow, files: Files, **more: Any
) -> Event:  # fmt: skip
    document, kept = files.kept(found.sha256)
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
        record=read.reading.problem is None,
        problem=read.reading.problem,
        gist=read.gist,
        local_document=document,
        local_record=kept,
        **more,
    )


def withdraw(state: State, source: str, region: str, places: Mapping[int, str], files: Files) -> list[Event]:
    """Marks places (by id, with how they went) as gone; gives the events of disclosures left without any.

    Each disclosure is a transaction of its own: others wait while it is read what it said.
    """
    events = []
    for disclosure_id, of_it in _by_disclosure(state, places).items():
        row = _standing(state, disclosure_id)
        record = files.record(row.sha256) if row is not None else None
        gist = _gist(state, record, row.sha256, files) if row is not None else None
        with state.session() as session:
            for place_id in of_it:
                place = session.get(PlaceRow, place_id)
                if place is not None:
                    place.gone = True
            session.flush()
            how = places[of_it[-1]]
            told = {"source": source, "region": region, "how": how, "gist": gist, "record": record is not None}
            event = _withdrawn(session, disclosure_id, told, files)
            if event is not None:
                add_event(session, event)
                events.append(event)
    return events


def _by_disclosure(state: State, places: Mapping[int, str]) -> dict[int | None, list[int]]:
    """The places that are not gone yet, by the disclosure that is there; those of none (archives) under None."""
    found: dict[int | None, list[int]] = {}
    with state.session() as session:
        for place_id in places:
            place = session.get(PlaceRow, place_id)
            if place is not None and not place.gone:
                found.setdefault(place.disclosure_id, []).append(place_id)
    return found


def _standing(state: State, disclosure_id: int | None) -> DisclosureRow | None:
    """A disclosure that is not withdrawn, detached."""
    if disclosure_id is None:
        return None
    with state.session() as session:
        row = session.get(DisclosureRow, disclosure_id)
    return row if row is not None and row.withdrawn_at is None else None


def _withdrawn(session: Session, disclosure_id: int | None, told: Mapping[str, Any], files: Files) -> Event | None:
    """The event of a disclosure all of whose places are gone; None where it stands, or was told before."""
    row = session.get(DisclosureRow, disclosure_id) if disclosure_id is not None else None
    left = _places(session, row) if row is not None else ()
    if row is None or row.withdrawn_at is not None or not all(p.gone for p in left):
        return None
    row.withdrawn_at = now()
    last = max(left, key=lambda p: p.id)
    document, record = files.kept(row.sha256)
    return Event(
        kind="withdrawn", title=row.title, unit_name=row.unit_name, fiscal_year=row.fiscal_year, url=last.url,
        member=last.member, page=last.page, sha256=row.sha256, local_document=document, local_record=record, **told,
    )  # fmt: skip
