"""Small tables of income and spending in several years or beside a budget: 本年支出合计 | 2019年决算数 | 2018年决算数.

Their items are told only where columns say more than one of year, budget and difference: one column of amounts may be
that of any statement, and 基本支出 below a title on appropriations is another than all 基本支出.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from extractors.model.cells import Table
from extractors.statements.grid import Grid, label
from extractors.statements.small.headings import Heading, headings
from extractors.statements.small.known import SmallTable
from extractors.statements.small.layout import Layout, Path
from extractors.statements.small.said import Said, bare_label
from patterns.small_tables import load_small_tables
from patterns.wording import any_of

# Set by eye on tables that were made after those of small units.
_MOST_ROWS, _MOST_COLUMNS = 30, 10
_FEWEST_ROWS, _FEWEST_COLUMNS = 2, 2  # that are told
_MOSTLY = 0.7  # of the labels beside figures: as many must be understood


def yearly_table(table: Table) -> SmallTable | None:
    """A table as one of income and spending in several years; None where it is none."""
    if table.row_count > _MOST_ROWS or table.column_count > _MOST_COLUMNS:
        return None
    layout = Layout(Grid(table))
    figures = tuple(layout.placed())
    rows = _rows(list(dict.fromkeys([*layout.rows(), *(f.beside for f in figures)])))
    columns = headings([*layout.columns(), *(f.above for f in figures)])
    small = SmallTable(layout, figures, rows, columns)
    return small if figures and _is_known(small) and not _is_of_one_budget(table) else None


def _rows(paths: Sequence[Path]) -> dict[Path, Heading]:
    """What the labels of each row name: the item that the last of them does, or the sum of all items."""
    names = {path: bare_label(label(path[-1].text)) if path else "" for path in paths}
    named = {path: next((c for c, say in _names() if say.fullmatch(name)), None) for path, name in names.items()}
    tops = {concept.partition(".")[0] for concept in named.values() if concept is not None}
    known = {concept for concept, _ in _names()}
    if len(tops) == 1 and tops <= known - set(named.values()):  # 合计 below 基本支出 and 项目支出
        sums = any_of(load_small_tables().totals)
        named |= {path: next(iter(tops)) for path, name in names.items() if sums.fullmatch(name)}
    return {path: Heading(concept, Said()) if concept else Heading() for path, concept in named.items()}


def _is_known(small: SmallTable) -> bool:
    """Whether most rows name items, no two the same, and the columns say of what year or kind each figure is."""
    paths = list(dict.fromkeys(f.beside for f in small.figures))
    named = [c for path in paths if (c := small.rows[path].concept) is not None]
    above = [small.columns[path] for path in dict.fromkeys(f.above for f in small.figures)]
    said = [h.said for h in above if h.said is not None and h.concept is None]
    dated = {(s.year, s.telling) for s in said if s.year or s.telling.firm or s.telling.compared}
    whole = len(said) == len(above) and len(dated) >= _FEWEST_COLUMNS
    return whole and len(set(named)) == len(named) >= max(_FEWEST_ROWS, _MOSTLY * len(paths))


def _is_of_one_budget(table: Table) -> bool:
    """Whether a line above the table, or a label of it, says that it is of what one budget pays."""
    texts = (label(text) for text in (*(line.text for line in table.heading[-1:]), *(c.text for c in table.cells)))
    return any(any_of(load_small_tables().one_budget).search(text) for text in texts)


@cache
def _names() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((named.concept, any_of(named.say)) for named in load_small_tables().yearly)
