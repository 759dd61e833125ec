"""The natural way of the data: the bytes of a disclosure in, its Record out, room by room."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from extractors.binding.planned import apart_from_spent, as_told
from extractors.binding.printed import printed_figures
from extractors.binding.stale import stale_warnings
from extractors.binding.warnings import warnings_of
from extractors.binding.why import LeftAmount
from extractors.forms.form import forms_by_table
from extractors.language.placeholders import placeholders_left
from extractors.model.cells import PageTables, Table
from extractors.model.file_name import readable
from extractors.model.layout import Layout, taken_from
from extractors.model.page import Line, ReadPage
from extractors.model.paragraph import Paragraph
from extractors.model.produced import produced
from extractors.model.record import Record
from extractors.opening.article import Article
from extractors.opening.pdf import OpenedDocument, open_document, open_drawn
from extractors.prose.prose import Prose, prose_of
from extractors.reading.engine import Engine
from extractors.reading.ocr import OCR
from extractors.reading.pages import read_document
from extractors.repair.mending import mended
from extractors.repair.readings import Readings
from extractors.statements.flat.found import flat_statements
from extractors.statements.flat.run_in import without_run_in
from extractors.statements.kept import Kept, kept_tables
from extractors.statements.small.flat.found import flat_tables
from extractors.statements.small.reading import read_small_tables
from extractors.statements.witness import filed_tables
from extractors.tables.found import find_tables
from extractors.tables.joined import join_tables
from extractors.verdict.cells import judged
from extractors.verdict.coverage import Told, understood
from extractors.verdict.record_checks import recorded_checks
from extractors.verdict.record_document import recorded_document, refuse_illegible
from extractors.verdict.record_facts import recorded_facts
from patterns.loader import patterns_sha256


def extract(data: bytes, file_name: str, engine: Engine = OCR) -> Record:
    """Reads one disclosure. Raises UnreadableDocument (extractors/model/errors.py) where it cannot be read at all."""
    return _extract(partial(open_document, data, readable(file_name)), engine)


def extract_drawn(pdf: bytes, data: bytes, file_name: str, warnings: tuple[str, ...] = ()) -> Record:
    """Reads a document with pages that is no PDF (images, OFD), drawn as one by its opener: `data` is what it was.

    Pages and boxes are those of the PDF; `warnings` tell what was not drawn.
    """
    return _extract(partial(open_drawn, pdf, data, readable(file_name), warnings), OCR)


def extract_laid_out(article: Article) -> Record:
    """Reads a document without pages of its own (HTML, Word, a workbook), laid out by opening/article.py."""
    return _extract(lambda: article, OCR)


def paragraphs_of(article: Article) -> tuple[Paragraph, ...]:
    """The running text of a document laid out, by which its kind is told."""
    return prose_of(layout_of(article)).paragraphs


def _extract(opening: Callable[[], OpenedDocument | Article], engine: Engine) -> Record:
    started = time.perf_counter()
    with opening() as opened:
        layout = layout_of(opened, engine)
        prose = prose_of(layout)
        readings, kept, unbound = _readings(layout, prose)
        mending = mended(readings)
        readings, year = mending.readings, prose.identity.fiscal_year
        proof = replace(mending.proof, bound=as_told(mending.proof.bound, year, plans=prose.kind.plans))
        printed = printed_figures(prose.sections, proof.bound) if prose.kind.read else ()
        facts = recorded_facts(proof, prose.sections, layout.by_number, printed)
        statements, forms = judged(readings.statements, readings.forms, proof, layout.by_number)
        stale = stale_warnings(prose.sections, year) if prose.kind.read else ()
        statements = (*statements, *kept.statements)
        seen = understood(layout, prose, Told(proof.bound, unbound, statements, forms))
        refuse_illegible(layout.pages, seen.coverage, opened.file_name)
        left = (*placeholders_left(prose.paragraphs), *kept.warnings, *seen.warnings)
        told = (*opened.warnings, *layout.warnings, *prose.identity.warnings, *stale, *warnings_of(proof.bound))
        return Record(
            document=recorded_document(opened, prose, seen.coverage),
            pages=tuple(page.summary for page in layout.pages),
            sections=tuple(s.summary for s in prose.sections if s.level >= 0),
            facts=facts,
            forms=forms,
            statements=statements,
            tables=kept.tables,
            checks=recorded_checks(mending, facts, printed, layout.by_number),
            unread=seen.unread,
            warnings=(*prose.kind.warnings, *dict.fromkeys((*told, *left)), *mending.warnings),
            produced=produced(engine.name, patterns_sha256(), time.perf_counter() - started),
        )


def layout_of(opened: OpenedDocument | Article, engine: Engine = OCR) -> Layout:
    """The pages of a document with their tables, and the lines beside these."""
    pages, tables, standard, flat = list[ReadPage](), list[Table](), list[Table](), list[Table]()
    outside, taken = dict[int, tuple[Line, ...]](), dict[int, tuple[Line, ...]]()
    for page, found in _read(opened, engine):
        tables += found.tables
        statements = flat_statements(page, found.outside)
        standard += statements.tables
        beside = flat_tables(page, statements.outside)
        flat += beside.tables
        outside[page.number] = without_run_in(beside.outside)
        taken[page.number] = taken_from(found.outside, outside[page.number])
        pages.append(replace(page, ink=None, look=None))  # a scan's picture is needed no longer
    return Layout(tuple(pages), join_tables(tables), outside, tuple(standard), tuple(flat), taken)


def _read(opened: OpenedDocument | Article, engine: Engine) -> Iterator[tuple[ReadPage, PageTables]]:
    if isinstance(opened, Article):
        return zip(opened.pages, opened.tables, strict=True)
    return ((page, find_tables(page)) for page in read_document(opened, engine))


def _readings(layout: Layout, prose: Prose) -> tuple[Readings, Kept, tuple[LeftAmount, ...]]:
    """What text, tables and forms say, as far as a document of that kind is read; what became of its tables, and the
    amounts of the text that are of nothing."""
    from extractors.binding.paragraphs import (  # spaCy and jieba load slowly: when there is text to bind
        ToldText,
        told_text,
    )

    kind, year = prose.kind, prose.identity.fiscal_year
    standard = (*layout.tables, *layout.standard) if kind.text_read else ()
    text = told_text(prose.sections, year) if kind.text_read else ToldText()
    text = apart_from_spent(text, prose.paragraphs, year) if kind.plans else text
    filed = filed_tables(
        standard, layout.by_number, layout.outside, year, prose.paragraphs, text.bound, plans=kind.plans
    )
    formed = forms_by_table(layout.tables, layout.by_number) if kind.read or kind.forms else ()
    tables = [t for t in (*layout.tables, *layout.flat) if kind.read and all(t is not f for f, _ in formed)]
    small = read_small_tables(tables, layout.by_number, filed.statements, year, text.bound)
    kept = kept_tables(filed, [table for table, _ in formed], small.tables, layout.by_number, layout.outside)
    forms = tuple(form for _, form in formed)
    return Readings(text.bound, filed.statements, forms, layout.by_ocr, small), kept, text.left
