"""Loads patterns/shapes.yaml: characters and small words that many readings share."""

from __future__ import annotations

from functools import cache

import regex
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from patterns.loader import FOLDER, PatternError


class Shapes(BaseModel):
    """See the comments of shapes.yaml; `han` and `dashes` go inside of [...], `mojibake` is an expression."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    han: str
    numerals: str
    list_joints: tuple[str, ...]
    dashes: str
    mojibake: str
    table: str
    continued: str
    continuation: str
    figure: str
    blank_marks: str
    misread_dash: str
    misread_lone_dash: str
    misread_ruling: str


@cache
def load_shapes() -> Shapes:
    """The shapes. Raises PatternError where the file is not valid."""
    data = yaml.safe_load((FOLDER / "shapes.yaml").read_text(encoding="utf-8"))
    try:
        return Shapes.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(f"patterns/shapes.yaml, {first['loc']}: {first['msg']}") from error


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one."""
    first, last = _han_range()
    return first <= char <= last


@cache
def _han_range() -> tuple[str, str]:
    han = load_shapes().han
    return han[0], han[-1]


def is_dash(text: str) -> bool:
    """Whether dashes, or the marks of a blank, are all of a cell's text: there is nothing.

    >>> is_dash("——"), is_dash("-1"), is_dash("")
    (True, False, False)
    """
    return bool(text) and _dashes().issuperset(text)


def may_be_dash(text: str) -> bool:
    """Whether a text is dashes, or what an OCR reads some as."""
    return bool(text) and (_dashes() | set(load_shapes().misread_dash)).issuperset(text)


def is_value(text: str) -> bool:
    """Whether a cell's text is a figure, or a dash that stands for none.

    >>> is_value("-1,234.50"), is_value("（3.2）"), is_value("—"), is_value("3个")
    (True, True, True, False)
    """
    return is_dash(text) or _figure().fullmatch(text) is not None


@cache
def _dashes() -> frozenset[str]:
    return frozenset(load_shapes().dashes + load_shapes().blank_marks)


@cache
def _figure() -> regex.Pattern[str]:
    return regex.compile(load_shapes().figure)
