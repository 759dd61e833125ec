"""What 增加 and 减少 speak of: what is compared with what, and in which direction where a template leaves it open."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.binding import certainty, reach
from extractors.binding.walk import Walk
from extractors.binding.why import Why
from extractors.language.mention import Mention
from extractors.model.fact import Bound, Subject
from patterns.loader import load_patterns
from patterns.measure import BASE_OF, BUDGETS, COMPARING, OF_BUDGETS, Measure
from patterns.wording import any_of

_ROUNDED = Decimal(100)  # 元: 0.01万元, by which figures that were rounded themselves may miss each other
SIGN = {"increase": 1, "decrease": -1}


def comparing(walk: Walk, base: str, position: int) -> tuple[Measure, Measure] | Why:
    """The measures, in money and as a rate, of what is compared with `base` at a position of the passage.

    A budget against that of the year before; a final figure against last year's, or against its own budget; and
    against nothing else.
    """
    if _compares_a_budget(walk, position) and base != "budget":
        return OF_BUDGETS
    if base == "prior_budget":
        return Why.LAST_BUDGET
    if base == "prior" and walk.comparison.base == "prior" and years_apart(walk, position) is None:
        return Why.OTHER_YEAR
    return COMPARING[base]


def years_apart(walk: Walk, position: int) -> int | None:
    """How far ahead of the fiscal year the figure is that is compared at a position; None where not with last year's.

    `比2022年减少2万元` speaks of 2023, whatever year was named before.
    """
    fiscal, named, at = walk.years.fiscal_year, walk.comparison.year, walk.years.at(position)
    if named is None or fiscal is None or at is None:
        return walk.years.off(position)
    return next((year - fiscal for year in (at, fiscal) if year == named + 1), None)


def _compares_a_budget(walk: Walk, position: int) -> bool:
    """`2024年预算9万元，比2023年预算减少…`, `2024年预算数较上年减少…`: whether it is a budget that is compared."""
    passage = walk.passage
    if _names_a_budget(walk, position):
        return True
    in_part = [b.measure for b in walk.found.since(passage.part_start(position))]
    if in_part[:1] == ["prior"] and not any(measure in BUDGETS for measure in in_part):
        return False  # 预算7万元；上年6万元，同口径下降…
    told = list(walk.found.since(passage.sentence_start(position)))
    told = [b for b in told if b.measure in (*BUDGETS, *OF_BUDGETS, "final", "budget_rate")]
    if not told or told[0].measure in ("final", "budget_rate"):
        return False
    of_it = [b.measure for b in told if b.subject.concept == told[0].subject.concept]
    return told[0].measure in OF_BUDGETS or ("final" not in of_it and told[0].signs.cue != certainty.COMPARAND)


def _names_a_budget(walk: Walk, position: int) -> bool:
    """Whether a budget is named in the clause before a position, behind its last figure; 年初 alone names none."""
    passage, adjacent = walk.passage, load_patterns().measures.adjacent
    for mention in reversed(passage.starting_in(passage.clause_start(position), position)):
        if mention.kind == "amount":
            return False
        if mention.kind == "measure" and mention.label in BUDGETS and passage.words(mention) not in adjacent:
            return True
    return False


def compared_with(walk: Walk, cue: Mention) -> str:
    """What a direction compares with, a key of anchors: what was just told, what it says itself, else the base."""
    just_told = _just_told(walk, cue)
    if just_told is not None:
        return just_told
    if _speaks_of_budget(walk, cue):
        return "budget"
    return walk.comparison.base or "prior"


def differs_from_budget(walk: Walk, cue: Mention, change: Decimal) -> bool:
    """`预算10万元，决算9万元，减少1万元`: whether a change that names nothing is what the figures differ by."""
    last = walk.found.last
    begins = cue.start == walk.passage.clause_start(cue.start) and walk.found.last_ends_at(cue.start - 1)
    if last is None or last.measure != "final" or not isinstance(last.value, Decimal) or not begins or not change:
        return False
    told = walk.found.since(walk.passage.sentence_start(cue.start))
    budgets = (b.value for b in told if b.subject == last.subject and b.measure in BUDGETS)
    return any(isinstance(b, Decimal) and abs(last.value - b - change) <= _ROUNDED for b in budgets)


def tells_prior_before(walk: Walk, cue: Mention) -> bool:
    """Whether last year's figure was told right before the clause of a direction."""
    last = walk.found.last
    return last is not None and last.measure == "prior" and _just_told(walk, cue) == "prior"


def _just_told(walk: Walk, cue: Mention) -> str | None:
    """`上年4.87万元，多2.49万元`: what the clause before names a figure of is what the direction compares with."""
    last = walk.found.last
    clause = walk.passage.clause_start(cue.start)
    if last is None or walk.passage.text[clause : cue.start] not in ("", *load_patterns().markers.same_basis):
        return None
    gap = (walk.found.text_since_last(clause - 1) or "") if clause else "…"
    return BASE_OF.get(last.measure) if not gap or gap in load_patterns().markers.compared_before else None


def _speaks_of_budget(walk: Walk, cue: Mention) -> bool:
    """`为预算数的104.51%，超出3.74万元`: whether the direction speaks of the budget by itself."""
    if not walk.passage.words(cue).startswith(load_patterns().measures.of_budget):
        return False
    clause = walk.passage.clause_start(cue.start)
    named = any(m.kind == "anchor" and clause <= m.start < cue.start for m in walk.passage.mentions)
    return not named and not _goes_on_with_prior(walk, clause, cue)


def _goes_on_with_prior(walk: Walk, clause: int, cue: Mention) -> bool:
    """`较上年增长5%，多支出4万元`: whether the clause before compared with last year, and no budget is as far away."""
    last = walk.found.last
    compared = last is not None and last.measure in COMPARING["prior"] and walk.found.last_ends_at(clause - 1)
    if last is None or not compared:
        return False
    change = next((m.amount for m in walk.passage.mentions if m.start == cue.end and m.amount), None)
    if change is None:
        return not walk.found.tells_budget(last.subject.undated)
    return change.kind != "money" or _is_off_budget(walk, last.subject.undated, change.value)


def _is_off_budget(walk: Walk, subject: Subject, change: Decimal) -> bool:
    """Whether no budget told of a subject is as far from its final figure as a change; so where none is told."""
    own = [b for b in walk.found.bound if b.subject == subject and isinstance(b.value, Decimal)]
    budgets = [b.value for b in own if b.measure in BUDGETS]
    finals = [b.value for b in own if b.measure == "final"]
    gaps = (abs(f - b) for f in finals for b in budgets if isinstance(f, Decimal) and isinstance(b, Decimal))
    return not budgets or (bool(finals) and all(abs(gap - abs(change)) > _ROUNDED for gap in gaps))


def is_starting_point(walk: Walk, i: int, mention: Mention) -> bool:
    """`从20人降为10人`, `由90万元升至96万元`: whether the figure at the `i`th mention is what another has come from."""
    after = walk.passage.after(i)
    comes_to = after is not None and after.kind == "measure" and after.label == "final" and after.start == mention.end
    come_from = any_of(load_patterns().markers.come_from)
    return comes_to and come_from.search(walk.passage.lead_in(mention)) is not None


def sign_left_open(walk: Walk, cue: Mention) -> int:
    """The sign of `增加（减少）`: of the figures just told of it, of the change before, of others, else of its word."""
    told = list(walk.found.since(walk.passage.part_start(cue.start)))
    own = _sign_of_figures([b for b in reversed(told) if b.subject == walk.spoken.subject])
    if own or walk.comparison.sign < 0:
        return own or -1
    return _sign_of_figures(walk.found.bound) or _sign_behind(walk, cue) or _sign_of_words(walk.passage.words(cue))


def _sign_of_figures(bound: Sequence[Bound]) -> int:
    """The sign of the final figure less what it is compared with, of what both were told of last; 0 where of none."""
    finals = {b.subject: b.value for b in bound if b.measure == "final" and isinstance(b.value, Decimal)}
    for b in reversed(bound):
        if b.measure in BASE_OF and b.subject in finals and isinstance(b.value, Decimal):
            return -1 if finals[b.subject] < b.value else 1
    return 0


def _sign_behind(walk: Walk, cue: Mention) -> int:
    """`增加（减少）103.13万元，下降3.98%`: the sign of the next direction; 0 where none is near."""
    until = cue.end + reach.RATE_BEHIND_OPEN
    behind = [m for m in walk.passage.mentions if m.kind == "direction" and cue.end < m.start < until]
    return SIGN.get(behind[0].label, 0) if behind else 0


def _sign_of_words(words: str) -> int:
    return -1 if words.startswith(load_patterns().measures.decreasing) else 1
