"""The answers of words: kept and read again, and a file that is none is named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from patterns.files import PatternError
from patterns.usual import PLACES, QUESTIONS, Answers, kept, load_usual


def answers(places: int = PLACES) -> Answers:
    weights = np.zeros((places, 2), np.int8)
    weights[3] = (10, -10)
    return Answers(("a", "b"), np.array([0.5, 0.0], np.float32), np.array([0.1, 0.2], np.float32), weights)


def test_words_weigh_in_steps() -> None:
    assert list(answers().odds(np.array([3, 4]))) == pytest.approx([1.5, -2.0])
    assert answers().place("b") == 1
    assert answers().place("c") is None


def test_answers_are_read_as_they_were_written(tmp_path: Path) -> None:
    kept({question: answers() for question in QUESTIONS}, tmp_path / "usual.npz")
    held = load_usual(tmp_path)
    assert set(held) == set(QUESTIONS)
    assert held["concept"].names == ("a", "b")
    assert list(held["measure"].odds(np.array([3]))) == pytest.approx([1.5, -2.0])


def test_weights_of_other_places_are_an_error(tmp_path: Path) -> None:
    kept({question: answers(8) for question in QUESTIONS}, tmp_path / "usual.npz")
    with pytest.raises(PatternError, match=r"/usual\.npz: concept: \(8, 2\) weights of 2 answers"):
        load_usual(tmp_path)


@pytest.mark.parametrize("data", [None, b"", b"PK\x03\x04"])
def test_file_that_holds_no_answers_is_named(data: bytes | None, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / "usual.npz").write_bytes(data)
    with pytest.raises(PatternError, match=r"usual\.npz"):
        load_usual(tmp_path)
