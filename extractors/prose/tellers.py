"""Whom running text is about: the name that a sentence begins with and says something of (某某局是…, 某某院内设…)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import regex

from extractors.prose.titles import is_name, told_name, without_leads, without_part
from patterns.shapes import cover_shape, either, load_covers
from patterns.unit_names import plain_name, region_of

_LONGEST = 60  # characters of a sentence in which its name ends, and what goes on behind it begins; set by eye

_LONG = 10  # characters of a name that is more than that of an office within a body; set by eye


def named_in_text(text: str) -> Iterator[str]:
    """The names that the sentences and clauses of a paragraph begin with, in their order.

    >>> list(named_in_text("（一）青石县渔业局是县政府工作部门，下设渔政站。"))
    ['青石县渔业局']
    """
    own = without_part(text)
    begins = {0, *(match.end() for match in cover_shape("clause_break").finditer(own))}
    sets_up = {match.start() for match in cover_shape("name_setters").finditer(own)} - begins
    for start in sorted(begins | sets_up):
        begun = own[start : start + _LONGEST]
        name = _said_of(begun, first=start == 0 or cover_shape("run_in").fullmatch(own[:start]) is not None)
        if name is None and start in sets_up:
            name = _set_up(begun)
        if name is None and start in begins:
            stop = cover_shape("clause_break").search(begun, 1)
            name = told_name(begun[: stop.start()] if stop else begun)
        if name:
            yield name


def _set_up(text: str) -> str | None:
    """The name, with its place, that a clause ends with behind a word that sets a body up."""
    stop = cover_shape("clause_break").search(text)
    name = text[: stop.start()] if stop else text
    return name if region_of(name) and _is_body(name) else None


def _said_of(text: str, *, first: bool) -> str | None:
    """The name that a clause begins with and tells something of; one without a place only where a paragraph begins."""
    plain = cover_shape("own_lead").sub("", text) if first else text
    begun = without_leads(plain)
    cuts = (match.start() for match in _tellers().finditer(begun, overlapped=True))
    names = (begun[:cut] for cut in cuts)
    return next((n for n in names if _is_body(n) and (_is_placed(n) or (first and stands_for_itself(n)))), None)


def _is_placed(name: str) -> bool:
    """Whether a name begins with a place."""
    return bool(region_of(name)) or cover_shape("township").fullmatch(name) is not None


def _is_body(name: str) -> bool:
    """Whether words are a body's name: not what many are called (人民检察院是国家的法律监督机关)."""
    return is_name(name) and cover_shape("kinds_of_bodies").fullmatch(name) is None


def stands_for_itself(name: str) -> bool:
    """Whether a name without a place is no part of a body: 办公室负责… tells of an office of it."""
    return len(name) >= _LONG or not name.endswith(load_covers().inner_ends)


def in_full(name: str, told: Iterable[str]) -> str:
    """The longest of the names told that is `name` with its places before it; `name` where there is none.

    >>> in_full("渔港公园", ["北山市渔港公园", "北山市渔业局渔港公园"])
    '北山市渔港公园'
    """
    longer = (full for full in told if full.endswith(name) and len(full) > len(name))
    placed = (full for full in longer if region_of(full).startswith(plain_name(full[: -len(name)])))
    return max(placed, key=len, default=name)


@cache
def _tellers() -> regex.Pattern[str]:
    return regex.compile(either(load_covers().name_tellers))
