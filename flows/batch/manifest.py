"""Which documents a batch reads: those below a folder, or those that a manifest names.

A manifest is a file of lines, one source each, `#` before remarks; a CSV file with the columns `source` and, where
wanted, `name`; or JSON lines with these keys. A source is a path, from the manifest's folder on, or a URL that fsspec
opens (https://, s3://, gs://, hdfs:// …). `name` is what the Record is called, else the source's file stem.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from extractors.model.file_name import readable
from flows.batch.jobs import Job, Outcome


class ManifestError(ValueError):
    """A manifest that cannot be followed; the message names file, line and cause."""


@dataclass
class Listing:
    """The jobs that were found, and the folders that could not be looked into."""

    jobs: list[Job] = field(default_factory=list)
    unreadable: list[Outcome] = field(default_factory=list)


def is_remote(source: str) -> bool:
    """Whether it is a URL, of whichever scheme fsspec knows, and not a path."""
    return "://" in source


def listed(source: str, name_by: str = "stem") -> Listing:
    """What `source` (folder, manifest, PDF, URL or URL with wildcards) stands for.

    `name_by` names Records by the file's "stem" or by its "path" below the folder, joined with "_".
    Raises ManifestError, or OSError where `source` itself cannot be read.
    """
    if is_remote(source):
        return Listing([Job(url, _stem(url)) for url in _matching(source)])
    path = Path(source)
    if path.is_dir():
        return _below(path, name_by)
    if path.suffix.lower() == ".pdf":
        return Listing([_job(path, path.stem)])
    return Listing(list(_named_in(path)))


def _job(path: Path, name: str) -> Job:
    """The job of a file, named as people gave it: no two Records may differ by the encoding of their names alone."""
    return Job(str(path), readable(name))


def clashes(jobs: Iterable[Job]) -> list[tuple[Job, Job]]:
    """Pairs of jobs whose Records would have one name."""
    first: dict[str, Job] = {}
    return [(first[job.name], job) for job in jobs if first.setdefault(job.name, job) is not job]


def _below(folder: Path, name_by: str) -> Listing:
    listing = Listing()

    def note(error: OSError) -> None:
        cause = f"{error.filename}: {error.strerror}"
        listing.unreadable.append(Outcome(str(error.filename), "", "failed", kind=type(error).__name__, cause=cause))

    for where, folders, files in os.walk(folder, onerror=note):
        folders.sort()
        for file in sorted(files):
            path = Path(where, file)
            if path.suffix.lower() == ".pdf":
                parts = path.relative_to(folder).with_suffix("").parts
                listing.jobs.append(_job(path, "_".join(parts) if name_by == "path" else path.stem))
    return listing


def _matching(url: str) -> list[str]:
    if not any(sign in url for sign in "*["):
        return [url]
    from fsspec.core import url_to_fs

    files, pattern = url_to_fs(url)
    return [files.unstrip_protocol(found) for found in sorted(files.glob(pattern))]


def _named_in(manifest: Path) -> Iterator[Job]:
    seen: set[str] = set()
    for number, source, name in _entries(manifest):
        if not source:
            raise ManifestError(f"{manifest}, line {number}: no source is named")
        place = source if is_remote(source) else str(manifest.parent / source)
        called = name or _stem(place)
        if called != Path(called).name or called.startswith("."):
            raise ManifestError(f"{manifest}, line {number}: {called!r} cannot be the name of a file")
        if place not in seen:
            seen.add(place)
            yield Job(place, called)


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


def _stem(source: str) -> str:
    path = unquote(urlsplit(source).path) if is_remote(source) else source
    return PurePosixPath(path).stem or "document"
