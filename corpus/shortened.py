"""What a short document leaves out of its family's: most tables, most sections, forms and glossary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from corpus.regional.kinds import TableSet, kinds
from corpus.style import TableStyle

# Sections whose figures the tables of a short document have, too.
_ABOUT = ("{totals", "{expenditure@", "{expenditure.", "{general_public@", "{basic", "{three_public")
_KEEPS = ("title", "text", "some", "nil", "of")
_LONG = ("forms", "glossary")  # parts that are not of the tables' figures


def short_family(family: Mapping[str, Any]) -> Mapping[str, Any]:
    """The family's file without the sections and parts that a short document leaves out."""
    parts = family.get("parts", ({"holds": "text"}, {"holds": "tables"}))
    kept = [part for part in parts if part["holds"] not in _LONG]
    lists = {"sections" if part["holds"] == "text" else part["holds"] for part in kept} - {"tables"}
    return {**family, "parts": kept, **{name: list(_sections(family[name])) for name in lists}}


def _sections(sections: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Those about the tables' figures that do not go on item by item."""
    for section in sections:
        if "each" in section or "top_each" in section:
            continue
        told = {key: section[key] for key in _KEEPS if key in section}
        if any(about in str(told) for about in _ABOUT):
            yield told


def short_style(style: TableStyle, only: Sequence[str]) -> TableStyle:
    """The style with these kinds of the nine tables alone."""
    return replace(style, order=tuple(kind for kind in style.order if kind in only))


def short_set(wanted: TableSet, only: Sequence[str]) -> TableSet:
    """The region's tables of these kinds, one of each; as many of its first where it has none of them."""
    seen: dict[str, Any] = {}
    for listed in wanted.tables:
        seen.setdefault(kinds()[listed.kind].id, listed)
    kept = tuple(listed for kind, listed in seen.items() if kind in only)
    return replace(wanted, tables=kept or wanted.tables[: len(only)])
