"""Tries changes of modules against tests without writing a file: one process that has imported all, a fork a change.

The start of the tests (spaCy, jieba, knowledge files) costs more than most of them. So the parent runs the tests once,
which also shows that they pass, and keeps what they loaded. For each change it forks; the child forgets the changed
module and every module that imports it, directly or not, has the changed source imported in its place, and runs the
tests of the module's room until the first failure. Neither sources nor compiled files are written, and none of the
changed module's are read. A control run of each room, forgetting all of the room and changing nothing, must pass; it
also says how long the tests may take.
"""

from __future__ import annotations

import ast
import gc
import importlib.util
import os
import resource
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from benchmarks.mutants.changes import Change

# A change that loops for ever is noticed: after so many times what the tests take, and these seconds.
_TIMES_CPU, _MORE_CPU = 4, 10
# The clock's bound is for what waits without computing; it is far away because the machine may be busy with others.
_TIMES_CLOCK, _MORE_CLOCK = 20, 120
_MORE_MEMORY = 2 << 30  # bytes beyond the parent's, then MemoryError
_PAUSE = 0.05  # seconds between looks at the children
_QUIET = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist")
_PASSED = 0
_NOT_RUN = {4, 5}  # pytest's: wrong usage, no tests


class Unfit(Exception):
    """The tests can't judge changes: they fail unchanged, or there are none."""


@dataclass(frozen=True)
class Room:
    """A package under extractors/ and the tests that mirror it."""

    name: str
    root: Path

    @property
    def sources(self) -> list[Path]:
        """Its modules."""
        return sorted((self.root / "extractors" / self.name).rglob("*.py"))

    @property
    def tests(self) -> Path:
        """The folder of its tests."""
        return self.root / "tests" / "extractors" / self.name


@dataclass(frozen=True)
class Outcome:
    """What the tests of a room said to a change."""

    room: Room
    change: Change
    noticed: bool
    seconds: float  # by the clock


@dataclass(frozen=True)
class _Running:
    change: Change
    room: Room
    started: float
    latest: float


def module_name(path: Path, root: Path) -> str:
    """The dotted name under which a file is imported."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def loaded(rooms: Sequence[Room]) -> None:
    """Run the tests of all rooms in this process, so that forks find everything loaded; raises Unfit."""
    code = pytest.main([*_QUIET, "--no-header", *(str(room.tests) for room in rooms)])
    if code != _PASSED:
        raise Unfit(f"the tests fail with nothing changed (pytest says {int(code)})")
    gc.collect()
    gc.freeze()


def processor_seconds(room: Room) -> float:
    """What a room's tests take in a fork that imports the room anew, unchanged; raises Unfit where they fail there."""
    names = {module_name(path, room.root) for path in room.sources}
    pid = _forked(room, names)
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) != _PASSED:
        raise Unfit(f"{room.name}: the tests fail when the room is imported again, with nothing changed")
    return usage.ru_utime + usage.ru_stime


def outcomes(changes: Iterable[tuple[Room, Change]], allowed: dict[str, float], jobs: int) -> Iterator[Outcome]:
    """Try the changes, so many at a time; `allowed`: processor seconds that a room's tests take unchanged."""
    waiting = list(changes)[::-1]
    running: dict[int, _Running] = {}
    while waiting or running:
        while waiting and len(running) < jobs:
            room, change = waiting.pop()
            seconds = int(allowed[room.name] * _TIMES_CPU + _MORE_CPU)
            pid = _forked(room, {module_name(change.path, room.root)}, change, seconds)
            now = time.monotonic()
            running[pid] = _Running(change, room, now, now + allowed[room.name] * _TIMES_CLOCK + _MORE_CLOCK)
        time.sleep(_PAUSE)
        for pid, run in list(running.items()):
            if time.monotonic() > run.latest:
                os.killpg(pid, signal.SIGKILL)
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                del running[pid]
                yield _outcome(run, os.waitstatus_to_exitcode(status))


def _outcome(run: _Running, code: int) -> Outcome:
    if code in _NOT_RUN:
        raise Unfit(f"{run.room.name}: pytest ran nothing ({code}) at {run.change}")
    return Outcome(run.room, run.change, code != _PASSED, time.monotonic() - run.started)


def _forked(room: Room, names: set[str], change: Change | None = None, seconds: int | None = None) -> int:
    """The id of a child that runs the room's tests with these modules imported anew; it ends with pytest's code.

    The change is one of the only module named; `seconds`: of the processor, unbounded where None.
    """
    forgotten = _importers(names, room.root)
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 1  # what breaks on the way to the tests is noticed: the control run did not break
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        _bound(seconds)
        _forget(forgotten)
        if change is not None:
            sys.meta_path.insert(0, _Changed(next(iter(names)), change))
        code = int(pytest.main([*_QUIET, str(room.tests)]))
    finally:
        os._exit(code)


def _bound(seconds: int | None) -> None:
    if seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    memory = pages * resource.getpagesize() + _MORE_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _Changed(MetaPathFinder):
    """Finds one module, as changed."""

    def __init__(self, name: str, change: Change) -> None:
        self._name, self._change = name, change

    def find_spec(self, name: str, path: object = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The changed module's, nothing for others."""
        if name != self._name:
            return None
        where = str(self._change.path)
        return importlib.util.spec_from_file_location(name, where, loader=_Source(name, where, self._change.source))


class _Source(SourceFileLoader):
    """Loads a module from a given source; compiled files are neither read nor written."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, self.path, "exec", dont_inherit=True)


def _forget(names: set[str]) -> None:
    """Drop modules, also where their packages hold them: `from package import module` looks there first."""
    for name in names:
        sys.modules.pop(name, None)
        package, _, last = name.rpartition(".")
        if package in sys.modules:
            vars(sys.modules[package]).pop(last, None)


def _importers(names: set[str], root: Path) -> set[str]:
    """The modules and all loaded ones of the repository that import them, directly or not; and all tests."""
    files = {
        name: Path(file)
        for name, module in sys.modules.items()
        if (file := getattr(module, "__file__", None)) and Path(file).is_relative_to(root)
        if file.endswith(".py") and "site-packages" not in file
    }
    imports = {name: _imported(name, file) for name, file in files.items()}
    found = names | {name for name in files if name.partition(".")[0] == "tests"}
    while more := {name for name, of in imports.items() if of & found} - found:
        found |= more
    return found


@cache
def _imported(module: str, file: Path) -> frozenset[str]:
    """Dotted names that a file may import, within functions too."""
    names: set[str] = set()
    package = module if file.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            relative = "." * node.level + (node.module or "")
            origin = importlib.util.resolve_name(relative, package) if node.level else relative
            names.update((origin, *(f"{origin}.{alias.name}" for alias in node.names)))
    return frozenset(names)
