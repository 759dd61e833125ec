"""`python -m corpus.coverage FILE…`: whether every figure that documents print is found again in their Records.

The printed figures are counted from the pages, and looked for in the Record by their places alone: as a fact, a cell,
in a text, or among `unread`. How the extraction itself counted them (document.coverage) must come to the same.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors.formats import extract_document
from extractors.language.numbers import Amount, amounts
from extractors.model.geometry import Box, union
from extractors.model.layout import Layout
from extractors.model.paragraph import Paragraph, normalised
from extractors.model.record import Coverage, Record
from extractors.opening.article import Article
from extractors.opening.html import extract_article
from extractors.opening.kinds import kind_of
from extractors.opening.pdf import OpenedDocument, open_document
from extractors.opening.word import extract_docx
from extractors.opening.workbook import extract_xls, extract_xlsx
from extractors.prose.arrange import arrange
from extractors.prose.sections import sections
from extractors.statements.laid_out import layout_of
from extractors.statements.printed import figures_of

_ARTICLES: dict[str, Callable[[bytes, str], Article]] = {
    "html": extract_article, "docx": extract_docx, "xlsx": extract_xlsx, "xls": extract_xls,
}  # fmt: skip
_TEXTS = ("text", "nil", "reason_change", "reason_variance", "reason_difference")  # measures that are told in words
_NEAR = 0.02  # points: boxes of the Record are rounded to two decimals


@dataclass(frozen=True)
class Printed:
    """A figure on a page: its box there, and whether that is a cell's."""

    page: int
    box: Box
    raw: str
    in_table: bool = False

    def __str__(self) -> str:
        return f"page {self.page}, {', '.join(f'{v:.1f}' for v in self.box)}: {self.raw}"


@dataclass(frozen=True)
class Tally:
    """How many figures were found where, and what does not add up, a line each."""

    counted: Counter[str]
    amiss: tuple[str, ...]


def printed_in(data: bytes, file_name: str) -> list[Printed]:
    """The figures that a document prints. Raises UnreadableDocument."""
    article = _ARTICLES.get(kind_of(data))
    opening: Article | OpenedDocument = article(data, file_name) if article else open_document(data, file_name)
    with opening as opened:
        layout = layout_of(opened)
    return [*_in_text(layout), *_in_tables(layout), *_in_lines(layout)]


def tally(record: Record, printed: Iterable[Printed]) -> Tally:
    """Looks every printed figure up in the Record, and every unread one among the printed."""
    left = Counter((u.page, u.bbox, u.raw) for u in record.unread)
    places = _Places(record)
    counted: Counter[str] = Counter()
    amiss = []
    for figure in printed:
        key = (figure.page, _rounded(figure.box), figure.raw)
        if left[key]:
            left[key] -= 1
            found = "unread"
        else:
            found = places.of(figure)
        counted[found] += 1
        if found == "silent":
            amiss.append(f"{figure} is nowhere in the Record")
    amiss += [f"page {page}: {raw} is unread, but not printed" for (page, _, raw), times in left.items() if times]
    told = record.document.coverage
    if told != _coverage(counted):
        amiss.append(f"the Record tells {told}, counted were {dict(counted)}")
    return Tally(counted, tuple(amiss))


class _Places:
    """Where the Record has its cells, figures and texts, by page."""

    def __init__(self, record: Record) -> None:
        self._cells = {(c.page, c.bbox) for s in record.statements for row in s.rows for c in row.cells}
        self._cells |= {(c.page, c.bbox) for form in record.forms for c in form.provenance}
        self._figures: list[tuple[int, Box]] = []
        self._texts: list[tuple[int, Box]] = []
        for fact in record.facts:
            places = [(p.page, Box(*p.bbox)) for p in fact.provenance]
            (self._texts if fact.measure in _TEXTS else self._figures).extend(places)

    def of(self, figure: Printed) -> str:
        """What holds a figure: "cells", "facts", "in_texts", or nothing ("silent")."""
        if figure.in_table:
            if (figure.page, _rounded(figure.box)) in self._cells:
                return "cells"
            inside = (p == figure.page and _covers(figure.box, box) for p, box in self._figures)
            return "facts" if any(inside) else "silent"
        for name, places in (("facts", self._figures), ("in_texts", self._texts)):
            if any(page == figure.page and _covers(box, figure.box) for page, box in places):
                return name
        return "silent"


def _covers(whole: Box, part: Box) -> bool:
    wide = Box(whole.x0 - _NEAR, whole.y0 - _NEAR, whole.x1 + _NEAR, whole.y1 + _NEAR)
    return wide.contains(*part.middle)


def _coverage(counted: Counter[str]) -> Coverage:
    names = ("facts", "cells", "in_texts", "unread")
    return Coverage(printed=sum(counted[n] for n in names), **{n: counted[n] for n in names})


def _rounded(box: Box) -> tuple[float, float, float, float]:
    return round(box.x0, 2), round(box.y0, 2), round(box.x1, 2), round(box.y1, 2)


def _in_text(layout: Layout) -> Iterator[Printed]:
    paragraphs = arrange(layout.pages, layout.outside)
    told = [(p.number, p.offset, p.offset + len(p.text)) for s in sections(paragraphs) for p in s.paragraphs]
    for paragraph in paragraphs:
        spans = [(start, end) for number, start, end in told if number == paragraph.number]
        for amount in amounts(paragraph.text):
            titled = not any(start <= amount.start < end for start, end in spans)
            if amount.kind in ("money", "percent") or (not titled and _is_figure(amount)):
                yield _placed(paragraph, amount, layout)


def _is_figure(amount: Amount) -> bool:
    return amount.unit is not None or amount.decimals > 0


def _placed(paragraph: Paragraph, amount: Amount, layout: Layout) -> Printed:
    page, box, _, _ = paragraph.places(amount.start, amount.end)[0]
    return Printed(page, layout.by_number[page].to_page(box), paragraph.text[amount.start : amount.end])


def _in_tables(layout: Layout) -> Iterator[Printed]:
    for table in (*layout.tables, *layout.standard, *layout.flat):
        for figure in figures_of(table):
            page = figure.cell.page
            yield Printed(page, layout.by_number[page].to_page(figure.cell.box), figure.raw, in_table=True)


def _in_lines(layout: Layout) -> Iterator[Printed]:
    """Figures of lines that were taken for tables, and stand in none."""
    cells = [cell for table in (*layout.standard, *layout.flat) for cell in table.cells]
    for number, lines in layout.taken.items():
        kept = {box for line in layout.outside[number] for box in line.boxes}
        kept |= {box for cell in cells if cell.page == number for line in cell.lines for box in line.boxes}
        for line in lines:
            for amount in filter(_is_figure, amounts(normalised(line.text))):
                boxes = line.boxes[amount.start : amount.end]
                if kept.isdisjoint(boxes):
                    raw = normalised(line.text)[amount.start : amount.end]
                    yield Printed(number, layout.by_number[number].to_page(union(boxes)), raw)


def main(paths: Iterable[Path]) -> int:
    """Prints a line for each document and what does not add up; 1 where anything does not."""
    whole: Counter[str] = Counter()
    amiss = 0
    for path in paths:
        data = path.read_bytes()
        found = tally(extract_document(data, path.name), printed_in(data, path.name))
        whole += found.counted
        amiss += len(found.amiss)
        print(_line(path.name, found.counted), *found.amiss, sep="\n    ")
    print(_line("all", whole), f"does not add up: {amiss}", sep="  ")
    return 1 if amiss else 0


def _line(name: str, counted: Counter[str]) -> str:
    told = "  ".join(f"{what} {counted[what]}" for what in ("facts", "cells", "in_texts", "unread"))
    return f"{name}: printed {counted.total()}  {told}"


if __name__ == "__main__":
    sys.exit(main(map(Path, sys.argv[1:])))
