"""What a figure told in such words usually is: a second opinion, that knows nothing of how the figure was bound.

The wordings of patterns/ bind a figure by what they know; where a word is missing there they bind it to something else
and cannot tell. This asks the letters around the figure: of what were figures with such letters around them, on pages
that people read (patterns/usual.npz)? It tells too little to read by, and enough to doubt by.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from extractors.model.evidence import Usualness
from patterns.kept import KEPT
from patterns.usual import PLACES, QUESTIONS, Answers, load_usual

_NUMBER = regex.compile(r"[\d,.]+")
_PIECES = regex.compile(r"[,。;:、(]")
# How many letters are looked at: of a title, right before a figure, further before it, and behind it.
_TITLE, _NEAR, _BEFORE, _BEHIND = 20, 18, 60, 8
_MOST = 10.0  # log-odds beyond which an opinion is as good as certain


class Surroundings(NamedTuple):
    """What stands around a figure: its section's title, the quote up to it, its own words, the rest of the quote."""

    title: str
    before: str
    raw: str
    behind: str
    kind: str
    unit: str

    @classmethod
    def of(cls, quote: str, start: int, raw: str, *, title: str, kind: str, unit: str | None) -> Surroundings:
        """Those of the figure that stands as `raw` at `start` of its quote."""
        return cls(title, quote[:start], raw, quote[start + len(raw) :], kind, unit or "")


class Named(NamedTuple):
    """What a figure was bound to: concept, measure, and the dimensions that keep it apart from the main figure."""

    concept: str
    measure: str
    beside: str = ""

    @classmethod
    def of(cls, concept: str, measure: str, dimensions: Mapping[str, str]) -> Named:
        """That of a fact with these dimensions."""
        return cls(concept, measure, "+".join(name for name in ("part", "year") if name in dimensions))


def usualness(named: Named, around: Surroundings) -> Usualness:
    """How usual it is that figures in such words are of what one was bound to, and of what else they would be."""
    places, answers = words_around(around), load_usual()
    return judged(named, answers, [answers[question].odds(places) for question in QUESTIONS])


def judged(named: Named, answers: Mapping[str, Answers], odds: Sequence[NDArray[np.float32]]) -> Usualness:
    """The opinion on what a figure was bound to, where the answers to each question have such odds."""
    asked = zip(QUESTIONS, named, odds, strict=True)
    return Usualness(*(n for question, name, own in asked for n in _opinion(own, answers[question].place(name))))


def _opinion(odds: NDArray[np.float32], told: int | None) -> tuple[float, float]:
    """The log-odds of one answer, and of the likeliest other."""
    bounded = np.clip(odds, -_MOST, _MOST)
    own = -_MOST if told is None else float(bounded[told])
    if told is not None:
        bounded[told] = -_MOST
    return round(own, 1), round(float(bounded.max(initial=-_MOST)), 1)


def words_around(around: Surroundings) -> NDArray[np.int64]:
    """The places of the words around a figure, each once."""
    return np.array(sorted(_of_title(around.title) | _places(_of_sentence(around))), np.int64)


def _places(words: Iterable[str]) -> frozenset[int]:
    return frozenset(zlib.crc32(word.encode()) % PLACES for word in words)


@lru_cache(maxsize=KEPT)
def _of_title(whole: str) -> frozenset[int]:
    """The places of a title's words: all figures of its section ask for them."""
    title = _plain(whole)[-_TITLE:]
    return _places((*_pieces("T", title, 2, 3), *(f"S{n}{title[:n]}" for n in (2, 4, 6))))


def _of_sentence(around: Surroundings) -> Iterator[str]:
    sentence, raw = _plain(around.before), _plain(around.raw)
    before, title = sentence[-_BEFORE:], _plain(around.title)[-_TITLE:]
    yield from (f"K{around.kind}", f"U{around.unit}")
    yield from _pieces("N", before[-_NEAR:], 1, 4)
    yield from _pieces("B", before[:-_NEAR], 2, 3)
    yield from _pieces("R", f"^{raw}$", 1, 3)
    yield from _pieces("A", _plain(around.behind)[:_BEHIND], 1, 2)
    yield from (f"L{n}{before[-n:]}" for n in (2, 3, 4, 5, 6, 8))
    yield from (f"F{n}{sentence[:n]}" for n in (2, 4, 6))
    last = _PIECES.split(before)[-1][-10:]
    yield from (f"P{last}", f"PT{last[-3:]}/{title[:4]}", f"PK{last[-4:]}/{around.kind}")


def _pieces(mark: str, text: str, least: int, most: int) -> Iterator[str]:
    """All stretches of a text of so many letters."""
    for n in range(least, most + 1):
        for i in range(len(text) - n + 1):
            yield mark + text[i : i + n]


@lru_cache(maxsize=KEPT)
def _plain(text: str) -> str:
    """A text without blanks, each number in it a 0, its marks narrow."""
    return _NUMBER.sub("0", "".join(unicodedata.normalize("NFKC", text).split()))
