"""A document as its pages lay it out: what was read of them, their tables, and the lines beside tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractors.model.cells import Table
from extractors.model.geometry import Box
from extractors.model.page import Line, ReadPage


@dataclass(frozen=True)
class Layout:
    """The pages as they were read, the tables on them joined over pages, and the lines beside tables, by page.

    `standard` and `flat` are statements and small tables that were made of running text, whose rulings are lost;
    `taken` are the lines of a page that were taken out of the text for such, in whole or in part.
    """

    pages: tuple[ReadPage, ...]
    tables: tuple[Table, ...]
    outside: Mapping[int, tuple[Line, ...]]
    standard: tuple[Table, ...] = ()
    flat: tuple[Table, ...] = ()
    taken: Mapping[int, tuple[Line, ...]] = field(default_factory=dict)

    @cached_property
    def by_number(self) -> Mapping[int, ReadPage]:
        """The pages by their numbers."""
        return {page.number: page for page in self.pages}

    @property
    def by_ocr(self) -> frozenset[int]:
        """The numbers of the pages that an OCR read."""
        return frozenset(n for n, page in self.by_number.items() if page.source == "ocr")

    @property
    def warnings(self) -> Iterator[str]:
        """What is told of single pages."""
        return (f"page {page.number}: {warning}" for page in self.pages for warning in page.warnings)

    def kept_boxes(self, number: int) -> frozenset[Box]:
        """The boxes of the characters of a page that are running text, or stand in tables made of that."""
        made = (cell for t in (*self.standard, *self.flat) for cell in t.cells if cell.page == number)
        lines = (*self.outside.get(number, ()), *(line for cell in made for line in cell.lines))
        return frozenset(box for line in lines for box in line.boxes)


def taken_from(lines: Sequence[Line], left: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of which some are not `left`."""
    whole = {id(line) for line in left}
    return tuple(line for line in lines if id(line) not in whole)
