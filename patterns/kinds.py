"""Loads patterns/kinds.yaml: how kinds of documents of this family are told apart."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from patterns.files import FOLDER, Entry, PatternError, Source, load_files
from patterns.kept import compiled
from patterns.loader import known_names
from patterns.marks import ConceptId, Defines, KindId, SectionId, Wording
from patterns.shapes import Expression

DEFAULT_KIND = "final_accounts"
COMPENDIUM = "compendium"
OTHER = "other"


class Phrase(Entry):
    """A wording of the text that speaks for a kind, and how loudly; not in a text that says one of `unless`."""

    say: Wording
    weight: int = Field(ge=1)
    unless: tuple[Wording, ...] = ()


class Kind(Entry):
    """A kind of document; see the head of kinds.yaml for the keys."""

    id: Annotated[str, Defines("kind of document")]
    label: str
    read: bool
    plans: bool = False
    forms: bool = False
    governs: bool = False
    firm: bool = False
    over: tuple[KindId, ...] = ()
    yields: bool = False
    titles: tuple[Wording, ...]
    of_places: tuple[Expression, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    examples: tuple[str, ...] = Field(min_length=1)


class Planned(Entry):
    """How a budget says what the accounts say: `say` a word for one of the same length, but for what `keep` matches.

    One of `titles` is on its cover, or one of `own` heads a part of it, none of `never` is in its text: the budget of
    a place, or of several, is not read.

    `spent` matches what tells of what was really spent; a section whose title has one of `accounts`, and
    not the `plan`, tells of nothing else, but where its words speak of the plan; `compares` is where a comparison
    begins. `whole` is what an item is of which `carried`, in its sentence, is a part; not where words of `own_year` are
    said of it. Of concepts `held`, and those below them, a budget tells what there is, nothing planned; where one of
    `to_be_bought` says that more will be, that is told of those `bought` alone. A section that is titled by one of
    `all_budgets`, and by none of `one_budget`, is `of_all` of them.
    """

    titles: tuple[Wording, ...]
    own: Expression
    never: tuple[Expression, ...]
    keep: tuple[Expression, ...]
    say: dict[str, str]
    spent: Expression
    accounts: tuple[str, ...]
    plan: str
    compares: Expression
    whole: dict[ConceptId, ConceptId]
    carried: ConceptId
    own_year: tuple[str, ...]
    held: tuple[ConceptId, ...]
    to_be_bought: tuple[str, ...]
    bought: tuple[ConceptId, ...]
    all_budgets: tuple[str, ...]
    one_budget: tuple[str, ...]
    of_all: dict[SectionId, SectionId]

    def says_spent(self, words: str) -> bool:
        """Whether words tell of what was really spent: 2023年执行数, 上年支出数."""
        return compiled(self.spent).search(words) is not None

    @model_validator(mode="after")
    def _same_length(self) -> Self:
        for word, other in self.say.items():
            if len(word) != len(other):
                raise ValueError(f"{word} and {other} are not of one length")
        return self


class Kinds(Entry):
    """All of kinds.yaml. A text with none of `signs` is no disclosure of final accounts, whatever its title."""

    signs: tuple[Wording, ...]
    aside: tuple[Expression, ...]
    accounts_title: Expression
    own_total: Expression
    overview_title: Expression
    planned: Planned
    kinds: tuple[Kind, ...]

    def kind(self, kind_id: str) -> Kind:
        """The kind of that id; KeyError where there is none."""
        found = self.known(kind_id)
        if found is None:
            raise KeyError(kind_id)
        return found

    def known(self, kind_id: str) -> Kind | None:
        """The kind of that id; None where there is none: a Record of before may name another."""
        return next((kind for kind in self.kinds if kind.id == kind_id), None)


@cache
def load_kinds(folder: Path = FOLDER) -> Kinds:
    """The kinds. Raises PatternError where the file is not valid or lacks the default kind."""
    kinds, _ = load_files(Kinds, Source(folder, "kinds.yaml"), known_names(folder))
    if DEFAULT_KIND not in {kind.id for kind in kinds.kinds}:
        raise PatternError(f"{folder.name}/kinds.yaml: no kind {DEFAULT_KIND}, which a document is that nothing tells")
    return kinds
