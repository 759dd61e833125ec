"""What a budget's text tells: what the same words tell of the accounts as spent is planned there.

It was read as the accounts would say it (prose/planned.py), is held against the same identities, and is told as it is
printed (`as_told`). Figures of what was really spent, last year mostly, stay final ones, of their year; how far a plan
is from those is no change of a budget: it is told as a change, and held against nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.binding.passage import SENTENCE_END, sentence_start
from extractors.binding.stock import as_held, is_held, is_to_be_bought
from extractors.binding.why import LeftAmount, Why
from extractors.model.fact import Bound
from extractors.model.paragraph import Paragraph
from extractors.prose.sections import Section
from patterns.kept import compiled
from patterns.kinds import load_kinds
from patterns.measure import COMPARING, Measure

if TYPE_CHECKING:
    from extractors.binding.paragraphs import ToldText

_PLANNED: dict[Measure, Measure] = {
    "final": "budget_initial",
    "prior": "budget_initial",
    "budget_full": "budget_initial",
    "change": "budget_change",
    "change_rate": "budget_change_rate",
    "reason_variance": "reason_change",
}
# What a budget's figures were held against each other as; those of the year before are beside them then.
AS_SPENT: dict[str, Measure] = {
    "budget_initial": "final",
    "budget_change": "change",
    "budget_change_rate": "change_rate",
    "change": "variance",
    "change_rate": "variance_rate",
}
_OF_MONEY = ("CNY", "percent", None)  # units of figures, and of reasons, that a plan may have
_COUNTED: dict[Measure, Measure] = {"prior": "count"}  # how many is nothing planned
_CHANGES = COMPARING["prior"]
# How far a plan is from what was spent is held against nothing: it must not stand where a change of a budget does.
_FROM_SPENT: dict[Measure, Measure] = {"change": "variance", "change_rate": "variance_rate"}
_TOLD_FROM_SPENT: dict[Measure, Measure] = {other: told for told, other in _FROM_SPENT.items()}


def spent_sections(sections: Sequence[Section]) -> frozenset[str]:
    """The ids of a budget's sections that are titled as of what was spent (2021年“三公”经费决算情况)."""
    planned = load_kinds().planned
    return frozenset(
        s.id for s in sections if any(word in s.title for word in planned.accounts) and planned.plan not in s.title
    )


def apart_from_spent(
    text: ToldText, paragraphs: Sequence[Paragraph], fiscal_year: int | None, spent: Set[str]
) -> ToldText:
    """The facts of a budget in its printed `paragraphs`, still as the accounts would tell them.

    What was spent, as its words or its section (`spent`) say, is of the year before; what compares a plan with it is
    no change of a budget, and stands apart.
    """
    printed = {paragraph.number: paragraph for paragraph in paragraphs}
    kept: list[Bound] = []
    left = list(text.left)
    at: dict[int, int] = {}
    for number, said in enumerate(text.bound):
        if said.explains and not any(n in at for n in said.explains):
            continue  # the reason of a change that is none of a budget
        own = _printed(said, printed[said.paragraph.number])
        bought = is_to_be_bought(own)
        fact = None if bought else _apart(own, fiscal_year, spent)
        if fact is None:
            start = (said.value_span or (said.start, said.end))[0]
            why = Why.PART if bought else Why.LAST_BUDGET
            left.append(LeftAmount(said.paragraph.number, said.paragraph.offset + start, why))
            continue
        at[number] = len(kept)
        kept.append(fact)
    bound = (replace(b, explains=tuple(at[n] for n in b.explains if n in at)) for b in _with_carried(kept, printed))
    return replace(text, bound=tuple(bound), left=tuple(left))


def _with_carried(bound: Sequence[Bound], printed: Mapping[int, Paragraph]) -> Iterator[Bound]:
    """The facts, an item that what was carried over is told as part of as the whole that it is: all income."""
    planned = load_kinds().planned
    carried = {_sentence(b, printed) for b in bound if b.subject.concept == planned.carried and b.measure == "final"}
    for fact in bound:
        whole = planned.whole.get(fact.subject.concept)
        own = any(word in fact.paragraph.text[fact.clause[0] : fact.end] for word in planned.own_year)
        if whole is None or own or fact.measure != "final" or _sentence(fact, printed) not in carried:
            yield fact
        else:
            yield replace(fact, subject=replace(fact.subject, concept=whole))


def _sentence(fact: Bound, printed: Mapping[int, Paragraph]) -> tuple[int, int]:
    """The sentence of a fact: its paragraph, and how many sentences end before it there."""
    number = fact.paragraph.number
    return number, printed[number].text.count(SENTENCE_END, 0, fact.paragraph.offset + fact.start)


def as_told(
    bound: Sequence[Bound], fiscal_year: int | None, *, plans: bool, spent: Set[str] = frozenset()
) -> tuple[Bound, ...]:
    """Facts as their document tells them, once they were held against each other: of a budget (`plans`) as planned, but
    for what was spent, as its words or its section (`spent`) say."""
    return tuple(_planned(fact, fiscal_year, spent) if plans else fact for fact in bound)


def _planned(fact: Bound, fiscal_year: int | None, spent: Set[str]) -> Bound:
    if is_held(fact):
        return fact
    if fact.measure in _TOLD_FROM_SPENT and _from_spent(fact, spent):
        return replace(fact, measure=_TOLD_FROM_SPENT[fact.measure])
    if _says_spent(fact, spent):
        return fact
    subject, planned = fact.subject, _PLANNED if fact.unit in _OF_MONEY else _COUNTED
    if fact.measure == "prior" and fiscal_year is not None:
        subject = subject.with_dimension("year", str(fiscal_year - 1))
    return replace(fact, measure=planned.get(fact.measure, fact.measure), subject=subject)


def _printed(fact: Bound, whole: Paragraph) -> Bound:
    """The fact in the paragraph that was printed."""
    said = fact.paragraph
    own = whole.slice(said.offset, said.offset + len(said.text))
    if isinstance(fact.value, str) and (start := said.text.find(fact.value, fact.clause[0])) >= 0:
        return replace(fact, paragraph=own, value=own.text[start : start + len(fact.value)])
    return replace(fact, paragraph=own)


def _apart(fact: Bound, fiscal_year: int | None, spent: Set[str]) -> Bound | None:
    """The fact, of last year where it was spent then, as there is of what is held; None where no year is known."""
    if is_held(fact):
        return as_held(fact, fiscal_year)
    if fact.measure in _CHANGES:
        return replace(fact, measure=_FROM_SPENT[fact.measure]) if _from_spent(fact, spent) else fact
    if fiscal_year is None:
        return None if fact.measure == "prior" or (fact.measure == "final" and _says_spent(fact, spent)) else fact
    if not _says_spent(fact, spent) or fact.measure not in ("final", "prior"):
        return fact
    if fact.subject.dimension("year") is not None:
        return fact
    return replace(fact, measure="final", subject=fact.subject.with_dimension("year", str(fiscal_year - 1)))


def _from_spent(fact: Bound, spent: Set[str]) -> bool:
    """`比2023年执行数增加2万元，增长5%`: whether what a change compares with was spent, not planned."""
    text = fact.paragraph.text
    start = sentence_start(text, fact.start)
    planned = load_kinds().planned
    compared = [match.start() for match in compiled(planned.compares).finditer(text, start, fact.start)]
    if not compared:
        return _says_spent(fact, spent)
    between = text[compared[-1] : fact.end]
    return planned.says_spent(between) and planned.plan not in between


def _says_spent(fact: Bound, spent: Set[str]) -> bool:
    """Whether the words up to the figure, from the beginning of its clause, say that it was spent; else its section.

    The section says so where nothing before it in the paragraph speaks of a plan.
    """
    planned, text = load_kinds().planned, fact.paragraph.text
    if planned.says_spent(text[fact.clause[0] : fact.end]):
        return True
    return fact.section in spent and planned.plan not in text[: fact.end]
