"""Which documents stand in folders and archives, told by their bytes, and what is left out and why.

A document is named by its source: a path, or of a file of a zip archive `PATH!/NAME`, as deep as archives are taken
apart (extractors/opening/archive.py). What is surely no document (a text, JSON, a program's own files) is left out of a
folder, each with the reason; what may be one and cannot be read is a document all the same, and fails by name.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from extractors.model.errors import OversizedDocument, UnreadableDocument
from extractors.opening.archive import INSIDE, is_plain_archive, member, members
from extractors.opening.kinds import READ, Kind, kind_of
from extractors.opening.magic import foreign

MOST_BYTES = 1 << 29
DOCUMENTS: tuple[Kind, ...] = (*READ, "doc", "rar", "7z")
_HEAD = 4096  # bytes by which a kind is told, but of packages and old office files
_KINDS_BY_NAME: dict[str, tuple[Kind, ...]] = {
    ".pdf": ("pdf",), ".ofd": ("ofd",), ".docx": ("docx",), ".doc": ("doc", "docx"), ".wps": ("doc", "docx"),
    ".xlsx": ("xlsx",), ".xls": ("xls", "xlsx"), ".et": ("xls", "xlsx"), ".htm": ("html",), ".html": ("html",),
    ".png": ("image",), ".jpg": ("image",), ".jpeg": ("image",), ".tif": ("image",), ".tiff": ("image",),
    ".bmp": ("image",), ".zip": ("zip",), ".rar": ("rar",), ".7z": ("7z",),
}  # fmt: skip
_OTHERS = {"xml": "XML data", "json": "JSON data", "unknown": "plain text or unknown bytes"}


@dataclass(frozen=True, slots=True)
class Input:
    """A document to read: `parts` are the folders and archives that it lies in, and its name; `sha256` if known."""

    source: str
    parts: tuple[str, ...]
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Unopened:
    """A folder or archive that cannot be looked into, or not to its end: the kind of error, and one line."""

    source: str
    kind: str
    cause: str


@dataclass
class Found:
    """What was found: the documents, what cannot be looked into, what was left out (a line each), what is odd.

    `archive` is set where an archive was taken apart.
    """

    documents: list[Input] = field(default_factory=list)
    unopened: list[Unopened] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    archive: bool = False


def find_below(folder: Path, output: Path | None = None) -> Found:
    """The documents of a folder and all folders in it, in order; `output` is where Records go, and is left out."""
    found = Found()

    def note(error: OSError) -> None:
        cause = f"{error.filename}: {error.strerror}"
        found.unopened.append(Unopened(str(error.filename), type(error).__name__, cause))

    for where, folders, files in os.walk(folder, onerror=note):
        folders.sort()
        for name in tuple(folders):
            path = Path(where, name)
            if path.is_symlink():  # which os.walk does not follow: links may lead in circles
                found.left_out.append(f"{path}: a link to a folder, which is not followed")
            elif output is not None and output.is_dir() and path.samefile(output):
                folders.remove(name)
                found.left_out.append(f"{path}: the folder that Records are written to")
        for name in sorted(files):
            path = Path(where, name)
            _take(found, path, path.relative_to(folder).parts, named=False)
    return found


def find_named(path: Path, parts: tuple[str, ...]) -> Found:
    """A file that was named by itself: a document whatever it is, or those of an archive."""
    found = Found()
    _take(found, path, parts, named=True)
    return found


def is_document(path: Path) -> bool:
    """Whether a file is a document or archive by its bytes or, where these tell nothing, by its name."""
    try:
        kind, _ = _kind(path)
    except OSError:
        kind = "unknown"
    return kind in (*DOCUMENTS, "zip") or path.suffix.lower() in _KINDS_BY_NAME


def _take(found: Found, path: Path, parts: tuple[str, ...], *, named: bool) -> None:
    source = str(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            if not named:
                found.left_out.append(f"{source}: no regular file")
                return
            raise OSError(None, "no regular file")
        kind, data = _kind(path)
    except OSError:  # told where it is read
        found.documents.append(Input(source, parts))
        return
    if kind == "zip" and is_plain_archive(data):
        _take_apart(found, path, parts, data)
    elif named or not (why := _left_out(parts[-1], kind)):
        found.remarks += _odd(source, kind)
        found.documents.append(Input(source, parts))
    else:
        found.left_out.append(f"{source}: {why}")


def _kind(path: Path) -> tuple[Kind, bytes]:
    """What a file is, and as much of it as was read to know. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        other = foreign(head)
        if other is not None and other[0] in ("zip", "old office"):
            head += file.read(MOST_BYTES - len(head))
    return kind_of(head), head


def _left_out(name: str, kind: Kind) -> str:
    """Why what stands in a folder is no document; "" where it is one, or may be."""
    if name.startswith("~$"):
        return "what an office program keeps beside an open file"
    if name.startswith("._"):
        return "what macOS keeps beside a file"
    if kind in (*DOCUMENTS, "zip") or PurePath(name).suffix.lower() in _KINDS_BY_NAME:
        return ""
    return f"no document: {_OTHERS.get(kind, kind)}"


def _odd(source: str, kind: Kind) -> Iterator[str]:
    meant = _KINDS_BY_NAME.get(PurePath(source).suffix.lower())
    if meant is not None and kind not in meant and kind in DOCUMENTS:
        yield f"{source}: is {kind.upper()} by its bytes, and is read as that"


def _take_apart(found: Found, path: Path, parts: tuple[str, ...], data: bytes) -> None:
    before, found.archive = len(found.documents), True
    seen: set[str] = set()
    try:
        for item in members(data, path.name):
            source = f"{path}{INSIDE}{item.name}"
            if item.name in seen:
                cause = f"{source}: the archive holds two files of this name, of which the first is read"
                found.unopened.append(Unopened(source, "DamagedDocument", cause))
                continue
            seen.add(item.name)
            inner = _inner_parts(item.name)
            kind = kind_of(item.data)
            if why := _left_out(inner[-1], kind):
                found.left_out.append(f"{source}: {why}")
                continue
            found.remarks += _odd(source, kind)
            digest = hashlib.sha256(item.data).hexdigest()
            found.documents.append(Input(source, (*parts[:-1], PurePath(parts[-1]).stem, *inner), digest))
    except UnreadableDocument as error:
        place = f", {error.place}" if error.place else ""
        found.unopened.append(Unopened(str(path), type(error).__name__, f"{path}{place}: {error.cause}"))
        return
    if len(found.documents) == before:
        found.left_out.append(f"{path}: no document in the archive")


def _inner_parts(name: str) -> tuple[str, ...]:
    """Folders, archives and name of a file of an archive; packers of Windows part them by backslashes."""
    whole = name.replace(INSIDE, "/").replace("\\", "/")
    return tuple(part for part in whole.split("/") if part not in ("", ".", "..")) or ("document",)


def with_pages(folder: Path) -> list[Path]:
    """The files below a folder that are called what has pages to be shown: PDFs, OFDs, images."""
    shown = {suffix for suffix, kinds in _KINDS_BY_NAME.items() if kinds[0] in ("pdf", "ofd", "image")}
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in shown)


def read_source(source: str) -> bytes:
    """The bytes of a document named as above. Raises OSError, or UnreadableDocument where it is not to be had."""
    path, inside = parted(source)
    with open(path, "rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise OversizedDocument(Path(source).name, f"more than {MOST_BYTES >> 20} MB")
    return member(data, path.name, inside) if inside else data


def parted(source: str) -> tuple[Path, str]:
    """The path of a source, and the name of the file within it, if it is an archive's."""
    if INSIDE in source and not os.path.lexists(source):
        at = source.find(INSIDE)
        while at >= 0:
            if os.path.isfile(source[:at]):
                return Path(source[:at]), source[at + len(INSIDE) :]
            at = source.find(INSIDE, at + 1)
    return Path(source), ""


def root_of(paths: Sequence[Path]) -> Path:
    """The folder that all files and folders lie in, the one itself where there is one only."""
    folders = [path if path.is_dir() else path.parent for path in paths]
    return Path(os.path.commonpath([os.path.abspath(folder) for folder in folders]))
