"""Where documents and Records lie: DIR/files and DIR/records, named by content, never by what a site calls them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from extractors.model.record import Record
from flows.records import read_record
from flows.refused import NotARecord


class Files:
    """The documents and Records of one output folder."""

    def __init__(self, folder: Path) -> None:
        self.documents = folder / "files"
        self.records = folder / "records"
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
