"""`python -m corpus.outlying`: made counties, to measure how often a right figure is told to be far from others.

    python -m corpus.outlying [--units N] [--years Y] [--first-seed N]

Bodies of six kinds, figures of the generator. Years follow each other in several ways: every figure grows by a factor
of its own, drawn from a log-normal distribution of that spread, or is drawn anew. In the last year of every tenth body
one figure is eight times what it was. Printed are, by way, the documents with a note that nobody planted, and the
planted figures found. How figures of real bodies spread is not known: the ways frame it.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.figures import make_figures
from extractors.across.standing import Outlier, Standing, out_of_history, out_of_peers
from patterns.outliers import load_outliers

_KINDS = ("教育局", "水利局", "财政局", "民政局", "审计局", "司法局")
_SPREADS: tuple[float | None, ...] = (0.1, 0.2, 0.3, 0.5, None)  # None: every year drawn anew
_PLANTED_EVERY, _PLANTED_TIMES = 10, 8
_LAST = 2024


@dataclass(frozen=True)
class _Rate:
    """Documents, those of them with a note that nobody planted, planted figures and those found."""

    documents: int
    noted: int
    planted: int
    found: int


def _drawn(seed: int) -> dict[str, Decimal]:
    """The figures that are looked at, of the generator's accounts of that seed; those above 0."""
    values = make_figures(seed).values
    told = {concept: values.get((concept, "final", None)) for concept in load_outliers().concepts}
    return {concept: value for concept, value in sorted(told.items()) if value}


def _years(seed: int, years: int, spread: float | None) -> Iterator[dict[str, Decimal]]:
    rng = random.Random(f"juesuan outlying {seed}")
    figures = _drawn(seed)
    for year in range(years):
        if year and spread is None:
            figures = _drawn(seed + year)
        elif year and spread is not None:
            grown = {concept: Decimal(repr(rng.lognormvariate(0, spread))) for concept in figures}
            figures = {concept: value * grown[concept] for concept, value in figures.items()}
        yield figures


def _county(units: int, years: int, first: int, spread: float | None) -> tuple[list[Standing], set[tuple[str, str]]]:
    """The standings of all documents, and the figures planted among them, by document and concept."""
    standings, planted = [], set()
    for unit in range(units):
        name = f"{unit}县{_KINDS[unit % len(_KINDS)]}"
        made = list(_years(first + unit * years, years, spread))
        large = [concept for concept, value in made[-1].items() if value > load_outliers().least]
        if unit % _PLANTED_EVERY == 0:
            concept = random.Random(unit).choice([c for c in large if c != "expenditure"])
            made[-1] = {**made[-1], concept: made[-2].get(concept, made[-1][concept]) * _PLANTED_TIMES}
            planted.add((f"{name} {_LAST}", concept))
        for year, figures in enumerate(made, _LAST - years + 1):
            around = f"3 final_accounts {year}"
            standings.append(
                Standing(
                    sha256=f"{name} {year}", name=name, body=name, alike=f"{_KINDS[unit % len(_KINDS)]} {around}",
                    around=around, year=year, figures=figures,
                )
            )  # fmt: skip
    return standings, planted


def _grouped(standings: Iterable[Standing], key: str) -> Mapping[str, Sequence[Standing]]:
    found: dict[str, list[Standing]] = defaultdict(list)
    for one in standings:
        found[getattr(one, key)].append(one)
    return found


def _rate(found: Sequence[Outlier], standings: Sequence[Standing], planted: set[tuple[str, str]]) -> _Rate:
    told = {(one.sha256, one.item.concept) for one in found}
    with_plant = {document for document, _ in planted}
    noted = {document for document, _ in told - planted} - with_plant
    return _Rate(len(standings) - len(with_plant), len(noted), len(planted), len(told & planted))


def main() -> None:
    """The command: tells how often figures of made counties are far, in each way in which years follow each other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=300)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--first-seed", type=int, default=8001)
    options = parser.parse_args()
    for spread in _SPREADS:
        standings, planted = _county(options.units, options.years, options.first_seed, spread)
        history = [one for own in _grouped(standings, "body").values() for one in out_of_history(own)]
        peers = [one for alike, own in _grouped(standings, "alike").items() for one in out_of_peers(own, own, alike)]
        folder = [one for own in _grouped(standings, "around").values() for one in out_of_peers(own, own)]
        print("every year drawn anew" if spread is None else f"growth of spread {spread}")
        for what, found in (("own years", history), ("peers of a kind", peers), ("all of a level", folder)):
            rate = _rate(found, standings, planted)
            noted = f"{rate.noted} of {rate.documents} documents noted"
            print(f"    {what:<16} {noted}; planted {rate.found} of {rate.planted}")


if __name__ == "__main__":
    main()
