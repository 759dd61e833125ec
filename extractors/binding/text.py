"""Texts that belong to a concept: what its money was for, what it consists of (`主要包括…`, `主要用于…`)."""

from __future__ import annotations

import itertools

from extractors.binding import reach
from extractors.binding.level import valued
from extractors.binding.nouns import closes_list
from extractors.binding.passage import without_brackets
from extractors.binding.walk import Walk
from extractors.language.concepts import concept
from extractors.language.lexicon import is_filler, placeholder
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Subject
from patterns.knowledge import TextCue
from patterns.loader import load_patterns
from patterns.parts import load_parts


def take_text(walk: Walk, i: int, mention: Mention) -> int:
    """`主要包括…`, `开支内容包括…`: a text of the subject, unless figures stand in it.

    Returns the position up to which the text is thereby read.
    """
    cue = load_patterns().texts[mention.entry]
    subject = _subject_of(walk, mention, cue)
    if subject is None or not _introduces(walk, i, mention, cue):
        return mention.end
    text, start = walk.passage.text, mention.end
    end = min((e for e in (text.find(w, start) for w in cue.ends) if e >= 0), default=len(text))
    end = before_next_figure(walk, i, start, end)
    if end - start < reach.LEAST_TEXT or placeholder().search(text, start, end):
        return mention.end
    amounts = [m.amount for m in walk.passage.following(i, end) if m.amount]
    if any(amount.kind in ("money", "percent", "bare") for amount in amounts):
        return mention.end
    if _is_closed_by_count(walk, i, subject, end):
        return mention.end  # 内设机构包括：办公室、财务科等2个科室
    take_words(walk, subject, (start, end), mention)
    return mention.end if any(_counts_of(subject, amount) for amount in amounts) else end


def _is_closed_by_count(walk: Walk, i: int, subject: Subject, end: int) -> bool:
    """Whether a list of names that ends at `end` closes with how many they are: they are told with their count."""
    counts = [m for m in walk.passage.following(i, end) if m.amount is not None]
    if not counts:
        return False
    last, text = counts[-1], walk.passage.text
    own = last.amount is not None and last.amount.unit in concept(subject.concept).counts
    summed = last.end == end and load_parts().sums_up(text[max(0, last.start - reach.SUMS) : last.start])
    return (own and summed) or closes_list(text, subject.concept, last, end)


def _counts_of(subject: Subject, amount: Amount) -> bool:
    """`公务用车购置费4.00万元，主要用于更新执法车1辆`: whether the text tells how many the subject's money was for."""
    return any(c.of == subject.concept and amount.unit in c.counts for c in load_patterns().concepts)


def _subject_of(walk: Walk, mention: Mention, cue: TextCue) -> Subject | None:
    """What the text is of; None where the cue introduces no text of that."""
    subject = walk.spoken.subject
    if subject is not None and concept(subject.concept).of and "money" not in concept(subject.concept).kinds:
        subject = walk.found.costed(mention.start) or valued(subject)  # 保有量9辆，主要用于…: what the money was for
    return None if subject is None or (cue.only and subject.concept not in cue.only) else subject


def _introduces(walk: Walk, i: int, mention: Mention, cue: TextCue) -> bool:
    """Whether what stands around the cue lets it introduce a text."""
    before = walk.passage.before(i)
    valued = before is not None and before.kind == "amount"
    return not walk.passage.text.startswith(cue.unless_followed_by, mention.end) and (valued or not cue.requires_value)


def take_words(walk: Walk, subject: Subject, span: tuple[int, int], mention: Mention) -> None:
    """Notes the words at `span`, which the mention introduces, as a text of the subject."""
    walk.found.add_text(subject, "text", walk.passage.text[slice(*span)], span=span, quoted=mention.start)


def before_next_figure(walk: Walk, i: int, start: int, end: int) -> int:
    """Where a text ends before a clause with a figure or a text of its own: `燃油和维修，年末保有量2辆`.

    So does it before a comparison and before a reason: `接待评审专家，主要原因是…`.
    """
    mentions = walk.passage.mentions
    for mention, following in itertools.zip_longest(mentions[i + 1 :], mentions[i + 2 :]):
        if mention.start >= end:
            break
        if _turns_to_compare(walk, mention):
            return max(start, mention.start - 1)
        if mention.kind == "amount" and _sets_below(walk, mention, start):
            return walk.passage.clause_start(mention.start) - 1
        if mention.kind in ("concept", "function") and _is_own(walk, mention, following):
            return max(start, walk.passage.clause_start(mention.start) - 1)
    return end


def _turns_to_compare(walk: Walk, mention: Mention) -> bool:
    """Whether a clause begins with a comparison, or with the cue of a reason that needs no figure right before it."""
    if walk.passage.clause_start(mention.start) != mention.start:
        return False
    if mention.kind == "reason":
        return not load_patterns().reasons.cues[mention.entry].after_value
    return mention.kind == "anchor"


def _sets_below(walk: Walk, mention: Mention, start: int) -> bool:
    """`分别是甲科、乙科，辖丙中心等2个单位`: whether names, from `start` on, end before a clause that counts others."""
    clause = walk.passage.clause_start(mention.start)
    led = walk.passage.text.startswith(load_patterns().markers.sets_below, clause)
    return led and clause > start and mention.label == "count"


def _is_own(walk: Walk, mention: Mention, following: Mention | None) -> bool:
    """Whether the next mention is a text or a figure of this one."""
    if following is None:
        return False
    if following.kind == "text" and following.start == mention.end:
        return True
    return following.amount is not None and is_filler(without_brackets(walk.passage.between(mention, following)))
