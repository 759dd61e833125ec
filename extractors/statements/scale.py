"""In which unit of money figures are those that are told elsewhere: the scale that makes text and tables agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from extractors.binding.last_digit import digits_of, step_of
from extractors.model.fact import Bound
from extractors.model.number import WIDE
from extractors.statements.figures import statement_values
from extractors.statements.statement import ReadStatement
from patterns.arithmetic import equal_concepts
from patterns.loader import load_patterns
from patterns.measure import Measure

_TELLING = 3  # digits of a figure from which on equal digits are seldom chance: 1 in 900
_TELLING_ALONE = 5  # … where no other figure bears it out: 1 in 90,000
_LIKELY = 2  # … in the unit that was likely from the first: 1 in 90
_LAST_DIGIT = Decimal("0.01")  # of the unit: to which tables are printed

AmountKey = tuple[str, str | None, Measure]  # concept, code, measure


@dataclass(frozen=True, slots=True)
class ToldAmount:
    """An amount in 元 that is told elsewhere, and its last printed digit in 元."""

    value: Decimal
    step: Decimal

    @property
    def digits(self) -> int:
        """How many digits it has that say something."""
        return digits_of(self.value, self.step)

    def is_of(self, value: Decimal) -> bool:
        """Whether a value is this one as far as it is printed."""
        return (value / self.step).quantize(Decimal(1), ROUND_HALF_UP, WIDE) * self.step == self.value


Elsewhere = Mapping[AmountKey, Sequence[ToldAmount]]


def agreed_unit(values: Iterable[tuple[AmountKey, Decimal]], taken: str, elsewhere: Elsewhere) -> tuple[str, int]:
    """The unit in which most figures of a table are what is told elsewhere, and how many are; "" where none is.

    The values are in 元, as read in the unit `taken`.
    """
    money = load_patterns().units.money
    by_factor = {factor: unit for unit, factor in reversed(money.items())}
    borne: dict[Decimal, set[AmountKey]] = defaultdict(set)
    longest = 0
    for key, value in values:
        for told in elsewhere.get(key, ()):
            for factor in by_factor:
                enough = told.digits >= (_LIKELY if factor == money[taken] else _TELLING)
                if enough and told.is_of(value * factor / money[taken]):
                    borne[factor].add(key)
                    longest = max(longest, told.digits)
    ranked = sorted(borne, key=lambda factor: len(borne[factor]), reverse=True)
    if not ranked or (len(ranked) > 1 and len(borne[ranked[0]]) < 2 * len(borne[ranked[1]])):
        return "", 0
    unit, times = by_factor[ranked[0]], len(borne[ranked[0]])
    return (unit, times) if times > 1 or longest >= _TELLING_ALONE or unit == taken else ("", 0)


def told_elsewhere(stated: Sequence[Bound], statements: Sequence[ReadStatement]) -> Elsewhere:
    """What is told of each figure by the text and by tables that state their unit, under every name it has."""
    found: dict[AmountKey, list[ToldAmount]] = defaultdict(list)
    for bound in stated:
        if isinstance(bound.value, Decimal) and bound.unit == "CNY" and bound.value and not bound.subject.beside:
            key = (bound.subject.concept, bound.subject.code, bound.measure)
            found[key].append(ToldAmount(bound.value, step_of(bound)))
    for read in statements:
        step = load_patterns().units.money[read.statement.unit] * _LAST_DIGIT
        for (concept, code, measure), value in values_of(read):
            for name in equal_concepts(concept) if code is None else (concept,):
                found[name, code, measure].append(ToldAmount(value, step))
    return found


def values_of(read: ReadStatement) -> Iterator[tuple[AmountKey, Decimal]]:
    """What a statement tells of wholes, in 元."""
    for subject, measure, value in statement_values(read):
        if not subject.beside:
            yield (subject.concept, subject.code, measure), value
