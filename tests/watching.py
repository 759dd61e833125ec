"""Commands as processes of their own, watched: whom they and all that they start speak to, and what they write."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import REPOSITORY

_SECONDS = 600  # a generous limit for what hangs
_HERE = {"127.0.0.1", "::1", "localhost", ""}
COMMAND = (sys.executable, "-c", "from flows.cli import main; main()")


@dataclass(frozen=True)
class Seen:
    """What a watched command did: exit code, output of both kinds, hosts spoken to, absolute paths written."""

    code: int
    output: str
    spoken: frozenset[str]
    written: frozenset[Path]

    @property
    def elsewhere(self) -> set[str]:
        """Hosts spoken to that are not this machine; sockets of the file system are."""
        return {host for host in self.spoken if host not in _HERE and not host.startswith("/")}

    def outside(self, *folders: Path) -> set[Path]:
        """Paths written that lie in none of these folders; devices (/dev, /proc) are no files."""
        inside = (*folders, Path("/dev"), Path("/proc"))
        return {path for path in self.written if not any(path.is_relative_to(folder) for folder in inside)}


class Places:
    """The folders that a command may know: its home, temporary files, the current folder. Empty at first."""

    def __init__(self, root: Path) -> None:
        self.home, self.scratch, self.current = root / "home", root / "scratch", root / "current"
        for folder in (self.home, self.scratch, self.current):
            folder.mkdir()

    def left(self) -> list[Path]:
        """What lies in them."""
        return [path for folder in (self.home, self.scratch, self.current) for path in folder.rglob("*")]

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a user who has set nothing: no CI, no opt-outs."""
        return {
            "PATH": os.environ["PATH"], "HOME": str(self.home), "TMPDIR": str(self.scratch),
            "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1",
            "JUESUAN_LANG": "en", **more,
        }  # fmt: skip


def watched(
    places: Places, *arguments: object, terminal: bool = False, before: Sequence[str] = (), more: Mapping[str, str] = {}
) -> Seen:
    """Runs `juesuan` with these arguments; with `terminal` as at one. `before` is set before the command line."""
    log = places.home.parent / "watched.jsonl"
    log.write_bytes(b"")
    environment = places.environment(JUESUAN_TEST_LOG=str(log), **more)
    environment["PYTHONPATH"] = os.pathsep.join((str(REPOSITORY / "tests" / "watched"), str(REPOSITORY)))
    command = [*before, *COMMAND, *map(str, arguments)]
    code, output = (_at_terminal if terminal else _run)(command, environment, places.current)
    noted = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert noted, f"nothing was watched: {output}"
    written = {Path(os.path.normpath(Path(folder) / path)) for what, path, folder in noted if what == "written"}
    return Seen(code, output, frozenset(host for what, host, _ in noted if what == "spoken"), frozenset(written))


def _run(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        command, env=environment, cwd=folder, timeout=_SECONDS, check=False, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done.returncode, done.stdout


def _at_terminal(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> tuple[int, str]:
    """What libraries tell about themselves only where a person sits before them, they tell here."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, env=environment, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = b""
    try:
        while piece := os.read(ours, 1 << 16):
            said += piece
    except OSError:  # the other end was closed
        pass
    os.close(ours)
    return process.wait(_SECONDS), said.decode(errors="replace")
