"""Loads and validates the knowledge files, once per process.

Every file is checked on loading: unknown keys, concepts that other files name but concepts.yaml does not have, and
wordings that do not follow the notation (patterns/wording.py) are PatternError with file and entry.
"""

from __future__ import annotations

import csv
import hashlib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from patterns.measure import Measure

FOLDER = Path(__file__).parent


class PatternError(ValueError):
    """A knowledge file that cannot be used; the message names file, entry and cause."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Concept(_Entry):
    """What a figure is of; see the head of concepts.yaml for the keys."""

    id: str
    label: str
    say: tuple[str, ...] = ()
    within: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    members: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ("money", "percent")
    counts: tuple[str, ...] = ()
    of: str | None = None
    zero_when_nil: str | None = None
    nil_as: str | None = None
    counterpart: str | None = None
    yields: bool = False
    described: bool = False
    listed: bool = False
    not_within: tuple[str, ...] = ()
    with_words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    examples: tuple[str, ...] = ()


class Section(_Entry):
    """A section of a disclosure; see the head of sections.yaml."""

    id: str
    titles: tuple[str, ...]
    subject: str | None = None
    functions: str | None = None
    openings: tuple[str, ...] = ()
    compares: str | None = None
    budget: Measure = "budget_initial"
    may_open: tuple[str, ...] = ()
    turns_with: tuple[str, ...] = ()
    under: str | None = None
    short_titles: tuple[str, ...] = ()
    broad: bool = False
    own_titles: tuple[str, ...] = ()
    read: bool = True


class MeasureWordings(_Entry):
    """A measure's cues. One measure may have several entries, some valid `within` certain sections only."""

    id: Measure
    label: str
    kind: str
    cues: tuple[str, ...]
    within: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


class Measures(_Entry):
    measures: tuple[MeasureWordings, ...]
    directions: dict[str, tuple[str, ...]]
    anchors: dict[str, tuple[str, ...]]
    adjacent: tuple[str, ...]
    of_budget: tuple[str, ...]
    decreasing: tuple[str, ...]
    above_budget: tuple[str, ...]
    below_budget: tuple[str, ...]
    full_budget: tuple[str, ...]
    initial_budget: tuple[str, ...]


class ReasonCue(_Entry):
    say: tuple[str, ...]
    measure: Measure | None = None
    concept: str | None = None
    after_value: bool = False
    unless_followed_by: tuple[str, ...] = ()


class Category(_Entry):
    id: str
    label: str
    wordings: tuple[str, ...]


class CategoryExample(_Entry):
    text: str
    category: str


class Reasons(_Entry):
    cues: tuple[ReasonCue, ...]
    closings: tuple[str, ...]
    continues: tuple[str, ...]
    descriptions: tuple[str, ...]
    of_change: tuple[str, ...]
    enumerators: tuple[str, ...]
    leads: tuple[str, ...]
    parts: tuple[str, ...]
    stops: tuple[str, ...]
    categories: tuple[Category, ...]
    other_category: str
    other_label: str
    examples: tuple[CategoryExample, ...]


class TextCue(_Entry):
    """What introduces a text that belongs to a concept; see texts.yaml."""

    say: tuple[str, ...]
    ends: tuple[str, ...]
    only: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    unless_followed_by: tuple[str, ...] = ()
    requires_value: bool = False


class Markers(_Entry):
    respectively: tuple[str, ...]
    both: tuple[str, ...]
    nil: tuple[str, ...]
    empty_table: tuple[str, ...]
    averages: tuple[str, ...]
    excluded: tuple[str, ...]
    count_followers: tuple[str, ...]
    name_ends: tuple[str, ...]
    domestic: tuple[str, ...]
    all_of: tuple[str, ...]
    compared: tuple[str, ...]
    spending: tuple[str, ...]
    budgets_named: tuple[str, ...]
    fillers: tuple[str, ...]
    thresholds: tuple[str, ...]
    placeholders: tuple[str, ...]


class Units(_Entry):
    money: dict[str, Decimal]
    assumed: str
    times: tuple[str, ...]
    percent: tuple[str, ...]
    area: tuple[str, ...]
    counts: tuple[tuple[str, ...], ...]


class Layout(_Entry):
    page_numbers: tuple[str, ...]
    carries_on: tuple[str, ...]
    carries_on_unnumbered: tuple[str, ...]
    numbering: tuple[str, ...]
    contents: tuple[str, ...]
    title_ends: tuple[str, ...]


class Function(_Entry):
    """A line of 政府收支分类 (支出功能分类): code of 3, 5 or 7 digits, name, level 类/款/项."""

    code: str
    name: str
    level: str


class EconomicClass(_Entry):
    """A 类 of 支出经济分类: its code of three digits and how texts name it."""

    code: str
    say: tuple[str, ...]


class Patterns(_Entry):
    """All knowledge that reading the text of a disclosure needs."""

    concepts: tuple[Concept, ...]
    sections: tuple[Section, ...]
    measures: Measures
    reasons: Reasons
    texts: tuple[TextCue, ...]
    markers: Markers
    units: Units
    layout: Layout
    functions: tuple[Function, ...]
    former: tuple[Function, ...]
    economic: tuple[EconomicClass, ...]

    def concept(self, concept_id: str) -> Concept:
        """The concept of that id; KeyError where there is none."""
        return _concept_index(self)[concept_id]


@cache
def load_patterns() -> Patterns:
    """The knowledge files of this package. Raises PatternError."""
    try:
        patterns = Patterns(
            concepts=_yaml("concepts"),
            sections=_yaml("sections"),
            measures=_yaml("measures"),
            reasons=_yaml("reasons"),
            texts=_yaml("texts"),
            markers=_yaml("markers"),
            units=_yaml("units"),
            layout=_yaml("layout"),
            functions=_functions("functions"),
            former=_functions("functions_former"),
            economic=_yaml("economic_wordings"),
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(f"patterns/{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    _check_references(patterns)
    return patterns


@cache
def patterns_sha256() -> str:
    """The digest of all knowledge files, names and contents, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.yaml")) + sorted(FOLDER.glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


_concept_indexes: dict[int, dict[str, Concept]] = {}


def _concept_index(patterns: Patterns) -> dict[str, Concept]:
    if id(patterns) not in _concept_indexes:
        _concept_indexes[id(patterns)] = {c.id: c for c in patterns.concepts}
    return _concept_indexes[id(patterns)]


def _yaml(name: str) -> Any:
    path = FOLDER / f"{name}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise PatternError(f"patterns/{name}.yaml: {error}") from error


def _functions(name: str) -> tuple[Function, ...]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Function(**row) for row in csv.DictReader(file))


def _check_references(patterns: Patterns) -> None:
    known = {c.id for c in patterns.concepts}
    sections = {s.id for s in patterns.sections}
    named: list[tuple[str, str | None]] = []
    for concept in patterns.concepts:
        named += [
            (f"concepts.yaml, {concept.id}", m)
            for m in (*concept.members, concept.of, concept.nil_as, concept.counterpart)
        ]
        for section_id in concept.within:
            if section_id not in sections:
                raise PatternError(f"patterns/concepts.yaml, {concept.id}: no section {section_id}")
    named += [(f"sections.yaml, {s.id}", s.functions) for s in patterns.sections]
    named += [("reasons.yaml", cue.concept) for cue in patterns.reasons.cues]
    for place, concept_id in named:
        if concept_id is not None and concept_id not in known:
            raise PatternError(f"patterns/{place}: no concept {concept_id}")
