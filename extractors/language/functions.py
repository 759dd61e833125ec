"""Names of 支出功能分类 in the text, resolved to their codes through patterns/functions.csv.

Source: 政府收支分类科目 (Ministry of Finance), level 类 3 digits, 款 5, 项 7.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from patterns.knowledge import Function
from patterns.loader import load_patterns
from patterns.wording import any_of

_LEVEL_DIGITS = {"类": 3, "款": 5, "项": 7}
_MARKER = regex.compile(r"（(?:\d{2,3})?(?P<level>类|款|项)(?:[，、]下同)?）")
_CODE = regex.compile(r"(?<![\d.,])(?P<code>\d{3}(?:\d{2}){0,2})(?![\d.,]|年|万|元|个|人|辆|台|%)")
_NAME = r"[一-龥、（）“”]"
_NAME_START = regex.compile(
    r"(?:其中|[万亿]{0,2}元[、和及]?|[、和及]|全部为|（\d+）|（[一二三四五六七八九十]+）|\d+[.、]|[一二三四五六七八九十]+[是、])+"
)
_CLOSE_ENOUGH = 0.8
_AS_CLOSE = 0.02  # likenesses nearer than this tell no name from the other
_LONG_ENOUGH = 4  # characters of a name that one misread character leaves recognisable


@dataclass(frozen=True, slots=True)
class FunctionMention:
    """A function named at `start`..`end`: its code where it could be resolved, the names as written."""

    start: int
    end: int
    code: str | None
    name: str
    certain: bool


def function_mentions(text: str) -> Iterator[FunctionMention]:
    """Functions named in `text`: by （类）（款）（项） marks, by codes, by the bare name of a 类 before a value."""
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
        code, end = _descended(text, _names("类")[match["name"]], match.end())
        yield FunctionMention(match.start(), end, code, text[match.start("name") : end], True)


def _below(text: str) -> Iterator[FunctionMention]:
    """`行政运行498.62万元`: the bare name of a 款 or 项 that a clause begins with, before its value.

    A name that several codes bear is the one below the 款 or 类 that was named last.
    """
    above = ""
    for match in _lower().finditer(text):
        name, path = match["name"], match["path"]
        if path:
            above = _only_code(path, "款", "") or ""
        level = next((x for x in ("款", "项") if not (path and x == "款") and _codes_of(name, x)), None)
        if level is None:
            continue
        code = _only_code(name, level, above)
        if code is not None:
            above = code[:5]
        start = match.start("path") if path else match.start("name")
        yield FunctionMention(start, match.end("name"), code, text[start : match.end("name")], code is not None)


def _codes_of(name: str, level: str) -> list[str]:
    return [f.code for f in _of_level(level) if f.name == name]


def _only_code(name: str, level: str, above: str) -> str | None:
    """The code of a name: the one below `above` where several bear it."""
    codes = _codes_of(name, level)
    own = [c for c in codes if above and c.startswith(above)] or codes
    return own[0] if len(own) == 1 else None


@cache
def _lower() -> regex.Pattern[str]:
    def either(names: set[str]) -> str:
        return "|".join(regex.escape(name) for name in sorted(names, key=len, reverse=True))

    functions = load_patterns().functions
    names = either({f.name for f in functions if f.level != "类" and len(f.name) >= 4})
    groups = either({f.name for f in functions if f.level == "款" and len(f.name) >= 4})
    return regex.compile(
        rf"(?:^|[，；。、：]|其中|全部为|全部是|\d[.、]|（\d+）)(?:(?P<path>{groups})[—–－\-→]+)?(?P<name>{names})"
        rf"(?=\d|年初|支出\d|支出决算|决算|为\d|同比|较上|较20|比上|比20|与上|与20|完成)"
    )


def _descended(text: str, code: str, end: int) -> tuple[str, int]:
    """The code that a bare name of a 类 leads to where names of its 款 and 项 follow at once, and where they end."""
    for level in ("款", "项"):
        names = dict(_names_under(level, code))
        following = [n for n in names if text.startswith(n, end)]
        if following:
            name = max(following, key=len)
            code, end = names[name], end + len(name)
    return code, end


def _marked(text: str) -> Iterator[FunctionMention]:
    chain: list[tuple[int, int, str, str]] = []
    for match in _MARKER.finditer(text):
        start = _name_start(text, match.start(), chain[-1][1] if chain else 0)
        suffix = _suffix_end(text, match.end(), match["level"])
        name = (text[start : match.start()] + text[match.end() : suffix]).strip("“”")
        if chain and (chain[-1][1] != start or _LEVEL_DIGITS[match["level"]] <= _LEVEL_DIGITS[chain[-1][3]]):
            yield _resolved(chain)
            chain = []
        chain.append((start, suffix, name, match["level"]))
    if chain:
        yield _resolved(chain)


def _suffix_end(text: str, position: int, level: str) -> int:
    """`一般公共服务（类）支出`: the 支出 behind the marker belongs to the name of a 类 that needs it."""
    if level == "类" and text.startswith("支出", position) and not text.startswith(("支出决算", "支出数"), position):
        return position + 2
    return position


def _name_start(text: str, end: int, floor: int) -> int:
    start = end
    while start > floor and regex.match(_NAME, text[start - 1]):
        start -= 1
    prefix = _NAME_START.match(text, start, end)
    if prefix:
        start = prefix.end()
    number = regex.match(r"（?\d{3,7}）?", text[start:end])
    if number:
        start += number.end()
    return _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> int:
    """Where the name really begins: the longest tail that is a known name, else as it stands."""
    known = _all_names()
    for i in range(start, end - 1):
        if text[i:end] in known or text[i:end] + "支出" in known:
            return i
    return start


def _resolved(chain: list[tuple[int, int, str, str]]) -> FunctionMention:
    prefix, certain = "", True
    code: str | None = None
    for _, _, name, level in chain:
        found, exact = _lookup(name, level, prefix)
        certain &= exact
        if found is None and len(chain) > 1 and level != chain[-1][3]:
            continue
        code = found
        prefix = found or prefix
    names = "".join(f"{name}（{level}）" for _, _, name, level in chain)
    return FunctionMention(chain[0][0], chain[-1][1], code, names, certain and code is not None)


def _lookup(name: str, level: str, prefix: str) -> tuple[str | None, bool]:
    """The code of `name` at `level` under `prefix`, and whether the name was found to the letter."""
    names = dict(_names_under(level, prefix))
    for wanted in (name, name + "支出", name.removesuffix("支出")):
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
    close = difflib.get_close_matches(name, names, n=2, cutoff=_CLOSE_ENOUGH)
    if len(close) == 2 and _ratio(name, close[1]) >= _ratio(name, close[0]) - _AS_CLOSE:
        return None
    return close[0] if close else None


def _differing(a: str, b: str) -> int:
    return sum(x != y for x, y in zip(a, b, strict=True))


def _ratio(written: str, name: str) -> float:
    # The same direction as in get_close_matches: likeness is not symmetric.
    return difflib.SequenceMatcher(None, name, written).ratio()


@cache
def _names_under(level: str, prefix: str) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    twice: set[str] = set()
    for f in _of_level(level):
        if f.code.startswith(prefix):
            if f.name in found:
                twice.add(f.name)
            found[f.name] = f.code
    # Former names: documents of earlier years, and units that go on with them.
    for f in load_patterns().former:
        if f.code.startswith(prefix) and len(f.code) == _LEVEL_DIGITS[level]:
            found.setdefault(f.name, f.code)
    # A name that several codes bear under this prefix tells no code.
    return tuple((n, c) for n, c in found.items() if n not in twice)


@cache
def _of_level(level: str) -> tuple[Function, ...]:
    digits = _LEVEL_DIGITS[level]
    return tuple(f for f in load_patterns().functions if len(f.code) == digits)


@cache
def _names(level: str) -> dict[str, str]:
    names = dict(_names_under(level, ""))
    return names | {n.removesuffix("支出") + "支出": c for n, c in names.items()}


@cache
def _all_names() -> frozenset[str]:
    patterns = load_patterns()
    return frozenset(f.name for f in (*patterns.functions, *patterns.former))


def code_of_top(name: str) -> str | None:
    """The code of the 类 of that name (with or without 支出 at its end), told through OCR slips; None for none."""
    return _lookup(name, "类", "")[0]


@cache
def function_names() -> dict[str, str]:
    """Code to name, of all levels."""
    return {f.code: f.name for f in load_patterns().functions}


def _coded(text: str) -> Iterator[FunctionMention]:
    """`2080505机关事业单位…`, `行政运行（2010301）`, `（2010301）行政运行`: a code beside its name."""
    for match in _CODE.finditer(text):
        code = match["code"]
        name = function_names().get(code)
        start, end = match.span()
        opened = text[start - 1 : start] == "（" and text[end : end + 1] == "）"
        outer = (start - 1, end + 1) if opened else (start, end)
        before = _name_before(text, outer[0], name)
        after = _name_after(text, outer[1], name)
        if len(code) != 7 and name is None:
            continue
        if before is None and opened and len(code) == 7:
            before = _name_before(text, outer[0], None)  # a code in brackets keeps its meaning under any name
        if before is not None and (opened or not after):
            yield FunctionMention(before, outer[1], code, text[before : outer[0]], name is not None)
        elif after is not None:
            yield FunctionMention(outer[0], after, code, text[outer[1] : after], name is not None)
        elif len(code) == 7 and code[:5] in function_names():
            # A code keeps its meaning under another year's name.
            renamed = _name_after(text, outer[1], None)
            if renamed is not None:
                yield FunctionMention(outer[0], renamed, code, text[outer[1] : renamed], False)


def _name_before(text: str, end: int, name: str | None) -> int | None:
    start = end
    while start > 0 and end - start < 40 and regex.match(_NAME, text[start - 1]):
        start -= 1
    while text[start] in "）、":
        start += 1
    prefix = _NAME_START.match(text, start, end)
    start = prefix.end() if prefix else start
    return start if end - start >= 2 and _alike(text[start:end], name) else None


def _name_after(text: str, start: int, name: str | None) -> int | None:
    match = regex.match(
        rf"[-—“]?{_NAME}{{2,40}}?(?=决算|支出决算|年初|预算|\d|，|：|。|比|较|[”]|完成|[（]项)", text[start:]
    )
    if match is None:
        return None
    for end in range(match.end(), 1, -1):
        if name is not None and text[start : start + end].strip("-—“”（）") == name:
            return start + end
    return start + match.end() if _alike(match.group(), name) else None


def _alike(written: str, name: str | None) -> bool:
    if name is None:
        return True
    written = written.strip("-—“”")
    return name in written or difflib.SequenceMatcher(None, written, name, autojunk=False).ratio() >= _CLOSE_ENOUGH


@cache
def _plain() -> regex.Pattern[str]:
    names = sorted(_names("类"), key=len, reverse=True)
    joined = "|".join(regex.escape(name) for name in names)
    below = "|".join(regex.escape(f.name) for f in _of_level("款"))
    return regex.compile(
        rf"(?<![一-龥])(?:\d+[.、]|（\d+）|[一二三四五六七八九十]+是|用于|其中[：，]?|用于[：]?)?(?P<name>{joined})(?=[^一-龥]|决算|为|共|支出|年初|预算|全年|本年|较|比|占|完成|同比|与|均|分别|各|增|减|下降|{below})"
    )
