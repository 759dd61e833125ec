"""How many single-place changes of the code the tests notice: `make mutants`, or by hand

python -m benchmarks.mutants [ROOM ...] [--number 300] [--seed 1] [--least 0.85] [--jobs 2]

A ROOM is a package under extractors/; its changes are tried against tests/extractors/ROOM only. Prints each change
with its outcome, those not noticed once more with file and line, and the share per room; ends with 1 where the share
of all is under --least, with 2 where the tests can't judge (they fail with nothing changed). Runs in the repository's
root; writes nothing. changes.py says what is changed and what is left out, trials.py how a change is tried.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

# Before numpy comes: threads of a library don't outlive a fork.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

from benchmarks.mutants.changes import sample
from benchmarks.mutants.trials import Outcome, Room, Unfit, loaded, outcomes, processor_seconds

ROOMS = ("binding", "proof", "repair", "verdict")  # where a wrong sign makes a wrong figure, or hides one


def main() -> int:
    """0 where enough was noticed, 1 where not, 2 where the tests can't judge."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rooms", nargs="*", default=ROOMS, metavar="ROOM")
    parser.add_argument("--number", type=int, default=300, help="of changes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=0.85, help="share that must be noticed")
    parser.add_argument("--jobs", type=int, default=2, help="children at a time")
    options = parser.parse_args()
    started = time.monotonic()
    sys.dont_write_bytecode = True
    rooms = [Room(name, Path.cwd()) for name in options.rooms]
    if missing := [room.name for room in rooms if not (room.sources and room.tests.is_dir())]:
        parser.error(f"no such rooms with tests: {', '.join(missing)}")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = folder
        try:
            done = _tried(rooms, options.number, options.seed, options.jobs)
        except Unfit as error:
            print(error, file=sys.stderr)
            return 2
    share = _told(done)
    print(f"{time.monotonic() - started:.0f} s, {options.jobs} at a time, seed {options.seed}")
    return 0 if share >= options.least else 1


def _tried(rooms: Sequence[Room], number: int, seed: int, jobs: int) -> list[Outcome]:
    room_of = {path: room for room in rooms for path in room.sources}
    drawn = [(room_of[change.path], change) for change in sample(room_of, number, seed)]
    loaded(rooms)
    allowed = {room.name: processor_seconds(room) for room in rooms}
    done = []
    for outcome in outcomes(drawn, allowed, jobs):
        done.append(outcome)
        word = "noticed" if outcome.noticed else "NOT NOTICED"
        print(f"{len(done):4}/{len(drawn)}  {word:11}  {outcome.seconds:5.1f} s  {_line(outcome)}", flush=True)
    return done


def _line(outcome: Outcome) -> str:
    path = outcome.change.path.relative_to(outcome.room.root).as_posix()
    return f"{path}:{outcome.change.span[0][0]}  {outcome.change}"


def _told(done: Sequence[Outcome]) -> float:
    """Print the summary; the share that was noticed, 1 where nothing was tried."""
    missed = sorted(_line(outcome) for outcome in done if not outcome.noticed)
    print("\nNot noticed:" if missed else "\nAll noticed.", *missed, sep="\n  ")
    tried = Counter(outcome.room.name for outcome in done)
    noticed = Counter(outcome.room.name for outcome in done if outcome.noticed)
    print()
    for name, count in sorted(tried.items()):
        print(f"{name:10} {noticed[name]:4} of {count:4} noticed  {noticed[name] / count:6.1%}")
    share = noticed.total() / tried.total() if tried else 1.0
    print(f"{'all':10} {noticed.total():4} of {tried.total():4} noticed  {share:6.1%}")
    return share


if __name__ == "__main__":
    sys.exit(main())
