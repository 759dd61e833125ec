"""What sums up figures told before it: `在职30人，聘用6人，共计36人`, `接待费5万元，运行费4万元。两项合计9万元`.

Whether it does is told by the figures: those right before it must add up to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile, zip_longest

from extractors.binding.walk import Walk
from extractors.language.concepts import concept_ids
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Bound, Subject
from patterns.loader import load_patterns
from patterns.wording import any_of

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


def sums_up_money(walk: Walk, mention: Mention) -> bool:
    """Whether money is said to be a sum of several, which are named no more: `。三项合计700万元`."""
    markers, lead = load_patterns().markers, walk.passage.lead_in(mention)
    told = {b.subject for b in walk.found.bound if b.measure == "final" and b.unit == "CNY"}
    begins = not walk.passage.clause_start(mention.start)
    several = max(len(told), len(walk.frame.items) if begins else 0) >= _FEWEST
    return says_sum(lead) if several else any_of(markers.sums_of_several).fullmatch(lead) is not None


def says_sum(lead: str) -> bool:
    """`甲90万元，乙10万元，两项合计占3%`: whether what leads to a figure says that it is of several."""
    markers = load_patterns().markers
    return any(any_of(sums).fullmatch(lead) for sums in (markers.sums_of_several, markers.sums_of_told))


def summed_money(walk: Walk, amount: Amount) -> Subject | None:
    """The whole of the figures told last that add up to the sum; None where none do, or no concept is their whole."""
    if len(walk.frame.items) >= _FEWEST and sum(walk.frame.items) == amount.value and not walk.found.bound:
        return walk.frame.subject  # 甲款40万元。 / 乙款20万元。 / 合计60万元。
    rest, added = amount.value, list[str]()
    for told, value in _told_as_final(walk.found.bound):
        if told.subject.dimensions or told.subject.concept in added:
            break
        rest, added = rest - value, [*added, told.subject.concept]
        if rest <= 0:
            break
    whole = _common(added) if rest == 0 and len(added) >= _FEWEST else None
    return Subject(whole) if whole is not None and whole in concept_ids() else None


def items_told(walk: Walk) -> Iterator[Decimal]:
    """The final figures of parts of the section's subject that a stretch told."""
    whole = walk.frame.subject
    for b in walk.found.bound:
        inside = whole is not None and b.subject.concept.startswith(f"{whole.concept}.") and not b.subject.beside
        if inside and b.measure == "final" and b.unit == "CNY" and isinstance(b.value, Decimal):
            yield b.value


def _told_as_final(bound: Sequence[Bound]) -> Iterator[tuple[Bound, Decimal]]:
    """Final figures of money with their values, told last first, without what only says what one is all of."""
    behind = bound[::-1]
    for told, before in zip_longest(behind, behind[1:]):
        if told.measure != "final" or told.unit != "CNY" or not isinstance(told.value, Decimal):
            continue
        inner = before is not None and told.subject.concept.startswith(f"{before.subject.concept}.")
        if not (inner and before.value == told.value):  # 甲费5万元，全部为乙费
            yield told, told.value


def _common(concepts: Sequence[str]) -> str | None:
    """The concept that all are parts of, at whatever depth; None where there is none."""
    parts = [c.split(".") for c in concepts]
    shared = [names[0] for names in takewhile(lambda names: len(set(names)) == 1, zip(*parts, strict=False))]
    return ".".join(shared) if shared and all(len(shared) < len(p) for p in parts) else None


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
