"""How likely a text is a unit's final accounts, by the words it is written in and all else that tells kinds.

Titles and phrases tell a kind that somebody thought of. What comes near final accounts in a new way still says other
words than they do, and fewer of theirs. The weights are fitted (corpus/kinds.py) on pages of every kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log1p

from extractors.prose.kind_evidence import TITLE, KindEvidence
from patterns.kind_words import load_kind_words

_READ_CHARACTERS = 4000  # of the text, in which words are looked for: what a site shows first of a page
_TITLE_LINES = 3  # of the cover, in which words of a title are looked for


def accounts_probability(evidence: KindEvidence) -> float:
    """The probability that a document of which this is known is a department's or unit's final accounts."""
    weights = load_kind_words()
    odds = weights.intercept + sum(weights.evidence.get(name, 0.0) * value for name, value in signs(evidence).items())
    title, text = read_words(evidence)
    odds += sum(weight for word, weight in weights.title.items() if word in title)
    odds += sum(weight for word, weight in weights.text.items() if word in text)
    return 1 / (1 + exp(-odds))


def signs(evidence: KindEvidence) -> Mapping[str, float]:
    """What titles, phrases and first sentences say of each kind, each in about 0 to 3."""
    told = {f"title:{kind}": weight / TITLE for kind, weight in evidence.titles.items()}
    told |= {f"phrases:{kind}": log1p(weight) for kind, weight in evidence.phrases.items()}
    return told | {f"place:{kind}": 1.0 for kind in evidence.places}


def read_words(evidence: KindEvidence) -> tuple[str, str]:
    """The title and the part of the text in which words are looked for."""
    return "".join(evidence.cover[:_TITLE_LINES]), evidence.text[:_READ_CHARACTERS]
