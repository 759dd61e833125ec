"""Names of rows that are classes of a classification: 2010301行政运行, 教育支出（类）, 工资福利支出."""

from __future__ import annotations

from functools import cache

import regex

from extractors.language.function_codes import LOWEST, MIDDLE, code_of_top, codes_of, function_names, top_names
from patterns.labels import economic_names
from patterns.loader import load_patterns
from patterns.small_tables import load_small_tables
from patterns.wording import any_of

Dimensions = tuple[tuple[str, str], ...]

_LONG_ENOUGH = 4  # characters of the bare name of a 款 or 项 from which on it is no common word (set by eye)


def function_of(name: str) -> Dimensions | None:
    """The class of the functional classification that a row is of; None for none, or where several bear its name."""
    code, bare = _apart(name)
    if code is not None:
        return _dimensions(code, bare) if code in _functions() else None
    if bare in top_names():
        return _dimensions(str(code_of_top(bare)), bare)
    several = (codes_of(bare, level) for level in (LOWEST, MIDDLE))
    only = next((codes for codes in several if codes), ())
    return _dimensions(only[0], bare) if len(only) == 1 and len(bare) >= _LONG_ENOUGH else None


def economic_class_of(name: str) -> Dimensions | None:
    """The class of the economic classification that a row is of; None for none."""
    code, bare = _apart(name)
    if code is not None:
        return _dimensions(code, bare) if code in economic_names() else None
    told = next((c.code for c in load_patterns().economic if any_of(c.say).fullmatch(bare)), None)
    return None if told is None else _dimensions(told, bare)


def _apart(name: str) -> tuple[str | None, str]:
    """The code before a name, if any, and the name without marks of levels."""
    known = load_small_tables()
    bare = regex.sub(known.level_marks, "", name)
    match = regex.match(known.coded, bare)
    return (match["code"], match["name"]) if match else (None, bare)


def _dimensions(code: str, name: str) -> Dimensions:
    return ("code", code), ("name", name)


@cache
def _functions() -> frozenset[str]:
    """The codes of all classes, those of former years too."""
    return frozenset((*function_names(), *(f.code for f in load_patterns().former)))
