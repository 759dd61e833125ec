"""What the Record tells of the document itself, and whether there is anything to tell."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model.errors import IllegibleDocument
from extractors.model.page import ReadPage
from extractors.model.record import Coverage, DocumentSummary
from extractors.opening.article import Article
from extractors.opening.pdf import OpenedDocument
from extractors.prose.prose import Prose


def recorded_document(opened: OpenedDocument | Article, prose: Prose, coverage: Coverage) -> DocumentSummary:
    """The file, whose disclosure it is, and how much of it was understood."""
    return DocumentSummary(
        sha256=opened.sha256,
        file_name=opened.file_name,
        bytes=opened.byte_count,
        pages=opened.page_count,
        unit_name=prose.identity.unit_name,
        fiscal_year=prose.identity.fiscal_year,
        kind=prose.kind.id,
        coverage=coverage,
    )


def refuse_illegible(pages: Sequence[ReadPage], coverage: Coverage | None, file_name: str) -> None:
    """Raises IllegibleDocument where pages show something that could not be read, and no other one tells a figure."""
    unread = [page.number for page in pages if page.unread]
    if unread and not (coverage and coverage.printed):
        cause = "what it shows could not be read, and no other page tells a figure"
        raise IllegibleDocument(file_name, cause, place=_placed(unread))


def _placed(pages: Sequence[int]) -> str:
    return f"page {pages[0]}" if len(pages) == 1 else f"pages {pages[0]} to {pages[-1]} ({len(pages)} pages)"
