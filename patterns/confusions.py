"""Loads patterns/confusions.yaml: how an OCR misreads printed figures."""

from __future__ import annotations

from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from patterns.loader import FOLDER, PatternError


class ConfusionExample(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    read: str
    meant: str


class Confusions(BaseModel):
    """`swapped` holds pairs of digits; the other confusions are there or not."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    swapped: tuple[str, ...]
    lost: bool
    doubled: bool
    point: bool
    examples: tuple[ConfusionExample, ...]


@cache
def load_confusions() -> Confusions:
    """The confusions. Raises PatternError where the file is not valid."""
    data = yaml.safe_load((FOLDER / "confusions.yaml").read_text(encoding="utf-8"))
    try:
        return Confusions.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(f"patterns/confusions.yaml, {first['loc']}: {first['msg']}") from error
