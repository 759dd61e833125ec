"""`python -m tests.made_inputs.write`: reads made disclosures and writes what the rooms behind binding get of them.

Takes some minutes, and is only needed where a case is to be added: what binding, statements and forms read is input
here, and need not follow every change of theirs. Reading stops before proof.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import astuple, replace
from typing import Any

import regex

from corpus.generate import generate
from corpus.slips import KNOWN, UNKNOWN, Slip, as_scanned, draw, slipped
from extractors.binding.printed import printed_figures
from extractors.model.evidence import CellSigns
from extractors.model.fact import Bound
from extractors.model.paragraph import Paragraph
from extractors.opening.article import Article
from extractors.pipeline import _readings
from extractors.prose.prose import prose_of
from extractors.statements.laid_out import layout_of
from extractors.statements.rows import ReadRow
from extractors.statements.statement import ReadStatement
from extractors.tables.found import find_tables
from tests.made_inputs.case import FILE

# Their errors: a row's sum and a total; a column's sum and a direction; share, text and table; balance, text and table.
DOCUMENTS = (("terse", 3), ("lakes", 21), ("xinjiang", 14), ("northeast", 13))
_KINDS = (("swapped", "lost"), ("added", "swapped"), ("point",), ("swapped", "added", "swapped"), ("lost", "point"),
          ("other", "exchanged"), ("two_marks", "swapped"))  # fmt: skip
_ERRORS = (*KNOWN, *UNKNOWN)
_NOTHING = ("–", "-", "—", "0.00", "0")
_FIGURE = regex.compile(r"\d,?\d{3}\.\d+")


def articles(family: str, seed: int) -> Iterator[tuple[str, Article]]:
    """The document as a scan and as a text layer, and either with slips, each with its name."""
    data, _ = generate(family, seed, errors=1.0)
    rng = random.Random(f"made inputs {family} {seed}")
    article = as_scanned(data, f"{family}-{seed}.pdf", rng)
    yield "", article
    yield "/certain", _certain(article)
    for n in range(2):
        yield f"/certain errors {n + 1}", _certain(_with(article, _ERRORS, rng))
    for kinds in _KINDS:
        yield f"/{' '.join(kinds)}", _with(article, kinds, rng)
    yield "/many", _with(article, KNOWN * 4, rng)
    yield "/garbled", _changed(article, "garbled", rng)
    yield "/marks for nothing", _changed(article, "nothing", rng)


def _with(article: Article, kinds: Sequence[str], rng: random.Random) -> Article:
    slips = [slip for kind in kinds for _ in range(3) if (slip := draw(article, kind, rng)) is not None]
    apart = {(s.page, s.line): s for s in slips}
    return slipped(article, list(apart.values())[: len(kinds)], rng)


def _changed(article: Article, kind: str, rng: random.Random) -> Article:
    """Figures with a point too many, or what stands for nothing in tables read as a 1."""
    found = []
    for p, page in enumerate(article.pages):
        for n, line in enumerate(page.lines):
            text, in_table = line.text, line not in article.tables[p].outside
            if kind == "nothing" and in_table and text in _NOTHING:
                found.append(Slip(kind, p, n, 0, text, "1", (0,), True))
            if kind == "garbled" and (figure := _FIGURE.search(text)) is not None:
                printed = figure.group()
                found.append(Slip(kind, p, n, figure.start(), printed, printed[0] + "." + printed[1:], (1,), in_table))
    return slipped(article, rng.sample(found, min(3, len(found))), rng)


def _certain(article: Article) -> Article:
    pages = (
        replace(p, source="text_layer", lines=tuple(replace(x, confidences=(1.0,) * len(x.text)) for x in p.lines))
        for p in article.pages
    )
    certain = tuple(pages)
    return replace(article, pages=certain, tables=tuple(map(find_tables, certain)))


def told(article: Article) -> dict[str, Any]:
    """What is read of it, as data."""
    layout = layout_of(article)
    prose = prose_of(layout)
    readings, _, _ = _readings(layout, prose)
    printed = printed_figures(prose.sections, readings.stated)
    paragraphs = {p.id: p for p in (*(b.paragraph for b in readings.stated), *(f.paragraph for f in printed))}
    place = {p: i for i, p in enumerate(paragraphs)}
    return {
        "ocr": sorted(readings.ocr),
        "pages": [[p.number, round(p.mean_confidence, 4)] for p in layout.pages],
        "sections": [[s.id, s.kind, s.level] for s in prose.sections],
        "paragraphs": [_paragraph(p) for p in paragraphs.values()],
        "bound": [_bound(b, place[b.paragraph.id]) for b in readings.stated],
        "printed": [
            [place[f.paragraph.id], f.section, f.start, f.end, str(f.value), f.unit, str(f.step), f.fact]
            for f in printed
        ],
        "statements": [_statement(s) for s in readings.statements],
        "forms": [_form(f.model_dump(mode="json", exclude_defaults=True)) for f in readings.forms],
    }


def _doubts(confidences: Sequence[float]) -> dict[str, float]:
    return {str(i): round(c, 3) for i, c in enumerate(confidences) if c < 0.99}


def _paragraph(p: Paragraph) -> list[Any]:
    pages = [[m.page, i] for i, m in enumerate(p.marks) if i == 0 or p.marks[i - 1].page != m.page]
    return [p.number, p.offset, p.text, pages, _doubts([m.confidence for m in p.marks])]


def _bound(b: Bound, paragraph: int) -> dict[str, Any]:
    found = {
        "of": [b.subject.concept, b.measure, *b.subject.dimensions],
        "value": [str(b.value), b.unit, b.decimals],
        "in": paragraph,
        "at": [b.start, b.end, *b.clause],
        "section": b.section,
        "signs": [None if s is None else round(s, 4) for s in astuple(b.signs)],
        "span": b.value_span,
        "explains": b.explains,
        "causes": b.causes,
    }
    return {k: v for k, v in found.items() if v not in (None, ())}


def _statement(s: ReadStatement) -> dict[str, Any]:
    of = s.statement
    rows = [_row(row, of.columns) for row in s.rows]
    return {"number": of.number, "kind": of.kind, "name": of.name, "unit": of.unit, "pages": of.pages,
            "columns": of.columns, "rows": rows}  # fmt: skip


def _row(row: ReadRow, columns: Sequence[str]) -> list[Any]:
    cells = []
    for k, (cell, source) in enumerate(zip(row.row.cells, row.sources, strict=True)):
        marks = [(m, c) for n in source.lines for m, c in zip(n.text, n.confidences, strict=True) if not m.isspace()]
        signs = row.signs[k] if k < len(row.signs) else CellSigns()
        column = columns.index(cell.column) if cell.column in columns else cell.column
        found = [column, cell.value, cell.unit, cell.raw, _doubts([c for _, c in marks]), list(astuple(signs))]
        if signs == CellSigns():
            found.pop()
            if not found[-1]:
                found.pop()
        cells.append(found)
    of = row.row
    return [of.group, of.line, of.code, of.name, row.row.cells[0].page if cells else 1, cells]


def _form(form: dict[str, Any]) -> dict[str, Any]:
    places = [
        [p["part"], p.get("row", 0), p.get("column", 0), p["page"], round(p["confidence"], 3), p.get("evidence", {})]
        for p in form.get("provenance", ())
    ]
    return {**form, "provenance": places}


def change(base: Any, other: Any) -> Any:
    """What `tests.made_inputs.case.patched` makes `other` of `base` with; {} where they are equal."""
    if isinstance(base, dict) and isinstance(other, dict) and base.keys() == other.keys():
        return {k: c for k, v in base.items() if (c := change(v, other[k]))}
    if isinstance(base, list) and isinstance(other, list) and len(base) == len(other):
        return {str(k): c for k, v in enumerate(base) if (c := change(v, other[k]))}
    return {} if base == other else {"=": other}


def main() -> None:
    """Writes the file anew."""
    found: dict[str, Any] = {}
    for family, seed in DOCUMENTS:
        name = f"{family}-{seed}"
        for what, article in articles(family, seed):
            data = json.loads(json.dumps(told(article)))
            found[name + what] = change(found[name], data) if what else data
            print(name + what, len(json.dumps(found[name + what])), flush=True)
    FILE.write_text(_shown(found), encoding="utf-8")


def _shown(found: dict[str, Any]) -> str:
    """A line for each case."""
    lines = (f"{json.dumps(k)}:{json.dumps(v, ensure_ascii=False, separators=(',', ':'))}" for k, v in found.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    main()
