"""Where documents and Records lie: DIR/files and DIR/records, named by content, never by what a site calls them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from extractors.model.record import DocumentSummary, Record
from flows.output import parts_beside
from flows.records import read_outline, read_record
from flows.refused import NotARecord

DOCUMENTS, RECORDS = "files", "records"


class Files:
    """The documents and Records of one output folder."""

    def __init__(self, folder: Path) -> None:
        self.documents = folder / DOCUMENTS
        self.records = folder / RECORDS
        for made in (self.documents, self.records):
            made.mkdir(parents=True, exist_ok=True)

    def keep(self, sha256: str, kind: str, data: bytes) -> Path:
        """Writes a document, whole or not at all, where it does not lie yet. Raises OSError."""
        path = self.documents / f"{sha256}.{kind}"
        if path.is_file() and path.stat().st_size == len(data):
            return path
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=self.documents)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return path

    def document(self, sha256: str) -> Path | None:
        """A document that was kept."""
        return next(self.documents.glob(f"{sha256}.*"), None)

    def record(self, sha256: str) -> Record | None:
        """The Record of a document, None where there is none that can be used."""
        try:
            return read_record(self.records / f"{sha256}.json")
        except (OSError, NotARecord):
            return None

    def parts(self, sha256: str) -> tuple[DocumentSummary, ...]:
        """The parts of a document that binds the accounts of several units, in its order."""
        found = []
        for path in parts_beside(self.records / f"{sha256}.json"):
            try:
                found.append(read_outline(path).document)
            except (OSError, NotARecord):  # as if it could not be read, which its document tells
                continue
        return tuple(found)

    def kept(self, sha256: str) -> tuple[str, str]:
        """Where a document and its Record lie, as an event tells it: paths below DIR, "" for what is not there."""
        document, record = self.document(sha256), self.records / f"{sha256}.json"
        return (
            f"{DOCUMENTS}/{document.name}" if document is not None else "",
            f"{RECORDS}/{record.name}" if record.is_file() else "",
        )
