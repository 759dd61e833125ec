"""Who should publish: the roster of a source's units, which of them have, and which are overdue.

The rules: final accounts are published within 20 days after they are approved. Where the day of approval is not known,
the source's `due` day of the following year holds (31 October unless it says otherwise).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import regex
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from extractors.register.roster import Listed, RosterError, last_day
from flows.monitor.events import Event
from flows.monitor.sources import Source, SourcesError
from flows.monitor.state import State, add_event, key_of
from flows.monitor.tables import BoundRow, DisclosureRow, EventRow, FailureRow, VersionRow, published_in
from flows.rosters import load_roster as read_listed

_AFTER_NAME = r"(?=$|\P{Han}|部门|单位|决算|本级|汇总|年度|关于)"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The roster as it stands. `unsure` is how many documents may be of who is missing: unread, or of nobody known."""

    fiscal_year: int
    units: tuple[Listed, ...]
    missing: tuple[Listed, ...]
    overdue: tuple[Listed, ...]
    unsure: int = 0


def load_roster(path: Path) -> tuple[Listed, ...]:
    """The units of a roster (flows/rosters.py). Raises SourcesError naming file and line."""
    try:
        return read_listed(path)
    except RosterError as error:
        raise SourcesError(str(error)) from error


def due(unit: Listed, source: Source, fiscal_year: int) -> date:
    """The last day on which a unit is not late."""
    return last_day(unit.approved_of(fiscal_year), fiscal_year, source.due)


def coverage(state: State, source: Source, today: date) -> Coverage | None:
    """Who of the roster has published the year's accounts; None for sources without a roster."""
    if source.roster is None:
        return None
    year = source.fiscal_year or today.year - 1
    units = load_roster(source.roster)
    with state.session() as session:
        rows = session.scalars(select(DisclosureRow).where(published_in(source.name))).all()
        bound = _bound(session, source.name, year)
        of_year = [row for row in rows if _is_of(row, year)]
        unsure = _unsure(session, source.name, of_year, units)
    missing = tuple(u for u in units if not (_is_bound(u, bound) or any(is_by(row, u) for row in of_year)))
    overdue = tuple(u for u in missing if today > due(u, source, year))
    return Coverage(year, units, missing, overdue, unsure)


def _bound(session: Session, source: str, year: int) -> frozenset[str]:
    """The plain names of the units whose accounts of a year are bound with others' at a source."""
    parts = session.scalars(select(BoundRow).join(DisclosureRow).where(published_in(source)))
    return frozenset(_plain(part.unit_name) for part in parts if part.fiscal_year in (year, None))


def _unsure(session: Session, source: str, of_year: Sequence[DisclosureRow], units: Sequence[Listed]) -> int:
    """How many documents may be anybody's: those that failed, at their addresses, and those that name no unit."""
    failing = session.scalar(select(func.count()).select_from(FailureRow).where(FailureRow.source == source))
    unread = set(session.scalars(select(VersionRow.sha256).where(VersionRow.problem.is_not(None))))
    nameless = [row for row in of_year if row.unit_name is None and row.sha256 not in unread]
    return (failing or 0) + sum(not any(is_by(row, unit) for unit in units) for row in nameless)


def _is_bound(unit: Listed, names: Collection[str]) -> bool:
    """Whether a unit's accounts are bound with others'; `names` are the plain ones of those that are."""
    return any(_plain(name) in names for name in (*unit.names, *unit.former))


def _is_of(row: DisclosureRow, year: int) -> bool:
    return told_year(row.fiscal_year, row.title) in (None, year)


def told_year(fiscal_year: int | None, title: str) -> int | None:
    """The year of a disclosure: that of its text, else the first that its title names; None where neither tells."""
    return fiscal_year if fiscal_year is not None else named_year(title)


def is_by(row: DisclosureRow, unit: Listed) -> bool:
    """Whether a disclosure is the unit's: it names itself so, or its title does, and no longer name (its school's)."""
    name, title = _plain(row.unit_name or ""), _plain(row.title)
    return any(
        name == _plain(n) or regex.search(regex.escape(_plain(n)) + _AFTER_NAME, title) is not None
        for n in (*unit.names, *unit.former)
    )


def named_year(title: str) -> int | None:
    """The first year that a title names (2023年); None where it names none."""
    match = regex.search(r"(?<!\d)(20\d\d)(?=年)", title)
    return int(match.group(1)) if match else None


def _plain(name: str) -> str:
    return regex.sub(r"[\s\p{P}\p{S}]", "", unicodedata.normalize("NFKC", name))


def tell_overdue(state: State, source: Source, found: Coverage) -> int:
    """Tells of every overdue unit once a year; gives how many were told now."""
    told = 0
    for unit in found.overdue:
        once = key_of("overdue", source.name, unit.names[0], str(found.fiscal_year))
        with state.session() as session:
            if session.scalar(select(EventRow.number).where(EventRow.once == once)) is not None:
                continue
            event = Event(
                kind="overdue",
                source=source.name,
                region=source.region,
                title=unit.names[0],
                unit_name=unit.names[0],
                fiscal_year=found.fiscal_year,
                due=due(unit, source, found.fiscal_year).isoformat(),
                unsure=found.unsure,
            )
            add_event(session, event, once)
        told += 1
    return told
