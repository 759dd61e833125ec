"""What an event tells of a document at a glance: its “三公”经费, how that changed, and the gravest thing found in it.

Nothing is told that was not read: what is not known is None, and how surely each figure was read goes with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal, TypeGuard

from pydantic import BaseModel, ConfigDict

from extractors.model.errors import one_line
from extractors.model.record import Fact, Record, canonical
from extractors.verdict.acceptance import decided, is_due
from patterns.audit_rules import GRAVITY

CONCEPT = "three_public"
_RATE = Decimal("0.01")  # rates are told with two decimals, as disclosures do
_MOST_UNITS = 50  # of a file of many units, that are named; set by thought alone
_EXACT = Context(prec=80)  # digits: more than the Record's longest numbers need between them
_SURENESS = ("accept", "review", "reject")

Sure = Literal["accept", "review", "reject"]
# How a figure is known: the document states it; says that there is none; it follows from stated ones; or from the
# document of the year before, which this monitor has.
Basis = Literal["stated", "nil", "computed", "last_year"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Amount(_Part):
    """A figure: money in 元, or a rate in percent. `sure` is what may be done with it unseen (docs/record.md).

    `fact` is the id of the Record's fact that states it, "" for what is computed; `page` is where it stands.
    """

    value: str
    unit: Literal["CNY", "percent"]
    sure: Sure
    basis: Basis = "stated"
    fact: str = ""
    page: int | None = None


class Gravest(_Part):
    """The gravest finding of the audit over the document alone, in both languages, with the pages it is seen on."""

    rule: str
    severity: Literal["error", "warning", "note"]
    message_zh: str
    message_en: str
    pages: tuple[int, ...] = ()
    difference: str | None = None


class Gist(_Part):
    """A document at a glance. `kind` is what it is (docs/record.md); figures are those of accounts only.

    `findings` counts what the audit found by severity; None where it was not audited, `trouble` then says why if that
    is no matter of its kind. `units` are those of a file that binds several, `more_units` how many are not named.
    """

    kind: str
    three_public: Amount | None = None
    change: Amount | None = None
    change_rate: Amount | None = None
    gravest: Gravest | None = None
    findings: dict[str, int] | None = None
    trouble: str = ""
    units: tuple[str, ...] = ()
    more_units: int = 0


def gist_of(record: Record, last_year: Record | None = None, units: Sequence[str] = ()) -> Gist:
    """What is told of a Record; `last_year` is that of the same unit's accounts of the year before, where known.

    `units` are those of the parts of a file that binds several.
    """
    told = Gist(kind=record.document.kind, units=tuple(units[:_MOST_UNITS]), more_units=len(units[_MOST_UNITS:]))
    if not is_due(record.document.kind):
        return told
    figures = _figures(record, last_year)
    return told.model_copy(update={**figures, **_audited(record)})


def _audited(record: Record) -> dict[str, object]:
    """The findings of the audit; an audit that fails costs what it would have told, and nothing else."""
    from extractors.audit.audit import audit  # loads what a monitor that finds nothing new needs not

    try:
        found = audit([record])
    except Exception as error:  # of a document like no other: the event itself must still be told
        return {"trouble": f"the audit failed: {type(error).__name__}: {one_line(error)}"}
    counts = Counter[str](f.severity for f in found)
    if not found:
        return {"findings": {}}
    worst = min(found, key=lambda f: (GRAVITY[f.severity], -_money(f.difference, f.figures), -f.probability))
    gravest = Gravest(
        rule=worst.rule, severity=worst.severity, message_zh=worst.message_zh, message_en=worst.message_en,
        pages=worst.pages, difference=worst.difference,
    )  # fmt: skip
    return {"gravest": gravest, "findings": {name: counts[name] for name in GRAVITY if counts[name]}}


def _money(difference: str | None, figures: Iterable[object]) -> Decimal:
    """How much money a finding is about; 0 where it is about something else (a rate, a missing table)."""
    if difference is None or not any(getattr(figure, "unit", None) == "CNY" for figure in figures):
        return Decimal(0)
    return abs(Decimal(difference))


def _figures(record: Record, last_year: Record | None) -> dict[str, Amount | None]:
    final = _stated(record, "final", "CNY")
    change, rate = _stated(record, "change", "CNY"), _stated(record, "change_rate", "percent")
    if final is None and _surest(record, "nil") is not None:
        final = _amount(_surest(record, "nil"), "CNY", value="0", basis="nil")
    before = _stated(record, "prior", "CNY")
    basis: Basis = "computed"
    if not usable(before) and last_year is not None:
        before, basis = _stated(last_year, "final", "CNY"), "last_year"
    if not usable(change) and usable(final) and usable(before):
        value = _EXACT.subtract(Decimal(final.value), Decimal(before.value))
        change = _computed(value, "CNY", basis, final, before)
    if not usable(rate) and usable(final) and usable(change):
        rate = _rate(final, change, "computed" if change.basis == "stated" else change.basis) or rate
    return {"three_public": final, "change": change, "change_rate": rate}


def _rate(final: Amount, change: Amount, basis: Basis) -> Amount | None:
    """The change in percent of what there was before; None where there was nothing."""
    base = _EXACT.subtract(Decimal(final.value), Decimal(change.value))
    if base <= 0:
        return None
    value = _EXACT.multiply(_EXACT.divide(Decimal(change.value), base), Decimal(100))
    return _computed(value.quantize(_RATE, ROUND_HALF_UP, _EXACT), "percent", basis, final, change)


def usable(amount: Amount | None) -> TypeGuard[Amount]:
    """Whether a figure may be told, and others computed from it."""
    return amount is not None and amount.sure != "reject"


def _computed(value: Decimal, unit: Literal["CNY", "percent"], basis: Basis, *of: Amount) -> Amount:
    """A figure that follows from others, no surer than the least sure of them."""
    return Amount(value=canonical(value), unit=unit, basis=basis, sure=max((a.sure for a in of), key=_SURENESS.index))


def _stated(record: Record, measure: str, unit: Literal["CNY", "percent"]) -> Amount | None:
    fact = _surest(record, measure)
    return _amount(fact, unit) if fact is not None and fact.unit == unit else None


def _surest(record: Record, measure: str) -> Fact | None:
    """The surest fact that tells the main figure: of no other year, no part, no code."""
    facts = [f for f in record.facts if f.concept == CONCEPT and f.measure == measure and not f.beside and not f.code]
    return max(facts, key=lambda f: f.confidence, default=None)


def _amount(
    fact: Fact | None, unit: Literal["CNY", "percent"], *, value: str | None = None, basis: Basis = "stated"
) -> Amount | None:
    if fact is None:
        return None
    sure: Sure = "accept" if (made := decided(fact)) == "accept" else "review" if made == "review" else "reject"
    return Amount(
        value=fact.value if value is None else value, unit=unit, sure=sure, basis=basis, fact=fact.id,
        page=fact.provenance[0].page,
    )  # fmt: skip
