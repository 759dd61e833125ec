"""Tables whose columns `sets.yaml` names: by function, by unit, by project; those by function and economic class."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from corpus.figures import Figures
from corpus.ledger import ECONOMIC, ECONOMIC_CODES, Ledger
from corpus.regional.books import Account, Books, summed
from corpus.regional.kinds import Head, Kind, heads_of
from corpus.sheets import Column, Entry, Stated
from corpus.statements import Rows, coded
from corpus.style import TableStyle
from extractors.language.function_codes import function_names

_ZERO = Decimal(0)
_WHOLE = "合计"
_LEVELS = (3, 5, 7)  # digits of 类, 款 and 项


@dataclass(frozen=True)
class Desk:
    """What the tables of one document are drawn from; `rng` chooses where the region's forms leave a choice."""

    figures: Figures
    ledger: Ledger
    books: Books
    style: TableStyle
    rng: random.Random


Drawn = tuple[list[Column], Rows]
Amounts = Callable[[Account], Mapping[str, Decimal]]


def by_function(kind: Kind, layout: Mapping[str, Any], desk: Desk) -> Drawn:
    """Rows for 类, 款 and 项 with the columns of the layout."""
    heads = heads_of(layout["columns"])
    columns = [*coded(desk.style), *(Column(head.levels, "value") for head in heads)]
    return columns, _function_rows(desk.books.rows[kind.budget], heads, desk)


def _function_rows(accounts: Sequence[Account], heads: Sequence[Head], desk: Desk) -> Rows:
    if not accounts:
        return _nothing(heads, desk)
    rows: Rows = []
    for code in sorted({a.code[:length] for a in accounts for length in _LEVELS}):
        within = [a for a in accounts if a.code.startswith(code)]
        name = function_names().get(code, function_names()[within[0].code])
        each = {"code": code, "name": name}
        rows.append((Entry(name, code, values=_sums(within, heads), stated=_of_each(heads, each)),))
    return _with_whole(rows, accounts, heads, desk)


def _sums(accounts: Sequence[Account], heads: Sequence[Head]) -> dict[str, Decimal]:
    return {_name(head): sum((a.amounts[head.amount] for a in accounts), _ZERO) for head in heads}


def _name(head: Head) -> str:
    return "/".join(head.levels)


def _of_each(heads: Sequence[Head], dimensions: Mapping[str, str]) -> dict[str, Stated]:
    return {_name(head): Stated(head.each, dimensions=dimensions) for head in heads if head.each}


def _with_whole(rows: Rows, accounts: Sequence[Account], heads: Sequence[Head], desk: Desk) -> Rows:
    """The rows and their sum, above or below them; no row that sums up where the style has none."""
    stated = {_name(head): Stated(head.total) for head in heads if head.total}
    whole = (Entry(_WHOLE, values=_sums(accounts, heads), stated=stated),)
    return [*rows, whole] if desk.style.total == "last" else [whole, *rows]


def _nothing(heads: Sequence[Head], desk: Desk) -> Rows:
    """An empty table: a sum of nothing, blank rows, or no rows."""
    how = desk.rng.choice(("whole", "whole", "blank", "none"))
    if how == "whole":
        return [(Entry(_WHOLE, values={_name(head): _ZERO for head in heads}),)]
    return [(Entry(),)] * desk.rng.randint(2, 4) if how == "blank" else []


def keyed(kind: Kind, layout: Mapping[str, Any], desk: Desk) -> Drawn:
    """A row for each unit, project or service."""
    heads = heads_of(layout["columns"])
    columns = [
        *([Column((layout["line"],), "line")] if "line" in layout else []),
        *([Column((layout["code"],), "code")] if "code" in layout else []),
        Column((layout["name"],), "name"), *(Column(head.levels, "value") for head in heads),
    ]  # fmt: skip
    accounts = desk.books.rows[kind.rows]
    if not accounts:
        return columns, _nothing(heads, desk)
    rows: Rows = [
        (
            Entry(
                a.name, a.code if "code" in layout else "", str(i), _sums([a], heads),
                stated=_of_each(heads, {kind.key: a.name}) if kind.key else {},
            ),
        )
        for i, a in enumerate(accounts, 1)
    ]  # fmt: skip
    return columns, _with_whole(rows, accounts, heads, desk)


def detail(kind: Kind, desk: Desk) -> Drawn:
    """By function down and economic class across: the classes alone, or each with what it is made of."""
    accounts = [a for a in desk.books.rows[kind.budget] if any(_classes([a], kind).values())]
    heads = _detail_heads(_classes(accounts, kind), fine=desk.rng.random() < _FINE)
    columns = [*coded(desk.style), *(Column(head, "value") for head, _ in heads)]
    rows: Rows = []
    for code in sorted({a.code[:length] for a in accounts for length in _LEVELS}):
        within = [a for a in accounts if a.code.startswith(code)]
        name = function_names().get(code, function_names()[within[0].code])
        stated = {_WHOLE: Stated(kind.each, dimensions={"code": code, "name": name})}
        rows.append((Entry(name, code, values=_across(within, kind, heads), stated=stated),))
    of_classes = {"/".join(head): _stated_class(kind, code) for head, code in heads if code}
    whole = (Entry(_WHOLE, values=_across(accounts, kind, heads), stated={_WHOLE: Stated(kind.total), **of_classes}),)
    return columns, [*rows, whole] if desk.style.total == "last" else [whole, *rows]


_FINE = 0.5  # the chance that a detailed table has the items of each class


def _detail_heads(spent: Mapping[str, Decimal], *, fine: bool) -> list[tuple[tuple[str, ...], str]]:
    """Levels of each head with the code whose items stand under it."""
    heads: list[tuple[tuple[str, ...], str]] = [((_WHOLE,), "")]
    for group, items in _groups({code for code, value in spent.items() if value}):
        if fine:
            heads += [((group, "小计"), ECONOMIC_CODES[group]), *(((group, name), code) for code, name in items)]
        else:
            heads.append(((group,), ECONOMIC_CODES[group]))
    return heads


def _stated_class(kind: Kind, code: str) -> Stated:
    return Stated(kind.economic, dimensions={"code": code, "name": CLASS_NAMES[code]})


CLASS_NAMES = {code: name for items in ECONOMIC.values() for code, name in items} | {
    code: group for group, code in ECONOMIC_CODES.items()
}


def _groups(spent: Collection[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Classes with what of them has figures, in the order of their codes."""
    out = []
    for group in sorted(ECONOMIC, key=lambda name: ECONOMIC_CODES[name]):
        held = [(code, name) for code, name in ECONOMIC[group] if code in spent]
        if held:
            out.append((group, held))
    return out


def _classes(accounts: Sequence[Account], kind: Kind) -> dict[str, Decimal]:
    """Items (5 digits) of all scopes that the kind has."""
    out: dict[str, Decimal] = {}
    for scope in kind.scopes:
        for code, value in summed(accounts, scope).items():
            out[code] = out.get(code, _ZERO) + value
    return out


def _across(
    accounts: Sequence[Account], kind: Kind, heads: Sequence[tuple[tuple[str, ...], str]]
) -> dict[str, Decimal]:
    """The amount under each head: of the items whose codes begin with its code."""
    items = _classes(accounts, kind)
    return {
        "/".join(head): sum((v for item, v in items.items() if item.startswith(code)), _ZERO) for head, code in heads
    }
