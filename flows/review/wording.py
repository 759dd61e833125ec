"""What the review pages say, in Chinese and English: words.yaml, and names that other files hold.

A page is in Chinese, but where it is asked for with `?lang=en`, or by a browser that would rather have English.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request

from flows.words import LANGUAGES, Language, Words
from flows.words import load_words as load_all
from patterns.acceptance import load_acceptance
from patterns.files import load_file
from patterns.kinds import load_kinds

PAGE_HEADER = "x-language"  # by which a page says in which language it is
LANGUAGE_COOKIE = "juesuan_lang"  # in which the desk keeps what was asked for
_EVIDENCE = "evidence."


@cache
def load_words() -> Words:
    """What the pages say. Raises PatternError where the file is not valid."""
    return load_file(Words, "words.yaml", Path(__file__).parent)


def say(said: str, language: str, **values: object) -> str:
    """What is told under an id, with values put in."""
    entry = load_words().root[said]
    return (entry.en if language == "en" else entry.zh).format(**values)


def language_of(request: Request) -> Language:
    """The language asked for by `?lang=`, by the page that asks, by the desk; else what the browser has first."""
    told = (request.query_params.get("lang"), request.headers.get(PAGE_HEADER), request.cookies.get(LANGUAGE_COOKIE))
    asked = next(filter(None, told), "")
    if asked in LANGUAGES:
        return asked
    first = request.headers.get("accept-language", "").partition(",")[0].strip().lower()
    return "en" if first.partition("-")[0].partition(";")[0] == "en" else "zh"


@cache
def page_words(language: Language) -> dict[str, Any]:
    """All words of the pages, names of measures, of kinds of documents, of groups of figures."""
    from flows.publish.views import measure_labels

    own = {**load_words().root, **{i: w for i, w in load_all().root.items() if i.startswith(_EVIDENCE)}}
    english = language == "en"

    def named(id: str, label: str) -> str:
        return id.replace("_", " ") if english else label

    return {
        "lang": language,
        "words": {said: words.en if english else words.zh for said, words in own.items()},
        "measures": {measure: named(measure, label) for measure, label in measure_labels().items()},
        "kinds": [{"id": kind.id, "label": named(kind.id, kind.label)} for kind in load_kinds().kinds],
        "groups": [{"id": group.id, "label": named(group.id, group.label)} for group in load_acceptance().groups],
    }
