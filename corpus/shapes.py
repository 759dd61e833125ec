"""Shapes: how tables and pages are really drawn and printed, as named settings laid over any family (`shapes.yaml`).

`mof+dotted` is the family `mof` in the shape `dotted`: its wording and accounts, drawn otherwise. A shaped document is
short (few tables, few sections) where its shape does not say `whole`, as dozens of them are measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

_FILE = Path(__file__).parent / "shapes.yaml"
JOINT = "+"  # between a family's name and its shape's
# The tables of a short document: two sides, sums down and across, a part of another table, one of a single row.
_SHORT_TABLES = ("income_expenditure", "expenditure", "general_public", "three_public")


@dataclass(frozen=True)
class Shape:
    """One shape: `kind` groups its variants; `tables`, `page` and `money` are settings over the family's.

    `scale` makes the accounts larger, `small` has amounts of one or two digits, `negative` some below nothing; `only`
    the tables of a short document; `scans` whether it is drawn digital, scanned or both, `colour` whether a scan of it
    is kept in colours.
    """

    name: str
    kind: str
    says: str
    tables: Mapping[str, Any] = field(default_factory=dict)
    page: Mapping[str, Any] = field(default_factory=dict)
    money: Mapping[str, Any] = field(default_factory=dict)
    scale: int = 1
    small: bool = False
    negative: bool = False
    only: tuple[str, ...] = _SHORT_TABLES
    whole: bool = False
    scans: Literal["digital", "scanned", "both"] = "both"
    colour: bool = False
    measure_only: bool = False

    def allows(self, condition: str | None) -> bool:
        """Whether it is drawn in that scan condition; None stands for a digital document."""
        return self.scans == "both" or (self.scans == "scanned") == (condition is not None)


@cache
def shapes() -> Mapping[str, Shape]:
    """All shapes by name. Raises TypeError for a field that there is not."""
    loaded: Mapping[str, Mapping[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    out = {}
    for name, told in loaded.items():
        only = {"only": tuple(told["only"])} if "only" in told else {}
        out[name] = Shape(**{"name": name, **told, **only})
    return out


def parted(name: str) -> tuple[str, Shape | None]:
    """The family and shape that `mof+dotted` names; no shape where there is no joint. Raises KeyError for an unknown
    shape."""
    family, joint, shape = name.partition(JOINT)
    return (family, shapes()[shape]) if joint else (name, None)


def named(family: str, shape: str | None) -> str:
    """The family's name in that shape, as golden data and evaluations have it."""
    return f"{family}{JOINT}{shape}" if shape else family


def shaped(family: Mapping[str, Any], shape: Shape) -> Mapping[str, Any]:
    """The family's file with the settings of the shape over its own."""
    looks = {key: {**family.get(key, {}), **getattr(shape, key)} for key in ("tables", "page", "money")}
    return {**family, **looks}
