"""The tables of a region's set, in its order, with their titles."""

from __future__ import annotations

import random
from collections.abc import Sequence

from corpus.figures import Figures
from corpus.ledger import Ledger
from corpus.regional.books import make_books
from corpus.regional.drawn import Desk, Drawn, by_function, detail, keyed
from corpus.regional.economic import by_class
from corpus.regional.kinds import Kind, Listed, TableSet, kinds
from corpus.regional.listed import by_item
from corpus.regional.sided import sided
from corpus.sheets import Column, Shape, Sheet
from corpus.statements import numeral
from corpus.style import TableStyle

# Columns up to which a table stands upright, from which it needs A3, and up to which A3 holds it (set by eye).
_UPRIGHT, _BROAD, _BROADEST = 7, 20, 30
_FACING = 0.4  # the chance that what is too wide for a page goes over two


def make_set(figures: Figures, ledger: Ledger, style: TableStyle, wanted: TableSet, seed: int) -> list[Sheet]:
    """The sheets of the set, in its order; `number` is the place in it."""
    rng = random.Random(f"juesuan set {wanted.region} {wanted.year} {seed}")
    desk = Desk(figures, ledger, make_books(figures, ledger, seed), style, rng)
    return [_sheet(number, listed, desk) for number, listed in enumerate(wanted.tables, 1)]


def _sheet(number: int, listed: Listed, desk: Desk) -> Sheet:
    kind, style = kinds()[listed.kind], desk.style
    columns, rows = _drawn(kind, listed, desk)
    sheet = Sheet(
        kind=kind.id, number=number, title=listed.title,
        label=style.label.format(number=number, numeral=numeral(number)), unit=style.unit, columns=tuple(columns),
        rows=tuple(rows), ranks=style.ranks and kind.rows != "items", separators=style.separators, blank=style.blank,
        decimals=style.decimals, negative=style.negative,
        shape=_shape(columns, desk.rng),
    )  # fmt: skip
    note = style.empty_note if sheet.empty else style.note
    filled = note.format(subject=kind.subject, year=desk.figures.year, unit=desk.figures.unit)
    return Sheet(**{**sheet.__dict__, "note": filled})


def _shape(columns: Sequence[Column], rng: random.Random) -> Shape:
    if len(columns) >= _BROAD:
        return "facing" if len(columns) > _BROADEST or rng.random() < _FACING else "broad"
    return "wide" if len(columns) > _UPRIGHT or rng.random() < 0.3 else "upright"


def _drawn(kind: Kind, listed: Listed, desk: Desk) -> Drawn:
    if kind.rows == "sided":
        return sided(kind, desk)
    if kind.rows == "detail":
        return detail(kind, desk)
    name = desk.rng.choice(listed.layouts or tuple(kind.layouts or ()))
    layout = (kind.layouts or {})[name]
    if kind.rows == "functions":
        return by_function(kind, layout, desk)
    if kind.rows == "economic":
        return by_class(kind, layout, desk, name)
    return by_item(layout, desk) if kind.rows == "items" else keyed(kind, layout, desk)
