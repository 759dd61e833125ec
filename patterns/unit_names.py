"""Loads patterns/unit_names.yaml: how one public body's name is written, and in what short form names are compared."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import regex

from patterns.files import FOLDER, Entry, load_file
from patterns.marks import Expression
from patterns.shapes import load_shapes

_LONGEST_PLACE = 8  # characters of a place's own name; set by eye
_PUNCTUATION = regex.compile(r"[\s\p{P}\p{S}]")


class Renamed(Entry):
    """A body that carried on under another name, by the ends of the two names."""

    before: str
    after: str
    since: int


class SameExample(Entry):
    """Two names, and whether they are of one unit."""

    one: str
    other: str
    same: bool


class UnitNames(Entry):
    """All of unit_names.yaml; pairs are what is written and what it is brought to."""

    shorten: tuple[tuple[str, str], ...]
    nations: tuple[str, ...]
    autonomous: tuple[tuple[str, str], ...]
    leading: tuple[str, ...]
    apart: tuple[str, ...]
    renamed: tuple[Renamed, ...]
    regions: tuple[tuple[Expression, ...], ...]
    closing: tuple[str, ...]
    examples: tuple[SameExample, ...]


@cache
def load_unit_names(folder: Path = FOLDER) -> UnitNames:
    """The knowledge about names. Raises PatternError where the file is not valid."""
    return load_file(UnitNames, "unit_names.yaml", folder)


def plain_name(name: str) -> str:
    """`name` after NFKC without blanks, brackets and other punctuation, and without what may lead it."""
    plain = _PUNCTUATION.sub("", unicodedata.normalize("NFKC", name))
    for lead in load_unit_names().leading:
        plain = plain.removeprefix(lead)
    return plain


def short_name(name: str) -> str:
    """The short form in which names are compared; not a name to show."""
    short = _autonomous().sub(lambda m: dict(load_unit_names().autonomous)[m["area"]], plain_name(name))
    for long, brief in load_unit_names().shorten:
        short = short.replace(long, brief)
    return short


@cache
def _autonomous() -> regex.Pattern[str]:
    known = load_unit_names()
    nations = "|".join(sorted(known.nations, key=len, reverse=True))
    areas = "|".join(area for area, _ in known.autonomous)
    return regex.compile(f"(?:{nations})*(?P<area>{areas})")


@cache
def _regions() -> tuple[regex.Pattern[str], ...]:
    known = load_unit_names()
    # A place's own name holds none of the characters that close one: 南山县教育局 begins with one place.
    own = rf"(?:(?![{''.join(known.closing)}])[{load_shapes().han}]){{1,{_LONGEST_PLACE}}}?"
    levels = ("|".join(sorted(ends, key=len, reverse=True)) for ends in known.regions)
    return tuple(regex.compile(rf"{own}(?:{ends})") for ends in levels)


def region_of(name: str) -> str:
    """The places that a name begins with (江海省南山县教育局: 江海省南山县), "" where there are none."""
    plain, end = plain_name(name), 0
    for level in _regions():
        match = level.match(plain, end)
        # A body is named after the places: one that would be nothing but places is none of them.
        if match and match.end() < len(plain):
            end = match.end()
    return plain[:end]


def successors(short: str) -> dict[str, Renamed]:
    """The short names under which the body of a short name carried on, with what says so."""
    return {
        short.removesuffix(before) + after: renamed
        for before, after, renamed in _renamed()
        if short.endswith(before) and short != before
    }


@cache
def _renamed() -> tuple[tuple[str, str, Renamed], ...]:
    """All that were renamed, with the short forms of both names."""
    return tuple((short_name(r.before), short_name(r.after), r) for r in load_unit_names().renamed)


def apart(one: str, other: str) -> bool:
    """Whether two short names are of bodies that stand beside each other (教育局, 教育局本级)."""
    return any(one.endswith(end) != other.endswith(end) for end in load_unit_names().apart)


def level_of(name: str) -> int:
    """How deep the last place lies that a name begins with: 1 a province, 2 a city, 3 a county; 0 where it names none.

    >>> level_of("江海省教育厅"), level_of("江海省南山县教育局"), level_of("教育局")
    (1, 3, 0)
    """
    plain, end, level = plain_name(name), 0, 0
    for depth, places in enumerate(_regions(), 1):
        match = places.match(plain, end)
        if match and match.end() < len(plain):
            end, level = match.end(), depth
    return level


def named_alike(name: str) -> str:
    """What a name shares with those of like bodies of other places: its short form, as that carries on, without places.

    >>> named_alike("南山县教育局"), named_alike("临溪市南山县国土资源局")
    ('教育局', '自然资源局')
    """
    short = carried_on(short_name(name))
    return short.removeprefix(region_of(short))


def carried_on(short: str) -> str:
    """The short name under which the body of a short name goes on, its own where that is not sure.

    >>> carried_on("南山县环境保护局")
    '南山县生态环境局'
    """
    later = successors(short)
    return next(iter(later)) if len(later) == 1 else short


def body_of(name: str) -> str:
    """The short name of the body whose accounts are told, whether with or without the bodies below it.

    >>> body_of("南山县教育局（本级）"), body_of("南山县教育局")
    ('南山县教育局', '南山县教育局')
    """
    short = short_name(name)
    return next((short.removesuffix(end) for end in load_unit_names().apart if short.endswith(end)), short)
