"""What comparing documents costs: ten thousand Records at once, one more of them; time, memory, what was found.

    python -m benchmarks.across [--records N]

Records are made (tests/made_records.py), four consecutive years of a unit each; reading them from JSON is timed apart,
as an audit reads them anyway. In the last year of every hundredth unit 一般公共预算 tells a change that is 5万元 off.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson

from extractors.model.record import Record, canonical
from flows.audit.across import INDEX, Across, Gathered, index_at
from flows.records import record_from
from tests.made_records import YEARS, made_record

_EVERY, _OFF = 100, Decimal(50_000)  # units between two with a planted difference; 元


class _Clock:
    """Adds up seconds by what they were spent on: of the clock, and of the CPU, as machines are shared."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = {}

    def start(self) -> tuple[float, float]:
        return time.perf_counter(), time.process_time()

    def time(self, what: str, started: tuple[float, float]) -> None:
        spent = self.spent.setdefault(what, [0.0, 0.0])
        for i, (now, then) in enumerate(zip(self.start(), started, strict=True)):
            spent[i] += now - then


def _planted(number: int) -> dict[str, Any]:
    data = made_record(number, consecutive=True)
    unit, year = divmod(number, len(YEARS))
    if unit % _EVERY == 0 and year == len(YEARS) - 1:
        for fact in data["facts"]:
            if (fact["concept"], fact["measure"]) == ("general_public", "change"):
                value = Decimal(fact["value"]) + _OFF
                fact |= {"value": canonical(value), "raw": f"{abs(value) / 10000:,.2f}万元"}
    return data


def _read(number: int, clock: _Clock) -> Record:
    data = orjson.dumps(_planted(number))
    started = clock.start()
    record = record_from(data, str(number))
    clock.time("read", started)
    return record


def _all(folder: Path, count: int, clock: _Clock) -> Across:
    """All Records, one by one, as an audit takes them."""
    with index_at(folder) as index:
        gathered = Gathered(index)
        for number in range(count):
            record = _read(number, clock)
            started = clock.start()
            list(gathered.through([record]))
            clock.time("offer", started)
        started = clock.start()
        found = gathered.compared()
        clock.time("compare", started)
    return found


def _one_more(folder: Path, record: Record) -> Across:
    with index_at(folder) as index:
        index.put(record)
        return index.compared()


def main() -> None:
    """The command: compares made Records, each step timed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    count = parser.parse_args().records
    clock = _Clock()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        found = _all(folder, count, clock)
        size = (folder / INDEX).stat().st_size
        more = _read(count - 1, clock)
        changed = more.model_copy(update={"facts": more.facts[1:]})
        started = clock.start()
        again = _one_more(folder, changed)
        clock.time("one more", started)
    for what, (seconds, of_cpu) in clock.spent.items():
        print(f"{what:<10} {seconds:8.2f} s, {of_cpu:8.2f} s of the CPU")
    print(f"held {found.held}, differing {found.differing}, apart {found.apart}; with one more {again.held}")
    print(Counter((f.rule, f.severity) for f in found.findings))
    print(f"index {size / 1e6:.0f} MB, peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB")


if __name__ == "__main__":
    main()
