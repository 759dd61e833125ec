"""What a decision is: about a figure, a cell, a finding or a document, or that another is taken back.

A line tells what it is `of`; one that does not is of a fact, as all were in version 1. Who decided is a name that the
reviewer gave, or that the desk knows; `at` is UTC, ISO 8601; `id` is made by who sends it, so that sending a decision
again does not count twice.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Action = Literal["accept", "correct", "reject"]
FindingAction = Literal["confirm", "dismiss", "note"]
DocumentField = Literal["unit_name", "fiscal_year", "kind"]

LONGEST_NOTE = 2000


class _Made(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=8, max_length=64)
    at: str
    who: str = Field(min_length=1, max_length=60)


class Decision(_Made):
    """About a fact. `old` is the value that was on the screen, `new` the one that counts from now on.

    `new` is None for a rejected fact.
    """

    record: str
    sha256: str
    fact: str
    concept: str
    measure: str
    code: str | None = None
    beside: dict[str, str] = Field(default_factory=dict)
    action: Action
    old: str
    new: str | None = None
    note: str = Field(default="", max_length=LONGEST_NOTE)

    @property
    def about(self) -> str:
        """What it is about, within its Record."""
        return self.fact

    @property
    def outcome(self) -> tuple[str, str | None]:
        """What it says: two decisions of one outcome agree."""
        return ("reject", None) if self.action == "reject" else ("correct", self.new or self.old)


class CellDecision(_Made):
    """About a cell of a statement or a form; `cell` is its path in the Record, `row` and `column` name its place."""

    of: Literal["cell"] = "cell"
    record: str
    sha256: str
    cell: str
    row: str = ""
    column: str = ""
    action: Action
    old: str | None
    new: str | None = None
    note: str = Field(default="", max_length=LONGEST_NOTE)

    @property
    def about(self) -> str:
        """What it is about, within its Record."""
        return self.cell

    @property
    def outcome(self) -> tuple[str, str | None]:
        """What it says: two decisions of one outcome agree."""
        return ("reject", None) if self.action == "reject" else ("correct", self.new or self.old)


class FindingDecision(_Made):
    """About a finding (`finding` its id): that it is one, that it is none and why, or a note that leaves it open."""

    of: Literal["finding"] = "finding"
    finding: str = Field(min_length=1, max_length=60)
    rule: str
    sha256: str
    action: FindingAction
    note: str = Field(default="", max_length=LONGEST_NOTE)

    @property
    def about(self) -> str:
        """What it is about."""
        return self.finding

    @property
    def outcome(self) -> tuple[str, str | None]:
        """What it says: two decisions of one outcome agree."""
        return self.action, None


class DocumentDecision(_Made):
    """About a document: whose it is, of which year, of what kind. `new` is what counts from now on."""

    of: Literal["document"] = "document"
    record: str
    sha256: str
    field: DocumentField
    old: str | None
    new: str = Field(min_length=1, max_length=200)
    note: str = Field(default="", max_length=LONGEST_NOTE)

    @property
    def about(self) -> str:
        """What it is about, within its Record."""
        return self.field

    @property
    def outcome(self) -> tuple[str, str | None]:
        """What it says: two decisions of one outcome agree."""
        return "correct", self.new


class Undo(_Made):
    """That a decision (`undoes` its id) is taken back; it stays in the journal."""

    of: Literal["undo"] = "undo"
    undoes: str


AnyDecision = Decision | CellDecision | FindingDecision | DocumentDecision
_BY_SUBJECT: dict[str, type[_Made]] = {
    "fact": Decision,
    "cell": CellDecision,
    "finding": FindingDecision,
    "document": DocumentDecision,
    "undo": Undo,
}


def line_from(told: dict[str, Any]) -> AnyDecision | Undo:
    """The decision that a line tells. Raises pydantic.ValidationError, ValueError (of nothing that is known)."""
    subject = told.get("of", "fact")
    if subject not in _BY_SUBJECT:
        raise ValueError(f"of: {subject!r} is nothing that decisions are made about")
    model = _BY_SUBJECT[subject]
    data = {name: value for name, value in told.items() if name != "of"} if model is Decision else told
    return model.model_validate(data)  # type: ignore[return-value]
