"""The roster: who must publish, as a person lists it in a CSV; the monitor and the register take the same one."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

COLUMNS = ("unit", "aliases", "approved", "parent", "region", "former", "kind")
BETWEEN = "|"  # parts aliases and former names
DAYS_AFTER_APPROVAL = 20  # 《中华人民共和国预算法》第十四条
DUE = "10-31"  # of the following year, where the day of approval is not known; the monitor's default


class RosterError(ValueError):
    """A roster that cannot be used; one line naming line and cause."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a roster: `names` are all that a unit goes by, the first is told; `former` those of before.

    `approved` is the day on which its accounts were approved; `line` is from 1, 0 where it stands in no file.
    """

    names: tuple[str, ...]
    approved: date | None = None
    parent: str = ""
    region: str = ""
    former: tuple[str, ...] = ()
    kind: str = ""
    line: int = 0

    def approved_of(self, year: int) -> date | None:
        """The day on which the accounts of a fiscal year were approved: in the year after; None where not known."""
        return self.approved if self.approved is not None and self.approved.year == year + 1 else None


def last_day(approved: date | None, year: int, due: str = DUE) -> date:
    """The last day on which the accounts of a year are not late; `due` (MM-DD) where no approval is known.

    >>> last_day(date(2024, 9, 1), 2023), last_day(None, 2023)
    (datetime.date(2024, 9, 21), datetime.date(2024, 10, 31))
    """
    if approved is not None:
        return approved + timedelta(days=DAYS_AFTER_APPROVAL)
    return date.fromisoformat(f"{year + 1}-{due}")


def read_roster(lines: Iterable[str]) -> tuple[Listed, ...]:
    """The units of a roster's lines: the columns unit[,aliases][,approved][,parent][,region][,former][,kind].

    Other columns (evidence) are for people. Raises RosterError naming the line.
    """
    rows = csv.DictReader(lines)
    try:
        return tuple(_rows(rows))
    except csv.Error as error:
        raise RosterError(f"line {rows.line_num}: {error}") from error


def _rows(rows: csv.DictReader[str]) -> Iterator[Listed]:
    for number, row in enumerate(rows, 2):
        told = {column: (row.get(column) or "").strip() for column in COLUMNS}
        names = (*_parted(told["unit"]), *_parted(told["aliases"]))
        if not told["unit"]:
            raise RosterError(f"line {number}: no unit (the columns are {', '.join(COLUMNS)})")
        try:
            approved = date.fromisoformat(told["approved"]) if told["approved"] else None
        except ValueError as error:
            raise RosterError(f"line {number}: approved: {error}") from error
        former = _parted(told["former"])
        yield Listed(names, approved, told["parent"], told["region"], former, told["kind"], number)


def _parted(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(BETWEEN) if part.strip())
