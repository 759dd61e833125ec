"""Prose to spaCy Docs: jieba's words, and the spans that binding works on.

The pipeline is a blank Chinese one with a tokenizer of our own (jieba never cuts through a number or a term, and
knows the words of patterns/) and three components. Binding walks what a Doc is made of (annotated.py), and its spans:

- `read_of(doc)`: mentions, and the borders of words; everything that is bound comes from there
- `doc.spans["reasons"]`, of component `reasons`: the text of every stated reason
- `doc.spans["amounts" | "concepts" | "cues"]`, of component `terms`: the mentions again as spans of the tokens
- `doc.spans["unaccounted"]`: the words before each amount that nothing accounts for; see `unaccounted_between`
- the tokens themselves, on whose borders the lexicon finds terms (tokens.py)

>>> doc = annotate("收入总计100.00万元", "totals")
>>> [span.text for span in doc.spans["concepts"]], [span.text for span in doc.spans["amounts"]]
(['收入总计'], ['100.00万元'])
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Decimal
from functools import cache

from extractors.language.annotated import Annotated, annotated
from extractors.language.mention import Mention
from extractors.language.spacy_alone import Doc, Language, Span, Vocab, spacy
from extractors.language.tokens import tokens

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
    """The Doc of a paragraph, as `annotated` reads it; see `mentions_of`."""
    read = annotated(text, section, fiscal_year, unit)
    words = list(read.words)
    nlp = _language()
    doc = Doc(nlp.vocab, words, [False] * len(words))
    doc.user_data["annotated"] = read
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def read_of(doc: Doc) -> Annotated:
    """What an annotated Doc was made of: its mentions and the borders of its words."""
    read: Annotated = doc.user_data["annotated"]
    return read


def mentions_of(doc: Doc) -> tuple[Mention, ...]:
    """The mentions of an annotated Doc, from left to right, without overlaps."""
    return tuple(read_of(doc).mentions)


def unaccounted_between(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    """Words within a stretch of an annotated Doc that no mention, filler or joint accounts for, those at once as one.

    Only what stands between a name and an amount is looked at.

    >>> unaccounted_between(annotate("培训费补充差旅费2.00万元", "training"), 0, 13)
    ('补充差旅费',)
    """
    return tuple(s.text for s in doc.spans["unaccounted"] if s.start_char >= start and s.end_char <= end)


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
    doc.spans["unaccounted"] = [_span(doc, *place) for place in read_of(doc).unaccounted]
    return doc


@Language.component("reasons")
def _reasons_component(doc: Doc) -> Doc:
    doc.spans["reasons"] = [_span(doc, *reason) for reason in read_of(doc).reasons()]
    return doc


def _span(doc: Doc, start: int, end: int, label: str = "") -> Span:
    """The tokens that characters stand in. spaCy's own `char_span` looks through all tokens for each."""
    places = read_of(doc).places
    return Span(doc, bisect_right(places, start) - 1, bisect_left(places, end), label=label)


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
