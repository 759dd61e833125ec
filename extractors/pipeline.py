"""The natural way of the data: the bytes of a disclosure in, its Record out, room by room."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Set
from dataclasses import replace
from functools import partial

from extractors.binding.planned import apart_from_spent, as_told, spent_sections
from extractors.binding.printed import printed_figures
from extractors.binding.stale import stale_warnings
from extractors.binding.warnings import warnings_of
from extractors.binding.why import LeftAmount
from extractors.forms.form import forms_by_table
from extractors.language.placeholders import placeholders_left
from extractors.model.file_name import readable
from extractors.model.layout import Layout
from extractors.model.paragraph import Paragraph
from extractors.model.produced import produced
from extractors.model.record import Record
from extractors.opening.article import Article
from extractors.opening.pdf import OpenedDocument, open_document
from extractors.prose.parting import Parting, parted_units
from extractors.prose.prose import Prose, prose_of
from extractors.reading.engine import Engine
from extractors.reading.ocr import OCR
from extractors.repair.mending import mended
from extractors.repair.readings import Readings
from extractors.statements.kept import Kept, kept_tables
from extractors.statements.laid_out import joined_pages, laid_pages, layout_of
from extractors.statements.planned import that_plan
from extractors.statements.small.reading import read_small_tables
from extractors.statements.witness import filed_tables
from extractors.verdict.cells import judged
from extractors.verdict.coverage import Told, understood
from extractors.verdict.record_checks import recorded_checks
from extractors.verdict.record_document import recorded_document, refuse_illegible
from extractors.verdict.record_facts import recorded_facts
from extractors.verdict.record_parts import told_part, told_whole
from patterns.kinds import COMPENDIUM
from patterns.loader import patterns_sha256


def extract(data: bytes, file_name: str, engine: Engine = OCR) -> Record:
    """Reads one disclosure. Raises UnreadableDocument (extractors/model/errors.py) where it cannot be read at all."""
    return next(extracted(partial(open_document, data, readable(file_name)), engine))


def extract_laid_out(article: Article) -> Record:
    """Reads a document without pages of its own (HTML, Word, a workbook), laid out by opening/article.py."""
    return next(extracted(lambda: article))


def paragraphs_of(article: Article) -> tuple[Paragraph, ...]:
    """The running text of a document laid out, by which its kind is told."""
    return prose_of(layout_of(article)).paragraphs


def extracted(opening: Callable[[], OpenedDocument | Article], engine: Engine = OCR) -> Iterator[Record]:
    """The Record of what is opened; behind it, of a file with several units' accounts, those of its parts.

    Raises UnreadableDocument where nothing of the file can be read; of a part its pages tell that.
    """
    started = time.perf_counter()
    with opening() as opened:
        read = laid_pages(opened, engine)
        layout = joined_pages(read)
        prose = prose_of(layout)
        parting = parted_units(prose.paragraphs, layout) if prose.kind.id == COMPENDIUM else Parting()
        whole = _record(opened, layout, prose, engine, started)
        refuse_illegible(layout.pages, whole.document.coverage, opened.file_name)
        yield told_whole(whole, parting)
        for number, unit in enumerate(parting.units, 1):
            started = time.perf_counter()
            layout = joined_pages([laid for laid in read if unit.first_page <= laid.page.number <= unit.last_page])
            record = _record(opened, layout, prose_of(layout), engine, started)
            yield told_part(record, unit, number, len(parting.units))


def _record(opened: OpenedDocument | Article, layout: Layout, prose: Prose, engine: Engine, started: float) -> Record:
    spent = spent_sections(prose.sections) if prose.kind.plans else frozenset[str]()
    readings, kept, unbound = _readings(layout, prose, spent)
    mending = mended(readings)
    readings, year = mending.readings, prose.identity.fiscal_year
    proof = replace(mending.proof, bound=as_told(mending.proof.bound, year, plans=prose.kind.plans, spent=spent))
    printed = printed_figures(prose.sections, proof.bound) if prose.kind.read else ()
    facts = recorded_facts(proof, prose.sections, layout.by_number, printed, prose.kind.id)
    statements, forms = judged(readings.statements, readings.forms, proof, layout.by_number)
    stale = stale_warnings(prose.sections, year) if prose.kind.read else ()
    statements = (*statements, *kept.statements)
    seen = understood(layout, prose, Told(proof.bound, unbound, statements, forms))
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


def _readings(layout: Layout, prose: Prose, spent: Set[str]) -> tuple[Readings, Kept, tuple[LeftAmount, ...]]:
    """What text, tables and forms say, as far as a document of that kind is read; what became of its tables, and the
    amounts of the text that are of nothing."""
    from extractors.binding.paragraphs import (  # spaCy and jieba load slowly: when there is text to bind
        ToldText,
        told_text,
    )

    kind, year = prose.kind, prose.identity.fiscal_year
    standard = (*layout.tables, *layout.standard) if kind.text_read else ()
    text = told_text(prose.sections, year) if kind.text_read else ToldText()
    text = apart_from_spent(text, prose.paragraphs, year, spent) if kind.plans else text
    filed = filed_tables(
        standard, layout.by_number, layout.outside, year, prose.paragraphs, text.bound, plans=kind.plans
    )
    formed = forms_by_table(layout.tables, layout.by_number) if kind.read or kind.forms else ()
    tables = [t for t in (*layout.tables, *layout.flat) if kind.text_read and all(t is not f for f, _ in formed)]
    tables = that_plan(tables) if kind.plans else tables
    small = read_small_tables(tables, layout.by_number, filed.statements, year, text.bound)
    kept = kept_tables(filed, [table for table, _ in formed], small.tables, layout.by_number, layout.outside)
    forms = tuple(form for _, form in formed)
    return Readings(text.bound, filed.statements, forms, layout.by_ocr, small), kept, text.left
