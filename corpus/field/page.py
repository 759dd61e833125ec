"""A field page: what a person found on it before any program read it, without its wording."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field

from corpus.score import comparable

FOLDER = Path(__file__).parent
# Pages of these are never looked at here, so that a reading can be tried on what nothing was tuned on.
HELD_OUT = ("四川", "湖北", "广东", "湖南", "云南", "广西", "江苏", "福建", "青海", "西藏", "辽宁", "河南")


class Reason(NamedTuple):
    """A stated reason: of which concepts (any will do), of which measure, and where in the page's comparable text."""

    concepts: str
    measure: str
    start: int
    end: int


class FieldPage(BaseModel):
    """A page, its figures as facts as tests/cases writes them: `CONCEPT[@CODE][#DIMENSION=VALUE] MEASURE VALUE UNIT`.

    `facts` must be read, `may` may be; everything else that is told of it is wrong. `document` says of kind, unit_name
    and fiscal_year what is right; alternatives are parted by |. A `garbled` page is some machine's copy of one, in
    exchanged characters and with syllables between them, which no unit published: it is scored apart.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^r\d+-\d\d$")
    address: str
    query: str
    province: str
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    garbled: bool = False
    document: dict[str, str | int]
    facts: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


def digest(text: str) -> str:
    """The digest by which a page's text is known."""
    return hashlib.sha256(comparable(text).encode()).hexdigest()


def rounds(folder: Path = FOLDER) -> Iterator[tuple[str, Sequence[FieldPage]]]:
    """Every round that is kept, in order: its name, its pages."""
    for path in sorted(folder.glob("r*.yaml")):
        yield path.stem, [FieldPage.model_validate(page) for page in yaml.safe_load(path.read_text(encoding="utf-8"))]
