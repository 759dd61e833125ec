"""Posts named among those who are there: `在职70人，其中行政编制24人` tells who holds which, not how many there are.

Posts of leaders (局长1名、领导职数8名) are no kind of posts: within a number of posts they are told of nothing.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from itertools import pairwise

from extractors.binding.kinds_beside import names_part
from extractors.binding.walk import Walk
from extractors.language.lexicon import is_filler
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Bound
from patterns.loader import load_patterns
from patterns.parts import load_parts


def names_holders(walk: Walk, named: Mention | None, whole: Bound, amount: Amount) -> bool:
    """Whether posts named before a count are those that some of `whole` hold, all of whom they fit in."""
    if named is None or not _are_posts_among(walk, named, whole) or _tells_who_fills(walk, named):
        return False
    if not load_parts().is_kind_within(whole.subject.concept) or not isinstance(whole.value, Decimal):
        return False
    return _told_of_posts(walk, whole, amount) <= whole.value


def are_posts_beside(walk: Walk, named: Mention | None, whole: Bound) -> bool:
    """`在编34人，其中：甲队核定编制30人，实有26人`: whether posts stand among people, beside who fills them."""
    return named is not None and _are_posts_among(walk, named, whole) and _tells_who_fills(walk, named)


def _are_posts_among(walk: Walk, named: Mention, whole: Bound) -> bool:
    """Whether posts of a kind are named behind a whole that is none of posts."""
    of_kind = named.label in _kinds_of_posts() or names_part(walk, named)
    return of_kind and whole.subject.concept not in posts()


def _told_of_posts(walk: Walk, whole: Bound, amount: Amount) -> Decimal:
    """What the sentence counts of posts behind the whole, all in all."""
    passage = walk.passage
    start = whole.end - passage.offset
    mentions = [m for m in passage.mentions if start <= m.start < passage.sentence_end(amount.start)]
    total = Decimal(0)
    for named, counted in pairwise(mentions):
        alike = counted.amount is not None and counted.amount.unit == amount.unit
        if named.label in _kinds_of_posts() and alike and is_filler(passage.between(named, counted)):
            total += counted.amount.value if counted.amount else 0
    return total


def _tells_who_fills(walk: Walk, named: Mention) -> bool:
    """`共50人，其中行政编制20人，实有18人`: whether the sentence says besides how many hold such posts."""
    end = walk.passage.sentence_end(named.end)
    return any(m.label in _filling() for m in walk.passage.mentions if named.end <= m.start < end)


def is_leaders(name: str, whole: Bound) -> bool:
    """Whether a name within a number of posts is that of leaders: 副局长, 科级领导职数."""
    return whole.subject.concept in posts() and load_parts().is_leader(name)


@cache
def posts() -> frozenset[str]:
    """The concepts of posts: of all, and of each kind."""
    return frozenset({*_kinds_of_posts(), *(post.rpartition(".")[0] for post in _kinds_of_posts())})


@cache
def _kinds_of_posts() -> frozenset[str]:
    return frozenset(post for c in load_patterns().concepts for post in c.posts)


@cache
def _filling() -> frozenset[str]:
    """The concepts of who fills posts."""
    found = [c for c in load_patterns().concepts if c.posts]
    return frozenset(said for c in found for said in (c.id, c.in_all, *c.pairs_with) if said)
