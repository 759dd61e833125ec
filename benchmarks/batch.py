"""What a batch costs: pages a second with one and two workers, and the share of the work that is the orchestrator's.

    python benchmarks/batch.py [--documents N] [--scans]

Every run is a process of its own into a new folder. CPU seconds are those of the run and all its processes; what the
workers spent on documents and on coming up is theirs, the rest is the orchestrator's: the command, Prefect and its
server. A run over one document tells how much of that is the same however many there are.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from corpus.compose import family_names
from corpus.generate import generate

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Cost:
    """What one run took: wall-clock seconds from its first document, CPU seconds in all and on documents."""

    pages: int
    seconds: float
    cpu: float
    reading: float
    starting: float

    @property
    def beside(self) -> float:
        """CPU seconds of the orchestrator: what neither reading nor the start of a worker took."""
        return self.cpu - self.reading - self.starting


def run_here(source: str, output: str, workers: int) -> None:
    """The run itself, in a process of its own; prints its cost."""
    from flows.batch.manifest import listed
    from flows.batch.run import Settings
    from flows.batch.start import run_batch

    listing = listed(source)
    summary = run_batch(listing.jobs, [], Settings(Path(output), workers), lambda tally, outcome: None)
    cpu = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        used = resource.getrusage(who)
        cpu += used.ru_utime + used.ru_stime
    print(
        json.dumps(
            {
                "pages": summary.pages,
                "seconds": summary.seconds,
                "cpu": cpu,
                "reading": summary.cpu,
                "starting": summary.starting,
            }
        )
    )


def cost(source: Path, workers: int) -> Cost:
    """What a batch over `source` costs, in a process of its own so that its memory is its own."""
    with tempfile.TemporaryDirectory() as output:
        command = [sys.executable, __file__, "--run", str(source), output, str(workers)]
        told = subprocess.run(
            command, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
    return Cost(**json.loads(told.stdout.splitlines()[-1]))


def made(folder: Path, documents: int, scans: bool) -> Path:
    """The folder, filled with so many generated documents, family after family."""
    folder.mkdir()
    families = family_names()
    for i in range(documents):
        family = families[i % len(families)]
        data = generate(family, i, "office200" if scans else None)[0]
        (folder / f"{family}-{i}.pdf").write_bytes(data)
    return folder


def main() -> None:
    """The command: one line for each number of workers."""
    if sys.argv[1:2] == ["--run"]:
        run_here(sys.argv[2], sys.argv[3], int(sys.argv[4]))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--folder", type=Path, help="documents that exist, instead")
    parser.add_argument("--scans", action="store_true")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        one = cost(made(Path(folder) / "one", 1, False), 1)
        print(f"one digital document: {one.seconds:.1f} s, orchestrator {one.beside:.1f} CPU s", flush=True)
        many = options.folder or made(Path(folder) / "many", options.documents, options.scans)
        for workers in options.workers:
            spent = cost(many, workers)
            more = max(0.0, spent.beside - one.beside)
            print(
                f"{workers} worker(s): {spent.pages} pages in {spent.seconds:.1f} s all in, "
                f"{spent.pages / spent.seconds:.1f} pages/s; {spent.pages / spent.reading:.1f} pages a CPU s; "
                f"orchestrator {spent.beside:.1f} CPU s, {spent.beside / spent.cpu:.1%}, {more / spent.cpu:.1%} "
                "without what one document costs too",
                flush=True,
            )


if __name__ == "__main__":
    main()
