"""What is written and how: a Record whole or not at all, failures one line each."""

from __future__ import annotations

import errno
import json
import os
import tempfile
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from extractors.model.errors import UnreadableDocument
from extractors.model.file_name import readable
from extractors.model.record import Record
from flows.refused import NotARecord

FAILURES = "failures.jsonl"
_READABLE = 0o644


def record_path(folder: Path, source: str) -> Path:
    """Where the Record of a source document goes: `folder/<file stem>.json`, the stem as people gave it."""
    return folder / f"{readable(Path(source).stem)}.json"


def write_record(record: Record, path: Path) -> None:
    """Writes a Record, validated, to a temporary file beside `path`, then renames it. Raises OSError."""
    text = record.model_dump_json(indent=1)
    Record.model_validate_json(text)
    with replacing(path) as file:
        file.write(text)
        file.write("\n")


def part_path(path: Path, number: int) -> Path:
    """Where the Record of a part goes, from where that of its file does: `folder/<file stem>.unit-01.json`."""
    return path.with_name(f"{path.name.removesuffix('.json')}.unit-{number:02}.json")


def write_records(records: Sequence[Record], path: Path) -> None:
    """Writes the Record of a document to `path`, last, and those of its parts beside it. Raises OSError.

    Records of parts that it had before and has no longer are taken away; one of another document is neither taken
    away nor written over.
    """
    whole, *parts = records
    for number, part in enumerate(parts, 1):
        place = part_path(path, number)
        if place.is_file() and not _is_part(place):
            raise FileExistsError(errno.EEXIST, f"a part's Record would take the place of another's: {place.name}")
        write_record(part, place)
    write_record(whole, path)
    for left in parts_beside(path, len(parts)):
        left.unlink()


def parts_beside(path: Path, after: int = 0) -> Iterator[Path]:
    """The Records of parts beside that of their file, those after a number."""
    while (part := part_path(path, after := after + 1)).is_file() and _is_part(part):
        yield part


def _is_part(path: Path) -> bool:
    """Whether a Record says that it is of a part of a file."""
    try:
        return bool(json.loads(path.read_bytes())["document"].get("part_of"))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return False


@contextmanager
def replacing(path: Path, mode: int | None = None) -> Iterator[TextIO]:
    """A file that takes the place of `path` only when everything was written and synced.

    `mode` are its permissions, those that everybody may read it by where None is given.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _READABLE if mode is None else mode)
        os.replace(name, path)
        _sync(path.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _sync(folder: Path) -> None:
    """Makes the names in a folder outlast a power cut, as fsync does for what is in the files."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_own(error: BaseException) -> bool:
    """Whether an error is none of a document or a file but of Juesuan's own doing."""
    return not isinstance(error, (UnreadableDocument, OSError))


def failure_line(source: str, error: BaseException) -> str:
    """One line that names the file, the place if known, and the cause."""
    if isinstance(error, (UnreadableDocument, NotARecord)):
        return str(error)
    if isinstance(error, OSError):
        return f"{source}: {error.strerror or error}"
    return f"{source}: internal error: {type(error).__name__}: {' '.join(str(error).split())}"


def json_line(entry: Mapping[str, Any]) -> bytes:
    """A line of JSON in UTF-8; what UTF-8 cannot write (bytes in file names) is escaped."""
    return (json.dumps(entry, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def record_failure(folder: Path, source: str, error: BaseException) -> str:
    """Appends a failure to DIR/failures.jsonl and returns its line for people."""
    line = failure_line(source, error)
    entry = {
        "file": source,
        "cause": line,
        "kind": type(error).__name__,
        "at": _now(),
    }
    if is_own(error):
        entry["traceback"] = "".join(traceback.format_exception(error))
    _append(folder, entry)
    return line


def record_unopened(folder: Path, source: str, kind: str, cause: str) -> str:
    """Appends to DIR/failures.jsonl what could not be looked into, and returns its line for people."""
    _append(folder, {"file": source, "cause": cause, "kind": kind, "at": _now()})
    return cause


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _append(folder: Path, entry: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    # One write of one line in append mode: lines of several processes do not mix.
    with (folder / FAILURES).open("ab") as file:
        file.write(json_line(entry))
