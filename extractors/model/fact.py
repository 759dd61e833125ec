"""What binding yields: facts tied to their place in a paragraph, before anyone judged them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extractors.model.paragraph import Paragraph

CellPlace = tuple[int, int, int]  # statement, row, cell of the row: each from 0


def cell_path(place: CellPlace) -> str:
    """The path of a statement's cell in the Record."""
    return f"statements.{place[0]}.rows.{place[1]}.cells.{place[2]}"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a clause speaks of: a concept and, for functions, their code and name."""

    concept: str
    dimensions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Bound:
    """A fact of a paragraph; `start`, `end` are its raw text, `clause` the stretch it is quoted with.

    `value` is a Decimal for figures, text else. `signs` says how surely it was bound, name to a factor in (0, 1]:
    `cue` how explicit the wording was, `unit` whether the unit stood there, `shape` whether the number was well formed.
    `cell` is set where it was read from a statement; `witnesses` are table
    figures that agree with it. `as_read` is what was read where arithmetic mended it.
    """

    subject: Subject
    measure: str
    value: Decimal | str
    unit: str | None
    paragraph: Paragraph
    start: int
    end: int
    clause: tuple[int, int]
    section: str
    signs: dict[str, float] = field(default_factory=dict)
    value_span: tuple[int, int] | None = None
    decimals: int = 0
    explains: tuple[int, ...] = ()
    cell: CellPlace | None = None
    witnesses: tuple[Bound, ...] = ()
    as_read: str | None = None
    causes: tuple[tuple[str, str], ...] = ()

    @property
    def raw(self) -> str:
        return self.paragraph.text[self.start : self.end]

    @property
    def quote(self) -> str:
        return self.paragraph.text[self.clause[0] : self.clause[1]]


REASONS = ("reason_change", "reason_variance", "reason_difference")
