"""Which budget pays for a function of 支出功能分类: its section's, or one that its clause, sentence or list says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extractors.binding.passage import Passage
from extractors.binding.spoken import Spoken
from extractors.language.annotated import BY_FUNCTION
from extractors.language.mention import Mention
from extractors.model.fact import Subject
from patterns.loader import load_patterns

_ALL_BUDGETS = f"fiscal{BY_FUNCTION}"  # of which a paragraph on one budget may tell the functions that follow it


def paid_by(
    mention: Mention, passage: Passage, spoken: Spoken, section: Subject | None, before: Sequence[Subject]
) -> str:
    """The concept of a function: another budget's where its clause (政府性基金安排的…) or its sentence says so.

    `before` is what the paragraphs before it in the section led with, the last first.
    """
    told = _said_by_clause(mention, passage) or _said_by_lead(spoken.lead or section)
    if told is None and mention.label == _ALL_BUDGETS and spoken.lead is None and before:
        told = _budget(before[0].concept.partition(".")[0])
    return told or mention.label


def _said_by_clause(mention: Mention, passage: Passage) -> str | None:
    clause = passage.clause_start(mention.start)
    for other in passage.mentions:
        named = other.kind == "concept" and f"{other.label}{BY_FUNCTION}" in _told_by_function()
        before = clause <= other.start < mention.start
        if named and (before or (other.start == mention.end + 1 and passage.is_qualifier(other))):
            return f"{other.label}{BY_FUNCTION}"
    return None


def _said_by_lead(lead: Subject | None) -> str | None:
    """`一般公共预算财政拨款支出用途：`, then a paragraph for each."""
    return _budget(lead.concept.removesuffix(BY_FUNCTION)) if lead is not None else None


def _budget(whole: str) -> str | None:
    budget = load_patterns().markers.budgets_of_functions.get(whole)
    return f"{budget}{BY_FUNCTION}" if budget is not None else None


@cache
def _told_by_function() -> frozenset[str]:
    return frozenset(s.functions for s in load_patterns().sections if s.functions)
