"""What sentences tell besides values: that nothing changed, why, what for, and that there is none."""

from __future__ import annotations

from decimal import Decimal

import regex

from extractors.binding.measure import COMPARING
from extractors.binding.walk import Walk
from extractors.language.concepts import concept
from extractors.language.lexicon import is_filler, placeholder
from extractors.language.mention import Mention
from extractors.language.reasons import trimmed_reason
from extractors.model.fact import Signs, Subject
from patterns.loader import load_patterns
from patterns.measure import Measure

_LEAD_IN = 16  # characters between a reason told first and what it is of: ，本站2023年度收、支总计比上年减少
_COMPARED_NEXT = ("concept", "function", "anchor", "direction")


def take_flat(walk: Walk, i: int, mention: Mention) -> None:
    """`与上年持平`: a change of 0, in money and as a rate; about flat (基本持平) is a comparison without figures."""
    if walk.text.startswith("（或", walk.text.rfind("（", 0, mention.start)):
        return  # what a template offers besides: （或与上年决算数持平）
    if walk.text.startswith("的", mention.end) and not regex.match("的(?:主要)?原因", walk.text[mention.end :]):
        return  # whom a rule speaks of: 预决算持平的不用说明
    bases = ["budget"] if mention.label == "flat_budget" else _bases_named(walk, i)
    named = walk.named_in_clause(i, mention.start, "money")
    subjects = [walk.subject_of(named)] if named else [walk.subject] if walk.subject else []
    if len(walk.pending) > 1:
        subjects = list(walk.pending)
    for base in bases:
        for subject in map(_valued, subjects):
            walk.compared = (subject, base)
            if mention.label != "about_flat":
                money, rate = COMPARING[base]
                walk.emit(subject, money, Decimal(0), "CNY", at=mention, signs=Signs(cue=0.99))
                walk.emit(subject, rate, Decimal(0), "percent", at=mention, signs=Signs(cue=0.99))


def _bases_named(walk: Walk, i: int) -> list[str]:
    """What is compared with: the budget and last year where both are named (`与预算、上年决算数均持平`)."""
    bases = [walk.base] if walk.base in COMPARING else []
    before = [m for m in walk.mentions[max(0, i - 3) : i] if m.kind != "both"][-2:]
    if len(before) == 2 and walk.text[before[0].end : before[1].start] in ("、", "和", "及", "与", "以及"):
        named = ["budget" if m.label.startswith("budget") else m.label for m in before]
        if before[0].kind == "anchor" and set(named) == set(COMPARING):
            return named
    return bases


def _valued(subject: Subject) -> Subject:
    """The subject itself, or what a mere count belongs to: 团组0个，与上年一致 speaks of the money, too."""
    whole = concept(subject.concept).of
    return Subject(whole) if whole and "money" not in concept(subject.concept).kinds else subject


def take_reason(walk: Walk, i: int, mention: Mention) -> int:
    """`主要原因是…`: the reason for the comparison made last, or the one that its cue names."""
    cue = load_patterns().reasons.cues[mention.entry]
    if any(walk.text.startswith(w, mention.end) for w in cue.unless_followed_by):
        return mention.end
    if cue.after_value and not _is_behind_change(walk, mention):
        return _take_leading(walk, i, mention)
    if _remarked(walk, mention):
        return walk.reasons.get(mention.start, mention.end)
    if _describes(walk, mention):
        return _take_description(walk, mention)
    start, end = trimmed_reason(walk.text, mention.end, walk.reasons.get(mention.start, len(walk.text)))
    named = walk.named_in_clause(i, mention.start, "money")
    base = {"reason_change": "prior", "reason_variance": "budget"}.get(cue.measure or "")
    if cue.concept:
        subject: Subject | None = Subject(cue.concept)
    elif named is not None:
        subject = walk.subject_of(named)
    else:
        compared = walk.compared_whole if walk.begins_sentence(mention.start) else None
        compared = compared or walk.compared
        subject = compared[0] if compared and base in (None, compared[1]) else walk.subject
        subject = walk.pair_told_of() or subject
    measure = cue.measure or _reason_measure(walk, mention, subject)
    if subject is None or measure is None or end - start < 2 or placeholder().search(walk.text, start, end):
        return mention.end
    explains = () if cue.concept else _explained(walk, subject, measure)
    walk.explained = len(walk.bound)
    walk.emit_reason(subject, measure, span=(start, end), cue=mention.start, explains=explains)
    return end


def _take_leading(walk: Walk, i: int, mention: Mention) -> int:
    """`由于基数调整，决算比上年增加3.00万元`: a reason told before the comparison that it explains."""
    text, position = walk.text, mention.end
    if text[mention.start - 1 : mention.start] not in ("", "。", "；") and mention.start:
        return mention.end
    closed = min((e for e in (text.find(c, position) for c in "。；") if e >= 0), default=len(text))
    while 0 <= (position := text.find("，", position + 1)) < closed:
        following = next((m for m in walk.mentions[i + 1 :] if m.start > position), None)
        if following is not None and following.start - position <= _LEAD_IN and following.kind in _COMPARED_NEXT:
            start, end = trimmed_reason(text, mention.end, position)
            inside = [m for m in walk.mentions[i + 1 :] if m.start < position and m.kind == "amount"]
            if end - start >= 2 and not any(m.label in ("money", "percent") for m in inside):
                walk.leading = (mention.start, start, end)
                return position
            break
    return mention.end


def _describes(walk: Walk, mention: Mention) -> bool:
    """`公用经费20万元，主要是水电费`: whether 主要是 tells what a figure compared with nothing is of."""
    last = walk.last
    if last is None or last.measure not in ("final", "count") or not concept(_valued(last.subject).concept).described:
        return False
    if walk.text[mention.start : mention.end].strip("：") not in load_patterns().reasons.descriptions:
        return False
    if walk.text[last.end - walk.offset : mention.start] not in ("，", "（", ""):
        return False
    sentence = walk.text.rfind("。", 0, mention.start) + walk.offset
    return all(
        b.measure in ("final", "count", "share")
        for b in walk.bound
        if b.subject in (last.subject, _valued(last.subject)) and b.start > sentence
    )


def _take_description(walk: Walk, mention: Mention) -> int:
    subject = _valued(walk.bound[-1].subject)
    end = walk.reasons.get(mention.start, len(walk.text))
    i = walk.mentions.index(mention)
    start, end = trimmed_reason(walk.text, mention.end, _before_next_figure(walk, i, mention.end, end))
    if end - start >= 2 and not placeholder().search(walk.text, start, end):
        walk.emit_text(subject, "text", walk.text[start:end], span=(start, end), quoted=mention.start)
    return end


def _remarked(walk: Walk, mention: Mention) -> bool:
    """`事业收入20万元（主要是课后服务费），占7.3%`: a remark on a figure that was compared with nothing."""
    if walk.text.startswith("）", mention.end):
        return False  # （决算数大于预算数的主要原因）新增…: only the cue stands in them
    opened = walk.text.rfind("（", 0, mention.start)
    if opened <= walk.text.rfind("）", 0, mention.start) or opened < walk.clause_start(mention.start):
        return False
    last = walk.last
    return last is None or not any(last.measure in measures for measures in COMPARING.values())


def _is_behind_change(walk: Walk, mention: Mention) -> bool:
    """Whether only a comma parts the mention from a change or a difference that was just told."""
    last = walk.last
    if last is None or walk.text[last.end - walk.offset : mention.start] != "，":
        return False
    return any(last.measure in measures for measures in COMPARING.values())


def _explained(walk: Walk, subject: Subject, measure: Measure) -> tuple[int, ...]:
    """Which of the facts bound so far a reason explains."""
    compared = COMPARING["budget" if measure == "reason_variance" else "prior"]
    return tuple(k for k, b in enumerate(walk.bound) if b.subject == subject and b.measure in compared)


def _reason_measure(walk: Walk, mention: Mention, subject: Subject | None) -> Measure | None:
    """What a plain 主要原因是 explains: the comparison made last; nothing where there was none."""
    if walk.compared is not None:
        return "reason_variance" if walk.compared[1] == "budget" else "reason_change"
    if walk.base is None and any(b.subject == subject and b.measure.startswith("budget_") for b in walk.bound):
        return "reason_variance"
    explaining: dict[str | None, Measure] = {"prior": "reason_change", "budget": "reason_variance"}
    told = explaining.get(walk.base)
    of_change = walk.text.startswith(load_patterns().reasons.of_change, mention.start)
    return told or ("reason_change" if of_change else None)


def take_text(walk: Walk, i: int, mention: Mention) -> int:
    """`主要包括…`, `开支内容包括…`: a text of the subject, unless figures stand in it."""
    cue = load_patterns().texts[mention.entry]
    subject = walk.subject
    if subject is not None and concept(subject.concept).of and "money" not in concept(subject.concept).kinds:
        subject = walk.costed(mention.start) or subject  # 保有量9辆，主要用于…: what the money was for
    if subject is None or (cue.only and subject.concept not in cue.only):
        return mention.end
    if any(walk.text.startswith(w, mention.end) for w in cue.unless_followed_by):
        return mention.end
    if cue.requires_value and not (i and walk.mentions[i - 1].kind == "amount"):
        return mention.end
    ends = [e for e in (walk.text.find(w, mention.end) for w in cue.ends) if e >= 0]
    end = min(ends) if ends else len(walk.text)
    start = mention.end
    end = _before_next_figure(walk, i, start, end)
    inside = [m for m in walk.mentions[i + 1 :] if m.start < end and m.amount is not None]
    if any(m.amount and m.amount.kind in ("money", "percent", "bare") for m in inside) or end - start < 2:
        return mention.end
    if placeholder().search(walk.text, start, end):
        return mention.end
    walk.emit_text(subject, "text", walk.text[start:end], span=(start, end), quoted=mention.start)
    return end


def _before_next_figure(walk: Walk, i: int, start: int, end: int) -> int:
    """Where a text ends before a clause with a figure or a text of its own: `燃油和维修，年末保有量2辆`."""
    mentions = walk.mentions
    for j in range(i + 1, len(mentions) - 1):
        mention, following = mentions[j], mentions[j + 1]
        if mention.start >= end:
            break
        own = following.kind == "text" and following.start == mention.end
        own |= following.amount is not None and is_filler(_without_brackets(walk.text[mention.end : following.start]))
        if mention.kind in ("concept", "function") and own and following.start < end + 20:
            return max(start, walk.clause_start(mention.start) - 1)
    return end


def _without_brackets(text: str) -> str:
    return regex.sub("（[^（）]*）", "", text)


def take_nil(walk: Walk, i: int, mention: Mention) -> int:
    """`无政府性基金…收入`: the concept named right behind the denial is said not to be there."""
    clause_end = min((e for e in (walk.text.find(c, mention.end) for c in "，；。") if e >= 0), default=len(walk.text))
    inside = [m for m in walk.mentions[i + 1 :] if m.start < clause_end]
    if any(m.kind == "amount" for m in inside):
        return mention.end
    if regex.search("的(?:部门|单位)?$", walk.text[mention.end : clause_end]):
        return mention.end  # whom a rule speaks of: 无机关运行经费支出的部门
    if walk.shared == "both" and len(walk.pending) > 1 and not any(m.kind == "concept" for m in inside):
        for each in list(walk.pending):
            _deny(walk, mention, each, clause_end)
        return mention.end
    named = next((m for m in inside if m.kind == "concept" and m.start - mention.end <= 14), None)
    spoken = walk.lead if walk.lead and concept(walk.lead.concept).nil_as else walk.frame.subject
    subject = spoken if mention.kind == "empty" else Subject(named.label) if named else None
    if subject is None:
        return mention.end
    end = _deny(walk, mention, subject, clause_end)
    again = [m.start for m in inside if m.kind == "nil" and m.start > mention.end]
    end = min([end, *again])
    for other in _listed_behind(walk, inside, named):
        _deny(walk, mention, Subject(other.label), clause_end)
    return end


def _listed_behind(walk: Walk, inside: list[Mention], named: Mention | None) -> list[Mention]:
    """The concepts that are denied together with the first: `无上级补助收入、经营收入和其他收入`."""
    listed: list[Mention] = []
    last = named
    for other in inside[inside.index(named) + 1 :] if named else ():
        if last is None or other.kind != "concept" or walk.text[last.end : other.start] not in ("、", "和", "及", "与"):
            break
        listed.append(other)
        last = other
    return listed


def _deny(walk: Walk, mention: Mention, subject: Subject, clause_end: int) -> int:
    """Notes that the document says there is none of the subject."""
    zero = concept(subject.concept).zero_when_nil
    if zero is not None:
        walk.emit(subject, "count", Decimal(0), zero, at=mention, signs=Signs(cue=0.97))
        return clause_end
    whole = concept(subject.concept).nil_as
    if whole is not None:
        subject = Subject(whole)
    elif mention.kind == "empty":
        return mention.end
    if not any(b.subject == subject and b.value != 0 for b in walk.bound):
        walk.emit_text(subject, "nil", "true", span=(mention.start, clause_end), quoted=mention.start)
    return clause_end
