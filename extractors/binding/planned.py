"""What a budget's text tells: what the same words tell of the accounts as spent is planned there.

It was read as the accounts would say it (prose/planned.py), and is told as it is printed. Figures of what was really
spent, last year mostly, stay final ones; how far a plan is from those is no change of a budget, and is of nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.binding.paragraphs import ToldText
from extractors.binding.why import LeftAmount, Why
from extractors.model.fact import Bound
from extractors.model.paragraph import Paragraph
from patterns.kinds import load_kinds
from patterns.measure import OF_BUDGETS, Measure

_PLANNED: dict[Measure, Measure] = {
    "final": "budget_initial",
    "prior": "budget_initial",
    "budget_full": "budget_initial",
    "change": "budget_change",
    "change_rate": "budget_change_rate",
    "reason_variance": "reason_change",
}


def as_planned(text: ToldText, paragraphs: Sequence[Paragraph], fiscal_year: int | None) -> ToldText:
    """The facts as those of a budget, in its printed `paragraphs`; what is neither planned nor spent is left."""
    printed = {paragraph.number: paragraph for paragraph in paragraphs}
    kept: list[Bound] = []
    left = list(text.left)
    at: dict[int, int] = {}
    for number, fact in enumerate(text.bound):
        planned = _planned(_printed(fact, printed[fact.paragraph.number]), fiscal_year)
        if fact.explains and not any(n in at for n in fact.explains):
            continue  # the reason of a change that is none of a budget
        if planned is None:
            start = (fact.value_span or (fact.start, fact.end))[0]
            left.append(LeftAmount(fact.paragraph.number, fact.paragraph.offset + start, Why.LAST_BUDGET))
            continue
        at[number] = len(kept)
        kept.append(planned)
    bound = (replace(b, explains=tuple(at[n] for n in b.explains if n in at)) for b in kept)
    return ToldText(tuple(bound), tuple(left))


def _printed(fact: Bound, whole: Paragraph) -> Bound:
    """The fact in the paragraph that was printed."""
    said = fact.paragraph
    own = whole.slice(said.offset, said.offset + len(said.text))
    if isinstance(fact.value, str) and (start := said.text.find(fact.value, fact.clause[0])) >= 0:
        return replace(fact, paragraph=own, value=own.text[start : start + len(fact.value)])
    return replace(fact, paragraph=own)


def _planned(fact: Bound, fiscal_year: int | None) -> Bound | None:
    """The fact as a budget tells it; None for what compares a plan with what was spent, or is of no year known."""
    measure = _PLANNED.get(fact.measure, fact.measure)
    if _says_spent(fact):
        return None if measure in OF_BUDGETS else fact
    if fact.measure == "prior":
        if fiscal_year is None:
            return None
        return replace(fact, measure=measure, subject=fact.subject.with_dimension("year", str(fiscal_year - 1)))
    return replace(fact, measure=measure)


def _says_spent(fact: Bound) -> bool:
    """Whether the words up to the figure, from the beginning of its clause, say that it was spent."""
    before = fact.paragraph.text[fact.clause[0] : fact.end]
    return any(word in before for word in load_kinds().planned.spent)
