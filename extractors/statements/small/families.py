"""Small tables of other subjects than 三公: purchases by kind, income by source, spending by class, things.

What their rows are of is told by their names together with a line above: 基本支出 below a title on appropriations is
another than all 基本支出. A figure is told only where its column says which one it is and its unit is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

import regex

from extractors.language.concepts import concept
from extractors.model.cells import Table
from extractors.prose.headings import numbering
from extractors.statements.grid import Grid, label
from extractors.statements.small.caption import caption_of
from extractors.statements.small.classes import economic_class_of, function_of
from extractors.statements.small.headings import Heading, headings, is_counted
from extractors.statements.small.known import SmallTable
from extractors.statements.small.layout import Layout, Path, Placed
from extractors.statements.small.said import Said, bare_label, unit_beside
from extractors.statements.small.value import figure_in
from patterns.loader import load_patterns
from patterns.small_tables import ColumnOf, Family, load_small_tables
from patterns.statements import says
from patterns.within import is_within
from patterns.wording import any_of

# Set by eye on tables that were made after those of small units.
_MOST_ROWS, _MOST_COLUMNS = 80, 14
_FEWEST = 2  # rows that are named
_HIGHEST = 1  # the level of titles (一、) below which one may be of the subject that stands over it
_MOSTLY = 0.7  # of the labels beside figures: as many must be understood
_TOTALS = "totals"  # the concept of which the sums of a year's income and spending with what was left over are parts

_SUM = Said(total=True)


def family_tables(table: Table) -> tuple[SmallTable, ...]:
    """A table as one of a known subject, as often as its columns hold a part of each row; none where it is of none."""
    if table.row_count > _MOST_ROWS or table.column_count > _MOST_COLUMNS:
        return ()
    layout = Layout(Grid(table))
    figures = tuple(layout.placed())
    if not figures:
        return ()
    for family in _families(layout, figures):
        for across in (False, True):
            read = _Reading(family, layout, figures, across)
            if read.known:
                return tuple(read.tables())
    return ()


def _families(layout: Layout, figures: Sequence[Placed]) -> Iterator[Family]:
    """The families that a line above tells, the nearest first, then those that labels do."""
    slipped = (layout.grid.text(row, 0) for row in range(figures[0].cell.row))  # titles within the frame
    inside = [text for text in slipped if not says(text, load_small_tables().flat.corners)]
    lines = [*inside, *(label(line.text) for line in layout.grid.table.heading), *figures[0].captions]
    titles = [text for text in lines if not regex.search(load_small_tables().captions.no_caption, text)]
    told = ((i, at) for at in reversed(range(len(titles))) for i in _titled(titles[at], titles))
    tried: set[int] = set()
    for i, at in (*told, *((i, 0) for i in _labelled(layout))):
        family = load_small_tables().families[i]
        if i not in tried and not any(map(_says(family.others).search, _scope(titles, at))):
            yield family
        tried.add(i)


def _labelled(layout: Layout) -> Iterator[int]:
    """The families that a label tells, where labels may."""
    labels = [label(c.text) for c in layout.grid.table.cells]
    known = enumerate(load_small_tables().families)
    return (i for i, family in known if family.by_labels and any(map(_says(family.titles).search, labels)))


def _scope(titles: Sequence[str], at: int) -> Iterator[str]:
    """The lines that tell whose a table is below the one at that place: it, those below it, and numbered ones above."""
    return (text for i, text in enumerate(titles) if i >= at or _level(text) is not None)


def _titled(text: str, titles: Sequence[str]) -> Iterator[int]:
    """The families that a line tells; none of what is numbered below another, or below what is not seen."""
    level = _level(text)
    over = [t for t in titles if level is not None and _level(t) in range(level)]
    for i, family in enumerate(load_small_tables().families):
        if _says(family.titles).search(text):
            below = bool(over) or (level is not None and level > _HIGHEST)
            if not (family.nested and below) or any(_says(family.nested).search(t) for t in over[-1:]):
                yield i


def _level(text: str) -> int | None:
    return next((i for i, numbered in enumerate(numbering()) if numbered.match(text)), None)


@dataclass(frozen=True)
class _Reading:
    """A table read as of a family: its items down, or `across`."""

    family: Family
    layout: Layout
    figures: tuple[Placed, ...]
    across: bool

    @cached_property
    def _items(self) -> dict[Path, Heading]:
        """What each row (or column) is of; a name that several bear is none's."""
        paths = dict.fromkeys(map(self._item_of, self.figures))
        found = {path: self._item(path) for path in paths}
        told = [(h.concept, h.dimensions[:1]) for h in found.values()]
        return {
            p: h if h.concept and told.count((h.concept, h.dimensions[:1])) == 1 else Heading()
            for p, h in found.items()
        }

    def _item(self, path: Path) -> Heading:
        if not path or any(_says(self.family.others).search(label(cell.text)) for cell in path[:-1]):
            return Heading()
        name = label("".join(cell.text for cell in path)) if path[0].text.strip().isdigit() else label(path[-1].text)
        named = self._named(bare_label(name))
        return replace(named, said=Said(unit=unit_beside(name))) if named.concept else Heading()

    def _named(self, name: str) -> Heading:
        family = self.family
        found = next((c for c, say in _names(family) if say.fullmatch(name)), None)
        if found is None and family.of and any_of(load_small_tables().totals).fullmatch(name):
            found = family.of
        if found is not None:
            return Heading(found)
        for classes, told in ((family.functions, function_of), (family.economic, economic_class_of)):
            dimensions = told(name) if classes else None
            if dimensions is not None:
                return Heading(classes, None, dimensions)
        return Heading()

    @cached_property
    def _others(self) -> dict[Path, Heading]:
        """What the labels of the other direction say; not what may be of others than the family's."""
        strange = (*self.family.others, *(w for c in self.family.columns for w in c.say))
        told = headings(self._others_paths)
        return {p: h if self._tells(p, h, _says(strange)) else Heading() for p, h in told.items()} | self._units

    @cached_property
    def _units(self) -> dict[Path, Heading]:
        """The rows of units and their sum, where names stand above."""
        if not (self.across and self.family.parts):
            return {}
        names = load_small_tables().parts
        told = headings(self._others_paths)
        units = {p: Heading() for p in told if any(says(text, names) for text in self.layout.heads_over(p))}
        sums = {p: h for p, h in told.items() if h.said == _SUM}
        return {**{p: h for p, h in units.items() if told[p].said is None}, **sums} if units else {}

    def _tells(self, path: Path, heading: Heading, strange: regex.Pattern[str]) -> bool:
        said = heading.said
        if said is None or heading.concept is not None or any(strange.search(label(c.text)) for c in path):
            return False
        told = said.telling
        whole = said.total and any(self._part(p) for p in self._others_paths)
        return bool(told.measure or told.compared or told.rate or said.year or whole)

    @cached_property
    def _others_paths(self) -> tuple[Path, ...]:
        return tuple(dict.fromkeys(map(self._other_of, self.figures)))

    def _part(self, path: Path) -> ColumnOf | None:
        """What part of each row's figure a column holds; None for the whole."""
        names = [bare_label(label(cell.text)) for cell in path]
        return next((c for c in self.family.columns if any(_says(c.say).fullmatch(n) for n in names)), None)

    @property
    def known(self) -> bool:
        """Whether most items are named, and a column of figures is understood."""
        named = [h for h in self._items.values() if h.concept]
        enough = len(named) >= max(_FEWEST, _MOSTLY * len(self._items))
        return enough and any(table.figures for table in self.tables())

    def _kept(self, figures: Sequence[Placed]) -> Iterator[Placed]:
        """The figures whose unit is written, of columns that are understood."""
        for figure in figures:
            if self._is_share_of_all(figure):
                continue
            beside, above = (self._others, self._items) if self.across else (self._items, self._others)
            row, column = beside[figure.beside].said, above[figure.above].said
            row = Said() if row is None and figure.beside in self._units else row
            if row is not None and column is not None and self._has_unit(figure, row, column):
                yield figure

    def _is_share_of_all(self, figure: Placed) -> bool:
        """Whether it is the share that the sum has of itself."""
        item, other = self._items[self._item_of(figure)], self._others[self._other_of(figure)].said
        return item.concept == self.family.of and other is not None and other.telling.measure == "share"

    def _item_of(self, figure: Placed) -> Path:
        return figure.above if self.across else figure.beside

    def _other_of(self, figure: Placed) -> Path:
        return figure.beside if self.across else figure.above

    def _has_unit(self, placed: Placed, row: Said, column: Said) -> bool:
        figure = figure_in(label(placed.cell.text))
        rates = (s.telling.rate or s.telling.measure in ("share", "budget_rate") for s in (row, column))
        named = any(s.unit for s in (row, column)) or any(rates)
        item = self._items[self._item_of(placed)].concept
        named = named or bool(self._unit) or (item is not None and is_counted(item))
        return figure is not None and (named or figure.amount.kind != "bare")

    @cached_property
    def _unit(self) -> str:
        """The unit of money that the lines above, or the heads, say."""
        lines = [label(line.text) for line in self.layout.grid.table.heading]
        captions = [text for f in self.figures for text in f.captions]
        return caption_of(lines, captions).unit or caption_of(self.layout.head_texts).unit

    def tables(self) -> Iterator[SmallTable]:
        """The table of whole figures, then those of parts that columns hold."""
        beside, above = (self._others, self._items) if self.across else (self._items, self._others)
        yield SmallTable(self.layout, tuple(self._kept(self.figures)), beside, above, titled=True)
        if not self.across:
            parts = (*map(self._of_part, self.family.columns), self._counted())
            yield from (part for part in parts if part is not None)

    def _counted(self) -> SmallTable | None:
        """The numbers of things, in the unit that each row's are counted in."""
        counted = _says(load_small_tables().counted)
        own = {p for p in self._others_paths if len(p) == 1 and counted.fullmatch(bare_label(label(p[0].text)))}
        figures = tuple(f for f in self.figures if f.above in own)
        beside = {path: _as_counted(item) for path, item in self._items.items()}
        above: dict[Path, Heading] = {path: Heading(None, Said()) for path in own}
        return SmallTable(self.layout, figures, beside, above, titled=True) if figures else None

    def _of_part(self, column: ColumnOf) -> SmallTable | None:
        own = {path for path in self._others_paths if self._part(path) is column}
        rest = {path: tuple(c for c in path if not self._part((c,))) for path in own}
        told = headings(rest.values())
        above = {path: told[rest[path]] for path in own}
        figures = tuple(f for f in self.figures if f.above in own and self._is_told(f, above[f.above]))
        beside = {path: self._in_part(item, column) for path, item in self._items.items()}
        return SmallTable(self.layout, figures, beside, above, titled=True) if figures else None

    def _is_told(self, figure: Placed, column: Heading) -> bool:
        row = self._items[figure.beside].said
        return row is not None and column.said is not None and self._has_unit(figure, row, column.said)

    def _in_part(self, item: Heading, column: ColumnOf) -> Heading:
        """A row's item, as far as that column holds a part of it."""
        if item.concept == self.family.of:
            return replace(item, concept=column.of)
        return replace(item, concept=column.classes) if item.dimensions else Heading()


def _as_counted(item: Heading) -> Heading:
    counts = concept(item.concept).counts if item.concept else ()
    return replace(item, said=Said(unit=counts[0])) if counts else Heading()


@cache
def _names(family: Family) -> tuple[tuple[str, regex.Pattern[str]], ...]:
    """What names the family's rows, by concept."""
    found = [(n.concept, any_of(n.say)) for n in family.names]
    if family.accounts:
        tops = (family.of, f"{_TOTALS}.{family.of}") if family.of else ()
        yearly = (n for n in load_small_tables().yearly if not tops or _is_below(n.concept, tops))
        found += [(n.concept, any_of(n.say)) for n in yearly]
    if family.section:
        section = family.section
        worded = ((c.id, c.within.get(section, ())) for c in load_patterns().concepts)
        found += [(i, any_of(say)) for i, say in worded if say]
    return tuple(found)


def _is_below(named: str, tops: Sequence[str | None]) -> bool:
    return any(top is not None and is_within(named, top) for top in tops)


@cache
def _says(wordings: tuple[str, ...]) -> regex.Pattern[str]:
    return any_of(wordings) if wordings else regex.compile(r"(?!)")
