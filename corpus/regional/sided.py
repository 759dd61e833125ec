"""The two tables with income on the left and spending on the right, with what their cells are facts of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import regex

from corpus.regional.drawn import Desk, Drawn
from corpus.regional.kinds import Kind
from corpus.sheets import Column, Stated
from corpus.statements import fiscal, income_expenditure
from extractors.language.function_codes import function_names

_NUMBERING = regex.compile(r"^[一二三四五六七八九十]+、")
_DIGITS = 3  # of a 类


def sided(kind: Kind, desk: Desk) -> Drawn:
    """The Ministry's table; a name that comes again below another (年初财政拨款结转和结余) is no fact of its own."""
    maker = income_expenditure if kind.id == "income_expenditure" else fiscal
    columns, rows = maker(desk.figures, desk.ledger, desk.style)
    seen: set[tuple[int, str]] = set()
    out = []
    for row in rows:
        told = []
        for block, entry in enumerate(row):
            name = _NUMBERING.sub("", entry.name)
            fresh = (block, name) not in seen
            seen.add((block, name))
            told.append(replace(entry, stated=_stated(kind, columns, block, name) if fresh else {}))
        out.append(tuple(told))
    return columns, out


def _stated(kind: Kind, columns: Sequence[Column], block: int, name: str) -> Mapping[str, Stated]:
    """By column; "" stands for the first column of a side, which is of all budgets."""
    side = [c for c in columns if c.block == block]
    first = next(c.name for c in side if c.role == "value")
    told = (kind.sides or {})[side[0].group].get(name, {})
    concepts: Mapping[str, str] = {"": told} if isinstance(told, str) else told
    dimensions: Mapping[str, str] = {}
    if not concepts and block and name in _tops():
        concepts, dimensions = kind.functions or {}, {"code": _tops()[name], "name": name}
    return {column or first: Stated(concept, dimensions=dimensions) for column, concept in concepts.items()}


@cache
def _tops() -> Mapping[str, str]:
    return {name: code for code, name in function_names().items() if len(code) == _DIGITS}
