"""What the knowledge files hold that reading the text of a disclosure needs: their entries as models.

patterns/loader.py loads them; the keys are told at the heads of the files.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from patterns.files import Entry
from patterns.marks import (
    CategoryId,
    Classifier,
    ConceptId,
    ConceptOrGroup,
    Defines,
    EconomicCode,
    Expression,
    Refers,
    SectionId,
    Wording,
)
from patterns.measure import Measure

Budget = Literal["budget_initial", "budget_full"]
FigureKind = Literal["money", "percent", "count", "area"]
Direction = Literal["increase", "decrease", "unclear", "flat_budget", "flat", "about_flat"]
Comparison = Literal["prior", "budget"]
Anchor = Literal["prior", "budget", "prior_budget"]


class Concept(Entry):
    """What a figure is of; see the head of concepts.yaml for the keys."""

    id: Annotated[str, Defines("concept")]
    label: str
    say: tuple[Wording, ...] = ()
    within: dict[SectionId, tuple[Wording, ...]] = Field(default_factory=dict)
    members: tuple[ConceptId, ...] = ()
    kinds: tuple[FigureKind, ...] = ("money", "percent")
    counts: tuple[Classifier, ...] = ()
    of: ConceptId | None = None
    zero_when_nil: Classifier | None = None
    nil_as: ConceptId | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[Wording, ...] = ()
    not_nouns: tuple[Wording, ...] = ()
    named_alone: tuple[Wording, ...] = ()
    kinds_beside: tuple[Wording, ...] = ()
    parts_named: tuple[Wording, ...] = ()
    summed: tuple[str, ...] = ()
    posts: tuple[ConceptId, ...] = ()
    moves: tuple[str, ...] = ()
    in_all: ConceptId | None = None
    pairs_with: tuple[ConceptId, ...] = ()
    with_itself: ConceptId | None = None
    adds_up: tuple[ConceptId, ...] = ()
    adds_besides: tuple[ConceptId, ...] = ()
    by_noun: tuple[Wording, ...] = ()
    denied_as: tuple[Wording, ...] = ()
    as_part: dict[ConceptId, tuple[Wording, ...]] = Field(default_factory=dict)
    counterpart: ConceptId | None = None
    among_parts: ConceptId | None = None
    among_incomes: ConceptId | None = None
    yields: bool = False
    described: bool = False
    listed: bool = False
    made_of: tuple[tuple[ConceptId, ...], ...] = ()
    not_within: tuple[SectionId, ...] = ()
    with_words: dict[SectionId, tuple[Wording, ...]] = Field(default_factory=dict)
    examples: tuple[str, ...] = ()


class SectionPattern(Entry):
    """A section of a disclosure and how it is headed; see the head of sections.yaml."""

    id: Annotated[str, Defines("section")]
    titles: tuple[Wording, ...]
    subject: ConceptOrGroup | None = None
    functions: ConceptId | None = None
    openings: tuple[Wording, ...] = ()
    openings_alone: tuple[Wording, ...] = ()
    openings_whole: tuple[Wording, ...] = ()
    compares: Comparison | None = None
    budget: Budget = "budget_initial"
    may_open: tuple[SectionId, ...] = ()
    strays: tuple[Wording, ...] = ()
    strays_always: tuple[Wording, ...] = ()
    turns_with: tuple[str, ...] = ()
    under: SectionId | None = None
    short_titles: tuple[Wording, ...] = ()
    beside_titles: tuple[Wording, ...] = ()
    broad: bool = False
    of_people: bool = False
    own_titles: tuple[Wording, ...] = ()
    scopes: dict[str, tuple[Wording, ...]] = Field(default_factory=dict)
    read: bool = True


class MeasureWordings(Entry):
    """A measure's cues. One measure may have several entries, some valid `within` certain sections only."""

    id: Measure
    label: str
    kind: FigureKind
    cues: tuple[Wording, ...]
    within: tuple[SectionId, ...] = ()
    examples: tuple[str, ...] = ()


class Measures(Entry):
    """All of measures.yaml: which figure of an item is meant, and what it is compared with."""

    measures: tuple[MeasureWordings, ...]
    directions: dict[Direction, tuple[Wording, ...]]
    anchors: dict[Anchor, tuple[Wording, ...]]
    adjacent: tuple[str, ...]
    of_budget: tuple[str, ...]
    decreasing: tuple[str, ...]
    above_budget: tuple[str, ...]
    below_budget: tuple[str, ...]
    full_budget: tuple[str, ...]
    executed: tuple[str, ...]
    no_budget: tuple[str, ...]
    initial_budget: tuple[str, ...]
    left_open: tuple[str, ...]
    prior_alone: tuple[Wording, ...]
    own_alone: tuple[Wording, ...]
    own_behind_reason: tuple[Wording, ...]
    years: dict[Annotated[str, Field(pattern=r"^-?\d$")], tuple[Wording, ...]]
    year_leads: tuple[Wording, ...]
    not_dated: tuple[Wording, ...]
    compares: tuple[str, ...]
    undated: tuple[str, ...]
    titles_of_budgets: tuple[Wording, ...]
    ends_of_budgets: tuple[str, ...]


class ReasonCue(Entry):
    """What introduces a reason, and of what: `measure` and `concept` where the words themselves tell."""

    say: tuple[Wording, ...]
    measure: Literal["reason_change", "reason_variance", "reason_difference"] | None = None
    concept: ConceptId | None = None
    after_value: bool = False
    unless_preceded_by: tuple[str, ...] = ()
    unless_followed_by: tuple[str, ...] = ()


class Category(Entry):
    """A kind of cause, with the words that tell it; several entries may tell one. See the head of `categories`."""

    id: Annotated[str, Defines("category", once=False)]
    label: str
    wordings: tuple[Wording, ...]
    unless: tuple[Wording, ...] = ()
    last: bool = False


class CategoryExample(Entry):
    """A cause, and the category that it must be put in."""

    text: str
    category: CategoryId


class Reasons(Entry):
    """All of reasons.yaml: where a reason begins and ends, how it falls into causes."""

    cues: tuple[ReasonCue, ...]
    closings: tuple[str, ...]
    continues: tuple[Wording, ...]
    series: tuple[tuple[Expression, Expression], ...]
    descriptions: tuple[str, ...]
    of_change: tuple[str, ...]
    enumerators: tuple[Expression, ...]
    leads: tuple[Expression, ...]
    items: tuple[Expression, ...]
    counting: tuple[Expression, ...]
    parts: tuple[Wording, ...]
    stops: tuple[Wording, ...]
    counted: tuple[Wording, ...]
    categories: tuple[Category, ...]
    other_category: Annotated[str, Defines("category")]
    other_label: str
    examples: tuple[CategoryExample, ...]


class TextCue(Entry):
    """What introduces a text that belongs to a concept; see texts.yaml. `purpose` where it tells what money was for."""

    say: tuple[Wording, ...]
    ends: tuple[str, ...]
    only: tuple[ConceptId, ...] = ()
    within: tuple[SectionId, ...] = ()
    unless_followed_by: tuple[str, ...] = ()
    requires_value: bool = False
    purpose: bool = False


class Markers(Entry):
    """All of markers.yaml: the small words between names and figures."""

    respectively: tuple[Wording, ...]
    both: tuple[Wording, ...]
    nil: tuple[Wording, ...]
    explanations: tuple[Wording, ...]
    bare_denials: tuple[str, ...]
    empty_table: tuple[Wording, ...]
    averages: tuple[Wording, ...]
    averages_within: dict[SectionId, tuple[Wording, ...]]
    excluded: tuple[Wording, ...]
    count_followers: tuple[Wording, ...]
    behind_nouns: tuple[Wording, ...]
    name_ends: tuple[Wording, ...]
    domestic: tuple[str, ...]
    all_of: tuple[Wording, ...]
    kinds_of: dict[ConceptId, dict[ConceptId, ConceptId]]
    denies_that: tuple[Wording, ...]
    compared_before: tuple[str, ...]
    same_basis: tuple[str, ...]
    compared: tuple[str, ...]
    spending: tuple[Wording, ...]
    budgets_named: tuple[Wording, ...]
    budgets_of_functions: dict[ConceptId, ConceptOrGroup]
    economic_of: dict[ConceptId, ConceptId]
    by_classes: tuple[str, ...]
    fillers: tuple[Wording, ...]
    thresholds: tuple[Wording, ...]
    placeholders: tuple[Expression, ...]
    parts_follow: tuple[str, ...]
    heads_parts: tuple[str, ...]
    others: tuple[str, ...]
    former: tuple[str, ...]
    latter: tuple[str, ...]
    sums_of_several: tuple[Wording, ...]
    sums_of_told: tuple[Wording, ...]
    sums: tuple[str, ...]
    item_numbers: tuple[Expression, ...]
    whole_marks: tuple[str, ...]
    sides: dict[str, tuple[ConceptId, ...]]
    told_within: dict[ConceptId, tuple[ConceptOrGroup, ...]]
    particles: tuple[str, ...]
    named_behind: tuple[str, ...]
    spends: tuple[str, ...]
    each: tuple[str, ...]
    copulas: tuple[str, ...]
    stated_as: tuple[str, ...]
    sums_of_share: tuple[str, ...]
    come_from: tuple[Wording, ...]
    served: tuple[Wording, ...]
    populace: tuple[Wording, ...]
    came_or_went: tuple[Wording, ...]
    led_to: tuple[str, ...]
    sets_below: tuple[str, ...]
    classified_in: dict[str, tuple[ConceptId, ...]]
    worth: tuple[str, ...]
    others_alone: tuple[str, ...]
    none_such: tuple[str, ...]
    level_with: tuple[Wording, ...]
    among: tuple[Wording, ...]
    not_among: tuple[Wording, ...]
    bodies_named: tuple[Wording, ...]
    of_all: tuple[Wording, ...]
    year_begins: tuple[Wording, ...]
    year_ends: tuple[Wording, ...]
    reason_of: tuple[Wording, ...]
    rule_ends: tuple[Wording, ...]
    alternatives: tuple[str, ...]
    list_leads: tuple[Wording, ...]
    list_closings: tuple[Wording, ...]


class Units(Entry):
    """All of units.yaml; `money` by name, each as a multiple of 元."""

    money: dict[Annotated[str, Defines("unit of money")], Decimal]
    assumed: Annotated[str, Refers(("unit of money",))]
    told_behind: tuple[Wording, ...]
    told_for_all: tuple[str, ...]
    rates: tuple[str, ...]
    times: tuple[str, ...]
    percent: tuple[str, ...]
    area: tuple[Annotated[str, Defines("classifier")], ...]
    counts: tuple[tuple[Annotated[str, Defines("classifier")], ...], ...]
    telling: tuple[Classifier, ...]


class Layout(Entry):
    """All of layout.yaml: how the text of a page is put together."""

    page_numbers: tuple[Expression, ...]
    carries_on: tuple[Expression, ...]
    carries_on_unnumbered: tuple[Expression, ...]
    carries_on_to_figure: Expression
    figure_first: Expression
    numbering: tuple[Expression, ...]
    contents: tuple[str, ...]
    title_ends: tuple[str, ...]


class Function(Entry):
    """A line of 政府收支分类 (支出功能分类): code of 3, 5 or 7 digits, name, level 类/款/项."""

    code: str = Field(pattern=r"^\d{3}(\d\d){0,2}$")
    name: str = Field(min_length=1)
    level: str


class EconomicName(Entry):
    """A line of 支出经济分类: code of 3 (类) or 5 (款) digits, name."""

    code: Annotated[str, Defines("economic class")] = Field(pattern=r"^\d{3}(\d\d)?$")
    name: str = Field(min_length=1)


class EconomicClass(Entry):
    """A 类 of 支出经济分类: its code of three digits and how texts name it."""

    code: EconomicCode
    say: tuple[Wording, ...]


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
    economic_names: tuple[EconomicName, ...]

    def concept(self, concept_id: str) -> Concept:
        """The concept of that id; KeyError where there is none."""
        return self._concepts_by_id[concept_id]

    @cached_property
    def _concepts_by_id(self) -> dict[str, Concept]:
        return {c.id: c for c in self.concepts}
