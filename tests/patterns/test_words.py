"""Words for the segmentation are told once."""

from __future__ import annotations

from pathlib import Path

import pytest

from patterns.files import PatternError
from patterns.words import load_field_words


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("together: [公共预算]\napart: [公共预算]\n", "公共预算 stands in together and in apart"),
        ("together: [公]\napart: []\n", "'公' is no word of two or more characters"),
    ],
)
def test_a_word_stands_on_one_side(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "words.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PatternError, match=fault):
        load_field_words(tmp_path)
