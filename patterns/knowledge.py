"""What the knowledge files hold that reading the text of a disclosure needs: their entries as models.

patterns/loader.py loads them; the keys are told at the heads of the files.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field

from patterns.measure import Measure


class Entry(BaseModel):
    """An entry of a knowledge file: a key that is not declared is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Concept(Entry):
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


class SectionPattern(Entry):
    """A section of a disclosure and how it is headed; see the head of sections.yaml."""

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


class MeasureWordings(Entry):
    """A measure's cues. One measure may have several entries, some valid `within` certain sections only."""

    id: Measure
    label: str
    kind: str
    cues: tuple[str, ...]
    within: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


class Measures(Entry):
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
    left_open: tuple[str, ...]
    prior_alone: tuple[str, ...]


class ReasonCue(Entry):
    say: tuple[str, ...]
    measure: Measure | None = None
    concept: str | None = None
    after_value: bool = False
    unless_followed_by: tuple[str, ...] = ()


class Category(Entry):
    id: str
    label: str
    wordings: tuple[str, ...]


class CategoryExample(Entry):
    text: str
    category: str


class Reasons(Entry):
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


class TextCue(Entry):
    """What introduces a text that belongs to a concept; see texts.yaml."""

    say: tuple[str, ...]
    ends: tuple[str, ...]
    only: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    unless_followed_by: tuple[str, ...] = ()
    requires_value: bool = False


class Markers(Entry):
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
    parts_follow: tuple[str, ...]
    particles: tuple[str, ...]
    copulas: tuple[str, ...]
    stated_as: tuple[str, ...]
    reason_of: tuple[str, ...]
    rule_ends: tuple[str, ...]
    alternatives: tuple[str, ...]
    list_leads: tuple[str, ...]
    list_closings: tuple[str, ...]


class Units(Entry):
    money: dict[str, Decimal]
    assumed: str
    times: tuple[str, ...]
    percent: tuple[str, ...]
    area: tuple[str, ...]
    counts: tuple[tuple[str, ...], ...]


class Layout(Entry):
    page_numbers: tuple[str, ...]
    carries_on: tuple[str, ...]
    carries_on_unnumbered: tuple[str, ...]
    numbering: tuple[str, ...]
    contents: tuple[str, ...]
    title_ends: tuple[str, ...]


class Function(Entry):
    """A line of 政府收支分类 (支出功能分类): code of 3, 5 or 7 digits, name, level 类/款/项."""

    code: str
    name: str
    level: str


class EconomicClass(Entry):
    """A 类 of 支出经济分类: its code of three digits and how texts name it."""

    code: str
    say: tuple[str, ...]


class Patterns(Entry):
    """All knowledge that reading the text of a disclosure needs."""

    concepts: tuple[Concept, ...]
    sections: tuple[SectionPattern, ...]
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
        return self._concepts_by_id[concept_id]

    @cached_property
    def _concepts_by_id(self) -> dict[str, Concept]:
        return {c.id: c for c in self.concepts}
