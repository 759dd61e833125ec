"""A document read in a process that may crash, hang or run out of memory without harm to anything else.

`Reader` owns one worker process (flows/batch/worker.py), watches the time of each document and puts a new process
where one was lost. What a crash, the limits or an error of ours cost is tried once more in a new process, unless it is
made to try once only. Whatever ends this process, the guardian ends the workers (flows/batch/guardian.py).
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Literal

from extractors.reading.computing import THREADS_VARIABLE
from flows.batch.guardian import end_group, process_guardian
from flows.batch.jobs import TRIED_AGAIN, Job, Kind, Limits, Outcome
from flows.quiet import environment_as_given

# With -P nothing is imported from the current folder; modules are looked for where this process looks for them.
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[2]); from flows.batch.worker import main; main()"
_START_WITHIN = 300.0  # seconds, on a machine busy with other workers' starts
_MOST_ANSWER = 1 << 26  # bytes; what a page holds, as its bounds allow, is told in a third of it
_RETIRED_AT = 0.6  # of the memory limit: a process that has grown to it is replaced between documents
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    # The C library gives the images of scans back to the system, instead of keeping 50 to 90 MB for later; the pictures
    # of digital pages, of 2 MB at most, it keeps: to ask for them anew took a tenth of the CPU of digital documents.
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(4 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(8 << 20),
}


class WorkerDoesNotStart(RuntimeError):
    """No worker process comes up on this machine: nothing can be read at all."""


class ReaderEnded(RuntimeError):
    """The reader was ended while it read, or before: what was to be read is given up."""


# What a worker has loaded before its first job: what reads documents, or no more than what parses pages of sites, or
# what counts pages.
Loads = Literal["reading", "pages", "counting"]


@dataclass(frozen=True)
class _Running:
    """A worker process, its two pipes and what it says besides."""

    process: subprocess.Popen[bytes]
    jobs: IO[bytes]
    answers: IO[bytes]
    log: IO[bytes]


class _Silence(Exception):
    """Nothing came from the process in time."""


class Reader:
    """One worker process after another. Use as a context; `read` is called by one thread at a time, `end` by any.

    `scratch` is where workers put what is for a moment only, if not where all processes do.
    """

    def __init__(
        self,
        folder: Path,
        limits: Limits,
        threads: int,
        *,
        loads: Loads = "reading",
        attempts: int = 2,
        scratch: Path | None = None,
    ) -> None:
        self._folder, self._limits, self._threads = folder, limits, threads
        self._loads, self._attempts, self._scratch = loads, attempts, scratch
        self._running: _Running | None = None
        self._given: Job | None = None  # what the process was told of before it was asked
        self._ended = self._ready = False
        self._starting = threading.Lock()
        self._unread = bytearray()
        self.starting = 0.0  # CPU seconds that processes took to come up

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def read(self, job: Job) -> Outcome:
        """Reads a document, twice where the first time ends badly; the second bad end is "quarantined".

        Raises WorkerDoesNotStart or ReaderEnded.
        """
        outcome = self._once(job)
        if outcome.kind in TRIED_AGAIN:
            self.close()
            if self._attempts < 2:
                return outcome
            again = self._once(job)
            outcome = replace(again, seconds=outcome.seconds + again.seconds, cpu=outcome.cpu + again.cpu)
            if outcome.kind in TRIED_AGAIN:
                self.close()
                return replace(outcome, status="quarantined")
        if outcome.memory > _RETIRED_AT * self._limits.memory:
            self.close()
        return outcome

    def _once(self, job: Job) -> Outcome:
        running = self._started()
        started, sha256 = time.monotonic(), job.sha256
        deadline = started + self._limits.seconds
        try:
            given, self._given = self._given, None
            if given is not job:
                _tell(running, asdict(job))
            while True:
                answer = self._answer(running, deadline)
                if "outcome" in answer:
                    return Outcome(**answer["outcome"])
                sha256 = answer["sha256"]
                deadline = started + self._limits.seconds + answer["pages"] * self._limits.seconds_a_page
        except _Silence:
            cause = f"{job.source}: took longer than the {deadline - started:.0f} seconds it may"
            lost = Outcome(job.source, job.name, "failed", kind=Kind.TIME, cause=cause)
        except EOFError:
            if self._ended:
                raise ReaderEnded from None
            cause = f"{job.source}: the process that read it {_how_it_ended(running)}"
            kind = Kind.MEMORY if "ran out of memory" in cause else Kind.CRASH
            lost = Outcome(job.source, job.name, "failed", kind=kind, cause=cause)
        self.close()
        return replace(lost, sha256=sha256, seconds=round(time.monotonic() - started, 3))

    def start(self, first: Job) -> None:
        """Starts the process without waiting for it, with what it is to read first: the first `read` must be of that.

        Raises ReaderEnded.
        """
        self._given = first
        running = self._start()
        with contextlib.suppress(EOFError):  # `read` will tell how it ended
            _tell(running, asdict(first))

    def _started(self) -> _Running:
        """The process, ready for a job."""
        running = self._running or self._start()
        if self._ready:
            return running
        self._unread.clear()
        try:
            ready = self._answer(running, time.monotonic() + _START_WITHIN)
        except (EOFError, _Silence) as error:
            if self._ended:
                raise ReaderEnded from None
            told = _how_it_ended(running)
            self.close()
            raise WorkerDoesNotStart(f"a worker process does not start: it {told}") from error
        self.starting += ready["cpu"]
        self._ready = True
        return running

    def _start(self) -> _Running:
        settings = {"folder": str(self._folder), "limits": asdict(self._limits), "loads": self._loads}
        environment = environment_as_given() | _ENVIRONMENT | {THREADS_VARIABLE: str(self._threads)}
        if self._scratch is not None:
            environment["TMPDIR"] = str(self._scratch)
        log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        with self._starting:
            if self._ended:
                log.close()
                raise ReaderEnded
            process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, json.dumps(settings), json.dumps([*map(str, sys.path)])],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=environment,
                start_new_session=True,  # a Ctrl-C at the terminal is for the run, which then ends its workers
            )  # fmt: skip
            process_guardian().process(process.pid, held=True)
            if process.stdin is None or process.stdout is None:
                raise WorkerDoesNotStart("a worker process has no pipes")
            self._running = _Running(process, process.stdin, process.stdout, log)
        return self._running

    def _answer(self, running: _Running, deadline: float) -> dict[str, Any]:
        """The next line of the process. Raises EOFError where it ended, _Silence where it is late."""
        pipe = running.answers.fileno()
        end = self._unread.find(b"\n")
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while end < 0:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise _Silence
                piece = os.read(pipe, 65536)
                if not piece or len(self._unread) > _MOST_ANSWER:
                    raise EOFError
                end = piece.find(b"\n") + len(self._unread) if b"\n" in piece else -1
                self._unread += piece
        line = bytes(self._unread[:end])
        del self._unread[: end + 1]
        answer: dict[str, Any] = json.loads(line)
        return answer

    def end(self) -> None:
        """Ends the reading at once, whatever is being read; nothing can be read afterwards."""
        with self._starting:
            self._ended = True
            running = self._running
            if running is not None:
                running.process.kill()

    def close(self) -> None:
        """Ends the process, if there is one, and what it started."""
        with self._starting:
            running, self._running, self._given = self._running, None, None
            self._ready = False
        if running is not None:
            end_group(running.process)
            for file in (running.jobs, running.answers, running.log):
                with contextlib.suppress(BrokenPipeError):
                    file.close()


def _tell(running: _Running, message: dict[str, Any]) -> None:
    try:
        running.jobs.write(json.dumps(message).encode() + b"\n")
        running.jobs.flush()
    except BrokenPipeError as error:
        raise EOFError from error


def _how_it_ended(running: _Running) -> str:
    """How the process died, with the last that it said."""
    try:
        code = running.process.wait(5)
    except subprocess.TimeoutExpired:
        return "hangs"
    running.log.seek(max(0, running.log.seek(0, os.SEEK_END) - 400))
    last = running.log.read().decode(errors="replace").strip().splitlines()
    said = f": {last[-1][-160:]}" if last else ""
    if "bad_alloc" in said or "MemoryError" in said:
        return "ran out of memory"
    if code == -signal.SIGKILL:
        return "was killed, by the system for want of memory or by someone"
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}{said}"
    return f"ended with code {code}{said}"
