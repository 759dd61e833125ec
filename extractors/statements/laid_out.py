"""Pages with their tables, and the lines beside these: a whole document, or some of its pages as one of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.model.cells import PageTables, Table
from extractors.model.layout import Layout, taken_from
from extractors.model.page import Line, ReadPage
from extractors.opening.article import Article
from extractors.opening.pdf import OpenedDocument
from extractors.reading.engine import Engine
from extractors.reading.ocr import OCR
from extractors.reading.pages import read_document
from extractors.statements.flat.found import flat_statements
from extractors.statements.flat.run_in import without_run_in
from extractors.statements.small.flat.found import flat_tables
from extractors.tables.found import find_tables
from extractors.tables.joined import join_tables


@dataclass(frozen=True, slots=True)
class LaidPage:
    """A page as it is laid out: its tables, the statements and small ones made of text, and the lines beside these."""

    page: ReadPage
    tables: tuple[Table, ...]
    standard: tuple[Table, ...]
    flat: tuple[Table, ...]
    outside: tuple[Line, ...]
    taken: tuple[Line, ...]


def layout_of(opened: OpenedDocument | Article, engine: Engine = OCR) -> Layout:
    """The pages of a document with their tables, and the lines beside these."""
    return joined_pages(laid_pages(opened, engine))


def laid_pages(opened: OpenedDocument | Article, engine: Engine = OCR) -> list[LaidPage]:
    """Every page of a document, read once. Raises DamagedDocument naming the page that cannot be read."""
    return [_laid(page, found) for page, found in _read(opened, engine)]


def _laid(page: ReadPage, found: PageTables) -> LaidPage:
    statements = flat_statements(page, found.outside)
    beside = flat_tables(page, statements.outside)
    outside = without_run_in(beside.outside)
    taken = taken_from(found.outside, outside)
    page = replace(page, ink=None, look=None)  # a scan's picture is needed no longer
    return LaidPage(page, tuple(found.tables), tuple(statements.tables), tuple(beside.tables), outside, taken)


def joined_pages(read: Sequence[LaidPage]) -> Layout:
    """Some pages, one after the other, as one document; tables are joined over them alone."""
    return Layout(
        tuple(laid.page for laid in read),
        join_tables([table for laid in read for table in laid.tables]),
        {laid.page.number: laid.outside for laid in read},
        tuple(table for laid in read for table in laid.standard),
        tuple(table for laid in read for table in laid.flat),
        {laid.page.number: laid.taken for laid in read},
    )


def _read(opened: OpenedDocument | Article, engine: Engine) -> Iterator[tuple[ReadPage, PageTables]]:
    if isinstance(opened, Article):
        return zip(opened.pages, opened.tables, strict=True)
    return ((page, find_tables(page)) for page in read_document(opened, engine))
