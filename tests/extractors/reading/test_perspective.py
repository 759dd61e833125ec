"""The perspective of photographs: slopes of lines to the map that takes it out."""

from __future__ import annotations

import math

import pytest

from extractors.model.geometry import Turn
from extractors.reading.perspective import Stroke, drawn, flattening

FRAME = (600.0, 800.0)
# Paper to photograph: leaning back and to the side, a little turned.
PHOTOGRAPHED = Turn(1.02, 0.03, -6.0, -0.02, 0.97, 9.0, 4e-5, -7e-5)


def stroke(turn: Turn, a: tuple[float, float], b: tuple[float, float]) -> Stroke:
    """The photograph of a line on paper from `a` to `b`."""
    (x0, y0), (x1, y1) = turn.point(*a), turn.point(*b)
    slope = (y1 - y0) / (x1 - x0) if abs(x1 - x0) > abs(y1 - y0) else (x1 - x0) / (y1 - y0)
    return drawn((x0 + x1) / 2, (y0 + y1) / 2, slope, math.dist((x0, y0), (x1, y1)))


def grid(turn: Turn) -> tuple[list[Stroke], list[Stroke]]:
    level = [stroke(turn, (60, y), (540, y)) for y in range(80, 740, 60)]
    upright = [stroke(turn, (x, 80), (x, 720)) for x in range(60, 560, 80)]
    return level, upright


def worst_slope(turn: Turn) -> float:
    """The largest slope that lines of the paper keep once the photograph is flattened."""
    level, upright = grid(turn)
    return max(abs(s.slope) for s in (*level, *upright))


def test_lines_of_a_photograph_become_level_and_upright() -> None:
    flat = flattening(*grid(PHOTOGRAPHED), FRAME)
    assert flat is not None
    assert worst_slope(PHOTOGRAPHED) > 0.03
    assert worst_slope(PHOTOGRAPHED.then(flat)) < 0.001


def test_middle_and_scale_there_stay() -> None:
    flat = flattening(*grid(PHOTOGRAPHED), FRAME)
    assert flat is not None
    x, y = flat.point(300, 400)
    assert (x, y) == pytest.approx((300, 400), abs=1e-6)
    assert math.dist(flat.point(301, 400), (x, y)) == pytest.approx(1, abs=0.05)


def test_flat_page_is_left_alone() -> None:
    assert flattening(*grid(Turn()), FRAME) is None


def test_lines_drawn_aslant_are_outliers() -> None:
    level, upright = grid(PHOTOGRAPHED)
    aslant = [drawn(100, 100 + 30 * i, 0.08, 200) for i in range(3)]
    flat = flattening(level + aslant, upright, FRAME)
    assert flat is not None
    assert worst_slope(PHOTOGRAPHED.then(flat)) < 0.002


def test_page_with_level_lines_only_is_flattened_by_them() -> None:
    level, _ = grid(PHOTOGRAPHED)
    flat = flattening(level, [], FRAME)
    assert flat is not None
    after, _ = grid(PHOTOGRAPHED.then(flat))
    assert max(abs(s.slope) for s in after) < 0.002


def test_slopes_that_no_photograph_has_are_not_taken_out() -> None:
    level = [drawn(300, y, 0.9 * (y - 400) / 400, 300) for y in range(80, 740, 60)]
    assert flattening(level, [], FRAME) is None


def test_too_few_lines_tell_nothing() -> None:
    level, upright = grid(PHOTOGRAPHED)
    assert flattening(level[:2], upright[:2], FRAME) is None


def test_map_with_perspective_and_its_inverse_cancel() -> None:
    there_and_back = PHOTOGRAPHED.then(PHOTOGRAPHED.inverse())
    for x, y in ((0.0, 0.0), (600.0, 0.0), (123.0, 700.0)):
        assert there_and_back.point(x, y) == pytest.approx((x, y), abs=1e-6)


def test_maps_are_done_one_after_the_other() -> None:
    shift = Turn(c=5.0, f=-2.0)
    x, y = PHOTOGRAPHED.point(50, 60)
    assert PHOTOGRAPHED.then(shift).point(50, 60) == pytest.approx((x + 5, y - 2))
