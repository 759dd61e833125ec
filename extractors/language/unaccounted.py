"""Words between a name and its figure that nothing accounts for: no mention, no filler, no joint.

What they say may change whose figure it is (培训费|报销|差旅|费…2万元), so they are kept as evidence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from extractors.language.lexicon import is_filler
from extractors.language.mention import Mention
from patterns.loader import load_patterns
from patterns.shapes import is_han, load_shapes

_ENDS = ("concept", "function", "amount")  # behind one of these begins what leads to the next amount
_FILLER_WORDS = 3  # words that one filler is made of at most (2023|年度); set by eye


def unaccounted_words(text: str, places: Sequence[int], mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Stretches of words, one or more at once, before each amount that nothing accounts for, from left to right.

    They are looked for from the name or amount before it, or from the beginning of its sentence; `places` are the
    borders of words, among them those of the mentions.
    """
    floor = 0
    for i, mention in enumerate(mentions):
        if mention.kind == "amount":
            begin = max(floor, text.rfind("。", 0, mention.start) + 1)
            covered = [(m.start, m.end) for m in mentions[:i] if m.end > begin]
            within = places[bisect_left(places, begin) : bisect_left(places, mention.start) + 1]
            yield from _stretches(text, within, covered)
        if mention.kind in _ENDS:
            floor = mention.end


def unaccounted_within(
    text: str, places: Sequence[int], mentions: Sequence[Mention], start: int, end: int
) -> Iterator[tuple[int, int]]:
    """Stretches of words between two positions that nothing accounts for; `places` as for `unaccounted_words`."""
    covered = [(m.start, m.end) for m in mentions if m.end > start and m.start < end]
    within = places[bisect_left(places, start) : bisect_left(places, end) + 1]
    return _stretches(text, within, covered)


def _stretches(text: str, places: Sequence[int], covered: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches of words between `places` of which none is accounted for, those that follow each other as one."""
    i, begun = 0, -1
    while i < len(places) - 1:
        behind = _accounted_to(text, places, i, covered)
        if behind == i:
            begun = places[i] if begun < 0 else begun
        elif begun >= 0:
            yield begun, places[i]
            begun = -1
        i = max(behind, i + 1)
    if begun >= 0:
        yield begun, places[-1]


def _accounted_to(text: str, places: Sequence[int], i: int, covered: Sequence[tuple[int, int]]) -> int:
    """The index of the place up to which what begins at the `i`th is accounted for; `i` where it is not."""
    start, following = places[i], places[i + 1 : i + 1 + _FILLER_WORDS]
    for begin, end in covered:
        if begin <= start < end:
            return bisect_left(places, end)
    filling = [k for k, place in enumerate(following, i + 1) if is_filler(text[start:place])]
    word = text[start : following[0]]
    if filling:
        return filling[-1]
    return i + 1 if word in _small_words() or not any(is_han(char) for char in word) else i


@cache
def _small_words() -> frozenset[str]:
    markers = load_patterns().markers
    return frozenset((*load_shapes().list_joints, *markers.parts_follow, *markers.particles, *markers.copulas))
