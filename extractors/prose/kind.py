"""What kind of document it is: final accounts, or one of their relatives that must not be read as such.

The title on the cover weighs most; phrases of the first pages confirm it, or stand in for a cover that is missing or
misread. In doubt a document is final accounts, with a warning: a wrong kind would lose every figure of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import regex

from extractors.model.paragraph import Paragraph
from patterns.kinds import DEFAULT_KIND, Kind, load_kinds
from patterns.loader import load_patterns
from patterns.shapes import load_covers
from patterns.wording import any_of, wording_pattern

# Weights are on the scale of those of phrases in patterns/kinds.yaml (1, 2); all were set by eye on published documents
# of every kind. Lengths are in characters.
_TITLE, _TITLE_INSIDE = 12, 6  # what a title weighs that ends its line, or stands within it
_CLEARLY = 4  # how much more must speak for another kind than for final accounts
_WITHOUT_TITLE = 8  # what phrases must weigh where no title tells the kind
_MOST_TIMES = 3  # that one phrase counts
_COVER_LINES, _LONGEST_TITLE = 12, 60  # paragraphs that may be a cover's lines, and how long one may be
_READ_CHARACTERS = 8000  # of the text, from its beginning, in which phrases are looked for: about ten pages
_ENOUGH_TEXT = 200  # a shorter text without any sign tells nothing


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """The kind, and what should be known of it."""

    kind: Kind
    warnings: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id in patterns/kinds.yaml."""
        return self.kind.id

    @property
    def read(self) -> bool:
        """Whether facts and statements of such a document are read."""
        return self.kind.read

    @property
    def forms(self) -> bool:
        """Whether its self-evaluation forms are, even where its text is not."""
        return self.kind.forms


def document_kind(paragraphs: Sequence[Paragraph]) -> DocumentKind:
    """The kind of the document with these paragraphs; final accounts where nothing clearly says otherwise."""
    kinds = load_kinds()
    text = "".join(p.text for p in paragraphs)
    titles = _title_weights(_cover(paragraphs))
    phrases = {kind.id: _phrase_weight(kind.id, text[:_READ_CHARACTERS]) for kind in kinds.kinds}
    totals = {kind: titles.get(kind, 0) + weight for kind, weight in phrases.items()}
    read = [kind for kind in kinds.kinds if kind.read]
    for_reading = max(titles.get(kind.id, 0) for kind in read) + sum(phrases[kind.id] for kind in read)
    other = _leading_other(titles, totals, for_reading)
    if other is not None and totals[other.id] >= for_reading + _CLEARLY:
        return _unread(other)
    if len(text) >= _ENOUGH_TEXT and not titles and not any_sign(text):
        return _unread(kinds.kind("other"))
    accounts = max(read, key=lambda kind: (titles.get(kind.id, 0), totals[kind.id], kind.id == DEFAULT_KIND))
    if other is not None:
        return DocumentKind(accounts, (f"this may be {other.label} ({other.id}); it was read as {accounts.label}",))
    return DocumentKind(accounts)


def _leading_other(titles: Mapping[str, int], totals: Mapping[str, int], for_reading: int) -> Kind | None:
    """The kind that is not read for which most speaks, where that is more than speaks for reading, and enough."""
    best = max((kind for kind in load_kinds().kinds if not kind.read), key=lambda kind: totals[kind.id])
    told = best.id in titles or totals[best.id] >= _WITHOUT_TITLE
    return best if told and totals[best.id] > for_reading else None


def _unread(kind: Kind) -> DocumentKind:
    return DocumentKind(kind, (f"this is {kind.label} ({kind.id}), not final accounts: its figures were not read",))


def any_sign(text: str) -> bool:
    """Whether the text speaks of anything that final accounts speak of."""
    return any_of(load_kinds().signs).search(text) is not None


def _cover(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The lines that may be a title: those of the first page down to the contents list or the running text."""
    lines: list[str] = []
    for paragraph in paragraphs[:_COVER_LINES]:
        if paragraph.page != paragraphs[0].page or "。" in paragraph.text[:-1]:
            break
        if _is_contents(paragraph.text) and lines:
            break
        if len(paragraph.text) <= _LONGEST_TITLE:
            lines.append(paragraph.text)
    return lines


def _is_contents(line: str) -> bool:
    return line in load_patterns().layout.contents


def _title_weights(lines: Sequence[str]) -> dict[str, int]:
    """Kind to the weight of its best title. Titles broken over two lines are seen too."""
    weights: dict[str, int] = {}
    # A contents list names parts and annexes, none of which is the document's own title for certain.
    whole = _TITLE_INSIDE if lines and _is_contents(lines[0]) else _TITLE
    for line in (*lines, *(a + b for a, b in pairwise(lines))):
        end = len(_title_tail().sub("", line))
        found = [(kind, *m.span()) for kind, pattern in _titles() for m in pattern.finditer(line)]
        for kind, start, stop in found:
            # 决算公开 inside 单位决算公开 is no title of its own.
            if any(a <= start and stop <= b and b - a > stop - start for _, a, b in found):
                continue
            weight = whole if stop >= end else _TITLE_INSIDE
            weights[kind] = max(weights.get(kind, 0), weight)
    return weights


@cache
def _title_tail() -> regex.Pattern[str]:
    return regex.compile(load_covers().title_tail)


@cache
def _titles() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((kind.id, _title_pattern(kind)) for kind in load_kinds().kinds)


def _title_pattern(kind: Kind) -> regex.Pattern[str]:
    parts = (wording_pattern(t.removesuffix("$")) + ("$" if t.endswith("$") else "") for t in kind.titles)
    return regex.compile("|".join(f"(?:{part})" for part in parts), regex.POSIX)


def _phrase_weight(kind_id: str, text: str) -> int:
    weight = 0
    for pattern, each in _phrases(kind_id):
        times = sum(1 for _ in zip(range(_MOST_TIMES), pattern.finditer(text), strict=False))
        weight += times * each
    return weight


@cache
def _phrases(kind_id: str) -> tuple[tuple[regex.Pattern[str], int], ...]:
    return tuple((any_of((p.say,)), p.weight) for p in load_kinds().kind(kind_id).phrases)
