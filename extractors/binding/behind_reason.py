"""The year's own spending behind the reason for its change: `…减少5万元，下降10%，主要原因是…，2023年度支出45万元`.

What is spent there may as well be of what the reason speaks of (`新设中心，2023年度支出10万元`). Which it is, the
figures tell: the change and the rate that were told before must be those of this final figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from itertools import product

import regex

from extractors.binding.last_digit import step_of
from extractors.binding.walk import Walk
from extractors.language.mention import Mention
from extractors.language.numbers import Amount, yuan_of_unit
from extractors.model.fact import Bound, Subject
from patterns.loader import load_patterns
from patterns.wording import any_of

_PERCENT = 100
_HALF = 2  # a figure is printed to half of its last digit
_NARROW = Decimal("1.1")  # set by thought: what a change and its rate leave wider open bears no figure out


def tells_own_spending(walk: Walk, mention: Mention, amount: Amount) -> bool:
    """Whether the amount is the final figure, told nowhere before, of what the reason right before it explains."""
    passage, subject = walk.passage, walk.spoken.subject
    start, last = passage.clause_start(mention.start), walk.found.last
    if subject is None or last is None or last.measure != "reason_change" or last.subject != subject:
        return False
    led = _own_spending().fullmatch(passage.lead_in(mention)) is not None and passage.ends_reason(start - 1)
    of_own_year = walk.years.fiscal_year is not None and walk.years.off(mention.start) == 0
    if not led or not of_own_year or walk.found.tells(subject, "final"):
        return False
    return _bears_out(walk.found.bound, subject, amount, passage.words(mention))


def _bears_out(told: Iterable[Bound], subject: Subject, amount: Amount, words: str) -> bool:
    """Whether change and rate told of the subject are those of the final figure, as exactly as all are printed."""
    of_it = {b.measure: b for b in told if b.subject == subject}
    change, rate, unit = of_it.get("change"), of_it.get("change_rate"), yuan_of_unit(words)
    if change is None or rate is None or unit is None:
        return False
    by, percent = _printed(Decimal(change.value), step_of(change)), _printed(Decimal(rate.value), step_of(rate))
    if min(percent) <= 0 <= max(percent):
        return False
    priors = sorted(_PERCENT * one / other for one, other in product(by, percent))
    if not 0 < priors[0] <= priors[-1] <= _NARROW * priors[0]:
        return False
    finals = _printed(amount.value, unit.scaleb(-amount.decimals))
    return priors[0] + min(by) <= max(finals) and min(finals) <= priors[-1] + max(by)


def _printed(value: Decimal, step: Decimal) -> tuple[Decimal, Decimal]:
    """Between which values a figure lies that is printed so."""
    return value - step / _HALF, value + step / _HALF


@cache
def _own_spending() -> regex.Pattern[str]:
    return any_of(load_patterns().measures.own_behind_reason)
