"""Documents with pages as PDFs, so that their pages can be shown to people with the boxes that a Record tells."""

from __future__ import annotations

from extractors.model.errors import NotAPdf
from extractors.opening.images import pdf_of_images
from extractors.opening.kinds import kind_of
from extractors.opening.ofd.drawn import draw_ofd


def as_pdf(data: bytes, file_name: str) -> bytes:
    """A PDF as it is, an OFD or image drawn as one. Raises UnreadableDocument."""
    kind = kind_of(data)
    if kind == "ofd":
        return draw_ofd(data, file_name).pdf
    if kind == "image":
        return pdf_of_images([data], file_name)
    if kind != "pdf":
        raise NotAPdf(file_name, "it has no pages to be shown")
    return data
