"""Plain text as the extractors see it, for tests of reading that need no PDF."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractors.binding.paragraphs import bound_facts
from extractors.model.fact import Bound
from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.model.paragraph import Paragraph, paragraph_of
from extractors.model.record import canonical
from extractors.prose.sections import Section


def paragraph(text: str, page: int = 1, number: int = 0) -> Paragraph:
    """`text` as a paragraph on one long line, every character 10 points wide and read for certain."""
    boxes = tuple(Box(10.0 * i, 100.0, 10.0 * i + 10.0, 112.0) for i in range(len(text)))
    return replace(paragraph_of([(page, Line(text, boxes, (1.0,) * len(text)))]), number=number)


def read(text: str, kind: str | None, fiscal_year: int = 2023) -> tuple[Bound, ...]:
    """What is bound in `text` (paragraphs divided by line breaks) under a section of that kind."""
    paragraphs = tuple(paragraph(line, number=i) for i, line in enumerate(text.splitlines()) if line.strip())
    return bound_facts([Section("s1", kind, "一、", "", 1, 1, None, paragraphs)], fiscal_year)


def told(bound: tuple[Bound, ...]) -> list[str]:
    """Each fact as `concept[code]#year=…#part=… measure value`."""
    out = []
    for b in bound:
        code = b.subject.code
        value = canonical(b.value) if isinstance(b.value, Decimal) else b.value
        beside = "".join(f"#{name}={said}" for name, said in b.subject.beside)
        out.append(f"{b.subject.concept}{f'[{code}]' if code else ''}{beside} {b.measure} {value}")
    return out


def facts(text: str, kind: str | None = "three_public") -> list[str]:
    """What is told in a text under a section of that kind."""
    return told(read(text, kind))
