"""What a figure is that no words told, where arithmetic tells: `一共9.80万元，年初预算12万元，少花2.20万元`.

What a sentence tells of one subject hangs together: the final figure less last year's is the change, which divided by
last year's is its rate, and likewise with the budget. A figure that was left is the one that is missing, where it fits
as it is printed: 12 - 2.20 = 9.80. Wording is asked only whether it says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from extractors.binding import certainty
from extractors.binding.last_digit import digits_of, factor_of, step_of
from extractors.binding.walk import Walk
from extractors.binding.why import Unbound, Why
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Bound, Signs, Subject
from patterns.measure import BUDGETS, COMPARING, Measure

_LEFT_OPEN = (Why.NO_MEASURE, Why.NO_SUBJECT, Why.BEHIND_UNKNOWN, Why.SUM)
_FEWEST_DIGITS = 3  # of a figure that fits, and of a rate that it fits to: that 5 = 12 - 7 may be chance
_HUNDRED = 100
_HALF = Decimal("0.5")
_REMAINDER = Decimal("0.0001")  # of half a last digit: what a division leaves over
_OF_MONEY: tuple[Measure, ...] = ("final", "prior", "change", *BUDGETS, "variance")
_OF_RATES: tuple[Measure, ...] = ("change_rate", "variance_rate", "budget_rate")
_CHANGES: tuple[Measure, ...] = ("change", "variance", "change_rate", "variance_rate")


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it is printed: `step` is what its last digit is worth, `digits` how many say something."""

    value: Decimal
    step: Decimal

    @property
    def digits(self) -> int:
        """Digits from the first that is not 0 to the last printed one."""
        return digits_of(self.value, self.step)


Told = Mapping[Measure, Printed]  # of one subject, in one sentence


def take_left(walk: Walk) -> None:
    """Binds those of the figures that the walk left which the figures around them tell."""
    for left in tuple(walk.found.unbound):
        amount = left.mention.amount
        if left.why not in _LEFT_OPEN or amount is None or amount.kind not in ("money", "percent"):
            continue
        figure = _printed(walk, left.mention, amount)
        fits = [*_fitting(walk, left, figure)] if figure.digits >= _FEWEST_DIGITS else []
        measures = {measure for _, measure, _ in fits}
        if len(measures) == 1 and len({value for *_, value in fits}) == 1:
            for subject, measure, value in fits:
                unit = "percent" if amount.kind == "percent" else "CNY"
                signs = Signs(cue=certainty.BY_ARITHMETIC, unit=1.0, shape=1.0)
                walk.found.add_figure(subject, measure, value, unit, at=left.mention, signs=signs, off=0)
            walk.found.settle(left)


def _printed(walk: Walk, mention: Mention, amount: Amount) -> Printed:
    return Printed(amount.value, factor_of(walk.passage.words(mention), amount).scaleb(-amount.decimals))


def _fitting(walk: Walk, left: Unbound, figure: Printed) -> Iterator[tuple[Subject, Measure, Decimal]]:
    """Each subject of the sentence of which the figure is the missing one, with what it measures and its value."""
    kinds = _OF_MONEY if left.mention.label == "money" else _OF_RATES
    for subject, told in _told_around(walk, left.mention).items():
        missing = [m for m in kinds if _is_open(m, told) and not _says_otherwise(walk, left.mention, m)]
        for measure in missing:
            signed = [value for value in _ways(figure.value, measure) if _fits(measure, value, figure, told)]
            if len(signed) == 1:
                yield subject, measure, signed[0]


def _told_around(walk: Walk, mention: Mention) -> Mapping[Subject, Told]:
    """By subject, what the sentence of a mention tells of it; without what it tells twice, or of other years."""
    offset = walk.passage.offset
    start, end = walk.passage.sentence_start(mention.start), walk.passage.sentence_end(mention.start)
    told: dict[Subject, dict[Measure, list[Bound]]] = {}
    for bound in walk.found.bound:
        inside = start <= bound.start - offset < end and bound.subject.dimension("year") is None
        if inside and isinstance(bound.value, Decimal) and bound.measure in (*_OF_MONEY, *_OF_RATES):
            told.setdefault(bound.subject, {}).setdefault(bound.measure, []).append(bound)
    return {
        subject: {m: Printed(Decimal(b.value), step_of(b)) for m, (b, *others) in by.items() if not others}
        for subject, by in told.items()
    }


def _is_open(measure: Measure, told: Told) -> bool:
    """Whether a measure is not told yet; of budgets, whether none is."""
    same = BUDGETS if measure in BUDGETS else (measure,)
    return not any(m in told for m in same)


def _says_otherwise(walk: Walk, mention: Mention, measure: Measure) -> bool:
    """Whether the clause, behind its last figure, names another measure, or a direction of what is no change."""
    passage = walk.passage
    before = passage.starting_in(passage.clause_start(mention.start), mention.start)
    last = max((m.end for m in before if m.kind == "amount"), default=0)
    cues = [m for m in before if m.start >= last]
    named = [m.label for m in cues if m.kind == "measure"]
    turned = any(m.kind == "direction" for m in cues) and measure not in _CHANGES
    years = {"prior": (0, -1)}.get(measure, (0,))
    dated = walk.years.off(mention.start) not in years
    return dated or turned or any(m != measure and not {m, measure} <= set(BUDGETS) for m in named)


def _ways(value: Decimal, measure: Measure) -> Sequence[Decimal]:
    """What a figure may be worth: of a change the sign is not told."""
    return (value, -value) if measure in _CHANGES and value else (value,)


def _fits(measure: Measure, value: Decimal, figure: Printed, told: Told) -> bool:
    """Whether what hangs together with the measure holds once it is that figure, and something does."""
    trial = {**told, measure: Printed(value, figure.step)}
    held = [held for base in COMPARING for held in Together(trial, base).held(measure)]
    return bool(held) and all(held)


@dataclass(frozen=True)
class Together:
    """The figures of one subject that are compared with `base`: each property says whether a rule holds."""

    told: Told
    base: str

    def held(self, measure: Measure) -> Iterator[bool]:
        """Of the rules that `measure` is part of, and whose other parts are told, whether each holds."""
        difference, rate = COMPARING[self.base]
        compared = {"final", difference, *self._bases}
        rules = [(compared, self._difference), (compared | {rate}, self._rate)]
        if self.base == "budget":
            rules.append(({"final", "budget_rate", *BUDGETS}, self._execution))
        yield from (held for parts, held in rules if measure in parts and held is not None)

    @property
    def _bases(self) -> tuple[Measure, ...]:
        return ("prior",) if self.base == "prior" else BUDGETS

    @cached_property
    def _against(self) -> Printed | None:
        """What is compared with."""
        return next((self.told[m] for m in self._bases if m in self.told), None)

    @property
    def _difference(self) -> bool | None:
        """Final figure less what it is compared with is the change, to the last digit of the coarsest."""
        final, against, change = self.told.get("final"), self._against, self.told.get(COMPARING[self.base][0])
        if final is None or against is None or change is None:
            return None
        return abs(final.value - against.value - change.value) <= max(final.step, against.step, change.step)

    @property
    def _rate(self) -> bool | None:
        """The change, told or worked out, over what is compared with."""
        change, rate = COMPARING[self.base]
        final, against, told = self.told.get("final"), self._against, self.told.get(change)
        if against is None and final is not None and told is not None:
            against = Printed(final.value - told.value, max(final.step, told.step))
        if told is None and final is not None and against is not None:
            told = Printed(final.value - against.value, max(final.step, against.step))
        return _is_quotient(told, against, self.told.get(rate))

    @property
    def _execution(self) -> bool | None:
        """The final figure over the budget."""
        return _is_quotient(self.told.get("final"), self._against, self.told.get("budget_rate"))


def _is_quotient(part: Printed | None, whole: Printed | None, rate: Printed | None) -> bool | None:
    """Whether the rate is the part in percent of the whole, to its last digit.

    None where one is missing, and where that says little: a short rate, or one that was worked out before rounding.
    """
    if part is None or whole is None or rate is None or whole.value <= whole.step:
        return None
    off = abs(part.value / whole.value * _HUNDRED - rate.value)
    if off <= rate.step * (_HALF + _REMAINDER):
        return rate.digits >= _FEWEST_DIGITS or None
    unrounded = (part.step + whole.step * abs(part.value / whole.value)) / whole.value * _HUNDRED
    return None if off <= rate.step * _HALF + unrounded * _HALF else False
