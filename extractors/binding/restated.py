"""A mere 收入 that a paragraph before told as 本年收入: `本年收入90万元…`, then `2019年收入90万元，比上年增加…`.

By itself a mere 收入 of a section on the totals is 收入总计; where its value is that of the year's income, told before,
it is that, and so is what follows of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from extractors.model.fact import Bound, Subject
from patterns.loader import load_patterns


class Restated:
    """What the paragraphs of a section have told of this year's totals, by which a later one is understood."""

    def __init__(self) -> None:
        self._told: dict[str, Decimal] = {}

    def of_paragraph(self, bound: Iterable[Bound]) -> Iterator[Bound]:
        """The facts of the next paragraph, each with the subject that it means."""
        meant: dict[Subject, Subject] = {}
        for fact in bound:
            whole, part = fact.subject.concept, f"{fact.subject.concept}.current_year"
            if fact.measure == "final" and not fact.subject.dimensions and isinstance(fact.value, Decimal):
                if self._told.get(part) == fact.value != self._told.get(whole) and _is_mere(fact):
                    meant[fact.subject] = Subject(part)
                self._told.setdefault(meant.get(fact.subject, fact.subject).concept, fact.value)
            yield replace(fact, subject=meant[fact.subject]) if fact.subject in meant else fact


def _is_mere(fact: Bound) -> bool:
    """Whether only a mere 收入 or 支出 names the figure."""
    before = fact.paragraph.text[: fact.start]
    words = (word for word in load_patterns().markers.sides if before.endswith(word))
    word = max(words, key=len, default="")
    return bool(word) and not before.removesuffix(word).endswith(load_patterns().markers.whole_marks)
