"""Loads patterns/sites.yaml: how sites word links to disclosures, to next pages, to attachments, and refusals."""

from __future__ import annotations

from functools import cache
from typing import Literal

import regex
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from patterns.loader import FOLDER, PatternError
from patterns.wording import any_of

Wordings = Literal["disclosure", "next", "attachment", "refusing"]


class SiteExample(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str
    what: str


class SiteWords(BaseModel):
    """Wordings by what they are on a page; `pagers` are regular expressions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    disclosure: tuple[str, ...]
    next: tuple[str, ...]
    pagers: tuple[str, ...]
    attachment: tuple[str, ...]
    refusing: tuple[str, ...]
    examples: tuple[SiteExample, ...]


@cache
def load_sites() -> SiteWords:
    """The wordings. Raises PatternError where the file is not valid."""
    data = yaml.safe_load((FOLDER / "sites.yaml").read_text(encoding="utf-8"))
    try:
        return SiteWords.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(f"patterns/sites.yaml, {first['loc']}: {first['msg']}") from error


@cache
def site_words(what: Wordings) -> regex.Pattern[str]:
    """Any of the wordings of one kind, to be searched for or matched in full."""
    return any_of(getattr(load_sites(), what))


@cache
def pagers() -> tuple[regex.Pattern[str], ...]:
    """The scripts that number pages, most telling first."""
    return tuple(regex.compile(p) for p in load_sites().pagers)
