"""How texts name functions of 支出功能分类: marks of levels, what stands before and behind a name, short names."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import model_validator

from patterns.files import FOLDER, Entry, load_file
from patterns.shapes import Expression, Expressions, Words


class FunctionNames(Entry):
    """How texts name functions; see function_names.yaml. `levels` are in order, from large to small."""

    levels: dict[str, int]
    mark: Expression
    quoted_mark: Expression
    plain_mark: Expression
    plain_followers: Expressions
    opening_quotes: str
    tail: Expression
    code: Expression
    levelled_code: Expression
    character: Expression
    leads: Expressions
    spending: str
    not_spending: Words
    top_leads: Expressions
    top_followers: Words
    below_leads: Expressions
    below_alone: Expressions
    path_joint: Expression
    below_joint: Expression
    below_followers: Expressions
    code_joint: Expression
    code_followers: Expressions
    shortened: dict[str, str]

    @model_validator(mode="after")
    def _levels_descend(self) -> FunctionNames:
        if list(self.levels.values()) != [3, 5, 7]:
            raise ValueError("levels have codes of 3, 5 and 7 digits, in this order")
        return self


@cache
def load_function_names(folder: Path = FOLDER) -> FunctionNames:
    """The knowledge about names of functions. Raises PatternError where the file is not valid."""
    return load_file(FunctionNames, "function_names.yaml", folder)
