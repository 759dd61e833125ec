"""Who should publish: the roster of a source's units, which of them have, and which are overdue.

The rules: final accounts are published within 20 days after they are approved. Where the day of approval is not known,
the source's `due` day of the following year holds (31 October unless it says otherwise).
"""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import regex
from sqlalchemy import select

from flows.monitor.events import Event
from flows.monitor.sources import Source, SourcesError
from flows.monitor.state import State, add_event, key_of
from flows.monitor.tables import DisclosureRow, EventRow, standing_in

DAYS_AFTER_APPROVAL = 20
_AFTER_NAME = r"(?=$|\P{Han}|部门|单位|决算|本级|汇总|年度|关于)"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that must publish; `names` are all it goes by, the first is told."""

    names: tuple[str, ...]
    approved: date | None = None

    def due(self, source: Source, fiscal_year: int) -> date:
        """The last day on which it is not late."""
        if self.approved is not None:
            return self.approved + timedelta(days=DAYS_AFTER_APPROVAL)
        return date.fromisoformat(f"{fiscal_year + 1}-{source.due}")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The roster as it stands."""

    fiscal_year: int
    units: tuple[Unit, ...]
    missing: tuple[Unit, ...]
    overdue: tuple[Unit, ...]


def load_roster(path: Path) -> tuple[Unit, ...]:
    """The units of a CSV with the columns unit[,aliases][,approved]. Raises SourcesError naming file and line.

    Aliases are parted by "|"; `approved` is the day of approval (YYYY-MM-DD).
    """
    units = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), 2):
                names = [row.get("unit") or "", *(row.get("aliases") or "").split("|")]
                approved = (row.get("approved") or "").strip()
                kept = tuple(name.strip() for name in names if name.strip())
                if not kept:
                    raise SourcesError(f"{path}, line {number}: no unit (the columns are unit, aliases, approved)")
                try:
                    units.append(Unit(kept, date.fromisoformat(approved) if approved else None))
                except ValueError as error:
                    raise SourcesError(f"{path}, line {number}: approved: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SourcesError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    return tuple(units)


def coverage(state: State, source: Source, today: date) -> Coverage | None:
    """Who of the roster has published the year's accounts; None for sources without a roster."""
    if source.roster is None:
        return None
    year = source.fiscal_year or today.year - 1
    units = load_roster(source.roster)
    with state.session() as session:
        rows = session.scalars(select(DisclosureRow).where(*standing_in(source.name))).all()
    of_year = [row for row in rows if _is_of(row, year)]
    missing = tuple(u for u in units if not any(_is_by(row, u) for row in of_year))
    overdue = tuple(u for u in missing if today > u.due(source, year))
    return Coverage(year, units, missing, overdue)


def _is_of(row: DisclosureRow, year: int) -> bool:
    return row.fiscal_year == year or (row.fiscal_year is None and _named_year(row.title) in (None, year))


def _is_by(row: DisclosureRow, unit: Unit) -> bool:
    """Whether a disclosure is the unit's: it names itself so, or its title does, and no longer name (its school's)."""
    name, title = _plain(row.unit_name or ""), _plain(row.title)
    return any(
        name == _plain(n) or regex.search(regex.escape(_plain(n)) + _AFTER_NAME, title) is not None for n in unit.names
    )


def _named_year(title: str) -> int | None:
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
                due=unit.due(source, found.fiscal_year).isoformat(),
            )
            add_event(session, event, once)
        told += 1
    return told
