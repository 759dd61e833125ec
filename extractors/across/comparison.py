"""One document's figures held against another's: which identities hold, by how much others differ, who is to blame.

Whether a figure was misread is weighed as within a document (extractors/verdict/blame.py), by the confidences of both
sides: where a known confusion explains the difference, or a document doubts its own figure, nobody is accused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import combinations, islice, product
from math import prod
from typing import Literal, NamedTuple

from extractors.across.offered import Offer, OfferedFigure, Role
from extractors.repair.confusion import EXCHANGED, UNKNOWN, decimals_of, printed_number, variants
from extractors.verdict.blame import LEAST_AS_BOUND, weighed
from patterns.across import AcrossIdentity, Between, Way, load_across

_HALF = 2  # a figure is printed to half of its last digit
_FEWEST_UNITS = 2  # of a department that are added up
_BOOKS: tuple[Role, Role] = ("accounts", "budget")
_MOST_SUMS = 64  # that are tried where units have several versions: two of each of six
# By concept and measure: a document's figures by code, the surest first.
_Index = Mapping[tuple[str, str], Mapping[str | None, Sequence[OfferedFigure]]]


class Side(NamedTuple):
    """What one document tells of an item: a `value` in 元 made of its figures, `minus` those taken away.

    `room` is by how much, in 元, the printing of the figures may put it off.
    """

    plus: tuple[OfferedFigure, ...]
    minus: tuple[OfferedFigure, ...]
    value: Decimal
    room: Decimal

    @classmethod
    def of(cls, plus: tuple[OfferedFigure, ...], minus: tuple[OfferedFigure, ...]) -> Side:
        """The side that is made of these figures."""
        value = steps = Decimal(0)
        for figure in plus:
            value, steps = value + figure.value, steps + figure.step
        for figure in minus:
            value, steps = value - figure.value, steps + figure.step
        return cls(plus, minus, value, steps / _HALF)

    @property
    def figures(self) -> tuple[OfferedFigure, ...]:
        """All figures, the one that it is named after first."""
        return self.plus + self.minus


class Compared(NamedTuple):
    """An identity between documents, evaluated; `difference` is the later side less the earlier one, in 元.

    `earlier_offers` are the documents of the earlier side, one for each of its figures. `blame` is None where it holds.
    `probability` is that the documents differ, whatever was misread; `reason` what is said of a restatement.
    """

    identity: AcrossIdentity
    later: Offer
    earlier_offers: tuple[Offer, ...]
    later_side: Side
    earlier_side: Side
    difference: Decimal
    holds: bool
    blame: Literal["reading", "restated", "document"] | None = None
    probability: float = 1.0
    reason: str = ""

    @property
    def earlier(self) -> Offer:
        """The earlier document, of several the first."""
        return self.earlier_offers[0]


def compared(offers: Iterable[Offer], units: Iterable[Offer] = ()) -> Iterator[Compared]:
    """Every identity between documents of one unit, and between those and documents of the `units` that they tell of.

    Only where both sides are told; nothing is said of years apart.
    """
    of_units = _by_unit(units)
    for _, found in sorted(_by_unit(offers).items()):
        yield from _of_unit(found)
        for offer in found:
            yield from _with_units(offer, {unit: of_units.get(unit, ()) for unit in sorted(offer.units)})


def _by_unit(offers: Iterable[Offer]) -> dict[str, list[Offer]]:
    found: dict[str, list[Offer]] = defaultdict(list)
    for offer in sorted(offers, key=lambda o: (o.file_name, o.sha256)):
        if offer.comparable:
            found[offer.unit].append(offer)
    return found


_Years = Mapping[int, Sequence[Offer]]  # documents of one kind by their year


def _of_unit(found: Sequence[Offer]) -> Iterator[Compared]:
    """The documents of one unit: accounts of each kind among themselves, budgets, and accounts with their budget."""
    index = {offer.sha256: _indexed(offer) for offer in found}
    accounts, planned = (_by_kind([o for o in found if o.role == role]) for role in _BOOKS)
    for by_year in accounts:
        yield from _in_years(by_year, index)
    for budgets in planned:
        yield from _year_by_year("next_budget", budgets, index)
        yield from _with_budgets(accounts, budgets, index)
    yield from _with_forms(accounts, found, index)


def _by_kind(offers: Sequence[Offer]) -> list[_Years]:
    """Documents by year, each kind apart where those of any year are of several: a department and its own office.

    Else a body's accounts are one row of years, whatever each year's title calls them.
    """
    kinds = {year: {o.kind for o in offers if o.year == year} for year in {o.year for o in offers}}
    apart = any(len(of_year) > 1 for of_year in kinds.values())
    found: dict[str, dict[int, list[Offer]]] = defaultdict(lambda: defaultdict(list))
    for offer in offers:
        found[offer.kind if apart else ""][offer.year or 0].append(offer)
    return list(found.values())


def _with_budgets(accounts: Sequence[_Years], budgets: _Years, index: Mapping[str, _Index]) -> Iterator[Compared]:
    """Accounts against the budget of their year; a name that a department and its own office bear tells not whose."""
    for year, planned in sorted(budgets.items()):
        told = [by_year[year] for by_year in accounts if year in by_year]
        if len(told) == 1:
            yield from (one for later in told[0] for one in _between("budget", later, planned, index))


def _with_forms(accounts: Sequence[_Years], found: Sequence[Offer], index: Mapping[str, _Index]) -> Iterator[Compared]:
    """Accounts against the forms of their year, in whichever document; against their own alone where a department and
    its own office bear one name."""
    telling = [offer for offer in found if (load_across().forms, "final") in index[offer.sha256]]
    for by_year in accounts if telling else ():
        for year, of_year in sorted(by_year.items()):
            alone = sum(year in others for others in accounts) == 1
            for later in of_year:
                forms = [offer for offer in telling if offer.year == year and (alone or offer is later)]
                yield from _between("forms", later, forms, index)
                yield from _with_all_forms(later, forms, index)


def _with_all_forms(later: Offer, forms: Sequence[Offer], index: Mapping[str, _Index]) -> Iterator[Compared]:
    """What forms tell, added up; of a project that several tell of the least, as they may be of its parts."""
    for identity in _identities("all_forms"):
        for later_item, earlier_item in identity.items:
            told = _sides(index[later.sha256], later_item, identity.later).get(None, [])
            least: dict[str | None, tuple[Offer, Side]] = {}
            for offer in forms:
                for code, sides in _sides(index[offer.sha256], earlier_item, identity.earlier).items():
                    known = [least[code]] if code in least else []
                    least[code] = min([*known, *((offer, side) for side in sides)], key=lambda one: one[1].value)
            if told and least:
                yield from _best([_held(identity, later, *_whole(side, list(least.values()))) for side in told])


def _in_years(by_year: _Years, index: Mapping[str, _Index]) -> Iterator[Compared]:
    for _, found in sorted(by_year.items()):
        for earlier, later in combinations(found, 2):
            yield from _between("same_year", later, (earlier,), index)
    yield from _year_by_year("next_year", by_year, index)


def _year_by_year(between: Between, by_year: _Years, index: Mapping[str, _Index]) -> Iterator[Compared]:
    for year, found in sorted(by_year.items()):
        if before := by_year.get(year - 1):
            yield from (one for later in found for one in _between(between, later, before, index))


def _between(
    between: Between, later: Offer, earlier: Sequence[Offer], index: Mapping[str, _Index]
) -> Iterator[Compared]:
    """The identities of that kind against the versions of an earlier document: one that holds against any holds."""
    for identity in _identities(between):
        for later_item, earlier_item in identity.items:
            told = _sides(index[later.sha256], later_item, identity.later)
            against = [(o, _sides(index[o.sha256], earlier_item, identity.earlier)) for o in earlier] if told else []
            yield from _by_code(identity, later, told, against)


def _by_code(
    identity: AcrossIdentity,
    later: Offer,
    told: Mapping[str | None, Sequence[Side]],
    against: Sequence[tuple[Offer, Mapping[str | None, Sequence[Side]]]],
) -> Iterator[Compared]:
    for code, sides in told.items():
        found = [
            _held(identity, later, (other,), (side, other_side))
            for other, by_code in against
            for other_side in by_code.get(code, ())
            for side in sides
        ]
        yield from _best(found)


def _best(found: Sequence[Compared]) -> Iterator[Compared]:
    """The one that holds, else the first; none where its sides are surely in two units of money."""
    best = next((one for one in found if one.holds), next(iter(found), None))
    if best is not None and (best.holds or not _in_two_units(best)):
        yield best


def _in_two_units(made: Compared) -> bool:
    least, most = sorted((abs(made.later_side.value), abs(made.earlier_side.value)))
    return made.identity.units_apart is not None and least * made.identity.units_apart <= most


def _with_units(later: Offer, units: Mapping[str, Sequence[Offer]]) -> Iterator[Compared]:
    """A department's accounts against those of its units: what it tells of each, and all together."""
    if not units:  # as of most documents
        return
    own = _indexed(later)
    index = {o.sha256: _indexed(o) for found in units.values() for o in found}
    accounts = {
        unit: [o for o in found if _is_of_unit(o, later) and not (unit == later.unit and _agree(own, index[o.sha256]))]
        for unit, found in units.items()
    }
    for identity in _identities("by_unit"):
        for unit, found in accounts.items():
            of_unit = _indexed(later, unit)
            for later_item, earlier_item in identity.items:
                told = _sides(of_unit, later_item, identity.later)
                against = [(o, _sides(index[o.sha256], earlier_item, identity.earlier)) for o in found]
                yield from _by_code(identity, later, told, against)
    if len(accounts) >= _FEWEST_UNITS:
        yield from _added_up(later, own, list(accounts.values()), index)


def _agree(one: _Index, other: _Index) -> bool:
    """Whether two documents of one name tell most wholes alike: they are the accounts of one body, titled otherwise."""
    wholes = [key for key in one.keys() & other.keys() if key[1] == "final" and None in one[key] and None in other[key]]
    alike = [key for key in wholes if {f.value for f in one[key][None]} & {f.value for f in other[key][None]}]
    return 2 * len(alike) > len(wholes)


def _is_of_unit(offer: Offer, department: Offer) -> bool:
    """Whether accounts may be those of a unit of a department, in its year: a unit may bear the department's name."""
    other = offer.unit != department.unit or offer.kind != department.kind
    return other and offer.year == department.year and offer.role == "accounts"


def _added_up(
    later: Offer, own: _Index, units: Sequence[Sequence[Offer]], index: Mapping[str, _Index]
) -> Iterator[Compared]:
    """What a department tells (`own`) against what all its units do, each by any version of its accounts.

    An item that one of them does not tell says nothing.
    """
    for identity in _identities("units"):
        for later_item, earlier_item in identity.items:
            told = _sides(own, later_item, identity.later).get(None, [])
            each = [[*_told_by(found, index, earlier_item, identity.earlier)] for found in units]
            if told and all(each):
                sums = islice(product(*each), _MOST_SUMS)
                held = [_held(identity, later, *_whole(side, parts)) for parts in sums for side in told]
                yield from _best(held)


def _told_by(
    offers: Sequence[Offer], index: Mapping[str, _Index], item: str, ways: Sequence[Way]
) -> Iterator[tuple[Offer, Side]]:
    for offer in offers:
        yield from ((offer, side) for side in _sides(index[offer.sha256], item, ways).get(None, []))


def _whole(side: Side, parts: Sequence[tuple[Offer, Side]]) -> tuple[tuple[Offer, ...], tuple[Side, Side]]:
    """A side held against parts added up, and the documents of those, one for each figure."""
    plus, minus = (tuple(f for _, part in parts for f in getattr(part, name)) for name in ("plus", "minus"))
    in_order = [o for name in ("plus", "minus") for o, part in parts for _ in getattr(part, name)]
    return tuple(in_order), (side, Side.of(plus, minus))


@cache
def _identities(between: Between) -> tuple[AcrossIdentity, ...]:
    return tuple(identity for identity in load_across().identities if identity.between == between)


def _indexed(offer: Offer, of: str = "") -> _Index:
    """A document's figures by item, its own or those `of` one of its units.

    What is told of both sides of an account stands for each that is not told alone.
    """
    index: dict[tuple[str, str], dict[str | None, list[OfferedFigure]]] = {}
    for figure in sorted((f for f in offer.figures if f.of == of), key=lambda f: -f.confidence):
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
        told = [index.get((concept, measure)) for measure in (*way.plus, *way.minus)]
        if all(told):
            by_code = [of for of in told if of is not None]
            for code in by_code[0]:
                if code not in found and (sides := _of_code(by_code, len(way.plus), code)):
                    found[code] = sides
    return found


def _of_code(told: Sequence[Mapping[str | None, Sequence[OfferedFigure]]], plus: int, code: str | None) -> list[Side]:
    """The sides that figures of a code make, one from each of those told: the first `plus` added, the others taken."""
    return [Side.of(figures[:plus], figures[plus:]) for figures in product(*(of.get(code, ()) for of in told))]


def _held(identity: AcrossIdentity, later: Offer, earlier: tuple[Offer, ...], sides: tuple[Side, Side]) -> Compared:
    """Two sides held against each other, the later one first; `earlier` for each figure of the earlier side."""
    offers = earlier if len(earlier) == len(sides[1].figures) else earlier * len(sides[1].figures)
    difference = sides[0].value - sides[1].value
    room = sides[0].room + sides[1].room
    made = Compared(identity, later, offers, *sides, difference, _fits(identity, difference, room))
    return made if made.holds else _blamed(made)


def _fits(identity: AcrossIdentity, difference: Decimal, room: Decimal) -> bool:
    return abs(difference) <= room or (identity.at_most and difference > 0)


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
    return made._replace(blame=who, probability=probability, reason=reason)


def _is_a_slip(made: Compared) -> bool:
    """Whether one known confusion of one figure that was read from a picture makes the identity hold."""
    room = made.later_side.room + made.earlier_side.room
    terms = [
        *((f, 1) for f in made.later_side.plus), *((f, -1) for f in made.later_side.minus),
        *((f, -1) for f in made.earlier_side.plus), *((f, 1) for f in made.earlier_side.minus),
    ]  # fmt: skip
    return any(
        _fits(made.identity, made.difference + sign * (value - figure.value), room)
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
