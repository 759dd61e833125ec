"""Tables of single items: 三公 and what stands beside it, procurement, 机构运行信息: across, down, or in two blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from corpus.regional.drawn import Desk, Drawn
from corpus.regional.kinds import Item, Measured, items, measures_of
from corpus.sheets import Column, Entry, Stated
from corpus.statements import Rows, pad

_ZERO = Decimal(0)
_ITEM = "项目"


def by_item(layout: Mapping[str, Any], desk: Desk) -> Drawn:
    """The table in that layout."""
    measures = measures_of(layout["measures"])
    if "list" in layout:
        return _down(items("lists", layout["list"]), measures, desk, layout)
    heads = items("heads", layout["items"])
    return _rows(heads, measures, desk) if layout["across"] == "rows" else _across(heads, measures, desk, layout)


def _value(item: Item, measure: str, desk: Desk) -> Decimal:
    return desk.figures.get(item.concept, measure)


def _across(heads: Sequence[Item], measures: Sequence[Measured], desk: Desk, layout: Mapping[str, Any]) -> Drawn:
    """One row; items within measures (blocks), or measures within items (pairs)."""
    if layout["across"] == "blocks":
        order = [((m.head, *item.levels) if m.head else item.levels, item, m) for m in measures for item in heads]
    else:
        order = [((*item.levels, m.head), item, m) for item in heads for m in measures]
    columns = [Column(levels, "value") for levels, _, _ in order]
    values = {"/".join(levels): _value(item, m.measure, desk) for levels, item, m in order}
    stated = {"/".join(levels): Stated(item.concept, m.measure) for levels, item, m in order}
    return columns, [(Entry(values=values, stated=stated),)]


def _rows(heads: Sequence[Item], measures: Sequence[Measured], desk: Desk) -> Drawn:
    """A row for each measure."""
    columns = [Column((_ITEM,), "name"), *(Column(item.levels, "value") for item in heads)]
    rows: Rows = []
    for m in measures:
        values = {"/".join(item.levels): _value(item, m.measure, desk) for item in heads}
        stated = {"/".join(item.levels): Stated(item.concept, m.measure) for item in heads}
        rows.append((Entry(m.head, values=values, stated=stated),))
    return columns, rows


def _down(listed: Sequence[Item], measures: Sequence[Measured], desk: Desk, layout: Mapping[str, Any]) -> Drawn:
    """A row for each item, or half of them on each side; headings and what has no budget are marked with a dash."""
    mark = desk.rng.choice(("—", "--", ""))
    entries = [_listed(item, str(number), measures, desk, mark) for number, item in enumerate(listed, 1)]
    sides = int(layout.get("blocks", 1))
    length = -(-len(entries) // sides)
    blocks = [pad(entries[i * length : (i + 1) * length], length) for i in range(sides)]
    columns: list[Column] = []
    for block in range(sides):
        line = [Column((layout["line"],), "line", block)] if "line" in layout else []
        columns += [Column((_ITEM,), "name", block), *line, *(Column((m.head,), "value", block) for m in measures)]
    return columns, list(zip(*blocks, strict=True))


def _listed(item: Item, number: str, measures: Sequence[Measured], desk: Desk, mark: str) -> Entry:
    if item.zero:
        return Entry(item.row, "", number, {measures[-1].head: _ZERO})
    told = _told(item, measures)
    marks = {m.head: mark for m in measures if m not in told}
    stated = {m.head: Stated(item.concept, "count" if item.count else m.measure) for m in told if not m.untold}
    figures = {m.head: _value(item, "count" if item.count else m.measure, desk) for m in told}
    if item.count:
        return Entry(item.row, "", number, counts=figures, marks=marks, stated=stated)
    return Entry(item.row, "", number, figures, marks=marks, stated=stated)


def _told(item: Item, measures: Sequence[Measured]) -> list[Measured]:
    """The measures that an item has figures of: what is counted has no budget, a heading has nothing."""
    if not item.concept:
        return []
    return [m for m in measures if m.measure == "final" or not (item.count or item.final_only)]
