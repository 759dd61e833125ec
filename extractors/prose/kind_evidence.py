"""What speaks for each kind of document: titles, wordings of the text, whose figures the first sentences tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import regex

from extractors.model.paragraph import Paragraph
from extractors.prose.titles import after_place, digits_in_years, front_lines, is_sentence
from patterns.kinds import Kind, load_kinds
from patterns.loader import load_patterns
from patterns.shapes import either, load_covers
from patterns.sought import sought
from patterns.wording import wording_pattern

# Weights are on the scale of those of phrases in patterns/kinds.yaml (1, 2); all were set by eye on published documents
# of every kind. Lengths are in characters.
TITLE, _TITLE_INSIDE = 12, 6  # what a title weighs that ends its line, or stands within it
GOVERNING = 24  # what one weighs that governs its line, where none of final accounts stands beside it
_GOVERNED = 8  # a shorter line may be a site's own (政策解读)
_SENTENCES = 8  # paragraphs from the first in which sentences are looked for whose figure is a place's
_MOST_TIMES = 3  # that one phrase counts
_LABEL = 8  # a line no longer is a label where it looks like a sentence (附件1：)
_ASIDE = "□"  # stands in a title for what tells no kind
_READ_CHARACTERS = 8000  # of the text, from its beginning, in which phrases are looked for: about ten pages


@dataclass(frozen=True, slots=True)
class KindEvidence:
    """For each kind what its best title weighs (only those with one, in their order) and its phrases; and which kinds
    the first sentences with a figure are of; `cover` the lines that may be a title, `text` the whole text."""

    titles: Mapping[str, int]
    phrases: Mapping[str, int]
    places: frozenset[str]
    cover: Sequence[str]
    text: str


def kind_evidence(paragraphs: Sequence[Paragraph]) -> KindEvidence:
    """What speaks for each kind in a document with these paragraphs."""
    text, cover = "".join(p.text for p in paragraphs), _cover(paragraphs)
    read = text[:_READ_CHARACTERS]
    characters = set(read)
    phrases = {kind.id: _phrase_weight(kind, read, characters) for kind in load_kinds().kinds}
    return KindEvidence(_title_weights(cover), phrases, frozenset(_kinds_of_sentences(paragraphs)), cover, text)


def _cover(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The lines that may be a title: those of the first page down to the contents list or the running text."""
    lines: list[str] = []
    for line in front_lines(paragraphs):
        if lines and (_is_contents(line) or (is_sentence(line) and len(line) > _LABEL)):
            break
        if not is_sentence(line):
            lines.append(_aside().sub(_ASIDE, line))
    return lines


def _is_contents(line: str) -> bool:
    return line in load_patterns().layout.contents


def _title_weights(lines: Sequence[str]) -> dict[str, int]:
    """Kind to the weight of its best title, in their order. Titles broken over two lines are seen too."""
    kinds, weights = load_kinds(), dict[str, int]()
    # A contents list names parts and annexes, none of which is the document's own title for certain.
    whole = _TITLE_INSIDE if lines and _is_contents(lines[0]) else TITLE
    for line in (*lines, *(a + b for a, b in pairwise(lines))):
        end = len(_title_tail().sub("", line))
        for kind, stop in _told_by(line, end):
            weight = whole if stop >= end else _TITLE_INSIDE
            if stop >= end >= _GOVERNED and (kinds.kind(kind).governs or kinds.kind(kind).firm):
                weight = GOVERNING
            weights[kind] = max(weights.get(kind, 0), weight)
    named = any(kinds.kind(kind).read for kind in weights)
    return {kind: min(weight, TITLE) for kind, weight in weights.items()} if named else weights


def _told_by(line: str, end: int) -> list[tuple[str, int]]:
    """The kinds that a title tells, each with where its words end; the title itself ends at `end`."""
    own = _outermost(line)
    kinds = load_kinds()
    governing = [(kind, stop) for kind, stop in own if stop >= end and kinds.kind(kind).governs]
    if governing:
        return governing
    if not any(kinds.kind(kind).read for kind, _ in own):
        return own
    return [(kind, stop) for kind, stop in own if not kinds.kind(kind).yields]


def _outermost(line: str) -> list[tuple[str, int]]:
    """The kinds whose words stand in a line, each with where they end; 决算公开 in 单位决算公开 is no title."""
    found = [(kind, *m.span()) for kind, pattern in _titles() for m in pattern.finditer(line)]
    found += [(kind, 0, len(line) + 1) for kind in _kinds_of_places(line)]
    spans = [(start, stop) for _, start, stop in found]
    return [
        (kind, stop)
        for kind, start, stop in found
        if not any(a <= start and stop <= b and b - a > stop - start for a, b in spans)
    ]


@cache
def _title_tail() -> regex.Pattern[str]:
    return regex.compile(load_covers().title_tail)


def _kinds_of_sentences(paragraphs: Sequence[Paragraph]) -> set[str]:
    """The kinds that the first clauses with a figure are of, as they name a place whose figure it is and no body."""
    break_, figure = regex.compile(load_covers().clause_break), regex.compile(load_covers().figure)
    clauses = (clause for p in paragraphs[:_SENTENCES] for clause in break_.split(digits_in_years(p.text)))
    told = (clause for clause in clauses if figure.search(clause))
    return {kind for clause in told for kind in _kinds_of_places(_aside().sub(_ASIDE, clause))}


def _kinds_of_places(line: str) -> list[str]:
    """The kinds that a title is of because it names a place and no body of it."""
    rest = after_place(line)
    return [] if rest is None else [kind for kind, pattern in _of_places() if pattern.match(rest)]


@cache
def _of_places() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    kinds = (kind for kind in load_kinds().kinds if kind.of_places)
    return tuple((kind.id, regex.compile(f"^{either(kind.of_places)}")) for kind in kinds)


@cache
def _aside() -> regex.Pattern[str]:
    return regex.compile(either(load_kinds().aside))


@cache
def _titles() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((kind.id, _title_pattern(kind)) for kind in load_kinds().kinds)


def _title_pattern(kind: Kind) -> regex.Pattern[str]:
    parts = (wording_pattern(t.removesuffix("$")) + ("$" if t.endswith("$") else "") for t in kind.titles)
    return regex.compile("|".join(f"(?:{part})" for part in parts), regex.POSIX)


def _phrase_weight(kind: Kind, text: str, characters: AbstractSet[str]) -> int:
    weight = 0
    for phrase in kind.phrases:
        say = sought((phrase.say,))
        if say.may_be_in(characters) and not _says_any(phrase.unless, text):
            times = sum(1 for _ in zip(range(_MOST_TIMES), say.pattern.finditer(text), strict=False))
            weight += times * phrase.weight
    return weight


def _says_any(wordings: Sequence[str], text: str) -> bool:
    return bool(wordings) and sought(wordings).pattern.search(text) is not None
