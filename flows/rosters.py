"""The roster as a file: read, and written from a register so that a person can correct it and give it back."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

from extractors.register.register import Doubt, Register, Unit
from extractors.register.roster import BETWEEN, COLUMNS, Listed, RosterError, read_roster
from extractors.register.telling import Evidence
from flows.formulas import inert
from flows.words import words

# What follows the roster's own columns is for people, and passed over where the file is read.
WRITTEN = (*COLUMNS, "level", "evidence", "doubts")
_MOST_EVIDENCE = 5  # of a unit in the file; it counts them all


def load_roster(path: Path) -> tuple[Listed, ...]:
    """The units of a CSV; see `read_roster`. Raises RosterError naming file and line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return read_roster(file)
    except RosterError as error:
        raise RosterError(f"{path}, {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise RosterError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def as_csv(register: Register) -> str:
    """A register as a roster: a line for each body, with what it rests on and what was left open."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(WRITTEN)
    for unit in register.units.values():
        if unit.level != "region":
            writer.writerow(map(inert, _line(register, unit)))
    return out.getvalue()


def _line(register: Register, unit: Unit) -> Iterator[str]:
    parent, region = register.units.get(unit.parent), register.units.get(unit.region)
    yield unit.name
    yield BETWEEN.join(unit.aliases)
    yield unit.approved.isoformat() if unit.approved else ""
    yield parent.name if parent is not None and parent.level != "region" else ""
    yield region.name if region is not None else ""
    yield BETWEEN.join(unit.former)
    yield unit.kind
    level = unit.level or "unknown"
    yield words(f"register.level.{level}")
    yield _evidence(unit.evidence)
    yield " | ".join(doubt_told(register, doubt) for doubt in register.doubts_of(unit))


def _evidence(evidence: Iterable[Evidence]) -> str:
    told = list(dict.fromkeys(map(evidence_told, evidence)))
    more = [words("register.more", count=len(told) - _MOST_EVIDENCE)] if len(told) > _MOST_EVIDENCE else []
    return " | ".join((*told[:_MOST_EVIDENCE], *more))


def evidence_told(evidence: Evidence) -> str:
    """One line on what a link rests on: kind, words, and where they stand."""
    place = evidence.file
    if evidence.page is not None:
        place = words("register.page", file=place, page=evidence.page)
    elif evidence.line:
        place = words("register.line", file=place, line=evidence.line)
    told = f"{words(f'register.evidence.{evidence.kind}')}: {' '.join(evidence.says.split())}"
    return f"{told} ({place})" if place else told


def doubt_told(register: Register, doubt: Doubt) -> str:
    """One line on what was left open, naming the units."""
    units = (register.units[key] for key in doubt.units if key in register.units)
    names = ", ".join(_where(register, unit) for unit in units)
    where = ", ".join(dict.fromkeys(e.file for e in doubt.evidence if e.file))
    told = f"{words(f'register.doubt.{doubt.kind}')}: {doubt.name}"
    return told + (f" → {names}" if names else "") + (f" ({where})" if where else "")


def _where(register: Register, unit: Unit) -> str:
    """A unit's name; with that of the unit above it where the name alone is several units'."""
    above = register.units.get(unit.parent)
    return f"{above.name}/{unit.name}" if "/" in unit.key and above is not None else unit.name
