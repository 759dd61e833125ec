"""Nothing outlives a run, however the run ends: a small process waits for its end and clears up what it left.

What is killed at once (SIGKILL, the system for want of memory) cannot clear up after itself, and a process that hangs
in a library cannot look for its parent. So the run tells a process beside it, as they come and go, which processes and
folders are its own; once the pipe between them breaks these processes are killed and the folders removed.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

# It must start fast and stay small: no packages, no site, and none of this project's modules are loaded for it.
_PROGRAM = """
import json, os, shutil, signal, sys, time
processes, folders = {}, {}
for line in sys.stdin:
    what, which, held = json.loads(line)
    if what == "process" and held:
        try:
            processes[which] = os.pidfd_open(which)
        except OSError:
            pass
    elif what == "process":
        processes.pop(which, None)
    elif held:
        folders[which] = True
    else:
        folders.pop(which, None)
for which, handle in processes.items():
    try:
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        os.killpg(which, signal.SIGKILL)
    except OSError:
        pass
for folder in reversed(folders):
    for _ in range(20):  # what was killed a moment ago may still be writing there
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.exists(folder):
            break
        time.sleep(0.05)
"""


class Guardian:
    """The process that clears up after this one. `process_guardian` gives the one of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _PROGRAM],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
            start_new_session=True,  # a signal that is for the run is not for who clears up after it
        )  # fmt: skip

    def process(self, pid: int, *, held: bool) -> None:
        """Notes a process, to be killed with the group that it leads; `held` is false once it has ended."""
        self._tell("process", pid, held)

    def folder(self, path: Path | str, *, held: bool) -> None:
        """Notes a folder, to be removed; `held` is false once it is no more."""
        self._tell("folder", str(Path(path).absolute()), held)

    def _tell(self, what: str, which: int | str, held: bool) -> None:
        pipe = self._process.stdin
        # Where the guardian itself was killed, the run goes on without one.
        with self._lock, contextlib.suppress(BrokenPipeError):
            assert pipe is not None
            pipe.write(json.dumps((what, which, held)).encode() + b"\n")
            pipe.flush()


_guardians: dict[int, Guardian] = {}
_starting = threading.Lock()


def process_guardian() -> Guardian:
    """The guardian of this process, started when it is first asked for; a forked process has one of its own."""
    with _starting:
        pid = os.getpid()
        if pid not in _guardians:
            _guardians[pid] = Guardian()
        return _guardians[pid]


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kills a process that leads a group, and all of the group; waits for it. It is no longer guarded."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
    process_guardian().process(process.pid, held=False)
