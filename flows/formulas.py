"""Texts in tables that people open in spreadsheet programs: what a document says is never taken for a formula.

A unit named `=cmd|…` in a disclosure would else act on whoever opens the table (CSV injection). Numbers stay numbers,
also negative ones.
"""

from __future__ import annotations

import regex

# What spreadsheet programs take for the beginning of a formula, half and full width, and what they skip before one.
_BEGINS = regex.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = regex.compile(r"-?[0-9]+(?:\.[0-9]+)?%?")
_MARK = "'"  # before a text spreadsheet programs take it for that it is one


def acts(text: str) -> bool:
    """Whether a spreadsheet program may take a text for a formula.

    >>> acts("=1+1"), acts("-2+3"), acts("-1300.5"), acts("甲局")
    (True, True, False, False)
    """
    return _BEGINS.match(text) is not None and _NUMBER.fullmatch(text) is None


def inert(text: str) -> str:
    """The text, with an apostrophe before it where it would act as a formula.

    >>> inert("@SUM(A1)"), inert("-12.50")
    ("'@SUM(A1)", '-12.50')
    """
    return _MARK + text if acts(text) else text
