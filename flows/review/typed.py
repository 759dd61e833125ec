"""What a reviewer typed as the Record writes it, or why it cannot be: in words of words.yaml."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

import regex

from extractors.model.number import LONGEST, is_number
from extractors.model.record import canonical
from flows.review.wording import say
from patterns.loader import load_patterns

# A number as people write it, once full-width characters are half-width: no exponents, no `1_000`, no `²`.
_TYPED = regex.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９，．＋－−", "0123456789,.+--")


class Refused(ValueError):
    """Something sent that cannot be taken; says why in the reviewer's language."""

    def __init__(self, said: str, **values: object) -> None:
        super().__init__(say(said, "zh", **values))
        self._said, self._values = said, values

    def told(self, language: str) -> str:
        """Why, in that language."""
        return say(self._said, language, **self._values)


class NotANumber(Refused):
    """A correction that is no number where one is due."""


class InUnit(Protocol):
    """Whatever has a unit, or none where it is a text."""

    @property
    def unit(self) -> str | None:
        """`CNY`, `percent` or a classifier; None of a text."""


def corrected(figure: InUnit, typed: str) -> str:
    """What a reviewer typed as the Record writes it: 2,114.81万元 is 21148100. Raises NotANumber, for the reviewer."""
    text = "".join(typed.split()) if figure.unit is not None else typed.strip()
    if not text:
        raise NotANumber("refused.empty")
    if figure.unit is None:
        return text
    factor = Decimal(1)
    if figure.unit == "CNY":
        for unit, yuan in load_patterns().units.money.items():
            if text.endswith(unit):
                text, factor = text.removesuffix(unit), yuan
                break
    else:
        text = text.removesuffix("%").removesuffix("％").removesuffix(figure.unit)
    digits, shown = text.translate(_HALF_WIDTH), "".join(filter(str.isprintable, typed))[:LONGEST]
    if len(digits) > LONGEST or _TYPED.fullmatch(digits) is None:
        raise NotANumber("refused.no_number", typed=shown)
    value = canonical(Decimal(digits.replace(",", "")) * factor)
    if not is_number(value):
        raise NotANumber("refused.too_long", typed=shown, most=LONGEST)
    return value
