"""Why something was not read, in the language that people read.

Records, failures.jsonl and journals hold causes and warnings in English, as machines and other runs read them; they
come from extractors, worker processes and earlier runs. causes.yaml and warnings.yaml hold the Chinese of each, by its
English with {names} where something is put in, much as gettext has it.
"""

from __future__ import annotations

import string
from functools import cache
from pathlib import Path
from typing import NamedTuple

import regex
from pydantic import RootModel

from flows.words import language, words
from patterns.files import load_file

_LONGEST = 2000  # characters of a line that are looked at: longer ones hold what libraries say, and stay as they are
_PLACES = ("page", "pages", "line", "sheet")
_BEFORE_PLACE = ", "
_BETWEEN = "，, "  # the same, in either language
_FILES = ("causes.yaml", "warnings.yaml")


class Causes(RootModel[dict[str, str]]):
    """Chinese by English, both with the same {names}."""


class _Cause(NamedTuple):
    """How an English cause is known, how many of its characters are its own, and its Chinese."""

    known: regex.Pattern[str]
    own: int
    zh: str


def told(line: str, asked: str | None = None) -> str:
    """A line `file, place: cause` or a cause alone as people read it; as it is in English, or where it is unknown.

    The language is the one that was `asked` for, else that of the process.

    >>> import os; os.environ["JUESUAN_LANG"] = "zh"
    >>> told("a.pdf, page 3: broken: Permission denied")
    'a.pdf，第3页：已损坏：没有权限'
    """
    if (asked or language()) == "en" or len(line) > _LONGEST:
        return line
    at = 0
    while at >= 0:
        if (cause := _cause(line[at:])) is not None:
            return f"{_head(line[: at - 2])}：{cause}" if at else cause
        colon = line.find(": ", at)
        at = colon + 2 if colon >= 0 else -1
    return line


def _head(head: str) -> str:
    """The file and the place in it."""
    text = f"{_BEFORE_PLACE}{head}"
    at, what = max((text.rfind(f"{_BEFORE_PLACE}{what} "), what) for what in _PLACES)
    if at < 0:
        return head
    file, which = text[len(_BEFORE_PLACE) : at], text[at + len(f"{_BEFORE_PLACE}{what} ") :]
    said = words(f"place.{what}", file=file, which=which)
    return said if file else said.lstrip(_BETWEEN)


def _cause(text: str) -> str | None:
    """The Chinese of a cause; None where it is not known."""
    found = [(cause, match) for cause in _causes() if (match := cause.known.fullmatch(text)) is not None]
    if not found:
        return None
    cause, match = max(found, key=lambda each: each[0].own)
    return cause.zh.format(**{name: _cause(value) or value for name, value in match.groupdict().items()})


@cache
def load_causes() -> dict[str, str]:
    """Chinese by English, of causes and of warnings. Raises PatternError where a file is not valid."""
    loaded = [load_file(Causes, name, Path(__file__).parent).root for name in _FILES]
    return {english: chinese for causes in loaded for english, chinese in causes.items()}


@cache
def _causes() -> tuple[_Cause, ...]:
    return tuple(_known(english, chinese) for english, chinese in load_causes().items())


def _known(english: str, chinese: str) -> _Cause:
    pattern, own = "", 0
    for literal, name, _, _ in string.Formatter().parse(english):
        pattern += regex.escape(literal, literal_spaces=True)
        own += len(literal)
        if name:  # what comes first holds no colon: before one stands the file
            pattern += f"(?P<{name}>.+?)" if pattern else f"(?P<{name}>(?:(?!: ).)+?)"
    return _Cause(regex.compile(pattern, regex.DOTALL), own, chinese)
