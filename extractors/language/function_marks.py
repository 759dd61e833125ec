"""Names of functions that a level is marked at: `教育支出（类）普通教育（款）`, `“高等教育”项`, `住房公积金项支出`.

Names that descend at once (类, 款, 项) are one path: each is looked for below the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import regex

from extractors.language.function_codes import (
    LOWEST,
    MIDDLE,
    TOP,
    FunctionMention,
    all_names,
    code_and_certainty,
    codes_of,
    is_name_of_level,
    names_of_level,
)
from patterns.function_names import load_function_names
from patterns.kept import compiled
from patterns.shapes import either, load_shapes

_LONGEST_NAME = 26  # characters that a name may have: 24 of functions.csv, and 支出
_LEAD_REACH = 8  # characters before a name in which what leads it is looked for; longer than any lead of the file


@dataclass(frozen=True, slots=True)
class _Marked:
    """A name before a mark: `start`..`end` with the mark, `level` in digits of a code, `mark` as written."""

    start: int
    end: int
    name: str
    level: int
    mark: str


def marked_names(text: str, others: Sequence[FunctionMention]) -> Iterator[FunctionMention]:
    """Functions named with marks of their levels, from left to right; a path of them at once is one mention.

    A name alone that several codes bear (行政运行) is the one below what was named before it; `others` are mentions
    found in other ways.
    """
    named = [m for m in others if m.code]
    for chain in _chains(text):
        mention = _resolved(chain, "")
        # 林业和草原行政运行（项）: bare names told it already
        told = any(m.start < mention.end and mention.start < m.end for m in named)
        if mention.code is None and len(chain) == 1 and not told:
            mention = _behind_group(text, chain) or _below(chain, named) or mention
        if mention.code:
            named.append(mention)
        yield mention


def _behind_group(text: str, chain: Sequence[_Marked]) -> FunctionMention | None:
    """`财政事务“行政运行”项`: a single name right behind the bare name of its 款."""
    start = chain[0].start
    for name in names_of_level(MIDDLE):
        code = codes_of(name, MIDDLE)[0]
        if text.endswith(name, 0, start) and (below := _resolved(chain, code)).code:
            return replace(below, start=start - len(name))
    return None


def _below(chain: Sequence[_Marked], named: Sequence[FunctionMention]) -> FunctionMention | None:
    """A single name looked for below the 款, then the 类 of the one before; no function is told twice in a row."""
    before = max((m for m in named if m.end <= chain[0].start), key=lambda m: m.end, default=None)
    for digits in (MIDDLE, TOP) if before is not None else ():
        code = before.code[:digits] if before is not None and before.code else ""
        below = _resolved(chain, code)
        if before is not None and below.code and below.code != before.code:
            return below
    return None


def _chains(text: str) -> Iterator[list[_Marked]]:
    """Marked names that descend and follow each other at once, but for a joint and the number of the next."""
    chain: list[_Marked] = []
    for marked in _marked(text):
        if chain:
            joined = _joint().fullmatch(text, chain[-1].end, marked.start)
            if not joined or marked.level <= chain[-1].level:
                yield chain
                chain = []
        chain.append(marked)
    if chain:
        yield chain


def _marked(text: str) -> Iterator[_Marked]:
    floor = 0
    for match in _marks().finditer(text):
        level = load_function_names().levels[match["level"]]
        marked: _Marked | None
        if match["quoted"] is not None:
            marked = _Marked(match.start(), match.end(), match["quoted"], level, match["level"])
        elif match["plain"] is not None:
            marked = _plain_marked(text, match, level, floor)
        else:
            start = _name_start(text, match.start(), floor)
            end = _suffix_end(text, match.end(), level)
            name = (text[start : match.start()] + text[match.end() : end]).strip("“”")
            marked = _Marked(start, end, name, level, match["level"])
        if marked is not None and marked.name:
            floor = marked.end
            yield marked


@cache
def _marks() -> regex.Pattern[str]:
    """A mark behind a name, a quoted name with its mark, or the mere character of a level (`plain`)."""
    known = load_function_names()
    return regex.compile(rf"{known.mark}|{known.quoted_mark}|(?P<plain>{known.plain_mark})")


def _plain_marked(text: str, match: regex.Match[str], level: int, floor: int) -> _Marked | None:
    """`住房公积金项支出`: what stands before must be a name of that level to the letter, and begin there."""
    if not _goes_on(text, match.end()):
        return None
    for start in range(max(floor, match.start() - _LONGEST_NAME), match.start() - 1):
        name = text[start : match.start()]
        if is_name_of_level(name, level) and (start == floor > 0 or _begins(text, start)):
            return _Marked(start, _suffix_end(text, match.end(), level), name, level, match["level"])
    return None


def _goes_on(text: str, position: int) -> bool:
    """Whether what stands behind the mere character of a level lets it be one: a cue, the name of a lower level."""
    if _followers().match(text, position):
        return True
    ends = range(position + 2, min(position + _LONGEST_NAME, len(text)) + 1)
    return any(text[position:end] in names_of_level(level) for end in ends for level in (MIDDLE, LOWEST))


@cache
def _followers() -> regex.Pattern[str]:
    return regex.compile(either(load_function_names().plain_followers))


def _begins(text: str, start: int) -> bool:
    """Whether a name can begin at `start`: behind no other Chinese but what leads names."""
    return _led().search(text[max(0, start - _LEAD_REACH) : start]) is not None


@cache
def _led() -> regex.Pattern[str]:
    known = load_function_names()
    return regex.compile(rf"(?:^|[^{load_shapes().han}]|{either((*known.top_leads, *known.below_leads))})$")


@cache
def _joint() -> regex.Pattern[str]:
    return regex.compile(load_function_names().path_joint)


def _suffix_end(text: str, position: int, level: int) -> int:
    """`一般公共服务（类）支出`: the 支出 behind the marker belongs to the name of a 类 that needs it."""
    known = load_function_names()
    if level == TOP and text.startswith(known.spending, position) and not text.startswith(known.not_spending, position):
        return position + len(known.spending)
    return position


def _name_start(text: str, end: int, floor: int) -> int:
    start = end
    while start > floor and shape("character").match(text[start - 1]):
        start -= 1
    prefix = leads().match(text, start, end)
    if prefix:
        start = prefix.end()
    number = compiled(r"（?\d{3,7}）?").match(text[start:end])
    if number:
        start += number.end()
    return _trimmed(text, start, end)


@cache
def shape(key: Literal["mark", "code", "levelled_code", "character", "tail"]) -> regex.Pattern[str]:
    """What finds that shape of patterns/function_names.yaml."""
    return regex.compile(getattr(load_function_names(), key))


@cache
def leads() -> regex.Pattern[str]:
    """What may stand before a name without being part of it, one or more of them."""
    return regex.compile(either(load_function_names().leads) + "+")


def _trimmed(text: str, start: int, end: int) -> int:
    """Where the name really begins: the longest tail that is a known name, else as it stands."""
    known = all_names()
    for i in range(start, end - 1):
        if text[i:end] in known or text[i:end] + load_function_names().spending in known:
            return i
    return start


def _resolved(chain: Sequence[_Marked], prefix: str) -> FunctionMention:
    """What a chain of marked names (类, 款, 项 at once) leads to: each is looked for under the one before."""
    certain = True
    code: str | None = None
    for marked in chain:
        found, exact = code_and_certainty(marked.name, marked.level, prefix)
        certain &= exact
        if found is None and marked.level != chain[-1].level:
            continue
        code = found
        prefix = found or prefix
    names = "".join(f"{marked.name}（{marked.mark}）" for marked in chain)
    return FunctionMention(chain[0].start, chain[-1].end, code, names, certain and code is not None)
