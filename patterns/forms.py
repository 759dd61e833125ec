"""Loads patterns/forms.yaml: the labels of self-evaluation forms."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated

import regex

from patterns.files import FOLDER, Entry, load_file
from patterns.kept import KEPT
from patterns.marks import Expression, Refers, Wording
from patterns.wording import any_of


class FormExample(Entry):
    """What a cell says, and the label that it must be taken for."""

    cell: str
    label: Annotated[str, Refers(("label of a form",))]


class FormLabels(Entry):
    """Wordings by what a cell that reads so is in a form; `year` is an expression for a line of its own."""

    titles: tuple[Wording, ...]
    year: Expression
    overall: tuple[Wording, ...]
    project: tuple[Wording, ...]
    department: tuple[Wording, ...]
    unit: tuple[Wording, ...]
    funds_corner: tuple[Wording, ...]
    funds_columns: tuple[Wording, ...]
    funds_rows: tuple[Wording, ...]
    funds_total: tuple[Wording, ...]
    goal: tuple[Wording, ...]
    done: tuple[Wording, ...]
    indicator_first: tuple[Wording, ...]
    indicator_columns: tuple[Wording, ...]
    total: tuple[Wording, ...]
    budget: tuple[Wording, ...]
    executed: tuple[Wording, ...]
    rate: tuple[Wording, ...]
    score: tuple[Wording, ...]
    number_ends: str
    examples: tuple[FormExample, ...]


@cache
def load_forms(folder: Path = FOLDER) -> FormLabels:
    """The labels. Raises PatternError where the file is not valid."""
    return load_file(FormLabels, "forms.yaml", folder, {"label of a form": set(FormLabels.model_fields) - {"examples"}})


@cache
def _label(name: str) -> regex.Pattern[str]:
    return any_of(getattr(load_forms(), name))


@lru_cache(maxsize=KEPT)
def is_label(text: str, name: str) -> bool:
    """Whether a cell's normalised text is the label `name`, the whole of it."""
    return _label(name).fullmatch(text.strip("：:")) is not None


def mentions(text: str, name: str) -> bool:
    """Whether the wording `name` stands anywhere in the text (titles)."""
    return _label(name).search(text) is not None
