"""jieba's dictionary as far as texts can say its words: taken in by pairs of characters as these come up.

A document's text holds a few thousand different pairs of characters, and only words that begin with one of them can be
found in it. To load all 349,000 words and the half million beginnings that jieba makes of them takes longer than to
read the document, and more memory than all other knowledge. So the file stays on the disk: what is kept of it is where
the words of each first character stand.
"""

from __future__ import annotations

import os
import re
import weakref
from collections.abc import Mapping
from operator import add

from extractors.language.jieba_alone import jieba

# How often jieba's words were seen, all together: the sum of its dictionary, which a test adds up.
SEEN = 60_101_967
_MOST_TAKEN = 50_000  # pairs remembered, 5 MB; one that comes again adds what is there
# Lines on end that begin with the same character.
_SAME_FIRST = re.compile(rb"(?m)^([\x00-\x7f]|[\xc0-\xff][\x80-\xbf]+).*\n(?:\1.*\n)*")


class Dictionary:
    """Words with how often they were seen, for jieba's Tokenizer: `frequencies` and `total` are its FREQ and total.

    `own` are words of ours, which jieba's give way to; how often is 0 for what is to be no word.
    """

    def __init__(self, own: Mapping[str, int]) -> None:
        self.frequencies: dict[str, int] = {}
        self.total = SEEN + sum(own.values())
        self._own = own
        with jieba.Tokenizer().get_dict_file() as file:
            self._file = os.dup(file.fileno())  # the same words to the end, whatever is installed meanwhile
            self._by_first = _places(file.read())
        weakref.finalize(self, os.close, self._file)
        self._lines: dict[str, bytes] = {}  # as the file has them, those of each first character a block
        self._taken: set[str] = set()  # pairs of characters whose words are there
        for word, seen in own.items():
            self._add(word, seen)

    def take_in(self, text: str) -> None:
        """Adds the words that stand in a text, wherever they do; those that were added before are there still."""
        for char in self._by_first.keys() & set(text):
            self._lines[char] = self._read(char)
            self._take(char + " ")  # what a word of one is followed by
        pairs = set(map(add, text, text[1:])) - self._taken
        if len(self._taken) > _MOST_TAKEN:
            self._taken.clear()
        self._taken |= pairs
        for pair in pairs:
            self._take(pair)

    def _read(self, char: str) -> bytes:
        """The lines of the words that begin with a character, each behind its break; asked for once."""
        places = self._by_first.pop(char)
        return b"\n" + b"".join(os.pread(self._file, end - start, start) for start, end in places)

    def _take(self, pair: str) -> None:
        """Adds the words that begin with a pair of characters."""
        lines, begin = self._lines.get(pair[0], b""), b"\n" + pair.encode("utf-8", "surrogatepass")
        start = lines.find(begin)
        while start >= 0:
            end = lines.index(b"\n", start + 1)
            word, seen = lines[start + 1 : end].decode("utf-8").split(" ")[:2]
            self._add(word, self._own.get(word, int(seen)))
            start = lines.find(begin, end)

    def _add(self, word: str, seen: int) -> None:
        self.frequencies[word] = seen
        for end in range(1, len(word)):
            self.frequencies.setdefault(word[:end], 0)  # jieba goes on as long as there is a word that begins so


def _places(lines: bytes) -> dict[str, tuple[tuple[int, int], ...]]:
    """Where the lines of each first character begin and end."""
    places: dict[str, tuple[tuple[int, int], ...]] = {}
    for match in _SAME_FIRST.finditer(lines):
        first = match[1].decode("utf-8")
        places[first] = (*places.get(first, ()), match.span())
    return places
