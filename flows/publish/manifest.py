"""The manifest of a published corpus: which Record is in which part, and what it was published from.

Comparing it with the folder tells what is new, changed and gone, by size and time of a file; so publishing again
costs what changed. It is the last thing written: a publication that was broken off leaves the old corpus standing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import regex

from extractors.model.file_name import readable
from flows.decisions.applied import Decided, decided_in
from flows.output import replacing
from flows.places import Place, known_places, place_in
from flows.publish.flatten import UNKNOWN, Whereabouts
from flows.publish.parts import Source
from flows.publish.schema import LAYOUT
from flows.records import records_in
from flows.versions import refuse_later
from patterns.acceptance import load_acceptance
from patterns.kinds import load_kinds

MANIFEST = "manifest.json"
_PEEK = 4096
_YEAR = regex.compile(rb'"fiscal_year":\s*(\d{4})')


class Entry(NamedTuple):
    """What a Record was published from, and where its rows are."""

    size: int
    mtime_ns: int
    digest: str
    beside: str
    part: str


@dataclass
class Manifest:
    """Records by id, the year of each part."""

    records: dict[str, Entry] = field(default_factory=dict)
    years: dict[str, int | None] = field(default_factory=dict)

    def members(self) -> dict[str, list[str]]:
        """The Records of each part."""
        out: dict[str, list[str]] = {part: [] for part in self.years}
        for record_id, entry in self.records.items():
            out[entry.part].append(record_id)
        return out

    def digest(self) -> str:
        """The same for the same corpus."""
        told = [f"{i} {e.digest} {e.beside}" for i, e in sorted(self.records.items())]
        return hashlib.blake2b("\n".join((_layout(), *told)).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Changes:
    """What to publish, and the ids of Records whose files are gone."""

    new: tuple[Source, ...]
    gone: tuple[str, ...]


def _layout() -> str:
    """What the rows of a corpus are made by besides the Records: where it changes, all are made anew."""
    acceptance = load_acceptance()
    thresholds = [(group.id, group.thresholds) for group in acceptance.groups]
    told = repr((acceptance, thresholds, [kind.id for kind in load_kinds().kinds if kind.read]))
    return f"{LAYOUT} {hashlib.blake2b(told.encode(), digest_size=8).hexdigest()}"


def load_manifest(corpus: Path) -> Manifest:
    """The manifest of a corpus; an empty one where there is none or it is of another layout, as all is made anew then.

    Raises LaterVersion where a later Juesuan made it: what that tells of Records would be lost.
    """
    path = corpus / MANIFEST
    if not path.exists():
        return Manifest()
    data = json.loads(path.read_bytes())
    told = str(data.get("layout"))
    number = told.split(" ", 1)[0]
    if number.isascii() and number.isdigit():
        refuse_later(path, int(number), int(LAYOUT))
    if told != _layout():
        return Manifest()
    return Manifest({i: Entry(*e) for i, e in data["records"].items()}, data["parts"])


def save_manifest(corpus: Path, manifest: Manifest) -> None:
    """Puts the manifest in the place of the one before, whole or not at all. Raises OSError."""
    with replacing(corpus / MANIFEST) as file:
        json.dump(
            {"layout": _layout(), "parts": manifest.years, "records": manifest.records},
            file,
            ensure_ascii=False,
            indent=0,
        )


def compare(folder: Path, corpus: Path, manifest: Manifest) -> Changes:
    """What changed in a folder of Records since the manifest. Raises OSError, ValueError (a broken decision)."""
    found = _sources(folder, corpus, decided_in(folder))
    new = [s for i, s in found.items() if not _published(s, manifest.records.get(i))]
    gone = tuple(i for i in manifest.records if i not in found)
    return Changes(tuple(sorted(new, key=lambda s: (_peeked_year(s), s.record_id)) if len(new) > 1 else new), gone)


def _sources(folder: Path, corpus: Path, decided: Decided) -> dict[str, Source]:
    out, places = {}, known_places(folder)
    for path in records_in(folder):
        stat = path.stat()
        own = decided.about(path.stem)
        where = _where(place_in(places, path.stem), folder, corpus)
        beside = _beside(decided.digest(path.stem), where)
        out[path.stem] = Source(path.stem, str(path), stat.st_size, stat.st_mtime_ns, own, where, beside)
    return out


def _where(place: Place | None, folder: Path, corpus: Path) -> Whereabouts:
    return UNKNOWN if place is None else Whereabouts(readable(place.path), place.address(folder, corpus))


def _beside(decisions: str, where: Whereabouts) -> str:
    """What a Record is published with, as a digest; "" where that is nothing."""
    if not decisions and where == UNKNOWN:
        return ""
    told = [decisions, *map(str, where)]
    return hashlib.blake2b("\n".join(told).encode(), digest_size=8).hexdigest()


def _published(source: Source, entry: Entry | None) -> bool:
    now = (source.size, source.mtime_ns, source.beside_digest)
    return entry is not None and (entry.size, entry.mtime_ns, entry.beside) == now


def _peeked_year(source: Source) -> int:
    """The year that stands at the head of the file: Records of a year then share parts. A guess costs a part only."""
    with open(source.path, "rb") as file:
        match = _YEAR.search(file.read(_PEEK))
    return int(match.group(1)) if match else 0
