"""What an audit found, document by document, in a file without a name: all of a corpus is too much to hold.

The file lies in the folder of the audit and is gone with the process. What is asked of it comes a document at a time.
"""

from __future__ import annotations

import os
import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path

from extractors.audit.audit import Audit
from extractors.audit.finding import Finding
from extractors.audit.obligations import Obligation
from flows.audit.packing import FINDINGS, OBLIGATIONS


class Spool:
    """The audits of documents, by their number in the order in which they were added."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError."""
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed with this
        self._ends = array("Q", [0])  # of findings and of obligations, by turns

    def __len__(self) -> int:
        return len(self._ends) // 2

    def add(self, found: Audit) -> None:
        """Adds a document. Raises OSError."""
        for part in (FINDINGS.packed(found.findings), OBLIGATIONS.packed(found.obligations)):
            self._file.write(part)
            self._ends.append(self._ends[-1] + len(part))

    def findings(self, number: int) -> tuple[Finding, ...]:
        """What that document was found to get wrong."""
        return FINDINGS.unpacked(self._read(2 * number))

    def obligations(self, number: int) -> tuple[Obligation, ...]:
        """What became of all that it must tell."""
        return OBLIGATIONS.unpacked(self._read(2 * number + 1))

    def all_findings(self) -> Iterator[Finding]:
        """Those of all documents, in their order."""
        return (one for number in range(len(self)) for one in self.findings(number))

    def all_obligations(self) -> Iterator[Obligation]:
        """Those of all documents, in their order."""
        return (one for number in range(len(self)) for one in self.obligations(number))

    def _read(self, part: int) -> bytes:
        start, end = self._ends[part : part + 2]
        self._file.flush()
        return os.pread(self._file.fileno(), end - start, start)
