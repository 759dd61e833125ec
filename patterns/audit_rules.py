"""Loads patterns/audit_rules.yaml: every kind of finding, how it is told, and a small document that shows it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import model_validator

from patterns.files import FOLDER, Entry, Source, load_files
from patterns.marks import Defines, IsMessage

Message = Annotated[str, IsMessage(("what", "detail"))]
Severity = Literal["error", "warning", "note"]
GRAVITY: dict[Severity, int] = {"error": 0, "warning": 1, "note": 2}  # the gravest first


class Rule(Entry):
    """A kind of finding; `zh` and `en` are its messages, with {what} and {detail} left open.

    `follows` where it is the consequence of a figure that arithmetic has convicted, and told with it. `example` and
    `counter` are small documents, of which only the first is told of; `unshown` says why there are none.
    """

    id: Annotated[str, Defines("rule")]
    severity: Severity
    say: str
    source: str
    zh: Message
    en: Message
    follows: bool = False
    example: str = ""
    counter: str = ""
    unshown: str = ""

    @model_validator(mode="after")
    def _is_shown_or_says_why_not(self) -> Rule:
        if bool(self.example) != bool(self.counter) or bool(self.example) == bool(self.unshown):
            raise ValueError("an example and a counter-example are needed, or unshown, which says why there are none")
        return self


class AuditRules(Entry):
    """All of audit_rules.yaml."""

    rules: tuple[Rule, ...]


@cache
def load_rules(folder: Path = FOLDER) -> tuple[Rule, ...]:
    """The kinds of findings. Raises PatternError where the file is not valid."""
    return load_files(AuditRules, Source(folder, "audit_rules.yaml"))[0].rules


@cache
def rules_by_id(folder: Path = FOLDER) -> dict[str, Rule]:
    """The kinds of findings by their ids."""
    return {rule.id: rule for rule in load_rules(folder)}
