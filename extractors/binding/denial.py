"""What the text says there is none of: `无政府性基金预算财政拨款收入`, `本表为空`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.binding import certainty, reach
from extractors.binding.joints import joins_closely
from extractors.binding.passage import PART_ENDS
from extractors.binding.walk import Walk
from extractors.language.concepts import concept
from extractors.language.lexicon import is_filler
from extractors.language.mention import Mention
from extractors.model.fact import Signs, Subject
from patterns.loader import load_patterns
from patterns.shapes import load_shapes
from patterns.wording import any_of, ending_in


def take_denial(walk: Walk, i: int, mention: Mention) -> int:
    """`无政府性基金…收入`: the concept named right behind the denial is said not to be there.

    Returns the position up to which the text is thereby read.
    """
    clause_end = _end_of_denial(walk, mention)
    inside = walk.passage.following(i, clause_end)
    if (
        any(m.kind == "amount" for m in inside)
        or _is_of_rule(walk, mention, clause_end)
        or walk.years.off(mention.start)
    ):
        return mention.end
    if walk.group.at_once and not any(m.kind == "concept" for m in inside):
        for each in walk.group.pending:
            _deny(walk, mention, each, clause_end)
        return mention.end
    named = _named_behind(mention, inside)
    subject = _whose_denial(walk, i, mention, named, clause_end)
    if subject is None:
        return mention.end
    end = _deny(walk, mention, subject, clause_end)
    if named is not None:
        _go_on_with(walk, subject, mention, _listed_behind(walk, inside, named), clause_end)
    return min([end, *(m.start for m in inside if m.kind == "nil" and m.start > mention.end)])


def _end_of_denial(walk: Walk, mention: Mention) -> int:
    """Where its clause ends, or the remark in brackets right behind it begins: `未发生（预算为0）`."""
    return mention.end if walk.passage.text.startswith("（", mention.end) else walk.passage.clause_end(mention.end)


def _whose_denial(walk: Walk, i: int, mention: Mention, named: Mention | None, clause_end: int) -> Subject | None:
    """What there is none of: what stands before the denial, what it says, or what is spoken of."""
    before = _named_before(walk, i, mention, clause_end)
    for each in walk.group.pending if before is not None and walk.group.listed else ():
        _deny(walk, mention, each, clause_end)  # 购置费和接待费均无
    alone = _denied_alone(walk, mention, clause_end)
    if before is not None and alone is not None and alone.concept.startswith(f"{before.concept}."):
        before = None  # 公务用车没有购置
    told = before or alone or _denied_so(walk, mention, clause_end)
    return told or _denied(walk, mention, named)


def _go_on_with(walk: Walk, subject: Subject, mention: Mention, listed: Sequence[Mention], clause_end: int) -> None:
    """`未发生出国费支出，与上年持平`: what follows is of what was denied, and others are denied with it."""
    if "money" in concept(subject.concept).kinds:
        walk.spoken.name(subject)
    for other in listed:
        _deny(walk, mention, Subject(other.label), clause_end)


def _is_of_rule(walk: Walk, mention: Mention, clause_end: int) -> bool:
    """Whom a rule speaks of: `无机关运行经费支出的部门`."""
    rule_ends = ending_in(load_patterns().markers.rule_ends)
    return rule_ends.search(walk.passage.text[mention.end : clause_end]) is not None


def _named_behind(mention: Mention, inside: Sequence[Mention]) -> Mention | None:
    """The concept that is named near behind the denial."""
    return next((m for m in inside if m.kind == "concept" and m.start - mention.end <= reach.DENIED), None)


def _named_before(walk: Walk, i: int, mention: Mention, clause_end: int) -> Subject | None:
    """`其他收入20万元，事业收入本年无`: the concept right before a denial that its clause ends with."""
    before = walk.passage.before(i)
    touching = before is not None and before.kind == "concept" and is_filler(walk.passage.between(before, mention))
    ends = mention.end == clause_end or walk.passage.text.startswith("（", mention.end)
    if before is None or not touching or not ends or mention.kind != "nil":
        return None
    return walk.subject_of(before)


def _denied_alone(walk: Walk, mention: Mention, clause_end: int) -> Subject | None:
    """`无公务用车`: what a clause denies, from the denial on, though it does not name it so."""
    words = walk.passage.text[mention.start : clause_end]
    section = walk.frame.subject
    if section is None:
        return None
    top, told_within = section.concept.partition(".")[0], concept(section.concept).within.keys()
    denied = (c for c in load_patterns().concepts if c.denied_as)
    own = (c for c in denied if c.id.startswith(f"{top}.") or c.within.keys() & told_within)
    return next((Subject(c.id) for c in own if any_of(c.denied_as).fullmatch(words)), None)


def _denied_so(walk: Walk, mention: Mention, clause_end: int) -> Subject | None:
    """`因公出国（境）费：本镇没有此项开支`: what is spoken of, where a clause denies just that."""
    told = _says_so(walk, mention, clause_end) and not _lists_others(walk, mention)
    subject = walk.spoken.lead or walk.spoken.last_lead or walk.spoken.subject
    return subject if told and not any(b.subject == subject for b in walk.found.bound) else None


def _lists_others(walk: Walk, mention: Mention) -> bool:
    """`科学技术、节能环保等类别没有支出`: whether others are listed before the denial, none of which is a concept."""
    start = walk.passage.clause_start(mention.start)
    named = any(m.kind == "concept" for m in walk.passage.starting_in(start, mention.start))
    return not named and any(mark in walk.passage.text[start : mention.start] for mark in load_shapes().list_joints)


def _says_so(walk: Walk, mention: Mention, clause_end: int) -> bool:
    """Whether a clause, from the denial on, denies what is spoken of: `没有此项开支`."""
    words = walk.passage.text[mention.start : clause_end]
    return any_of(load_patterns().markers.denies_that).fullmatch(words) is not None


def _denied(walk: Walk, mention: Mention, named: Mention | None) -> Subject | None:
    """What there is none of: what is named behind the denial; of an empty table, what is spoken of."""
    if mention.kind != "empty":
        return Subject(named.label) if named else _all_denied(walk, mention)
    lead = walk.spoken.lead
    return lead if lead and concept(lead.concept).nil_as else walk.frame.subject


def _all_denied(walk: Walk, mention: Mention) -> Subject | None:
    """`政府性基金收支情况：无`: what a paragraph is of that says nothing but the denial."""
    said = walk.passage.text.strip("".join((PART_ENDS, "：")))
    subject = walk.frame.subject
    alone = said == walk.passage.words(mention) and walk.frame.titled
    return subject if alone and subject is not None and concept(subject.concept).nil_as else None


def _listed_behind(walk: Walk, inside: Sequence[Mention], named: Mention) -> list[Mention]:
    """The concepts that are denied together with the first: `无上级补助收入、经营收入和其他收入`."""
    listed: list[Mention] = []
    end = named.end
    for other in inside[inside.index(named) + 1 :]:
        if other.kind == "measure" and other.start == end:
            end = other.end  # 国有资本经营预算、
            continue
        if other.kind != "concept" or not joins_closely(walk.passage.text[end : other.start]):
            break
        listed.append(other)
        end = other.end
    return listed


def _deny(walk: Walk, mention: Mention, subject: Subject, clause_end: int) -> int:
    """Notes that the document says there is none of the subject."""
    zero = concept(subject.concept).zero_when_nil
    if zero is not None:
        walk.found.add_figure(subject, "count", Decimal(0), zero, at=mention, signs=Signs(cue=certainty.NONE_AT_ALL))
        return clause_end
    whole = concept(subject.concept).nil_as
    if whole is not None:
        subject = Subject(whole)
    elif mention.kind == "empty" and not _says_so(walk, mention, clause_end):
        return mention.end
    if not any(b.subject == subject and b.value != 0 for b in walk.found.bound):
        walk.found.add_text(subject, "nil", "true", span=(mention.start, clause_end), quoted=mention.start)
    return clause_end
