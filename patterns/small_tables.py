"""Loads patterns/small_tables.yaml: how small tables of 三公 name their figures."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from patterns.files import FOLDER, Entry, load_file
from patterns.loader import known_names
from patterns.marks import ConceptId, IsExpression, SectionId, Wording
from patterns.measure import Measure
from patterns.shapes import Expression


class Named(Entry):
    """Names of a concept; `under` the concept whose row or column must stand before."""

    concept: ConceptId
    say: tuple[Wording, ...]
    under: ConceptId | None = None


class ColumnOf(Entry):
    """Columns that hold a part of each row's figure: of the sum, and of a class of the classification."""

    say: tuple[Wording, ...]
    of: ConceptId
    classes: ConceptId


class Family(Entry):
    """Tables of one subject; see the head of the file."""

    of: ConceptId | None = None
    titles: tuple[Wording, ...]
    others: tuple[Wording, ...] = ()
    by_labels: bool = False
    nested: tuple[Wording, ...] = ()
    parts: bool = False
    accounts: bool = False
    section: SectionId | None = None
    names: tuple[Named, ...] = ()
    functions: ConceptId | None = None
    economic: ConceptId | None = None
    columns: tuple[ColumnOf, ...] = ()


class Measured(Entry):
    """Words for a measure: `weak` ones give way to others, `budget` ones leave open which budget is meant."""

    measure: Measure
    say: tuple[Wording, ...]
    weak: bool = False
    budget: bool = False


class Compared(Entry):
    """What names the base of a comparison."""

    prior: tuple[Wording, ...]
    budget: tuple[Wording, ...]


class Years(Entry):
    """Words for the document's year, the one before it and the one after it."""

    this: tuple[Wording, ...]
    before: tuple[Wording, ...]
    after: tuple[Wording, ...]


class Scopes(Entry):
    """Names of the budget that pays: the general public one, and others."""

    general: tuple[Wording, ...]
    others: tuple[Wording, ...]


class Captions(Entry):
    """What a line above a table says of its figures; `firm` ones of `final` leave no doubt."""

    final: tuple[Wording, ...]
    firm: tuple[Wording, ...]
    budget: tuple[Wording, ...]
    both: tuple[Wording, ...]
    no_budget: tuple[Wording, ...]
    no_caption: Expression


class Flat(Entry):
    """How tables look whose rulings are lost; see the head of the file."""

    border: Expression
    corners: tuple[Wording, ...]
    ends: Expression
    runs_on: Expression
    unit_line: Expression
    counted: Annotated[Expression, IsExpression(("number",))]
    parted: Expression
    rule: Expression


class LabelExample(Entry):
    """A label of a row or column, and what must be understood of it."""

    label: str
    concept: ConceptId | None = None
    measure: Measure | None = None


class SmallTables(Entry):
    """All of small_tables.yaml; see its head for the keys."""

    section: SectionId
    family: ConceptId
    concepts: tuple[ConceptId, ...]
    names: tuple[Named, ...]
    below: tuple[Named, ...]
    yearly: tuple[Named, ...]
    one_budget: tuple[Wording, ...]
    families: tuple[Family, ...]
    counted: tuple[Wording, ...]
    coded: Annotated[Expression, IsExpression(("code", "name"))]
    level_marks: Expression
    totals: tuple[Wording, ...]
    measures: tuple[Measured, ...]
    compared: Compared
    difference: tuple[Wording, ...]
    falling: tuple[Wording, ...]
    rate: tuple[Wording, ...]
    years: Years
    stated_year: Annotated[Expression, IsExpression(("year",))]
    fillers: tuple[Wording, ...]
    scopes: Scopes
    leads: Expression
    unit_in_brackets: Annotated[Expression, IsExpression(("unit",))]
    remarks: Expression
    no_labels: Expression
    nothing: tuple[str, ...]
    notes: tuple[Wording, ...]
    lines: tuple[Wording, ...]
    parts: tuple[Wording, ...]
    captions: Captions
    flat: Flat
    examples: tuple[LabelExample, ...]


@cache
def load_small_tables(folder: Path = FOLDER) -> SmallTables:
    """The knowledge of small tables. Raises PatternError where the file is not valid or names an unknown concept."""
    return load_file(SmallTables, "small_tables.yaml", folder, known_names(folder))
