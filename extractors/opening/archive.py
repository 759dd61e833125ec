"""Zip archives read within bounds: how many files, how large, how tightly packed, how deep one inside another.

What an archive says of itself is checked before anything is unpacked; it may lie, so files are unpacked in pieces, and
no further than the bounds, whatever was said.
Names inside are told to people and never used as paths.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from extractors.model.errors import DamagedDocument, EncryptedDocument, OversizedDocument, one_line
from extractors.opening.magic import ZIP

# Bits of an entry's flags (.ZIP File Format Specification, 4.4.4): its name is UTF-8; it asks for a password.
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
# What zipfile lets through of broken archives
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    struct.error,
)
_PARTS: tuple[tuple[str, Literal["docx", "xlsx", "ofd"]], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("OFD.xml", "ofd"),
)
INSIDE = "!/"  # between an archive and the name of a file in it
# What packages of other programs hold (ECMA-376 part 2, 10.1.2; OpenDocument 1.2 part 3, 3.3): nobody packed these
_OF_PACKAGES = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of others a small piece may become any amount at once
_PIECE = 65_536  # bytes unpacked at once
_ENTRY = b"PK\x01\x02"  # what each line of the table of contents begins with
_MOST_ENTRIES = 100_000  # of all archives in one: tables of contents are read whole, 500 bytes of memory a line
_SMALL = 1_000_000  # bytes unpacked, up to which any ratio is let through: blank tables pack tightly


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an archive may hold at most; `ratio` is bytes unpacked for one packed, of files over a megabyte.

    Set well above any archive of a site's disclosures; `one` and `unpacked` are bytes, `depth` counts the outermost.
    """

    files: int = 2_000
    unpacked: int = 1_000_000_000
    one: int = 200_000_000
    ratio: int = 200
    depth: int = 2


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name (archives inside joined by INSIDE), its bytes."""

    name: str
    data: bytes


def opened_archive(data: bytes, file_name: str, bounds: Bounds) -> zipfile.ZipFile:
    """The archive, its table of contents checked. Raises DamagedDocument, EncryptedDocument or OversizedDocument."""
    if (lines := data.count(_ENTRY)) > _MOST_ENTRIES:
        raise OversizedDocument(file_name, f"{lines} files in the archive, more than {bounds.files}")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        entries = archive.infolist()
    except _BROKEN as error:
        raise DamagedDocument(file_name, f"the archive cannot be opened: {one_line(error)}") from error
    if len(entries) > bounds.files:
        raise OversizedDocument(file_name, f"{len(entries)} files in the archive, more than {bounds.files}")
    total = sum(entry.file_size for entry in entries)
    if total > bounds.unpacked:
        raise OversizedDocument(file_name, f"{total} bytes once unpacked, more than {bounds.unpacked}")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise EncryptedDocument(file_name, "the archive asks for a password", place=told_name(entry))
        if entry.compress_type not in _METHODS:
            raise DamagedDocument(
                file_name, f"packed by method {entry.compress_type}, which is not read", place=told_name(entry)
            )
        if entry.file_size > bounds.one:
            cause = f"{entry.file_size} bytes once unpacked, more than {bounds.one}"
            raise OversizedDocument(file_name, cause, place=told_name(entry))
        if entry.file_size > _SMALL and entry.file_size > bounds.ratio * max(1, entry.compress_size):
            raise OversizedDocument(file_name, "packed as only bombs are", place=told_name(entry))
    return archive


def members(data: bytes, file_name: str, bounds: Bounds | None = None) -> Iterator[Member]:
    """The files of an archive and of plain archives inside it, one at a time.

    Raises DamagedDocument, EncryptedDocument or OversizedDocument; bounds hold for all archives together.
    """
    yield from _Unpacking(file_name, bounds or Bounds()).members(data, "", 1)


def member(data: bytes, file_name: str, name: str, bounds: Bounds | None = None) -> bytes:
    """The bytes of the file that `members` tells by that name, the others left packed. Raises as that does."""
    bounds = bounds or Bounds()
    with opened_archive(data, file_name, bounds) as archive:
        for entry in archive.infolist():
            told = told_name(entry)
            if told == name:
                return b"".join(pieces_of(archive, entry, file_name))
            if name.startswith(f"{told}{INSIDE}"):
                inner = b"".join(pieces_of(archive, entry, file_name))
                return member(inner, file_name, name[len(told) + len(INSIDE) :], bounds)
    raise DamagedDocument(file_name, "the archive holds no such file", place=name)


@dataclass
class _Unpacking:
    file_name: str
    bounds: Bounds
    files: int = 0
    unpacked: int = 0

    def members(self, data: bytes, prefix: str, depth: int) -> Iterator[Member]:
        with opened_archive(data, self.file_name, self.bounds) as archive:
            for entry in archive.infolist():
                if entry.filename.endswith("/"):  # a folder; is_dir() breaks on a file without a name
                    continue
                name = prefix + told_name(entry)
                content = self._read(archive, entry, name)
                if not is_plain_archive(content):
                    yield Member(name, content)
                elif depth >= self.bounds.depth:
                    raise OversizedDocument(self.file_name, "archives nested too deep", place=name)
                else:
                    yield from self.members(content, name + INSIDE, depth + 1)

    def _read(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
        self.files += 1
        if self.files > self.bounds.files:
            raise OversizedDocument(self.file_name, f"more than {self.bounds.files} files in nested archives")
        content = bytearray()
        for piece in pieces_of(archive, entry, self.file_name, name):
            content += piece
            self.unpacked += len(piece)
            if self.unpacked > self.bounds.unpacked:
                raise OversizedDocument(self.file_name, f"more than {self.bounds.unpacked} bytes in nested archives")
        return bytes(content)


def pieces_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file_name: str, name: str = "") -> Iterator[bytes]:
    """A file of an archive, unpacked piece by piece.

    Raises DamagedDocument, also where it holds more than the archive says, which is within the bounds.
    """
    place = name or told_name(entry)
    unpacked = 0
    whole = copy(entry)  # zipfile stops where a file is said to end, and so would hide what it really holds
    whole.file_size = entry.file_size + 2 * _PIECE
    try:
        with archive.open(whole) as stream:
            while piece := stream.read(_PIECE):
                unpacked += len(piece)
                if unpacked > entry.file_size:
                    cause = f"holds more than the {entry.file_size} bytes that the archive says"
                    raise DamagedDocument(file_name, cause, place=place)
                yield piece
    except _BROKEN as error:
        raise DamagedDocument(file_name, f"cannot be unpacked: {one_line(error)}", place=place) from error


def told_name(entry: zipfile.ZipInfo) -> str:
    """A file's name as it was meant: Chinese packers write GBK and do not say so."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def is_plain_archive(data: bytes) -> bool:
    """Whether the bytes are a zip that is no document of an office program, of a kind that is read or of another."""
    return data.startswith(ZIP) and not any(part in _names(data) for part in (*dict(_PARTS), *_OF_PACKAGES))


def office_kind(data: bytes) -> Literal["docx", "xlsx", "ofd"] | None:
    """`docx`, `xlsx` or `ofd` where a zip is such a document, by the part that it must hold."""
    names = _names(data)
    return next((kind for part, kind in _PARTS if part in names), None)


def _names(data: bytes) -> set[str]:
    """The names of the files of an archive; none of a broken one, or of one that holds more than any does."""
    if data.count(_ENTRY) > _MOST_ENTRIES:
        return set()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return set(archive.namelist())
    except _BROKEN:
        return set()
