"""What somebody who wrote a name that does not exist may have meant."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

_ALL_TOLD = 8  # names at most that are listed where none is near; set by eye: so many fit on the line


def nearest(written: str, known: Collection[str]) -> str:
    """A remark that tells the nearest of the known names, else all of them where they are few; "" where neither.

    >>> nearest("organization", ["organisation", "totals"]), nearest("x", ["money", "percent"]), nearest("x", [])
    (' (did you mean organisation?)', ' (there are money, percent)', '')
    """
    ends = sorted(name for name in known if name.endswith(f".{written}"))
    near = ends or get_close_matches(written, sorted(known), n=1)
    if near:
        return f" (did you mean {near[0]}?)"
    return f" (there are {', '.join(sorted(known))})" if 0 < len(known) <= _ALL_TOLD else ""
