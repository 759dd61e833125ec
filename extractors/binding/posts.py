"""Posts and who fills them: whether `实际40人` tells of one kind of posts, or of all the staff.

行政编制45人，实际40人；事业编制12人，实际11人。     of each kind
行政编制2人，事业编制9人；实际10人。                of all
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from extractors.binding.walk import Walk
from extractors.language.concepts import concept
from extractors.language.mention import Mention
from extractors.model.fact import Subject
from patterns.loader import load_patterns
from patterns.parts import load_parts

_FEWEST_PAIRS = 2  # of posts and who fills them, from which on words that mean all the staff tell of each kind


def filled(walk: Walk, counted: str, mention: Mention) -> str:
    """The concept that a count is of which names one of who fills posts: of their kind, or of all in all."""
    by_post = _by_post().get(counted)
    if by_post is None:
        return _goes_on_filling(walk, counted, mention) or counted
    if counted == by_post and _names_its_kind(walk, mention):
        return by_post  # 共有编制13名，实有行政编制人员6人
    in_all = counted if counted in concept(by_post).pairs_with else str(concept(by_post).in_all)
    if counted in (by_post, in_all) and _stands_behind_posts(walk, by_post, mention):
        return by_post  # 行政编制32人实有22人
    told = _told_since_filled(walk, by_post, mention)
    if len(told) != 1 or told[0] not in concept(by_post).posts:
        return in_all
    own = counted == by_post and _is_in_part(walk, told[0], mention)
    return by_post if own or _pairs(walk, by_post, mention) >= _FEWEST_PAIRS else in_all


def of_their_kind(walk: Walk, subject: Subject, mention: Mention) -> Subject:
    """`行政编制45人，实际40人；事业编制12人，实际11人`: who fills posts, each as the part of their kind."""
    if subject.concept not in _by_post().values() or subject.beside:
        return subject
    if _pairs(walk, subject.concept, mention) < _FEWEST_PAIRS:
        return subject
    posts = concept(subject.concept).posts
    start = walk.passage.sentence_start(mention.start)
    named = (m for m in reversed(walk.passage.starting_in(start, mention.start)) if m.label in posts)
    own = next(named, None)
    return subject.with_dimension("part", walk.passage.words(own)) if own is not None else subject


def _goes_on_filling(walk: Walk, counted: str, mention: Mention) -> str | None:
    """`实有行政编制人员6人，参公编制人员7人`: who fills posts, where who fills others was told right before."""
    last = walk.found.last
    if last is None or last.start < walk.passage.offset + walk.passage.sentence_start(mention.start):
        return None
    by_post = last.subject.concept
    filling = by_post in _by_post().values() and counted in concept(by_post).posts
    return by_post if filling and walk.passage.text[: mention.start].endswith(load_parts().people) else None


def _names_its_kind(walk: Walk, mention: Mention) -> bool:
    """Whether what is named right before a count says which posts are filled: 实有行政编制人员, not 实有."""
    named = walk.passage.concept_before(mention.start)
    return named is not None and load_parts().names_posts(walk.passage.words(named))


def _stands_behind_posts(walk: Walk, by_post: str, mention: Mention) -> bool:
    """Whether the name of a count stands right behind the number of one kind of posts."""
    last, named = walk.found.last, walk.passage.concept_before(mention.start)
    if last is None or named is None or not walk.found.last_ends_at(named.start):
        return False
    return last.subject.concept in concept(by_post).posts and not last.subject.beside


def _is_in_part(walk: Walk, told: str, mention: Mention) -> bool:
    """Whether the posts were told in the part of the sentence that the count stands in."""
    return any(f.subject.concept == told for f in walk.found.since(walk.passage.part_start(mention.start)))


def _told_since_filled(walk: Walk, by_post: str, mention: Mention) -> list[str]:
    """The posts whose number the sentence has told since it told last who fills any."""
    posts = (*concept(by_post).posts, _whole_of(by_post))
    told: list[str] = []
    for fact in walk.found.since(walk.passage.sentence_start(mention.start)):
        if fact.subject.concept in _by_post():
            break
        if fact.subject.concept in posts and fact.measure == "count" and not fact.subject.beside:
            told.append(fact.subject.concept)
    return told


def _whole_of(by_post: str) -> str:
    """Posts of all kinds."""
    return concept(by_post).posts[0].rpartition(".")[0]


def _pairs(walk: Walk, by_post: str, mention: Mention) -> int:
    """How many times the sentence tells posts, of a kind or all, that are followed at once by who fills them."""
    start, end = (edge(mention.start) for edge in (walk.passage.sentence_start, walk.passage.sentence_end))
    named = [m.label for m in walk.passage.mentions if m.kind == "concept" and start <= m.start < end]
    posts = (*concept(by_post).posts, _whole_of(by_post))
    return sum(one in posts and other in _by_post() for one, other in pairwise(named))


@cache
def _by_post() -> dict[str, str]:
    """What tells who fills posts: by the concepts that it may be, the one of each kind of posts."""
    found = [c for c in load_patterns().concepts if c.posts and c.in_all is not None]
    return {said: c.id for c in found for said in (c.id, str(c.in_all), *c.pairs_with)}
