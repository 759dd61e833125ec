"""How surely a cell was read, and its characters with their places."""

from __future__ import annotations

from statistics import fmean

from hypothesis import given
from hypothesis import strategies as st

from extractors.model.cells import Cell
from extractors.model.evidence import CellEvidence
from extractors.model.geometry import Box
from extractors.model.page import Line

SURE = st.sampled_from([1.0, 1.0, 0.99997, 0.9, 0.31])
LINES = st.lists(st.lists(st.tuples(st.sampled_from("支 １2,，\u3000"), SURE), max_size=6), max_size=3)


def cell(lines: list[list[tuple[str, float]]]) -> Cell:
    made = []
    for y, line in enumerate(lines):
        boxes = tuple(Box(9.0 * i, 9.0 * y, 9.0 * i + 8, 9.0 * y + 8) for i in range(len(line)))
        made.append(Line("".join(char for char, _ in line), boxes, tuple(sure for _, sure in line)))
    return Cell(3, 0, 0, Box(0, 0, 90, 90), tuple(made))


@given(LINES)
def test_evidence_is_of_the_characters_that_are_seen(lines: list[list[tuple[str, float]]]) -> None:
    read = [sure for line in lines for char, sure in line if not char.isspace()]
    least = round(min(read, default=1.0), 4)
    mean = round(fmean(read), 4) if least < 1.0 else least
    told = cell(lines)
    assert told.evidence == CellEvidence(chars_min=least, chars_mean=mean if mean != least else None)
    assert told.confidence == min((sure for line in lines for _, sure in line), default=1.0)


@given(LINES)
def test_each_character_of_its_quote_has_its_place(lines: list[list[tuple[str, float]]]) -> None:
    text, marks = cell(lines).quoted
    seen = [(char, x, y, sure) for y, line in enumerate(lines) for x, (char, sure) in enumerate(line)]
    seen = [each for each in seen if not each[0].isspace()]
    assert [(m.page, m.box.x0, m.box.y0, m.confidence) for m in marks] == [(3, 9 * x, 9 * y, s) for _, x, y, s in seen]
    assert len(text) == len(marks)
    assert [char for char in text if char == "支"] == [char for char, *_ in seen if char == "支"]
