"""Which documents a batch reads: those below a folder, or those that a manifest names.

A manifest is a file of lines, one source each, `#` before remarks; a CSV file with the columns `source` and, where
wanted, `name`; or JSON lines with these keys. A source is a path, from the manifest's folder on, or a URL that fsspec
opens (https://, s3://, gs://, hdfs:// …). `name` is what the Record is called, else the source's file stem.
Documents of any kind are read, and those of zip archives.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from extractors.model.file_name import readable
from flows.batch.jobs import Job, Outcome
from flows.inputs import Found, Input, find_below, find_named, is_document
from flows.naming import record_names


class ManifestError(ValueError):
    """A manifest that cannot be followed; the message names file, line and cause."""


@dataclass
class Listing:
    """The jobs that were found, the folders and archives that could not be looked into, what was left out (a line
    each), and remarks on what is odd."""

    jobs: list[Job] = field(default_factory=list)
    unreadable: list[Outcome] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def is_remote(source: str) -> bool:
    """Whether it is a URL, of whichever scheme fsspec knows, and not a path."""
    return "://" in source


def listed(source: str, name_by: str = "stem", output: Path | None = None) -> Listing:
    """What `source` (folder, manifest, document, archive, URL or URL with wildcards) stands for.

    `name_by` names Records by the file's "stem", and by its path below the folder, joined with "_", where two have one
    stem; or by its "path" at once. `output`, where Records go, is left out of a folder.
    Raises ManifestError, or OSError where `source` itself cannot be read.
    """
    path = Path(source)
    if is_remote(source):
        entries = [_Entry(Input(url, _remote_parts(url))) for url in _matching(source)]
        return _named(Listing(), entries, name_by)
    if path.is_dir():
        found = find_below(path, output)
    elif is_document(path):
        found = find_named(path, (path.name,))
    else:
        listing = Listing()
        return _named(listing, list(_named_in(path, listing)), name_by)
    listing = Listing()
    _tell(found, listing)
    return _named(listing, [_Entry(document) for document in found.documents], name_by)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A document to read, and the name that a manifest gives it."""

    document: Input
    name: str = ""


def _tell(found: Found, listing: Listing) -> None:
    """All that was found but the documents."""
    listing.unreadable += [Outcome(o.source, "", "failed", kind=o.kind, cause=o.cause) for o in found.unopened]
    listing.left_out += found.left_out
    listing.remarks += found.remarks


def _named(listing: Listing, entries: Sequence[_Entry], name_by: str) -> Listing:
    """The listing with a job for each entry; names that a manifest gives stay. Raises ManifestError."""
    given = {entry.name: entry.document.source for entry in entries if entry.name}
    for entry in entries:
        if entry.name and given[entry.name] != entry.document.source:
            sources = f"{entry.document.source} and {given[entry.name]}"
            raise ManifestError(f"{sources} are given one name, {entry.name}.json")
    free = [(e.document.source, e.document.parts) for e in entries if not e.name]
    names = iter(record_names(free, by_path=name_by == "path", taken=given))
    for entry in entries:
        document = entry.document
        name, path = entry.name or next(names), "/".join(document.parts)
        listing.jobs.append(Job(document.source, name, document.sha256, path=path))
    return listing


def _matching(url: str) -> list[str]:
    if not any(sign in url for sign in "*["):
        return [url]
    from fsspec.core import url_to_fs

    files, pattern = url_to_fs(url)
    return [files.unstrip_protocol(found) for found in sorted(files.glob(pattern))]


def _named_in(manifest: Path, listing: Listing) -> Iterator[_Entry]:
    seen: set[str] = set()
    for number, source, name in _entries(manifest):
        if not source:
            raise ManifestError(f"{manifest}, line {number}: no source is named")
        place = source if is_remote(source) else str(manifest.parent / source)
        if name and (name != Path(name).name or name.startswith(".")):
            raise ManifestError(f"{manifest}, line {number}: {name!r} cannot be the name of a file")
        if place in seen:
            listing.left_out.append(f"{place}: named before ({manifest}, line {number})")
            continue
        seen.add(place)
        if is_remote(place):
            yield _Entry(Input(place, _remote_parts(place)), name)
            continue
        found = find_named(Path(place), tuple(part for part in Path(source).parts if part not in ("/", "..")))
        _tell(found, listing)
        if name and found.archive:
            yield from (_Entry(replace(d, parts=(name, d.parts[-1]))) for d in found.documents)
        else:
            yield from (_Entry(document, readable(name)) for document in found.documents)


def _entries(manifest: Path) -> Iterator[tuple[int, str, str]]:
    """Line number, source and name (or "") of every entry."""
    with manifest.open(encoding="utf-8-sig", newline="") as file:
        try:
            if manifest.suffix.lower() == ".csv":
                rows = csv.DictReader(file)
                if "source" not in (rows.fieldnames or ()):
                    raise ManifestError(f"{manifest}, line 1: there is no column named source")
                yield from ((rows.line_num, *_told(row)) for row in rows)
            elif manifest.suffix.lower() in (".jsonl", ".ndjson"):
                yield from ((i, *_told(json.loads(line))) for i, line in enumerate(file, 1) if line.strip())
            else:
                lines = ((i, line.strip()) for i, line in enumerate(file, 1))
                yield from ((i, line, "") for i, line in lines if line and not line.startswith("#"))
        except UnicodeDecodeError as error:
            raise ManifestError(f"{manifest}: not a manifest: it is not UTF-8 text") from error
        except (json.JSONDecodeError, AttributeError) as error:
            raise ManifestError(f"{manifest}: not JSON lines: {error}") from error


def _told(entry: dict[str, Any]) -> tuple[str, str]:
    return str(entry.get("source") or "").strip(), str(entry.get("name") or "").strip()


def _remote_parts(url: str) -> tuple[str, ...]:
    path = PurePosixPath(unquote(urlsplit(url).path))
    return tuple(part for part in path.parts if part not in ("/", "..")) or ("document",)
