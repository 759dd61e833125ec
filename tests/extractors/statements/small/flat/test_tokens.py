"""How many pieces a line falls into at most, by which lines are passed over that hold no row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.statements.small.flat.tokens import is_bordered, most_tokens, tokens_of_line


@given(st.text(alphabet="支1 |｜│\t\u3000\x1c", max_size=12))
def test_no_line_falls_into_more(text: str) -> None:
    line = Line(text, (Box(0, 0, 1, 1),) * len(text), (1.0,) * len(text))
    assert len(list(tokens_of_line(line))) <= most_tokens(line)
    assert is_bordered(line) == any(char in "|｜│" for char in text)
