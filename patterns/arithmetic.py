"""Loads patterns/identities.yaml: the arithmetic that a disclosure must obey, as data."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path


from patterns.files import FOLDER, Entry, load_file
from patterns.loader import known_names


class SumIdentity(Entry):
    """`total` = sum of `parts` and `optional` less `minus`; terms are "concept@measure"."""

    id: str
    say: str
    total: str
    parts: tuple[str, ...]
    optional: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()


class EqualIdentity(Entry):
    id: str
    say: str
    left: str
    right: str


class ShareIdentity(Entry):
    """The share of a concept below `of` is its final figure over `whole`, or over one of `others`."""

    of: str
    whole: str
    others: tuple[str, ...] = ()


class RateIdentity(Entry):
    id: str
    say: str
    rate: str
    numerator: str
    of_prior: bool = False
    budgets: tuple[str, ...] = ()


class FunctionIdentity(Entry):
    id: str
    say: str
    total: str
    by: str


class Identities(Entry):
    sums: tuple[SumIdentity, ...]
    equals: tuple[EqualIdentity, ...]
    shares: tuple[ShareIdentity, ...]
    shares_of_other: tuple[ShareIdentity, ...]
    rates: tuple[RateIdentity, ...]
    functions: FunctionIdentity
    economic: dict[str, tuple[str, ...]]
    tolerance_per_term: Decimal


def term(written: str) -> tuple[str, str]:
    """`concept@measure` as a pair."""
    concept, _, measure = written.partition("@")
    return concept, measure


@cache
def load_identities(folder: Path = FOLDER) -> Identities:
    """The identities. Raises PatternError where the file is not valid or names what does not exist."""
    return load_file(Identities, "identities.yaml", folder, known_names(folder))
