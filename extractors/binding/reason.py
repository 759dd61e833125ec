"""Reasons that the text states: what each explains, or what it describes where nothing was compared."""

from __future__ import annotations

from collections.abc import Collection

from extractors.binding import reach
from extractors.binding.comparison import LeadingReason
from extractors.binding.level import valued
from extractors.binding.text import before_next_figure, take_words
from extractors.binding.walk import Walk
from extractors.binding.within import COMPARED, take_changes_within
from extractors.language.concepts import concept
from extractors.language.lexicon import placeholder
from extractors.language.mention import Mention
from extractors.language.reasons import trimmed_reason
from extractors.model.fact import Bound, Subject
from patterns.knowledge import ReasonCue
from patterns.loader import load_patterns
from patterns.measure import COMPARING, Measure

_COMPARING = ("anchor", "direction")
_COMPARED_NEXT = ("concept", "function", *_COMPARING)
_REASON_OF: dict[str | None, Measure] = {base: measure for measure, base in COMPARED.items()}
_OTHER: dict[Measure, Measure] = {"reason_change": "reason_variance", "reason_variance": "reason_change"}
_UNCOMPARED = ("final", "count", "share")


def take_reason(walk: Walk, i: int, mention: Mention) -> int:
    """`主要原因是…`: the reason for the comparison made last, or the one that its cue names.

    Returns the position up to which the text is thereby read.
    """
    passage = walk.passage
    cue = load_patterns().reasons.cues[mention.entry]
    if cue.after_value and not _is_behind_change(walk, mention):
        return _take_leading(walk, i, mention)
    if _is_remark(walk, mention):
        return passage.reasons.get(mention.start, mention.end)
    if _describes(walk, mention):
        return _take_description(walk, i, mention)
    if _says_of_what(walk, i, mention):
        return mention.end
    start, end = trimmed_reason(passage.text, mention.end, passage.reasons.get(mention.start, len(passage.text)))
    subject = _subject_explained(walk, i, mention, cue)
    measure = cue.measure or _reason_measure(walk, mention, subject)
    if subject is None or measure is None or not _says_something(walk, start, end):
        return mention.end
    explains = () if cue.concept else _explained(walk, subject, measure)
    also = _explained_besides(walk, subject, measure) if cue.measure is None and not cue.concept else ()
    walk.found.add_reason(subject, measure, (start, end), mention.start, explains)
    if also:
        walk.found.add_reason(subject, _OTHER[measure], (start, end), mention.start, also)
    take_changes_within(walk, subject, measure, (start, end))
    return end


def _explained_besides(walk: Walk, subject: Subject, measure: Measure) -> tuple[int, ...]:
    """`较上年减少2万元，较预算减少1万元。主要是…`: what the same sentence compared with the other, too."""
    compared = [b for b in walk.found.bound if _is_change(b)]
    if measure not in _OTHER or not compared or compared[-1].subject != subject:
        return ()
    last = compared[-1].start - walk.passage.offset
    start = walk.passage.offset + walk.passage.sentence_start(last)
    told = (k for k in _explained(walk, subject, _OTHER[measure]) if k in walk.found.unexplained())
    return tuple(k for k in told if walk.found.bound[k].start >= start)


def take_tendency(walk: Walk, i: int, mention: Mention) -> None:
    """`由于来访增多，公务接待费比上年略有增加`: a direction without a figure has the reason that was told before it."""
    passage, after = walk.passage, walk.passage.after(i)
    figure = after is not None and after.kind == "amount" and after.start < passage.clause_end(mention.end)
    if figure or not walk.comparison.awaited:
        return
    named = passage.named_before(i, mention.start, "money")
    subject = walk.spoken.subject if named is None else walk.subject_of(named)
    if subject is None:
        return
    base = walk.comparison.base or "prior"
    leading = walk.comparison.note(subject, base)
    measure = _REASON_OF.get(base)
    if leading is not None and measure is not None:
        explains = _explained(walk, subject, measure)
        walk.found.add_reason(subject, measure, (leading.start, leading.end), leading.cue, explains)


def _says_something(walk: Walk, start: int, end: int) -> bool:
    """Whether there is a text between the two, and no placeholder that was left in it."""
    return end - start >= reach.LEAST_TEXT and not placeholder().search(walk.passage.text, start, end)


def _subject_explained(walk: Walk, i: int, mention: Mention, cue: ReasonCue) -> Subject | None:
    """What the reason is of: what its cue or its clause names, what was compared last, else what is spoken of."""
    if cue.concept:
        return Subject(cue.concept)
    named = walk.passage.named_before(i, mention.start, "money")
    if named is not None:
        return walk.subject_of(named) if walk.knows(named) else None
    pair = walk.found.pair_compared(walk.frame.subject)
    if pair is not None:
        return pair
    whole = walk.comparison.whole if walk.passage.begins_sentence(mention.start) else None
    compared = whole or walk.comparison.last
    base = COMPARED.get(cue.measure) if cue.measure else None
    told = compared[0] if compared and base in (None, compared[1]) else walk.spoken.subject
    return told or _sole_changed(walk, mention)


def _sole_changed(walk: Walk, mention: Mention) -> Subject | None:
    """`支出90万元，增加3万元，其中：…。支出增加的主要原因是…`: the one that changed, behind parts of nothing."""
    start = walk.passage.sentence_start(mention.start)
    before = walk.passage.text[start : mention.start]
    changed = {b.subject for b in map(walk.found.bound.__getitem__, walk.found.unexplained()) if _is_change(b)}
    return changed.pop() if len(changed) == 1 and (not before or before in load_patterns().markers.sides) else None


def _reason_measure(walk: Walk, mention: Mention, subject: Subject | None) -> Measure | None:
    """What a plain 主要原因是 explains: the comparison made last; nothing where there was none."""
    comparison = walk.comparison
    if comparison.last is not None:
        return "reason_variance" if comparison.last[1] == "budget" else "reason_change"
    if comparison.base is None and walk.found.tells_budget(subject):
        return "reason_variance"
    of_change = walk.passage.text.startswith(load_patterns().reasons.of_change, mention.start)
    return _REASON_OF.get(comparison.base) or ("reason_change" if of_change else None)


def _explained(walk: Walk, subject: Subject, measure: Measure) -> tuple[int, ...]:
    """Which of the facts bound so far a reason explains."""
    compared = COMPARING["budget" if measure == "reason_variance" else "prior"]
    return tuple(k for k, b in enumerate(walk.found.bound) if b.subject == subject and b.measure in compared)


def _take_leading(walk: Walk, i: int, mention: Mention) -> int:
    """`由于基数调整，决算比上年增加3.00万元`: a reason told before the comparison that it explains."""
    passage = walk.passage
    led = not mention.start or passage.part_start(mention.start) == mention.start
    behind_figure = walk.found.text_since_last(mention.start) == "，"
    if not led and not behind_figure:
        return mention.end
    position = _comparison_behind(walk, i, mention, _COMPARED_NEXT if led else _COMPARING)
    if position is None:
        return mention.end
    start, end = trimmed_reason(passage.text, mention.end, position)
    if end - start < reach.LEAST_TEXT or any(_is_figure(m) for m in passage.following(i, position)):
        return mention.end
    walk.comparison.lead_with(LeadingReason(mention.start, start, end))
    return position


def _comparison_behind(walk: Walk, i: int, mention: Mention, next_: Collection[str]) -> int | None:
    """The first comma behind the mention, in its part of the sentence, that one of such kinds stands right behind."""
    text, closed, position = walk.passage.text, walk.passage.part_end(mention.end), mention.end
    while 0 <= (position := text.find("，", position + 1)) < closed:
        following = next((m for m in walk.passage.mentions[i + 1 :] if m.start > position), None)
        if following is not None and following.start - position <= reach.LEAD_IN and following.kind in next_:
            return position
    return None


def _is_figure(mention: Mention) -> bool:
    return mention.kind == "amount" and mention.label in ("money", "percent")


def _describes(walk: Walk, mention: Mention) -> bool:
    """`公用经费20万元，主要是水电费`: whether 主要是 tells what a figure compared with nothing is of."""
    last = walk.found.last
    if last is None or last.measure not in ("final", "count") or not concept(valued(last.subject).concept).described:
        return False
    if walk.passage.words(mention).strip("：") not in load_patterns().reasons.descriptions:
        return False
    if walk.found.text_since_last(mention.start) not in ("，", "（", ""):
        return False
    sentence = walk.passage.offset + walk.passage.sentence_start(mention.start)
    of_last = (b for b in walk.found.bound if b.subject in (last.subject, valued(last.subject)) and b.start >= sentence)
    return all(b.measure in _UNCOMPARED for b in of_last)


def _says_of_what(walk: Walk, i: int, mention: Mention) -> bool:
    """`运行经费主要为水电费、邮寄费。`: whether a sentence tells what its subject consists of, and compares nothing."""
    if walk.passage.words(mention).strip("：") not in load_patterns().reasons.descriptions:
        return False
    named = walk.passage.named_before(i, mention.start, "money")
    return named is not None and named.end == mention.start and walk.passage.begins_sentence(named.start)


def _take_description(walk: Walk, i: int, mention: Mention) -> int:
    passage = walk.passage
    end = passage.reasons.get(mention.start, len(passage.text))
    start, end = trimmed_reason(passage.text, mention.end, before_next_figure(walk, i, mention.end, end))
    if _says_something(walk, start, end):
        take_words(walk, valued(walk.found.bound[-1].subject), (start, end), mention)
    return end


def _is_remark(walk: Walk, mention: Mention) -> bool:
    """`事业收入20万元（主要是课后服务费），占7.3%`: a remark on a figure that was compared with nothing."""
    text = walk.passage.text
    if text.startswith("）", mention.end):
        return False  # （决算数大于预算数的主要原因）新增…: only the cue stands in them
    opened = text.rfind("（", 0, mention.start)
    if opened <= text.rfind("）", 0, mention.start) or opened < walk.passage.clause_start(mention.start):
        return False
    return walk.found.last is None or not _is_change(walk.found.last)


def _is_behind_change(walk: Walk, mention: Mention) -> bool:
    """Whether only a comma or a bracket parts the mention from a change or a difference that was just told."""
    last = walk.found.last
    return last is not None and walk.found.text_since_last(mention.start) in ("，", "（", "") and _is_change(last)


def _is_change(fact: Bound) -> bool:
    return any(fact.measure in measures for measures in COMPARING.values())
