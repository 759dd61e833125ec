"""What commands tell people, in the language that they read: Chinese, or English where they ask for it.

The language is that of `--lang`, of JUESUAN_LANG, else of the locale where that is English; else Chinese.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import RootModel

from patterns.files import Entry, load_file

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
VARIABLE = "JUESUAN_LANG"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set holds (POSIX)


class Said(Entry):
    """One thing in both languages; what is put in stands in braces."""

    zh: str
    en: str


class Words(RootModel[dict[str, Said]]):
    """All that is told, by id."""


def language(environment: Mapping[str, str] = os.environ) -> Language:
    """The language that people read.

    >>> language({"LANG": "en_GB.UTF-8"}), language({"LANG": "C"}), language({"LANG": "en_US", "JUESUAN_LANG": "zh"})
    ('en', 'zh', 'zh')
    """
    chosen = environment.get(VARIABLE, "")
    if chosen in LANGUAGES:
        return chosen
    locale = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    return "en" if locale.partition("_")[0].partition(".")[0] == "en" else "zh"


def words(said: str, **values: object) -> str:
    """What is told under an id, in the language that people read, with values put in."""
    entry = load_words().root[said]
    return (entry.en if language() == "en" else entry.zh).format(**values)


@cache
def load_words() -> Words:
    """All that is told. Raises PatternError where the file is not valid."""
    return load_file(Words, "words.yaml", Path(__file__).parent)
