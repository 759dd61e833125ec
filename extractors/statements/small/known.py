"""Which tables of a document are small ones of “三公” and the like: by what their labels name, not by their titles."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache

import regex

from extractors.model.cells import Table
from extractors.statements.grid import Grid, label
from extractors.statements.small.caption import Caption, caption_of
from extractors.statements.small.headings import Heading, headings
from extractors.statements.small.layout import Layout, Path, Placed
from extractors.statements.small.said import Said, names_of
from patterns.kept import KEPT
from patterns.labels import economic_names
from patterns.loader import load_patterns
from patterns.small_tables import load_small_tables
from patterns.sought import Among, Sought, sought
from patterns.statements import says
from patterns.within import is_within

# Set by eye on tables that were made after those of small units.
_MOST_ROWS, _MOST_COLUMNS = 60, 24  # of a small table
_MOSTLY = 0.7  # of the labels beside or above figures: as many must be understood
_FEWEST = 2  # concepts that tell such a table, unless the line above it tells, too


@dataclass(frozen=True)
class SmallTable:
    """A table with its figures, and what the labels of its rows and columns say.

    `titled` is whether the lines above are known to be its titles, though they name none of what it is of.
    """

    layout: Layout
    figures: tuple[Placed, ...]
    rows: dict[Path, Heading]
    columns: dict[Path, Heading]
    titled: bool = False

    def caption(self, figure: Placed) -> Caption:
        """What the lines above a figure's part of the table say."""
        lines, within = self._lines_above, figure.captions
        if self.titled:
            lines, within = (), (*lines, *within)
        return _caption(lines, within, self.layout.head_texts)

    @cached_property
    def _lines_above(self) -> tuple[str, ...]:
        return tuple(label(line.text) for line in self.layout.grid.table.heading)

    @property
    def flat(self) -> bool:
        """Whether it was made of running text."""
        return self.layout.grid.table.flat

    @property
    def headless(self) -> bool:
        """Whether it was made of running text that has lost its heads: nothing tells what a column holds."""
        return self.flat and not any(figure.above for figure in self.figures)

    @cached_property
    def concepts(self) -> frozenset[str]:
        """The concepts that its labels name, whether or not figures stand there."""
        return frozenset(h.concept for h in (*self.rows.values(), *self.columns.values()) if h.concept)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that the table names in digits, in its labels and above."""
        stated = (h.said.year.stated for h in self._of_figures if h.said and h.said.year)
        above = (year for f in self.figures for year in self.caption(f).years)
        return frozenset(y for y in (*stated, *above) if y is not None)

    @property
    def account_year(self) -> int | None:
        """The last year that a label gives to figures of the account: the document's, where nothing else tells that."""
        named = (h.said for h in self._of_figures if h.said is not None)
        of_account = (s.year.stated for s in named if s.year and s.telling.measure in (None, "final"))
        return max((y for y in of_account if y is not None), default=None)

    @property
    def total(self) -> str | None:
        """The concept of a sum of items: that whose parts they are; None where others stand among them."""
        family = load_small_tables().family
        return family if all(is_within(c, family) for c in self.concepts) else None

    @cached_property
    def scoped(self) -> bool:
        """Whether rows or columns part figures by the budget that pays: beside another one, or their sum."""
        return any(map(_parts_scopes, (self.rows.values(), self.columns.values())))

    @property
    def _of_figures(self) -> list[Heading]:
        rows = {f.beside for f in self.figures}
        columns = {f.above for f in self.figures}
        return [*(self.rows[p] for p in rows), *(self.columns[p] for p in columns)]

    @cached_property
    def parts(self) -> dict[Path, str]:
        """The rows that are named after units, and these names."""
        known = load_small_tables()
        paths = dict.fromkeys(f.beside for f in self.figures if f.beside and self.rows[f.beside].said is None)
        named = {p: [c for c in p if any(says(h, known.parts) for h in self.layout.heads_over((c,)))] for p in paths}
        return {p: label(cells[-1].text) for p, cells in named.items() if cells}

    @property
    def known(self) -> bool:
        """Whether it is told what the table is of."""
        named = self.concepts
        told = {c for f in self.figures[:1] for c in self.caption(f).names}
        akin = any(is_within(n, t) or is_within(t, n) for n in named for t in told)
        if not named or (told and not akin):
            return False  # the line above names another subject, of which these are parts
        return (len(named) >= _FEWEST or akin) and self._understood and not self._economic

    @property
    def _economic(self) -> bool:
        """Whether its rows are classes of spending, of which the costs of the three are some."""
        strange = {label(p[-1].text) for p in {f.beside for f in self.figures} if p and self.rows[p].said is None}
        return not strange.isdisjoint(economic_names().values())

    @property
    def _understood(self) -> bool:
        rows = [self.rows[p].said for p in {f.beside for f in self.figures} if p not in self.parts]
        columns = [self.columns[p].said for p in {f.above for f in self.figures}]
        return _mostly(rows) and _mostly(columns)


def _parts_scopes(found: Collection[Heading]) -> bool:
    said = [h.said for h in found if h.said is not None]
    summed = any(h.said is not None and h.said.total and h.concept is None for h in found)
    scopes = {s.scope for s in said if s.scope}
    return bool(scopes) and (summed or len(scopes) > 1)


def _mostly(said: Collection[Said | None]) -> bool:
    return sum(s is not None for s in said) >= _MOSTLY * len(said)


def small_table(table: Table) -> SmallTable | None:
    """A table as a small one; None where it is none that is known."""
    if table.row_count > _MOST_ROWS or table.column_count > _MOST_COLUMNS or not _names_any(table):
        return None
    layout = Layout(Grid(table))
    figures = tuple(layout.placed())
    rows = headings([*layout.rows(), *(f.beside for f in figures)])
    columns = headings([*layout.columns(), *(f.above for f in figures)])
    small = SmallTable(layout, figures, rows, columns)
    return small if figures and small.known else None


def _names_any(table: Table) -> bool:
    return any(names_any(label(cell.text)) for cell in table.cells)


@lru_cache(maxsize=KEPT)
def names_any(text: str) -> bool:
    """Whether a text (as `label` gives it) names something that small tables are of."""
    said, among = _names()
    return any(said[i].pattern.search(text) for i in among.may_be_in(set(text)))


@cache
def _names() -> tuple[list[Sought], Among]:
    said = [sought((w,)) for c in load_small_tables().concepts for w in names_of(c)]
    return said, Among(said)


@lru_cache(maxsize=64)
def _caption(lines: tuple[str, ...], within: tuple[str, ...], heads: tuple[str, ...]) -> Caption:
    """What the lines above say; the unit of money may stand among the heads, too."""
    caption = caption_of(lines, within)
    if caption.unit:
        return caption
    in_brackets = (m["unit"] for h in heads for m in regex.finditer(load_small_tables().unit_in_brackets, h))
    money = next((u for u in in_brackets if u in load_patterns().units.money), "")
    return replace(caption, unit=caption_of(heads).unit or money)
