"""Loads patterns/shapes.yaml: characters and small words that many readings share."""

from __future__ import annotations

from functools import cache

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
