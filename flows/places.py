"""Where the document of each Record of a folder lies, so that tables made of the Records can lead back to its page.

Kept beside the Records in `.juesuan/places.jsonl`, a line each, the last of a name counts: a Record itself tells the
name of its file only, and stays the same wherever that lies.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

import regex

from extractors.opening.archive import INSIDE
from flows.output import json_line
from flows.versions import Versions, is_version

STATE = ".juesuan"
PLACES = "places.jsonl"
VERSIONS: Versions[dict[str, str]] = Versions()
_PART = regex.compile(r"\.unit-\d{2,}$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document lies: `path` below the folder (or archive, or list) that was named; `source` from the Records'
    folder on, `ARCHIVE!/NAME` of a file of an archive, or a URL. Bytes that are no UTF-8 are as Python keeps them.
    """

    path: str
    source: str

    @property
    def is_remote(self) -> bool:
        """Whether it is a URL."""
        return "://" in self.source

    def address(self, folder: Path, seen_from: Path) -> str | None:
        """The document's address as seen from another folder, percent-encoded; None of what lies within an archive.

        `folder` is that of the Records.
        """
        if self.is_remote:
            return self.source
        if INSIDE in self.source:
            return None
        return encoded(os.path.relpath(folder / self.source, seen_from))


def encoded(path: str) -> str:
    """A path as it stands in an address."""
    return quote(os.fsencode(path))


def place_of(folder: Path, source: str, path: str) -> Place:
    """The place of a source (flows/inputs.py), for the folder that its Record is written to."""
    remote = "://" in source
    return Place(path, source if remote else os.path.relpath(source, folder))


def remember(folder: Path, places: Iterable[tuple[str, Place]]) -> None:
    """Keeps the place of each Record named; what is known already is not written again. Raises OSError."""
    known = known_places(folder)
    lines = [
        json_line({"version": VERSIONS.known, "record": name, **asdict(place)})
        for name, place in places
        if known.get(name) != place
    ]
    if not lines:
        return
    path = folder / STATE / PLACES
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(b"".join(lines))


def known_places(folder: Path) -> dict[str, Place]:
    """The places by the names of Records; none where nothing is kept. Raises LaterVersion, OSError.

    A line that a crash cut short is passed over: that document's place is not known.
    """
    path = folder / STATE / PLACES
    found: dict[str, Place] = {}
    for line in path.read_bytes().split(b"\n") if path.is_file() else ():
        try:
            told = json.loads(line)
            version, record, place = told["version"], str(told["record"]), Place(str(told["path"]), str(told["source"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
        if is_version(version):
            VERSIONS.brought_up(path, {}, version)
            found[record] = place
    return found


def place_in(places: dict[str, Place], record_id: str) -> Place | None:
    """The place of a Record's document; that of a part (NAME.unit-01) is its file's."""
    return places.get(record_id) or places.get(_PART.sub("", record_id))
