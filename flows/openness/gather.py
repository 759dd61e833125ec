"""What the index goes by, from files: Records read one by one and not kept, files that failed, events of a monitor."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from extractors.model.record import Record
from extractors.openness.assessment import assess, examined
from extractors.openness.index import RegionIndex, UnitIndex, index_of, region_indices
from extractors.openness.publication import Document, Folder, Publication, Seen, publications
from extractors.register.build import Builder
from extractors.register.register import Register
from extractors.register.roster import Listed
from flows.audit.gather import Refuse, loaded_outlines, loaded_records
from flows.monitor.events import Event
from flows.output import FAILURES, record_path


class EventsError(ValueError):
    """A file of events that cannot be used; one line naming file, line and cause."""


@dataclass(frozen=True)
class Opened:
    """The result: the register, who published what with the index of each, and the regions.

    `placeless` are documents of the year, or of no known year, of which it is not known whose they are.
    """

    year: int
    register: Register
    units: tuple[UnitIndex, ...]
    regions: tuple[RegionIndex, ...]
    placeless: tuple[str, ...]
    unread: tuple[str, ...]


@dataclass
class Read:
    """Records as far as they are remembered: what each is, in which file; and the files that are none."""

    builder: Builder
    documents: dict[str, Document]
    paths: dict[str, Path]
    unread: list[str]

    @classmethod
    def of(cls, listed: Sequence[Listed], roster_name: str) -> Read:
        """Nothing read yet."""
        return cls(Builder(listed, roster_name), {}, {}, [])

    def take(self, path: Path, refuse: Refuse) -> None:
        """Reads a file; what is no Record is refused and remembered."""

        def refused(at: Path, cause: str) -> None:
            self.unread.append(at.name)
            refuse(at, cause)

        for record in loaded_outlines([path], refused):
            told = record.document
            self.builder.add(record)
            self.paths.setdefault(told.sha256, path)
            self.documents.setdefault(
                told.sha256,
                Document(told.sha256, told.file_name, told.unit_name or "", told.fiscal_year, told.kind),
            )


def failed_files(sources: Sequence[Path]) -> list[str]:
    """The documents that failed to be read (DIR/failures.jsonl) and have no Record since."""
    found: dict[str, None] = {}
    for folder in filter(Path.is_dir, sources):
        path = folder / FAILURES
        for line in path.read_text("utf-8", "replace").splitlines() if path.is_file() else ():
            try:
                name = Path(str(json.loads(line)["file"])).name
            except (ValueError, TypeError, KeyError, RecursionError):
                name = line.strip()[:80]  # a spoilt line is a failure all the same
            if name and not record_path(folder, name).is_file():
                found[name] = None
    return list(found)


def events_of(path: Path) -> tuple[Seen, ...]:
    """The events of a monitor (events.jsonl), in their order. Raises EventsError, OSError."""
    found = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            event = Event.model_validate_json(line)
            day = datetime.fromisoformat(event.at).date()
        except (ValidationError, ValueError) as error:
            cause = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            raise EventsError(f"{path}, line {number}: no event: {cause}") from None
        if event.kind == "failed":  # tells of a site, and of no document
            continue
        who = (event.unit_name or "", event.fiscal_year)
        # A published document's old one is that of the year before, which stands as what it was.
        old = event.old_sha256 if event.kind == "changed" else None
        found.append(Seen(event.kind, day, event.sha256, old or "", event.url, _host(event.url), *who))
    return tuple(found)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def opened(read: Read, folder: Folder, year: int) -> Opened:
    """The index of all units and regions. Raises OSError where a Record that was read is no longer there."""
    register = read.builder.register()
    units = [_unit(read.paths, one, folder.watched) for one in publications(register, folder, year)]
    placeless = tuple(
        d.file_name for d in folder.documents if d.year in (None, year) and register.owner(d.unit_name) is None
    )
    return Opened(year, register, tuple(units), region_indices(register, units), placeless, tuple(folder.unread))


def _unit(paths: Mapping[str, Path], published: Publication, watched: bool) -> UnitIndex:
    records: list[Record] = []
    for document in published.documents:
        records += loaded_records([paths[document.sha256]], _gone)
    return index_of(published, assess(published, examined(records), watched=watched))


def _gone(path: Path, cause: str) -> None:
    raise OSError(0, f"{path}: {cause}")


def statuses(units: Sequence[UnitIndex]) -> Counter[str]:
    """How many listed units are of each status."""
    return Counter(str(one.published.status) for one in units if one.published.unit.listed)
