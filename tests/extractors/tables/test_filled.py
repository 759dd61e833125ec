"""Which cell holds each character of a line: told for a whole line at once where that is the same."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from extractors.model.geometry import Box
from extractors.tables.filled import _owners

PLACE = st.one_of(st.integers(0, 20).map(float), st.sampled_from([math.inf, -math.inf, math.nan]))
SIDES = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted)
BOXES = st.lists(st.tuples(SIDES, SIDES).map(lambda s: Box(s[0][0], s[1][0], s[0][1], s[1][1])), max_size=6)


@given(BOXES, st.lists(st.tuples(PLACE, PLACE), min_size=1, max_size=8))
def test_a_character_is_of_the_first_cell_that_holds_it(boxes: list[Box], middles: list[tuple[float, float]]) -> None:
    one_by_one = [next((i for i, box in enumerate(boxes) if box.contains(x, y)), None) for x, y in middles]
    assert _owners(list(enumerate(boxes)), middles) == one_by_one
