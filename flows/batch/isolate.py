"""A document read in a process that may crash, hang or run out of memory without harm to anything else.

`Reader` owns one worker process (flows/batch/worker.py), watches the time of each document and puts a new process
where one was lost. What a crash, the limits or an error of ours cost is tried once more in a new process.
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
import time
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from flows.batch.jobs import TRIED_AGAIN, Job, Kind, Limits, Outcome

_START_WITHIN = 300.0  # seconds, on a machine busy with other workers' starts
_RETIRED_AT = 0.6  # of the memory limit: a process that has grown to it is replaced between documents
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class WorkerDoesNotStart(RuntimeError):
    """No worker process comes up on this machine: nothing can be read at all."""


class _Silence(Exception):
    """Nothing came from the process in time."""


class Reader:
    """One worker process after another. Use as a context; `read` is called by one thread at a time."""

    def __init__(self, folder: Path, limits: Limits, threads: int) -> None:
        self._folder, self._limits, self._threads = folder, limits, threads
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None
        self._unread = b""

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def read(self, job: Job) -> Outcome:
        """Reads a document, twice where the first time ends badly; the second bad end is "quarantined"."""
        outcome = self._once(job)
        if outcome.kind in TRIED_AGAIN:
            self.close()
            again = self._once(job)
            spent = {"seconds": outcome.seconds + again.seconds, "cpu": outcome.cpu + again.cpu}
            outcome = replace(again, **spent)
            if outcome.kind in TRIED_AGAIN:
                self.close()
                return replace(outcome, status="quarantined")
        if outcome.memory > _RETIRED_AT * self._limits.memory:
            self.close()
        return outcome

    def _once(self, job: Job) -> Outcome:
        if self._process is None:
            self._start()
        started, sha256 = time.monotonic(), job.sha256
        deadline = started + self._limits.seconds
        try:
            self._tell(asdict(job))
            while True:
                answer = self._answer(deadline)
                if "outcome" in answer:
                    return Outcome(**answer["outcome"])
                sha256 = answer["sha256"]
                deadline = started + self._limits.seconds + answer["pages"] * self._limits.seconds_a_page
        except _Silence:
            cause = f"{job.source}: took longer than the {deadline - started:.0f} seconds it may"
            lost = Outcome(job.source, job.name, "failed", kind=Kind.TIME, cause=cause)
        except EOFError:
            cause = f"{job.source}: the process that read it {self._how_it_ended()}"
            kind = Kind.MEMORY if "ran out of memory" in cause else Kind.CRASH
            lost = Outcome(job.source, job.name, "failed", kind=kind, cause=cause)
        self.close()
        return replace(lost, sha256=sha256, seconds=round(time.monotonic() - started, 3))

    def _start(self) -> None:
        settings = {"folder": str(self._folder), "limits": asdict(self._limits), "parent": os.getpid()}
        environment = os.environ | {"JUESUAN_THREADS": str(self._threads)} | dict.fromkeys(_ONE_THREAD, "1")
        self._log = tempfile.TemporaryFile()
        self._unread = b""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flows.batch.worker", json.dumps(settings)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, env=environment,
            start_new_session=True,  # a Ctrl-C at the terminal is for the run, which then ends its workers
        )  # fmt: skip
        try:
            self._answer(time.monotonic() + _START_WITHIN)
        except (EOFError, _Silence) as error:
            told = self._how_it_ended()
            self.close()
            raise WorkerDoesNotStart(f"a worker process does not start: it {told}") from error

    def _tell(self, message: dict[str, Any]) -> None:
        assert self._process is not None and self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise EOFError from error

    def _answer(self, deadline: float) -> dict[str, Any]:
        """The next line of the process. Raises EOFError where it ended, _Silence where it is late."""
        assert self._process is not None and self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while b"\n" not in self._unread:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise _Silence
                piece = os.read(pipe, 65536)
                if not piece:
                    raise EOFError
                self._unread += piece
        line, self._unread = self._unread.split(b"\n", 1)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _how_it_ended(self) -> str:
        """How the process died, with the last that it said."""
        assert self._process is not None and self._log is not None
        try:
            code = self._process.wait(5)
        except subprocess.TimeoutExpired:
            return "hangs"
        self._log.seek(0)
        last = self._log.read()[-400:].decode(errors="replace").strip().splitlines()
        said = f": {last[-1][-160:]}" if last else ""
        if "bad_alloc" in said or "MemoryError" in said:
            return "ran out of memory"
        if code == -signal.SIGKILL:
            return "was killed, by the system for want of memory or by someone"
        if code < 0:
            return f"was ended by {signal.Signals(-code).name}{said}"
        return f"ended with code {code}{said}"

    def close(self) -> None:
        """Ends the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
            self._process = None
        if self._log is not None:
            self._log.close()
            self._log = None
