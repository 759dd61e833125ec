"""What publishing costs: ten thousand Records at once, one more, the wide table; time and memory of all processes.

python -m benchmarks.publish [--records N] [--folder FOLDER]
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from flows.publish.publish import publish
from flows.query.ask import ask
from tests.made_records import write_records


class _Memory:
    """Watches the memory of this process and its workers; `peak` in MB (what no two of them share)."""

    def __init__(self) -> None:
        self.peak = 0.0
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        me = psutil.Process()
        while True:
            total = 0
            for process in [me, *me.children(recursive=True)]:
                try:
                    total += process.memory_full_info().uss
                except psutil.Error:
                    continue
            self.peak = max(self.peak, total / 1e6)
            time.sleep(0.1)


def timed(label: str, work: Callable[[], object]) -> None:
    """Prints how many seconds it takes, and what comes of it."""
    started = time.perf_counter()
    result = work()
    print(f"{label:<34} {time.perf_counter() - started:7.2f} s   {result}", flush=True)


def wide(corpus: Path, sql: str) -> int:
    """How many rows a question to the corpus gives."""
    return int(ask(corpus, sql).num_rows)


def main() -> None:
    """The command: publishes made Records and asks the corpus, each step timed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        if not any(folder.glob("*.json")):
            timed("make Records", lambda: len(write_records(arguments.records, folder)))
        corpus, memory = Path(temporary) / "corpus", _Memory()
        timed("publish", lambda: publish(folder, corpus))
        print(f"{'memory of all processes':<34} {memory.peak:7.0f} MB")
        write_records(1, folder, first=90_000)
        timed("one more Record", lambda: publish(folder, corpus))
        (folder / "made-090000.json").touch()
        timed("one changed Record", lambda: publish(folder, corpus))
        (folder / "made-090000.json").unlink()
        timed("one Record less", lambda: publish(folder, corpus))
        timed(
            "wide table, a few columns", lambda: wide(corpus, "SELECT unit_name, fiscal_year, three_public FROM wide")
        )
        timed("wide table, every column", lambda: wide(corpus, "FROM wide"))


if __name__ == "__main__":
    main()
