"""Loads patterns/kinds.yaml: how kinds of documents of this family are told apart."""

from __future__ import annotations

from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from patterns.loader import FOLDER, PatternError

DEFAULT_KIND = "final_accounts"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Phrase(_Entry):
    """A wording of the text that speaks for a kind, and how loudly."""

    say: str
    weight: int = Field(ge=1)


class Kind(_Entry):
    """A kind of document; see the head of kinds.yaml for the keys."""

    id: str
    label: str
    read: bool
    forms: bool = False
    titles: tuple[str, ...]
    phrases: tuple[Phrase, ...] = ()
    examples: tuple[str, ...] = Field(min_length=1)


class Kinds(_Entry):
    signs: tuple[str, ...]
    kinds: tuple[Kind, ...]

    def kind(self, kind_id: str) -> Kind:
        """The kind of that id; KeyError where there is none."""
        found = next((kind for kind in self.kinds if kind.id == kind_id), None)
        if found is None:
            raise KeyError(kind_id)
        return found


@cache
def load_kinds() -> Kinds:
    """The kinds. Raises PatternError where the file is not valid or lacks the default kind."""
    try:
        kinds = Kinds.model_validate(yaml.safe_load((FOLDER / "kinds.yaml").read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(f"patterns/kinds.yaml, {first['loc']}: {first['msg']}") from error
    if DEFAULT_KIND not in {kind.id for kind in kinds.kinds}:
        raise PatternError(f"patterns/kinds.yaml: no kind {DEFAULT_KIND}")
    return kinds
