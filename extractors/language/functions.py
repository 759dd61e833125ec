"""Where a text names functions of 支出功能分类: by marked names, codes beside names, bare names before a value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import regex
from rapidfuzz.distance.Indel import normalized_similarity as likeness

from extractors.language.function_codes import (
    CLOSE_ENOUGH,
    LOWEST,
    MIDDLE,
    FunctionMention,
    codes_of,
    function_names,
    names_of_level,
    names_under,
    top_names,
)
from extractors.language.function_marks import leads, marked_names, shape
from patterns.function_names import load_function_names
from patterns.loader import load_patterns
from patterns.shapes import either, either_word, load_shapes
from patterns.wording import any_of

_BARE = 4  # characters of the bare name of a 款 or 项 from which on it is no common word (教育, 文物); set by eye
_LONGEST_MARK = 4  # characters: “（项）
_LONGEST_NAME, _SHORTEST_NAME = 40, 2  # characters that a name beside a code may have; set by eye


def function_mentions(text: str) -> Iterator[FunctionMention]:
    """Functions named in `text`, in no order and without overlaps.

    Named by （类）（款）（项） marks, by codes beside names, by bare names before a value.
    """
    coded, bare = list(_coded(text)), list(_bare(text))
    marked = list(marked_names(text, (*coded, *bare)))
    resolved = [m for m in marked if m.code]  # 农林水支出林业和草原行政运行（项） is resolved by its bare names
    bare = [b for b in bare if not any(_only_leads_to(b, m) for m in marked if not m.code)]
    taken: list[tuple[int, int]] = []
    below = _below(text, sorted((*resolved, *coded, *bare), key=lambda m: m.start))
    for named in (*resolved, *coded, *bare, *(m for m in marked if not m.code), *below):
        mention = _to_its_end(text, named)
        if not any(mention.start < end and start < mention.end for start, end in taken):
            taken.append((mention.start, mention.end))
            yield mention


def _only_leads_to(bare: FunctionMention, marked: FunctionMention) -> bool:
    """`农林水支出（类）水利（款）某某（项）`: whether a bare name only begins a marked path whose end is unknown."""
    return bare.start == marked.start and marked.end - bare.end > _LONGEST_MARK


def _to_its_end(text: str, named: FunctionMention) -> FunctionMention:
    """The mention with the marks around it: quotes, the mark of a level, 科目, its code in brackets.

    A code in brackets tells a name apart that several codes bear; of another function it is left alone.
    """
    match = shape("tail").match(text, named.end)
    if match is None or not match.group():
        return named
    code = match["code"]
    if code and (code not in function_names() or (named.code and not code.startswith(named.code))):
        return named
    quoted = match["quote"] is not None and _behind_quote(text, named.start)
    if match["quote"] is not None and not quoted:
        return named
    start = named.start - 1 if quoted else named.start
    return replace(named, start=start, end=match.end(), code=code or named.code, certain=named.certain or bool(code))


def _behind_quote(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] in load_function_names().opening_quotes


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
        code, end = _descended(text, _top_code(match["name"]), match.end())
        start = match.start("name")
        yield FunctionMention(start, end, code, text[start:end], True)


def _top_code(name: str) -> str:
    """The code of the bare name of a 类: 一般公共服务 is no 款 of another."""
    names = top_names()
    return names.get(name) or names[name + load_function_names().spending]


def _below(text: str, others: Sequence[FunctionMention]) -> Iterator[FunctionMention]:
    """`行政运行498.62万元`: the bare name of a 款 or 项 that a clause begins with, before its value.

    A name that several codes bear is the one below the 款 or 类 that was named last, here or by one of `others`.
    """
    for match in _alone().finditer(text):
        code = _only_code(match["name"], LOWEST, "")
        yield FunctionMention(match.start("name"), match.end(), code, match["name"], code is not None)
    above, at = "", 0
    for match in _lower().finditer(text):
        above, at = _last_code(others, at, match.start()) or above, match.end()
        name, path = match["name"], match["path"]
        if path:
            above = _only_code(path, MIDDLE, "") or ""
        levels = (LOWEST,) if path else (MIDDLE, LOWEST)
        level = next((x for x in levels if codes_of(name, x)), None)
        if level is None:
            continue
        code = _only_code(name, level, above)
        if code is not None:
            above = code[:MIDDLE]
        start = match.start("path") if path else match.start("name")
        yield FunctionMention(start, match.end("name"), code, text[start : match.end("name")], code is not None)


def _last_code(named: Sequence[FunctionMention], start: int, end: int) -> str:
    """The code of the 类 or 款 that the last of those between two positions is of; empty where there is none."""
    codes = [m.code for m in named if start <= m.start and m.end <= end and m.code]
    return codes[-1][:MIDDLE] if codes else ""


def _only_code(name: str, level: int, above: str) -> str | None:
    """The code of a name: the one below `above` where several bear it."""
    codes = codes_of(name, level)
    own = [c for c in codes if above and c.startswith(above)] or codes
    return own[0] if len(own) == 1 else None


@cache
def _lower() -> re.Pattern[str]:
    """The bare name of a 款 or 项 (`name`) where a clause begins, perhaps behind that of its 款 (`path`)."""
    known = load_function_names()
    names = {name for level in (MIDDLE, LOWEST) for name in names_of_level(level) if len(name) >= _BARE}
    groups = names_of_level(MIDDLE)
    # By the standard library: it compiles these two lists of some 1,100 names in a tenth of the time.
    return re.compile(
        rf"{either(known.below_leads)}[{known.opening_quotes}]?(?:(?P<path>{either_word(groups)}){known.below_joint}*)?"
        rf"(?P<name>{either_word(names)})(?={known.tail}(?:{'|'.join(known.below_followers)}))"
    )


@cache
def _alone() -> re.Pattern[str]:
    """The name of a 项 too short to be told elsewhere (`name`), where a line begins with it and a figure follows."""
    names = {name for name in names_of_level(LOWEST) if len(name) < _BARE}
    return re.compile(rf"{either(load_function_names().below_alone)}(?P<name>{either_word(names)})(?=\d)")


def _descended(text: str, code: str, end: int) -> tuple[str, int]:
    """The code that a bare name of a 类 leads to where names of its 款 and 项 follow at once, and where they end.

    Of two names of a 款 it is the one that a 项 follows: 司法行政运行 is 司法 with its 行政运行, not the former 款 of
    司法行政.
    """
    middle = _followed(text, code, end, MIDDLE)
    lowest = [below for found in middle for below in _followed(text, *found, LOWEST)]
    for found in (lowest, middle, _followed(text, code, end, LOWEST)):
        if found:
            return max(found, key=lambda each: each[1])
    return code, end


def _followed(text: str, code: str, end: int, level: int) -> list[tuple[str, int]]:
    """The codes below `code` whose names begin at `end`, and where each name ends."""
    joint = _below_joint().match(text, end)
    begin = joint.end() if joint else end
    return [(own, begin + len(name)) for name, own in names_under(level, code) if text.startswith(name, begin)]


@cache
def _below_joint() -> regex.Pattern[str]:
    return regex.compile(load_function_names().below_joint + "*")


def _coded(text: str) -> Iterator[FunctionMention]:
    """`2080505机关事业单位…`, `行政运行（2010301）`, `（2010301）行政运行`: a code beside its name."""
    for match in shape("levelled_code").finditer(text):
        code = "".join(part for part in match.group("top", "middle", "lowest") if part)
        if (name := function_names().get(code)) is not None:
            end = _name_after(text, match.end(), name) or match.end()
            yield FunctionMention(match.start(), end, code, text[match.start() : end], True)
    for match in shape("code").finditer(text):
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
    while start > 0 and end - start < _LONGEST_NAME and shape("character").match(text[start - 1]):
        start -= 1
    while text[start] in "）、":
        start += 1
    prefix = leads().match(text, start, end)
    start = prefix.end() if prefix else start
    inner = text.rfind("）", start, end) + 1  # 卫生健康支出（210类）行政单位医疗（2101101）
    if inner > start and end - inner >= _SHORTEST_NAME and _alike(text[inner:end], name):
        start = inner
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
    return name in written or likeness(written, name) >= CLOSE_ENOUGH


@cache
def _plain() -> regex.Pattern[str]:
    """The bare name of a 类 (`name`) that something follows which is no part of a longer name."""
    known, han = load_function_names(), load_shapes().han
    names = (name.removesuffix(known.spending) for name in top_names())
    short = [name for name in names if name not in load_patterns().markers.others_alone]  # 其他2万元 may be income
    return regex.compile(
        rf"(?<![{han}]){either(known.top_leads)}?(?:(?P<name>{either_word(list(top_names()))})"
        rf"(?=[^{han}]|{'|'.join(known.top_followers)}|{either_word(names_of_level(MIDDLE))})"
        rf"|(?P<name>{either_word(short)})(?=\d|{known.below_joint}{either_word(names_of_level(MIDDLE))}))"
    )
