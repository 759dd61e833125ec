"""The small notation in which wordings are written in the YAML files, and its compilation to a pattern.

    [支出]        may stand there or not           （ ） “ ”   literal; quotes may be missing or of another shape
    (为|是)       one of them, exactly once        …          up to 20 characters of the same clause
    [的|了]*      any of them, up to four times    (年|月)+   any of them, once to four times
    {prior}       last year, however it is named   ~          up to 30 characters, commas allowed
    {last_year}   the same, but not in digits
    <             here a name begins: what stands before is no longer name's part (国内接待费 is no <接待费)
    >             here a figure begins, which is no part of the wording (收入> is in 收入5万元, not in 收入增加5万元);
                  a full stop or a dash may part them, as a label's (3.接待。7.5万元)
    »             here a comparison begins, which is no part of the wording (收入» is in 收入较上年减少)

Everything else stands for itself; 一般公共预算 stands for its names of up to 2014, too (公共预算, 公共财政预算), and
“三公”经费 for “三公经费”.
Full-width brackets are text, ASCII brackets are notation.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from patterns.nearest import nearest

PLACEHOLDERS = {
    "prior": r"(?:上年|上一年|去年|上年度|上一年度|上年同期|去年同期|20\d\d年|20\d\d年度"
    r"|(?<!\d)20\d\d(?=增|减|上升|下降|预算|年初|执行|决算|持平))度?",
    "last_year": r"(?:上年|上一年|去年|上年度|上一年度|上年同期|去年同期)度?",
    "year": r"(?:20\d\d|本|当)年度?",
    "number": r"[\d,，.]{1,20}",  # longer than any figure: without an end, time grows with the square
    "numeral": r"[一二三四五六七八九十]+",
}
STATED_YEAR = r"(?P<year>20\d\d)(?:年度?|(?=全年))"  # a year written with its digits
_QUOTES = "“”‘’\"'「」『』＂"
# What may stand right before a name without being part of it.
_NAME_BEGINS = (
    r"(?:(?<![一-龥）])|(?<=（[\d一二三四五六七八九十]{1,2}）)"
    r"|(?<=[年度底位门局委办厅校院中是为的总计本全当和与及比较占按将对月日末有共无后里括含站队镇乡等级])"
    r"|(?<=\d[万亿]?元)|(?<=中心|里头|街道|政府|研究所|管理所|卫生所|服务所|事务所|机构|我馆|本馆|我园|本园|我社|本社|我会|本会|我区|全区|我县|全县|我市|全市|我所|全所|本台|我台|全台|全馆|全园|全社|学区|小学|中学|幼儿园|委员会|管委会|联合会))"
)
_SPANS = {"…": "[^，。；：]{0,20}?", "~": "[^。；：]{0,30}?"}
_AHEAD = {">": r"(?=\d|(?:。|——)\d[\d,]*\.\d)", "»": "(?=较|比|同比)"}
_NOTATION = {"<": _NAME_BEGINS, "[": "(?:", "(": "(?:", "|": "|"} | _AHEAD | _SPANS

# What is written in several ways, and how all of them are worded: an older name, quotes around all of a name.
_RENAMED = {"一般公共预算": "([一般]公共[财政]预算|财政一般预算)", "“三公”经费": "“三公”经费”"}

_REPEATS = {"*": "{0,4}", "+": "{1,4}", "?": "?"}


# A wording that follows the notation, told in one go …
_SOUND = regex.compile(
    r"(?P<part>[^\[\](){}|*+?]++|\{(?:" + "|".join(PLACEHOLDERS) + r")\}"
    r"|\[(?:(?&part)|\|)*+\][*+?]?|\((?:(?&part)|\|)*+\)[*+?]?)*+"
)
# … and its signs, to find what is wrong with one that does not.
_SIGNS = regex.compile(r"\{[^{}]*\}?|[\[\]()}|*+?]")
_CLOSES = {")": "(", "]": "["}

# What may be missing from a text that says a wording, and what stands there in one of several ways.
_NEEDLESS = regex.compile(r"\[(?:[^\[\]]++|(?R))*+\][*+?]?|\{\w+\}" + f"|[{_QUOTES}{''.join(_SPANS)}<>»]")
_GROUP = regex.compile(r"\((?P<within>(?:[^()]++|\((?&within)\))*+)\)(?P<repeat>[*+?]?)")


class WordingError(ValueError):
    """A wording that does not follow the notation; the message says where."""


def wording_fault(wording: str) -> str | None:
    """What in a wording does not follow the notation; None where all of it does, and then it compiles.

    >>> wording_fault("决算[数(为|是)"), wording_fault("决算[数](为|是)")
    ('"[" is not closed in "决算[数(为|是)"', None)
    """
    if _SOUND.fullmatch(wording):
        return None
    opened: list[str] = []
    closed_at, stray = -1, ""
    for match in _SIGNS.finditer(wording):
        sign = match[0]
        if fault := _placeholder_fault(sign) if sign[0] in "{}" else _bracket_fault(sign, opened):
            return f'{fault} in "{wording}"'
        if sign in "*+?" and match.start() != closed_at:
            stray = sign
        if sign in "([":
            opened.append(sign)
        elif sign in ")]":
            opened.pop()
            closed_at = match.end()
    if opened:
        return f'"{opened[-1]}" is not closed in "{wording}"'
    return f'"{stray}" stands behind no bracket in "{wording}"' if stray else None


def _placeholder_fault(sign: str) -> str | None:
    if sign[0] == "}" or sign[-1] != "}":
        return f'"{sign[0]}" without its counterpart'
    return None if sign[1:-1] in PLACEHOLDERS else f"unknown placeholder {sign}{nearest(sign[1:-1], PLACEHOLDERS)}"


def _bracket_fault(sign: str, opened: list[str]) -> str | None:
    if sign in _CLOSES and not opened:
        return f'"{sign}" closes nothing'
    if sign in _CLOSES and opened[-1] != _CLOSES[sign]:
        return f'"{opened[-1]}" is closed by "{sign}"'
    return '"|" stands outside of brackets' if sign == "|" and not opened else None


def wording_pattern(wording: str) -> str:
    """The regular expression of one wording.

    >>> wording_pattern("决算[数](为|是)")
    '决算(?:数)?(?:为|是)'

    Raises WordingError where brackets do not close or a placeholder is unknown.
    """
    if fault := wording_fault(wording):
        raise WordingError(fault)
    for name, names in _RENAMED.items():
        wording = wording.replace(name, names)
    out: list[str] = []
    position = 0
    while position < len(wording):
        char = wording[position]
        if char == "{":
            end = wording.index("}", position)
            out.append(PLACEHOLDERS[wording[position + 1 : end]])
            position = end
        elif char in "])":
            repeat = _REPEATS.get(wording[position + 1 : position + 2])
            out.append(")" + (repeat or ("?" if char == "]" else "")))
            position += 1 if repeat else 0
        elif char in _QUOTES:
            out.append(f"[{_QUOTES}]?")
        elif char in _NOTATION:
            out.append(_NOTATION[char])
        else:
            out.append(regex.escape(char))
        position += 1
    return "".join(out)


def bare_parts(wording: str) -> tuple[str, list[str]]:
    """What no text that says the wording is without: the characters outside of brackets; what stands in each (…).

    >>> bare_parts("[全年]决算(数|额)(共)?为"), bare_parts("{prior}(增加(了|额)|减少)")
    (('决算为', ['数|额']), ('', ['增加(了|额)|减少']))
    """
    for name, names in _RENAMED.items():
        wording = wording.replace(name, names)
    bare = _NEEDLESS.sub("", wording)
    groups = [match["within"] for match in _GROUP.finditer(bare) if match["repeat"] not in ("*", "?")]
    return _GROUP.sub("", bare), groups


def any_of(wordings: Sequence[str]) -> regex.Pattern[str]:
    """One pattern that matches the longest of the wordings at a place; matches nothing where there are none."""
    return _any_of(tuple(wordings))


def ending_in(wordings: Sequence[str]) -> regex.Pattern[str]:
    """What finds any of the wordings at the end of a text."""
    return _ending_in(tuple(wordings))


@cache
def _ending_in(wordings: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile(f"(?:{_any_of(wordings).pattern})$")


@cache
def _any_of(wordings: tuple[str, ...]) -> regex.Pattern[str]:
    # What is said in every section is asked for by each: some patterns take longer to compile than a page to read.
    if not wordings:
        return regex.compile(r"(?!)")
    # POSIX matching takes the longest alternative, so the order of the wordings in the file does not matter.
    return regex.compile("|".join(f"(?:{wording_pattern(w)})" for w in wordings), regex.POSIX)
