"""Loads patterns/forms.yaml: the labels of self-evaluation forms."""

from __future__ import annotations

from functools import cache

import regex
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from patterns.loader import FOLDER, PatternError
from patterns.wording import any_of


class FormExample(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    cell: str
    label: str


class FormLabels(BaseModel):
    """Wordings by what a cell that reads so is in a form."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    titles: tuple[str, ...]
    overall: tuple[str, ...]
    project: tuple[str, ...]
    department: tuple[str, ...]
    unit: tuple[str, ...]
    funds_corner: tuple[str, ...]
    funds_columns: tuple[str, ...]
    goal: tuple[str, ...]
    done: tuple[str, ...]
    indicator_first: tuple[str, ...]
    indicator_columns: tuple[str, ...]
    total: tuple[str, ...]
    budget: tuple[str, ...]
    executed: tuple[str, ...]
    rate: tuple[str, ...]
    score: tuple[str, ...]
    number_ends: str
    examples: tuple[FormExample, ...]


@cache
def load_forms() -> FormLabels:
    """The labels. Raises PatternError where the file is not valid."""
    data = yaml.safe_load((FOLDER / "forms.yaml").read_text(encoding="utf-8"))
    try:
        return FormLabels.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(f"patterns/forms.yaml, {first['loc']}: {first['msg']}") from error


@cache
def _label(name: str) -> regex.Pattern[str]:
    return any_of(getattr(load_forms(), name))


def is_label(text: str, name: str) -> bool:
    """Whether a cell's normalised text is the label `name`, the whole of it."""
    return _label(name).fullmatch(text.strip("：:")) is not None


def mentions(text: str, name: str) -> bool:
    """Whether the wording `name` stands anywhere in the text (titles)."""
    return _label(name).search(text) is not None
