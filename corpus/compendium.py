"""A compendium: made units' accounts one behind another in one PDF, with a common cover and contents before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.compose import Composed
from corpus.generate import generate
from corpus.render import render
from extractors.opening.mupdf import pymupdf

_PLACE = "青石县"
TITLE = ("青石县2023年度", "部门决算公开汇编")
_CONTENTS = "目录"


@dataclass(frozen=True)
class BoundUnit:
    """A unit's document in a compendium: alone, as pages from `first_page` to `last_page`, and its golden data."""

    data: bytes
    first_page: int
    last_page: int
    golden: dict[str, Any]


def compendium(
    documents: Sequence[tuple[str, int]], condition: str | None = None
) -> tuple[bytes, tuple[BoundUnit, ...]]:
    """The PDF of all `documents` (family, seed), drawn as `condition` says, and each of them."""
    return bound([generate(family, seed, condition) for family, seed in documents])


def bound(
    made: Sequence[tuple[bytes, dict[str, Any]]], cover: tuple[str, ...] = TITLE
) -> tuple[bytes, tuple[BoundUnit, ...]]:
    """Documents of units (PDF, golden data) behind a common cover and contents."""
    units = [str(golden.get("unit_name", "")) for _, golden in made]
    known = {"unit_name": _PLACE, "fiscal_year": made[0][1]["fiscal_year"]}
    front = Composed(name="compendium", cover=cover, contents=(_CONTENTS, *units), golden=known)
    whole, parts = pymupdf.open(stream=render(front), filetype="pdf"), list[BoundUnit]()
    for data, golden in made:
        first = whole.page_count + 1
        with pymupdf.open(stream=data, filetype="pdf") as own:
            whole.insert_pdf(own)
        parts.append(BoundUnit(data, first, whole.page_count, golden))
    return whole.tobytes(garbage=3, deflate=True), tuple(parts)
