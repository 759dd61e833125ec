"""The seam to the batch pipeline: documents of any kind in, their Records written, in processes of their own.

Everything the monitor knows of reading is here: `Reader.submit` takes a file and gives the future of a Reading. Whoever
runs documents otherwise (on another machine, as Prefect tasks) gives the monitor another Reader.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import tempfile
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from extractors.reading.network import THREADS_VARIABLE

_CONVERSION_SECONDS = 180


@dataclass(frozen=True)
class Reading:
    """What became of a document: its Record was written, or `problem` says in one line why not.

    `damaged` is set where the bytes are broken, which another download may mend.
    """

    problem: str | None = None
    damaged: bool = False


class Reader(Protocol):
    """Reads documents and writes their Records."""

    def submit(self, path: Path, folder: Path, content: str | None) -> Future[Reading]:
        """Has `path` read into `folder`; `content` is a CSS selector of an HTML page's text."""
        ...


class PoolReader:
    """Worker processes; a crash costs the documents under way, and the pool is made anew for the rest."""

    def __init__(self, workers: int = 0) -> None:
        cores = os.cpu_count() or 1
        self.workers = workers or cores
        os.environ.setdefault(THREADS_VARIABLE, str(max(1, cores // self.workers)))
        self._executor = self._made()

    def _made(self) -> ProcessPoolExecutor:
        spawn = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.workers, mp_context=spawn, initializer=_end_with_parent)

    def submit(self, path: Path, folder: Path, content: str | None) -> Future[Reading]:
        """Has a kept document read, its Record written to `folder`; `content` selects the main part of web pages."""
        try:
            return self._executor.submit(read_document_file, path, folder, content)
        except BrokenProcessPool:
            self._executor = self._made()
            return self._executor.submit(read_document_file, path, folder, content)

    def close(self) -> None:
        """Ends the workers; what still waits to be read is given up."""
        self._executor.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """Lets a worker end when the monitor was killed; it would wait for work for ever."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def result_of(future: Future[Reading]) -> Reading:
    """The reading; where its process died, that is its problem."""
    try:
        return future.result()
    except BrokenProcessPool:
        return Reading("internal error: the process that read it died", damaged=True)


def read_document_file(path: Path, folder: Path, content: str | None) -> Reading:
    """Reads a document and writes its Record to `folder`, in a worker process."""
    from extractors.formats import extract_document, kind_of
    from extractors.model.errors import DamagedDocument, NotAPdf, UnreadableDocument
    from flows.output import failure_line, record_path, write_record

    try:
        data = path.read_bytes()
        if kind_of(data) == "doc":
            data = converted(data, path.name)
        record = extract_document(data, path.name, content)
        write_record(record, record_path(folder, path.name))
    except UnreadableDocument as error:
        return Reading(str(error), damaged=isinstance(error, (DamagedDocument, NotAPdf)))
    except Exception as error:  # whatever a document does, the rest goes on
        return Reading(failure_line(path.name, error))
    return Reading()


def converted(data: bytes, file_name: str) -> bytes:
    """An old Word document (.doc) as .docx, by LibreOffice. Raises UnreadableDocument naming what is missing."""
    from extractors.formats import UnreadKind
    from extractors.model.errors import DamagedDocument

    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise UnreadKind(file_name, "an old Word document (.doc): LibreOffice, which reads it, is not installed")
    with tempfile.TemporaryDirectory(prefix="juesuan-doc-") as folder:
        source = Path(folder) / "document.doc"
        source.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, profile, "--headless", "--convert-to", "docx", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, capture_output=True, check=False, timeout=_CONVERSION_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise DamagedDocument(file_name, "the old Word document takes too long to convert") from error
        target = Path(folder) / "document.docx"
        if not target.is_file():
            raise DamagedDocument(file_name, "the old Word document cannot be converted")
        return target.read_bytes()
