"""Files of what is pinned of made inputs: a heading for each case, below it a line for each thing that is told.

Of a changed document only the lines stand there that the document itself doesn't have, and those it lost, with a minus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from extractors.model.reference import FigureReference

_HEAD = "## "


def pins_of(path: Path) -> dict[str, list[str]]:
    """The lines by case."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(_HEAD):
            found[line.removeprefix(_HEAD)] = []
        else:
            found[list(found)[-1]].append(line)
    return found


def write_pins(path: Path, pins: Mapping[str, Sequence[str]]) -> None:
    """Writes the file anew."""
    path.write_text("".join(f"{line}\n" for name, lines in pins.items() for line in (_HEAD + name, *lines)), "utf-8")


def beside(base: Sequence[str], lines: Iterable[str]) -> list[str]:
    """The lines that the base doesn't have, and those that it has more, with a minus."""
    now = list(lines)
    has, had = set(now), set(base)
    return [line for line in now if line not in had] + [f"- {line}" for line in base if line not in has]


def short(*places: FigureReference) -> str:
    """Facts as the Record's ids tell them (f1), cells as 3.10.1."""
    return " ".join(_short(place) for place in places)


def _short(place: FigureReference) -> str:
    if isinstance(place, int):
        return f"f{place + 1}"
    return ".".join(str(part) for part in place if part is not None)


def told(values: Mapping[str, object]) -> Iterator[str]:
    """Names with their values."""
    return (f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}" for name, value in values.items())
