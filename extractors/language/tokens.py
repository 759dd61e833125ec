"""The words of a text: jieba's, with those of the field, and how a stretch of the text lies on them.

A term of patterns/ is said where it begins and ends at the border of a word. Words of jieba that are made of two
(执行|率, 退休|职工) part there; the words that patterns/words.yaml holds together never do (公共预算).

>>> tokens("公共预算支出").words
('公共预算', '支出')
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from math import log

from extractors.language.dictionary import Dictionary
from extractors.language.jieba_alone import jieba
from patterns.kept import KEPT
from patterns.loader import load_patterns
from patterns.words import load_field_words

_AS_FREQUENT = 100000  # how often a word of patterns/ counts as seen, of jieba's 60 million: it wins over its parts
# Figures: no word of jieba's holds digits but three, where letters or U+53F7 stand beside them (a test names them);
# and what it takes for no part of words, but for breaks.
_PARTING = re.compile(
    r"(?<![a-zA-Z0-9.])[0-9]+(?:\.[0-9]+)*(?![a-zA-Z0-9.\u53f7])|[^\u4e00-\u9fd5a-zA-Z0-9+#&._%\-\r\n]+"
)
_NUMBER = re.compile(r"[0-9]+|[^0-9]")  # as jieba parts figures and marks
_PART = 2  # characters from which on a part of a made word may be a term by itself (收入 of 年收入, but not 系 of 系统)


@dataclass(frozen=True)
class Tokens:
    """A text's words, from left to right, without gaps; `borders` are where they begin and end."""

    words: tuple[str, ...]

    @cached_property
    def _ends(self) -> Sequence[int]:
        return tuple(accumulate(map(len, self.words)))

    @cached_property
    def borders(self) -> frozenset[int]:
        """Positions at which a word begins or ends."""
        return frozenset((0, *self._ends))

    @cached_property
    def _word_at(self) -> Sequence[int]:
        """For each character the word that it is of."""
        return tuple(i for i, word in enumerate(self.words) for _ in word)

    def cuts(self, start: int, end: int) -> tuple[int, ...]:
        """Which of the two ends of a stretch lie within a word that does not part there."""
        return tuple(p for p in (start, end) if p not in self.borders and not self._parts_at(p, start, end))

    def _parts_at(self, position: int, start: int, end: int) -> bool:
        """Whether a word parts at a position into the stretch's part of it, a word, and another word."""
        index = self._word_at[position]
        word = self.words[index]
        begin = self._ends[index] - len(word)
        first, second = word[: position - begin], word[position - begin :]
        own = min(end, begin + len(word)) - start if position == start else position - max(start, begin)
        return own >= _PART and word not in _together() and is_word(first) and is_word(second)

    def whole(self, start: int, end: int) -> int:
        """How many characters of a stretch belong to words that lie in it."""
        return sum(
            len(self.words[i])
            for i in dict.fromkeys(self._word_at[start:end])
            if start <= self._ends[i] - len(self.words[i]) and self._ends[i] <= end
        )

    def __len__(self) -> int:
        return len(self._word_at)


@lru_cache(maxsize=64)
def tokens(text: str) -> Tokens:
    """A text's words: those of patterns/ hold together, none is guessed that no dictionary has."""
    return Tokens(tuple(_words_of(text)))


def _words_of(text: str) -> Iterator[str]:
    """The words of a text, cut where none can lie across: sentences differ, what stands between their figures less."""
    end = 0
    for match in _PARTING.finditer(text):
        if end < match.start():
            yield from _cut(text[end : match.start()])
        yield from _NUMBER.findall(match[0])
        end = match.end()
    yield from _cut(text[end:])


@lru_cache(maxsize=KEPT)
def _cut(text: str) -> tuple[str, ...]:
    """The words of a part of a text, by jieba."""
    _dictionary().take_in(text)
    return tuple(_jieba().lcut(text, HMM=False))


def is_word(text: str) -> bool:
    """Whether jieba's dictionary or patterns/ have that word."""
    _dictionary().take_in(text)
    return bool(_dictionary().frequencies.get(text))


def user_words() -> Iterator[str]:
    """Words of patterns/ for jieba's dictionary: names of functions, and what words.yaml holds together.

    Labels of concepts are none: what they are made of is said in them (一般公共预算财政拨款|基本支出).
    """
    yield from (function.name for function in load_patterns().functions)
    yield from load_field_words().together


@cache
def _together() -> frozenset[str]:
    return frozenset(load_field_words().together)


@cache
def _dictionary() -> Dictionary:
    return Dictionary({**dict.fromkeys(user_words(), _AS_FREQUENT), **dict.fromkeys(load_field_words().apart, 0)})


def words_to_find(text: str) -> list[str]:
    """The words by which a text is found, and those within them: 公务接待费 is found by 接待, too. No marks."""
    _dictionary().take_in(text)
    return [word for word in _jieba().cut_for_search(text, HMM=False) if any(map(str.isalnum, word))]


class _Tokenizer(jieba.Tokenizer):  # type: ignore[misc]
    """jieba, but that where only one word can begin none is weighed against others."""

    def calc(self, sentence: str, DAG: dict[int, list[int]], route: dict[int, tuple[float, int]]) -> None:  # noqa: N803
        """The likeliest way from each place to the end: how likely it is, and where its first word ends."""
        seen, whole = self.FREQ, log(self.total)
        route[len(sentence)] = (0, 0)
        for i in range(len(sentence) - 1, -1, -1):
            ways = [(log(seen.get(sentence[i : x + 1]) or 1) - whole + route[x + 1][0], x) for x in DAG[i]]
            route[i] = ways[0] if len(ways) == 1 else max(ways)


@cache
def _jieba() -> jieba.Tokenizer:
    tokenizer = _Tokenizer()
    tokenizer.FREQ, tokenizer.total = _dictionary().frequencies, _dictionary().total
    tokenizer.initialized = True
    return tokenizer
