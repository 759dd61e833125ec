"""Names of 支出功能分类 resolved to their codes through patterns/functions.csv, and names of former years.

Source: 政府收支分类科目 (Ministry of Finance), level 类 3 digits, 款 5, 项 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance.Indel import normalized_similarity as likeness

from patterns.function_names import load_function_names
from patterns.knowledge import Function
from patterns.loader import load_patterns

TOP, MIDDLE, LOWEST = 3, 5, 7  # levels 类, 款, 项, told by the digits of their codes

# All were set by eye on names as scans of generated disclosures were read.
CLOSE_ENOUGH = 0.8  # the least likeness of a name to the one that was meant (0 to 1: the share of characters kept)
_AS_CLOSE = 0.02  # likenesses nearer than this tell no name from the other
_LONG_ENOUGH = 4  # characters of a name that one misread character leaves recognisable


@dataclass(frozen=True, slots=True)
class FunctionMention:
    """A function named at `start`..`end` of the text: its code (3, 5 or 7 digits) where it could be resolved.

    `name` is what was written, marks of levels included; `certain` tells that it was found to the letter.
    """

    start: int
    end: int
    code: str | None
    name: str
    certain: bool


def code_and_certainty(name: str, level: int, prefix: str) -> tuple[str | None, bool]:
    """The code of `name` among those of `level` (digits: 3, 5, 7) that begin with `prefix`, told through OCR slips.

    None where it is no name of a function, or could be two; and whether it was found to the letter, 支出 at its end
    not counted.
    """
    names = dict(names_under(level, prefix))
    spending = load_function_names().spending
    for wanted in (name, name + spending, name.removesuffix(spending)):
        if wanted in names:
            return names[wanted], True
    close = _only_close(name, tuple(names))
    return (None, False) if close is None else (names[close], False)


def _only_close(name: str, names: Sequence[str]) -> str | None:
    """The name that `name` was meant to be: the one closest, by likeness or by one character of four or more; none
    where two are as close (技等职业教育 is 初等 or 高等)."""
    one_off = [n for n in names if len(n) == len(name) >= _LONG_ENOUGH and _differing(n, name) == 1]
    if one_off:
        return one_off[0] if len(one_off) == 1 else None
    close = process.extract(name, names, scorer=likeness, score_cutoff=CLOSE_ENOUGH, limit=2)
    if not close or (len(close) == 2 and close[1][1] >= close[0][1] - _AS_CLOSE):
        return None
    return close[0][0]


def _differing(a: str, b: str) -> int:
    return sum(x != y for x, y in zip(a, b, strict=True))


@cache
def names_under(level: int, prefix: str) -> tuple[tuple[str, str], ...]:
    """Names and codes of a level below `prefix`, those of former years too, without names that several codes bear."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for f in _of_level(level):
        if f.code.startswith(prefix):
            if f.name in found:
                twice.add(f.name)
            found[f.name] = f.code
    # Former names: documents of earlier years, and units that go on with them.
    for f in load_patterns().former:
        if f.code.startswith(prefix) and len(f.code) == level:
            found.setdefault(f.name, f.code)
    # A name that several codes bear under this prefix tells no code.
    return tuple((n, c) for n, c in found.items() if n not in twice)


@cache
def _of_level(level: int) -> tuple[Function, ...]:
    return tuple(f for f in load_patterns().functions if len(f.code) == level)


@cache
def names_of_level(level: int) -> frozenset[str]:
    """Every name of a level, those of former years too."""
    return frozenset(_codes_by_name(level))


def is_name_of_level(name: str, level: int) -> bool:
    """Whether that is a name of the level to the letter, 支出 at its end not counted."""
    spending = load_function_names().spending
    names = names_of_level(level)
    return name in names or name + spending in names or name.removesuffix(spending) in names


def codes_of(name: str, level: int) -> tuple[str, ...]:
    """The codes that a name bears at a level; those of former years only where none bears it today."""
    return _codes_by_name(level).get(name, ())


@cache
def _codes_by_name(level: int) -> dict[str, tuple[str, ...]]:
    codes: dict[str, tuple[str, ...]] = {}
    for f in _of_level(level):
        codes[f.name] = (*codes.get(f.name, ()), f.code)
    former: dict[str, tuple[str, ...]] = {}
    for f in load_patterns().former:
        if len(f.code) == level and f.name not in codes:
            former[f.name] = (*former.get(f.name, ()), f.code)
    short = {n: (c,) for n, c in load_function_names().shortened.items() if len(c) == level and n not in codes}
    return codes | former | short


@cache
def top_names() -> dict[str, str]:
    """Names of all 类, with 支出 at their ends and as they are, to codes."""
    names, spending = dict(names_under(TOP, "")), load_function_names().spending
    return names | {n.removesuffix(spending) + spending: c for n, c in names.items()}


@cache
def all_names() -> frozenset[str]:
    """Every name of every level and year."""
    patterns = load_patterns()
    return frozenset(f.name for f in (*patterns.functions, *patterns.former))


def code_of_top(name: str) -> str | None:
    """The code of the 类 of that name (with or without 支出 at its end), told through OCR slips; None for none."""
    return code_and_certainty(name, TOP, "")[0]


@cache
def function_names() -> dict[str, str]:
    """Code to name, of all levels."""
    return {f.code: f.name for f in load_patterns().functions}
