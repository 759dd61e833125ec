"""Loads patterns/sites.yaml: how sites word links to disclosures, to next pages, to attachments, and refusals."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import regex

from patterns.files import FOLDER, Entry, load_file
from patterns.marks import IsExpression, Wording
from patterns.wording import any_of

Wordings = Literal["disclosure", "next", "attachment", "refusing"]


class SiteExample(Entry):
    """What stands on a page, and what it must be taken for."""

    text: str
    what: Literal["disclosure", "next", "pagers", "attachment", "refusing"]


class SiteWords(Entry):
    """Wordings by what they are on a page; `pagers` are regular expressions."""

    disclosure: tuple[Wording, ...]
    next: tuple[Wording, ...]
    pagers: tuple[Annotated[str, IsExpression(("count",))], ...]
    attachment: tuple[Wording, ...]
    refusing: tuple[Wording, ...]
    examples: tuple[SiteExample, ...]


@cache
def load_sites(folder: Path = FOLDER) -> SiteWords:
    """The wordings. Raises PatternError where the file is not valid."""
    return load_file(SiteWords, "sites.yaml", folder)


@cache
def site_words(what: Wordings) -> regex.Pattern[str]:
    """Any of the wordings of one kind, to be searched for or matched in full."""
    return any_of(getattr(load_sites(), what))


@cache
def pagers() -> tuple[regex.Pattern[str], ...]:
    """The scripts that number pages, most telling first."""
    return tuple(regex.compile(p) for p in load_sites().pagers)
