"""What sums up counts told before it: `在职30人，聘用6人，共计36人`.

Whether it does is told by the figures: those right before it must add up to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import takewhile

from extractors.binding.walk import Walk
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from patterns.loader import load_patterns

_FEWEST = 2  # counts that a sum is of


def summed_up(walk: Walk, i: int, mention: Mention, amount: Amount) -> str | None:
    """The concept that the sum of the counts before it is of; None where it is none, or of no known concept."""
    if not leads_in_sum(walk, mention):
        return None
    counts = (m for m in reversed(walk.passage.mentions[:i]) if m.amount is not None)
    alike = takewhile(lambda m: m.amount is not None and m.amount.unit == amount.unit, counts)
    added = _added(tuple(alike), amount.value)
    places = {(walk.passage.offset + m.start, walk.passage.offset + m.end) for m in added}
    told = {b.subject.concept for b in walk.found.bound if b.value_span in places and b.measure == "count"}
    fitting = (c for c in load_patterns().concepts if c.adds_up and told <= {*c.adds_up, *c.adds_besides})
    return next((c.id for c in fitting if told & set(c.adds_up)), None)


def leads_in_sum(walk: Walk, mention: Mention) -> bool:
    """Whether the count is said to be a sum, and of nothing that is named with it."""
    return walk.passage.lead_in(mention) in load_patterns().markers.sums


def _added(before: Sequence[Mention], total: Decimal) -> Sequence[Mention]:
    """Those of the counts, told last first, that add up to the total; none where no row of them does."""
    rest = total
    for number, mention in enumerate(before, start=1):
        rest -= mention.amount.value if mention.amount else 0
        if rest <= 0:
            return before[:number] if rest == 0 and number >= _FEWEST else ()
    return ()
