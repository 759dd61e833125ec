"""Loads patterns/identities.yaml: the arithmetic that a disclosure must obey, as data."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from patterns.loader import FOLDER, PatternError, load_patterns
from patterns.measure import Measure, measure_named


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SumIdentity(_Entry):
    """`total` = sum of `parts` and `optional` less `minus`; terms are "concept@measure"."""

    id: str
    say: str
    total: str
    parts: tuple[str, ...]
    optional: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()


class EqualIdentity(_Entry):
    id: str
    say: str
    left: str
    right: str


class ShareIdentity(_Entry):
    """The share of a concept below `of` is its final figure over `whole`, or over one of `others`."""

    of: str
    whole: str
    others: tuple[str, ...] = ()


class RateIdentity(_Entry):
    id: Literal["change_rate", "variance_rate", "budget_rate"]
    say: str
    rate: Measure
    numerator: Measure
    of_prior: bool = False
    budgets: tuple[Measure, ...] = ()


class FunctionIdentity(_Entry):
    """The total is the sum of all 类 and of all 项 (`levels`: name by digits of the code), a 类 that of its 项."""

    id: str
    say: str
    say_items: str
    total: str
    by: str
    levels: dict[int, str]


class Formulas(_Entry):
    """How identities that are no entries of their own are told in the Record."""

    share: str
    restated: str
    text_table: str
    row: str
    row_of_budgets: str
    codes_total: str
    code: str
    economic: str
    side_current: str
    side_total: str
    execution_rate: str
    form_total: str


class Identities(_Entry):
    sums: tuple[SumIdentity, ...]
    equals: tuple[EqualIdentity, ...]
    shares: tuple[ShareIdentity, ...]
    shares_of_other: tuple[ShareIdentity, ...]
    rates: tuple[RateIdentity, ...]
    functions: FunctionIdentity
    formulas: Formulas
    economic: dict[str, tuple[str, ...]]
    tolerance_per_term: Decimal


def term(written: str) -> tuple[str, Measure]:
    """`concept@measure` as a pair."""
    concept, _, measure = written.partition("@")
    return concept, measure_named(measure)


@cache
def load_identities() -> Identities:
    """The identities. Raises PatternError where the file is not valid or names an unknown concept."""
    data = yaml.safe_load((FOLDER / "identities.yaml").read_text(encoding="utf-8"))
    try:
        identities = Identities.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(f"patterns/identities.yaml, {first['loc']}: {first['msg']}") from error
    known = {c.id for c in load_patterns().concepts}
    for identity in identities.sums:
        for written in (identity.total, *identity.parts, *identity.optional, *identity.minus):
            if term(written)[0] not in known:
                raise PatternError(f"patterns/identities.yaml, {identity.id}: no concept {term(written)[0]}")
    return identities
