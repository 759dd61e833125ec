"""Lines of a text layer are held against the picture where there is reason to doubt them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.model.geometry import Box
from extractors.model.page import Ink, Line, Look
from extractors.reading.letterforms import Form
from extractors.reading.witnessed import figures, witnessed


def line(text: str, y: float = 10.0, x: float = 10.0) -> Line:
    boxes = tuple(Box(x + 5 * i, y, x + 5 * i + 5, y + 10) for i in range(len(text)))
    return Line(text, boxes, (1.0,) * len(text))


def look(shown: dict[float, str], asked: list[Box] | None = None) -> Look:
    """A picture that shows those texts at those heights."""

    def ink() -> Ink:
        raise AssertionError("nobody asks for ink")

    def read(boxes: Sequence[Box]) -> list[Line]:
        if asked is not None:
            asked.extend(boxes)
        return [line(shown[round(box.y0 + 1)], box.y0 + 1) for box in boxes]

    return Look(ink, read)


def place(of: Line, text: str) -> Box:
    start = of.text.index(text)
    return Box(of.boxes[start].x0, of.boxes[start].y0, of.boxes[start + len(text) - 1].x1, of.boxes[start].y1)


def test_what_nothing_speaks_against_is_not_looked_at() -> None:
    lines = [line("决算为8.76万元")]
    assert witnessed(lines, (), {}, look({})).lines == tuple(lines)


def test_a_doubted_figure_is_told_as_the_picture_shows_it_and_less_surely() -> None:
    said = line("决算为5.76万元")
    seen = witnessed([said], [place(said, "5.76")], {}, look({10.0: "决算为8.76万元"}))
    assert [n.text for n in seen.lines] == ["决算为8.76万元"]
    assert max(seen.lines[0].confidences) == 0.9
    assert seen.warnings == ("the text layer does not say what the page shows: 5.76 in the layer, 8.76 shown",)


@pytest.mark.parametrize("shown", ["决算为５.７６万元", "决 算 为 5.76 万 元", "决笪为5.76万元"])
def test_a_doubted_figure_that_the_picture_bears_out_stays(shown: str) -> None:
    said = line("决算为5.76万元")
    seen = witnessed([said], [place(said, "5.76")], {}, look({10.0: shown}))
    assert (seen.lines, seen.warnings) == ((said,), ())


def test_a_letter_of_another_script_among_digits_is_looked_at() -> None:
    seen = witnessed([line("费З.19万元")], (), {}, look({10.0: "费3.19万元"}))
    assert seen.lines[0].text == "费3.19万元"


def test_what_stands_in_the_place_of_a_line_told_otherwise_is_told_once() -> None:
    said = line("决算为5.76万元")
    over = line("8.76", x=25)
    seen = witnessed([said, over], [place(said, "5.76")], {}, look({10.0: "决算为8.76万元"}))
    assert [n.text for n in seen.lines] == ["决算为8.76万元"]


def test_where_nothing_is_shown_nothing_is_told() -> None:
    said = line("决算为5.76万元")
    assert witnessed([said], [place(said, "5.76")], {}, look({10.0: ""})).lines == ()


def test_a_font_that_lies_denies_the_page() -> None:
    said, form = line("决算为5.76万元"), Form("F", (3,), 20, "5")
    seen = witnessed([said], (), {form: place(said, "5")}, look({10.0: "决算为8.76万元"}))
    assert seen.denied == "5.76 in the layer, 8.76 shown"
    assert seen.forms == ((form, False),)


def test_a_font_that_only_looks_odd_is_believed() -> None:
    said, form = line("决算为5.76万元"), Form("F", (3,), 20, "5")
    seen = witnessed([said], (), {form: place(said, "5")}, look({10.0: "决算为5.76万元"}))
    assert (seen.denied, seen.forms) == ("", ((form, True),))


def test_of_many_doubted_lines_some_are_looked_at_and_one_that_differs_denies_all() -> None:
    lines = [line(f"决算为{i}.76万元", 20.0 * i) for i in range(1, 31)]
    doubted = [place(n, ".76") for n in lines]
    asked: list[Box] = []
    alike = {n.box.y0: n.text for n in lines}
    assert not witnessed(lines, doubted, {}, look(alike, asked)).denied
    assert len(asked) == 12
    unlike = {y: text.replace(".76", ".77") for y, text in alike.items()}
    assert witnessed(lines, doubted, {}, look(unlike)).denied


@pytest.mark.parametrize(
    ("text", "told"),
    [("１，２００.50万元", ("1200.50",)), ("占8.3%。", ("8.3",)), ("2023年1.5", ("2023", "1.5")), ("无", ())],
)
def test_figures_are_compared_however_they_are_written(text: str, told: tuple[str, ...]) -> None:
    assert figures(text) == told
