"""How tables say in which unit their money stands (money.yaml)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated

import regex

from patterns.files import FOLDER, Entry, load_file
from patterns.loader import load_patterns
from patterns.marks import IsExpression

_REMEMBERED = 1 << 14  # lines: a document has a few thousand, each asked for several times
_Tells = Annotated[str, IsExpression(("unit",))]


class MoneyExamples(Entry):
    """Lines with the unit that they tell, by how they tell it, and some that tell `none`."""

    stated: dict[str, str]
    alone: dict[str, str]
    behind_title: dict[str, str]
    in_name: dict[str, str]
    for_all: dict[str, str]
    none: tuple[str, ...]


class MoneyPatterns(Entry):
    """All of money.yaml."""

    stated: _Tells
    stated_short: _Tells
    alone: _Tells
    behind_title: _Tells
    in_name: _Tells
    for_all: tuple[_Tells, ...]
    written: dict[str, str]
    short: dict[str, str]
    examples: MoneyExamples


@cache
def load_money(folder: Path = FOLDER) -> MoneyPatterns:
    """How units of money are said. Raises PatternError where the file is not valid."""
    return load_file(MoneyPatterns, "money.yaml", folder)


@lru_cache(maxsize=_REMEMBERED)
def unit_stated(line: str) -> str:
    """The unit of money that a line states as such; "" where it states none that is known.

    >>> unit_stated("部门：甲局金额单位：人民币千元")
    '千元'
    """
    known = load_money()
    return _told((known.stated, known.stated_short), line)


def unit_over(line: str) -> str:
    """The unit of money that a line over a table tells, in brackets behind a title, too; "" where it tells none.

    >>> unit_over("（元）")
    '元'
    """
    known = load_money()
    return unit_stated(line) or _told((known.alone, known.behind_title), line)


@lru_cache(maxsize=_REMEMBERED)
def unit_in_name(name: str) -> str:
    """The unit of money that the name of a column or a row holds; "" where it holds none.

    >>> unit_in_name("本年支出（亿元）/小计")
    '亿元'
    """
    return _told((load_money().in_name,), name)


@lru_cache(maxsize=_REMEMBERED)
def without_unit(name: str) -> str:
    """The name of a column or a row without the unit of money that it holds.

    >>> without_unit("本年支出（亿元）")
    '本年支出'
    """
    return regex.sub(load_money().in_name, "", name) if unit_in_name(name) else name


def unit_for_all(text: str) -> str:
    """The unit of money in which a text says that all tables stand; "" where it says so of none.

    >>> unit_for_all("以下各表单位均为元。")
    '元'
    """
    return _told(load_money().for_all, text)


def _told(expressions: Iterable[str], text: str) -> str:
    for expression in expressions:
        match = regex.search(expression, text)
        if match and (unit := _known(match["unit"])):
            return unit
    return ""


def _known(written: str) -> str:
    """A unit as units.yaml names it; "" where it is none of these."""
    for character, meant in load_money().written.items():
        written = written.replace(character, meant)
    money = load_patterns().units.money
    unit = load_money().short.get(written, written)
    return unit if unit in money else ""
