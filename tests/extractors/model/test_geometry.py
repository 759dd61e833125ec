"""What boxes share, told without calls: the same as by min and max, whatever a broken file gives for numbers."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from extractors.model.geometry import Box

BOXES = st.tuples(*(st.floats(width=32) for _ in range(4))).map(lambda sides: Box(*sides))


@given(BOXES, BOXES)
def test_boxes_share_what_lies_between_the_later_start_and_the_earlier_end(a: Box, b: Box) -> None:
    across = max(0.0, min(a.x1, b.x1) - max(a.x0, b.x0))
    down = max(0.0, min(a.y1, b.y1) - max(a.y0, b.y0))
    assert (a.overlap_x(b), a.overlap_y(b)) == (across, down)
    assert not math.isnan(a.overlap_x(b))
