"""Prose to spaCy Docs: jieba's words, and the spans that binding works on.

The pipeline is a blank Chinese one with a tokenizer of our own (jieba never cuts through a number or a term, and
knows the words of patterns/) and two components. What is read of a Doc, and by whom:

- `mentions_of(doc)`: binding/paragraphs.py walks them; everything that is bound comes from there
- `doc.spans["reasons"]`, of component `reasons`: the text of every stated reason, which binding/paragraphs.py binds
- `doc.spans["amounts" | "concepts" | "cues"]`, of component `terms`: the mentions again as spans of the tokens; by
  no room (the example below shows them)
- `doc.spans["unaccounted"]`: the words before each amount that nothing accounts for; see `unaccounted_between`
- the tokens themselves: by the lexicon, which finds terms on their borders (tokens.py)

>>> doc = annotate("收入总计100.00万元", "totals")
>>> [span.text for span in doc.spans["concepts"]], [span.text for span in doc.spans["amounts"]]
(['收入总计'], ['100.00万元'])
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import accumulate, pairwise

from extractors.language.concepts import concept, domestic_of
from extractors.language.functions import economic_mentions, function_mentions
from extractors.language.lexicon import Found, find_terms
from extractors.language.mention import Mention
from extractors.language.numbers import Amount, amounts
from extractors.language.reasons import LONGEST_REASON, is_cue, reason_extent
from extractors.language.spacy_alone import Doc, Language, Span, Vocab, spacy
from extractors.language.stated import behind_cue
from extractors.language.tokens import tokens
from extractors.language.turns import subjects_after, turns_after
from extractors.language.unaccounted import unaccounted_words
from extractors.language.unit_told import in_unit_told
from patterns.loader import load_patterns

_MOST_WORDS = 20_000  # 9 MB of them (0.46 kB each); a new one takes 13 ms
_CUES = {
    "measure",
    "direction",
    "anchor",
    "reason",
    "text",
    "nil",
    "empty",
    "respectively",
    "both",
    "average",
    "excluded",
    "budget_name",
}


def annotate(text: str, section: str | None, fiscal_year: int | None = None, unit: Decimal | None = None) -> Doc:
    """The Doc of a paragraph, normalised, read as belonging to `section` (an id of sections.yaml); see `mentions_of`.

    `fiscal_year` is the document's: its own year does not mean the year before. Without a section, terms that are said
    everywhere are found, and no functions. `unit` is what numbers without a unit stand in, in 元, where that was told.
    """
    found = _mentions(text, section, fiscal_year, unit)
    places = _places(text, found)
    nlp = _language()
    doc = Doc(nlp.vocab, [text[start:end] for start, end in pairwise(places)], [False] * (len(places) - 1))
    doc.user_data["text"] = text
    doc.user_data["mentions"] = found
    doc.user_data["places"] = tuple(places)
    doc.user_data["unaccounted"] = tuple(unaccounted_words(text, places, found))
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def text_of(doc: Doc) -> str:
    """The text of an annotated Doc: its own `text` is put together from the tokens each time that it is asked for."""
    return str(doc.user_data["text"])


def mentions_of(doc: Doc) -> tuple[Mention, ...]:
    """The mentions of an annotated Doc, from left to right, without overlaps."""
    return tuple(doc.user_data["mentions"])


def places_of(doc: Doc) -> tuple[int, ...]:
    """Where the words of an annotated Doc begin, and where the last ends."""
    return tuple(doc.user_data["places"])


def unaccounted_between(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    """Words within a stretch of an annotated Doc that no mention, filler or joint accounts for, those at once as one.

    Only what stands between a name and an amount is looked at.

    >>> unaccounted_between(annotate("培训费补充差旅费2.00万元", "training"), 0, 13)
    ('补充差旅费',)
    """
    return tuple(s.text for s in doc.spans["unaccounted"] if s.start_char >= start and s.end_char <= end)


def _mentions(text: str, section: str | None, fiscal_year: int | None, unit: Decimal | None) -> list[Mention]:
    functions = _functions_of(section)
    found: list[Mention] = []
    if functions:
        named = economic_mentions(text) if functions.endswith(".by_economic") else function_mentions(text)
        found += [Mention(f.start, f.end, "function", functions, function=f) for f in named]
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


def _costing(text: str, mention: Mention, following: Mention) -> Mention:
    """`国内公务接待2.60万元`: what is counted, named right before money within the country, as what that costs."""
    amount = following.amount
    costs = amount is not None and amount.kind == "money" and following.start == mention.end
    if not costs or mention.kind != "concept":
        return mention
    narrower = domestic_of(concept(mention.label).of, text[mention.start : mention.end])
    return replace(mention, label=narrower) if narrower is not None else mention


def _counts_as_cue(text: str, term: Found) -> bool:
    return term.kind != "reason" or is_cue(text, term.start, term.end, term.entry)


class _Taken:
    """Which stretches of the text are spoken for."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._taken = {place for m in mentions for place in range(m.start, m.end)}

    def free(self, item: Found | Amount) -> bool:
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


class _Tokenizer:
    """jieba as spaCy's tokenizer."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words = tokens(text).words
        return Doc(self.vocab, words=list(words), spaces=[False] * len(words))


@Language.component("terms")
def _terms_component(doc: Doc) -> Doc:
    groups: dict[str, list[Span]] = {"amounts": [], "concepts": [], "cues": []}
    for mention in mentions_of(doc):
        group = "amounts" if mention.kind == "amount" else "cues" if mention.kind in _CUES else "concepts"
        groups[group].append(_span(doc, mention.start, mention.end, f"{mention.kind}:{mention.label}"))
    for name, spans in groups.items():
        doc.spans[name] = spans
    return doc


@Language.component("unaccounted")
def _unaccounted_component(doc: Doc) -> Doc:
    doc.spans["unaccounted"] = [_span(doc, *place) for place in doc.user_data["unaccounted"]]
    return doc


@Language.component("reasons")
def _reasons_component(doc: Doc) -> Doc:
    spans, mentions = [], mentions_of(doc)
    text = text_of(doc)
    for mention in mentions:
        if mention.kind == "reason":
            end = _reason_end(text, mentions, mention.end)
            if mention.end < end:
                spans.append(_span(doc, mention.end, end, mention.label or "reason"))
    doc.spans["reasons"] = spans
    return doc


def _span(doc: Doc, start: int, end: int, label: str = "") -> Span:
    """The tokens that characters stand in. spaCy's own `char_span` looks through all tokens for each."""
    places = doc.user_data["places"]
    return Span(doc, bisect_right(places, start) - 1, bisect_left(places, end), label=label)


def _reason_end(text: str, mentions: Sequence[Mention], start: int) -> int:
    first = bisect_left(mentions, start - LONGEST_REASON, key=lambda m: m.start)
    mentions = mentions[first : bisect_left(mentions, start + LONGEST_REASON, key=lambda m: m.start)]
    told = behind_cue(text, mentions, start)
    subjects = [s for s in subjects_after(text, mentions, start) if s not in told.explaining]
    return reason_extent(text, start, subjects, turns_after(text, mentions, start), told.own)


def _language() -> Language:
    """A new one where the last has met many words: it keeps each, and every figure of every document is one."""
    if len(_nlp().vocab) > _MOST_WORDS:
        _nlp.cache_clear()
    return _nlp()


@cache
def _nlp() -> Language:
    nlp = spacy.blank("zh")
    nlp.tokenizer = _Tokenizer(nlp.vocab)
    nlp.add_pipe("terms")
    nlp.add_pipe("unaccounted")
    nlp.add_pipe("reasons")
    return nlp
