"""Loads patterns/labels.yaml and economic.csv: the standard labels of the nine tables, and slips of an OCR in them."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from patterns.loader import FOLDER, PatternError, load_patterns

_SHORTEST = 4  # characters: of shorter labels too many differ by one


class SlipExample(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    read: str
    meant: str


class LabelPatterns(BaseModel):
    """`heads` of columns and `items` of rows, without blanks; `alike` groups of characters used for one another."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    heads: tuple[str, ...]
    items: tuple[str, ...]
    alike: tuple[str, ...]
    examples: tuple[SlipExample, ...]


@cache
def load_labels() -> LabelPatterns:
    """The standard labels. Raises PatternError where the file is not valid."""
    data = yaml.safe_load((FOLDER / "labels.yaml").read_text(encoding="utf-8"))
    try:
        return LabelPatterns.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(f"patterns/labels.yaml, {first['loc']}: {first['msg']}") from error


@cache
def economic_names() -> dict[str, str]:
    """Code to name of the 部门预算支出经济分类: 类 3 digits, 款 5. Raises PatternError where a code comes twice."""
    with (FOLDER / "economic.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["code"], row["name"]) for row in csv.DictReader(file)]
    names = dict(rows)
    if len(names) != len(rows):
        raise PatternError("patterns/economic.csv: a code comes twice")
    return names


def is_label(text: str) -> bool:
    """Whether `text` is a standard label, to the letter."""
    return text in _known()


def meant_by(text: str) -> str | None:
    """The one standard label that differs from `text` in one character; None where it is one or none or several do.

    >>> meant_by("科目鑢码"), meant_by("科目编码")
    ('科目编码', None)
    """
    if len(text) < _SHORTEST or is_label(text):
        return None
    near = {label for key in _holes(text) for label in _by_hole().get(key, ()) if not _as_printed(text, label)}
    return near.pop() if len(near) == 1 else None


def _as_printed(text: str, label: str) -> bool:
    """Whether the two differ in a way that print does."""
    pair = next({a, b} for a, b in zip(text, label, strict=True) if a != b)
    return any(pair <= set(group) for group in load_labels().alike)


@cache
def _known() -> frozenset[str]:
    labels = load_labels()
    functions = [f.name for f in load_patterns().functions]
    tops = [f.name.removesuffix("支出") + "支出" for f in load_patterns().functions if len(f.code) == 3]
    return frozenset((*labels.heads, *labels.items, *functions, *tops, *economic_names().values()))


@cache
def _by_hole() -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for label in _known():
        for hole in _holes(label):
            found[hole].append(label)
    return dict(found)


def _holes(text: str) -> Iterable[tuple[int, str]]:
    """The text without one character, for each of its characters, with that character's place."""
    return ((i, text[:i] + text[i + 1 :]) for i in range(len(text)))
