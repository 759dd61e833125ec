"""What a template's user left unwritten (XX万元, ____): no figure, and worth a warning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.language.lexicon import placeholder
from extractors.model.paragraph import Paragraph

_BEFORE, _BEHIND = 12, 4  # characters told around what was left


def placeholders_left(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """A line for each placeholder: its page and what stands around it."""
    for paragraph in paragraphs:
        for left in placeholder().finditer(paragraph.text):
            around = paragraph.text[max(0, left.start() - _BEFORE) : left.end() + _BEHIND]
            page = paragraph.marks[left.start()].page
            yield f"page {page}: a placeholder of the template was left: {around}"
