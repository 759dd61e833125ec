"""Numbers as the Record writes them: plain digits, never an exponent, never more than any sum can have.

What no disclosure can say is refused where it enters: NaN, infinities, exponents, digits of other scripts, and runs of
digits that fill memory once they are counted with.
"""

from __future__ import annotations

from decimal import Context
from functools import lru_cache
from typing import Annotated

import regex
from pydantic import Field, StringConstraints

from patterns.kept import KEPT

# Characters of a value: 28 digits, a sign and a point. All of China's budgets in 分 have 17 digits; 18, the most that
# are read as one figure (language/numbers.py), printed in 亿元 have 26; 28 is what Decimal reckons with exactly.
LONGEST = 30
# Of a check's difference, in characters: the largest value by the smallest, in percent, is a rate of so many.
LONGEST_DIFFERENCE = 60
MOST = 2**31 - 1  # of what is counted: the published corpus and most databases hold no more in a whole number
MOST_BYTES = 2**53  # of a file: what a JSON number holds exactly
LAST_YEAR = 9999  # that is written with four digits
# Rounds whatever is read, also what no sum can have: the default context raises above 28 digits.
WIDE = Context(prec=200)
_NUMBER = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
_PLAIN = regex.compile(_NUMBER)

Number = Annotated[str, StringConstraints(pattern=_NUMBER, max_length=LONGEST)]
Difference = Annotated[str, StringConstraints(pattern=_NUMBER, max_length=LONGEST_DIFFERENCE)]
NUMBER_SCHEMA = {"maxLength": LONGEST, "pattern": _NUMBER}  # the same as JSON Schema says it
Count = Annotated[int, Field(ge=0, le=MOST)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
"""A measure that is neither infinite nor NaN: JSON has no such numbers."""


@lru_cache(maxsize=KEPT)
def is_number(text: str) -> bool:
    """Whether `text` is a number as the Record writes it: plain digits, and no more than any sum can have.

    >>> is_number("-1234.5"), is_number("1e5"), is_number("1,234"), is_number("9" * 31), is_number("²")
    (True, False, False, False, False)
    """
    return len(text) <= LONGEST and _PLAIN.fullmatch(text) is not None
