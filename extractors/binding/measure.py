"""Which figure a value is: the final one, a budget, last year's, a change or a rate, and with which sign."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import regex

from extractors.binding.walk import Walk
from extractors.language.lexicon import is_filler, turns_to_spending
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from patterns.loader import load_patterns
from patterns.measure import Measure, measure_named
from patterns.wording import wording_pattern

# A change is measured in money and as a rate; against the budget the two are variances.
COMPARING: dict[str, tuple[Measure, Measure]] = {
    "prior": ("change", "change_rate"),
    "budget": ("variance", "variance_rate"),
}
_RATE_BEHIND = 20  # characters behind a template's 增加（减少） in which the rate may tell the direction
SIGN = {"increase": 1, "decrease": -1}
# What a figure of that measure is compared as.
BASE_OF = {"prior": "prior", "budget_initial": "budget", "budget_full": "budget"}


def measure_of(
    walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None
) -> tuple[Measure | None, Decimal, float]:
    """The measure that the value is of, its signed value, and how explicit that was."""
    if cue is None and amount.kind == "money" and _is_compared_with(walk, i, mention):
        compared: dict[str | None, Measure] = {"prior": "prior", "budget": walk.frame.budget}
        return compared.get(walk.base), amount.value, 0.95
    if cue is None:
        if amount.kind == "money" and _stands_behind_year(walk, mention):
            return "prior", amount.value, 0.95
        before = walk.mentions[i - 1] if i else None
        if amount.kind == "money" and before and (before.kind == "anchor" or before.label == "budget_rate"):
            return _comparand(walk, before, mention, amount)
        if amount.kind == "money":
            return _plain_final(walk, i, mention, amount)
        rate = _rate_beside(walk, mention)
        if rate is not None:
            return rate, walk.sign * amount.value, 0.95
        opened = walk.text[mention.start - 1 : mention.start] == "（" and before and before.kind == "amount"
        return ("share", amount.value, 0.9) if opened else (None, amount.value, 0.0)
    if cue.kind == "direction":
        base = walk.base if walk.base in COMPARING else "prior"
        if _of_budget(walk, cue):
            base = "budget"
        base = _just_named(walk, cue) or base
        measure = COMPARING[base][1 if amount.kind == "percent" else 0]
        if cue.label == "unclear":
            # A sign that is written is the direction (增减额：-0.48万元); a template's 增加（减少） tells none.
            left_open = regex.search("[（/或]", walk.text[cue.start : cue.end]) is not None
            signed = _sign_left_open(walk, cue) * amount.value if left_open and amount.value > 0 else amount.value
            return measure, signed, 0.9 if amount.value < 0 else 0.6
        value = SIGN[cue.label] * amount.value if amount.value >= 0 else amount.value
        return measure, value, 1.0 if cue.end == mention.start else 0.9
    measure = measure_named(cue.label)
    if measure == "budget_initial":
        measure = _budget_named(walk, walk.text[cue.start : cue.end])
    return measure, amount.value, 1.0 if is_filler(walk.text[cue.end : mention.start]) else 0.93


def _side_of_budget(words: str) -> int:
    """1 where an anchor says that the final figure exceeds the budget, -1 where it falls short, 0 where neither."""
    measures = load_patterns().measures
    if any(word in words for word in measures.above_budget):
        return 1
    return -1 if any(word in words for word in measures.below_budget) else 0


def _rate_beside(walk: Walk, mention: Mention) -> Measure | None:
    """`下降77.03万元、3.01%`, `增加10万元（5.2%）`: a rate right behind the change that it is of."""
    last = walk.last
    beside = last is not None and walk.text[last.end - walk.offset : mention.start] in ("、", "（", "，")
    rates: dict[Measure, Measure] = {"change": "change_rate", "variance": "variance_rate"}
    return rates.get(last.measure) if last and beside else None


def _budget_named(walk: Walk, words: str) -> Measure:
    """Which budget the words name: a mere 预算 is what the section means by it."""
    measures = load_patterns().measures
    if any(word in words for word in measures.full_budget):
        return "budget_full"
    return "budget_initial" if any(word in words for word in measures.initial_budget) else walk.frame.budget


def _stands_behind_year(walk: Walk, mention: Mention) -> bool:
    """`（上年7.04万元，…）`, `2022年决算16.05万元`: whether only another year's name stands before the value."""
    start = walk.clause_start(mention.start)
    before = walk.text[max(start, walk.text.rfind("（", start, mention.start) + 1) : mention.start]
    named = _prior_year().fullmatch(before)
    return named is not None and str(walk.frame.fiscal_year) not in before


@cache
def _prior_year() -> regex.Pattern[str]:
    return regex.compile(wording_pattern("{prior}[决算]*[为|是]*"))


def _just_named(walk: Walk, cue: Mention) -> str | None:
    """`上年4.87万元，多2.49万元`: what the clause before names a figure of is what the direction compares with."""
    last = walk.last
    clause = walk.clause_start(cue.start)
    if last is None or last.end != walk.offset + clause - 1 or cue.start != clause:
        return None
    return BASE_OF.get(last.measure)


def _sign_left_open(walk: Walk, cue: Mention) -> int:
    """The sign of `增加（减少）`: that of the change told before, of final less prior, else of its first word."""
    if walk.sign < 0:
        return -1
    finals = {b.subject: b.value for b in walk.bound if b.measure == "final" and isinstance(b.value, Decimal)}
    for b in reversed(walk.bound):
        if b.measure == "prior" and b.subject in finals and isinstance(b.value, Decimal):
            return -1 if finals[b.subject] < b.value else 1
    behind = [m for m in walk.mentions if m.kind == "direction" and cue.end < m.start < cue.end + _RATE_BEHIND]
    if behind and behind[0].label in SIGN:
        return SIGN[behind[0].label]  # 增加（减少）103.13万元，下降3.98%
    first = walk.text[cue.start : cue.end]
    return -1 if first.startswith(tuple(load_patterns().measures.decreasing)) else 1


def _of_budget(walk: Walk, cue: Mention) -> bool:
    """`为预算数的104.51%，超出3.74万元`: whether the direction speaks of the budget by itself."""
    if not walk.text[cue.start : cue.end].startswith(load_patterns().measures.of_budget):
        return False
    clause = walk.clause_start(cue.start)
    return not any(m.kind == "anchor" and clause <= m.start < cue.start for m in walk.mentions)


def _is_compared_with(walk: Walk, i: int, mention: Mention) -> bool:
    """`与2021年度决算总收支1058.40万元相比`, `比2017年度决算总收入902.77万元增加…`: a figure compared with.

    The clause names an anchor before the concept, and goes on with 相比 or a direction right behind the value.
    """
    clause = walk.clause_start(mention.start)
    before = [m.kind for m in walk.mentions[:i] if m.start >= clause]
    after = walk.mentions[i + 1] if i + 1 < len(walk.mentions) else None
    if "anchor" not in before or "amount" in before:
        return False
    turned = after is not None and after.kind == "direction" and after.start == mention.end
    return walk.text.startswith(load_patterns().markers.compared, mention.end) or (turned and before[-1] == "concept")


def _comparand(walk: Walk, anchor: Mention, mention: Mention, amount: Amount) -> tuple[Measure | None, Decimal, float]:
    """`比上年决算数11万元减少…`: the figure that is compared with, stated in passing."""
    if walk.text[anchor.end : mention.start] not in ("", "的"):
        return None, amount.value, 0.0
    side = _side_of_budget(walk.text[anchor.start : anchor.end])
    if side and any(b.subject == walk.subject and b.measure.startswith("budget_") for b in walk.bound):
        return "variance", side * amount.value, 0.97
    measure: Measure = "prior" if anchor.label == "prior" else _budget_named(walk, walk.text[anchor.start : anchor.end])
    return measure, amount.value, 0.99


def _plain_final(walk: Walk, i: int, mention: Mention, amount: Amount) -> tuple[Measure | None, Decimal, float]:
    """An amount without a cue is the final figure of the concept it stands beside."""
    if walk.shared and walk.pending:
        return "final", amount.value, 0.97
    named = walk.named_in_clause(i, mention.start, "money")
    if named is None:
        if _told_apart(walk, i, mention) or _behind_budget(walk, mention):
            return "final", amount.value, 0.9
        return ("final", amount.value, 0.85) if _opens_section(walk, mention) else (None, amount.value, 0.0)
    gap = regex.sub(r"（[^（）]{0,25}）", "", walk.text[named.end : mention.start])
    other = _other_year(walk, named)
    if other is not None:
        return ("prior" if other == 1 and is_filler(gap) else None), amount.value, 0.9
    if is_filler(gap):
        return walk.parts_measure or "final", amount.value, 0.98 if walk.parts_measure is None else 0.9
    return ("final", amount.value, 0.8) if len(gap) <= 3 and "，" not in gap else (None, amount.value, 0.0)


def _other_year(walk: Walk, named: Mention) -> int | None:
    """How many years before the fiscal one the year is that stands right before a name: `2017年度基本支出268万元`."""
    year = regex.search(r"(20\d\d)年度?$", walk.text[max(0, named.start - 7) : named.start])
    if year is None or walk.frame.fiscal_year is None or int(year[1]) == walk.frame.fiscal_year:
        return None
    return walk.frame.fiscal_year - int(year[1])


def _opens_section(walk: Walk, mention: Mention) -> bool:
    """`机关运行经费：2022年支出18.20万元`: the first figure below a title that names what it is of."""
    if walk.offset or walk.bound or walk.subject is None or walk.subject != walk.frame.subject:
        return False
    lead_in = walk.text[: mention.start]
    return walk.frame.titled and regex.search("[，；。]", lead_in) is None and is_filler(lead_in)


def _behind_budget(walk: Walk, mention: Mention) -> bool:
    """`预算11.0万元，支出9.0万元`: what was spent of the budget that the clause before names."""
    last = walk.last
    if last is None or not last.measure.startswith("budget_") or last.measure == "budget_rate":
        return False
    gap = walk.text[last.end - walk.offset : mention.start]
    return last.subject == walk.subject and gap[:1] in ("，", "、") and turns_to_spending(gap[1:])


def _told_apart(walk: Walk, i: int, mention: Mention) -> bool:
    """`机关运行经费，合计150万元`, `车辆3辆，60万元`: the amount of what stands right before the comma."""
    before = walk.mentions[i - 1] if i else None
    lead_in = walk.text[walk.clause_start(mention.start) : mention.start]
    if before is None or walk.subject is None:
        return False
    titled = walk.text.startswith(("。", "："), before.end) and before.end + 1 == mention.start - len(lead_in)
    last = walk.last
    if before.kind == "amount" and walk.text[before.end : mention.start] == "、" and last is not None:
        return (
            last.measure in ("count", "area") and last.end == walk.offset + before.end and last.subject == walk.subject
        )
    if before.kind == "concept" and titled:
        return is_filler(lead_in) and before.label == walk.subject.concept
    if "，" not in walk.text[before.end : mention.start]:
        return False
    if before.kind == "concept":
        return bool(lead_in) and is_filler(lead_in) and before.label == walk.subject.concept
    if lead_in in ("为", "是", "达", "达到"):
        return _still_without_final(walk, clause=walk.clause_start(mention.start))
    counted = last is not None and last.measure == "count" and last.end == walk.offset + before.end
    return counted and is_filler(lead_in) and last is not None and last.subject == walk.subject


def _still_without_final(walk: Walk, clause: int) -> bool:
    """`占12.06%，为4,210.50万元`: whether the clause before told of the subject, and no clause its final figure."""
    last = walk.last
    if last is None or last.end != walk.offset + clause - 1 or last.subject != walk.subject:
        return False
    return not any(b.subject == last.subject and b.measure == "final" for b in walk.bound)
