"""The fit of patterns/usual.npz: of what figures are, by the letters around them (verdict/usual.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier

from corpus.binding_rows import BindingRow, Rows
from extractors.model.evidence import Usualness
from extractors.verdict.usual import judged
from patterns.usual import PLACES, QUESTIONS, Answers

_FOLDS = 5
_NONE = "!"  # what figures are that were told wrongly, and that nothing tells rightly
_LEAST = 2  # surroundings: an answer that fewer have is not learned
_RESTRAINT, _ROUNDS, _STEPS = 2e-5, 10, 127

Flags = NDArray[np.bool_]


def folds(rows: Sequence[BindingRow]) -> Iterator[Flags]:
    """The rows of each part of the sites: what is measured of them is fitted on the others. No part is all rows."""
    site = np.array([row.site for row in rows]) % _FOLDS
    for fold in range(_FOLDS):
        own = site == fold
        if own.any() and not own.all():
            yield own


def fitted(held: Rows, among: Flags) -> dict[str, Answers]:
    """What words tell of figures, learned from the right ones among some rows; wrong ones tell what they are not."""
    return {question: _fitted(held, among, question) for question in QUESTIONS}


def opinions(held: Rows) -> Sequence[BindingRow]:
    """The rows, with what is usual as words of other sites tell it; those without words as they are."""
    found = list(held.rows)
    for own in folds(held.rows):
        for i, usual in _told(held, own, fitted(held, ~own)):
            found[i] = replace(found[i], evidence=replace(found[i].evidence, usual=usual))
    return found


def _told(held: Rows, among: Flags, answers: Mapping[str, Answers]) -> Iterator[tuple[int, Usualness]]:
    odds: dict[int, Sequence[NDArray[np.float32]]] = {}
    for i in map(int, np.flatnonzero(among)):
        row = held.rows[i]
        if row.words >= 0:
            if row.words not in odds:
                odds[row.words] = [answers[question].odds(held.words[row.words]) for question in QUESTIONS]
            yield i, judged(row.named, answers, odds[row.words])


def _fitted(held: Rows, among: Flags, question: str) -> Answers:
    examples = _examples(held, among, question)
    counted = Counter(examples.values())
    known = [words for words, answer in examples.items() if counted[answer] >= _LEAST]
    names = sorted({examples[words] for words in known})
    if len(names) < 2:
        return _without_doubt(tuple(names))
    model = SGDClassifier(
        loss="log_loss", alpha=_RESTRAINT, max_iter=_ROUNDS, tol=None, average=True, random_state=0
    ).fit(_matrix([held.words[words] for words in known]), [examples[words] for words in known])
    weights, own = (np.vstack([-w, w]) if len(w) == 1 else w for w in (model.coef_, model.intercept_[:, None]))
    told = [k for k, name in enumerate(model.classes_) if name != _NONE]
    return _in_steps(tuple(str(model.classes_[k]) for k in told), weights[told].T, own[told, 0])


def _examples(held: Rows, among: Flags, question: str) -> dict[int, str]:
    """The right answer by surroundings; where only wrong ones are known, what they are not."""
    right: dict[int, str] = {}
    wrong: dict[int, str] = {}
    for i in map(int, np.flatnonzero(among)):
        row = held.rows[i]
        if row.words >= 0:
            (right if row.right else wrong)[row.words] = getattr(row, question) if row.right else _NONE
    return wrong | right if question == "concept" else right


def _matrix(words: Sequence[NDArray[np.int64]]) -> csr_matrix:
    ends = np.cumsum([0, *map(len, words)])
    places = np.concatenate(words)
    return csr_matrix((np.ones(len(places), np.float32), places, ends), shape=(len(words), PLACES))


def _in_steps(names: tuple[str, ...], weights: NDArray[np.float64], own: NDArray[np.float64]) -> Answers:
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-6) / _STEPS
    return Answers(names, own.astype(np.float32), scale.astype(np.float32), np.rint(weights / scale).astype(np.int8))


def _without_doubt(names: tuple[str, ...]) -> Answers:
    """The answers where all that was seen is one."""
    return _in_steps(names, np.zeros((PLACES, len(names))), np.zeros(len(names)))
