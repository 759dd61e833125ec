"""Who of a register has published which documents of a year: published, late, missing, withdrawn, or not known.

Nobody is called missing on a guess: where a document of the folder could not be read, or it is not known whose it is,
those who may have published it are not known to be missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from extractors.register.register import Register, Unit
from extractors.register.roster import DUE, last_day
from patterns.register import load_register
from patterns.unit_names import plain_name

Status = Literal["published", "late", "missing", "not_due", "withdrawn", "unknown"]
Flag = Literal["revised", "several", "budget_without_accounts", "accounts_without_budget", "not_listed"]
SeenKind = Literal["published", "changed", "withdrawn", "overdue"]
_BUDGET = "budget"  # a kind of document (patterns/kinds.yaml)


@dataclass(frozen=True, slots=True)
class Seen:
    """An event of a monitor: what was seen of which version on which day; `old` is the version before."""

    kind: SeenKind
    day: date
    sha256: str = ""
    old: str = ""
    url: str = ""
    host: str = ""
    unit_name: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A Record as far as it is asked who published it; `year` None and `unit_name` "" where they were not found."""

    sha256: str
    file_name: str
    unit_name: str
    year: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class Publication:
    """What a unit published of a year. `documents` are the accounts that stand, `seen` the events about them.

    `open` are the files that may be its accounts, where that is not known.
    """

    unit: Unit
    status: Status
    last_day: date
    flags: tuple[Flag, ...] = ()
    documents: tuple[Document, ...] = ()
    budgets: tuple[Document, ...] = ()
    seen: tuple[Seen, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True)
class Folder:
    """What there is to go by: documents, files that could not be read, the events of a monitor, and the day of asking.

    `watched` says whether there is a monitor at all; `due` is the last day (MM-DD) where no approval is known.
    """

    documents: Sequence[Document]
    unread: Sequence[str] = ()
    seen: Sequence[Seen] = ()
    watched: bool = False
    today: date = field(default_factory=date.today)
    due: str = DUE


def publications(register: Register, folder: Folder, year: int) -> Iterator[Publication]:
    """What each listed unit, and each other that has accounts or a budget of the year, published."""
    owners = {d.sha256: register.owner(d.unit_name) for d in folder.documents}
    by_unit: dict[str, list[Document]] = defaultdict(list)
    for document in folder.documents:
        owner = owners[document.sha256]
        if owner is not None and document.year == year:
            by_unit[owner.key].append(document)
    events = _events_by_unit(register, folder, owners, year)
    open_ = _Open.of(register, folder, owners, year)
    for unit in register.units.values():
        if unit.level != "region" and (unit.listed or by_unit[unit.key]):
            yield _publication(unit, by_unit[unit.key], events[unit.key], list(open_.to(unit)), folder, year)


@dataclass(frozen=True)
class _Open:
    """The documents and files that may be accounts of which it is not known whose they are."""

    register: Register
    owners: Mapping[str, Unit | None]
    unplaced: Sequence[Document]
    maybe: Sequence[Document]
    files: Sequence[tuple[str, frozenset[str]]]

    @classmethod
    def of(cls, register: Register, folder: Folder, owners: Mapping[str, Unit | None], year: int) -> _Open:
        """Those of a year or of no known year."""
        of_year = [d for d in folder.documents if d.year in (None, year)]
        unplaced = [d for d in of_year if _is_accounts(d.kind) and (owners[d.sha256] is None or d.year is None)]
        maybe = [d for d in of_year if not _is_accounts(d.kind)]
        return cls(register, owners, unplaced, maybe, list(_open_files(register, folder)))

    def to(self, unit: Unit) -> Iterator[str]:
        """The names of the files that may hold a unit's accounts."""
        yield from _open_documents(self.register, unit, self.unplaced)
        yield from (d.file_name for d in self.maybe if _may_hold(self.register, unit, d, self.owners[d.sha256]))
        yield from (file for file, keys in self.files if not keys or unit.key in keys)


def _is_accounts(kind: str) -> bool:
    accounts = load_register().accounts
    return kind in (*accounts.department, *accounts.unit)


def _may_be(document: Document, year: int) -> bool:
    return document.year in (None, year) and _is_accounts(document.kind)


def _open_documents(register: Register, unit: Unit, unplaced: Iterable[Document]) -> Iterator[str]:
    """The documents that may be a unit's: of no name, of a name that its own ends with, of its name and no year."""
    names = [plain_name(name) for name in unit.names]
    for document in unplaced:
        plain = plain_name(document.unit_name)
        if any(name.endswith(plain) for name in names) or unit in register.candidates(document.unit_name):
            yield document.file_name


def _may_hold(register: Register, unit: Unit, document: Document, owner: Unit | None) -> bool:
    """Whether a document that is not taken for accounts may hold a unit's: of several units, or of no known kind."""
    accounts = load_register().accounts
    if document.kind in accounts.several:
        return owner is None or owner.key in (unit.key, *_above(register, unit))
    return document.kind in accounts.doubtful and owner is not None and owner.key == unit.key


def _above(register: Register, unit: Unit) -> Iterator[str]:
    """The keys of what is above a unit; no unit is above itself."""
    while unit.parent:
        unit = register.units[unit.parent]
        yield unit.key


def _open_files(register: Register, folder: Folder) -> Iterator[tuple[str, frozenset[str]]]:
    """Files that could not be read, with the units that their names tell; none where they tell none."""
    named = [(plain_name(name), unit.key) for unit in register.units.values() for name in unit.names if unit.listed]
    for file in folder.unread:
        plain = plain_name(file)
        told = [(name, key) for name, key in named if name in plain]
        longest = max((len(name) for name, _ in told), default=0)
        yield file, frozenset(key for name, key in told if len(name) == longest)


def _events_by_unit(
    register: Register, folder: Folder, owners: Mapping[str, Unit | None], year: int
) -> dict[str, list[Seen]]:
    """The events about each unit's accounts: of versions that Records are of, and of units that are overdue."""
    accounts = {d.sha256: owners[d.sha256] for d in folder.documents if _may_be(d, year)}
    other = {d.sha256 for d in folder.documents} - set(accounts)
    found: dict[str, list[Seen]] = defaultdict(list)
    for seen in folder.seen:
        unit = accounts.get(seen.sha256) or accounts.get(seen.old)
        if unit is None and seen.year == year and seen.sha256 not in other:
            unit = register.owner(seen.unit_name)
        if unit is not None:
            found[unit.key].append(seen)
    return found


def _publication(
    unit: Unit, documents: Sequence[Document], seen: Sequence[Seen], left_open: Sequence[str], folder: Folder, year: int
) -> Publication:
    accounts = [d for d in documents if _is_accounts(d.kind)]
    gone = _gone(seen)
    standing = _of_department([d for d in accounts if d.sha256 not in gone])
    approved = unit.approved if unit.approved is not None and unit.approved.year == year + 1 else None
    last = last_day(approved, year, folder.due)
    told = {"standing": bool(standing), "withdrawn": bool(accounts) and not standing, "open": bool(left_open)}
    made = Publication(
        unit, _status(told, seen, last, folder), last, (), tuple(standing),
        tuple(d for d in documents if d.kind == _BUDGET), tuple(seen), tuple(left_open),
    )  # fmt: skip
    return replace(made, flags=tuple(flag for flag, holds in _flags(made, folder, year).items() if holds))


def _flags(made: Publication, folder: Folder, year: int) -> dict[Flag, bool]:
    kinds = [document.kind for document in made.documents]
    # Where the folder holds nobody's budget, it is no folder of budgets, and nobody lacks one.
    of_budgets = any(d.kind == _BUDGET and d.year == year for d in folder.documents)
    return {
        "revised": any(s.kind == "changed" for s in made.seen),
        "several": len(set(kinds)) < len(kinds),
        "budget_without_accounts": bool(made.budgets) and made.status in ("missing", "withdrawn"),
        "accounts_without_budget": bool(made.documents) and not made.budgets and of_budgets,
        "not_listed": not made.unit.listed,
    }


def _status(told: Mapping[str, bool], seen: Sequence[Seen], last: date, folder: Folder) -> Status:
    if told["standing"]:
        return "late" if is_late(seen, last) else "published"
    if told["withdrawn"]:
        return "withdrawn"
    if told["open"] or any(s.kind == "published" for s in seen):
        return "unknown"
    return "missing" if folder.today > last else "not_due"


def first_seen(seen: Sequence[Seen]) -> Seen | None:
    """The event by which a unit's accounts were first seen."""
    return min((s for s in seen if s.kind == "published"), key=lambda s: s.day, default=None)


def is_late(seen: Sequence[Seen], last: date) -> bool:
    """Whether accounts were published after the last day: first seen after it, and seen not to be there before."""
    first = first_seen(seen)
    return first is not None and first.day > last and any(s.kind == "overdue" and s.day <= first.day for s in seen)


def _gone(seen: Sequence[Seen]) -> set[str]:
    """The versions that do not stand any more: others stand in their place, or they were withdrawn."""
    standing: set[str] = set()
    for one in seen:
        if one.kind == "changed":
            standing.discard(one.old)
        if one.kind == "withdrawn":
            standing.discard(one.sha256)
        elif one.kind != "overdue":
            standing.add(one.sha256)
    return {sha256 for one in seen for sha256 in (one.sha256, one.old) if sha256} - standing


def _of_department(accounts: Sequence[Document]) -> list[Document]:
    """The accounts of the whole department where there are any: those of its own level alone tell less."""
    whole = [d for d in accounts if d.kind in load_register().accounts.department]
    return whole or list(accounts)
