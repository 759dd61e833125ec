"""A process that reads one document after another, within limits that it cannot leave; isolate.py starts it.

It is told its settings in one argument and its jobs line by line on standard input, and answers on standard output,
everything in JSON: `{"ready": true, "cpu": s}` once it has loaded what it needs, `{"pages": n, "sha256": …}` when a
document is opened, `{"outcome": {…}}` when it is finished. Whatever ends its parent ends it (flows/batch/guardian.py).
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import resource
import shutil
import sys
import time
import traceback
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from extractors.model.errors import OversizedDocument, UnreadableDocument
from flows.batch.effort import with_effort
from flows.batch.jobs import Job, Kind, Limits, Outcome, Task
from flows.batch.manifest import is_remote
from flows.document import records_of
from flows.garbage import keep_what_is_loaded, search_seldom
from flows.inputs import MOST_BYTES, read_source
from flows.output import failure_line, record_path, write_records

_MOST_WRITTEN = 1 << 30  # bytes of one file, so that no document fills the disk; set by thought alone
_LEAST_FREE = 16 << 20  # bytes; with less no Record is sure to find room, so none is made
_OUT_OF_MEMORY = re.compile(r"malloc|calloc|realloc|out of memory|bad_alloc|not enough memory", re.IGNORECASE)
_NAMED = 180  # characters of a cause that are told


class SourceError(Exception):
    """A source that could not be fetched."""


def _most_memory() -> int:
    """The most memory that this process held, in MB.

    Not by getrusage: what it tells of a process just started is what its parent held.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    told = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(told.split()[1]) // 1024


def bytes_of(source: str) -> bytes:
    """The whole of a source. Raises OSError or SourceError, OversizedDocument above MOST_BYTES."""
    if not is_remote(source):
        return read_source(source)
    import fsspec

    try:
        with fsspec.open(source, "rb") as file:
            data = bytes(file.read(MOST_BYTES + 1))
    except OSError as error:
        raise OSError(error.errno, error.strerror or "there is no such document") from error
    except Exception as error:  # each protocol has errors of its own
        raise SourceError(f"{source}: cannot be fetched: {type(error).__name__}: {_one_line(error)}") from error
    if len(data) > MOST_BYTES:
        raise OversizedDocument(Path(source).name, f"more than {MOST_BYTES >> 20} MB")
    return data


class _Worker:
    def __init__(self, folder: Path, limits: Limits, answers: IO[str]) -> None:
        self.folder, self.limits, self.answers = folder, limits, answers

    def tell(self, answer: dict[str, Any]) -> None:
        self.answers.write(json.dumps(answer) + "\n")
        self.answers.flush()

    def outcome(self, job: Job) -> Outcome:
        """Reads one document and writes its Record; whatever goes wrong is in the outcome."""
        started, cpu = time.perf_counter(), time.process_time()
        found: dict[str, Any] = {"sha256": "", "pages": 0, "records": (), "answer": ""}
        status, kind, cause, details = "failed", "", "", ""
        try:
            status = self._read(job, found)
        except Exception as error:
            kind, cause, details = _told(error, job.source)
        outcome = Outcome(
            job.source,
            job.name,
            status,
            sha256=found["sha256"],
            pages=found["pages"],
            seconds=round(time.perf_counter() - started, 3),
            cpu=round(time.process_time() - cpu, 3),
            memory=_most_memory(),
            kind=kind,
            cause=cause,
            details=details,
            answer=found["answer"],
        )
        return with_effort(outcome, found["records"]) if found["records"] else outcome

    def _read(self, job: Job, found: dict[str, Any]) -> str:
        if shutil.disk_usage(self.folder).free < _LEAST_FREE:
            raise OSError(errno.ENOSPC, "no space left for Records in the output folder")
        data = bytes_of(job.source)
        found["sha256"] = hashlib.sha256(data).hexdigest()
        if job.had == found["sha256"]:
            return "same"
        name = Path(job.source).name
        if job.task is Task.PAGES:
            from flows.batch.foreseen import counted

            found["answer"] = counted(data)
            return "done"
        if job.task is not Task.DOCUMENT:
            from flows.monitor.apart import answer

            found["answer"] = answer(job, data)
            return "done"
        from extractors.formats import page_count

        pages = page_count(data)
        self.tell({"pages": pages, "sha256": found["sha256"]})
        if pages > self.limits.pages:
            raise OversizedDocument(name, f"{pages} pages, more than the {self.limits.pages} that are read")
        records = records_of(data, name, job.content)
        write_records(records, record_path(Path(job.folder) if job.folder else self.folder, f"{job.name}.pdf"))
        found["pages"], found["records"] = records[0].document.pages, records
        return "done"


def _told(error: Exception, source: str) -> tuple[str, str, str]:
    """Kind, cause and details of an error."""
    told = _one_line(error)
    if isinstance(error, MemoryError) or _OUT_OF_MEMORY.search(told):
        return Kind.MEMORY, f"{source}: needs more memory than a document may take", ""
    if isinstance(error, SourceError):
        return Kind.SOURCE, told, ""
    if isinstance(error, (UnreadableDocument, OSError)):
        return type(error).__name__, failure_line(source, error), ""
    return Kind.INTERNAL, failure_line(source, error)[: len(source) + _NAMED], traceback.format_exc()


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:_NAMED]


def _confine(memory: int) -> None:
    """Takes away what a hostile document could use: memory beyond the limit (MB), core files, endless ones."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_WRITTEN, _MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit = memory << 20
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _load(loads: str) -> None:
    """Loads what every job needs, so that no job's time is taken for it."""
    if loads == "counting":
        from flows.batch import foreseen  # noqa: F401

        return
    if loads == "pages":
        from flows.monitor import apart  # noqa: F401

        return
    import cv2

    from extractors import formats  # noqa: F401
    from extractors.binding import paragraphs  # noqa: F401
    from extractors.reading import ocr  # noqa: F401
    from extractors.reading.computing import computing, threads
    from patterns.loader import load_patterns

    computing()  # a machine on which nothing computes is told here, not of each document
    cv2.setNumThreads(threads())
    load_patterns()


def _job(told: dict[str, Any]) -> Job:
    return Job(**{**told, "task": Task(told["task"])})


def main() -> None:
    """Reads the documents named on standard input until it ends; one line of JSON for each on standard output."""
    settings = json.loads(sys.argv[1])
    # What libraries print must not come between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    limits = Limits(**settings["limits"])
    search_seldom()
    _load(settings["loads"])
    _confine(limits.memory)
    worker = _Worker(Path(settings["folder"]), limits, answers)
    worker.tell({"ready": True, "cpu": time.process_time()})
    first = True
    for line in sys.stdin:
        worker.tell({"outcome": replace(worker.outcome(_job(json.loads(line))), first=first).as_data()})
        if first:
            keep_what_is_loaded()
            first = False
