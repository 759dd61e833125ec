"""栏次: the row of a table that numbers its columns 1, 2, 3 …; told in one way, wherever rows are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from patterns.kept import KEPT
from patterns.statements import load_statements, says

# Set by eye on generated scans whose heads were misread, and on tables as regions publish them.
_FEWEST_COUNTED = 4  # columns whose numbers tell the row that numbers them though others were misread
_MOSTLY = 0.8  # of the numbers: as many stand in their place
_MOST_DIGITS = 2  # of a column's number
_LONGEST_STRANGE = 3  # characters that a misread number or name (栏次) has at most
_STEPS = (0, 1, 2)  # from one number to the next: two columns may share one, a lone digit may be passed over
_STARTS = (1, 2)  # the first of the numbers: that of the first column may be lost


def numbers_columns(texts: Sequence[str], *, among_figures: bool = False) -> bool:
    """Whether a row, its cells' texts from the left ("" for blank ones), only numbers the columns.

    Some of the numbers, or the row's name, may have been misread or passed over. `among_figures` a row that bears no
    name must count at least four columns without a fault, since figures may look like numbers.

    >>> numbers_columns(["栏次", "1", "2"]), numbers_columns(["", "2", "3", "4", "5"], among_figures=True)
    (True, True)
    >>> numbers_columns(["教育支出", "1", "2"]), numbers_columns(["1", "3", "4", "9"], among_figures=True)
    (False, False)
    """
    numbers = {i: int(t) for i, t in enumerate(texts) if _is_number(t)}
    others = [t for t in texts if t and not _is_number(t)]
    if among_figures:
        return any(map(_names_row, others)) or (not others and _count_all(numbers))
    strange = _strange(others)
    if _are_misread(strange, numbers) and _in_place(numbers) >= _MOSTLY * len(numbers):
        return True
    return not strange and _count_on(list(numbers.values())) and (len(numbers) > 1 or bool(others))


def _strange(texts: Sequence[str]) -> list[str]:
    """Those that neither name the row nor a part of a code."""
    return [t for t in texts if not _names_row(t) and t not in load_statements().levels]


def _count_all(numbers: Mapping[int, int]) -> bool:
    return len(numbers) >= _FEWEST_COUNTED and _in_place(numbers) == len(numbers)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


@lru_cache(maxsize=KEPT)
def _names_row(text: str) -> bool:
    return says(text, load_statements().line_row)


def _are_misread(strange: Sequence[str], numbers: Mapping[int, int]) -> bool:
    """Whether what is neither number nor name may be misread ones, few beside the others."""
    few = len(numbers) >= _FEWEST_COUNTED and len(strange) <= len(numbers) // 2
    return few and all(len(t) <= _LONGEST_STRANGE for t in strange)


def _in_place(numbers: Mapping[int, int]) -> int:
    """How many of the numbers are as far from their column's place as most are."""
    return Counter(n - i for i, n in numbers.items()).most_common(1)[0][1]


def _count_on(numbers: Sequence[int]) -> bool:
    return bool(numbers) and numbers[0] in _STARTS and all(b - a in _STEPS for a, b in pairwise(numbers))
