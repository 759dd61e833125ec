"""What one document offers to others, as plain rows: a corpus has a million of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from pydantic_core import from_json, to_json

from extractors.model.record import BBox
from patterns.across import says_whose
from patterns.measure import Measure
from patterns.unit_names import plain_name

Role = Literal["accounts", "budget", "evaluation"]


class OfferedFigure(NamedTuple):
    """One figure in 元: `step` is what its last printed digit is worth, `ref` its fact's id, or its cell's path.

    `certain` says that its characters were not read but printed so; `open_` that its own document leaves it in doubt:
    it tells another value of it, an identity with it fails, or its direction is open. `reason` is what the document
    says beside it of a restatement, `stated` the reason that it gives for the change of what outliers.yaml looks at.
    `of` is the key of the unit whose it is, where that is one of a department's; `code` that of a classification, or
    the plain name of a project.
    """

    concept: str
    measure: Measure
    code: str | None
    label: str
    raw: str
    confidence: float
    certain: bool
    open_: bool
    reason: str
    of: str
    stated: str
    ref: str
    page: int
    bbox: BBox
    value: Decimal
    step: Decimal


class Offer(NamedTuple):
    """What one document offers: whose it is and of which year, and its figures.

    `unit` is the key by which documents are of one unit: its name without punctuation; "" where the name says no
    place, as such names are of many bodies. `kind` is that of the document, `role` what it is held against others as:
    accounts, a budget, or an evaluation, of which only the forms count; `restated` is what it says of a restatement as
    a whole.
    """

    sha256: str
    file_name: str
    unit_name: str | None
    unit: str
    kind: str
    role: Role
    year: int | None
    restated: str
    figures: tuple[OfferedFigure, ...]

    @classmethod
    def loaded(cls, text: str) -> Offer:
        """What `dumped` gave."""
        *told, figures = from_json(text)
        return cls._make((*told, tuple(map(_loaded, figures))))

    def dumped(self) -> str:
        """As JSON: rows without names, as a corpus has a million of them."""
        return to_json((*self[:-1], list(map(tuple, self.figures)))).decode()

    @property
    def comparable(self) -> bool:
        """Whether it can be told whose it is, and of which year."""
        return bool(self.unit) and self.year is not None

    @property
    def units(self) -> frozenset[str]:
        """The keys of the units that it tells figures of."""
        return frozenset(figure.of for figure in self.figures) - {""}


def _loaded(row: Sequence[Any]) -> OfferedFigure:
    *told, bbox, value, step = row
    return OfferedFigure._make((*told, tuple(bbox), Decimal(value), Decimal(step)))


def unit_key(name: str | None) -> str:
    """The same for documents of one unit only: no two spellings are merged that may be two bodies.

    >>> unit_key("青岭县水利局（本级）"), unit_key("水利局")
    ('青岭县水利局本级', '')
    """
    return plain_name(name) if name and says_whose(name) else ""
