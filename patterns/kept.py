"""How many answers about texts a process keeps: the same labels, figures and headings stand in a document many times.

Kept are only answers that follow from the text alone (and from the knowledge files, which are read once): which texts
are asked for before, or how many, changes none of them.
"""

from __future__ import annotations

from functools import cache

import regex

KEPT = 4096  # texts: those of a document that are asked about more than once are fewer


@cache
def compiled(pattern: str) -> regex.Pattern[str]:
    """A pattern of the knowledge files, compiled once: `regex` looks for it longer than it takes to match a label."""
    return regex.compile(pattern)
