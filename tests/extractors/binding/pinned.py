"""What else is pinned of every case of wordings.yaml: where each fact stands, how sure it is, what it explains.

`python -m tests.extractors.binding.pinned` writes wordings.pinned.yaml anew; review the change as a diff. Each fact has
a line: its raw text and place, the stretch it is quoted with, its signs, and of reasons the facts explained and causes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from extractors.model.fact import Bound
from tests.reading import read, told

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("wordings.yaml").read_text(encoding="utf-8"))
_FILE = Path(__file__).with_name("wordings.pinned.yaml")


def pinned(bound: tuple[Bound, ...]) -> list[str]:
    """A line for each fact: everything of it that `told` leaves out."""
    return [f"{fact} | {' '.join(_rest(b))}" for fact, b in zip(told(bound), bound, strict=True)]


def _rest(b: Bound) -> Iterator[str]:
    yield f"{b.start}-{b.end}"
    if b.value_span not in (None, (b.start, b.end)):
        yield f"value {b.value_span[0]}-{b.value_span[1]}"  # type: ignore[index]
    yield f"in {b.clause[0]}-{b.clause[1]} {b.raw}"
    signs = asdict(b.signs)
    plain = signs.pop("plain") or {}
    yield from (f"{name} {value:g}" for name, value in signs.items() if value is not None)
    yield from (f"{name} {value:g}" for name, value in plain.items() if value)
    if b.unit is not None:
        yield f"{b.unit} to {b.decimals} places"
    yield from (f"{name} {value}" for name, value in b.subject.dimensions if name == "name")
    if b.explains:
        yield f"explains {' '.join(map(str, b.explains))}"
    yield from (f"{category}: {cause}" for cause, category in b.causes)


def pinned_cases() -> dict[str, list[str]]:
    """The lines of every case, by its name."""
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def main() -> None:
    """Writes the file anew."""
    lines = {case["name"]: pinned(read(case["text"], case["section"])) for case in CASES}
    head = "# Written by `python -m tests.extractors.binding.pinned`; see there. Not to be edited.\n"
    _FILE.write_text(head + yaml.safe_dump(lines, allow_unicode=True, width=1000, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
