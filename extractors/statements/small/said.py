"""What one label of a small table says: taken apart into what is known, from end to end, or not understood at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal

import regex

from extractors.statements.small.telling import Base, Telling, telling_of
from patterns.knowledge import Concept
from patterns.loader import load_patterns
from patterns.small_tables import load_small_tables
from patterns.wording import any_of

Kind = Literal["concept", "below", "total", "measure", "compared", "difference", "falling", "rate", "year", "filler"]

Scope = Literal["general", "other"]

_BASES: dict[str, Base] = {"prior": "prior", "budget": "budget"}
_LONGEST = 40  # characters: longer texts are no labels (set by eye)
# What a piece costs: a label is what takes the fewest, and what says something is rather meant than what says nothing.
_PIECE, _FILLER = 2, 3


@dataclass(frozen=True, slots=True)
class Year:
    """A year as it is written: in digits, or so many years after the document's."""

    stated: int | None = None
    after: int = 0

    def of(self, fiscal_year: int | None) -> int | None:
        """The year, where it is known."""
        if self.stated is not None:
            return self.stated
        return None if fiscal_year is None else fiscal_year + self.after


@dataclass(frozen=True, slots=True)
class Said:
    """What labels say of a figure.

    `concepts` are those that a name may stand for, `below` what it means under which others; `total` is whether it is
    a sum, `unit` as `unit_named` gives it, `scope` the budget that pays where that is all a label says.
    """

    concepts: tuple[str, ...] = ()
    below: tuple[tuple[str, str], ...] = ()
    total: bool = False
    telling: Telling = field(default_factory=Telling)
    year: Year | None = None
    unit: str | None = None
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: Kind
    name: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def said_by(text: str) -> Said | None:
    """What a label (normalised, without blanks) says; None where some of it is not understood.

    >>> said_by("2014年决算（万元）").telling.measure, said_by("2014年结余")
    ('final', None)
    """
    unit, text = _without_unit(text)
    text = _led(regex.sub(load_small_tables().remarks, "", text))
    if len(text) > _LONGEST:
        return None
    scope = _scope(text)
    if scope is not None:
        return Said(unit=unit, scope=scope)
    pieces = _taken_apart(text)
    return None if pieces is None else _together(text, pieces, unit)


def bare_label(text: str) -> str:
    """A label without its unit, its number and remarks.

    >>> bare_label("其中：1.基本支出（万元）")
    '基本支出'
    """
    return _led(regex.sub(load_small_tables().remarks, "", _without_unit(text)[1]))


def unit_beside(text: str) -> str | None:
    """The unit in brackets that a label holds, as `unit_named` gives it."""
    return _without_unit(text)[0]


def _scope(text: str) -> Scope | None:
    known = load_small_tables().scopes
    if _says(known.general).fullmatch(text):
        return "general"
    return "other" if _says(known.others).fullmatch(text) else None


def _led(text: str) -> str:
    """The label without its numbering and 其中."""
    leads = regex.compile(load_small_tables().leads)
    while (match := leads.match(text)) and match.end() < len(text):
        text = text[match.end() :]
    return text


def _without_unit(text: str) -> tuple[str | None, str]:
    """The unit in brackets that a label holds, and the label without it."""
    for match in regex.finditer(load_small_tables().unit_in_brackets, text):
        unit = unit_named(match["unit"])
        if unit is not None:
            return unit, text[: match.start()] + text[match.end() :]
    return None, text


def unit_named(text: str) -> str | None:
    """A unit as it is known: one of money as written, `percent`, or a classifier; None for what is none."""
    units = load_patterns().units
    if text in units.money:
        return text
    if text in units.percent:
        return "percent"
    return next((row[0] for row in units.counts if text in row), None)


def _taken_apart(text: str) -> list[_Piece] | None:
    """The fewest pieces that make up the whole text; None where something is left over."""
    best: list[tuple[int, list[_Piece]] | None] = [(0, []), *([None] * len(text))]
    for start in range(len(text)):
        reached = best[start]
        if reached is None:
            continue
        for piece in _pieces_at(text, start):
            cost = reached[0] + (_FILLER if piece.kind == "filler" else _PIECE)
            other = best[piece.end]
            if other is None or cost < other[0]:
                best[piece.end] = (cost, [*reached[1], piece])
    last = best[len(text)]
    return None if last is None else last[1]


def _pieces_at(text: str, start: int) -> Iterator[_Piece]:
    for kind, name, pattern in _vocabulary():
        longest = pattern.match(text, start)
        if longest is None or longest.end() == start:
            continue
        for end in range(longest.end(), start, -1):
            if end == longest.end() or pattern.fullmatch(text, start, end):
                yield _Piece(kind, name, start, end)


@cache
def _vocabulary() -> tuple[tuple[Kind, str, regex.Pattern[str]], ...]:
    """All that can stand in a label, by kind; `name` is the place of an entry, or what it means."""
    known = load_small_tables()
    words: list[tuple[Kind, str, regex.Pattern[str]]] = []
    words += [("concept", "", any_of(tuple(w for c in known.concepts for w in names_of(c))))]
    words += [("below", "", any_of(tuple(w for b in known.below for w in b.say)))]
    words += [("measure", str(i), any_of(m.say)) for i, m in enumerate(known.measures)]
    words += [("total", "", any_of(known.totals)), ("rate", "", any_of(known.rate))]
    words += [("falling", "", any_of(known.falling)), ("difference", "", any_of(known.difference))]
    words += [
        ("compared", "prior", any_of(known.compared.prior)),
        ("compared", "budget", any_of(known.compared.budget)),
    ]
    words += [("year", "", regex.compile(known.stated_year))]
    words += [("year", "0", any_of(known.years.this)), ("year", "-1", any_of(known.years.before))]
    words += [("year", "1", any_of(known.years.after)), ("filler", "", any_of(known.fillers))]
    return tuple(words)


@cache
def names_of(concept_id: str) -> tuple[str, ...]:
    """The wordings that name a concept in tables."""
    known = load_small_tables()
    concept: Concept = load_patterns().concept(concept_id)
    own = tuple(w for n in known.names if n.concept == concept_id for w in n.say)
    return (*concept.say, *concept.within.get(known.section, ()), *concept.within.get(concept_id, ()), *own)


@lru_cache(maxsize=1024)
def _named(name: str) -> tuple[str, ...]:
    known = load_small_tables()
    return tuple(c for c in known.concepts if _names(c).fullmatch(name))


@cache
def _names(concept_id: str) -> regex.Pattern[str]:
    return any_of(names_of(concept_id))


@lru_cache(maxsize=1024)
def _named_below(name: str) -> tuple[tuple[str, str], ...]:
    entries = load_small_tables().below
    return tuple((b.under or "", b.concept) for b in entries if _says(b.say).fullmatch(name))


@cache
def _says(wordings: tuple[str, ...]) -> regex.Pattern[str]:
    return any_of(wordings)


def _together(text: str, pieces: list[_Piece], unit: str | None) -> Said | None:
    """What the pieces of a label say together; None where they contradict each other."""
    by_kind = _by_kind(pieces)
    of = {kind: [text[p.start : p.end] for p in group] for kind, group in by_kind.items()}
    concepts = _one_concept([_named(name) for name in of.get("concept", [])])
    below = [_named_below(name) for name in of.get("below") or of.get("concept", [])[-1:]]
    years = {_year(text[p.start : p.end], p.name) for p in by_kind.get("year", [])}
    entries = [load_small_tables().measures[int(p.name)] for p in by_kind.get("measure", [])]
    telling = telling_of(
        entries,
        {_BASES[p.name]: _stated_year(text[p.start : p.end]) for p in by_kind.get("compared", [])},
        difference="difference" in of,
        falling="falling" in of,
        rate="rate" in of or (unit == "percent" and not entries),
    )
    if concepts is None or telling is None or max(len(years), len(below)) > 1:
        return None
    return Said(concepts, below[0] if below else (), "total" in of, telling, next(iter(years), None), unit)


def _by_kind(pieces: list[_Piece]) -> dict[Kind, list[_Piece]]:
    found: dict[Kind, list[_Piece]] = {}
    for piece in pieces:
        found.setdefault(piece.kind, []).append(piece)
    return found


def _one_concept(named: list[tuple[str, ...]]) -> tuple[str, ...] | None:
    """What several names in one label mean: the narrowest, where each is a part of the one before."""
    found: tuple[str, ...] = ()
    for names in named:
        if found and not any(n.startswith(f"{f}.") for n in names for f in found):
            return None
        found = names
    return found


def _stated_year(text: str) -> int | None:
    match = regex.search(load_small_tables().stated_year, text)
    return int(match["year"]) if match else None


def _year(text: str, after: str) -> Year:
    match = regex.fullmatch(load_small_tables().stated_year, text)
    return Year(stated=int(match["year"])) if match and not after else Year(after=int(after or 0))
