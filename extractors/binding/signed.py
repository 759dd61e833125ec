"""Changes that a sign or an arrow tells, and no word: `上年50万元，+4.5万元（+9%）`, `比上年↓4.2%`."""

from __future__ import annotations

from extractors.binding.direction import comparing, years_apart
from extractors.binding.walk import Walk
from extractors.language.lexicon import is_filler
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from patterns.measure import BASE_OF, BUDGETS, COMPARING, Measure
from patterns.shapes import load_number_shapes

_PRIOR = "prior"  # a key of COMPARING
_BESIDE = ("", "，", "、", "（", "/")  # between a figure and its change


def is_compared_by_sign(walk: Walk, i: int) -> bool:
    """Whether what a figure is compared with stands right before it: 比上年+4.5万元."""
    before = walk.passage.before(i)
    return before is not None and before.kind == "anchor" and is_filler(walk.passage.between(before, _at(walk, i)))


def signed_change(walk: Walk, i: int, amount: Amount) -> tuple[Measure, int | None] | None:
    """What the `i`th mention, a figure with a sign and without a cue, measures; None where nothing tells.

    With it, how far its year is ahead of the fiscal one, where not the years named before it tell that.
    """
    if not amount.signed or amount.kind not in ("money", "percent"):
        return None
    off: int | None = None
    left = walk.found.unbound[-1].mention if walk.found.unbound else None
    if left is not None and left in walk.passage.mentions[max(0, i - 2) : i]:
        return None  # 那项5万元，比上年↓4%: of what the figure before is that nobody knows
    if is_compared_by_sign(walk, i):
        base = walk.comparison.base
        named = walk.comparison.year is not None and base == _PRIOR
        off = years_apart(walk, _at(walk, i).start) if named else None
    else:
        base = _compared_beside(walk, i)
        off = 0 if base == _PRIOR and walk.years.off(_at(walk, i).start) == -1 else None
    measures = comparing(walk, base, _at(walk, i).start) if base is not None else None
    return (measures[amount.kind == "percent"], off) if isinstance(measures, tuple) else None


def _compared_beside(walk: Walk, i: int) -> str | None:
    """What the figure right before a change is, as what that is compared with; None where nothing tells.

    `12万元，上年10万元，+2万元`; `12万元↑20%`: an arrow speaks of last year, a mere sign behind a final figure of what
    its section, its sentence, or figures before it are compared with.
    """
    last = walk.found.last
    position = _at(walk, i).start
    if last is None or walk.found.text_since_last(position) not in _BESIDE:
        return None
    if last.measure != "final":
        return BASE_OF.get(last.measure)
    told = [b for b in walk.found.since(walk.passage.sentence_start(position)) if b.subject == last.subject]
    if walk.comparison.base is not None or any(b.measure in BUDGETS for b in told):
        return walk.comparison.base
    shapes = load_number_shapes()
    arrow = any(mark in walk.passage.words(_at(walk, i)) for mark in (shapes.rises, shapes.falls))
    return _PRIOR if arrow or any(b.measure in COMPARING[_PRIOR] for b in walk.found.bound) else None


def _at(walk: Walk, i: int) -> Mention:
    return walk.passage.mentions[i]
