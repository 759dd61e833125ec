"""What concepts take: which members a pair has, which classifiers count what."""

from __future__ import annotations

from functools import cache, lru_cache

from extractors.model.fact import Subject
from patterns.kept import KEPT
from patterns.knowledge import Concept
from patterns.loader import load_patterns
from patterns.within import is_within


@lru_cache(maxsize=KEPT)
def concept(concept_id: str) -> Concept:
    """The concept of that id; KeyError where patterns/concepts.yaml has none."""
    return load_patterns().concept(concept_id)


@cache
def concept_ids() -> frozenset[str]:
    """The ids of all concepts."""
    return frozenset(c.id for c in load_patterns().concepts)


def members(subject: Subject) -> list[Subject]:
    """The members of a pair (收、支总计), or the subject itself."""
    return pair_of(subject) or [subject]


def pair_of(subject: Subject | None) -> list[Subject]:
    """The members of a pair stated at once (收、支总计), in their order; none for anything else."""
    return [Subject(m) for m in concept(subject.concept).members] if subject and not subject.dimensions else []


def is_told_within(part: str, whole: str) -> bool:
    """Whether changes of one are reasons of the other's: a part, or told of by the sections on its kinds."""
    groups = load_patterns().markers.told_within.get(whole, ())
    return part.startswith(f"{whole}.") or any(is_within(part, group) for group in groups)


def domestic_of(whole: str | None, words: str) -> str | None:
    """What of a cost was spent within the country, where words say so (国内公务接待) and it is a concept of its own."""
    narrower = f"{whole}.domestic"
    said = any(word in words for word in load_patterns().markers.domestic)
    return narrower if said and narrower in concept_ids() else None


def takes(concept_id: str, unit: str | None) -> bool:
    """Whether a count in `unit` (any unit where None) can be of the concept."""
    counts = concept(concept_id).counts
    return bool(counts) and (unit is None or unit in counts)


def accepting(concept_id: str, unit: str | None) -> str | None:
    """The concept itself, a sibling or a part of it that is counted in `unit`."""
    if takes(concept_id, unit):
        return concept_id
    if unit is None:
        return None
    whole = concept(concept_id).of or concept_id
    while "." in whole:
        parts = (c for c in load_patterns().concepts if c.of == whole and unit in c.counts)
        found = next((c.id for c in sorted(parts, key=lambda c: c.counts.index(unit))), None)
        if found is not None:
            return found
        whole = whole.rpartition(".")[0]
    return None
