"""What a cell of a small table holds: one figure with the unit that stands beside it, or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache

import regex

from extractors.language.numbers import Amount, amounts
from patterns.kept import KEPT
from patterns.loader import load_patterns
from patterns.shapes import is_dash
from patterns.small_tables import load_small_tables
from patterns.wording import any_of


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as printed: `amount` in 元 where its unit of money stands in the cell, else as written."""

    amount: Amount

    @property
    def yuan(self) -> bool:
        """Whether the cell itself says its unit of money."""
        return self.amount.kind == "money"


@lru_cache(maxsize=4096)
def figure_in(text: str) -> Figure | None:
    """The figure that is all of a cell's label; None where there is none, or other text beside it.

    A decrease in words, or in brackets as accountants write it, is negative.

    >>> figure_in("-14.29%").amount.value, figure_in("（3.20）").amount.value, figure_in("—"), figure_in("约3万元")
    (Decimal('-14.29'), Decimal('-3.20'), None, None)
    """
    sign, bare = _signed(text)
    found = list(amounts(bare))
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(bare)):
        return None
    return Figure(replace(found[0], value=-found[0].value) if sign < 0 else found[0])


def _signed(text: str) -> tuple[int, str]:
    """The sign that brackets, a plus, or a word before a figure give it, and the figure without them."""
    bracketed = regex.fullmatch(r"（(?P<bare>\d[\d,.]*%?)）", text)
    if bracketed:
        return -1, bracketed["bare"]
    for sign, pattern in _signs():
        match = pattern.match(text)
        if match and match.end() and text[match.end() : match.end() + 1].isdigit():
            return sign, text[match.end() :]
    return 1, text.removeprefix("+")


@cache
def _signs() -> tuple[tuple[int, regex.Pattern[str]], ...]:
    directions = load_patterns().measures.directions
    return (1, any_of(directions["increase"])), (-1, any_of(directions["decrease"]))


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing, or what is drawn or written for nothing."""
    return not text or is_dash(text) or text in load_small_tables().nothing


@lru_cache(maxsize=KEPT)
def stands_for_figure(text: str) -> bool:
    """Whether a cell's label is a figure, or what is drawn or written in the place of one."""
    return bool(text) and (is_blank(text) or figure_in(text) is not None)
