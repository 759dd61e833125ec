"""Values to facts: which cue governs a value, what it measures, and whose it is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import regex

from extractors.binding import certainty
from extractors.binding.amount_parts import amount_part, carried_part, purpose_part
from extractors.binding.counts import bind_count
from extractors.binding.direction import SIGN
from extractors.binding.groups import values_following
from extractors.binding.measure import Measured, measure_of
from extractors.binding.named_behind import named_behind
from extractors.binding.parts import STATED, Part
from extractors.binding.passage import Passage, without_brackets
from extractors.binding.signed import is_compared_by_sign
from extractors.binding.subjects import subjects_of
from extractors.binding.sums import summed_money, sums_up_money
from extractors.binding.unitless import Resolved, measure_kind, resolve_bare
from extractors.binding.walk import Walk
from extractors.binding.why import Why
from extractors.binding.zeros import bind_zeros, tells_zeros
from extractors.language.concepts import members
from extractors.language.lexicon import is_filler, names_something
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Signs, Subject
from patterns.loader import load_patterns
from patterns.measure import BASE_OF, COMPARING, OF_BUDGETS, Measure
from patterns.shapes import either

_COMPARED = {measure: base for base, measures in COMPARING.items() for measure in measures}
_RATES = ("change_rate", "variance_rate", "budget_change_rate")
_CHANGES = (*SIGN, "unclear")


def take_amount(walk: Walk, i: int, mention: Mention) -> None:
    """Binds the value of an amount mention, if it belongs to anything; notes why where it does not."""
    amount = mention.amount
    assert amount is not None
    named = _average_before(walk, mention)
    if named is not None:
        _take_average(walk, i, mention, amount, named)
        return
    if tells_zeros(walk, mention, amount):
        bind_zeros(walk, mention, amount)
        return
    cue = _governing_cue(walk, i, mention)
    if _take_in_turn(walk, i, mention, amount, cue):
        return
    if _is_of_unbound(walk, i, mention, cue):
        walk.found.leave(mention, Why.BEHIND_UNKNOWN)
        return
    part = amount_part(walk, i, amount, cue) if amount.kind in ("money", "percent") else None
    if isinstance(part, Why):
        walk.found.leave(mention, part)
        return
    if part is None and _is_of_unknown(walk, i, mention, amount, cue):
        return
    resolved = resolve_bare(walk, i, mention, amount, cue) if amount.kind == "bare" else Resolved(amount, 1.0)
    if resolved is None:
        walk.found.leave(mention, Why.NO_UNIT)
        return
    amount, signs = resolved.amount, _signs_of(resolved)
    if amount.kind in ("count", "area"):
        bind_count(walk, i, mention, amount, cue, signs)
    elif part is not None:
        _bind_part(walk, i, mention, amount, cue, signs, part)
    else:
        _bind_figure(walk, i, mention, amount, cue, signs)


def _signs_of(resolved: Resolved) -> Signs:
    """How surely an amount's unit and shape were told."""
    amount = resolved.amount
    short = certainty.UNIT_WRITTEN_SHORT if amount.unit_doubt else 1.0
    above = certainty.UNIT_ABOVE if amount.unit_above else 1.0
    return Signs(unit=resolved.unit * short * above, shape=certainty.SLIP if amount.slip else 1.0)


def _take_in_turn(walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None) -> bool:
    """Binds a change or a rate that comparisons told before wait for; returns whether one did."""
    if amount.kind == "percent" and walk.group.shared is None and cue is not None and cue.label in SIGN:
        walk.in_turn.call_back(mention.start, values_following(walk, mention.start))  # 减幅12.38%和13.08%
    waiting = walk.in_turn.take(mention.label)
    if waiting is None:
        return False
    subject, measure, sign = waiting
    sign = (SIGN.get(cue.label, 0) if cue is not None else 0) or sign or walk.comparison.sign
    signs = Signs(cue=certainty.RATE_BESIDE)
    unit = "percent" if amount.kind == "percent" else "CNY"
    value = sign * abs(amount.value)
    walk.found.add_figure(subject, measure, value, unit, at=mention, signs=signs, cue=cue)
    _note_comparison(walk, subject, Measured(measure, value, signs.cue), of_several=False)
    return True


def _is_of_unbound(walk: Walk, i: int, mention: Mention, cue: Mention | None) -> bool:
    """`各类专项20万元，占30%`: whether a share is that of money right before it which was of nothing."""
    left = walk.found.unbound[-1].mention if walk.found.unbound else None
    if left is None or left.label != "money" or mention.label != "percent":
        return False
    if cue is None:  # 各类专项20万元（30%）
        return walk.passage.before(i) is left and walk.passage.between(left, mention) == "（"
    before = walk.passage.mentions[i - 2] if i > 1 else None
    shared = cue.label == "share" and walk.passage.before(i) is cue and before is left
    return shared and walk.passage.between(left, cue) in ("，", "、", "（", "")


def take_purpose(walk: Walk, i: int, mention: Mention) -> bool:
    """Binds an amount within a text that was taken, where that names a kind of the cost; returns whether it does."""
    part = purpose_part(walk, i)
    if part is None or mention.amount is None:
        return False
    signs = Signs(cue=certainty.PART, unit=1.0, shape=certainty.SLIP if mention.amount.slip else 1.0)
    walk.found.add_figure(part.subject, part.measure, mention.amount.value, "CNY", at=mention, signs=signs)
    return True


def _average_before(walk: Walk, mention: Mention) -> Mention | None:
    """What says in the clause that the value is none of a concept's own; None where nothing does."""
    clause = walk.passage.clause_start(mention.start)
    return next((m for m in walk.passage.mentions if m.kind == "average" and clause <= m.start < mention.start), None)


def _take_average(walk: Walk, i: int, mention: Mention, amount: Amount, named: Mention) -> None:
    """`年末结转10万元，其中：项目支出结转4万元`: a part of a carry-over is told, all else belongs to nothing."""
    part = carried_part(walk, named, amount) if amount.kind == "money" else None
    if part is None:
        walk.found.leave(mention, Why.AVERAGE)
    else:
        _bind_part(walk, i, mention, amount, None, Signs(unit=1.0, shape=1.0), part)


def _bind_part(
    walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None, signs: Signs, part: Part
) -> None:
    """Binds a figure of a part; what follows of it in the list (占12%, 增加1万元) is of that part, too."""
    measured: Measured | Why = Measured(part.measure, amount.value, certainty.PART)
    if cue is not None:
        measured = measure_of(walk, i, mention, amount, cue)
    if isinstance(measured, Why):
        walk.found.leave(mention, measured)
        return
    signs = replace(signs, cue=min(measured.cue, certainty.PART))
    unit = "percent" if amount.kind == "percent" else "CNY"
    dated = walk.found.add_figure(
        part.subject, measured.measure, measured.value, unit, at=mention, signs=signs, cue=cue, off=measured.off
    )
    walk.spoken.go_on_with(part.subject)
    _note_comparison(walk, dated, measured, of_several=False)


def _is_of_unknown(walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None) -> bool:
    """Whether money or a rate is of what no concept stands for; then that is noted, and what follows is of it, too."""
    unknown = _unknown_named(walk, i, mention, cue) if amount.kind in ("money", "percent") else ""
    if unknown:
        walk.found.leave(mention, Why.UNKNOWN_NAMED, unknown)
        walk.lose_subject()
    return bool(unknown)


def _unknown_named(walk: Walk, i: int, mention: Mention, cue: Mention | None) -> str:
    """`工资福利支出1,420万元`: what the clause names before the value that no concept stands for; empty if nothing."""
    passage = walk.passage
    start, end = _clause_with_remark(passage, mention.start), mention.start
    if passage.text.rfind("（", start, end) > passage.text.rfind("）", start, end):
        return ""  # a remark in brackets does not turn from what is spoken of
    end = _before_cue(passage, i, cue, start, end)
    inside = [m for m in passage.mentions[:i] if start <= m.start and m.end <= end]
    if any(m.kind in ("concept", "function", "amount") for m in inside):
        return ""
    name = without_brackets(passage.text[inside[-1].end if inside else start : end])
    if is_filler(name):
        return ""
    item = _item_number().match(name)
    heads = item is not None and item.end() < len(name) and not is_filler(name[item.end() :])
    return name if heads or names_something(name) else ""


def _before_cue(passage: Passage, i: int, cue: Mention | None, start: int, end: int) -> int:
    """Where words before the `i`th mention end, from `start` on, that its cue leaves to what is named; else `end`."""
    named = [m for m in passage.mentions[:i] if m.kind in ("concept", "function")]
    governs = cue is not None and cue.start >= start and not any(m.start >= cue.end for m in named)
    return cue.start if cue is not None and governs else end


def _clause_with_remark(passage: Passage, position: int) -> int:
    """Where the clause begins, or the one that a remark opened in which closes in it: 行政经费（指…，不含专项）决算."""
    start = passage.clause_start(position)
    closed = passage.text.find("）", start, position)
    if closed < 0 or "（" in passage.text[start:closed]:
        return start
    return passage.clause_start(max(passage.text.rfind("（", 0, start), 0))


@cache
def _item_number() -> regex.Pattern[str]:
    return regex.compile(either(load_patterns().markers.item_numbers))


def _governing_cue(walk: Walk, i: int, mention: Mention) -> Mention | None:
    """The measure or direction that governs the value: the nearest before it in its clause, of its kind."""
    clause = walk.passage.clause_start(mention.start)
    kind = mention.amount.kind if mention.amount else "bare"
    for other in reversed(walk.passage.mentions[:i]):
        if kind == "percent" and _is_of(walk, other, mention):
            continue
        if other.start < clause or (other.kind == "amount" and walk.group.shared != "respectively"):
            return None
        if walk.passage.words(other) in load_patterns().measures.adjacent and not _is_adjacent(walk, other, mention):
            continue
        if _governs(other, kind):
            return None if _is_turned_from(walk, other, mention) else other
    return None


def _is_adjacent(walk: Walk, cue: Mention, mention: Mention) -> bool:
    """Whether a cue stands right before a figure, or before the first of a list (分别少0.5万元、0.8万元)."""
    in_list = walk.group.shared == "respectively"
    return cue.end == mention.start or (
        in_list and any(m.kind == "amount" and m.start == cue.end for m in walk.passage.mentions)
    )


def _is_of(walk: Walk, other: Mention, mention: Mention) -> bool:
    """`完成全年预算0.50万元的72%`: whether the other value is what the rate is of."""
    return other.kind == "amount" and walk.passage.between(other, mention) in load_patterns().markers.particles


def _is_turned_from(walk: Walk, cue: Mention, mention: Mention) -> bool:
    """`下降%（其中：甲费5万元`: whether a direction was left without its figure, and a bracket speaks of another."""
    if cue.kind != "direction" or "（" not in walk.passage.between(cue, mention):
        return False
    return any(m.kind in ("concept", "function") and cue.end <= m.start < mention.start for m in walk.passage.mentions)


def _governs(cue: Mention, kind: str) -> bool:
    """Whether a mention tells what values of that kind measure."""
    if cue.kind == "measure":
        return kind in ("bare", "count", measure_kind(cue))
    return cue.kind == "direction" and cue.label in _CHANGES


def _bind_figure(walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None, signs: Signs) -> None:
    if cue is None and amount.kind == "money" and sums_up_money(walk, mention):
        _bind_sum(walk, mention, amount, signs)
        return
    behind = named_behind(walk, i, mention) if cue is None and amount.kind == "money" else None
    if behind is not None:
        signs = replace(signs, cue=certainty.NAMED_BEHIND)
        walk.found.add_figure(behind, "final", amount.value, "CNY", at=mention, signs=signs)
        return
    measured = measure_of(walk, i, mention, amount, cue)
    if isinstance(measured, Why):
        walk.found.leave(mention, measured)
        if measured is Why.NO_MEASURE and amount.kind == "money":
            _note_left(walk, mention, amount)
        return
    subjects = _subjects(walk, i, mention, amount, cue, measured)
    if not subjects:
        walk.found.leave(mention, _why_of_nobody(walk))
        return
    _compare_with(walk, i, mention, measured.measure)
    unit = "percent" if amount.kind == "percent" else "CNY"
    signs = replace(signs, cue=min(measured.cue, certainty.BEHIND_OTHER) if walk.spoken.doubted else measured.cue)
    for subject in subjects:
        dated = walk.found.add_figure(
            subject, measured.measure, measured.value, unit, at=mention, signs=signs, cue=cue, off=measured.off
        )
        _note_comparison(walk, dated, measured, of_several=len(subjects) > 1)


def _note_left(walk: Walk, mention: Mention, amount: Amount) -> None:
    """Money was left that is, or may be, of something else than what is spoken of, and what follows with it.

    `没有出国，面包车花费2万元`: what was denied has none. `燃料2万元，比上年下降5%`: other words lead to it.
    """
    lead = without_brackets(walk.passage.lead_in(mention))
    named = walk.passage.starting_in(walk.passage.clause_start(mention.start), mention.start)
    if amount.value and walk.found.tells(walk.spoken.subject, "nil"):
        walk.lose_subject()
    elif lead and not named and not any(is_filler(lead[-size:]) for size in (1, 2)):
        walk.spoken.doubt()


def _bind_sum(walk: Walk, mention: Mention, amount: Amount, signs: Signs) -> None:
    """Binds what the figures before it add up to; where that is nothing known, what follows is of it, too."""
    whole = summed_money(walk, amount)
    if whole is None:
        walk.found.leave(mention, Why.SUM)
        walk.lose_subject()
        return
    walk.found.add_figure(
        whole, "final", amount.value, "CNY", at=mention, signs=replace(signs, cue=certainty.NEAR_NAME)
    )
    walk.group.begin(whole)
    walk.spoken.name(whole)


def _subjects(
    walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None, measured: Measured
) -> list[Subject]:
    """Whose the measured figure is: of several where they share it."""
    subjects = subjects_of(walk, i, mention, amount, cue)
    if cue is None and measured.measure in _COMPARED and not is_compared_by_sign(walk, i):
        return [walk.found.bound[-1].subject]
    # Figures of a pair stated at once are of each member; under a cue (收支总体决算数) they are of the pair.
    if measured.measure in STATED and (cue is None or walk.group.shared == "both"):
        return [member for subject in subjects for member in members(subject)]
    return _spent(walk, cue, subjects) if measured.measure in STATED else subjects


def _spent(walk: Walk, cue: Mention | None, subjects: list[Subject]) -> list[Subject]:
    """`全年实际列支60万元` in a section on income and spending: the side that the cue names of a pair not named."""
    markers = load_patterns().markers
    spends = cue is not None and walk.spoken.lead is None and any(w in walk.passage.words(cue) for w in markers.spends)
    spent = {concept for word in markers.spends for concept in markers.sides.get(word, ())}
    sides = [m for subject in subjects for m in members(subject) if m.concept in spent]
    return sides if spends and sides else subjects


def _why_of_nobody(walk: Walk) -> Why:
    """Why a figure that says what it measures belongs to nothing."""
    if walk.group.shared == "unclear":
        return Why.WHOSE_UNCLEAR
    return Why.BEHIND_UNKNOWN if walk.spoken.unknown else Why.NO_SUBJECT


def _note_comparison(walk: Walk, subject: Subject, measured: Measured, *, of_several: bool) -> None:
    """Notes what the figure compares, so that a reason behind it has what it explains."""
    if measured.measure == "budget_rate":
        walk.compare(subject, "budget")
    if measured.measure in _COMPARED:
        last = walk.comparison.last
        walk.compare(last[0] if last is not None and of_several else subject, _COMPARED[measured.measure])
    if measured.measure in (*_COMPARED, *OF_BUDGETS):
        walk.comparison.turn(-1 if measured.value < 0 else 1)


def _compare_with(walk: Walk, i: int, mention: Mention, measure: Measure) -> None:
    """`比…年初预算8.00万元减少1.50万元`: a direction right behind a figure tells how far the subject is from it."""
    after = walk.passage.after(i)
    if walk.comparison.base == "prior_budget":
        return
    if after is not None and after.kind == "direction" and after.start == mention.end and measure in BASE_OF:
        walk.comparison.go_against(BASE_OF[measure])
