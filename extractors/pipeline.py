"""The natural way of the data: the bytes of a disclosure in, its Record out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Context, Decimal
from importlib.metadata import PackageNotFoundError, version

from extractors.arrange import arrange
from extractors.article import Article
from extractors.binding import Bound, cell_path
from extractors.blame import Failures, blamed
from extractors.cells import Table
from extractors.check import Result
from extractors.confusion import malformed
from extractors.document import OpenedDocument, open_document
from extractors.form import read_forms
from extractors.identify import Identity, identify
from extractors.judge import confidence, evidence_of
from extractors.judge_cells import judged
from extractors.kind import Verdict, kind_of
from extractors.lexicon import placeholder
from extractors.misbinding import Misbinding
from extractors.ocr import engine_name
from extractors.page import Line, ReadPage
from extractors.printed import PrintedFigure, printed_figures
from extractors.prose import Paragraph
from extractors.read import read_document
from extractors.readings import Readings
from extractors.record import (
    Cause,
    Check,
    DocumentSummary,
    Fact,
    Form,
    PageSummary,
    Produced,
    Provenance,
    Record,
    SectionSummary,
    Unread,
    canonical,
)
from extractors.relook import with_dashes
from extractors.repair import Mended, mended, result_key
from extractors.section import Section, sections
from extractors.statements.read import ReadStatement, read_statements
from extractors.statements.rows import SLIP
from extractors.table import find_tables, join_tables
from patterns.loader import load_patterns, patterns_sha256

_WIDE = Context(prec=200)  # what is no figure may have many digits


def extract(data: bytes, file_name: str) -> Record:
    """Reads one disclosure. Raises UnreadableDocument (extractors/errors.py) where it cannot be read at all."""
    started = time.perf_counter()
    return _extract(open_document(data, file_name), started)


def extract_laid_out(article: Article) -> Record:
    """Reads a document that has no pages of its own (HTML, Word, a workbook), laid out by extractors/article.py."""
    return _extract(article, time.perf_counter())


def _extract(source: OpenedDocument | Article, started: float) -> Record:
    with source as opened:
        pages: list[ReadPage] = []
        tables: list[Table] = []
        outside: dict[int, tuple[Line, ...]] = {}
        for page in opened.pages if isinstance(opened, Article) else read_document(opened):
            found = opened.tables_of(page) if isinstance(opened, Article) else find_tables(page)
            tables += [with_dashes(table, page) for table in found.tables]
            outside[page.number] = found.outside
            pages.append(replace(page, ink=None))
        paragraphs = arrange(pages, outside)
        identity = identify(paragraphs)
        verdict = kind_of(paragraphs)
        parts = sections(paragraphs)
        # spaCy and jieba take longer to load than a page to read: they come when there is text to bind.
        from extractors.bind import bind

        by_number = {page.number: page for page in pages}
        joined = join_tables(tables)
        statements = read_statements(joined, by_number, outside) if verdict.kind.read else ()
        forms = read_forms(joined, by_number) if verdict.kind.read or verdict.kind.forms else ()
        stated = bind(parts, identity.fiscal_year) if verdict.kind.read else ()
        ocr = frozenset(page.number for page in pages if page.source == "ocr")
        repaired = mended(Readings(stated, statements, forms, ocr))
        statements = repaired.readings.statements
        bound, results = repaired.proof.bound, repaired.proof.results
        facts = _facts(bound, results, parts, by_number)
        cells = _evidence_by_cell(statements, forms, by_number)
        explained = dict(repaired.explained)
        failures = Failures(results, bound)
        printed = printed_figures(parts, bound) if verdict.kind.read else ()
        binding = Misbinding(bound, results, printed, statements)
        sure_statements, sure_forms = judged(statements, forms, bound, results, by_number)
        return Record(
            document=_document(opened, identity, verdict),
            pages=tuple(_page(page) for page in pages),
            sections=tuple(_section(s) for s in parts if s.level >= 0),
            facts=facts,
            forms=sure_forms,
            statements=sure_statements,
            checks=tuple(
                _check(r, facts, cells, explained.get(result_key(r, repaired.proof)), failures, binding)
                for r in results
            ),
            unread=tuple(_unread(p, by_number) for p in printed if p.fact is None),
            warnings=(*verdict.warnings, *_warnings(pages, identity, bound, paragraphs), *_mended(repaired)),
            produced=_produced(started),
        )


def _unread(figure: PrintedFigure, pages: Mapping[int, ReadPage]) -> Unread:
    page, box, _, _ = figure.paragraph.places(figure.start, figure.end)[0]
    return Unread(
        page=page,
        bbox=pages[page].to_page(box),
        raw=figure.raw,
        unit=figure.unit,
        section=figure.section,
        quote=figure.quote,
    )


def _document(opened: OpenedDocument | Article, identity: Identity, verdict: Verdict) -> DocumentSummary:
    return DocumentSummary(
        sha256=opened.sha256,
        file_name=opened.file_name,
        bytes=opened.byte_count,
        pages=opened.page_count,
        unit_name=identity.unit_name,
        fiscal_year=identity.fiscal_year,
        kind=verdict.kind.id,
    )


def _page(page: ReadPage) -> PageSummary:
    return PageSummary(
        number=page.number,
        source=page.source,
        width=round(page.width, 2),
        height=round(page.height, 2),
        rotation=page.rotation,  # type: ignore[arg-type]
        mean_confidence=round(page.mean_confidence, 4),
    )


def _section(section: Section) -> SectionSummary:
    return SectionSummary(
        id=section.id, number=section.number, title=section.title, page=section.page, parent=section.parent
    )


def _facts(
    bound: Sequence[Bound], results: Sequence[Result], parts: Sequence[Section], pages: dict[int, ReadPage]
) -> tuple[Fact, ...]:
    kinds = {s.id: s.kind for s in parts}
    titled = {s.id for s in parts if s.level >= 0}
    evidence = evidence_of(bound, results, kinds, {n: page.mean_confidence for n, page in pages.items()})
    return tuple(
        _fact(i, b, evidence[i], pages, b.section if b.section in titled else None) for i, b in enumerate(bound)
    )


def _fact(i: int, b: Bound, evidence: dict[str, float], pages: dict[int, ReadPage], section: str | None) -> Fact:
    text = not isinstance(b.value, Decimal)
    shapeless = evidence.get("shape", 1.0) < 1.0 and b.as_read is None and malformed(b.raw)
    slip = (evidence.get("shape", 1.0) < 1.0 or b.as_read is not None) and not shapeless
    return Fact(
        id=f"f{i + 1}",
        concept=b.subject.concept,
        label=load_patterns().concept(b.subject.concept).label,
        measure=b.measure,
        dimensions=dict(b.subject.dimensions),
        value=canonical(b.value) if isinstance(b.value, Decimal) else b.value,
        unit=b.unit,
        raw=b.raw,
        section=section,
        quote=b.quote,
        provenance=_provenance(b, pages),
        confidence=confidence(evidence, text=text),
        evidence=evidence,
        status="repaired" if slip else "conflict" if shapeless or _in_conflict(evidence) else "read",
        as_read=(b.as_read or b.raw) if slip else None,
        explains=tuple(f"f{k + 1}" for k in b.explains),
        causes=tuple(Cause(text=t, category=c) for t, c in b.causes),
    )


def _in_conflict(evidence: Mapping[str, float]) -> bool:
    """Whether more of the document's arithmetic speaks against a figure than for it."""
    return evidence["checks_failed"] > evidence["checks_passed"]


def _provenance(b: Bound, pages: dict[int, ReadPage]) -> tuple[Provenance, ...]:
    offset = b.clause[0] if b.clause[0] <= b.start else b.start
    own = tuple(
        Provenance(
            page=page,
            bbox=pages[page].to_page(box),
            start=start - offset,
            end=end - offset,
            statement=b.cell[0] if b.cell else None,
        )
        for page, box, start, end in b.paragraph.places(b.start, b.end)
    )
    # A witness stands in a cell of its own, not in the quote: it covers none of its characters.
    cells = (_beside_quote(p) for w in b.witnesses for p in _provenance(w, pages))
    return own + tuple(cells)


def _beside_quote(place: Provenance) -> Provenance:
    return place.model_copy(update={"start": 0, "end": 0})


def _evidence_by_cell(
    statements: Sequence[ReadStatement], forms: Sequence[Form], pages: Mapping[int, ReadPage]
) -> dict[str, dict[str, float]]:
    """How surely every cell of statements and forms was read, by its path in the Record."""
    found = {
        cell_path((s, r, k)): _of_cell(cell.confidence, cell.page, pages) | {"malformed": float(malformed(cell.raw))}
        for s, statement in enumerate(statements)
        for r, row in enumerate(statement.statement.rows)
        for k, cell in enumerate(row.cells)
    }
    for f, form in enumerate(forms):
        for place in form.provenance:
            path = f"forms.{f}.{place.part}"
            for name in (path, f"{path}.{place.row}.{place.column}"):
                found.setdefault(name, _of_cell(place.confidence, place.page, pages))
    return found


def _of_cell(confidence: float, page: int, pages: Mapping[int, ReadPage]) -> dict[str, float]:
    return {"chars_min": confidence, "chars_mean": confidence, "page": pages[page].mean_confidence}


def _check(
    result: Result,
    facts: Sequence[Fact],
    cells: Mapping[str, dict[str, float]],
    explanations: int | None,
    failures: Failures,
    binding: Misbinding,
) -> Check:
    check = Check(
        id=result.id,
        formula=result.formula,
        facts=tuple(facts[i].id for i in result.facts),
        cells=result.cells,
        outcome="pass" if result.passed else "fail",
        difference=canonical(result.difference.quantize(Decimal("0.01"), context=_WIDE)),
    )
    if result.passed:
        return check
    rests_on = [facts[i].evidence for i in result.facts] + [cells[c] for c in result.cells if c in cells]
    crowded = failures.crowded(result) or (result.id.endswith("row_sum") and _runs_together(result.cells, cells))
    read = blamed(
        rests_on, explanations, crowded=crowded, agreed=failures.agreed(result), placed=failures.placed(result)
    )
    blame = binding.document(result, read)
    signs = {name: round(sign, 3) for name, sign in binding.signs(result).items() if sign}
    return check.model_copy(update={"blame": blame.who, "blame_probability": blame.probability, "signs": signs})


def _runs_together(row: Sequence[str], cells: Mapping[str, dict[str, float]]) -> bool:
    """Whether a row whose sum fails has a cell besides that is no well-formed number: two columns read as one."""
    start = row[0].rpartition(".")[0] + "."
    others = (e for path, e in cells.items() if path.startswith(start) and path not in row)
    return any(evidence["chars_min"] <= SLIP for evidence in others)


def _warnings(
    pages: Sequence[ReadPage], identity: Identity, bound: Sequence[Bound], paragraphs: Sequence[Paragraph]
) -> tuple[str, ...]:
    warnings = [f"page {page.number}: {warning}" for page in pages for warning in page.warnings]
    warnings += identity.warnings
    for b in bound:
        page = b.paragraph.marks[b.start].page
        if b.signs.get("unit", 1.0) < 0.95:
            warnings.append(f"page {page}: {b.raw}: the unit is missing")
        if b.signs.get("cue", 1.0) <= 0.6:
            warnings.append(f"page {page}: {b.raw}: the template's alternative was left standing")
        if b.signs.get("shape", 1.0) < 1.0:
            warnings.append(f"page {page}: {b.raw}: separators are not those of a number")
    for paragraph in paragraphs:
        for left in placeholder().finditer(paragraph.text):
            around = paragraph.text[max(0, left.start() - 12) : left.end() + 4]
            page = paragraph.marks[left.start()].page
            warnings.append(f"page {page}: a placeholder of the template was left: {around}")
    return tuple(dict.fromkeys(warnings))


def _mended(repaired: Mended) -> tuple[str, ...]:
    return tuple(
        f"page {r.page}: {r.as_read} was mended to {canonical(r.value)} by {', '.join(r.checks)}"
        for r in repaired.repairs
    )


def _produced(started: float) -> Produced:
    try:
        own = version("juesuan")
    except PackageNotFoundError:
        own = "0+unknown"
    return Produced(
        version=own,
        patterns_sha256=patterns_sha256(),
        ocr=engine_name(),
        seconds=round(time.perf_counter() - started, 3),
    )
