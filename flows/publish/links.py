"""Where rows of a workbook lead: to a document only that lies there while the workbook is written.

A link that leads nowhere tells a person that the document is gone, which nobody knows.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from flows.places import encoded

# Documents that lie beside the folder of the corpus, which is where Records lie by default, are found untold.
_BESIDE = ".."


class Linked(NamedTuple):
    """How many documents rows lead to, and how many were not found where they should lie."""

    found: int
    missing: int


class Links:
    """The addresses of a corpus's documents as seen from its folder.

    `pdfs` is where they are: a folder, as seen from the corpus or else from here, or an address, which is not looked
    at; None: where they lay when they were read, else beside the corpus. `documents` are record_id, file_name, path and
    address of each.
    """

    def __init__(
        self, corpus: Path, pdfs: str | None, documents: Iterable[tuple[str, str, str | None, str | None]]
    ) -> None:
        self._corpus, self._pdfs = corpus, pdfs
        self._addresses = {record: self._address(name, path, known) for record, name, path, known in documents}

    @property
    def linked(self) -> Linked:
        """What was found."""
        missing = sum(address is None for address in self._addresses.values())
        return Linked(len(self._addresses) - missing, missing)

    def to(self, record_id: str, page: int) -> str | None:
        """The address of a page, as it stands inside a formula's quotes; None where the document was not found."""
        address = self._addresses[record_id]
        return None if address is None else f"{address}#page={page}".replace('"', '""')

    def _address(self, name: str, path: str | None, known: str | None) -> str | None:
        if self._pdfs is None:
            candidates = [known] if known is not None else []
            candidates.append(f"{_BESIDE}/{encoded(name)}")
        elif "://" in self._pdfs:
            return f"{self._pdfs.rstrip('/')}/{encoded(path or name)}"
        else:
            folder = encoded(self._folder(self._pdfs).rstrip("/"))
            candidates = [f"{folder}/{encoded(below)}" for below in dict.fromkeys((path or name, name))]
        return next((address for address in candidates if self._is_there(address)), None)

    def _folder(self, told: str) -> str:
        """A folder as seen from the corpus, told so, or as seen from here."""
        if not (self._corpus / told).is_dir() and Path(told).is_dir():
            return os.path.relpath(told, self._corpus)
        return told

    def _is_there(self, address: str) -> bool:
        return "://" in address or os.path.isfile(os.path.join(os.fsencode(self._corpus), unquote_to_bytes(address)))
