"""Names of 支出功能分类 in the text, resolved to their codes through patterns/functions.csv.

Source: 政府收支分类科目 (Ministry of Finance), level 类 3 digits, 款 5, 项 7.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex
from rapidfuzz import process
from rapidfuzz.distance.Indel import normalized_similarity as likeness

from patterns.knowledge import Function
from patterns.loader import load_patterns
from patterns.shapes import either, either_word, load_function_names, load_shapes
from patterns.wording import any_of

TOP, MIDDLE, LOWEST = 3, 5, 7  # levels 类, 款, 项, told by the digits of their codes

# All were set by eye on names as scans of generated disclosures were read.
_CLOSE_ENOUGH = 0.8  # the least likeness of a name to the one that was meant (0 to 1: the share of characters kept)
_AS_CLOSE = 0.02  # likenesses nearer than this tell no name from the other
_LONG_ENOUGH = 4  # characters of a name that one misread character leaves recognisable
_BARE = 4  # characters of the bare name of a 款 or 项 from which on it is no common word (教育, 文物)
_LONGEST_NAME, _SHORTEST_NAME = 40, 2  # characters that a name beside a code may have


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


@dataclass(frozen=True, slots=True)
class _Marked:
    """A name before a mark: `start`..`end` with the mark, `level` in digits of a code, `mark` as written."""

    start: int
    end: int
    name: str
    level: int
    mark: str


def function_mentions(text: str) -> Iterator[FunctionMention]:
    """Functions named in `text`, in no order and without overlaps.

    Named by （类）（款）（项） marks, by codes beside names, by bare names before a value.
    """
    taken: list[tuple[int, int]] = []
    marked = list(_marked(text))
    resolved = [m for m in marked if m.code]  # 农林水支出林业和草原行政运行（项） is resolved by its bare names
    for mention in (*resolved, *_coded(text), *_bare(text), *(m for m in marked if not m.code), *_below(text)):
        if not any(mention.start < end and start < mention.end for start, end in taken):
            taken.append((mention.start, mention.end))
            yield mention


def economic_mentions(text: str) -> Iterator[FunctionMention]:
    """The 类 of 支出经济分类 named in `text`: 工资福利支出 (301), 商品和服务支出 (302) …"""
    for code, pattern in _economic():
        for match in pattern.finditer(text):
            yield FunctionMention(match.start(), match.end(), code, match.group(), True)


@cache
def _economic() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((c.code, any_of(c.say)) for c in load_patterns().economic)


def _bare(text: str) -> Iterator[FunctionMention]:
    for match in _plain().finditer(text):
        code, end = _descended(text, _top_names()[match["name"]], match.end())
        yield FunctionMention(match.start(), end, code, text[match.start("name") : end], True)


def _below(text: str) -> Iterator[FunctionMention]:
    """`行政运行498.62万元`: the bare name of a 款 or 项 that a clause begins with, before its value.

    A name that several codes bear is the one below the 款 or 类 that was named last.
    """
    above = ""
    for match in _lower().finditer(text):
        name, path = match["name"], match["path"]
        if path:
            above = _only_code(path, MIDDLE, "") or ""
        levels = (LOWEST,) if path else (MIDDLE, LOWEST)
        level = next((x for x in levels if _codes_of(name, x)), None)
        if level is None:
            continue
        code = _only_code(name, level, above)
        if code is not None:
            above = code[:MIDDLE]
        start = match.start("path") if path else match.start("name")
        yield FunctionMention(start, match.end("name"), code, text[start : match.end("name")], code is not None)


def _codes_of(name: str, level: int) -> list[str]:
    return [f.code for f in _of_level(level) if f.name == name]


def _only_code(name: str, level: int, above: str) -> str | None:
    """The code of a name: the one below `above` where several bear it."""
    codes = _codes_of(name, level)
    own = [c for c in codes if above and c.startswith(above)] or codes
    return own[0] if len(own) == 1 else None


@cache
def _lower() -> regex.Pattern[str]:
    """The bare name of a 款 or 项 (`name`) where a clause begins, perhaps behind that of its 款 (`path`)."""
    known = load_function_names()
    names = {f.name for f in (*_of_level(MIDDLE), *_of_level(LOWEST)) if len(f.name) >= _BARE}
    groups = {f.name for f in _of_level(MIDDLE) if len(f.name) >= _BARE}
    return regex.compile(
        rf"{either(known.below_leads)}(?:(?P<path>{either_word(groups)}){known.below_joint})?"
        rf"(?P<name>{either_word(names)})(?={'|'.join(known.below_followers)})"
    )


def _descended(text: str, code: str, end: int) -> tuple[str, int]:
    """The code that a bare name of a 类 leads to where names of its 款 and 项 follow at once, and where they end."""
    for level in (MIDDLE, LOWEST):
        names = dict(_names_under(level, code))
        following = [n for n in names if text.startswith(n, end)]
        if following:
            name = max(following, key=len)
            code, end = names[name], end + len(name)
    return code, end


def _marked(text: str) -> Iterator[FunctionMention]:
    chain: list[_Marked] = []
    for match in _found("mark").finditer(text):
        level = load_function_names().levels[match["level"]]
        start = _name_start(text, match.start(), chain[-1].end if chain else 0)
        end = _suffix_end(text, match.end(), level)
        name = (text[start : match.start()] + text[match.end() : end]).strip("“”")
        if chain and (chain[-1].end != start or level <= chain[-1].level):
            yield _resolved(chain)
            chain = []
        chain.append(_Marked(start, end, name, level, match["level"]))
    if chain:
        yield _resolved(chain)


def _suffix_end(text: str, position: int, level: int) -> int:
    """`一般公共服务（类）支出`: the 支出 behind the marker belongs to the name of a 类 that needs it."""
    known = load_function_names()
    if level == TOP and text.startswith(known.spending, position) and not text.startswith(known.not_spending, position):
        return position + len(known.spending)
    return position


def _name_start(text: str, end: int, floor: int) -> int:
    start = end
    while start > floor and _found("character").match(text[start - 1]):
        start -= 1
    prefix = _leads().match(text, start, end)
    if prefix:
        start = prefix.end()
    number = regex.match(r"（?\d{3,7}）?", text[start:end])
    if number:
        start += number.end()
    return _trimmed(text, start, end)


@cache
def _found(shape: Literal["mark", "code", "character"]) -> regex.Pattern[str]:
    """What finds that shape of patterns/function_names.yaml."""
    return regex.compile(getattr(load_function_names(), shape))


@cache
def _leads() -> regex.Pattern[str]:
    return regex.compile(either(load_function_names().leads) + "+")


def _trimmed(text: str, start: int, end: int) -> int:
    """Where the name really begins: the longest tail that is a known name, else as it stands."""
    known = _all_names()
    for i in range(start, end - 1):
        if text[i:end] in known or text[i:end] + load_function_names().spending in known:
            return i
    return start


def _resolved(chain: Sequence[_Marked]) -> FunctionMention:
    """What a chain of marked names (类, 款, 项 at once) leads to: each is looked for under the one before."""
    prefix, certain = "", True
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


def code_and_certainty(name: str, level: int, prefix: str) -> tuple[str | None, bool]:
    """The code of `name` among those of `level` (digits: 3, 5, 7) that begin with `prefix`, told through OCR slips.

    None where it is no name of a function, or could be two; and whether it was found to the letter, 支出 at its end
    not counted.
    """
    names = dict(_names_under(level, prefix))
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
    close = process.extract(name, names, scorer=likeness, score_cutoff=_CLOSE_ENOUGH, limit=2)
    if not close or (len(close) == 2 and close[1][1] >= close[0][1] - _AS_CLOSE):
        return None
    return close[0][0]


def _differing(a: str, b: str) -> int:
    return sum(x != y for x, y in zip(a, b, strict=True))


@cache
def _names_under(level: int, prefix: str) -> tuple[tuple[str, str], ...]:
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
def _top_names() -> dict[str, str]:
    """Names of all 类, with 支出 at their ends and as they are, to codes."""
    names, spending = dict(_names_under(TOP, "")), load_function_names().spending
    return names | {n.removesuffix(spending) + spending: c for n, c in names.items()}


@cache
def _all_names() -> frozenset[str]:
    patterns = load_patterns()
    return frozenset(f.name for f in (*patterns.functions, *patterns.former))


def code_of_top(name: str) -> str | None:
    """The code of the 类 of that name (with or without 支出 at its end), told through OCR slips; None for none."""
    return code_and_certainty(name, TOP, "")[0]


@cache
def function_names() -> dict[str, str]:
    """Code to name, of all levels."""
    return {f.code: f.name for f in load_patterns().functions}


def _coded(text: str) -> Iterator[FunctionMention]:
    """`2080505机关事业单位…`, `行政运行（2010301）`, `（2010301）行政运行`: a code beside its name."""
    for match in _found("code").finditer(text):
        code = match["code"]
        name = function_names().get(code)
        start, end = match.span()
        bracketed = text[start - 1 : start] == "（" and text[end : end + 1] == "）"
        if bracketed:
            start, end = start - 1, end + 1
        if name is not None or len(code) == LOWEST:
            yield from _beside_code(text, start, end, code, name, bracketed)


def _beside_code(
    text: str, start: int, end: int, code: str, name: str | None, bracketed: bool
) -> Iterator[FunctionMention]:
    """The mention that a code at `start`..`end` makes with the name before or behind it, if it has one."""
    before, after = _name_before(text, start, name), _name_after(text, end, name)
    if before is None and bracketed and len(code) == LOWEST:
        before = _name_before(text, start, None)  # a code in brackets keeps its meaning under any name
    if before is not None and (bracketed or not after):
        yield FunctionMention(before, end, code, text[before:start], name is not None)
    elif after is not None:
        yield FunctionMention(start, after, code, text[end:after], name is not None)
    elif len(code) == LOWEST and code[:MIDDLE] in function_names():
        # A code keeps its meaning under another year's name.
        renamed = _name_after(text, end, None)
        if renamed is not None:
            yield FunctionMention(start, renamed, code, text[end:renamed], False)


def _name_before(text: str, end: int, name: str | None) -> int | None:
    start = end
    while start > 0 and end - start < _LONGEST_NAME and _found("character").match(text[start - 1]):
        start -= 1
    while text[start] in "）、":
        start += 1
    prefix = _leads().match(text, start, end)
    start = prefix.end() if prefix else start
    return start if end - start >= _SHORTEST_NAME and _alike(text[start:end], name) else None


def _name_after(text: str, start: int, name: str | None) -> int | None:
    match = _behind_code().match(text[start:])
    if match is None:
        return None
    for end in range(match.end(), 1, -1):
        if name is not None and text[start : start + end].strip("-—“”（）") == name:
            return start + end
    return start + match.end() if _alike(match.group(), name) else None


@cache
def _behind_code() -> regex.Pattern[str]:
    known = load_function_names()
    return regex.compile(
        rf"{known.code_joint}{known.character}{{{_SHORTEST_NAME},{_LONGEST_NAME}}}?(?={'|'.join(known.code_followers)})"
    )


def _alike(written: str, name: str | None) -> bool:
    if name is None:
        return True
    written = written.strip("-—“”")
    return name in written or likeness(written, name) >= _CLOSE_ENOUGH


@cache
def _plain() -> regex.Pattern[str]:
    """The bare name of a 类 (`name`) that something follows which is no part of a longer name."""
    known, han = load_function_names(), load_shapes().han
    return regex.compile(
        rf"(?<![{han}]){either(known.top_leads)}?(?P<name>{either_word(list(_top_names()))})"
        rf"(?=[^{han}]|{'|'.join(known.top_followers)}|{either_word([f.name for f in _of_level(MIDDLE)])})"
    )
