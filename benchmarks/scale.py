"""How what a corpus costs grows: batch, publish and audit over 1, 100, 1,000 and 10,000 documents.

    python -m benchmarks.scale [batch publish audit] [--sizes N ...] [--workers N] [--folder FOLDER]

Documents are texts of final accounts in the family `terse`, four pages each, of other figures and another unit each
time; Records those of tests/made_records.py, four consecutive years of a unit. They are made once, in FOLDER. Every
command runs as people run it, in a process of its own. CPU seconds are those of all its processes, as the clock tells
nothing on a machine that others use, too. Memory is the most that one process ever held (VmHWM): the command itself,
the largest of its workers, what runs beside these (Prefect's server). What a document costs is told twice: less what a
single one costs, and of those that a row has more than the row above, which leaves out what more workers cost to start.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import psutil

from corpus.compose import Heading, compose
from corpus.render import render
from tests.made_records import made_record

ROOT = Path(__file__).parent.parent
SIZES = (1, 100, 1_000, 10_000)
_EVERY = 0.1  # seconds between two looks at the processes
_RUN = "from flows.entry import main; main()"
# What the command line of a process that is no worker holds: the guardian, and Prefect's server.
_BESIDE = ("prefect.server", "pidfd_open", "resource_tracker")


def made_document(number: int) -> bytes:
    """Document `number` as a PDF: a cover, and a text without the items of each function."""
    document = compose("terse", number, tables=False)
    document.contents = ()
    document.blocks = [
        block
        for block in document.blocks
        if isinstance(block, Heading) or (isinstance(block, str) and not block[:7].isdigit())
    ]
    return render(document)


def _record(number: int) -> bytes:
    return orjson.dumps(made_record(number, consecutive=True), option=orjson.OPT_INDENT_2)


@dataclass(frozen=True)
class Command:
    """A command to be measured: what it works on, and the rest of its command line."""

    name: str
    ending: str
    make: Callable[[int], bytes]
    options: tuple[str, ...] = ()


COMMANDS = {
    one.name: one
    for one in (
        Command("batch", ".pdf", made_document),
        # Without corpus.xlsx, which is written whole and by itself up to a hundred Records only.
        Command("publish", ".json", _record, ("--no-xlsx",)),
        Command("audit", ".json", _record),
    )
}


@dataclass
class Cost:
    """What one run took: seconds of CPU and of the clock, MB of the command's process and of its largest worker.

    `written` is how many MB lie in the output folder afterwards.
    """

    documents: int
    cpu: float = 0.0
    seconds: float = 0.0
    parent: float = 0.0
    worker: float = 0.0
    beside: float = 0.0
    written: float = 0.0


@dataclass
class _Watch:
    """Looks at a process and all that it started until told to stop."""

    process: psutil.Process
    cost: Cost
    stopped: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        while not self.stopped.wait(_EVERY):
            try:
                self.cost.parent = max(self.cost.parent, _most(self.process))
                for child in self.process.children(recursive=True):
                    line = " ".join(child.cmdline())
                    what = "beside" if any(sign in line for sign in _BESIDE) else "worker"
                    setattr(self.cost, what, max(getattr(self.cost, what), _most(child)))
            except (psutil.Error, OSError):
                continue


def _most(process: psutil.Process) -> float:
    """The most memory that a process held so far, in MB; 0 of one that has ended."""
    told = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii", errors="replace")
    lines = (line.split() for line in told.splitlines() if line.startswith("VmHWM:"))
    return next((int(line[1]) / 1024 for line in lines), 0.0)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def filled(command: Command, folder: Path, count: int, every: Path) -> Path:
    """A folder of the first `count` documents; what is not made yet is made in `every`, the folder of all."""
    every.mkdir(parents=True, exist_ok=True)
    folder.mkdir()
    for number in range(count):
        path = every / f"made-{number:06d}{command.ending}"
        if not path.exists():
            path.write_bytes(command.make(number))
        os.link(path, folder / path.name)
    return folder


def cost(command: Command, source: Path, output: Path, count: int, workers: int) -> Cost:
    """What the command costs over that folder. Raises CalledProcessError where it fails."""
    given = [command.name, str(source), "-o", str(output), "--workers", str(workers), "-q", *command.options]
    found, before, started = Cost(count), _cpu(), time.perf_counter()
    with (output.parent / "printed").open("wb") as printed:
        running = subprocess.Popen(
            [sys.executable, "-c", _RUN, *given], stdout=printed, stderr=subprocess.STDOUT, cwd=output.parent,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        watch = _Watch(psutil.Process(running.pid), found)
        watching = threading.Thread(target=watch.watch)
        watching.start()
        code = running.wait()
        watch.stopped.set()
        watching.join()
    if code:
        raise subprocess.CalledProcessError(code, given, (output.parent / "printed").read_bytes()[-2000:])
    found.seconds, found.cpu = time.perf_counter() - started, _cpu() - before
    found.written = sum(path.stat().st_size for path in output.rglob("*") if path.is_file()) / 1e6
    return found


def line(found: Cost, start: Cost, above: Cost | None) -> str:
    """A row of the table."""
    told = (
        f"{found.documents:,}", f"{found.cpu:.1f}", f"{found.seconds:.1f}", f"{found.parent:.0f}",
        f"{found.worker:.0f}" if found.worker else "-", f"{found.beside:.0f}" if found.beside else "-",
        f"{found.written:.0f}", _each(found, start),
        _each(found, above) if above is not start else "-",
    )  # fmt: skip
    return "| " + " | ".join(told) + " |"


def _each(found: Cost, than: Cost | None) -> str:
    """Milliseconds of CPU for each document that there is more than in another run."""
    more = found.documents - than.documents if than is not None else 0
    return f"{1000 * (found.cpu - than.cpu) / more:.1f}" if than is not None and more > 0 else "-"


HEAD = (
    "| {name} of | CPU s | s | MB, command | worker | beside | written | ms CPU a document | of those more than above "
    "|\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def measured(command: Command, sizes: Sequence[int], workers: int, folder: Path) -> None:
    """Prints the table of a command, a row as soon as it is known."""
    print(HEAD.format(name=command.name), flush=True)
    start: Cost | None = None
    above: Cost | None = None
    for count in sizes:
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            source = filled(command, Path(scratch) / "source", count, folder / command.ending[1:])
            found = cost(command, source, Path(scratch) / "output", count, workers)
        start = start or found
        print(line(found, start, above), flush=True)
        above = found


def main() -> None:
    """The command: a table for each command that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commands", nargs="*", choices=[*COMMANDS, []], default=list(COMMANDS))
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="where documents and Records are made, and kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name in options.commands:
            measured(COMMANDS[name], options.sizes, options.workers, folder)


if __name__ == "__main__":
    main()
