"""Lines to prose: reading order, furniture dropped, paragraphs joined over lines and pages."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain

import regex

from extractors.model.geometry import Box, union
from extractors.model.page import Line, ReadPage
from extractors.model.paragraph import Paragraph, compact, paragraph_of
from extractors.prose.headings import found_by
from extractors.tables.text_columns import text_parts
from patterns.kept import KEPT, compiled
from patterns.knowledge import Layout
from patterns.loader import load_patterns
from patterns.shapes import load_headings

_TERMINAL = "。！？；："
# What follows was set by eye on generated pages and scans; lengths are in characters of the page's own size.
_RUNNING = 15  # characters of a line that runs through its column
_WIDEST_LEADING = 3.5  # from baseline to baseline; more is a gap between blocks
_MARGIN_ZONE = 0.085  # the share of a page's height, at its top and foot, where furniture stands
_SAME_BASELINE = 0.5  # the share of the lower box by which lines of one baseline overlap upright
_BESIDE = 0.3  # the share of its width by which a line may run into one that it stands beside
_RECENT = 4  # baselines above that a line may still belong to: slanted lines come out of order
_TELLING = 3  # running lines that tell a page's column
_STRAYING = 10  # one running line in so many may stick out of the column
_USUAL_SIZE = 12.0  # of a character, in points, where a page has no text at all
_FULL = 2.2  # a line that ends nearer than this to the margin is full
_INDENT = 1.2  # a line that begins further in than this is indented; a first line is by two
_OTHER_SIZE = 0.35  # sizes of characters that differ by a larger share are of different text
_SHORT_OF_MARGIN = 3.5  # a numbered line that ends so far from the margin is a title
_LONGEST_TITLE = 40
_REPEATED = 3  # pages, and one page in so many, that a line stands on which is furniture
_EDGE = 2  # lines at the top and at the foot of a page that may be furniture


@dataclass(frozen=True)
class TextRow:
    """The lines of one baseline, from left to right; `part` is which part of the page, in reading order, holds them."""

    page: int
    lines: tuple[Line, ...]
    box: Box
    text: str
    part: int = 0

    @property
    def size(self) -> float:
        """The width of a full-width character; heights of boxes say little, fonts differ in their ascenders."""
        return self.box.width / max(1.0, _ems(self.text))

    @property
    def tail(self) -> str:
        """Its last character, "" where it has none."""
        return self.text[-1:]


@dataclass(frozen=True)
class TextColumn:
    """Where the running text of a page stands: its margins, and the size of a character."""

    left: float
    right: float
    size: float


def arrange(pages: Sequence[ReadPage], outside: Mapping[int, Sequence[Line]]) -> tuple[Paragraph, ...]:
    """The paragraphs of a document.

    `outside` holds for each page number (from 1) the lines that stand in no table, in any order; lines and their boxes
    lie in the reading frame of their page. Paragraphs come in reading order; one that has no text is none.
    """
    parts = [_rows_by_part(page.number, outside.get(page.number, ())) for page in pages]
    repeated = _repeated_furniture([list(chain.from_iterable(of_page)) for of_page in parts], pages)
    kept = [
        [[row for row in part if not _is_furniture(row, page, repeated)] for part in of_page]
        for page, of_page in zip(pages, parts, strict=True)
    ]
    made = [paragraph_of(lines) for lines in _joined(kept)]
    return _carried_on([p for p in made if p.text])


def _joined(pages: Sequence[Sequence[Sequence[TextRow]]]) -> list[list[tuple[int, Line]]]:
    """The lines of each paragraph, with their pages; `pages` holds the rows of each part of each page."""
    paragraphs: list[list[tuple[int, Line]]] = []
    before: tuple[TextRow, TextColumn] | None = None
    for part, column in zip(chain.from_iterable(pages), _columns(pages), strict=True):
        for row in part:
            if before is not None and _goes_on(before, row, column):
                paragraphs[-1] += [(row.page, line) for line in row.lines]
            else:
                paragraphs.append([(row.page, line) for line in row.lines])
            before = row, column
    return paragraphs


def text_rows(page: ReadPage, lines: Sequence[Line]) -> list[TextRow]:
    """The lines of a page in rows from the top, its number left out."""
    return [row for row in _rows(page.number, lines) if not _is_furniture(row, page, set())]


def _rows_by_part(page: int, lines: Sequence[Line]) -> list[list[TextRow]]:
    """The rows of each part of a page, in reading order: one part unless its text stands in columns."""
    return [_rows(page, part, i) for i, part in enumerate(text_parts(lines))]


def _rows(page: int, lines: Sequence[Line], part: int = 0) -> list[TextRow]:
    """Lines of one baseline put together, top to bottom."""
    groups: list[list[Line]] = []
    for line in sorted((line for line in lines if line.text.strip()), key=lambda item: item.box.middle[1]):
        for group in reversed(groups[-_RECENT:]):
            last = group[-1].box
            same = line.box.overlap_y(last) > _SAME_BASELINE * min(line.box.height, last.height)
            if same and all(line.box.overlap_x(other.box) < _BESIDE * line.box.width for other in group):
                group.append(line)
                break
        else:
            groups.append([line])
    rows = []
    for group in groups:
        ordered = tuple(sorted(group, key=lambda item: item.box.x0))
        text = "".join([compact(line.text) for line in ordered])
        box = union(line.box for line in ordered)
        rows.append(TextRow(page, ordered, box, text, part))
    return sorted(rows, key=lambda row: row.box.middle[1])


def _columns(pages: Sequence[Sequence[Sequence[TextRow]]]) -> list[TextColumn]:
    """The text column of each part of each page; a page with next to no text takes the one usual in the document."""
    own = [(_column(part), part, len(parts) == 1) for parts in pages for part in parts]
    telling = [c for c, part, alone in own if alone and sum(len(r.text) >= _RUNNING for r in part) >= _TELLING]
    if not telling:
        return [c for c, _, _ in own]
    usual = TextColumn(*(statistics.median(getattr(c, name) for c in telling) for name in ("left", "right", "size")))
    return [c if c in telling or not alone else usual for c, _, alone in own]


def _column(rows: Sequence[TextRow]) -> TextColumn:
    """The text column of a page, from the rows that run through it."""
    long = [row for row in rows if len(row.text) >= _RUNNING] or list(rows)
    if not long:
        return TextColumn(0.0, 0.0, _USUAL_SIZE)
    lefts, rights = sorted(row.box.x0 for row in long), sorted(row.box.x1 for row in long)
    straying = len(long) // _STRAYING
    return TextColumn(lefts[straying], rights[-1 - straying], statistics.median(row.size for row in long))


@lru_cache(maxsize=KEPT)
def _ems(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _goes_on(before: tuple[TextRow, TextColumn], row: TextRow, column: TextColumn) -> bool:
    """Whether `row` belongs to the paragraph of the row before it."""
    last, last_column = before
    em = max(last_column.size, column.size)
    indented = row.box.x0 >= column.left + _INDENT * em
    if _is_parted(before, row, em) or (indented and _looks_titled(last)):
        return False
    ended = last.tail in _TERMINAL
    running_on = (last.page, last.part) == (row.page, row.part) and not ended and len(last.text) >= _RUNNING
    if running_on and row.box.x0 < last.box.x0 - _INDENT * em:
        return True  # a first line is indented more than the lines below it, whatever the column seems to be
    if last.box.x1 >= last_column.right - _FULL * em:
        return not (indented and ended)
    # A ragged line goes on where neither its end nor the next line's beginning says otherwise.
    return running_on and not indented


def _is_parted(before: tuple[TextRow, TextColumn], row: TextRow, em: float) -> bool:
    """Whether `row` stands apart from the row before it whatever their margins: a title, a gap, another size."""
    last, last_column = before
    if _begins_anew(row) or _is_title(last, last_column) or {row.text, last.text} & set(_layout().contents):
        return True
    if (last.page, last.part) == (row.page, row.part) and row.box.middle[1] - last.box.middle[1] > _WIDEST_LEADING * em:
        return True
    return len(row.text) >= _RUNNING and abs(row.size - last.size) > _OTHER_SIZE * last.size


def _is_title(row: TextRow, column: TextColumn) -> bool:
    """A numbered line that ends well before the margin: nothing runs on from it."""
    if not _looks_titled(row):
        return False
    return row.text.endswith(_layout().title_ends) or row.box.x1 < column.right - _SHORT_OF_MARGIN * column.size


def _looks_titled(row: TextRow) -> bool:
    return (
        _begins_anew(row)
        and row.tail not in "，、"
        and len(row.text) <= _LONGEST_TITLE
        and not _no_title().search(row.text)
    )


def _begins_anew(row: TextRow) -> bool:
    return _numbering().match(row.text) is not None


@cache
def _numbering() -> regex.Pattern[str]:
    return regex.compile("|".join(_layout().numbering))


@cache
def _no_title() -> regex.Pattern[str]:
    return regex.compile(load_headings().no_title)


@cache
def _page_number() -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?:{p})" for p in _layout().page_numbers))


@cache
def _carrying(numbered: bool) -> regex.Pattern[str]:
    """Ends of paragraphs that go on in the next one, where that is numbered or not."""
    ends = _layout().carries_on if numbered else (*_layout().carries_on, *_layout().carries_on_unnumbered)
    return regex.compile("(?:" + "|".join(ends) + ")$")


def _layout() -> Layout:
    return load_patterns().layout


def _is_furniture(row: TextRow, page: ReadPage, repeated: set[str]) -> bool:
    if not _in_margin(row, page):
        return False
    return _page_number().fullmatch(row.text) is not None or _digits_hidden(row.text) in repeated


def _in_margin(row: TextRow, page: ReadPage) -> bool:
    height = page.frame[1] or page.height
    y = row.box.middle[1]
    return y < _MARGIN_ZONE * height or y > (1 - _MARGIN_ZONE) * height


def _digits_hidden(text: str) -> str:
    return compiled(r"\d+").sub("#", text)


def _repeated_furniture(rows: Sequence[Sequence[TextRow]], pages: Sequence[ReadPage]) -> set[str]:
    """The texts (digits hidden) that stand first or last on at least three pages and on a third of them."""
    counts: Counter[str] = Counter()
    for page, page_rows in zip(pages, rows, strict=True):
        edge = {_digits_hidden(row.text) for row in (*page_rows[:_EDGE], *page_rows[-_EDGE:]) if _in_margin(row, page)}
        counts.update(edge)
    return {text for text, n in counts.items() if n >= _REPEATED and n * _REPEATED >= len(pages)}


def _is_broken(before: str, text: str) -> bool:
    """Whether a line was broken before a figure: `…上级补助收入7.06万元，占`, `2.33%；其他收入…`."""
    figure, hanging = found_by(_layout().figure_first), found_by(_layout().carries_on_to_figure)
    return figure.search(text) is not None and hanging.search(before) is not None


def _carried_on(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Paragraphs that end by announcing something are joined with what they announce."""
    out: list[Paragraph] = []
    for paragraph in paragraphs:
        numbered = _numbering().match(paragraph.text) is not None
        if out and (_carrying(numbered).search(out[-1].text) or _is_broken(out[-1].text, paragraph.text)):
            out[-1] = Paragraph(out[-1].text + paragraph.text, out[-1].marks + paragraph.marks)
        else:
            out.append(paragraph)
    return tuple(replace(paragraph, number=i) for i, paragraph in enumerate(out))
