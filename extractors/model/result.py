"""What proof hands on: one identity, evaluated, with the part that each figure plays in it.

In the Record a check has its id only: `kind_of_check` tells its kind from that.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from extractors.model.reference import CellReference, FactIndex, FigureReference
from patterns.arithmetic import load_identities


class CheckKind(StrEnum):
    """What an identity is: over facts, between text and table, within a statement, within a form."""

    SUM = "sum"
    EQUAL = "equal"
    FUNCTION_SUM = "function_sum"
    SHARE = "share"
    CHANGE_RATE = "change_rate"
    VARIANCE_RATE = "variance_rate"
    BUDGET_RATE = "budget_rate"
    RESTATED = "restated"
    TEXT_TABLE = "text_table"
    ROW_SUM = "row_sum"
    COLUMN_SUM = "column_sum"
    EXECUTION_RATE = "execution_rate"
    FORM_TOTAL = "form_total"

    @property
    def is_rate(self) -> bool:
        """Whether a percentage of the text follows from two of its amounts."""
        return self in (CheckKind.SHARE, CheckKind.CHANGE_RATE, CheckKind.VARIANCE_RATE, CheckKind.BUDGET_RATE)

    @property
    def of_form(self) -> bool:
        """Whether it is of the cells of a self-evaluation form, which nothing was bound to."""
        return self in (CheckKind.EXECUTION_RATE, CheckKind.FORM_TOTAL)

    @property
    def linear(self) -> bool:
        """Whether a figure that is off by an amount puts it off by that amount."""
        return not self.is_rate and not self.of_form

    @property
    def in_points(self) -> bool:
        """Whether its difference is in percentage points."""
        return self.is_rate or self is CheckKind.EXECUTION_RATE

    @property
    def restates(self) -> bool:
        """Whether it holds two statements of one figure against each other."""
        return self in (CheckKind.RESTATED, CheckKind.TEXT_TABLE)

    @property
    def of_statement(self) -> bool:
        """Whether it rests on cells of the nine tables as such."""
        return self in (CheckKind.TEXT_TABLE, CheckKind.ROW_SUM, CheckKind.COLUMN_SUM)


_BY_FIRST_PART = {kind.value: kind for kind in CheckKind if kind.is_rate} | {
    "restated": CheckKind.RESTATED,
    "table": CheckKind.TEXT_TABLE,
}
_BY_LAST_PART = {
    ("statement", "row_sum"): CheckKind.ROW_SUM,
    ("statement", "column_sum"): CheckKind.COLUMN_SUM,
    ("form", "execution_rate"): CheckKind.EXECUTION_RATE,
    ("form", "total"): CheckKind.FORM_TOTAL,
}


def kind_of_check(check_id: str) -> CheckKind:
    """The kind of a recorded check: by what its id begins and ends with, else by patterns/identities.yaml."""
    first, last = check_id.partition(".")[0], check_id.rpartition(".")[2]
    kind = _BY_FIRST_PART.get(first) or _BY_LAST_PART.get((first, last))
    if kind is not None:
        return kind
    identities = load_identities()
    if any(identity.id == check_id for identity in identities.equals):
        return CheckKind.EQUAL
    of_functions = check_id.startswith(identities.functions.id + ".")
    return CheckKind.FUNCTION_SUM if of_functions else CheckKind.SUM


@dataclass(frozen=True, slots=True)
class Share:
    """`rate` = `part` ÷ `whole`."""

    rate: FactIndex
    part: FactIndex
    whole: FactIndex

    @property
    def figures(self) -> tuple[FigureReference, ...]:
        """All of them, in the Record's order."""
        return self.rate, self.part, self.whole

    @property
    def amounts(self) -> tuple[FactIndex, FactIndex]:
        """What the rate follows from."""
        return self.part, self.whole


@dataclass(frozen=True, slots=True)
class ChangeRate:
    """`rate` = `change` ÷ (`final` - `change`)."""

    rate: FactIndex
    change: FactIndex
    final: FactIndex

    @property
    def figures(self) -> tuple[FigureReference, ...]:
        """All of them, in the Record's order."""
        return self.rate, self.change, self.final

    @property
    def amounts(self) -> tuple[FactIndex, FactIndex]:
        """What the rate follows from."""
        return self.change, self.final


@dataclass(frozen=True, slots=True)
class BudgetRate:
    """`rate` = `final` ÷ `budget`, or by how much the final figure is off the budget, in that."""

    rate: FactIndex
    final: FactIndex
    budget: FactIndex

    @property
    def figures(self) -> tuple[FigureReference, ...]:
        """All of them, in the Record's order."""
        return self.rate, self.final, self.budget

    @property
    def amounts(self) -> tuple[FactIndex, FactIndex]:
        """What the rate follows from."""
        return self.final, self.budget


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` = all that is `added` less all that is `subtracted`."""

    total: FigureReference
    added: tuple[FigureReference, ...]
    subtracted: tuple[FigureReference, ...] = ()

    @property
    def figures(self) -> tuple[FigureReference, ...]:
        """All of them, in the Record's order."""
        return self.total, *self.added, *self.subtracted


@dataclass(frozen=True, slots=True)
class Pair:
    """`left` = `right`: two figures, or one that is stated twice."""

    left: FigureReference
    right: FigureReference

    @property
    def figures(self) -> tuple[FigureReference, ...]:
        """Both, in the Record's order."""
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class Execution:
    """`rate` = `executed` ÷ `budget`, cells of a form."""

    budget: CellReference
    executed: CellReference
    rate: CellReference

    @property
    def figures(self) -> tuple[FigureReference, ...]:
        """All of them, in the Record's order."""
        return self.budget, self.executed, self.rate


RateRoles = Share | ChangeRate | BudgetRate
Roles = RateRoles | Sum | Pair | Execution


@dataclass(frozen=True)
class Result:
    """One identity, evaluated: what figure plays which part in it, whether it holds, and how far it is off.

    `difference` is in 元, as counted, or in percentage points. `blanks` are the cells that it took for 0, as nothing
    stands in them; `told_as` the facts that its cells are told as.
    """

    kind: CheckKind
    id: str
    formula: str
    roles: Roles
    passed: bool
    difference: Decimal
    blanks: tuple[CellReference, ...] = ()
    told_as: tuple[FactIndex, ...] = ()

    @cached_property
    def facts(self) -> tuple[FactIndex, ...]:
        """The facts that it rests on, by index, in the Record's order."""
        return (*(ref for ref in self.roles.figures if isinstance(ref, FactIndex)), *self.told_as)

    @cached_property
    def cells(self) -> tuple[CellReference, ...]:
        """The cells that it rests on and that are not blank, in the Record's order."""
        blank = frozenset(self.blanks)
        return tuple(ref for ref in self.roles.figures if not isinstance(ref, FactIndex) and ref not in blank)

    @property
    def rates(self) -> RateRoles | None:
        """The parts that its figures play where it is a rate of the text; None for anything else."""
        return self.roles if isinstance(self.roles, RateRoles) else None

    @property
    def family(self) -> str:
        """What it is one of: identities of one family are off by alike where they hold (the first part of the id)."""
        return self.id.partition(".")[0]
