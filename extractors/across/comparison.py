"""One document's figures held against another's: which identities hold, by how much others differ, who is to blame.

Whether a figure was misread is weighed as within a document (extractors/verdict/blame.py), by the confidences of both
sides: where a known confusion explains the difference, or a document doubts its own figure, nobody is accused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, product
from math import prod
from typing import Literal

from extractors.across.offer import Offer, OfferedFigure
from extractors.repair.confusion import EXCHANGED, UNKNOWN, decimals_of, printed_number, variants
from extractors.verdict.blame import LEAST_AS_BOUND, weighed
from patterns.across import AcrossIdentity, Between, Way, load_across

_HALF = 2  # a figure is printed to half of its last digit
# By concept and measure: a document's figures by code, the surest first.
_Index = Mapping[tuple[str, str], Mapping[str | None, Sequence[OfferedFigure]]]


@dataclass(frozen=True, slots=True)
class Side:
    """What one document tells of an item: a value in 元 made of its figures, `minus` those taken away.

    `room` is by how much the printing of the figures may put it off.
    """

    plus: tuple[OfferedFigure, ...]
    minus: tuple[OfferedFigure, ...]

    @property
    def figures(self) -> tuple[OfferedFigure, ...]:
        """All figures, the one that it is named after first."""
        return self.plus + self.minus

    @property
    def value(self) -> Decimal:
        """In 元."""
        return sum((f.value for f in self.plus), Decimal(0)) - sum((f.value for f in self.minus), Decimal(0))

    @property
    def room(self) -> Decimal:
        """In 元."""
        return sum((f.step / _HALF for f in self.figures), Decimal(0))


@dataclass(frozen=True, slots=True)
class Compared:
    """An identity between two documents, evaluated; `difference` is the later side less the earlier one, in 元.

    `blame` is None where it holds. `probability` is that the documents differ, whatever was misread; `reason` what is
    said of a restatement.
    """

    identity: AcrossIdentity
    later: Offer
    earlier: Offer
    later_side: Side
    earlier_side: Side
    difference: Decimal
    holds: bool
    blame: Literal["reading", "restated", "document"] | None = None
    probability: float = 1.0
    reason: str = ""


def compared(offers: Iterable[Offer]) -> Iterator[Compared]:
    """Every identity between documents of one unit for which both sides are told; nothing is said of years apart."""
    by_unit: dict[str, dict[int, list[Offer]]] = defaultdict(lambda: defaultdict(list))
    for offer in sorted(offers, key=lambda o: (o.file_name, o.sha256)):
        if offer.unit and offer.year is not None:
            by_unit[offer.unit][offer.year].append(offer)
    for _, by_year in sorted(by_unit.items()):
        yield from _of_unit(by_year)


def _of_unit(by_year: Mapping[int, Sequence[Offer]]) -> Iterator[Compared]:
    indexed = {offer.sha256: _indexed(offer) for found in by_year.values() for offer in found}
    for year, found in sorted(by_year.items()):
        for earlier, later in combinations(found, 2):
            yield from _between("same_year", later, (earlier,), indexed)
        for later in found:
            if before := by_year.get(year - 1):
                yield from _between("next_year", later, before, indexed)


def _between(
    between: Between, later: Offer, earlier: Sequence[Offer], indexed: dict[str, _Index]
) -> Iterator[Compared]:
    """The identities of that kind against the versions of an earlier document: one that holds against any holds."""
    for identity in load_across().identities:
        if identity.between != between:
            continue
        for later_item, earlier_item in identity.items:
            told = _sides(indexed[later.sha256], later_item, identity.later)
            against = [(o, _sides(indexed[o.sha256], earlier_item, identity.earlier)) for o in earlier] if told else []
            for code, sides in told.items():
                found = [
                    _held(identity, (later, other), (side, other_side))
                    for other, by_code in against
                    for other_side in by_code.get(code, ())
                    for side in sides
                ]
                if found:
                    yield next((one for one in found if one.holds), found[0])


def _indexed(offer: Offer) -> _Index:
    """A document's figures by item; what is told of both sides of an account stands for each that is not told alone."""
    index: dict[tuple[str, str], dict[str | None, list[OfferedFigure]]] = {}
    for figure in sorted(offer.figures, key=lambda f: -f.confidence):
        index.setdefault((figure.concept, figure.measure), {}).setdefault(figure.code, []).append(figure)
    for both, counted in load_across().counted_as.items():
        for concept, measure in [key for key in index if key[0] == both]:
            for one in counted:
                index[one, measure] = {**index[concept, measure], **index.get((one, measure), {})}
    return index


def _sides(index: _Index, concept: str, ways: Sequence[Way]) -> dict[str | None, list[Side]]:
    """By code: what a document tells of an item, by the first way that it tells; each value of a figure is one."""
    found: dict[str | None, list[Side]] = {}
    for way in ways:
        plus_of, minus_of = ([index.get((concept, m), {}) for m in measures] for measures in (way.plus, way.minus))
        for code in plus_of[0]:
            if code not in found:
                minus = list(product(*(of.get(code, ()) for of in minus_of)))
                sides = [Side(p, m) for p in product(*(of.get(code, ()) for of in plus_of)) for m in minus]
                found |= {code: sides} if sides else {}
    return found


def _held(identity: AcrossIdentity, offers: tuple[Offer, Offer], sides: tuple[Side, Side]) -> Compared:
    """Two sides held against each other, the later one first."""
    difference = sides[0].value - sides[1].value
    made = Compared(identity, *offers, *sides, difference, abs(difference) <= sides[0].room + sides[1].room)
    return made if made.holds else _blamed(made)


def _blamed(made: Compared) -> Compared:
    """Whose doing a difference is: a reason that is given comes first, then the doubt of the reading."""
    figures = (*made.later_side.figures, *made.earlier_side.figures)
    blame = weighed(1.0 - prod(figure.confidence for figure in figures), load_across().erring)
    probability = blame.probability if blame.who == "document" else round(1.0 - blame.probability, 4)
    if any(f.open_ for f in figures) or _is_a_slip(made):
        probability = min(probability, LEAST_AS_BOUND)
    reason = next((f.reason for f in made.later_side.figures if f.reason), made.later.restated)
    who: Literal["reading", "restated", "document"] = (
        "restated" if reason else "document" if probability > LEAST_AS_BOUND else "reading"
    )
    return replace(made, blame=who, probability=probability, reason=reason)


def _is_a_slip(made: Compared) -> bool:
    """Whether one known confusion of one figure that was read from a picture makes the identity hold."""
    room = made.later_side.room + made.earlier_side.room
    terms = [
        *((f, 1) for f in made.later_side.plus), *((f, -1) for f in made.later_side.minus),
        *((f, -1) for f in made.earlier_side.plus), *((f, 1) for f in made.earlier_side.minus),
    ]  # fmt: skip
    return any(
        abs(made.difference + sign * (value - figure.value)) <= room
        for figure, sign in terms
        if not figure.certain
        for value in _other_readings(figure)
    )


def _other_readings(figure: OfferedFigure) -> Iterator[Decimal]:
    """What a figure may have been before a known confusion, in 元."""
    number = printed_number(figure.raw)
    if not number:
        return
    in_yuan = figure.step.scaleb(decimals_of(number))
    for variant in variants(number):
        if variant.kind not in (UNKNOWN, EXCHANGED):
            yield (variant.value * in_yuan).copy_sign(figure.value)
