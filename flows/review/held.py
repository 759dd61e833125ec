"""Records as reviewers ask for them, one fact at a time: kept in memory, with what belongs to each fact and cell."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from extractors.model.record import Check, Fact, PageSummary, Record
from flows.decisions.cells import HeldCell, cells_of
from flows.records import read_record

_KEPT = 64  # Records: one of 300 pages takes some 40 MB


class NotThere(LookupError):
    """A Record, fact, cell or decision that is not there."""


@dataclass(frozen=True)
class Held:
    """A Record and where in it things are."""

    id: str
    record: Record

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Facts by id."""
        return {fact.id: fact for fact in self.record.facts}

    @cached_property
    def cells(self) -> dict[str, HeldCell]:
        """Cells of statements and forms by path."""
        return {cell.path: cell for cell in cells_of(self.record)}

    @cached_property
    def pages(self) -> dict[int, PageSummary]:
        """Pages by number."""
        return {page.number: page for page in self.record.pages}

    @cached_property
    def _checks(self) -> dict[str, list[Check]]:
        out: dict[str, list[Check]] = defaultdict(list)
        for check in self.record.checks:
            for figure in dict.fromkeys((*check.facts, *check.cells)):
                out[figure].append(check)
        return dict(out)

    def checks(self, figure: str) -> Sequence[Check]:
        """The checks that a fact (by id) or cell (by path) takes part in."""
        return self._checks.get(figure, ())

    def fails(self, figure: str) -> bool:
        """Whether one of them fails."""
        return any(check.outcome == "fail" for check in self.checks(figure))

    def fact(self, fact_id: str) -> Fact:
        """A fact. Raises NotThere."""
        if (fact := self.facts.get(fact_id)) is None:
            raise NotThere(f"{self.id} has no fact {fact_id}")
        return fact

    def cell(self, path: str) -> HeldCell:
        """A cell. Raises NotThere."""
        if (cell := self.cells.get(path)) is None:
            raise NotThere(f"{self.id} has no cell {path}")
        return cell


def looks(figure: Fact | HeldCell) -> str:
    """The same for what looks the same to a reviewer: what it is of, its value, the words or place it is told by."""
    if isinstance(figure, Fact):
        names = [figure.concept, figure.measure, *map(str, sorted(figure.dimensions.items())), figure.quote]
    else:
        names = [figure.path, figure.row, figure.column, str(figure.page)]
    return hashlib.blake2b(repr((names, figure.value, figure.unit)).encode(), digest_size=8).hexdigest()


class HeldRecords:
    """The Records of a folder; the last ones asked for stay in memory while their files do not change."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held = lru_cache(maxsize=_KEPT)(self._load)

    def held(self, record_id: str) -> Held:
        """The Record of that id. Raises NotThere, NotARecord, OSError."""
        path = self._folder / f"{record_id}.json"
        if path.parent != self._folder or record_id.startswith(".") or not path.is_file():
            raise NotThere(f"no Record {record_id}")
        return self._held(path, path.stat().st_mtime_ns)

    def _load(self, path: Path, mtime_ns: int) -> Held:
        return Held(path.stem, read_record(path))
