"""What a confidence, and a blame, is made of: evidence by name, as the Record tells it and the models weigh it.

Each class gives the Record's own dictionary (`recorded`: names and their order are part of the contract) and reads it
again (`of_record`), so that what is fitted on Records is what is weighed while reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any

from extractors.model.fact import Plainness, Signs

_KNOWN: dict[type, tuple[tuple[str, object], ...]] = {}  # asked for each cell, and slow to find out
_NAMES: dict[type, tuple[str, ...]] = {}
_VALUES: dict[type, attrgetter[Any]] = {}


def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    """The fields of a class of evidence with their defaults, in order."""
    if kind not in _KNOWN:
        _KNOWN[kind] = tuple((each.name, each.default) for each in fields(kind))
    return _KNOWN[kind]


def _names(kind: type) -> tuple[str, ...]:
    if kind not in _NAMES:
        _NAMES[kind] = tuple(name for name, _ in _defaults(kind))
    return _NAMES[kind]


def _all_of(evidence: object) -> tuple[Any, ...]:
    """The values of all fields of a piece of evidence, in order."""
    kind = type(evidence)
    if kind not in _VALUES:
        _VALUES[kind] = attrgetter(*_names(kind))
    told: tuple[Any, ...] = _VALUES[kind](evidence)
    return told


@dataclass(frozen=True, slots=True)
class Usualness:
    """What figures told in such words usually are (extractors/verdict/usual.py), in log-odds.

    `usual_concept`, `usual_measure` and `usual_beside` (a part, another year, or neither) are of what the figure was
    bound to, `other_…` of the likeliest else.
    """

    usual_concept: float = 0.0
    other_concept: float = 0.0
    usual_measure: float = 0.0
    other_measure: float = 0.0
    usual_beside: float = 0.0
    other_beside: float = 0.0


@dataclass(frozen=True, slots=True)
class FactEvidence:
    """What speaks for a fact and against it: certainties in [0, 1], then counts.

    `chars_min` is the weakest character of its value, `chars_mean` the mean over its text, `page` that over its page;
    `cue`, `unit` and `shape` are the signs of its binding (None for what does not apply), `section` whether its
    section was recognised. `checks_passed` and `checks_failed` count identities, `repeats` and `tables` other
    statements of the figure in text and tables, `repaired` is whether arithmetic mended it. `year` is how surely it is
    of the document's year (None where nothing speaks against that); the confidence is no more than that. `agreement` is
    how sure it is that of several values that the document gives one figure this is the right one (None where it gives
    one only): the confidence is no more than that, too. `plain` is how plainly a sentence tells it (None where a table
    does), `usual` what figures told in such words usually are; of the whole document `unread_share` is the share of its
    printed figures that no fact was read from, and `strange_share` that of words in clauses with figures that nothing
    accounts for.
    """

    chars_min: float = 1.0
    chars_mean: float = 1.0
    page: float = 1.0
    cue: float = 1.0
    unit: float | None = None
    shape: float | None = None
    section: float = 1.0
    checks_passed: int = 0
    checks_failed: int = 0
    repeats: int = 0
    tables: int = 0
    repaired: bool = False
    year: float | None = None
    agreement: float | None = None
    unread_share: float = 0.0
    strange_share: float = 0.0
    plain: Plainness | None = None
    usual: Usualness | None = None

    @classmethod
    def of_record(cls, evidence: Mapping[str, float]) -> FactEvidence:
        """The evidence that a fact of the Record tells."""
        own, plain, usual = (
            {name: value for name, value in evidence.items() if name in _names(kind)}
            for kind in (cls, Plainness, Usualness)
        )
        told = Plainness(**plain) if evidence.get(_SENTENCE) else None
        return cls(**own, plain=told, usual=Usualness(**usual) if usual else None)  # type: ignore[arg-type]

    @property
    def recorded(self) -> dict[str, float]:
        """The evidence as the Record tells it: all but signs that do not apply, and counts of how plain it is of 0."""
        values = zip(_names(type(self)), _all_of(self), strict=True)
        named = [(name, value) for name, value in values if name not in ("plain", "usual")]
        told = {name: float(v) for name, v in named if v is not None and (v or not name.endswith(_SHARE))}
        if self.plain is None:
            return told
        counted = ((name, getattr(self.plain, name)) for name in _names(Plainness))
        usual = zip(_names(Usualness), _all_of(self.usual), strict=True) if self.usual is not None else ()
        return told | {_SENTENCE: 1.0} | {name: value for name, value in counted if value} | dict(usual)

    @property
    def in_conflict(self) -> bool:
        """Whether the document gives it otherwise, too, or more of its arithmetic speaks against it than for it."""
        return self.agreement is not None or self.checks_failed > self.checks_passed

    @property
    def contested(self) -> bool:
        """Whether it is in conflict, and no identity confirms it."""
        return self.in_conflict and not self.checks_passed

    @property
    def well_formed(self) -> bool:
        """Whether it has the shape of a number, or need not."""
        return self.shape is None or self.shape >= 1.0


_SHARE = "_share"  # ends what is told of the whole document: left out where it is 0
_SENTENCE = "sentence"  # in the Record: that a sentence tells the fact
UNHELD = 0.85  # the most that is left of a figure that fails checks and passes none, in a cell of a scan (set by eye)
_FAILS = 2  # checks: one fails as well where another of its figures is wrong
UNIT_UNKNOWN = 0.4  # how probable the usual unit of money is where nothing tells another (set by eye)
UNIT_DOUBTED = 0.6  # the same of a unit that is printed, and that other figures contradict (set by eye)


@dataclass(frozen=True, slots=True)
class CellSigns:
    """How surely it is told what a statement's cell is: `name` of its row, `column` of its head, `unit` of money,
    `shape` as a number; each a factor in (0, 1]."""

    name: float = 1.0
    column: float = 1.0
    unit: float = 1.0
    shape: float = 1.0


@dataclass(frozen=True, slots=True)
class CellEvidence:
    """What speaks for a cell of a statement or a form and against it; the Record leaves defaults out.

    Beside the signs of what it is: `chars_min` and `chars_mean` over its characters (None where that is `chars_min`),
    `head` how surely the head over its column was read whole (the Record tells the lesser of both as `column`), `group`
    how surely its side is told, `repaired` whether arithmetic mended it, `checks_passed` and `checks_failed`, `repeats`
    cells of other tables that agree, `table` the share of the statement's figures that are told for certain and
    confirmed. `page` is the mean over its page, which the Record tells with the page.
    """

    chars_min: float = 1.0
    chars_mean: float | None = None
    name: float = 1.0
    column: float = 1.0
    unit: float = 1.0
    shape: float = 1.0
    head: float = 1.0
    group: float = 1.0
    repaired: bool = False
    checks_passed: int = 0
    checks_failed: int = 0
    repeats: int = 0
    table: float = 1.0
    page: float = 1.0

    @classmethod
    def of_record(cls, evidence: Mapping[str, float], page: float) -> CellEvidence:
        """The evidence that a cell of the Record tells, and the mean confidence of its page."""
        return cls(**evidence, page=page)  # type: ignore[arg-type]

    @property
    def recorded(self) -> dict[str, float]:
        """The evidence as the Record tells it, defaults left out."""
        told: dict[str, float] = {}
        for (own, default), value in zip(_defaults(type(self)), _all_of(self), strict=True):
            if value != default and own != "page":
                # A lost head is told where `column` stands, or here where that alone was certain.
                name = "column" if own == "head" else own
                told[name] = min(float(value), told.get(name, float(value)))
        return told

    @property
    def unheld(self) -> bool:
        """Whether all that could bear it out speaks against it, and it may have been misread."""
        return self.page < 1.0 and self.checks_failed >= _FAILS and not self.checks_passed + self.repeats

    @property
    def in_column(self) -> float:
        """How surely it is told which column it stands in: by its name, under a head that was read whole."""
        return min(self.column, self.head)

    @property
    def mean(self) -> float:
        """The mean over its characters."""
        return self.chars_min if self.chars_mean is None else self.chars_mean

    @property
    def certain(self) -> bool:
        """Whether its characters and its page were read for certain, as those of a text layer are."""
        return self.chars_min >= 1.0 and self.page >= 1.0

    @property
    def known(self) -> bool:
        """Whether it is told for certain what the figure is."""
        return min(self.name, self.in_column, self.group, self.shape) >= 1.0

    @property
    def confirmed(self) -> bool:
        """Whether an identity or another table confirms it."""
        return self.checks_passed > 0 or self.repeats > 0


@dataclass(frozen=True, slots=True)
class BindingSigns:
    """What speaks for and against the document where an identity fails, each in [0, 1] (patterns/misbinding.yaml)."""

    none_doubtful: float = 0.0
    several_doubtful: float = 0.0
    explained: float = 0.0
    other_telling: float = 0.0
    unread: float = 0.0
    unread_in_all: float = 0.0
    twice: float = 0.0
    like_a_slip: float = 0.0
    no_other: float = 0.0
    cue: float = 0.0
    apart: float = 0.0
    table_fails: float = 0.0

    @property
    def weighed(self) -> dict[str, float]:
        """The signs by name."""
        return {name: getattr(self, name) for name in _names(type(self))}

    @property
    def recorded(self) -> dict[str, float]:
        """The signs as the Record tells them: those that are 0 left out."""
        return {name: round(sign, 3) for name, sign in self.weighed.items() if sign}


@dataclass(frozen=True, slots=True)
class ReadingEvidence:
    """What blame sees of one figure: how surely its characters, its page and its binding were read.

    `malformed` is whether it has separators where no figure has them: then it may be anything.
    """

    chars_min: float
    chars_mean: float
    page: float
    signs: Signs = field(default_factory=Signs)
    section: float = 1.0
    malformed: bool = False

    @classmethod
    def of_fact(cls, evidence: FactEvidence) -> ReadingEvidence:
        """A fact's, whatever other figures say of it."""
        signs = Signs(evidence.cue, evidence.unit, evidence.shape)
        return cls(evidence.chars_min, evidence.chars_mean, evidence.page, signs, evidence.section)

    @property
    def alone(self) -> FactEvidence:
        """The same as evidence of a fact that nothing else bears witness to."""
        signs = self.signs
        return FactEvidence(
            self.chars_min, self.chars_mean, self.page, signs.cue, signs.unit, signs.shape, self.section
        )
