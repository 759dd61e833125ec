"""`python -m corpus.kinds [--texts TEXTS] [--check] CASES...`: fits what words weigh for final accounts.

CASES are YAML files, or folders of them, of pages as tests/cases and corpus/kind_pages.yaml write them; TEXTS the
collected texts of the field pages (corpus/field). Prints patterns/kind_words.yaml; with --check what a model tells of
each group of pages (a file, a round) that was fitted on all others.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import jieba
import numpy as np
import regex
import yaml

from corpus.field.page import rounds
from corpus.field.score import page_of
from corpus.logistic import UNBOUND, Bounds, Floats, logistic
from extractors.opening.html import extract_article
from extractors.pipeline import paragraphs_of
from extractors.prose.kind_evidence import KindEvidence, kind_evidence
from extractors.prose.likely import read_words, signs
from patterns.kinds import load_kinds

_READ_FROM, _SURE_FROM = 0.5, 0.8  # set by eye: one in thirty of final accounts is told with a warning
# Set by cross-validation over rounds of published pages (docs/evaluating.md): fewer words lose nothing, more gain none.
_WORDS, _IN_PAGES = 120, 5  # how many words are kept, and on how many pages one must stand
_RESTRAINT_WORDS, _RESTRAINT_SIGNS = 5.0, 0.3  # ridge
_OTHERS = 2.0  # what a page of another kind weighs: final accounts are more than twice as many
_WORD, _TITLE_WORD = regex.compile(r"\p{Han}{2,6}"), regex.compile(r"\p{Han}{1,6}")


class LabelledPage(NamedTuple):
    """A page with the group that it came with, and whether it is a department's or unit's final accounts."""

    group: str
    id: str
    accounts: bool
    evidence: KindEvidence


@dataclass(frozen=True)
class Weights:
    """A fitted model: the names of its signs and words (`title 决算`, `text 决算`), their weights, the intercept."""

    names: Sequence[str]
    weights: Floats
    intercept: float

    def probability(self, page: LabelledPage) -> float:
        """That a page is final accounts."""
        return float(1 / (1 + np.exp(-(self.intercept + _row(page, self.names) @ self.weights))))


def pages_of(path: Path) -> Iterator[LabelledPage]:
    """The pages of a file of cases, or of all in a folder, whose kind is told and debatable to nobody."""
    for file in sorted(path.rglob("*.yaml")) if path.is_dir() else (path,):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            kinds = str((case.get("document") or {}).get("kind", ""))
            text = "\n".join([case["title"], *map(str, case["body"])])
            yield from _labelled(file.stem, case["id"], kinds, text, bool(case.get("facts")))


def field_pages(texts: Path) -> Iterator[LabelledPage]:
    """The field pages of which TEXTS holds the text."""
    for name, pages in rounds():
        for page in pages:
            path = texts / f"{page.id}.txt"
            if path.is_file():
                kinds = str(page.document["kind"])
                yield from _labelled(name, page.id, kinds, path.read_text(encoding="utf-8"), bool(page.facts))


def _labelled(group: str, page: str, kinds: str, text: str, has_facts: bool) -> Iterator[LabelledPage]:
    """The page, unless its kind is debatable; one of which figures must be read is final accounts."""
    read = {load_kinds().kind(kind).read for kind in kinds.split("|") if kind}
    if has_facts or len(read) == 1:
        article = extract_article(page_of(text), f"{page}.html")
        yield LabelledPage(group, page, has_facts or read.pop(), kind_evidence(paragraphs_of(article)))


def fitted(pages: Sequence[LabelledPage]) -> Weights:
    """A logistic model with ridge over all signs and the words that tell most."""
    signs_, words = _sign_names(), _words(pages)
    first = _solved(pages, (*signs_, *words))
    spread = np.array([_row(page, words) for page in pages]).std(axis=0)
    telling = np.argsort(-np.abs(first.weights[len(signs_) :]) * spread)[:_WORDS]
    return _solved(pages, (*signs_, *sorted(words[i] for i in telling)))


def _solved(pages: Sequence[LabelledPage], names: Sequence[str]) -> Weights:
    rows = np.array([_row(page, names) for page in pages])
    true = np.array([float(page.accounts) for page in pages])
    weight = np.where(true == 1, 1.0, _OTHERS)
    ridge = np.array([_RESTRAINT_WORDS if " " in name else _RESTRAINT_SIGNS for name in names])
    bounds = [_bounds(name) for name in names]
    intercept, weights = logistic(rows, true, ridge=ridge, counted=weight, bounds=bounds)
    return Weights(tuple(names), weights, intercept)


def _bounds(name: str) -> Bounds:
    """A sign of final accounts never speaks against them, one of another kind never for them; words may do either."""
    if " " in name:
        return UNBOUND
    return (0.0, None) if load_kinds().kind(name.partition(":")[2]).read else (None, 0.0)


def _sign_names() -> tuple[str, ...]:
    return tuple(f"{sign}:{kind.id}" for kind in load_kinds().kinds for sign in ("title", "phrases", "place"))


def _words(pages: Sequence[LabelledPage]) -> tuple[str, ...]:
    """jieba's words of title and text that stand on several pages."""
    found = Counter[str]()
    for page in pages:
        title, text = read_words(page.evidence)
        found.update(f"title {word}" for word in set(_jieba().lcut(title)) if _TITLE_WORD.fullmatch(word))
        found.update(f"text {word}" for word in set(_jieba().lcut(text)) if _WORD.fullmatch(word))
    return tuple(sorted(word for word, times in found.items() if times >= _IN_PAGES))


@cache
def _jieba() -> jieba.Tokenizer:
    """jieba with its whole dictionary. It keeps what it made of that in the shared temporary folder under a name that
    everybody knows, and runs what lies there: here it gets a folder of its own for that."""
    tokenizer = jieba.Tokenizer()
    with TemporaryDirectory() as tokenizer.tmp_dir:
        tokenizer.initialize()
    return tokenizer


def _row(page: LabelledPage, names: Sequence[str]) -> Floats:
    title, text = read_words(page.evidence)
    told, within = signs(page.evidence), {"title": title, "text": text}
    parts = (name.partition(" ") for name in names)
    return np.array([float(word in within[where]) if word else told.get(where, 0.0) for where, _, word in parts])


def checked(pages: Sequence[LabelledPage]) -> Iterator[tuple[str, Sequence[tuple[LabelledPage, float]]]]:
    """For each group its pages with the probability that a model gives them which was fitted on all other groups."""
    for group in dict.fromkeys(page.group for page in pages):
        model = fitted([page for page in pages if page.group != group])
        yield group, [(page, model.probability(page)) for page in pages if page.group == group]


def _written(model: Weights, pages: Sequence[LabelledPage]) -> dict[str, Any]:
    told = {name: round(float(weight), 2) for name, weight in zip(model.names, model.weights, strict=True)}
    told = {name: weight for name, weight in told.items() if weight}
    accounts = sum(page.accounts for page in pages)
    return {
        "read_from": _READ_FROM,
        "sure_from": _SURE_FROM,
        "intercept": round(model.intercept, 2),
        "evidence": {name: weight for name, weight in told.items() if " " not in name},
        "title": {name.removeprefix("title "): weight for name, weight in told.items() if name.startswith("title ")},
        "text": {name.removeprefix("text "): weight for name, weight in told.items() if name.startswith("text ")},
        "training": f"{len(pages)} pages, {accounts} of them final accounts, in {len({p.group for p in pages})} groups",
    }


def main() -> None:
    """Fits, or checks, on what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", type=Path, metavar="CASES")
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    jieba.setLogLevel("WARNING")
    pages = [page for path in options.cases for page in pages_of(path)]
    pages += field_pages(options.texts) if options.texts else ()
    if not options.check:
        yaml.safe_dump(_written(fitted(pages), pages), sys.stdout, allow_unicode=True, sort_keys=False)
        return
    for group, told in checked(pages):
        amiss = [
            f"{page.id} {probability:.2f}" for page, probability in told if page.accounts != (probability >= _READ_FROM)
        ]
        print(f"{group}: {len(told) - len(amiss)} of {len(told)}", *amiss)


if __name__ == "__main__":
    main()
