"""What the desk's pages say, in Chinese or English (words.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.publish.views import measure_labels
from flows.words import Language
from flows.words import Words as Catalogue
from patterns.files import load_file
from patterns.kinds import load_kinds


@dataclass(frozen=True)
class Words:
    """The desk's words in one language."""

    language: Language

    def of(self, said: str, **values: object) -> str:
        """What is said under an id; what is no id of the catalogue (a kind that came later) is said as it is."""
        entry = _catalogue().root.get(said)
        if entry is None:
            return said.rpartition(".")[2]
        return (entry.en if self.language == "en" else entry.zh).format(**values)

    def named(self, what: str, value: str) -> str:
        """What a kind of document, a measure, a severity or a state is called."""
        if what == "kind":
            kind = next((kind for kind in load_kinds().kinds if kind.id == value), None)
            return kind.label if kind is not None and self.language == "zh" else value.replace("_", " ")
        if what == "measure":
            return measure_labels().get(value, value) if self.language == "zh" else value.replace("_", " ")
        return self.of(f"{what}.{value}")


@cache
def _catalogue() -> Catalogue:
    return load_file(Catalogue, "words.yaml", Path(__file__).parent)
