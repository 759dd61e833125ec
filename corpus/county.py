"""`python -m corpus.county`: a made county, two years of each unit, to measure what is told across documents.

    python -m corpus.county [--units N] [--first-seed N] [--condition C]

Units take turns: nothing wrong; what is told of the year before is off, item by item; the same with a reason; what was
carried over is off. Printed are the planted differences found (as errors, as notes), errors that nobody planted, and
restatements that were told as errors.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle

from corpus.compose import family_names, read_family
from corpus.generate import generate
from corpus.years import Before
from extractors.across.comparison import compared
from extractors.across.offer import offer_of
from extractors.across.telling import told_across
from extractors.audit.finding import Finding
from extractors.pipeline import extract

_OFF = Decimal(123_400)  # 元
_RESTATED = "机构改革职能划入，上年决算数按调整后口径计算"
_OPENING = "totals.income.carryover_opening"
_CLOSING = "totals.expenditure.carryover_closing"
# What is misstated in a unit: the item of the year before, and the rule that must tell it; None where nothing is.
_TURNS: tuple[tuple[str | None, str, bool], ...] = (
    (None, "", False),
    ("general_public", "across.prior", False),
    ("totals.income", "across.prior", False),
    ("general_public", "across.prior", True),
    (_CLOSING, "across.carryover", False),
    ("agency_operation", "across.prior", False),
)


@dataclass(frozen=True)
class _Unit:
    """A unit with what was planted in it, and what was told of its two years."""

    name: str
    rule: str
    item: str | None
    restated: bool
    held: int
    findings: tuple[Finding, ...]


def families() -> tuple[str, ...]:
    """The families whose accounts can go on for another year: those of the Ministry's nine tables."""
    return tuple(name for name in family_names() if "set" not in read_family(name))


def _units(count: int, first: int, condition: str | None) -> Iterator[_Unit]:
    turns = zip(range(count), cycle(families()), cycle(_TURNS), strict=False)
    for number, family, (item, rule, restated) in turns:
        seeds = (first + 2 * number, first + 2 * number + 1)
        off: dict[tuple[str, str, str | None], Decimal] = {(item, "final", None): _OFF} if item else {}
        before = Before(seeds[:1], off, _RESTATED if restated else "")
        documents = [generate(family, seeds[0], condition)[0], generate(family, seeds[1], condition, before=before)[0]]
        records = [extract(data, f"{family}-{seed}.pdf") for data, seed in zip(documents, seeds, strict=True)]
        found = list(compared(map(offer_of, records)))
        held = sum(one.holds for one in found)
        yield _Unit(f"{family}-{seeds[1]}", rule, item, restated, held, told_across(found))


def _outcome(unit: _Unit) -> Iterator[str]:
    """What became of what was planted, and of what was not."""
    about = _OPENING if unit.item == _CLOSING else unit.item
    own = [f for f in unit.findings if f.rule == unit.rule and f.concept == about]
    if unit.item:
        severest = min((f.severity for f in own), default="not found")  # error, note by the alphabet
        yield f"{'restated' if unit.restated else 'planted'} {unit.item}: {severest}"
    for other in unit.findings:
        if other not in own:
            yield f"not planted: {other.severity}"
    yield "identities that hold" if unit.held else "units of which nothing holds"


def main() -> None:
    """The command: reads a made county and tells what was found in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=18)
    parser.add_argument("--first-seed", type=int, default=8001)
    parser.add_argument("--condition")
    options = parser.parse_args()
    counted: Counter[str] = Counter()
    for unit in _units(options.units, options.first_seed, options.condition):
        outcomes = list(_outcome(unit))
        counted.update(outcomes)
        print(f"{unit.name}: {unit.held} hold; {', '.join(outcomes[:-1])}", flush=True)
        for finding in unit.findings:
            print(f"    {finding.severity} {finding.probability} {finding.message_zh}", flush=True)
    for outcome, count in sorted(counted.items()):
        print(f"{outcome:<60} {count}")


if __name__ == "__main__":
    main()
