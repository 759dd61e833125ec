"""Blanks between digits: told in time that grows with the text, however many there are."""

from __future__ import annotations

import time

import pytest

from extractors.model.blanks import parting_blanks

HANGS = 30.0  # seconds: before, each of these took minutes


@pytest.mark.parametrize("piece", ["9", "9 ", "1,2", "12 345 ", " ", "5 96.35 ", "1.00 "])
def test_long_runs_of_digits_take_no_longer_than_their_length(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    parting_blanks(text, range(0, len(text), 50))
    assert time.process_time() - started < HANGS


@pytest.mark.parametrize(
    ("text", "borders", "parts"),
    [
        ("5 96.35", (), {1}), ("1 234.50万元", (), set()), ("2 0 2 1年", (), set()), ("65.00 64.87", (), {5}),
        ("3,81 6.42", (), set()), ("1.00 2.00 3", (9,), {4, 9}), ("12 34", (3,), set()),
    ],
)  # fmt: skip
def test_which_blanks_part_figures(text: str, borders: tuple[int, ...], parts: set[int]) -> None:
    assert parting_blanks(text, borders) == parts
