"""Tables by economic class: two or three blocks side by side, one list, or a list parted into personnel and public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from corpus.ledger import ECONOMIC, ECONOMIC_CODES
from corpus.regional.drawn import Desk, Drawn
from corpus.regional.kinds import Kind
from corpus.sheets import Column, Entry, Stated
from corpus.statements import Rows, economic_columns, pad

_ZERO = Decimal(0)
_WHOLE, _PERSONNEL, _PUBLIC = "合计", "人员经费", "公用经费"
_OF_PERSONNEL = ("工资福利支出", "对个人和家庭的补助")
_OF_PUBLIC = ("商品和服务支出", "资本性支出")


def by_class(kind: Kind, layout: Mapping[str, Any], desk: Desk, name: str) -> Drawn:
    """The table in the layout of that name."""
    items = desk.books.classes[kind.book]
    if name == "blocks":
        return _blocks(kind, items, desk)
    amount = str(layout.get("amount", desk.style.amount))
    return _list(kind, items, desk, amount, parted=name == "parted", classes_only=name == "classes")


def _amount(items: Mapping[str, Decimal], groups: Sequence[str]) -> Decimal:
    codes = {ECONOMIC_CODES[group] for group in groups}
    return sum((v for code, v in items.items() if code[:3] in codes), _ZERO)


def _entries(kind: Kind, items: Mapping[str, Decimal], group: str, amount: str, *, all_items: bool) -> list[Entry]:
    """A class with what it is made of."""

    def entry(name: str, code: str, value: Decimal) -> Entry:
        stated = Stated(kind.each, dimensions={"code": code, "name": name})
        return Entry(name, code, values={amount: value}, stated={amount: stated})

    held = [(code, name) for code, name in ECONOMIC[group] if all_items or items.get(code)]
    whole = _amount(items, [group])
    if not held or not (all_items or whole):
        return []
    return [entry(group, ECONOMIC_CODES[group], whole), *(entry(n, c, items.get(c, _ZERO)) for c, n in held)]


def _blocks(kind: Kind, items: Mapping[str, Decimal], desk: Desk) -> Drawn:
    style, amount = desk.style, desk.style.amount
    all_items = bool(kind.personnel) or desk.rng.random() < 0.4
    sides: list[tuple[str, ...]] = [_OF_PERSONNEL, _OF_PUBLIC]
    if not kind.personnel:
        sides = [("商品和服务支出",), ("对个人和家庭的补助", "资本性支出")]
    elif style.basic_groups == 3:
        sides = [_OF_PERSONNEL, *((group,) for group in _OF_PUBLIC)]
    blocks = [[e for g in side for e in _entries(kind, items, g, amount, all_items=all_items)] for side in sides]
    length = max(len(block) for block in blocks)
    rows: Rows = list(zip(*(pad(block, length) for block in blocks), strict=True))

    def total(name: str, concept: str, groups: Sequence[str]) -> Entry:
        return Entry(name, values={amount: _amount(items, groups)}, stated={amount: Stated(concept)})

    between = [Entry()] * (len(blocks) - 2)
    if kind.personnel:
        first = total(_PERSONNEL + _WHOLE, kind.personnel, _OF_PERSONNEL)
        last = total(_PUBLIC + _WHOLE, kind.public, _OF_PUBLIC)
    else:
        first, last = Entry(), total(_WHOLE, kind.total, tuple(ECONOMIC))
    headed = style.basic_heads and bool(kind.personnel)
    groups = [(_PERSONNEL if i == 0 else _PUBLIC) if headed else "" for i in range(len(blocks))]
    return economic_columns(groups, amount), [*rows, (first, *between, last)]


def _list(
    kind: Kind, items: Mapping[str, Decimal], desk: Desk, amount: str, *, parted: bool, classes_only: bool
) -> Drawn:
    """Class by class, one below the other, under 合计 or above it."""
    heads = (_WHOLE, _PERSONNEL, _PUBLIC) if parted else (amount,)
    rows: Rows = []
    for group in sorted(ECONOMIC, key=lambda name: ECONOMIC_CODES[name]):
        column = _PERSONNEL if group in _OF_PERSONNEL else _PUBLIC
        entries = _entries(kind, items, group, heads[0], all_items=False)
        for entry in entries[:1] if classes_only else entries:
            values = {heads[0]: entry.values[heads[0]], **({column: entry.values[heads[0]]} if parted else {})}
            rows.append((Entry(entry.name, entry.code, values=values, stated=entry.stated),))
    sums = {_PERSONNEL: _amount(items, _OF_PERSONNEL), _PUBLIC: _amount(items, _OF_PUBLIC)}
    values = {heads[0]: sum(items.values(), _ZERO)} | (sums if parted else {})
    stated = {heads[0]: Stated(kind.total)}
    if parted and kind.personnel:
        stated |= {_PERSONNEL: Stated(kind.personnel), _PUBLIC: Stated(kind.public)}
    whole = (Entry(_WHOLE, values=values, stated=stated),)
    return _code_columns(desk, heads), [*rows, whole] if desk.style.total == "last" else [whole, *rows]


def _code_columns(desk: Desk, heads: Sequence[str]) -> list[Column]:
    """Code in one column or 类 and 款 apart, name, and the amounts."""
    above = desk.rng.choice((("项目",), ("经济分类科目",), ()))
    codes = [Column((*above, "科目编码"), "code")]
    if desk.style.codes == "split":
        codes = [Column((*above, "经济分类科目编码", level), "code", part=i) for i, level in enumerate("类款")]
    return [*codes, Column((*above, "科目名称"), "name"), *(Column((head,), "value") for head in heads)]
