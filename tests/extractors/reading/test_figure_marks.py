"""Marks at figures: triangles are minus signs, marks of notes belong to no figure."""

from __future__ import annotations

import pytest

from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.reading.figure_marks import with_plain_figures


def at(text: str, x: float = 100.0, y: float = 100.0, size: float = 10.0) -> Line:
    """A line of characters half as wide as high."""
    boxes = tuple(Box(x + size / 2 * i, y, x + size / 2 * (i + 1), y + size) for i in range(len(text)))
    return Line(text, boxes, (1.0,) * len(text))


def plain(*lines: Line) -> list[str]:
    return [line.text for line in with_plain_figures(lines)]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("△775.59", "-775.59"),
        ("▲ 1,775.59", "-1,775.59"),
        ("△12", "-12"),
        ("△5.20%", "-5.20%"),
        ("比上年△3.25万元，", "比上年-3.25万元，"),
        ("△12.34①", "-12.34"),
    ],
)
def test_triangle_before_a_figure_is_a_minus(printed: str, meant: str) -> None:
    assert plain(at(printed)) == [meant]


@pytest.mark.parametrize("text", ["△△局", "△△12.5", "▲12 培训费", "△1.加强管理", "△", "12△34.50"])
def test_triangle_that_is_no_sign_stays(text: str) -> None:
    assert plain(at(text)) == [text]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("3,797.60①", "3,797.60"),
        ("1,475.12*", "1,475.12"),
        ("1,475.12 ※", "1,475.12"),
        ("1,475.12**", "1,475.12"),
        ("88.10²", "88.10"),
        ("88.10（注1）", "88.10"),
        ("88.10[2]", "88.10"),
        ("12⑩", "12"),
        ("*88.10", "88.10"),
        ("支出88.10①万元，", "支出88.10万元，"),
    ],
)
def test_mark_of_a_note_is_taken_off(printed: str, meant: str) -> None:
    assert plain(at(printed)) == [meant]


@pytest.mark.parametrize("text", ["①人员经费", "说明①", "（3.2）", "12.34（3.2）", "*注：本表", "3①5"])
def test_mark_that_is_at_no_figure_stays(text: str) -> None:
    assert plain(at(text)) == [text]


def test_mark_in_a_run_of_its_own_is_taken_off() -> None:
    assert plain(at("88.10"), at("①", x=126.0)) == ["88.10"]


def test_small_raised_digit_behind_a_figure_is_none_of_its_digits() -> None:
    figure, small = at("88.10"), at("1", x=125.0, y=99.0, size=6.0)
    assert plain(figure, small) == ["88.10"]
    one = Line("88.101", figure.boxes + small.boxes, (1.0,) * 6)
    assert plain(one) == ["88.10"]


def test_digit_on_the_line_behind_a_figure_stays() -> None:
    assert plain(at("88.10"), at("1", x=126.0)) == ["88.10", "1"]


def test_triangle_at_the_other_side_of_the_cell_is_a_minus() -> None:
    assert plain(at("△"), at("88.10", x=160.0)) == ["-", "88.10"]


def test_figures_and_places_stay_in_step() -> None:
    (line,) = with_plain_figures([at("△ 88.10①")])
    assert (line.text, line.box) == ("-88.10", Box(100.0, 100.0, 135.0, 110.0))
