"""Loads patterns/audit.yaml: what an audit looks for in a disclosure, as data."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Literal

import regex
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from patterns.kinds import load_kinds
from patterns.loader import FOLDER, PatternError, load_patterns
from patterns.statements import load_statements
from patterns.wording import any_of

Severity = Literal["error", "warning", "note"]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Entry):
    """A kind of finding; `zh` and `en` are its messages, with {what} and {detail} left open.

    `follows` where it is the consequence of a figure that arithmetic has convicted, and told with it.
    """

    id: str
    severity: Severity
    say: str
    source: str
    zh: str
    en: str
    follows: bool = False


class TwoLanguages(_Entry):
    """The same in Chinese and in English."""

    zh: str
    en: str


class MessageWording(_Entry):
    """What messages are put together from; see the file."""

    differs: TwoLanguages
    points: TwoLanguages
    joint: str
    nothing: str
    yuan: str
    measured: str


class WarningRule(_Entry):
    """A warning of the Record (regular expression, group `what`) that is a finding of `rule`."""

    pattern: str
    rule: str


class Required(_Entry):
    """What must be there: one of `any`; with `when` only where one of those figures is not 0; `words` speak of it."""

    id: str
    say: str
    english: str
    any: tuple[str, ...]
    when: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    source: str | None = None


class ReasonRules(_Entry):
    change: tuple[str, ...]
    variance: tuple[str, ...]
    least_change: Decimal
    least_rate: Decimal
    carries: Decimal
    rise: tuple[str, ...]
    fall: tuple[str, ...]
    aside: tuple[str, ...]
    alike: int
    shortest: int
    copies: int
    not_copied: tuple[str, ...]
    most_compared: int


class Comparisons(_Entry):
    greater: tuple[str, ...]
    less: tuple[str, ...]
    equal: tuple[str, ...]
    unclear: tuple[str, ...]


class AuditExample(_Entry):
    says: str
    reason: str | None = None
    clause: str | None = None


class Audit(_Entry):
    """All of audit.yaml."""

    rules: tuple[Rule, ...]
    wording: MessageWording
    warnings: tuple[WarningRule, ...]
    kinds: tuple[str, ...]
    orders: tuple[tuple[str, ...], ...]
    required: tuple[Required, ...]
    reasons: ReasonRules
    comparisons: Comparisons
    decimals: int
    most_in_table: int
    sure: float
    doubtful: float
    repeated: int
    examples: tuple[AuditExample, ...]

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id; KeyError where there is none."""
        return _rules()[rule_id]


@cache
def load_audit() -> Audit:
    """The audit's data. Raises PatternError where the file is not valid or names what does not exist."""
    data = yaml.safe_load((FOLDER / "audit.yaml").read_text(encoding="utf-8"))
    try:
        audit = Audit.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(f"patterns/audit.yaml, {first['loc']}: {first['msg']}") from error
    _check_names(audit)
    return audit


def _check_names(audit: Audit) -> None:
    concepts = {c.id for c in load_patterns().concepts}
    sections = {f"§{s.id}" for s in load_patterns().sections}
    for item in audit.required:
        for written in (*item.any, *item.when):
            if written.partition("@")[0] not in concepts | sections:
                raise PatternError(f"patterns/audit.yaml, {item.id}: no concept or section {written}")
    for concept in (*audit.reasons.change, *audit.reasons.variance):
        if concept not in concepts:
            raise PatternError(f"patterns/audit.yaml, reasons: no concept {concept}")
    if unknown := set(audit.kinds) - {kind.id for kind in load_kinds().kinds}:
        raise PatternError(f"patterns/audit.yaml, kinds: no kind {sorted(unknown)[0]}")
    known = {s.id for s in load_statements().statements}
    for order in audit.orders:
        if unknown := set(order) - known:
            raise PatternError(f"patterns/audit.yaml, orders: no statement {sorted(unknown)[0]}")
        if set(order) != set(audit.orders[0]):
            raise PatternError("patterns/audit.yaml, orders: they do not name the same statements")
    rules = {rule.id for rule in audit.rules}
    for warning in audit.warnings:
        if warning.rule not in rules:
            raise PatternError(f"patterns/audit.yaml, warnings: no rule {warning.rule}")
        regex.compile(warning.pattern)


@cache
def _rules() -> dict[str, Rule]:
    return {rule.id: rule for rule in load_audit().rules}


@cache
def _wordings(name: str) -> regex.Pattern[str]:
    audit = load_audit()
    holder = audit.reasons if name in ("rise", "fall", "aside") else audit.comparisons
    return any_of(getattr(holder, name))


def direction_of(reason: str) -> Literal["rise", "fall", "both", "none"]:
    """Which way the figure went, to hear a reason: `both` where it speaks of either, `none` where of neither.

    >>> direction_of("厉行节约，压减一般性支出")
    'fall'
    """
    text = _wordings("aside").sub("", reason)
    rise, fall = bool(_wordings("rise").search(text)), bool(_wordings("fall").search(text))
    return "both" if rise and fall else "rise" if rise else "fall" if fall else "none"


def comparison_of(clause: str) -> Literal["greater", "less", "equal", "none"]:
    """How a clause says that the final figure compares with the budget.

    >>> comparison_of("决算数小于年初预算数的主要原因是")
    'less'
    """
    if _wordings("unclear").search(clause):
        return "none"
    said = [name for name in ("greater", "less", "equal") if _wordings(name).search(clause)]
    return said[0] if len(said) == 1 else "none"  # type: ignore[return-value]
