"""Loads patterns/labels.yaml and economic.csv: the standard labels of the nine tables, and slips of an OCR in them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import regex

from patterns.files import FOLDER, Entry, load_file
from patterns.function_names import load_function_names
from patterns.loader import load_patterns

_SHORTEST = 4  # characters: of shorter labels too many differ by one
_FOREIGN = regex.compile(r"[\p{L}--\p{Han}]", regex.VERSION1)
_LONG = 7  # characters: of longer labels few differ by two


class SlipExample(Entry):
    """A label as an OCR read it, and the standard label that it must be taken for."""

    read: str
    meant: str


class LabelPatterns(Entry):
    """`heads` of columns and `items` of rows, without blanks; `unnumbered` rows between numbered ones.

    `alike` are groups of characters that print uses for one another, `confused` those that an OCR does.
    """

    heads: tuple[str, ...]
    items: tuple[str, ...]
    unnumbered: tuple[str, ...]
    alike: tuple[str, ...]
    confused: tuple[str, ...]
    examples: tuple[SlipExample, ...]


@cache
def load_labels(folder: Path = FOLDER) -> LabelPatterns:
    """The standard labels. Raises PatternError where the file is not valid."""
    return load_file(LabelPatterns, "labels.yaml", folder)


@cache
def economic_names() -> dict[str, str]:
    """Code to name of the 部门预算支出经济分类: 类 3 digits, 款 5."""
    return {line.code: line.name for line in load_patterns().economic_names}


def is_label(text: str) -> bool:
    """Whether `text` is a standard label, to the letter."""
    return text in _known()


def meant_by(text: str) -> str | None:
    """The standard label that `text` was misread from; None where it is one itself, or none or several are as near.

    One character may be misread, of long labels two; of short ones only what is then no Chinese character.

    >>> meant_by("科目鑢码"), meant_by("科目编码"), meant_by("决μ数"), meant_by("决草数")
    ('科目编码', None, '决算数', None)
    """
    shortest = _SHORTEST - 1 if _FOREIGN.search(text) else _SHORTEST
    if len(text) < shortest or is_label(text):
        return None
    room = 2 if len(text) >= _LONG else 1
    ranked = sorted((far, label) for label in _of_length(len(text)) if (far := distance(text, label)) <= room)
    nearest = [label for far, label in ranked if far == ranked[0][0]]
    alike = [label for label in nearest if _groups_hold(load_labels().confused, text, label)]
    if len(nearest) > 1 and len(alike) == 1:
        return alike[0]
    return nearest[0] if len(nearest) == 1 and not _groups_hold(load_labels().alike, text, nearest[0]) else None


def begun_labels(text: str) -> tuple[int, ...]:
    """Where heads of columns begin in a text that holds the beginnings of several, one after another; else only 0.

    >>> begun_labels("一般公共预算财政拨政府性基金预算财政"), begun_labels("一般公共预算财政拨款")
    ((0, 9), (0,))
    """
    found = _begun(text, 0)
    return found if found is not None and len(found) > 1 else (0,)


def _begun(text: str, start: int) -> tuple[int, ...] | None:
    """The starts of as few beginnings of heads as make the rest of a text, the longest first; None where none do."""
    for end in range(len(text), start + _SHORTEST - 1, -1):
        if any(head.startswith(text[start:end]) for head in load_labels().heads):
            rest = () if end == len(text) else _begun(text, end)
            if rest is not None:
                return start, *rest
    return None


def distance(a: str, b: str) -> int:
    """In how many characters two texts of one length differ."""
    return sum(x != y for x, y in zip(a, b, strict=True))


def as_printed(a: str, b: str) -> bool:
    """Whether two texts of one length differ in a way that print does, not an OCR."""
    return _groups_hold(load_labels().alike, a, b)


def _groups_hold(groups: Sequence[str], a: str, b: str) -> bool:
    """Whether every difference between two texts of one length lies within a group of characters."""
    return all(any({x, y} <= set(group) for group in groups) for x, y in zip(a, b, strict=True) if x != y)


@cache
def _known() -> frozenset[str]:
    labels = load_labels()
    functions = [f.name for f in load_patterns().functions]
    spending = load_function_names().spending
    tops = [f.name.removesuffix(spending) + spending for f in load_patterns().functions if len(f.code) == 3]
    return frozenset((*labels.heads, *labels.items, *functions, *tops, *economic_names().values()))


@cache
def _of_length(length: int) -> tuple[str, ...]:
    return tuple(sorted(label for label in _known() if len(label) == length))
