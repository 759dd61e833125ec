"""The running text of a document: its paragraphs and sections, and what it says the document is."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.model.layout import Layout
from extractors.model.paragraph import Paragraph
from extractors.prose.arrange import arrange
from extractors.prose.identity import Identity, identify
from extractors.prose.kind import DocumentKind, document_kind
from extractors.prose.planned import planned_sections
from extractors.prose.sections import Section, sections


@dataclass(frozen=True)
class Prose:
    """All paragraphs in reading order, the sections that hold those that are no titles, and whose text it is."""

    paragraphs: tuple[Paragraph, ...]
    identity: Identity
    kind: DocumentKind
    sections: tuple[Section, ...]


def prose_of(layout: Layout) -> Prose:
    """The text that a document's pages have beside their tables."""
    paragraphs = arrange(layout.pages, layout.outside)
    kind = document_kind(paragraphs)
    parted = planned_sections(paragraphs) if kind.plans else sections(paragraphs)
    return Prose(paragraphs, identify(paragraphs), kind, parted)
