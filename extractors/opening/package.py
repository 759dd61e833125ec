"""The package of an office document unpacked in pieces, each held to its bounds, before any library reads it.

Libraries unpack a member whole, however much it turns out to be, and build of its XML what takes many times the memory.
What they are given here is a package that is not packed, of the parts that text is read from, each known to be small
enough, without declarations of entities, and there once only.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from io import BytesIO

import regex

from extractors.model.errors import DamagedDocument, OversizedDocument
from extractors.opening.archive import Bounds, opened_archive, pieces_of, told_name

# Far more parts than a disclosure has, and what a worker's memory holds once unpacked
_BOUNDS = Bounds(files=5_000, unpacked=100_000_000, one=60_000_000, ratio=200, depth=1)
# Tags and attributes of a part: as many take 410 MB as attributes of a Word document, 350 MB as cells of a sheet
_MOST_MARKUP = 1_500_000
_STYLES = regex.compile(r"xl/[^/]*styles[^/]*\.xml", regex.IGNORECASE)
_MOST_STYLE_MARKUP = 400_000  # Excel knows 65,490 formats of cells, of up to four tags; as many take 200 MB
_OF_WORKBOOK = regex.compile(
    r"\[Content_Types\]\.xml|(?:xl/)?_rels/[^/]*\.rels|docProps/[^/]*\.xml|xl/(?:worksheets/|theme/)?[^/]+\.xml"
)
_OF_WORD = regex.compile(
    r"\[Content_Types\]\.xml|(?:[^/]{1,255}/){0,8}_rels/[^/]{0,255}\.rels|docProps/[^/]*\.xml|word/[^/]+\.xml"
)
_DECLARES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_OVERLAP = max(map(len, _DECLARES)) - 1  # bytes of the piece before that may begin a declaration


def unpacked_package(data: bytes, file_name: str) -> bytes:
    """A Word document or workbook as a zip that is not packed, of the parts that are read.

    Raises DamagedDocument, EncryptedDocument or OversizedDocument.
    """
    with opened_archive(data, file_name, _BOUNDS) as archive:
        entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
        names = [entry.filename for entry in entries]
        if len(set(map(str.lower, names))) < len(names):
            raise DamagedDocument(file_name, "the package holds two parts of one name")
        is_book = "xl/workbook.xml" in names
        wanted = _OF_WORKBOOK if is_book else _OF_WORD
        out = BytesIO()
        total = 0
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
            for entry in entries:
                if wanted.fullmatch(entry.filename):
                    part = CheckedPart(file_name, told_name(entry), _STYLES.fullmatch(entry.filename) is not None)
                    with made.open(zipfile.ZipInfo(entry.filename), "w") as into:
                        for piece in pieces_of(archive, entry, file_name):
                            into.write(part.checked(piece))
                            total += len(piece)
                            if total > _BOUNDS.unpacked:
                                cause = f"more than {_BOUNDS.unpacked} bytes once unpacked"
                                raise OversizedDocument(file_name, cause)
                elif not is_book:
                    made.writestr(zipfile.ZipInfo(entry.filename), b"")
    return out.getvalue()


@dataclass
class CheckedPart:
    """A part while it is unpacked: how much markup it had so far, and the end of its last piece."""

    file_name: str
    name: str
    styles: bool
    markup: int = 0
    end: bytes = field(default=b"")

    def checked(self, piece: bytes) -> bytes:
        """The piece. Raises OversizedDocument or DamagedDocument."""
        self.markup += piece.count(b"<") + piece.count(b"=")
        most = _MOST_STYLE_MARKUP if self.styles else _MOST_MARKUP
        if self.markup > most:
            raise OversizedDocument(self.file_name, f"more than {most} tags and attributes", place=self.name)
        seen = self.end + piece
        if any(declares in seen for declares in _DECLARES):
            # ECMA-376, part 2, 8.1.4: entities, and what they load
            raise DamagedDocument(self.file_name, "declares a type of document, which no part may", place=self.name)
        self.end = piece[-_OVERLAP:]
        return piece
