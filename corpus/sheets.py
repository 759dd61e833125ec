"""What a statement is before it is set: columns, rows of entries, and the golden data that it will be held to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from extractors.model.record import canonical

FACTORS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10000), "亿元": Decimal(100000000)}


@dataclass(frozen=True)
class Column:
    """`head` its levels from the top, the group's first; `block` which of the groups side by side; `part` which
    digits of the code (类 0, 款 1, 项 2; None: all)."""

    head: tuple[str, ...]
    role: Literal["code", "name", "line", "value"]
    block: int = 0
    group: str = ""
    part: int | None = None

    @property
    def name(self) -> str:
        """As the Record names it: without the group and without blanks."""
        levels = self.head[1:] if self.group else self.head
        return "/".join("".join(level.split()) for level in levels)


Shape = Literal["", "upright", "wide", "broad", "facing"]  # of the paper; broad is A3, facing two pages


class Stated(NamedTuple):
    """What a cell's figure is a fact of."""

    concept: str
    measure: str = "final"
    dimensions: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Entry:
    """One block's part of a row: amounts in 元 by column name. Entries without values stay blank.

    `counts` are printed as whole numbers, `marks` as they are; `stated` are the facts that the cells state, for tables
    whose facts are golden.
    """

    name: str = ""
    code: str = ""
    line: str = ""
    values: Mapping[str, Decimal] = field(default_factory=dict)
    counts: Mapping[str, Decimal] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, Stated] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A statement: `rows` have one entry for each block. `shape` is the paper's where the style does not say it."""

    kind: str
    number: int
    title: str
    label: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Entry, ...], ...]
    note: str = ""
    ranks: bool = False
    separators: bool = True
    blank: str = ""
    shape: Shape = ""
    decimals: int = 2
    negative: str = "-"

    @property
    def empty(self) -> bool:
        """Whether no cell holds anything but 0."""
        return not any(
            v for row in self.rows for entry in row for v in (*entry.values.values(), *entry.counts.values())
        )

    def text(self, entry: Entry, column: Column) -> str:
        """What stands in the cell of that entry under that column."""
        if column.role == "value":
            if column.name in entry.counts:
                return str(entry.counts[column.name])
            if column.name not in entry.values:
                return entry.marks.get(column.name, "")
            return self.amount(entry.values[column.name])
        if column.role == "name":
            return entry.name
        if column.role == "line":
            return entry.line
        if column.part is None:
            return entry.code
        start, end = ((0, 3), (3, 5), (5, 7))[column.part]
        return entry.code[start:end]

    def amount(self, value: Decimal) -> str:
        """The amount (元) as this sheet prints it."""
        if value == 0:
            return self.blank
        number = value / FACTORS[self.unit]
        text = f"{number:,.{self.decimals}f}" if self.separators else f"{number:.{self.decimals}f}"
        return text.replace("-", self.negative)

    def golden(self) -> dict[str, Any]:
        """The statement as golden data: only cells that hold a value."""
        rows = [golden for row in self.rows for block, entry in enumerate(row) if (golden := self._row(block, entry))]
        return {"number": self.number, "kind": self.kind, "unit": self.unit, "empty": self.empty, "rows": rows}

    def facts(self) -> list[dict[str, Any]]:
        """The facts that the cells state, as golden data; nothing that is 0."""
        return [
            {
                "concept": stated.concept, "measure": stated.measure,
                **({"dimensions": dict(stated.dimensions)} if stated.dimensions else {}),
                "value": canonical(entry.counts.get(column.name, entry.values.get(column.name, Decimal(0)))),
                "raw": self.text(entry, column), "statement": self.number,
                **({} if column.name in entry.counts else {"unit": "CNY"}),
            }
            for row in self.rows for block, entry in enumerate(row) for column in self._values(block)
            if (stated := entry.stated.get(column.name))
            and (entry.values.get(column.name) or entry.counts.get(column.name))
        ]  # fmt: skip

    def _row(self, block: int, entry: Entry) -> dict[str, Any]:
        amounts = {**entry.values, **entry.counts}
        cells = [
            {"column": column.name, "value": canonical(amounts[column.name])}
            for column in self._values(block)
            if column.name in amounts and self.text(entry, column)[-1:].isdigit()
        ]
        if not cells:
            return {}
        group = next((c.group for c in self.columns if c.block == block), "")
        head = {"group": group} if group else {}
        code = {"code": entry.code} if entry.code else {}
        return {**head, **code, "name": entry.name, "cells": cells}

    def _values(self, block: int) -> Iterator[Column]:
        return (c for c in self.columns if c.block == block and c.role == "value")
