"""jieba's dictionary as far as texts can say its words: taken in by pairs of characters as these come up.

A document's text holds a few thousand different pairs of characters, and only words that begin with one of them can be
found in it. To load all 349,000 words and the half million beginnings that jieba makes of them takes longer than to
read the document, and more memory than all other knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from operator import add

import jieba

# How often jieba's words were seen, all together: the sum of its dictionary, which a test adds up.
SEEN = 60_101_967
# Lines on end that begin with the same character, and with the same two; a blank is the second of a word of one.
_SAME_FIRST = re.compile(r"(?m)^(.).*\n(?:\1.*\n)*")
_SAME_PAIR = re.compile(r"(?m)^(..).*\n(?:\1.*\n)*")


class Dictionary:
    """Words with how often they were seen, for jieba's Tokenizer: `frequencies` and `total` are its FREQ and total.

    `own` are words of ours, which jieba's give way to; how often is 0 for what is to be no word.
    """

    def __init__(self, own: Mapping[str, int]) -> None:
        self.frequencies: dict[str, int] = {}
        self.total = SEEN + sum(own.values())
        self._own = own
        with jieba.Tokenizer().get_dict_file() as file:
            self._by_first = _parted(file.read().decode("utf-8"), _SAME_FIRST)
        self._by_pair: dict[str, str] = {}
        for word, seen in own.items():
            self._add(word, seen)

    def take_in(self, text: str) -> None:
        """Adds the words that stand in a text, wherever they do; those that were added before are there still."""
        for char in self._by_first.keys() & set(text):
            self._by_pair |= _parted(self._by_first.pop(char), _SAME_PAIR)
            self._take(char + " ")
        for pair in self._by_pair.keys() & set(map(add, text, text[1:])):
            self._take(pair)

    def _take(self, pair: str) -> None:
        """Adds the words that begin with a pair of characters."""
        for line in self._by_pair.pop(pair, "").splitlines():
            word, seen = line.split(" ")[:2]
            self._add(word, self._own.get(word, int(seen)))

    def _add(self, word: str, seen: int) -> None:
        self.frequencies[word] = seen
        for end in range(1, len(word)):
            self.frequencies.setdefault(word[:end], 0)  # jieba goes on as long as there is a word that begins so


def _parted(lines: str, same: re.Pattern[str]) -> dict[str, str]:
    """Lines of the dictionary by how they begin."""
    parts: dict[str, str] = {}
    for match in same.finditer(lines):
        parts[match[1]] = parts.get(match[1], "") + match[0]
    return parts
