"""What the labels of a row or a column say together, each in the light of those before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractors.language.concepts import concept, takes
from extractors.statements.grid import label
from extractors.statements.small.layout import Path
from extractors.statements.small.said import Said, said_by
from extractors.statements.small.telling import Telling
from extractors.statements.small.telling import crossed as crossed_telling
from extractors.statements.small.telling import narrowed as narrowed_telling
from patterns.loader import load_patterns
from patterns.small_tables import load_small_tables
from patterns.within import is_within


@dataclass(frozen=True, slots=True)
class Heading:
    """What a row or column says: `concept` where it names one, `said` the rest; `said` is None where not understood.

    `dimensions` are those of the concept's class, where it is one of a classification.
    """

    concept: str | None = None
    said: Said | None = None
    dimensions: tuple[tuple[str, str], ...] = ()


def headings(paths: Iterable[Path]) -> dict[Path, Heading]:
    """The headings of paths in order: a name that means something only below another is told by the one before it."""
    found: dict[Path, Heading] = {}
    before: str | None = None
    last: Said | None = None
    for path in paths:
        if path not in found:
            found[path] = heading = _behind(last, _heading(path, before))
            before = heading.concept if heading.concept is not None or heading.said is None else before
            last = heading.said
    return found


def _behind(last: Said | None, heading: Heading) -> Heading:
    """A heading that says no more than a rate, right behind one of a difference, as the rate of that."""
    said = heading.said
    if last is None or said is None or not last.telling.difference or last.telling.rate or not said.telling.lone_rate:
        return heading
    if said.year is not None and said.year != last.year:
        return heading
    return replace(heading, said=replace(said, telling=replace(last.telling, rate=True)))


def _heading(path: Path, before: str | None) -> Heading:
    family = load_small_tables().family
    found: str | None = None
    whole: Said | None = Said()
    for cell in path:
        said = said_by(label(cell.text))
        whole = narrowed(whole, said) if whole is not None and said is not None else None
        if said is None or whole is None:
            return Heading()
        named = _concept(said, found, before)
        if named == "" or (named and found and not is_within(named, found)):
            return Heading()
        found = named or found
    if found is None and before == family and whole is not None and whole.total:
        found = family  # the sum right below its name
    return Heading(found, whole)


def _concept(said: Said, over: str | None, before: str | None) -> str | None:
    """The concept that a label names below the one `over` it and behind the one `before`; "" for one it cannot."""
    if said.concepts:
        named = _of_unit(said.concepts, said.unit)
        return (_spent_on(said, before) if over is None and named and is_counted(named) else None) or named
    if said.below:
        told = [c for under, c in said.below if any(b and is_within(b, under) for b in (over, before))]
        return _of_unit(told, said.unit) if told else ""
    return None


def _spent_on(said: Said, before: str | None) -> str | None:
    """The cost that a name of a number (购置) means in a row behind one of a cost, where it says no unit."""
    if said.unit is not None or before is None or is_counted(before):
        return None
    return next((c for under, c in said.below if is_within(before, under) and not is_counted(c)), None)


def _of_unit(concepts: Iterable[str], unit: str | None) -> str:
    """Which of the concepts that a name may stand for is told in such a unit: a cost where none is written."""
    several = list(concepts)
    counted = unit is not None and unit != "percent" and unit not in load_patterns().units.money
    fitting = (c for c in several if (takes(c, unit) if counted else not is_counted(c)))
    return next(fitting, "" if counted else several[0])


def is_counted(concept_id: str) -> bool:
    """Whether figures of the concept are counts."""
    return "money" not in concept(concept_id).kinds


def narrowed(over: Said, said: Said) -> Said | None:
    """What a label says below another; None where they contradict each other."""
    return _joined(over, said, narrowed_telling(over.telling, said.telling))


def crossed(row: Said, column: Said) -> Said | None:
    """What the labels of a figure's row and of its column say together; None where they contradict each other."""
    return _joined(row, column, crossed_telling(row.telling, column.telling))


def _joined(one: Said, other: Said, telling: Telling | None) -> Said | None:
    if telling is None or (one.year and other.year and one.year != other.year):
        return None
    total, year, unit = one.total or other.total, other.year or one.year, other.unit or one.unit
    return Said(total=total, telling=telling, year=year, unit=unit, scope=other.scope or one.scope)
