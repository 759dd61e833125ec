"""The small notation in which wordings are written in the YAML files, and its compilation to a pattern.

    [支出]        may stand there or not           （ ） “ ”   literal; quotes may be missing or of another shape
    (为|是)       one of them, exactly once        …          up to 20 characters of the same clause
    [的|了]*      any of them, up to four times    (年|月)+   any of them, once to four times
    {prior}       last year, however it is named   ~          up to 30 characters, commas allowed
    <             here a name begins: what stands before is no longer name's part (国内接待费 is no <接待费)

Everything else stands for itself. Full-width brackets are text, ASCII brackets are notation.
"""

from __future__ import annotations

import regex

PLACEHOLDERS = {
    "prior": r"(?:上年|上一年|去年|上年度|上一年度|上年同期|去年同期|20\d\d年|20\d\d年度)度?",
    "year": r"(?:20\d\d|本|当)年度?",
    "number": r"[\d,，.]+",
    "numeral": r"[一二三四五六七八九十]+",
}
_QUOTES = "“”‘’\"'「」『』＂"
# What may stand right before a name without being part of it.
_NAME_BEGINS = (
    r"(?:(?<![一-龥）])|(?<=（[\d一二三四五六七八九十]{1,2}）)"
    r"|(?<=[年度位门局委办厅校院中是为的总计本全当和与及比较占按将对月日末有共]))"
)
_NOTATION = {"<": _NAME_BEGINS, "[": "(?:", "(": "(?:", "|": "|", "…": "[^，。；：]{0,20}?", "~": "[^。；：]{0,30}?"}

_REPEATS = {"*": "{0,4}", "+": "{1,4}", "?": "?"}


class WordingError(ValueError):
    """A wording that does not follow the notation."""


def wording_pattern(wording: str) -> str:
    """The regular expression of one wording.

    >>> wording_pattern("决算[数](为|是)")
    '决算(?:数)?(?:为|是)'

    Raises WordingError where brackets do not close or a placeholder is unknown.
    """
    out: list[str] = []
    position = 0
    while position < len(wording):
        char = wording[position]
        if char == "{":
            end = wording.find("}", position)
            name = wording[position + 1 : end]
            if end < 0 or name not in PLACEHOLDERS:
                raise WordingError(f"{wording!r}: unknown placeholder at {position}")
            out.append(PLACEHOLDERS[name])
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
    pattern = "".join(out)
    try:
        regex.compile(pattern)
    except regex.error as error:
        raise WordingError(f"{wording!r}: {error}") from error
    return pattern


def any_of(wordings: list[str] | tuple[str, ...]) -> regex.Pattern[str]:
    """One pattern that matches the longest of the wordings at a place; matches nothing where there are none."""
    if not wordings:
        return regex.compile(r"(?!)")
    # POSIX matching takes the longest alternative, so the order of the wordings in the file does not matter.
    return regex.compile("|".join(f"(?:{wording_pattern(w)})" for w in wordings), regex.POSIX)
