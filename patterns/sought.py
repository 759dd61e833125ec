"""Wordings that are looked for in one text after another: tried only where a text holds what one of them is made of.

There are some 120 terms a section, and a sentence says a few. Which characters a wording cannot do without is told by
its notation (wording.py), so that most terms need neither be tried on a text nor, until one says them, be compiled.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property

import regex

from patterns.wording import any_of, bare_parts

Characters = frozenset[str]


class Sought:
    """Some wordings; make it with `sought`, which remembers it."""

    def __init__(self, wordings: tuple[str, ...]) -> None:
        self._wordings = wordings
        needed = {characters for wording in wordings for characters in needed_by(wording)}
        self.needed = tuple(n for n in needed if not any(other < n for other in needed))

    def may_be_in(self, characters: AbstractSet[str]) -> bool:
        """Whether a text of these characters can say any of the wordings; most that it cannot say are told at once."""
        return any(needed <= characters for needed in self.needed)

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """What matches the wordings, as `any_of` tells it."""
        return any_of(self._wordings)


class Among:
    """Many of them, to be asked at once which a text can say: each is looked at by a character that few others need."""

    def __init__(self, each: Sequence[Sought]) -> None:
        common = Counter(char for one in each for needed in one.needed for char in needed)
        self._always: list[int] = []
        self._by_rarest: dict[str, list[tuple[Characters, int]]] = defaultdict(list)
        for place, one in enumerate(each):
            for needed in one.needed:
                if needed:
                    self._by_rarest[min(needed, key=lambda char: (common[char], char))].append((needed, place))
                else:
                    self._always.append(place)

    def may_be_in(self, characters: AbstractSet[str]) -> list[int]:
        """The places of those that a text of these characters can say, in their order."""
        found = set(self._always)
        for char in characters & self._by_rarest.keys():
            found.update([place for needed, place in self._by_rarest[char] if needed <= characters])
        return sorted(found)


@cache
def _sought(wordings: tuple[str, ...]) -> Sought:
    return Sought(wordings)


def sought(wordings: Sequence[str]) -> Sought:
    """The wordings to be looked for; those that are asked for again are the same."""
    return _sought(tuple(wordings))


def needed_by(wording: str) -> frozenset[Characters]:
    """Sets of characters of which a text must hold one, all of it, to say the wording.

    >>> sorted(map(sorted, needed_by("决算[数](为|是)"))), sorted(map(sorted, needed_by("[共](未|没有)(发生|安排)")))
    ([['决', '算']], [['有', '没'], ['未']])
    """
    literal, groups = bare_parts(wording)
    if literal or not groups:
        return frozenset((frozenset(literal),))
    return frozenset(needed for part in _alternatives(groups[0]) for needed in needed_by(part))


def _alternatives(group: str) -> Iterator[str]:
    """The parts of what stands in brackets, between the bars that stand in no brackets within."""
    depth, start = 0, 0
    for i, char in enumerate(group):
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            yield group[start:i]
            start = i + 1
    yield group[start:]
