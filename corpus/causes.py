"""Scores the categories of causes against causes.yaml: `python -m corpus.causes [--show]`.

Prints for each round of causes how many are put in their category and how many in none, and with --show each that is
put in another.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from extractors.language.reasons import category_of
from patterns.loader import load_patterns

_FILE = Path(__file__).with_name("causes.yaml")


@dataclass(frozen=True, slots=True)
class LabelledCause:
    """A cause with the category it belongs to; see the head of causes.yaml."""

    text: str
    category: str
    passes: tuple[str, ...] = ()
    held_back: bool = False
    round: int = 1


@dataclass(frozen=True, slots=True)
class Score:
    """Of `causes` labelled ones, how many were put in their category, and how many in none."""

    causes: int
    right: int
    other: int

    @property
    def accuracy(self) -> float:
        """The share put in their category."""
        return self.right / self.causes

    @property
    def others(self) -> float:
        """The share put in none."""
        return self.other / self.causes


@cache
def labelled_causes() -> tuple[LabelledCause, ...]:
    """All causes of causes.yaml."""
    entries = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(LabelledCause(**{**entry, "passes": tuple(entry.get("passes", ()))}) for entry in entries)


def score(causes: Sequence[LabelledCause]) -> Score:
    """How these causes are put in categories."""
    put = [category_of(cause.text) for cause in causes]
    right = sum(category == cause.category for category, cause in zip(put, causes, strict=True))
    return Score(len(causes), right, put.count(load_patterns().reasons.other_category))


def _parts(causes: Sequence[LabelledCause]) -> dict[str, list[LabelledCause]]:
    """The causes by round, those of the first that were held back apart."""
    parts: dict[str, list[LabelledCause]] = {}
    for cause in causes:
        parts.setdefault(f"round {cause.round}{' held back' * cause.held_back}", []).append(cause)
    return dict(sorted(parts.items()))


def main() -> None:
    """Prints the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="each cause that is put in another category")
    options = parser.parse_args()
    causes = labelled_causes()
    for name, part in {**_parts(causes), "all": causes}.items():
        told = score(part)
        print(f"{name:18} {told.right:3} of {told.causes:3}  accuracy {told.accuracy:.3f}  other {told.others:.3f}")
    for cause in causes if options.show else ():
        if (put := category_of(cause.text)) != cause.category:
            print(f"    {cause.text}: {put}, not {cause.category}")


if __name__ == "__main__":
    main()
