"""Loads patterns/kinds.yaml: how kinds of documents of this family are told apart."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from patterns.files import FOLDER, Entry, load_file

DEFAULT_KIND = "final_accounts"


class Phrase(Entry):
    """A wording of the text that speaks for a kind, and how loudly."""

    say: str
    weight: int = Field(ge=1)


class Kind(Entry):
    """A kind of document; see the head of kinds.yaml for the keys."""

    id: str
    label: str
    read: bool
    forms: bool = False
    titles: tuple[str, ...]
    phrases: tuple[Phrase, ...] = ()
    examples: tuple[str, ...] = Field(min_length=1)


class Kinds(Entry):
    signs: tuple[str, ...]
    kinds: tuple[Kind, ...]

    def kind(self, kind_id: str) -> Kind:
        """The kind of that id; KeyError where there is none."""
        found = next((kind for kind in self.kinds if kind.id == kind_id), None)
        if found is None:
            raise KeyError(kind_id)
        return found


@cache
def load_kinds(folder: Path = FOLDER) -> Kinds:
    """The kinds. Raises PatternError where the file is not valid or lacks the default kind."""
    return load_file(Kinds, "kinds.yaml", folder)
