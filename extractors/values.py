"""Values to facts: which cue governs a value, what it measures, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from extractors.binding import Subject
from extractors.concepts import accepting, concept, members, takes
from extractors.lexicon import goes_on_counting, is_filler, names_something, turns_to_spending
from extractors.mention import Mention
from extractors.numbers import Amount
from extractors.walk import Walk
from patterns.loader import load_patterns

# A change is measured in money and as a rate; against the budget the two are variances.
COMPARING = {"prior": ("change", "change_rate"), "budget": ("variance", "variance_rate")}
_COMPARED = {measure: base for base, measures in COMPARING.items() for measure in measures}
_BASE_OF = {"prior": "prior", "budget_initial": "budget", "budget_full": "budget"}
_SIGN = {"increase": 1, "decrease": -1}
_LISTED = ("、", "和", "与", "及", "以及")
_BESIDE = ("", "、", "，", "和")
_UNIT_WRITTEN_SHORT = 0.97
_SLIP = 0.6


def take_amount(walk: Walk, i: int, mention: Mention) -> None:
    """Binds the value of an amount mention, if it belongs to anything."""
    amount = mention.amount
    assert amount is not None
    clause = walk.clause_start(mention.start)
    if any(m.kind == "average" and clause <= m.start < mention.start for m in walk.mentions):
        return
    if amount.value == 0 and len(walk.pending) > 1 and walk.shared != "respectively" and _sums_up(walk, mention):
        _bind_zeros(walk, mention, amount)
        return
    cue = _governing_cue(walk, i, mention)
    if amount.kind in ("money", "percent") and _names_unknown(walk, i, mention, cue):
        walk.lose_subject()
        return
    resolved = _resolve_bare(walk, i, mention, amount, cue) if amount.kind == "bare" else (amount, 1.0)
    if resolved is None:
        return
    amount, unit_sign = resolved
    signs = {
        "unit": unit_sign * (_UNIT_WRITTEN_SHORT if amount.unit_doubt else 1.0),
        "shape": _SLIP if amount.slip else 1.0,
    }
    if amount.kind in ("count", "area"):
        _bind_count(walk, i, mention, amount, cue, signs)
    else:
        _bind_figure(walk, i, mention, amount, cue, signs)


def _names_unknown(walk: Walk, i: int, mention: Mention, cue: Mention | None) -> bool:
    """`工资福利支出1,420万元`: whether the clause names something before the value that no concept stands for."""
    start, end = walk.clause_start(mention.start), mention.start
    if walk.text.rfind("（", start, end) > walk.text.rfind("）", start, end):
        return False  # a remark in brackets does not turn from what is spoken of
    if cue is not None and cue.start >= start:
        end = cue.start
    inside = [m for m in walk.mentions[:i] if start <= m.start and m.end <= end]
    if any(m.kind in ("concept", "function", "amount") for m in inside):
        return False
    name = walk.text[inside[-1].end if inside else start : end]
    return not is_filler(name) and names_something(name)


def _sums_up(walk: Walk, mention: Mention) -> bool:
    """`A、B、C均为0`, `A、B、C共0.00元`: whether the value stands right behind subjects that are listed."""
    before = [m for m in walk.mentions if m.end <= mention.start and m.kind != "both"][-2:]
    if len(before) < 2 or any(m.kind not in ("concept", "function") for m in before):
        return False
    behind = "".join(_between(walk, before[1].end, mention.start))
    return walk.text[before[0].end : before[1].start] in _LISTED and is_filler(behind)


def _between(walk: Walk, start: int, end: int) -> Iterator[str]:
    """The text from `start` to `end` without the words that say `each`."""
    for m in walk.mentions:
        if m.kind == "both" and start <= m.start and m.end <= end:
            yield walk.text[start : m.start]
            start = m.end
    yield walk.text[start:end]


def _bind_zeros(walk: Walk, mention: Mention, amount: Amount) -> None:
    measure = "share" if amount.kind == "percent" else "final"
    for subject in list(walk.pending):
        if amount.kind in ("bare", "money", "percent") and "money" in concept(subject.concept).kinds:
            unit = "percent" if measure == "share" else "CNY"
            walk.emit(subject, measure, amount.value, unit, at=mention, signs={"cue": 0.97, "unit": 1.0, "shape": 1.0})


def _governing_cue(walk: Walk, i: int, mention: Mention) -> Mention | None:
    """The measure or direction that governs the value: the nearest before it in its clause, of its kind."""
    clause = walk.clause_start(mention.start)
    kind = mention.amount.kind if mention.amount else "bare"
    for other in reversed(walk.mentions[:i]):
        if other.kind == "amount" and kind == "percent" and walk.text[other.end : mention.start] == "的":
            continue  # 完成全年预算0.50万元的72%
        if other.start < clause or (other.kind == "amount" and walk.shared != "respectively"):
            return None
        if other.kind == "direction" and other.label in ("increase", "decrease", "unclear"):
            if other.end - other.start == 1 and other.end != mention.start:
                continue  # 少 and 多 say a direction only right before a value
            return other
        if other.kind == "measure" and (kind in ("bare", "count") or _measure_kind(other) == kind):
            return other
    return None


def _resolve_bare(
    walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None
) -> tuple[Amount, float] | None:
    """A number without a unit: what its cue or its concept says it must be, or nothing."""
    later = _unit_of_enumeration(walk, i, mention)
    if later is not None:
        factor = _factor(walk.text[later.start : later.end])
        return _as(amount, later.kind, amount.value * factor, later.unit), 1.0
    if cue is not None and cue.kind == "measure" and _measure_kind(cue) == "percent":
        return (_as(amount, "percent", amount.value, "percent"), 0.9) if cue.end == mention.start else None
    if cue is not None and cue.kind == "direction" and cue.end == mention.start and _just_changed(walk, mention):
        return _as(amount, "percent", amount.value, "percent"), 0.85
    named = walk.named_in_clause(i, mention.start, "money")
    assumed = load_patterns().units
    told = amount.decimals >= 1 or (amount.value == 0 and named is not None)
    if told and (cue is not None or (named and is_filler(walk.text[named.end : mention.start]))):
        return _as(amount, "money", amount.value * assumed.money[assumed.assumed], "CNY"), 0.7
    counted = _counted_concept(walk, i, mention, None)
    if amount.decimals == 0 and counted and is_filler(walk.text[counted[1] : mention.start]):
        return _as(amount, "count", amount.value, concept(counted[0]).counts[0]), 0.8
    return None


def _unit_of_enumeration(walk: Walk, i: int, mention: Mention) -> Amount | None:
    """The unit that the end of `A、B、C万元` gives to A."""
    position = mention.end
    for other in walk.mentions[i + 1 :]:
        if walk.text[position : other.start] not in ("、", "和", "，", "及") or other.amount is None:
            return None
        if other.amount.kind != "bare":
            return other.amount if walk.shared == "respectively" else None
        position = other.end
    return None


def _just_changed(walk: Walk, mention: Mention) -> bool:
    last = walk.bound[-1] if walk.bound else None
    return last is not None and last.measure in ("change", "variance") and mention.start + walk.offset - last.end < 12


def _bind_figure(
    walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None, signs: dict[str, float]
) -> None:
    measure, value, certainty = _measure_of(walk, i, mention, amount, cue)
    if measure is None:
        return
    subjects = _subjects_for(walk, i, mention, amount, cue)
    if not subjects:
        return
    if measure in ("final", "prior", "budget_initial", "budget_full"):
        subjects = [s for subject in subjects for s in members(subject)]
    _compare_with(walk, i, mention, measure)
    for subject in subjects:
        unit = "percent" if amount.kind == "percent" else "CNY"
        walk.emit(subject, measure, value, unit, at=mention, signs={"cue": certainty, **signs}, cue=cue)
        if measure == "budget_rate":
            walk.compare(subject, "budget")
        if measure in _COMPARED:
            group = walk.compared[0] if walk.compared and len(subjects) > 1 else subject
            walk.compare(group, _COMPARED[measure])
            walk.sign = -1 if value < 0 else 1


def _compare_with(walk: Walk, i: int, mention: Mention, measure: str) -> None:
    """`比…年初预算8.00万元减少1.50万元`: a direction right behind a figure tells how far the subject is from it."""
    after = walk.mentions[i + 1] if i + 1 < len(walk.mentions) else None
    if after is not None and after.kind == "direction" and after.start == mention.end and measure in _BASE_OF:
        walk.base = _BASE_OF[measure]


def _measure_of(
    walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None
) -> tuple[str | None, Decimal, float]:
    """The measure that the value is of, its signed value, and how explicit that was."""
    if cue is None and amount.kind == "money" and _is_compared_with(walk, mention):
        return {"prior": "prior", "budget": walk.frame.budget}.get(walk.base or ""), amount.value, 0.95
    if cue is None:
        if amount.kind == "money" and i and walk.mentions[i - 1].kind == "anchor":
            return _comparand(walk, walk.mentions[i - 1], mention, amount)
        if amount.kind == "money" and i and walk.mentions[i - 1].label == "budget_rate":
            return _comparand(walk, walk.mentions[i - 1], mention, amount)
        if amount.kind == "money":
            return _plain_final(walk, i, mention, amount)
        rate = _rate_beside(walk, mention)
        if rate is not None:
            return rate, walk.sign * amount.value, 0.95
        opened = walk.text[mention.start - 1 : mention.start] == "（" and i and walk.mentions[i - 1].kind == "amount"
        return ("share", amount.value, 0.9) if opened else (None, amount.value, 0.0)
    if cue.kind == "direction":
        base = walk.base if walk.base in COMPARING else "prior"
        measure = COMPARING[base][1 if amount.kind == "percent" else 0]
        if cue.label == "unclear":
            return measure, walk.sign * abs(amount.value), 0.6
        value = _SIGN[cue.label] * amount.value if amount.value >= 0 else amount.value
        return measure, value, 1.0 if cue.end == mention.start else 0.9
    measure = cue.label
    if measure == "budget_initial":
        measure = _budget_named(walk, walk.text[cue.start : cue.end])
    return measure, amount.value, 1.0 if is_filler(walk.text[cue.end : mention.start]) else 0.93


def _rate_beside(walk: Walk, mention: Mention) -> str | None:
    """`下降77.03万元、3.01%`, `增加10万元（5.2%）`: a rate right behind the change that it is of."""
    last = walk.bound[-1] if walk.bound else None
    beside = last is not None and walk.text[last.end - walk.offset : mention.start] in ("、", "（", "，")
    return {"change": "change_rate", "variance": "variance_rate"}.get(last.measure) if last and beside else None


def _budget_named(walk: Walk, words: str) -> str:
    """Which budget the words name: a mere 预算 is what the section means by it."""
    measures = load_patterns().measures
    if any(word in words for word in measures.full_budget):
        return "budget_full"
    return "budget_initial" if any(word in words for word in measures.initial_budget) else walk.frame.budget


def _is_compared_with(walk: Walk, mention: Mention) -> bool:
    """`与2021年度决算总收支1058.40万元相比`: whether the clause that names an anchor ends in 相比 behind the value."""
    clause = walk.clause_start(mention.start)
    anchored = any(m.kind == "anchor" and clause <= m.start < mention.start for m in walk.mentions)
    return anchored and walk.text.startswith(load_patterns().markers.compared, mention.end)


def _comparand(walk: Walk, anchor: Mention, mention: Mention, amount: Amount) -> tuple[str | None, Decimal, float]:
    """`比上年决算数11万元减少…`: the figure that is compared with, stated in passing."""
    if walk.text[anchor.end : mention.start] not in ("", "的"):
        return None, amount.value, 0.0
    measure = "prior" if anchor.label == "prior" else _budget_named(walk, walk.text[anchor.start : anchor.end])
    return measure, amount.value, 0.99


def _plain_final(walk: Walk, i: int, mention: Mention, amount: Amount) -> tuple[str | None, Decimal, float]:
    """An amount without a cue is the final figure of the concept it stands beside."""
    if walk.shared and walk.pending:
        return "final", amount.value, 0.97
    named = walk.named_in_clause(i, mention.start, "money")
    if named is None:
        told = _told_apart(walk, i, mention) or _behind_budget(walk, mention)
        return ("final", amount.value, 0.9) if told else (None, amount.value, 0.0)
    gap = regex.sub(r"（[^（）]{0,25}）", "", walk.text[named.end : mention.start])
    if is_filler(gap):
        return walk.parts_measure or "final", amount.value, 0.98 if walk.parts_measure is None else 0.9
    return ("final", amount.value, 0.8) if len(gap) <= 3 and "，" not in gap else (None, amount.value, 0.0)


def _behind_budget(walk: Walk, mention: Mention) -> bool:
    """`预算11.0万元，支出9.0万元`: what was spent of the budget that the clause before names."""
    last = walk.bound[-1] if walk.bound else None
    start = walk.clause_start(mention.start)
    lead_in = walk.text[start : mention.start]
    if last is None or not last.measure.startswith("budget_") or last.measure == "budget_rate":
        return False
    return last.end == walk.offset + start - 1 and last.subject == walk.subject and turns_to_spending(lead_in)


def _told_apart(walk: Walk, i: int, mention: Mention) -> bool:
    """`机关运行经费，合计150万元`, `车辆3辆，60万元`: the amount of what stands right before the comma."""
    before = walk.mentions[i - 1] if i else None
    lead_in = walk.text[walk.clause_start(mention.start) : mention.start]
    if before is None or walk.subject is None:
        return False
    titled = walk.text.startswith(("。", "："), before.end) and before.end + 1 == mention.start - len(lead_in)
    if before.kind == "concept" and titled:
        return is_filler(lead_in) and before.label == walk.subject.concept
    if "，" not in walk.text[before.end : mention.start]:
        return False
    if before.kind == "concept":
        return bool(lead_in) and is_filler(lead_in) and before.label == walk.subject.concept
    if lead_in in ("为", "是", "达", "达到"):
        return _still_without_final(walk, clause=walk.clause_start(mention.start))
    last = walk.bound[-1] if walk.bound else None
    counted = last is not None and last.measure == "count" and last.end == walk.offset + before.end
    return counted and is_filler(lead_in) and last is not None and last.subject == walk.subject


def _still_without_final(walk: Walk, clause: int) -> bool:
    """`占12.06%，为4,210.50万元`: whether the clause before told of the subject, and no clause its final figure."""
    last = walk.bound[-1] if walk.bound else None
    if last is None or last.end != walk.offset + clause - 1 or last.subject != walk.subject:
        return False
    return not any(b.subject == last.subject and b.measure == "final" for b in walk.bound)


def _subjects_for(walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None) -> list[Subject]:
    if walk.shared == "unclear":
        return []
    if len(walk.pending) > 1:
        if walk.shared == "respectively":
            walk.turn += 1
            return [walk.pending[(walk.turn - 1) % len(walk.pending)]]
        if walk.shared == "both":
            return list(walk.pending)
    pair = walk.frame.subject
    if walk.shared == "both" and cue is not None and cue.kind == "direction" and pair and _both_named(walk, pair):
        return [pair]
    comparing = cue is not None and cue.label in ("share", "budget_rate")
    named = walk.named_in_clause(i, cue.start if cue and comparing else mention.start, amount.kind)
    if named is not None:
        return [walk.subject_of(named)]
    carried = walk.subject
    if carried is not None and turns_to_spending(walk.text[walk.clause_start(mention.start) : mention.start]):
        spent = concept(carried.concept).counterpart
        carried = walk.subject = Subject(spent) if spent else carried
    if carried is not None and amount.kind not in concept(carried.concept).kinds:
        whole = concept(carried.concept).of
        leads = [Subject(whole)] if whole else [walk.lead, walk.frame.subject]
        carried = next((s for s in leads if s and amount.kind in concept(s.concept).kinds), None)
    return [carried] if carried else []


def _both_named(walk: Walk, pair: Subject) -> bool:
    """`收入总计…，支出总计…，各增加…`: whether both members of the section's pair were told before."""
    wanted = concept(pair.concept).members
    return bool(wanted) and {b.subject.concept for b in walk.bound} >= set(wanted)


def _bind_count(
    walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None, signs: dict[str, float]
) -> None:
    found = _counted_concept(walk, i, mention, amount.unit)
    if found is None:
        return
    subject, end = Subject(found[0]), found[1]
    measure = "area" if amount.kind == "area" else "count"
    value, certainty = amount.value, 0.99 if is_filler(walk.text[end : mention.start]) else 0.93
    if cue is not None and cue.kind == "direction" and cue.label in _SIGN:
        measure, value = "change", _SIGN[cue.label] * value
    walk.emit(subject, measure, value, amount.unit, at=mention, signs={"cue": certainty, **signs}, cue=cue)
    if concept(subject.concept).listed and measure == "count":
        _take_listed(walk, subject, end, mention)
    if concept(subject.concept).described and measure == "count":
        _take_bracketed(walk, subject, mention)
    if concept(subject.concept).of is None:
        walk.subject = subject


def _take_listed(walk: Walk, subject: Subject, start: int, mention: Mention) -> None:
    """`内设办公室、财务科等2个科室`: the names that stand before their count."""
    listed = regex.sub("(?:等|共|共计)$", "", walk.text[start : mention.start].lstrip("有：为"))
    if "、" in listed and "，" not in listed:
        at = walk.text.index(listed, start)
        walk.emit_text(subject, "text", listed, span=(at, at + len(listed)), quoted=mention.start)


def _take_bracketed(walk: Walk, subject: Subject, mention: Mention) -> None:
    """`其他用车1辆（下乡核查用车）`: what the counted are, in brackets right behind the count."""
    match = regex.compile("（([^（）\\d，]{2,20})）").match(walk.text, mention.end)
    if match is not None:
        walk.emit_text(subject, "text", match[1], span=match.span(1), quoted=mention.start)


def _counted_concept(walk: Walk, i: int, mention: Mention, unit: str | None) -> tuple[str, int] | None:
    """The concept that the count is of, and where its mention ends.

    First one named before it in the sentence, then one that belongs to what is spoken of, then one that
    follows at once (`2个团组`).
    """
    sentence = walk.text.rfind("。", 0, mention.start)
    for other in reversed(walk.mentions[:i]):
        if other.end <= sentence or "；" in walk.text[other.end : mention.start]:
            break
        if other.kind != "concept":
            continue
        between = walk.text[other.end : mention.start]
        if walk.shared is None and _counted_already(walk, other.end, mention):
            break
        if "，" in between and not is_filler(walk.text[walk.clause_start(mention.start) : mention.start]):
            continue
        taken = accepting(other.label, unit)
        if taken is not None and (taken == other.label or not _counts_something_else(walk, mention)):
            return taken, other.end
        if "，" not in walk.text[other.end : mention.start] and unit is not None:
            break
    after = walk.mentions[i + 1] if i + 1 < len(walk.mentions) else None
    if (
        after
        and after.kind == "concept"
        and walk.text[mention.end : after.start] in ("", "的", "为", "是")
        and takes(after.label, unit)
    ):
        return after.label, mention.start
    before = walk.mentions[i - 1] if i else None
    last = walk.bound[-1] if walk.bound else None
    if before and last and last.end == walk.offset + before.end and walk.text[before.end : mention.start] in _BESIDE:
        taken = accepting(last.subject.concept, unit)
        if taken is not None and taken != last.subject.concept:
            return taken, mention.start
    lead_in = walk.text[walk.clause_start(mention.start) : mention.start]
    if walk.subject is not None and unit is not None and is_filler(lead_in):
        taken = accepting(walk.subject.concept, unit)
        if taken is not None and not _counts_something_else(walk, mention):
            return taken, mention.start
    return None


def _counted_already(walk: Walk, start: int, mention: Mention) -> bool:
    """`行政编制14人（含工勤编制1人）`: whether what was named before `start` has its count in this unit."""
    unit = mention.amount.unit if mention.amount else None
    return any(m.amount and start <= m.start < mention.start and m.amount.unit == unit for m in walk.mentions)


def _counts_something_else(walk: Walk, mention: Mention) -> bool:
    """`接待费开支单位包括2个事业单位`: the noun behind a classifier is not what a concept implied there counts."""
    after = walk.text[mention.end : mention.end + 12]
    return bool(regex.match("[一-龥]", after)) and not goes_on_counting(after)


def _measure_kind(mention: Mention) -> str:
    return load_patterns().measures.measures[mention.entry].kind


def _factor(written: str) -> Decimal:
    for unit, factor in load_patterns().units.money.items():
        if written.endswith(unit):
            return factor
    return Decimal(1)


def _as(amount: Amount, kind: str, value: Decimal, unit: str | None) -> Amount:
    return Amount(amount.start, amount.end, kind, value, unit, amount.decimals, amount.slip, amount.unit_doubt)  # type: ignore[arg-type]
