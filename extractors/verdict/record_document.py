"""What the Record tells of the document itself."""

from __future__ import annotations

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
