"""Loads patterns/acceptance.yaml: from which confidence on a figure is taken unseen, and what it weighs.

>>> group_of("three_public.reception", "final").id
'three_public'
>>> decision("three_public.reception", "final", 0.7)
<Decision.REVIEW: 'review'>
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from patterns.calibration import Thresholds, load_calibration
from patterns.files import FOLDER, Entry, load_file
from patterns.loader import known_names
from patterns.marks import ConceptId, ConceptOrGroup, Defines
from patterns.measure import Measure
from patterns.within import is_within

_PLACES = 6  # decimals of a risk: thresholds have fewer, so that 1 - 0.99 is told as 0.01
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Decision(StrEnum):
    """What is to be done with a figure."""

    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"


class Group(Entry):
    """Figures that are taken by the same thresholds; see the head of acceptance.yaml for the keys."""

    id: Annotated[str, Defines("group of figures")]
    label: str
    weight: float = Field(gt=0)
    model: Literal["figures", "texts"] = "figures"
    measures: tuple[Measure, ...] = ()
    concepts: tuple[ConceptOrGroup, ...] = ()
    accept: Share | None = None
    review: Share | None = None
    risk: Share | None = None

    def holds(self, concept: str, measure: str) -> bool:
        """Whether a measure of a concept is of this group; concepts hold those below them."""
        below = not self.concepts or any(is_within(concept, name) for name in self.concepts)
        return below and (not self.measures or measure in self.measures)

    @property
    def thresholds(self) -> Thresholds:
        """Its own, else those of the model that its confidences come from."""
        fitted = load_calibration().thresholds[self.model]
        return Thresholds(
            accept=fitted.accept if self.accept is None else self.accept,
            review=fitted.review if self.review is None else self.review,
        )

    @property
    def promised_risk(self) -> float:
        """The largest share of accepted figures that may be wrong."""
        return round(1 - self.thresholds.accept, _PLACES) if self.risk is None else self.risk


class MainFigures(Entry):
    """The figures for which a document is read."""

    weight: float = Field(ge=1)
    measures: tuple[Measure, ...] = Field(min_length=1)
    concepts: tuple[ConceptId, ...] = Field(min_length=1)


class Acceptance(Entry):
    """All of acceptance.yaml: groups in the order in which they are tried, the last for what no other holds."""

    groups: tuple[Group, ...] = Field(min_length=1)
    main: MainFigures

    @model_validator(mode="after")
    def _every_figure_has_a_group(self) -> Acceptance:
        if self.groups[-1].measures or self.groups[-1].concepts:
            raise ValueError("groups: the last one must hold every figure: it may name no measures and no concepts")
        return self

    @model_validator(mode="after")
    def _thresholds_are_in_order(self) -> Acceptance:
        for group in self.groups:
            if group.thresholds.review > group.thresholds.accept:
                raise ValueError(f"groups: {group.id}: `review` lies above `accept`")
        return self


@cache
def load_acceptance(folder: Path = FOLDER) -> Acceptance:
    """Groups and main figures. Raises PatternError where the file is not valid or names what does not exist."""
    return load_file(Acceptance, "acceptance.yaml", folder, known_names(folder))


@cache
def group_of(concept: str, measure: str) -> Group:
    """The group of a measure of a concept."""
    return next(group for group in load_acceptance().groups if group.holds(concept, measure))


def decision(concept: str, measure: str, confidence: float) -> Decision:
    """What is to be done with a figure of that confidence (0 to 1)."""
    thresholds = group_of(concept, measure).thresholds
    if confidence >= thresholds.accept:
        return Decision.ACCEPT
    return Decision.REVIEW if confidence >= thresholds.review else Decision.REJECT
