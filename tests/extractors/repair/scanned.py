"""Scanned figures in a line each, every mark as sure as is written behind it, for tests of mending.

`basic.personnel 18{0.6}.00万元 2` is 18.00万元 on page 2 whose 8 was read with a confidence of 0.6, all else for
certain; `agency_operation@change -5.00万元` another measure, a decrease.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import regex

from extractors.model.fact import Bound
from extractors.model.record import canonical
from extractors.repair.mending import Mended
from extractors.repair.readings import Readings
from patterns.measure import measure_named
from tests.extractors.small import stated, statement

_HEAD = ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
_SURE = r"\{([\d.]+)\}"


def figures(lines: Sequence[str]) -> tuple[Bound, ...]:
    """Figures of the text, each in a paragraph of its own."""
    return tuple(_figure(line, number) for number, line in enumerate(lines))


def scanned(*lines: str, ocr: Sequence[int] = (1,)) -> Readings:
    """Readings of a text alone, pages `ocr` of which were read by OCR."""
    return Readings(figures(lines), (), (), frozenset(ocr))


def scanned_table(*rows: str, text: Sequence[str] = (), ocr: Sequence[int] = (1,)) -> Readings:
    """Readings of a table of expenditure on page 1, rows as `205 33.00 18{0.6}.00 15.00`, and of a text beside it."""
    written = [row.split() for row in rows]
    body = [[*_named(row[0]), *map(_bare, row[1:])] for row in written]
    read = statement("支出决算表", [_HEAD, *body])
    marked = [
        replace(
            row,
            sources=tuple(
                replace(cell, lines=(replace(cell.lines[0], confidences=_sures(raw)),))
                for cell, raw in zip(row.sources, raws[1:], strict=True)
            ),
        )
        for row, raws in zip(read.rows, written, strict=True)
    ]
    return Readings(figures(text), (replace(read, rows=tuple(marked)),), (), frozenset(ocr))


def told(done: Mended) -> str:
    """Every repair as `read→value checks`, then every identity that still fails with its number of explanations."""
    repairs = [f"{r.as_read}→{canonical(r.value)} {'+'.join(r.checks)}" for r in done.repairs]
    return "; ".join([*repairs, *(f"{key.id} {n}" for key, n in done.explained)])


def _figure(line: str, number: int) -> Bound:
    name, raw, *page = line.split()
    concept, _, measure = name.partition("@")
    less = raw.startswith("-")
    bound = stated(concept, _bare(raw).lstrip("-"), measure_named(measure or "final"), number=number)
    marks = tuple(
        mark._replace(confidence=sure, page=int(page[0]) if page else 1)
        for mark, sure in zip(bound.paragraph.marks, _sures(raw.lstrip("-")), strict=True)
    )
    assert isinstance(bound.value, Decimal)
    value = -bound.value if less else bound.value
    return replace(bound, value=value, paragraph=replace(bound.paragraph, marks=marks))


def _named(code: str) -> tuple[str, str]:
    return ("", code) if not code.isdigit() else (code, "教育支出")


def _bare(raw: str) -> str:
    return regex.sub(_SURE, "", raw)


def _sures(raw: str) -> tuple[float, ...]:
    return tuple(float(match[1] or 1) for match in regex.finditer(rf".(?:{_SURE})?", raw))
