"""What `corpus/sets.yaml` says: the sets of tables by region, and how each kind of table may be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parents[1] / "sets.yaml"


@dataclass(frozen=True)
class Head:
    """A column of figures: the levels of its head, the amount of the accounts under it, what its figures are of.

    `total` is the concept of the row that sums up, `each` that of every other row.
    """

    levels: tuple[str, ...]
    amount: str
    total: str = ""
    each: str = ""


@dataclass(frozen=True)
class Item:
    """A thing that is named in a head (`levels`) or in a row (`row`). Without a concept it is a heading.

    `count` it is counted, not paid; `final_only` it has no budget; `zero` it is always nothing.
    """

    concept: str = ""
    levels: tuple[str, ...] = ()
    row: str = ""
    count: bool = False
    final_only: bool = False
    zero: bool = False


@dataclass(frozen=True)
class Measured:
    """What a column or row of 三公 tables tells of each item; `untold` it is no fact, as its head leaves open which."""

    head: str
    measure: str
    untold: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of table; what its fields mean stands at the head of the file."""

    id: str
    subject: str
    rows: str
    budget: str = ""
    key: str = ""
    book: str = ""
    total: str = ""
    each: str = ""
    personnel: str = ""
    public: str = ""
    economic: str = ""
    scopes: tuple[str, ...] = ()
    layouts: Mapping[str, Mapping[str, Any]] | None = None
    sides: Mapping[str, Mapping[str, Any]] | None = None
    functions: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Listed:
    """A table of a set: its kind by the file's name for it, its title, the layouts that it allows (all where empty)."""

    kind: str
    title: str
    layouts: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableSet:
    """What the units of a region publish for a year."""

    region: str
    year: int
    tables: tuple[Listed, ...]


@cache
def _file() -> Mapping[str, Any]:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@cache
def kinds() -> Mapping[str, Kind]:
    """The kinds by the file's name for them. Raises TypeError for a field that there is not."""
    return {
        name: Kind(**{"id": name, **told, "scopes": tuple(told.get("scopes", ()))})
        for name, told in _file()["kinds"].items()
    }


@cache
def table_set(name: str) -> TableSet:
    """The set of that name. Raises KeyError where there is none."""
    told = _file()["sets"][name]
    tables = (Listed(t["kind"], t["title"], tuple(t.get("layouts", ()))) for t in told["tables"])
    return TableSet(told["region"], told["year"], tuple(tables))


def set_names() -> tuple[str, ...]:
    """All sets, as the file has them."""
    return tuple(_file()["sets"])


def names(of: str) -> Sequence[str]:
    """Invented names of `units`, `projects` or `services`."""
    return tuple(_file()[of])


def heads_of(columns: Sequence[Mapping[str, Any]]) -> tuple[Head, ...]:
    """The columns of a layout."""
    return tuple(Head(tuple(c["head"]), c["amount"], c.get("total", ""), c.get("each", "")) for c in columns)


def measures_of(told: Sequence[Mapping[str, Any]]) -> tuple[Measured, ...]:
    """The measures of a layout, in order."""
    return tuple(Measured(**each) for each in told)


@cache
def items(section: str, name: str) -> tuple[Item, ...]:
    """The items of that name in `heads` or `lists`."""
    return tuple(_items(_file()[section][name]))


def _items(told: Sequence[Any]) -> Iterator[Item]:
    for each in told:
        if isinstance(each, list):  # a list within a list: all its rows
            yield from _items(each)
        else:
            flags = {name: each[name] for name in ("count", "final_only", "zero") if name in each}
            yield Item(each.get("of", ""), tuple(each.get("head", ())), each.get("row", ""), **flags)
