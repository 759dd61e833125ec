"""What binding yields: facts tied to their place in a paragraph, before anyone judged them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from extractors.model.paragraph import Paragraph, ParagraphId
from extractors.model.reference import CellRef
from patterns.measure import BESIDE, Measure


@dataclass(frozen=True, slots=True)
class Subject:
    """What a clause speaks of: a concept and, for functions, their code and name.

    `year` and `part` (BESIDE) say that it is beside the concept's main figure: of another year than the document's, or
    of a part that is no concept of its own, named by the words as written.
    """

    concept: str
    dimensions: tuple[tuple[str, str], ...] = ()

    @property
    def code(self) -> str | None:
        """The classification code of what is spoken of; None for what has none."""
        return self.dimension("code")

    def dimension(self, name: str) -> str | None:
        """The value of a dimension; None where it has none of that name."""
        for own, value in self.dimensions:  # asked a thousand times a document, of none or two
            if own == name:
                return value
        return None

    @property
    def beside(self) -> tuple[tuple[str, str], ...]:
        """The dimensions that keep its figures apart from the concept's main one; none for the main one."""
        return tuple([d for d in self.dimensions if d[0] in BESIDE])

    @property
    def undated(self) -> Subject:
        """The same, whatever year it is of."""
        return Subject(self.concept, tuple(d for d in self.dimensions if d[0] != "year"))

    def with_dimension(self, name: str, value: str) -> Subject:
        """The same with that dimension, in place of one of that name."""
        return Subject(self.concept, (*(d for d in self.dimensions if d[0] != name), (name, value)))


class FigureKey(NamedTuple):
    """What makes two statements be of the same figure, whatever value they give it."""

    concept: str
    code: str | None
    measure: Measure
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plainness:
    """What stands between a figure of the text and what it was bound to, and around it: all 0 where nothing does.

    `unnamed` is whether its paragraph never names that (the section does), `short` how short the name is (0 from six
    characters on), `loose` whether it is the name of its whole or of a part; `prefix` the characters before the name in
    its clause that nothing accounts for, `glued` whether they are part of its word; `abroad` whether the section is on
    something else. `away` are the ends of clauses, `others` the other names, `amounts` the other figures between name
    and figure; `before` and `behind` the characters of words that nothing accounts for, from the name on and up to the
    end of the clause, `strange` their share of the clause; `left` the amounts of its part of the sentence that were
    bound to nothing, `crowd` all others there; `years` whether that names a year far from the document's, `part`
    whether it leads in parts, `aside` whether the figure stands in brackets.
    """

    unnamed: float = 0.0
    short: float = 0.0
    loose: float = 0.0
    prefix: float = 0.0
    glued: float = 0.0
    abroad: float = 0.0
    away: float = 0.0
    others: float = 0.0
    amounts: float = 0.0
    before: float = 0.0
    behind: float = 0.0
    strange: float = 0.0
    left: float = 0.0
    crowd: float = 0.0
    years: float = 0.0
    part: float = 0.0
    aside: float = 0.0


@dataclass(frozen=True, slots=True)
class Signs:
    """How surely a figure was bound to what it is of, each a factor in (0, 1]; None for what does not apply to it.

    `cue` is how explicit the wording was, `unit` whether the unit stood there, `shape` whether the number was well
    formed: a change of 0 that 持平 tells has neither; `year` how surely it is of the document's year where its section
    speaks of another. `plain` counts what stands in the way of its binding; None for what no sentence tells.
    """

    cue: float = 1.0
    unit: float | None = None
    shape: float | None = None
    year: float | None = None
    plain: Plainness | None = None


@dataclass(frozen=True)
class Bound:
    """A fact of a paragraph; `start`, `end` are its raw text, `clause` the stretch it is quoted with.

    `value` is a Decimal for figures, text else. `signs` says how surely it was bound. `cell` is set where it was read
    from a statement; `tabled` says that it was read from another table: the paragraph is made of its labels and the
    figure. `witnesses` are table figures that agree with it. `as_read` is what was read where arithmetic mended it;
    `money` the unit of money that a cell stands in ("" where that is not told, or the text says it).
    """

    subject: Subject
    measure: Measure
    value: Decimal | str
    unit: str | None
    paragraph: Paragraph
    start: int
    end: int
    clause: tuple[int, int]
    section: str
    signs: Signs = field(default_factory=Signs)
    value_span: tuple[int, int] | None = None
    decimals: int = 0
    explains: tuple[int, ...] = ()
    cell: CellRef | None = None
    witnesses: tuple[Bound, ...] = ()
    as_read: str | None = None
    causes: tuple[tuple[str, str], ...] = ()
    tabled: bool = False
    money: str = ""

    @property
    def key(self) -> FigureKey:
        """The figure that this is a statement of."""
        return FigureKey(self.subject.concept, self.subject.code, self.measure, self.subject.beside)

    @property
    def place(self) -> CellRef | tuple[ParagraphId, int]:
        """Where it is told: its cell, or its paragraph and where in that it begins; one figure may tell several."""
        return self.cell if self.cell is not None else (self.paragraph.id, self.start)

    @property
    def raw(self) -> str:
        """What was read, as it stands in the paragraph."""
        return self.paragraph.text[self.start : self.end]

    @property
    def quote(self) -> str:
        """The clause it stands in."""
        return self.paragraph.text[self.clause[0] : self.clause[1]]


REASONS = ("reason_change", "reason_variance", "reason_difference")
