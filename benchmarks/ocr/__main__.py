"""Seconds a page and figures read of this pipeline beside RapidOCR and tesseract, on the same scans in one run.

    python -m benchmarks.ocr [--pages N] [--rounds N] [--condition office200] [--only NAME]...

Two kinds of pages are read (pages.py). The time of this pipeline is that of the whole extraction, Record included; of
the others, of the OCR alone. Right is each printed figure that was read to the digit, however they were put in order;
besides is what was told and not printed. Every engine has a process of its own and may use all cores. In each round all
of them read the same pages, one after the other, in another order each time, after a round that does not count: so what
else the machine does meets all. Told are the median and the least of the rounds; what a round took is told as times of
what tuned RapidOCR took in that round, and of these the median; seconds of the CPU likewise, which other work on the
machine changes less. The table is Markdown.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from statistics import median

from benchmarks.ocr.alone import Alone, Figures, Seconds, apart
from benchmarks.ocr.engines import TUNED, engines, openvinos_word
from benchmarks.ocr.pages import Scan, scans
from extractors.reading import cpu
from extractors.reading.computing import CannotCompute

# What decides how fast networks are, in Linux' words: of x86-64, then of ARM64.
_TOLD = (
    "avx2", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "amx_int8", "amx_bf16",
    "asimd", "asimddp", "i8mm", "bf16", "sve",
)  # fmt: skip
_HEADS = (
    "engine", "pages", "s/page, median", "least", "CPU s/page", "× tuned", "× tuned, CPU", "figures right", "besides",
    "MB",
)  # fmt: skip
Rounds = Mapping[str, Sequence[Seconds]]  # of an engine, by the kind of pages


def main() -> None:
    """The command: what the CPU is, then a row for each engine and kind of pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--condition", default="office200", help="of corpus/scan.py")
    parser.add_argument("--only", action="append", help="engines to measure, by the beginning of their names")
    options = parser.parse_args()
    print(processor())
    made = scans(options.pages, options.condition)
    print(f"{options.pages} pages of each kind, {options.condition}; {options.rounds} rounds\n", flush=True)
    with ExitStack() as stack:
        alone = list(started(stack, made, tuple(options.only or ("",))))
        if not alone:
            sys.exit("no engine is left")
        read = {one.engine.name: {kind: one.figures(kind) for kind in made} for one in alone}
        taken = measured(alone, list(made), options.rounds)
        memory = {one.engine.name: one.memory() for one in alone}
    print("\n".join(table(taken, read, memory)))


def processor() -> str:
    """A line: the CPU's name, how many cores may be used, what it has, what OpenVINO says that it computes in."""
    having = cpu.features()
    told = " ".join(word for word in _TOLD if word in having)
    return f"{cpu.name()}, {len(os.sched_getaffinity(0))} cores: {told}; OpenVINO computes in {apart(openvinos_word)}"


def started(stack: ExitStack, made: Mapping[str, Scan], only: tuple[str, ...]) -> list[Alone]:
    """All engines that are asked for and start; each ends with the stack."""
    alone = []
    for engine in engines():
        if engine.name.startswith(only):
            try:
                alone.append(stack.enter_context(Alone(engine, made)))
                print(f"{engine.name}: begun", file=sys.stderr)
            except CannotCompute as error:
                print(f"{engine.name}: left out, {error}", file=sys.stderr)
    return alone


def measured(alone: Sequence[Alone], kinds: Sequence[str], rounds: int) -> dict[str, Rounds]:
    """What each engine took in each round, by its name and the kind of pages."""
    taken: dict[str, dict[str, list[Seconds]]] = defaultdict(lambda: defaultdict(list))
    for round_ in range(rounds):
        print(f"round {round_ + 1}", file=sys.stderr)
        for kind in kinds:
            for one in (*alone[round_ % len(alone) :], *alone[: round_ % len(alone)]):
                taken[one.engine.name][kind].append(one.seconds(kind))
    return {name: dict(of_kinds) for name, of_kinds in taken.items()}


def table(
    taken: Mapping[str, Rounds], read: Mapping[str, Mapping[str, Figures]], memory: Mapping[str, int]
) -> list[str]:
    """The lines of a Markdown table."""
    rows = [_HEADS, ("---",) * len(_HEADS)]
    for name, of_kinds in taken.items():
        for kind, rounds in of_kinds.items():
            clock, tuned = [seconds.clock for seconds in rounds], taken.get(TUNED, {}).get(kind, ())
            figures = read[name][kind]
            rows.append((
                name, kind, f"{median(clock):.2f}", f"{min(clock):.2f}", f"{median(s.cpu for s in rounds):.2f}",
                times(clock, [s.clock for s in tuned]), times([s.cpu for s in rounds], [s.cpu for s in tuned]),
                f"{figures.right}/{figures.printed}", str(figures.besides), str(memory[name]),
            ))  # fmt: skip
    return ["| " + " | ".join(row) + " |" for row in rows]


def times(rounds: Sequence[float], tuned: Sequence[float]) -> str:
    """The median of what each round took as times of what the other took in it; "" where there is no other."""
    if not tuned:
        return ""
    return f"{median(one / other for one, other in zip(rounds, tuned, strict=True)):.2f}"


if __name__ == "__main__":
    main()
