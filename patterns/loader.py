"""Loads and validates the knowledge files, once per process.

Every file is checked on loading: unknown keys, concepts that other files name but concepts.yaml does not have, and
wordings that do not follow the notation (patterns/wording.py) are PatternError with file and entry.
"""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from patterns.knowledge import Function, Patterns

FOLDER = Path(__file__).parent


class PatternError(ValueError):
    """A knowledge file that cannot be used; the message names file, entry and cause."""


@cache
def load_patterns() -> Patterns:
    """The knowledge files of this package. Raises PatternError."""
    try:
        patterns = Patterns(
            concepts=_yaml("concepts"),
            sections=_yaml("sections"),
            measures=_yaml("measures"),
            reasons=_yaml("reasons"),
            texts=_yaml("texts"),
            markers=_yaml("markers"),
            units=_yaml("units"),
            layout=_yaml("layout"),
            functions=_functions("functions"),
            former=_functions("functions_former"),
            economic=_yaml("economic_wordings"),
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(f"patterns/{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    _check_references(patterns)
    return patterns


@cache
def patterns_sha256() -> str:
    """The digest of all knowledge files, names and contents, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.yaml")) + sorted(FOLDER.glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _yaml(name: str) -> Any:
    path = FOLDER / f"{name}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise PatternError(f"patterns/{name}.yaml: {error}") from error


def _functions(name: str) -> tuple[Function, ...]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Function(**row) for row in csv.DictReader(file))


def _check_references(patterns: Patterns) -> None:
    known = {c.id for c in patterns.concepts}
    sections = {s.id for s in patterns.sections}
    named: list[tuple[str, str | None]] = []
    for concept in patterns.concepts:
        named += [
            (f"concepts.yaml, {concept.id}", m)
            for m in (*concept.members, concept.of, concept.nil_as, concept.counterpart)
        ]
        for section_id in concept.within:
            if section_id not in sections:
                raise PatternError(f"patterns/concepts.yaml, {concept.id}: no section {section_id}")
    named += [(f"sections.yaml, {s.id}", s.functions) for s in patterns.sections]
    named += [("reasons.yaml", cue.concept) for cue in patterns.reasons.cues]
    for place, concept_id in named:
        if concept_id is not None and concept_id not in known:
            raise PatternError(f"patterns/{place}: no concept {concept_id}")
