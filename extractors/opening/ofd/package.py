"""The package of an OFD: its parts read one by one within bounds, its XML without declarations of entities."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType

from lxml import etree

from extractors.model.errors import DamagedDocument, EncryptedDocument, OversizedDocument, one_line
from extractors.opening.archive import Bounds, opened_archive, pieces_of
from extractors.opening.package import CheckedPart

# A part a page and its image for as many pages as are read; scans of a compendium are some hundred megabytes.
_BOUNDS = Bounds(files=10_000, unpacked=600_000_000, one=100_000_000, ratio=200, depth=1)
_MOST_XML = 150_000_000  # bytes of all XML together: a page has under 100,000
_ENTRY = "OFD.xml"
_ENCRYPTED = ("encryptions.xml", "decryptseed.dat")  # of GM/T 0099


@dataclass
class Package:
    """An opened OFD. Use as a context; every method raises UnreadableDocument that names the part."""

    file_name: str
    archive: zipfile.ZipFile
    entries: dict[str, zipfile.ZipInfo]
    xml_read: int = 0
    _kept: dict[str, etree._Element] = field(default_factory=dict)

    @classmethod
    def opened(cls, data: bytes, file_name: str) -> Package:
        """The package. Raises DamagedDocument, EncryptedDocument or OversizedDocument."""
        archive = opened_archive(data, file_name, _BOUNDS)
        entries: dict[str, zipfile.ZipInfo] = {}
        for entry in archive.infolist():
            name = _plain(entry.filename)
            if not entry.filename.endswith("/") and entries.setdefault(name, entry) is not entry:
                raise DamagedDocument(file_name, "the package holds two parts of one name", place=name)
        if any(name.rpartition("/")[2] in _ENCRYPTED for name in entries):
            raise EncryptedDocument(file_name, "the OFD is encrypted")
        return cls(file_name, archive, entries)

    def __enter__(self) -> Package:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.archive.close()

    def root(self) -> etree._Element:
        """The entry of the package."""
        return self.xml(_ENTRY)

    def found(self, location: str, base: str = "") -> str:
        """The name of the part that a location stands for, told in the part `base`."""
        location = location.strip()
        folder = posixpath.dirname(base)
        places = (location,) if location.startswith("/") else (posixpath.join(folder, location), location)
        for place in places:
            if _plain(place) in self.entries:
                return posixpath.normpath(place).lstrip("/")
        raise self.damaged(f"there is no part {location[:80]!r}", base or _ENTRY)

    def read(self, name: str) -> bytes:
        """The bytes of a part."""
        return b"".join(pieces_of(self.archive, self._entry(name), self.file_name, name))

    def xml(self, name: str, *, keep: bool = False) -> etree._Element:
        """The root of a part; with `keep` it is parsed once only."""
        if name in self._kept:
            return self._kept[name]
        part = CheckedPart(self.file_name, name, False)
        data = b"".join(part.checked(piece) for piece in self._pieces(name))
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self.damaged(f"not XML: {one_line(error)}", name) from error
        if keep:
            self._kept[name] = root
        return root

    def damaged(self, cause: str, part: str) -> DamagedDocument:
        """The error for a part that says nothing."""
        return DamagedDocument(self.file_name, cause, place=part)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        try:
            return self.entries[_plain(name)]
        except KeyError:
            raise self.damaged("the part is missing", name) from None

    def _pieces(self, name: str) -> Iterator[bytes]:
        for piece in pieces_of(self.archive, self._entry(name), self.file_name, name):
            self.xml_read += len(piece)
            if self.xml_read > _MOST_XML:
                raise OversizedDocument(self.file_name, f"more than {_MOST_XML} bytes of XML")
            yield piece


def _plain(name: str) -> str:
    """A name as parts are found by it: writers err in upper and lower case."""
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/").lower()


def local(element: etree._Element) -> str:
    """The name of an element without its namespace: it was changed between editions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that name."""
    return next(children(element, name), None)


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of that name."""
    return (e for e in element if local(e) == name)


def said(element: etree._Element, name: str) -> str:
    """The text of the child of that name, "" where there is none."""
    found = child(element, name)
    return "" if found is None else (found.text or "").strip()
