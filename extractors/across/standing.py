"""Where a document stands among others: small rows of its figures, and what of them is far from the median of others.

A figure is far where the logarithm of its ratio to the median is beyond so many scaled median absolute deviations
(patterns/outliers.yaml), and the ratio beyond a factor. What is 0, nil or read with doubt is compared with nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from statistics import median
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from extractors.across.offered import Offer, OfferedFigure
from patterns.audit import load_audit
from patterns.outliers import Far, Item, load_outliers
from patterns.unit_names import carried_on, level_of, named_alike, short_name

Key = TypeVar("Key", bound=Hashable)

# Values of one body and year that differ by no more than this factor are one figure, rounded in several ways.
_ROUNDED = Decimal("1.01")


class Standing(BaseModel):
    """A document's figures in 元 by concept, surely read and above 0, and with whom they are compared.

    `body` is the key of its unit under all its names, `alike` that of units of its kind and level in its year, `around`
    that of all of its level in its year.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sha256: str
    name: str
    body: str
    alike: str
    around: str
    year: int
    figures: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Outlier:
    """A figure far from the median of `count` others: of earlier `years`, or of peers of one year.

    `value` and `median` are in 元, or shares of the item's whole. `before` names the unit as it was called in those
    years where that is another name; `earlier` are the documents of those years; `kind` is what the peers are called,
    "" where they are all of a level.
    """

    sha256: str
    item: Item
    value: Decimal
    median: Decimal
    count: int
    years: tuple[int, ...]
    kind: str = ""
    before: str = ""
    earlier: tuple[str, ...] = ()

    @property
    def ratio(self) -> Decimal:
        """How many times the median it is."""
        return self.value / self.median


def standing_of(offer: Offer) -> Standing | None:
    """Where the offer's accounts stand; None for budgets, and where it is not known whose it is, or of which year."""
    if not offer.comparable or offer.role != "accounts" or offer.year is None or not offer.unit_name:
        return None
    alike, level = named_alike(offer.unit_name), level_of(offer.unit_name)
    return Standing(
        sha256=offer.sha256,
        name=offer.unit_name,
        body=f"{carried_on(short_name(offer.unit_name))} {offer.kind}",
        alike=f"{alike} {level} {offer.kind} {offer.year}",
        around=f"{level} {offer.kind} {offer.year}",
        year=offer.year,
        figures={concept: figure.value for concept, figure in sure_figures(offer).items()},
    )


def sure_figures(offer: Offer) -> dict[str, OfferedFigure]:
    """The final figures that are looked at, by concept: those above 0 that the document tells surely, and in one value.

    A value that is told more and less exactly is one.
    """
    wanted = load_outliers().concepts
    told: dict[str, list[OfferedFigure]] = defaultdict(list)
    for figure in offer.figures:
        if figure.measure == "final" and figure.code is None and not figure.of and figure.concept in wanted:
            told[figure.concept].append(figure)
    return {concept: min(found, key=lambda f: f.step) for concept, found in told.items() if _is_sure(found)}


def _is_sure(figures: Sequence[OfferedFigure]) -> bool:
    values = [figure.value for figure in figures]
    surely = all(figure.confidence >= load_audit().sure_fact and not figure.open_ for figure in figures)
    return surely and min(values) > 0 and max(values) <= min(values) * _ROUNDED


def out_of_history(standings: Iterable[Standing]) -> Iterator[Outlier]:
    """The figures of one body that are far from those of its earlier years."""
    by_year = _by(standings, lambda one: one.year)
    settled = {year: _settled(found) for year, found in by_year.items()}
    for year, found in sorted(by_year.items()):
        past = {y: by_year[y] for y in sorted(by_year) if y < year}
        for one in found:
            for item in load_outliers().items:
                earlier = {y: settled[y][item.concept] for y in past if item.concept in settled[y]}
                if item.concept in one.figures and len(earlier) >= load_outliers().history.years:
                    yield from _of_history(one, item, earlier, past)


def _of_history(
    one: Standing, item: Item, earlier: Mapping[int, Decimal], past: Mapping[int, Sequence[Standing]]
) -> Iterator[Outlier]:
    value, spread, rules = one.figures[item.concept], _Spread.of(list(earlier.values())), load_outliers().history
    low, high = spread.bounds(rules)
    least, most = min(earlier.values()), max(earlier.values())
    apart = max(rules.beyond, most / least)  # a deviation of three or four years says little: their range does, too
    low, high = min(low, least / apart), max(high, most * apart)
    if abs(value - spread.median) >= load_outliers().least and not low < value < high:
        before = [standing for year in earlier for standing in past[year]]
        named = next((b.name for b in before if short_name(b.name) != short_name(one.name)), "")
        documents = tuple(b.sha256 for b in before)
        years = tuple(sorted(earlier))
        yield Outlier(one.sha256, item, value, spread.median, len(earlier), years, before=named, earlier=documents)


def out_of_peers(peers: Sequence[Standing], judged: Sequence[Standing], kind: str = "") -> Iterator[Outlier]:
    """The figures of `judged` that are far from those of other bodies among `peers`, all of one year.

    `kind` is what all of them are called; without it only shares are, as bodies of several kinds differ in size.
    """
    settled = {body: _settled(found) for body, found in _by(peers, lambda one: one.body).items()}
    for item in load_outliers().items:
        if item.of is None and not kind:
            continue
        told = {body: _measured(figures, item) for body, figures in settled.items()}
        values = {body: value for body, value in told.items() if value is not None}
        if len(values) > load_outliers().peers.bodies:  # one of them is the body itself
            yield from _of_peers(values, judged, item, kind)


def _of_peers(values: Mapping[str, Decimal], judged: Sequence[Standing], item: Item, kind: str) -> Iterator[Outlier]:
    rules = load_outliers()
    low, high = _Spread.of(list(values.values())).bounds(rules.peers)
    for one in judged:
        value = _measured(one.figures, item)
        # Itself among them, a body is nearer to the rest than without: few are measured twice.
        if value is None or (value < high and (value > low or not item.little)):
            continue
        without = _Spread.of([other for body, other in values.items() if body != one.body])
        off = abs(value - without.median) * (one.figures[item.of] if item.of else 1)
        if off >= rules.least:
            yield Outlier(one.sha256, item, value, without.median, len(values) - 1, (one.year,), kind=kind)


@dataclass(frozen=True, slots=True)
class _Spread:
    """The median of values above 0, and the median factor by which they are off it, up or down.

    The logarithm of that factor is the median absolute deviation of the logarithms; in factors nothing but Decimals is
    needed, and no logarithm of each value.
    """

    median: Decimal
    off: Decimal

    @classmethod
    def of(cls, values: Sequence[Decimal]) -> _Spread:
        middle = median(values)
        return cls(middle, median([value / middle if value > middle else middle / value for value in values]))

    def bounds(self, rules: Far) -> tuple[Decimal, Decimal]:
        """What lies below the one or above the other is far."""
        near = self.off <= _least_off(rules.factor)  # raising a Decimal to such a power takes long
        factor = rules.factor if near else self.off ** _deviations()
        return self.median / factor, self.median * factor


def _deviations() -> Decimal:
    """So many median absolute deviations off is far."""
    return load_outliers().score * load_outliers().scaled


@cache
def _least_off(factor: Decimal) -> Decimal:
    """The median factor from which on that many deviations are more than the factor."""
    return factor ** (1 / _deviations())


def _measured(figures: Mapping[str, Decimal], item: Item) -> Decimal | None:
    """An amount, or the share of its whole; None where it, or the whole, is not told."""
    value = figures.get(item.concept)
    if value is None or item.of is None:
        return value
    whole = figures.get(item.of)
    return value / whole if whole else None


def _settled(standings: Sequence[Standing]) -> dict[str, Decimal]:
    """What documents of one body and year tell of each figure, where they agree."""
    if len(standings) == 1:
        return standings[0].figures
    told: dict[str, list[Decimal]] = defaultdict(list)
    for standing in standings:
        for concept, value in standing.figures.items():
            told[concept].append(value)
    return {concept: values[0] for concept, values in told.items() if max(values) <= min(values) * _ROUNDED}


def _by(standings: Iterable[Standing], key: Callable[[Standing], Key]) -> dict[Key, list[Standing]]:
    """By key, each in an order that does not depend on how they came."""
    found: dict[Key, list[Standing]] = defaultdict(list)
    for standing in sorted(standings, key=lambda one: one.sha256):
        found[key(standing)].append(standing)
    return found
