"""Which figure a value is: the final one, a budget, last year's, a change or a rate, and with which sign."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import regex

from extractors.binding import certainty, reach
from extractors.binding.apart import is_told_apart
from extractors.binding.behind_reason import tells_own_spending
from extractors.binding.direction import (
    SIGN,
    compared_with,
    comparing,
    differs_from_budget,
    is_starting_point,
    sign_left_open,
    tells_prior_before,
    years_apart,
)
from extractors.binding.signed import signed_change
from extractors.binding.sums import says_sum
from extractors.binding.walk import Walk
from extractors.binding.why import Why
from extractors.language.concepts import concept
from extractors.language.lexicon import is_filler, turns_to_spending
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from patterns.loader import load_patterns
from patterns.measure import COMPARING, RATE_OF, Measure
from patterns.wording import any_of

_JOINTS = ("，", "、", "；", "/")  # between a figure and last year's
_BESIDE_COUNT = ("，", "、", "（")  # between how much there is of something and what it is worth
_ENDS_WORTH = ("）", "；", "。")  # behind what something counted is worth
_BRACKET = "（）"
_REMARK = regex.compile(rf"（[^（）]{{0,{reach.REMARK}}}）")


@dataclass(frozen=True, slots=True)
class Measured:
    """Which measure a value is of, the value with its sign, and how explicit that was.

    `off` says how far its year is ahead of the fiscal one, where not the years named before it tell that.
    """

    measure: Measure
    value: Decimal
    cue: float
    off: int | None = None


def measure_of(walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None) -> Measured | Why:
    """What the value at the `i`th mention measures under its cue, or why nothing tells."""
    if (
        amount.kind == "money"
        and (cue is None or cue.label in ("final", "prior"))
        and _is_compared_with(walk, i, mention)
    ):
        return _against(walk, walk.passage.words(mention), amount, certainty.COMPARED_WITH)
    if is_starting_point(walk, i, mention):
        return Measured("prior", amount.value, certainty.COMPARAND) if amount.kind == "money" else Why.NO_MEASURE
    signed = signed_change(walk, i, amount) if cue is None else None
    if signed is not None:
        return Measured(signed[0], amount.value, certainty.DIRECTION_WRITTEN_AS_SIGN, signed[1])
    if cue is None:
        return _plain_money(walk, i, mention, amount) if amount.kind == "money" else _plain_rate(walk, i, amount)
    if cue.kind == "direction":
        return _change(walk, mention, amount, cue)
    measure = walk.meant_by(cue)
    if measure == "share" and says_sum(walk.passage.lead_in(cue)):
        return Why.SUM
    told = is_filler(walk.passage.between(cue, mention))
    return Measured(measure, amount.value, certainty.ADJACENT if told else certainty.NEAR)


def _change(walk: Walk, mention: Mention, amount: Amount, cue: Mention) -> Measured | Why:
    """`增加1.57万元`, `下降6.13%`, `增减额：-0.48万元`: how far a figure is from what it is compared with."""
    if cue.label in SIGN and amount.kind == "money" and differs_from_budget(walk, cue, SIGN[cue.label] * amount.value):
        walk.comparison.go_against("budget")
    measures = comparing(walk, compared_with(walk, cue), cue.start)
    if isinstance(measures, Why):
        return measures
    measure = measures[1 if amount.kind == "percent" else 0]
    off = years_apart(walk, cue.start) if walk.comparison.year is not None and measures == COMPARING["prior"] else None
    if off is None and (tells_prior_before(walk, cue) or _is_rate_of_own_year(walk, amount, cue)):
        off = 0  # 2017年61万元，同口径下降…
    return replace(_signed(walk, mention, amount, cue, measure), off=off)


def _is_rate_of_own_year(walk: Walk, amount: Amount, cue: Mention) -> bool:
    """`2013年60万元，增加3万元，增长5%`: whether a rate goes on with a change of the document's own year."""
    last = walk.found.last
    beside = walk.found.last_ends_at(walk.passage.clause_start(cue.start) - 1)
    changed = last is not None and last.measure == "change" and last.subject.dimension("year") is None
    return amount.kind == "percent" and beside and changed


def _signed(walk: Walk, mention: Mention, amount: Amount, cue: Mention, measure: Measure) -> Measured:
    """The change with the sign that its cue, or what stands around it, tells."""
    if cue.label in SIGN:
        value = SIGN[cue.label] * amount.value if amount.value >= 0 else amount.value
        return Measured(measure, value, certainty.ADJACENT if cue.end == mention.start else certainty.DIRECTION_NEAR)
    # A sign that is written is the direction (增减额：-0.48万元); a template's 增加（减少） tells none.
    if amount.signed:
        return Measured(measure, amount.value, certainty.DIRECTION_WRITTEN_AS_SIGN)
    open_ = amount.value > 0 and any(w in walk.passage.words(cue) for w in load_patterns().measures.left_open)
    sign = sign_left_open(walk, cue) if open_ else 1
    return Measured(measure, sign * amount.value, certainty.DIRECTION_LEFT_OPEN)


def _plain_rate(walk: Walk, i: int, amount: Amount) -> Measured | Why:
    """A rate without a cue: of the change right before it, or, in brackets behind a figure, a share."""
    passage, before = walk.passage, walk.passage.before(i)
    mention = passage.mentions[i]
    last = walk.found.last
    beside = walk.found.text_since_last(mention.start) in ("、", "（", "，", "/")
    rate = RATE_OF.get(last.measure) if last is not None and beside else None
    if rate is not None:  # `下降77.03万元、3.01%`, `增加10万元（5.2%）`
        sign = 1 if amount.signed else walk.comparison.sign  # （-15.63%） has its own
        return Measured(rate, sign * amount.value, certainty.RATE_BESIDE)
    if beside and not amount.signed and _goes_on_with_shares(walk):
        return Measured("share", amount.value, certainty.RATE_BESIDE)
    bracketed = passage.text[mention.start - 1 : mention.start] == "（" and not amount.signed  # no share has one
    if bracketed and before is not None and before.kind == "amount":
        return Measured("share", amount.value, certainty.RATE_IN_BRACKETS)
    return Why.NO_MEASURE


def _goes_on_with_shares(walk: Walk) -> bool:
    """`甲收入90万元，占90%；乙收入10万元，10%`: whether a rate behind a figure is a share, as those before it."""
    last = walk.found.last
    if last is None or last.measure != "final":
        return False
    told = list(walk.found.since(walk.passage.sentence_start(last.start - walk.passage.offset)))
    kinds = [b.measure for b in told if b.unit in ("CNY", "percent")]
    whole = last.subject.concept.rpartition(".")[0]
    beside = any(b.measure == "share" and b.subject.concept.rpartition(".")[0] == whole for b in told)
    return beside and set(kinds) <= {"final", "share"}


def _plain_money(walk: Walk, i: int, mention: Mention, amount: Amount) -> Measured | Why:
    """An amount without a cue: what others are compared with, or the final figure of what it stands beside."""
    if _stands_behind_year(walk, mention):
        known = walk.years.fiscal_year is not None
        return Measured("final" if known else "prior", amount.value, certainty.BEHIND_YEAR)
    before = walk.passage.before(i)
    if before is not None and (_denies_budget(walk, before, mention) or _tells_executed(walk, before, mention)):
        return Measured("final", amount.value, certainty.BEHIND_COMMA)
    if before is not None and (before.kind == "anchor" or before.label == "budget_rate"):
        return _comparand(walk, before, mention, amount)
    if walk.group.shared and walk.group.pending:
        return Measured("final", amount.value, certainty.SHARED)
    if _is_worth(walk, mention):
        return Measured("final", amount.value, certainty.BEHIND_COMMA)
    named = walk.passage.named_before(i, mention.start, "money")
    if named is not None:
        return _behind_name(walk, named, mention, amount)
    return _of_spoken(walk, i, mention, amount)


def _is_worth(walk: Walk, mention: Mention) -> bool:
    """`房屋（3140平方米，538万元）`, `车2辆，31万元；`: whether what something counted is worth is told behind it."""
    last = walk.found.last
    if last is None or last.unit in ("CNY", "percent") or last.subject != walk.spoken.subject:
        return False
    gap = walk.found.text_since_last(mention.start) or ""
    closed = gap in _BESIDE_COUNT and walk.passage.text.startswith(_ENDS_WORTH, mention.end)
    said = gap.lstrip("".join(_BESIDE_COUNT)) in load_patterns().markers.worth
    return (closed or said) and "money" in concept(last.subject.concept).kinds


def _of_spoken(walk: Walk, i: int, mention: Mention, amount: Amount) -> Measured | Why:
    """An amount that nothing of its clause names: the final figure of what is spoken of, where it is told for that."""
    if is_told_apart(walk, i, mention) or _behind_budget(walk, mention):
        return Measured("final", amount.value, certainty.BEHIND_COMMA)
    if tells_own_spending(walk, mention, amount):
        return Measured("final", amount.value, certainty.BEHIND_REASON)
    return Measured("final", amount.value, certainty.OPENS_SECTION) if _opens_section(walk, mention) else Why.NO_MEASURE


def _behind_name(walk: Walk, named: Mention, mention: Mention, amount: Amount) -> Measured | Why:
    """The final figure of the concept named before it in the clause, or another year's where one is named."""
    gap = _REMARK.sub("", walk.passage.between(named, mention))
    other_year = walk.years.off(mention.start) != 0
    if is_filler(gap):
        if walk.comparison.parts_measure is not None:
            return Measured(walk.comparison.parts_measure, amount.value, certainty.PART_OF_BUDGET)
        return Measured("final", amount.value, certainty.OTHER_YEAR if other_year else certainty.BESIDE_NAME)
    near = len(gap) <= reach.UNKNOWN_GAP and "，" not in gap
    return Measured("final", amount.value, certainty.NEAR_NAME) if near else Why.NO_MEASURE


def _side_of_budget(words: str) -> int:
    """1 where an anchor says that the final figure exceeds the budget, -1 where it falls short, 0 where neither."""
    measures = load_patterns().measures
    if any(word in words for word in measures.above_budget):
        return 1
    return -1 if any(word in words for word in measures.below_budget) else 0


def _stands_behind_year(walk: Walk, mention: Mention) -> bool:
    """`（上年7.04万元，…）`, `2022年决算16.05万元`: whether only a year's name stands before the value.

    The fiscal year's own counts only in a row: `近三年支出：2021年3万元，2022年2万元，2023年2万元`.
    """
    text, start = walk.passage.text, walk.passage.clause_start(mention.start)
    before = text[max(start, *(text.rfind(mark, start, mention.start) + 1 for mark in "（：")) : mention.start]
    if _begins_row(walk, mention, before):
        return True
    if _year_alone().fullmatch(before) is None:
        return False
    if str(walk.frame.fiscal_year) not in before:
        return True
    told = next(walk.found.since(walk.passage.part_start(mention.start)), None)
    return told is not None and told.measure in ("final", "prior") and told.subject.undated == walk.spoken.subject


def _begins_row(walk: Walk, mention: Mention, before: str) -> bool:
    """`本年6万元，上年5万元`: whether the document's own year alone stands before a figure, and last year's follows."""
    if walk.spoken.subject is None or _own_year_alone().fullmatch(before) is None:
        return False
    text = walk.passage.text
    behind = next((m for m in walk.passage.mentions if m.start >= mention.end and m.amount is not None), None)
    if behind is None or text[mention.end : mention.end + 1] not in _JOINTS:
        return False
    year = text[mention.end + 1 : behind.start]
    return _year_alone().fullmatch(year) is not None and str(walk.frame.fiscal_year) not in year


@cache
def _own_year_alone() -> regex.Pattern[str]:
    return any_of(load_patterns().measures.own_alone)


@cache
def _year_alone() -> regex.Pattern[str]:
    return any_of(load_patterns().measures.prior_alone)


def _is_compared_with(walk: Walk, i: int, mention: Mention) -> bool:
    """`与2021年度决算总收支1058.40万元相比`, `比2017年度决算总收入902.77万元增加…`: a figure compared with.

    The clause names an anchor before it, and goes on with 相比 or a direction right behind the value.
    """
    passage = walk.passage
    clause = passage.clause_start(mention.start)
    before = [m for m in passage.mentions[:i] if m.start >= clause]
    anchor = next((m for m in reversed(before) if m.kind == "anchor"), None)
    compared = load_patterns().markers.compared
    if anchor is None or any(m.kind == "amount" and m.start > anchor.start for m in before):
        return False
    after = passage.after(i)
    behind = passage.text[mention.end : after.start] if after is not None else None
    turned = after is not None and after.kind == "direction" and behind in ("", "，")
    complete = passage.words(anchor).endswith(compared)  # 与上年相比公务接待费2万元减少…
    return passage.text.startswith(compared, mention.end) or (turned and not complete and anchor is not before[-1])


def _comparand(walk: Walk, anchor: Mention, mention: Mention, amount: Amount) -> Measured | Why:
    """`比上年决算数11万元减少…`, `比上年（11万元）减少…`: the figure that is compared with, stated in passing."""
    between = walk.passage.between(anchor, mention)
    bracketed = between == _BRACKET[0] and walk.passage.text.startswith(_BRACKET[1], mention.end)
    if between not in ("", *load_patterns().markers.particles) and not bracketed:
        return Why.NO_MEASURE
    words = walk.passage.words(anchor)
    side = _side_of_budget(words)
    if side and walk.found.tells_budget(walk.spoken.subject):
        return Measured("variance", side * amount.value, certainty.DIFFERENCE)
    if anchor.kind != "anchor":
        return Measured(walk.budget_named(words), amount.value, certainty.COMPARAND)
    return _against(walk, words, amount, certainty.COMPARAND)


def _against(walk: Walk, words: str, amount: Amount, cue: float) -> Measured | Why:
    """The figure that others are compared with, of the year that its anchor names."""
    base, named, fiscal = walk.comparison.base, walk.comparison.year, walk.years.fiscal_year
    off = named - fiscal if named is not None and fiscal is not None else None
    if base == "prior":
        return Measured("prior" if off is None else "final", amount.value, cue, off)
    if base == "prior_budget":
        return Measured(walk.budget_named(words), amount.value, cue, -1 if off is None else off)
    return Measured(walk.budget_named(words), amount.value, cue) if base else Why.NO_MEASURE


def _opens_section(walk: Walk, mention: Mention) -> bool:
    """`机关运行经费：2022年支出18.20万元`: the first figure below a title that names what it is of."""
    passage, subject = walk.passage, walk.spoken.subject
    if passage.offset or walk.found.bound or subject is None or subject != walk.frame.subject:
        return False
    return walk.frame.titled and not passage.clause_start(mention.start) and is_filler(passage.text[: mention.start])


def _tells_executed(walk: Walk, before: Mention, mention: Mention) -> bool:
    """`“三公”经费执行3万元`: whether words that tell how much of a budget was used tell the money itself."""
    return before.end == mention.start and walk.passage.words(before) in load_patterns().measures.executed


def _denies_budget(walk: Walk, anchor: Mention, mention: Mention) -> bool:
    """`年初没有预算，支出9.0万元`: whether only a budget that was denied, and words for spending, stand before it."""
    words, gap = walk.passage.words(anchor), walk.passage.between(anchor, mention)
    denied = anchor.kind == "anchor" and any(word in words for word in load_patterns().measures.no_budget)
    return denied and gap[:1] == "，" and turns_to_spending(gap[1:])


def _behind_budget(walk: Walk, mention: Mention) -> bool:
    """`预算11.0万元，支出9.0万元`: what was spent of the budget that the clause before names."""
    last = walk.found.last
    if last is None or not last.measure.startswith("budget_") or last.measure == "budget_rate":
        return False
    gap = walk.found.text_since_last(mention.start) or ""
    return last.subject.undated == walk.spoken.subject and gap[:1] in ("，", "、") and turns_to_spending(gap[1:])
