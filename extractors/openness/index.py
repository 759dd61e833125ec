"""The openness index of a unit and of a region: by heading and in all, and of how much of its weight it is made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.openness.assessment import Assessed
from extractors.openness.publication import Publication
from extractors.register.register import Register
from patterns.openness import load_openness

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Score:
    """`met` and `known` are weights, `due` the weight of all that applies; `value` is met of known in percent.

    `value` is None where nothing is known. `made_of` is known of due in percent, None where nothing applies.
    """

    met: Decimal
    known: Decimal
    due: Decimal

    @property
    def value(self) -> Decimal | None:
        """In percent, to one decimal."""
        return _percent(self.met, self.known)

    @property
    def made_of(self) -> Decimal | None:
        """In percent, to one decimal."""
        return _percent(self.known, self.due)


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return (_PERCENT * part / whole).quantize(Decimal("0.1")) if whole else None


@dataclass(frozen=True, slots=True)
class UnitIndex:
    """A unit's index: the whole, by heading, and the items with what they were computed from."""

    published: Publication
    items: tuple[Assessed, ...]
    whole: Score
    headings: dict[str, Score]


@dataclass(frozen=True, slots=True)
class RegionIndex:
    """A region's index: what the units that it must have come to together, and how many are of which status."""

    key: str
    name: str
    units: int
    statuses: dict[str, int]
    whole: Score
    headings: dict[str, Score]


def index_of(published: Publication, items: Sequence[Assessed]) -> UnitIndex:
    """The index of a unit by its items."""
    return UnitIndex(published, tuple(items), _score(items), _by_heading(items))


def region_indices(register: Register, units: Iterable[UnitIndex]) -> tuple[RegionIndex, ...]:
    """The index of every region that listed units lie in, the regions around it too; "" of those of no known region."""
    within: dict[str, list[UnitIndex]] = defaultdict(list)
    for one in units:
        if one.published.unit.listed:
            for key in _regions(register, one):
                within[key].append(one)
    return tuple(_region(register, key, own) for key, own in within.items())


def _regions(register: Register, one: UnitIndex) -> list[str]:
    found = [one.published.unit.region]
    while found[-1] and register.units[found[-1]].parent:
        found.append(register.units[found[-1]].parent)
    return found


def _region(register: Register, key: str, units: Sequence[UnitIndex]) -> RegionIndex:
    items = [item for unit in units for item in unit.items]
    name = register.units[key].name if key else ""
    statuses = Counter(str(unit.published.status) for unit in units)
    return RegionIndex(key, name, len(units), dict(statuses), _score(items), _by_heading(items))


def _by_heading(items: Sequence[Assessed]) -> dict[str, Score]:
    heading = {item.id: item.heading for item in load_openness().items}
    return {h.id: _score([one for one in items if heading[one.item] == h.id]) for h in load_openness().headings}


def _score(items: Iterable[Assessed]) -> Score:
    weight = {item.id: Decimal(item.weight) for item in load_openness().items}
    met = known = due = Decimal(0)
    for one in items:
        if one.applies:
            due += weight[one.item]
            known += weight[one.item] * one.known
            met += weight[one.item] * one.met
    return Score(met, known, due)
