"""Loads patterns/outliers.yaml: which figures may be far from a unit's earlier years or from its peers, and how far."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from patterns.audit import TwoLanguages
from patterns.files import FOLDER, Entry, Source, load_files
from patterns.loader import known_names
from patterns.marks import ConceptId, Defines, IsMessage

_Found = Annotated[str, IsMessage(("what", "detail"))]
_OfHistory = Annotated[str, IsMessage(("label", "value", "count", "years", "median", "ratio"))]
_OfPeers = Annotated[str, IsMessage(("label", "value", "whole", "share", "whom", "count", "year", "median", "ratio"))]
_Named = Annotated[str, IsMessage(("kind", "reason", "before", "times"))]
_Counted = Annotated[str, IsMessage(("what", "count"))]


class Item(Entry):
    """A figure that is looked at, the whole that it is a share of, and whether too little of it is worth a look."""

    concept: ConceptId
    of: ConceptId | None = None
    little: bool = False


class Far(Entry):
    """How much must be there to compare with, and how far is far: from its median, and from the nearest of it."""

    years: int = Field(default=0, ge=0)
    bodies: int = Field(default=0, ge=0)
    factor: Decimal = Field(gt=1)
    beyond: Decimal = Field(default=Decimal(1), ge=1)


class OutlierRule(Entry):
    """What is said of what is far."""

    id: Annotated[str, Defines("rule about outliers")]
    say: str
    source: str
    zh: _Found
    en: _Found


class OutlierRules(Entry):
    """Far from the unit's own years, and from its peers."""

    history: OutlierRule
    peers: OutlierRule


class _History(Entry):
    zh: _OfHistory
    en: _OfHistory


class _Peers(Entry):
    zh: _OfPeers
    en: _OfPeers


class _Aside(Entry):
    zh: _Named
    en: _Named


class _AndOthers(Entry):
    zh: _Counted
    en: _Counted


class OutlierWording(Entry):
    """What messages are put together from."""

    history: _History
    amount: _Peers
    share: _Peers
    kind: _Aside
    folder: _Aside
    reason: _Aside
    silent: _Aside
    renamed: _Aside
    unit: _Aside
    joint: TwoLanguages
    and_others: _AndOthers


class Outliers(Entry):
    """All of outliers.yaml."""

    items: tuple[Item, ...] = Field(min_length=1)
    history: Far
    peers: Far
    score: Decimal = Field(gt=0)
    scaled: Decimal = Field(gt=1)
    least: Decimal = Field(ge=0)
    units: tuple[int, ...]
    most: int = Field(ge=1)
    rules: OutlierRules
    wording: OutlierWording

    @model_validator(mode="after")
    def _names_no_item_twice(self) -> Outliers:
        names = [item.concept for item in self.items]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"it names {twice} twice")
        return self

    @cached_property
    def concepts(self) -> frozenset[str]:
        """All concepts that are looked at, wholes included."""
        return frozenset(name for item in self.items for name in (item.concept, item.of) if name)


@cache
def load_outliers(folder: Path = FOLDER) -> Outliers:
    """What is looked at. Raises PatternError where the file is not valid or names what does not exist."""
    return load_files(Outliers, Source(folder, "outliers.yaml"), known_names(folder))[0]
