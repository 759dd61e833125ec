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
    """`swapped` holds pairs of digits, `nothing` what stands for an empty cell; `doubtful` a confidence in (0, 1)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    swapped: tuple[str, ...]
    lost: bool
    added: bool
    point: bool
    nothing: tuple[str, ...]
    doubtful: float
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
