"""Which budget alone pays for what is told: `政府性基金安排的“三公”经费`, a section titled so.

What it tells is never the concept's main figure: it is of the concept of that budget, or a part where there is none.
"""

from __future__ import annotations

from dataclasses import replace

from extractors.language.concepts import concept, concept_ids
from extractors.model.fact import Bound, Subject
from patterns.knowledge import SectionPattern
from patterns.shapes import load_headings
from patterns.within import is_within
from patterns.wording import any_of


def scope_of(title: str, pattern: SectionPattern | None) -> str | None:
    """The budget that a section's title says alone; None where it says none, or names the general one besides."""
    if pattern is None or load_headings().one_budget in title:
        return None
    return next((scope for scope, says in pattern.scopes.items() if any_of(says).search(title)), None)


def told_of_scope(bound: Bound, scope: str, whole: str) -> Bound:
    """A fact of a section on what `scope` pays of `whole` (three_public), as it is told outside of it."""
    own = within_scope(bound.subject, whole, scope)
    return bound if own is None else replace(bound, subject=own)


def within_scope(subject: Subject, whole: str, scope: str) -> Subject | None:
    """The subject as one of `scope`'s; None where it is none of the whole, or that already."""
    of_scope = f"{whole}.{scope}"
    if not is_within(subject.concept, whole) or is_within(subject.concept, of_scope):
        return None
    own = of_scope + subject.concept.removeprefix(whole)
    if own in concept_ids():
        return replace(subject, concept=own)
    return subject.with_dimension("part", concept(of_scope).label)
