"""What 增加 and 减少 speak of: what is compared with what, and in which direction where a template leaves it open."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.binding import reach
from extractors.binding.walk import Walk
from extractors.language.mention import Mention
from extractors.model.fact import Bound
from patterns.loader import load_patterns

SIGN = {"increase": 1, "decrease": -1}
# What a figure of that measure is compared as.
BASE_OF = {"prior": "prior", "budget_initial": "budget", "budget_full": "budget"}


def compared_with(walk: Walk, cue: Mention) -> str:
    """What a direction compares with, `prior` or `budget`: what was just told, what it says itself, else the base."""
    just_told = _just_told(walk, cue)
    if just_told is not None:
        return just_told
    if _speaks_of_budget(walk, cue):
        return "budget"
    return walk.comparison.base if walk.comparison.base in ("prior", "budget") else "prior"


def _just_told(walk: Walk, cue: Mention) -> str | None:
    """`上年4.87万元，多2.49万元`: what the clause before names a figure of is what the direction compares with."""
    last = walk.found.last
    clause = walk.passage.clause_start(cue.start)
    if last is None or cue.start != clause or not walk.found.last_ends_at(clause - 1):
        return None
    return BASE_OF.get(last.measure)


def _speaks_of_budget(walk: Walk, cue: Mention) -> bool:
    """`为预算数的104.51%，超出3.74万元`: whether the direction speaks of the budget by itself."""
    if not walk.passage.words(cue).startswith(load_patterns().measures.of_budget):
        return False
    clause = walk.passage.clause_start(cue.start)
    return not any(m.kind == "anchor" and clause <= m.start < cue.start for m in walk.passage.mentions)


def sign_left_open(walk: Walk, cue: Mention) -> int:
    """The sign of `增加（减少）`: that of the change told before, of final less prior, else of its first word."""
    if walk.comparison.sign < 0:
        return -1
    return _sign_of_figures(walk.found.bound) or _sign_behind(walk, cue) or _sign_of_words(walk.passage.words(cue))


def _sign_of_figures(bound: Sequence[Bound]) -> int:
    """The sign of the final figure less the prior one of what both were told of last; 0 where both are of nothing."""
    finals = {b.subject: b.value for b in bound if b.measure == "final" and isinstance(b.value, Decimal)}
    for b in reversed(bound):
        if b.measure == "prior" and b.subject in finals and isinstance(b.value, Decimal):
            return -1 if finals[b.subject] < b.value else 1
    return 0


def _sign_behind(walk: Walk, cue: Mention) -> int:
    """`增加（减少）103.13万元，下降3.98%`: the sign of the next direction; 0 where none is near."""
    until = cue.end + reach.RATE_BEHIND_OPEN
    behind = [m for m in walk.passage.mentions if m.kind == "direction" and cue.end < m.start < until]
    return SIGN.get(behind[0].label, 0) if behind else 0


def _sign_of_words(words: str) -> int:
    return -1 if words.startswith(load_patterns().measures.decreasing) else 1
