"""Loads patterns/register.yaml: kinds of bodies by their names, and where documents name the units of a department."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

import regex
from pydantic import Field

from patterns.files import FOLDER, Entry, load_file
from patterns.kinds import load_kinds
from patterns.loader import known_names
from patterns.marks import Defines, Expression, KindId, SectionId
from patterns.shapes import either
from patterns.unit_names import plain_name

_FEWEST_CHARACTERS = 3  # of a unit's name in a list: shorter ones name offices (办公室 ends like a body); set by eye

_BEFORE = 8  # characters before what leads a list in that are looked at for offices, too; set by eye


class BodyKind(Entry):
    """A kind of public body, by the ends of names."""

    id: Annotated[str, Defines("kind of body")]
    zh: str
    en: str
    ends: tuple[Expression, ...] = Field(min_length=1)


class Accounts(Entry):
    """Kinds of documents by what they tell of whom they are of."""

    department: tuple[KindId, ...]
    unit: tuple[KindId, ...]
    others: tuple[KindId, ...]
    several: tuple[KindId, ...]
    doubtful: tuple[KindId, ...]


class ListExample(Entry):
    """A sentence, and the names of units that it lists."""

    text: str
    names: tuple[str, ...]


class RegisterWords(Entry):
    """All of register.yaml."""

    kinds: tuple[BodyKind, ...]
    own_level: tuple[str, ...]
    whole: tuple[str, ...]
    no_unit: tuple[Expression, ...]
    lists: tuple[Expression, ...]
    offices: tuple[Expression, ...]
    joints: Expression
    ends: Expression
    less: tuple[Expression, ...]
    sections: tuple[SectionId, ...]
    accounts: Accounts
    examples: tuple[ListExample, ...]


@cache
def load_register(folder: Path = FOLDER) -> RegisterWords:
    """How units are told apart. Raises PatternError where the file is not valid or names what does not exist."""
    kinds = {kind.id for kind in load_kinds(folder).kinds}
    return load_file(RegisterWords, "register.yaml", folder, {**known_names(folder), "kind of document": kinds})


@cache
def _kinds() -> tuple[tuple[BodyKind, regex.Pattern[str]], ...]:
    return tuple((kind, regex.compile(f"(?:{either(kind.ends)})$")) for kind in load_register().kinds)


def body_kind(name: str) -> BodyKind | None:
    """The kind of body that a name ends like; None where it ends like none."""
    plain = plain_name(name)
    return next((kind for kind, ends in _kinds() if ends.search(plain)), None)


def stem_and_ending(name: str) -> tuple[str, str]:
    """A plain name without what says that it is a department's own level, or the whole of it; and that ending.

    >>> stem_and_ending("云岭市教育局（本级）"), stem_and_ending("云岭市教育局")
    (('云岭市教育局', '本级'), ('云岭市教育局', ''))
    """
    plain, words = plain_name(name), load_register()
    ending = next((end for end in (*words.own_level, *words.whole) if plain.endswith(end) and plain != end), "")
    return plain.removesuffix(ending), ending


@cache
def _no_unit() -> regex.Pattern[str]:
    return regex.compile(either(load_register().no_unit))


def is_unit_row(name: str) -> bool:
    """Whether the name of a row in a table by unit may be that of a unit."""
    plain = plain_name(name)
    return bool(plain) and _no_unit().fullmatch(plain) is None and not plain.isdigit()


@cache
def _less() -> regex.Pattern[str]:
    return regex.compile(either(load_register().less))


@cache
def _offices() -> regex.Pattern[str]:
    return regex.compile(either(load_register().offices))


@cache
def _lists() -> regex.Pattern[str]:
    return regex.compile(either(load_register().lists))


def _is_listed(name: str) -> bool:
    """Whether a name within a list may be a unit's: that of a body, or of the department's own level (本级)."""
    bare = stem_and_ending(name)[0]
    return bare in load_register().own_level or (len(bare) > _FEWEST_CHARACTERS and body_kind(bare) is not None)


def listed_names(text: str) -> tuple[str, ...]:
    """The units that a sentence lists; none where anything in the list does not end like a body, or is an office.

    >>> listed_names("下属单位包括：云岭市第一中学、云岭市第二中学。")
    ('云岭市第一中学', '云岭市第二中学')
    """
    words = load_register()
    for start in _lists().finditer(text, overlapped=True):
        if _offices().search(text, start.start() - _BEFORE if start.start() > _BEFORE else 0, start.end()):
            continue
        rest = regex.split(words.ends, text[start.end() :], maxsplit=1)[0]
        names = [_less().sub("", part.strip()) for part in regex.split(words.joints, rest) if part.strip()]
        if names and all(map(_is_listed, names)):
            return tuple(names)
    return ()
