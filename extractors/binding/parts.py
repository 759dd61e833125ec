"""Parts that are no concept of their own: `其中：局机关4万元`, `含援外队12万元`, `甲中心购置2辆；乙所购置1辆`.

A figure of one is the whole's with the dimension `part`, the words as written. It is told only where the words before
the figure are known to name a part: in a list that its whole leads in, or where bodies are told one after the other. A
part is not larger than its whole; what does not fit belongs to nothing, rather than to the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import regex

from extractors.binding.held import are_posts_beside, is_leaders, names_holders
from extractors.binding.items import Item, item_before, told_in_turn, without_asides
from extractors.binding.itself import is_behind_itself
from extractors.binding.joints import joins_closely
from extractors.binding.kinds_beside import names_part
from extractors.binding.movements import moved
from extractors.binding.nouns import named_alone, needs_noun
from extractors.binding.passage import LONGEST_FIGURE
from extractors.binding.walk import Walk
from extractors.binding.why import Why
from extractors.language.concepts import accepting, concept, takes
from extractors.language.lexicon import is_filler, without_trailing_fillers
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Bound, Subject
from patterns.loader import load_patterns
from patterns.measure import BUDGETS, Measure
from patterns.parts import load_parts
from patterns.shapes import load_shapes
from patterns.wording import any_of

STATED: tuple[Measure, ...] = ("final", "prior", *BUDGETS)
_HEADS = "："  # what a name that heads a list of its parts ends with
_COUNTED: tuple[Measure, ...] = ("count", "prior", "area")
_FEWEST_PARTS = 2  # of a list


@dataclass(frozen=True, slots=True)
class Part:
    """Whose a figure is: the whole's concept with the part's name, and what plain figures of it measure."""

    subject: Subject
    measure: Measure


def part_of(whole: Subject, name: str, measure: Measure) -> Part:
    """The part of that name: a concept of its own where one is meant by it in such a list."""
    for own, wordings in own_parts().get(whole.concept, ()):
        if wordings.fullmatch(name):
            return Part(replace(whole.undated, concept=own), measure)
    return Part(whole.undated.with_dimension("part", name), measure)


@cache
def own_parts() -> dict[str, tuple[tuple[str, regex.Pattern[str]], ...]]:
    """By whole: the concepts that a name means in a list of its parts."""
    found: dict[str, tuple[tuple[str, regex.Pattern[str]], ...]] = {}
    for part in load_patterns().concepts:
        for whole, wordings in part.as_part.items():
            found[whole] = (*found.get(whole, ()), (part.id, any_of(wordings)))
    return found


def count_part(walk: Walk, i: int, item: Item | None, amount: Amount) -> Part | Why | None:
    """Whose part a count is of, or why it cannot be; None where none is known to be named."""
    if item is None or is_behind_itself(walk, i):
        return None
    named = accepting(item.named.label, amount.unit) if item.named is not None else None
    whole = whole_of(walk, item.start, lambda b: b.measure in _COUNTED and takes(b.subject.concept, amount.unit))
    if _stands_beside(item.text.strip("，、")):
        return Why.PART if whole is not None else None
    by_degree = _by_degree(item, whole, amount)
    if by_degree is not None:
        return by_degree
    if not item.name:
        return _of_known_words(walk, item, whole, named, amount)
    whole = whole or _counted_before(walk, item, amount) or _summed_by_bodies(walk, item, amount)
    if whole is None:
        return _part_alone(walk, i, item, amount)
    return Why.PART if are_posts_beside(walk, item.named, whole) else _within(item, whole, named, amount)


def _of_known_words(walk: Walk, item: Item, whole: Bound | None, named: str | None, amount: Amount) -> Part | None:
    """The part that an item without a name of its own tells of: of the whole, or of the part that was told last."""
    again = whole is not None and _is_named_again(walk, item, whole, named, amount)
    return named_again(walk, item, whole) if whole is not None and again else _goes_on(walk, item, amount)


def _by_degree(item: Item, whole: Bound | None, amount: Amount) -> Part | Why | None:
    """`教师80人，其中硕士研究生9人`: the part of the staff that a name of who has a degree is of."""
    words = item.text.strip("，、：")
    if whole is None or not load_parts().is_by_degree(whole.subject.concept, words):
        return None
    return part_of(whole.subject, words, whole.measure) if fits_in(amount.value, whole) else Why.PART


def _stands_beside(words: str) -> bool:
    """`局机关和4个直属单位`: whether what stands before a count is beside what it counts, no part of that."""
    return words.endswith(load_shapes().list_joints) and not joins_closely(words)


def _is_named_again(walk: Walk, item: Item, whole: Bound, named: str | None, amount: Amount) -> bool:
    """Whether an item of known words names a part of the whole: by that one's name, or by the posts that some hold."""
    if named == whole.subject.concept or _is_part_within(walk, item, whole):
        begins = item.named is not None and item.named.start == item.start  # 编制机构4个，其中…；核算机构2个
        anew = begins and "；" in walk.passage.text[whole.end - walk.passage.offset : item.start]
        fits = is_less if begins else fits_in  # 在职5人，包括事业编制在职5人
        return fits(amount.value, whole) and not anew
    return names_holders(walk, item.named, whole, amount) and fits_in(amount.value, whole)


def _is_part_within(walk: Walk, item: Item, whole: Bound) -> bool:
    """`行政编制14人（含工勤编制1人）`: whether an item names a part of all, here within a kind of it."""
    named = item.named
    return named is not None and whole.subject.concept.startswith(f"{named.label}.") and names_part(walk, named)


def _within(item: Item, whole: Bound, named: str | None, amount: Amount) -> Part | Why | None:
    """The part of `whole` that an item with a name tells; `named` is the concept that is named in it."""
    newcomers = load_parts().is_kind_within(whole.subject.concept) and moved(item.name)
    if newcomers or is_leaders(item.name, whole):
        return Why.PART  # 增加3人（其中退休1人，新分配特岗4人）
    if named not in (None, whole.subject.concept) and not load_parts().is_kind_within(str(named)):
        return None
    narrower = str(named).startswith(f"{whole.subject.concept}.")  # 编制40人，其中：参公事业编制8人
    subject = Subject(str(named)) if narrower else whole.subject
    return part_of(subject, item.name, whole.measure) if fits_in(amount.value, whole) else unfit(item, whole)


def named_again(walk: Walk, item: Item, whole: Bound) -> Part | None:
    """`公务接待120批次，其中：国内接待115批次`: a part that is named as the whole is, in other words or the same."""
    name = without_trailing_fillers(load_parts().without_lead(item.text))
    return part_of(whole.subject, name, whole.measure) if load_parts().is_name(name) else None


def _part_alone(walk: Walk, i: int, item: Item, amount: Amount) -> Part | None:
    """The part that a count is of though none of the whole was told before."""
    of_staff = _part_of_staff(walk, item)
    if of_staff is not None:
        return part_of(Subject(of_staff), item.name, "count") if takes(of_staff, amount.unit) else None
    if item.named is not None:
        counted = accepting(item.named.label, amount.unit)
    else:
        counted = named_alone(item.name) or _counted_of_cost(walk, item, amount)
    if counted is None or not takes(counted, amount.unit) or item.own or not _parts_alone(walk, i, item):
        return None
    return part_of(Subject(counted), item.name, "count")


def _part_of_staff(walk: Walk, item: Item) -> str | None:
    """`特岗教师6人`, `实有行政人员24名`: the staff that a name is of a part of, though none of it was told."""
    if item.named is not None:
        known = load_parts().is_kind_within(item.named.label) and load_parts().is_apart(item.name)
        return item.named.label if known else None
    if not load_parts().is_of_posts(item.name):
        return None
    before = [m for m in walk.passage.mentions if m.kind == "concept" and m.end <= item.start]
    whole = next((m.label for m in before if _leads_staff(walk, m, item)), None) or _staff_told_by_post(walk, item)
    return whole if whole is not None and load_parts().is_kind_within(whole) else None


def _leads_staff(walk: Walk, named: Mention, item: Item) -> bool:
    """`实有|行政人员24名`, `编制数：|管理岗位2名`: whether a name right before an item is that of its whole."""
    passage = walk.passage
    alone = named.end == item.start and needs_noun(named.label, passage.words(named))
    return alone or passage.text[named.end : item.start] == _HEADS


def _staff_told_by_post(walk: Walk, item: Item) -> str | None:
    """`编制数：管理岗位2名、|专业技术岗位48名`: what the part that stands before an item in its list is of."""
    last = walk.found.last
    post = last.subject.dimension("part") if last is not None else None
    if last is None or post is None or not load_parts().is_of_posts(post) or walk.found.text_since_last(item.start):
        return None
    return last.subject.concept if item.text.startswith(load_shapes().list_joints) else None


def _counted_before(walk: Walk, item: Item, amount: Amount) -> Bound | None:
    """`团组4个，参加外单位组织的团组2个`: the count told before of what the item names in more words."""
    start = walk.passage.offset + walk.passage.sentence_start(item.start)
    named = item.named.label if item.named is not None else None
    told = (
        b for b in walk.found.bound if b.start >= start and b.measure == "count" and b.subject == Subject(named or "")
    )
    return next((b for b in told if b.unit == amount.unit and fits_in(amount.value, b)), None)


def _summed_by_bodies(walk: Walk, item: Item, amount: Amount) -> Bound | None:
    """`保有量9辆，局机关5辆、中心4辆`: the count of which those of the bodies behind it are the sum."""
    told = (b for b in walk.found.since(walk.passage.part_start(item.start)) if b.unit == amount.unit)
    whole = next((b for b in told if not is_part(b)), None)
    if not item.body or whole is None or whole.measure != "count":
        return None
    counts = list(_counts_behind(walk, whole))
    of_bodies = len(counts) >= _FEWEST_PARTS and all(_is_of_body(walk, j) for j, _ in counts)
    return whole if of_bodies and sum(value for _, value in counts) == whole.value else None


def _counts_behind(walk: Walk, whole: Bound) -> Iterator[tuple[int, Decimal]]:
    """The counts in the unit of `whole` that its part of the sentence tells behind it."""
    passage, start = walk.passage, whole.end - walk.passage.offset
    for j, mention in enumerate(passage.mentions):
        amount = mention.amount
        if amount is not None and amount.unit == whole.unit and start <= mention.start < passage.part_end(start):
            yield j, amount.value


def _is_of_body(walk: Walk, i: int) -> bool:
    item = item_before(walk, i, None)
    return item is not None and item.body


def _parts_alone(walk: Walk, i: int, item: Item) -> bool:
    """Whether the name is that of a part though no such count of the whole was told: that of a body, or of several."""
    of_body = item.named is None and item.body and named_alone(item.name) is None
    return of_body or told_in_turn(walk, i, item)


def unfit(item: Item, whole: Bound) -> Why | None:
    """What a figure is that is too large for a part: not the whole's, though that is named; of nothing no part is."""
    return Why.UNKNOWN_NAMED if item.named is not None and whole.value != 0 else None


def _counted_of_cost(walk: Walk, item: Item, amount: Amount) -> str | None:
    """`公务接待费9万元，其中：上级检查35批次、外地考察25批次`: what is counted so of the money that was told."""
    costed = whole_of(walk, item.start, is_money)
    return accepting(costed.subject.concept, amount.unit) if costed is not None else None


def is_money(told: Bound) -> bool:
    """Whether a fact is a plain amount of money."""
    return told.unit == "CNY" and told.measure in STATED


def _goes_on(walk: Walk, item: Item, amount: Amount) -> Part | None:
    """`其中：上级检查35批次、300人次`: what else is counted of the part that was just told of."""
    last = walk.found.last
    name = last.subject.dimension("part") if last is not None else None
    if last is None or name is None or item.named is not None or load_parts().sums_up(item.text):
        return None
    gap = walk.found.text_since_last(item.start) or ""
    if gap.strip("，、（") and not is_filler(gap.strip("，、（")):
        return None
    counted = accepting(last.subject.concept, amount.unit)
    again = counted == last.subject.concept and last.measure == "count"
    return part_of(Subject(counted), name, "count") if counted and not again else None


def fits_in(value: Decimal, whole: Bound) -> bool:
    """Whether a part can be that large; nothing has no parts."""
    return isinstance(whole.value, Decimal) and whole.value != 0 and abs(value) <= abs(whole.value)


def is_less(value: Decimal, whole: Bound) -> bool:
    """Whether a part can be that large, and is not all of the whole."""
    return fits_in(value, whole) and value != whole.value


def is_part(fact: Bound) -> bool:
    """Whether a fact is of a part that is no concept of its own."""
    return fact.subject.dimension("part") is not None


def whole_of(walk: Walk, start: int, fits: Callable[[Bound], bool]) -> Bound | None:
    """The figure whose parts are told where an item begins at `start`: the last that fits, told before they are led in.

    A sentence that begins by leading them in (其中：…) goes on with the one before, where that told of one thing only.
    """
    passage = walk.passage
    sentence = passage.sentence_start(start)
    lead = _lead_of_parts(walk, sentence, start)
    if lead is None:
        return None
    opened = opened_behind_figure(walk, start)
    told = (b for b in reversed(walk.found.bound) if fits(b) and _may_have_parts(b, walk, opened))
    last = next(told, None)
    if last is None or last.end > passage.offset + lead or _is_of_others(walk, last, lead, start, opened):
        return None
    if last.start >= passage.offset + sentence:
        return last
    before = passage.offset + passage.sentence_start(max(0, sentence - 1))
    return last if lead == sentence and _is_told_alone(last, told, before) else None


def _is_of_others(walk: Walk, last: Bound, lead: int, start: int, opened: int | None) -> bool:
    """Whether the list that is led in at `lead` cannot be of the figure told last, or need not be."""
    if opened is not None and opened <= lead and _is_behind_unbound(walk, opened):
        return True
    return last.measure in _COUNTED and (_is_outgrown(walk, last, lead, start) or _is_of_several(walk, last, lead))


def _is_outgrown(walk: Walk, whole: Bound, lead: int, start: int) -> bool:
    """`聘用21人，其中本科54人、|高中1人`: whether one before in the list is too large a part: the list is of others."""
    most, before = whole.value, (m.amount for m in walk.passage.starting_in(lead, start))
    return isinstance(most, Decimal) and any(a is not None and a.unit == whole.unit and a.value > most for a in before)


def _is_of_several(walk: Walk, last: Bound, lead: int) -> bool:
    """`在编29人；退休21人；|其中本科20人`: whether a list behind a ； may as well be of others told before."""
    passage = walk.passage
    if passage.text[lead - 1 : lead] != "；":
        return False
    told = (b for b in walk.found.since(passage.sentence_start(lead)) if b.unit == last.unit and b.measure == "count")
    return len({b.subject for b in told if not is_part(b)}) > 1


def _is_told_alone(last: Bound, others: Iterable[Bound], since: int) -> bool:
    """Whether nothing but the subject of the last fact was told since a position of the paragraph."""
    return last.start >= since and all(b.subject == last.subject for b in others if b.start >= since)


def _is_behind_unbound(walk: Walk, position: int) -> bool:
    """`职数20名（其中财务科1名…）`: whether the figure right before a bracket is of nothing, and so are its parts."""
    return any(left.mention.end == position for left in walk.found.unbound)


def _lead_of_parts(walk: Walk, sentence: int, start: int) -> int | None:
    """Where parts are led in: by 其中 and its like, or by a bracket or a ： right behind the figure told last."""
    text = walk.passage.text
    lead = next(iter(load_parts().lead_before(without_asides(text, start), sentence, start) or ()), None)
    opened = opened_behind_figure(walk, start)
    colon = text.rfind("：", sentence, start)
    leads = [lead, opened, colon if _is_behind_figure(walk, colon) else None]
    return max((one for one in leads if one is not None), default=None)


def opened_behind_figure(walk: Walk, start: int) -> int | None:
    """The bracket around `start` that opened right behind a figure; None where none did."""
    text, sentence = walk.passage.text, walk.passage.sentence_start(start)
    opened = text.rfind("（", sentence, start)
    return opened if opened > text.rfind("）", sentence, start) and _is_behind_figure(walk, opened) else None


def _may_have_parts(fact: Bound, walk: Walk, opened: int | None) -> bool:
    """Whether parts may be of a fact: of no part, but of one that is a concept where their bracket opens behind it."""
    behind = opened is not None and fact.end == walk.passage.offset + opened
    if fact.measure != "final" and fact.unit == "CNY" and _is_compared_with(fact, walk):
        return False  # 支出9万元，同上年的8万元比上升12.5%，其中：接待费1万元
    if is_part(fact) or fact.subject.concept in load_parts().no_wholes:
        return False
    return behind or not _is_own_part(fact, walk)


def _is_compared_with(fact: Bound, walk: Walk) -> bool:
    """Whether a figure stands in the sentence, behind the final one of the same, that it is compared with."""
    start = walk.passage.sentence_start(fact.start - walk.passage.offset)
    told = walk.found.since(start)
    return any(b.subject == fact.subject and b.measure == "final" and b.start < fact.start for b in told)


def _is_own_part(fact: Bound, walk: Walk) -> bool:
    """Whether the fact was told as a part that is a concept of its own: others of its whole may follow."""
    own, told = fact.subject.concept, walk.found.subjects()
    counted = (b.subject.concept for b in walk.found.bound if b.measure in _COUNTED)
    return any(own.startswith(f"{whole}.") for whole in counted) or any(w in told for w in concept(own).as_part)


def _is_behind_figure(walk: Walk, position: int) -> bool:
    before = walk.passage.starting_in(position - LONGEST_FIGURE, position)
    return any(m.kind == "amount" and m.end == position for m in before)
