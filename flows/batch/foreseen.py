"""How long a run will take: pages are asked for ahead, and whether they are scans, which take fifty times as long.

A process with limits counts them while others read; a document that it cannot count is taken for one like the others.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from pathlib import Path

from flows.batch.isolate import Reader, ReaderEnded, WorkerDoesNotStart
from flows.batch.jobs import Job, Limits, Task
from flows.batch.manifest import is_remote
from flows.batch.progress import Work

_LIMITS = Limits(seconds=10, seconds_a_page=0, memory=1000)


def counted(data: bytes) -> str:
    """The pages of a PDF with and without text, as JSON. Pages without any font hold none, and are for the OCR.

    "" for whatever is no PDF: it is taken for one like the others.
    """
    from extractors.opening.kinds import kind_of
    from extractors.opening.mupdf import pymupdf

    if kind_of(data) != "pdf":
        return ""
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        text = sum(bool(pdf.get_page_fonts(number)) for number in range(pdf.page_count))
        return json.dumps([text, pdf.page_count - text])


class Foresight:
    """Counts the pages of jobs in a thread and a process beside the run, until `close`. Use as a context."""

    def __init__(self, jobs: Iterable[Job], folder: Path, work: Work) -> None:
        self._jobs, self._work = jobs, work
        self._reader = Reader(folder, _LIMITS, 1, loads="counting", attempts=1)
        self._thread = threading.Thread(target=self._count, daemon=True)

    def __enter__(self) -> Foresight:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._reader.end()
        self._thread.join()
        self._reader.close()

    def _count(self) -> None:
        for job in self._jobs:
            if is_remote(job.source) or self._work.is_settled(job.source):
                continue
            try:
                outcome = self._reader.read(Job(job.source, job.name, task=Task.PAGES))
            except (ReaderEnded, WorkerDoesNotStart):
                return  # the run goes on without
            if outcome.answer:
                self._work.foresee(job.source, *json.loads(outcome.answer))
