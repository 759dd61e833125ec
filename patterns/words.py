"""Words for the segmentation: what jieba's dictionary lacks, and what in it is no word of the field (words.yaml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import model_validator

from patterns.files import FOLDER, Entry, load_file


class FieldWords(Entry):
    """See the comments of words.yaml."""

    together: tuple[str, ...]
    apart: tuple[str, ...]

    @model_validator(mode="after")
    def _either(self) -> FieldWords:
        if both := set(self.together) & set(self.apart):
            raise ValueError(f"{min(both)} stands in together and in apart")
        if short := next((word for word in self.together + self.apart if len(word) < 2), None):
            raise ValueError(f"{short!r} is no word of two or more characters")
        return self


@cache
def load_field_words(folder: Path = FOLDER) -> FieldWords:
    """The words of the field. Raises PatternError where the file is not valid."""
    return load_file(FieldWords, "words.yaml", folder)
