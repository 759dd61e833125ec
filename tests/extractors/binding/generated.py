"""Draws readings/generated.yaml anew: the paragraphs of generated disclosures, one of each shape.

`python -m tests.extractors.binding.generated`, then `python -m tests.extractors.binding.readings` pins them. Kept as
text, so that a test needs no generation and a change of the generator changes no pinned reading. Families that are
only measured are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from corpus.compose import Heading, compose, family_names, measure_only
from extractors.binding.trace import traced
from extractors.prose.sections import Section
from patterns.loader import load_patterns
from tests.extractors.binding.readings import laid_out

_FILE = Path(__file__).with_name("readings") / "generated.yaml"
_SEEDS = (11, 12)  # of each family; any two would do
_SHORTEST = 12  # characters: shorter ones are lines of the cover


def main() -> None:
    """Writes the file anew."""
    seen: set[tuple[str | None, str]] = set()
    drawn = [entry for family in family_names() if family not in measure_only() for entry in _entries(family, seen)]
    head = "# Written by `python -m tests.extractors.binding.generated`; see there. Not to be edited.\n"
    _FILE.write_text(head + yaml.safe_dump(drawn, allow_unicode=True, width=1000, sort_keys=False), encoding="utf-8")


def _entries(family: str, seen: set[tuple[str | None, str]]) -> Iterator[dict[str, Any]]:
    """A family's paragraphs whose shape was not seen before, with what of their section they are read by."""
    number = 0
    for seed in _SEEDS:
        composed = compose(family, seed, tables=False)
        blocks = [block.text if isinstance(block, Heading) else block for block in composed.blocks
                  if isinstance(block, Heading | str)]  # fmt: skip
        parts, year = laid_out([*composed.cover, *blocks])
        for section in parts:
            for paragraph in section.paragraphs if _is_read(section) else ():
                shape = (section.kind, _shape(paragraph.text, section.kind))
                if shape in seen or len(paragraph.text) < _SHORTEST:
                    continue
                seen.add(shape)
                number += 1
                told = {"title": section.title, "compares": section.compares, "year": year}
                yield {"name": f"{family} {number}", "section": section.kind, "text": paragraph.text,
                       **{name: value for name, value in told.items() if value is not None}}  # fmt: skip


def _shape(text: str, section: str | None) -> str:
    """What is seen in the text and the marks between, whatever the figures, functions and reasons are."""
    mentions = traced(text, section).mentions
    marks = re.sub(r"[^，；。：（）、]|\d[,，]\d", "", text)
    return (
        f"{marks} {' '.join(m.kind if m.kind in ('function', 'amount') else f'{m.kind}.{m.label}' for m in mentions)}"
    )


def _is_read(section: Section) -> bool:
    return next((s.read for s in load_patterns().sections if s.id == section.kind), True)


if __name__ == "__main__":
    main()
