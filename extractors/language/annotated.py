"""A text as binding walks over it: jieba's words, and what they name and count.

`annotate.py` makes spaCy's Doc of it, whose spans binding asks for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property
from itertools import accumulate, pairwise

from extractors.language.concepts import concept, domestic_of
from extractors.language.functions import economic_mentions, function_mentions
from extractors.language.lexicon import Found, find_terms
from extractors.language.mention import Mention
from extractors.language.numbers import Amount, amounts
from extractors.language.reasons import LONGEST_REASON, is_cue, reason_extent
from extractors.language.stated import behind_cue
from extractors.language.tokens import tokens
from extractors.language.turns import subjects_after, turns_after
from extractors.language.unaccounted import unaccounted_words
from extractors.language.unit_told import in_unit_told
from patterns.loader import load_patterns

BY_FUNCTION, BY_ECONOMIC = ".by_function", ".by_economic"


@dataclass(frozen=True)
class Annotated:
    """A text with its mentions, from left to right, without overlaps."""

    text: str
    mentions: tuple[Mention, ...]

    @cached_property
    def places(self) -> Sequence[int]:
        """Where its words begin, and where the last ends."""
        return tuple(_places(self.text, self.mentions))

    @property
    def words(self) -> Iterator[str]:
        """Its words, without gaps."""
        return (self.text[start:end] for start, end in pairwise(self.places))

    @cached_property
    def unaccounted(self) -> Sequence[tuple[int, int]]:
        """Stretches of words between a name and an amount that no mention, filler or joint accounts for."""
        return tuple(unaccounted_words(self.text, self.places, self.mentions))

    def reasons(self) -> Iterator[tuple[int, int, str]]:
        """Of every stated reason where its text begins and ends, on borders of words, and its cue's label."""
        for mention in self.mentions:
            if mention.kind == "reason":
                end = _reason_end(self.text, self.mentions, mention.end)
                if mention.end < end:
                    yield (*self.on_borders(mention.end, end), mention.label or "reason")

    def on_borders(self, start: int, end: int) -> tuple[int, int]:
        """Where the words that a stretch touches begin and end."""
        return self.places[bisect_right(self.places, start) - 1], self.places[bisect_left(self.places, end)]


def annotated(text: str, section: str | None, fiscal_year: int | None = None, unit: Decimal | None = None) -> Annotated:
    """A paragraph, normalised, read as belonging to `section` (an id of sections.yaml).

    `fiscal_year` is the document's: its own year does not mean the year before. Without a section, terms that are said
    everywhere are found, and no functions. `unit` is what numbers without a unit stand in, in 元, where that was told.
    """
    return Annotated(text, tuple(_mentions(text, section, fiscal_year, unit)))


def _mentions(text: str, section: str | None, fiscal_year: int | None, unit: Decimal | None) -> list[Mention]:
    found = list(_named_functions(text, _functions_of(section)))
    taken = _Taken(found)
    terms = [t for t in find_terms(text, section, fiscal_year) if taken.free(t) and _counts_as_cue(text, t)]
    # A number inside a concept (单价100万元以上设备) is no value; a term inside a number does not exist.
    concepts = _Holders([(t.start, t.end) for t in terms if t.kind in ("concept", "anchor", "measure")])
    for amount in amounts(text):
        if not concepts.hold(amount.start, amount.end) and taken.free(amount):
            found.append(Mention(amount.start, amount.end, "amount", amount.kind, amount=amount))
    values = _Taken(found)
    found += [Mention(t.start, t.end, t.kind, t.label, t.entry) for t in terms if values.free(t)]
    found = in_unit_told(text, sorted(found, key=lambda m: m.start), unit)
    return [_costing(text, *pair) for pair in pairwise(found)] + found[-1:]


def _named_functions(text: str, functions: str | None) -> Iterator[Mention]:
    """The functions or economic classes that a text of a section names which tells `functions`."""
    if functions is None:
        return
    if not functions.endswith(BY_FUNCTION):
        yield from _named_classes(text, functions)
        return
    classified_in = load_patterns().markers.classified_in
    found = [f for f in function_mentions(text) if functions in classified_in.get(f.code or "", (functions,))]
    mentions = [Mention(f.start, f.end, "function", functions, function=f) for f in found]
    yield from mentions
    taken = _Taken(mentions)
    yield from (m for m in _named_classes(text, functions.removesuffix(BY_FUNCTION) + BY_ECONOMIC) if taken.free(m))


def _named_classes(text: str, label: str) -> Iterator[Mention]:
    """The 类 of 支出经济分类 that a text names."""
    return (Mention(f.start, f.end, "function", label, function=f) for f in economic_mentions(text))


def _costing(text: str, mention: Mention, following: Mention) -> Mention:
    """`国内公务接待2.60万元`: what is counted, named right before money within the country, as what that costs."""
    amount = following.amount
    costs = amount is not None and amount.kind == "money" and following.start == mention.end
    if not costs or mention.kind != "concept":
        return mention
    narrower = domestic_of(concept(mention.label).of, text[mention.start : mention.end])
    return replace(mention, label=narrower) if narrower is not None else mention


def _counts_as_cue(text: str, term: Found) -> bool:
    if term.kind == "concept":  # 非同级财政拨款收入 is no 财政拨款收入
        return not text.endswith(load_patterns().markers.none_such, 0, term.start)
    return term.kind != "reason" or is_cue(text, term.start, term.end, term.entry)


class _Taken:
    """Which stretches of the text are spoken for."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._taken = {place for m in mentions for place in range(m.start, m.end)}

    def free(self, item: Found | Amount | Mention) -> bool:
        return self._taken.isdisjoint(range(item.start, item.end))


class _Holders:
    """Stretches of the text that may hold others."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(stretches)
        self._starts = [start for start, _ in ordered]
        self._furthest = list(accumulate((end for _, end in ordered), max))  # of the ends up to each

    def hold(self, start: int, end: int) -> bool:
        """Whether one of them holds all of a stretch."""
        before = bisect_right(self._starts, start)
        return before > 0 and self._furthest[before - 1] >= end


@cache
def _functions_of(section: str | None) -> str | None:
    return next((s.functions for s in load_patterns().sections if s.id == section), None)


def _places(text: str, mentions: Sequence[Mention]) -> list[int]:
    """Where words begin and end: jieba's, cut besides where a mention begins or ends; an amount is one word."""
    inside = {p for m in mentions if m.kind == "amount" for p in range(m.start + 1, m.end)}
    return sorted((tokens(text).borders | {p for m in mentions for p in (m.start, m.end)}) - inside)


def _reason_end(text: str, mentions: Sequence[Mention], start: int) -> int:
    first = bisect_left(mentions, start - LONGEST_REASON, key=lambda m: m.start)
    mentions = mentions[first : bisect_left(mentions, start + LONGEST_REASON, key=lambda m: m.start)]
    told = behind_cue(text, mentions, start)
    subjects = [s for s in subjects_after(text, mentions, start) if s not in told.explaining]
    return reason_extent(text, start, subjects, turns_after(text, mentions, start), told.own)
