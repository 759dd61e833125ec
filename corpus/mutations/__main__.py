"""`python -m corpus.mutations`: reads broken documents of every kind on every way, and tells what became of them.

Prints a table by kind, and a line for each document that brought about what none may: an error of ours, a hang, a
crash, more memory than is allowed. `--only html:17` makes and reads that one document; `--keep` keeps what is at fault.
With `--turns` each goes one way only, by turns. Ends with 1 where anything was at fault.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import regex

from corpus.mutations.bases import KINDS
from corpus.mutations.made import Mutation, mutations
from corpus.mutations.ways import WAYS, Became, Ways

_MOST_CAUSES = 4  # of each kind that are told
_DETAIL = regex.compile(r"[:;]|\d|(?<=cannot be opened|cannot be read|not a PDF).*$")


@dataclass
class Tally:
    """What became of the documents of one kind: `readings` on all ways, refusals by cause."""

    files: int = 0
    readings: int = 0
    records: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    memory: tuple[int, str] = (0, "")

    def count(self, became: Became, mutation: Mutation) -> None:
        """Counts one reading."""
        self.readings += 1
        self.slowest = max(self.slowest, (became.seconds, str(mutation)))
        self.memory = max(self.memory, (became.memory, str(mutation)))
        if became.fault:
            self.faults[became.fault] += 1
        elif became.cause:
            self.refused[cause_of(became.cause, mutation.file_name)] += 1
        else:
            self.records += 1


def cause_of(line: str, file_name: str) -> str:
    """What a refusal says, without the file, the place and details.

    >>> cause_of("a.pdf, page 3: broken: no objects", "a.pdf")
    'broken'
    """
    rest = line.rpartition(file_name)[2] if file_name in line else line
    place, colon, said = rest.partition(": ")
    return _DETAIL.split(said if colon else place)[0].strip()


def read_all(
    wanted: Sequence[Mutation], ways: Sequence[str], keep: Path | None, *, turns: bool = False
) -> dict[str, Tally]:
    """Reads the documents on the ways, and prints those at fault."""
    tallies = {kind: Tally() for kind in dict.fromkeys(m.kind for m in wanted)}
    with tempfile.TemporaryDirectory(prefix="juesuan-mutations-") as folder, Ways(Path(folder) / "out") as reading:
        for mutation in wanted:
            path = Path(folder) / mutation.file_name
            path.write_bytes(mutation.data)
            tallies[mutation.kind].files += 1
            for way in (ways[mutation.number % len(ways)],) if turns else ways:
                became = reading.read(way, path)
                tallies[mutation.kind].count(became, mutation)
                if became.fault:
                    print(f"{mutation} {way}: {became.fault}: {became.cause[:300]}", flush=True)
                    if keep is not None:
                        keep.mkdir(parents=True, exist_ok=True)
                        (keep / path.name).write_bytes(path.read_bytes())
            path.unlink()
    return tallies


def table(tallies: dict[str, Tally]) -> Iterator[str]:
    """The table as Markdown, with a line for all."""
    yield "| kind | files | readings | Record | refused | by cause | internal errors | other faults | slowest s | MB |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for kind, tally in tallies.items():
        yield _line(kind, tally)
    whole = Tally()
    for tally in tallies.values():
        whole.files, whole.readings = whole.files + tally.files, whole.readings + tally.readings
        whole.records, whole.faults = whole.records + tally.records, whole.faults + tally.faults
        whole.refused += tally.refused
        whole.slowest, whole.memory = max(whole.slowest, tally.slowest), max(whole.memory, tally.memory)
    yield _line("all", whole)


def _line(kind: str, tally: Tally) -> str:
    causes = "; ".join(f"{cause} {times}" for cause, times in tally.refused.most_common(_MOST_CAUSES))
    internal = tally.faults["internal error"]
    others = ", ".join(f"{fault} {times}" for fault, times in tally.faults.items() if fault != "internal error")
    return (
        f"| {kind} | {tally.files} | {tally.readings} | {tally.records} | {tally.refused.total()} | {causes} | "
        f"{internal} | {others or 0} | {tally.slowest[0]:.1f} ({tally.slowest[1]}) | {tally.memory[0]} |"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000, help="how many documents, all kinds together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default=",".join(KINDS), metavar="K,L")
    parser.add_argument("--ways", default=",".join(WAYS), metavar="W,V")
    parser.add_argument("--turns", action="store_true", help="one way for each document, by turns")
    parser.add_argument("--only", help="one document, as it is told of: KIND:NUMBER")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keeps what is at fault there")
    return parser.parse_args()


def main() -> int:
    """The command; 1 where any document brought about what none may."""
    options = _options()
    wanted = mutations(options.count, options.seed, tuple(options.kinds.split(",")))
    if options.only:
        kind, _, number = options.only.partition(":")
        wanted = [Mutation(options.seed, kind, int(number))]
    tallies = read_all(wanted, options.ways.split(","), options.keep, turns=options.turns)
    print(*table(tallies), sep="\n")
    return int(any(tally.faults for tally in tallies.values()))


if __name__ == "__main__":
    sys.exit(main())
