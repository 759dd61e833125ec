"""Loads patterns/audit.yaml: what an audit looks for in a disclosure, as data."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal

import regex
from pydantic import Field, model_validator

from patterns.audit_rules import Rule, load_rules, rules_by_id
from patterns.files import FOLDER, Entry, Known, Source, load_files
from patterns.kinds import load_kinds
from patterns.loader import known_names
from patterns.marks import (
    CategoryId,
    ConceptId,
    Defines,
    IsExpression,
    IsTerm,
    KindId,
    Refers,
    StatementId,
    Wording,
)
from patterns.statements import load_statements
from patterns.wording import any_of

Item = Annotated[str, IsTerm(alone=True)]  # concept@measure, concept, or §section


class TwoLanguages(Entry):
    """The same in Chinese and in English."""

    zh: str
    en: str


class MessageWording(Entry):
    """What messages are put together from; see the file. `_LEFT_OPEN` says what each leaves open."""

    differs: TwoLanguages
    points: TwoLanguages
    joint: str
    list_joint: str
    nothing: str
    yuan: str
    measured: str
    with_it: TwoLanguages
    more: TwoLanguages
    rise: str
    fall: str
    final_and_budget: str
    final_is_not_budget: TwoLanguages
    figures_changed: TwoLanguages
    figures_kept: TwoLanguages

    @model_validator(mode="after")
    def _leaves_open_what_is_filled_in(self) -> MessageWording:
        for name in type(self).model_fields:
            told: str | TwoLanguages = getattr(self, name)
            for text in (told,) if isinstance(told, str) else (told.zh, told.en):
                left_open = {slot for _, slot, _, _ in Formatter().parse(text) if slot is not None}
                if left_open != _LEFT_OPEN.get(name, set()):
                    wanted = " and ".join(f"{{{slot}}}" for slot in sorted(_LEFT_OPEN.get(name, ()))) or "nothing"
                    raise ValueError(f"{name}: {text!r} must leave open {wanted}")
        return self


_LEFT_OPEN = {
    "differs": {"stated", "off", "formulas"},
    "measured": {"label", "measure"},
    "with_it": {"message", "consequence"},
    "more": {"first", "count"},
    "rise": {"amount"},
    "fall": {"amount"},
    "final_and_budget": {"final", "budget"},
}


class WarningRule(Entry):
    """A warning of the Record (regular expression, group `what`) that is a finding of `rule`."""

    pattern: Annotated[str, IsExpression(("what",))]
    rule: Annotated[str, Refers(("rule",))]


class Required(Entry):
    """What must be there: one of `any`, or a heading of `titles`; with `when` only where one of those figures is not 0.

    `words` speak of it, `since` is the first fiscal year of which it is asked, `told` the rule that tells of it.
    """

    id: Annotated[str, Defines("required item")]
    say: str
    english: str
    any: tuple[Item, ...] = ()
    titles: tuple[Wording, ...] = ()
    since: int = 0
    told: Annotated[str, Refers(("rule",))] = "required"
    when: tuple[Item, ...] = ()
    words: tuple[Wording, ...] = ()
    source: str | None = None


class ReasonRules(Entry):
    """When a reason is due, what it speaks of, when it is a copy; `least_change` in 元, rates in percent."""

    change: tuple[ConceptId, ...]
    variance: tuple[ConceptId, ...]
    least_change: Decimal
    least_rate: Decimal
    carries: Decimal
    rise: tuple[Wording, ...]
    fall: tuple[Wording, ...]
    aside: tuple[Wording, ...]
    alike: int
    shortest: int
    copies: int
    units: int
    template: Decimal
    long: int
    common: tuple[CategoryId, ...]
    not_copied: tuple[CategoryId, ...]
    most_compared: int


class Comparisons(Entry):
    """How clauses compare a final figure with its budget; `unclear` leaves it open."""

    greater: tuple[Wording, ...]
    less: tuple[Wording, ...]
    equal: tuple[Wording, ...]
    unclear: tuple[Wording, ...]


class YearsTold(Entry):
    """Expressions for the end of the year that figures stand for, and for titles of accounts; group `year`."""

    at: Annotated[str, IsExpression(("year",))]
    titled: Annotated[str, IsExpression(("year",))]


class Slips(Entry):
    """Slips of the pen as expressions: words of titles, 决算 in place of 预算, marks that cannot follow each other."""

    department: Annotated[str, IsExpression()]
    unit: Annotated[str, IsExpression()]
    budget_title: Annotated[str, IsExpression()]
    final_said: Annotated[str, IsExpression()]
    marks: Annotated[str, IsExpression()]


class Detail(Entry):
    """A table and the level that its items must go down to: the digits of its codes, and what it is called."""

    table: StatementId
    digits: Literal[5, 7]
    level: str


class Denied(Entry):
    """Kinds of tables that a text may deny altogether, and by which words it denies one side only."""

    of: tuple[StatementId, ...]
    income: tuple[Wording, ...]
    expenditure: tuple[Wording, ...]


class AuditExample(Entry):
    """A reason or a clause, and the way it must be heard."""

    says: Literal["rise", "fall", "both", "greater", "less", "equal", "none"]
    reason: str | None = None
    clause: str | None = None


class Audit(Entry):
    """All of audit.yaml."""

    wording: MessageWording
    warnings: tuple[WarningRule, ...]
    kinds: tuple[KindId, ...]
    orders: tuple[tuple[StatementId, ...], ...]
    required: tuple[Required, ...]
    reasons: ReasonRules
    comparisons: Comparisons
    decimals: int
    most_in_table: int
    sure_blank: float = Field(gt=0, le=1)
    fewest_figures: int
    sure: float = Field(gt=0, lt=1)
    doubtful: float = Field(gt=0, lt=1)
    sure_fact: float = Field(gt=0, lt=1)
    custom_of_nothing: Decimal
    most_misnamed: int
    named_since: int
    years: YearsTold
    details: tuple[Detail, ...]
    within_three_public: dict[str, ConceptId]
    told_as: dict[StatementId, ConceptId]
    denied: Denied
    slips: Slips
    blank_reason: Annotated[str, IsExpression()]
    repeated: int
    examples: tuple[AuditExample, ...]

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id; KeyError where there is none."""
        return rules_by_id()[rule_id]


@cache
def load_audit(folder: Path = FOLDER) -> Audit:
    """The audit's data. Raises PatternError where the file is not valid or names what does not exist."""
    source = Source(folder, "audit.yaml")
    audit, _ = load_files(Audit, source, _known_names(folder))
    for i, order in enumerate(audit.orders):
        if set(order) != set(audit.orders[0]):
            source.fail(("orders", i), "the orders do not name the same statements")
    return audit


def _known_names(folder: Path) -> Known:
    statements = {s.id for s in load_statements(folder).statements}
    kinds = {kind.id for kind in load_kinds(folder).kinds}
    rules = {rule.id for rule in load_rules(folder)}
    return {**known_names(folder), "statement": statements, "kind of document": kinds, "rule": rules}


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
