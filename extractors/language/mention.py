"""What binding works on: the spans of a text that mean something, by character."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.language.function_codes import FunctionMention
from extractors.language.lexicon import MentionKind
from extractors.language.numbers import Amount


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that binding works on, by character: an amount, a function, or a term of the lexicon."""

    start: int
    end: int
    kind: MentionKind
    label: str = ""
    entry: int = -1
    amount: Amount | None = None
    function: FunctionMention | None = None

    @property
    def sort(self) -> str:
        """What it is, an amount by its kind: `concept`, `direction`, `money`, `percent` …."""
        return self.amount.kind if self.amount is not None else self.kind
