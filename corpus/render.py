"""Sets a composed document as a PDF with a real text layer, real rulings and page numbers."""

from __future__ import annotations

import random
from functools import partial

from corpus.columned import Columns
from corpus.compose import Composed, Heading
from corpus.forms import FormTable
from corpus.marks import seal, signature
from corpus.setter import LANDSCAPE, LEFT, PORTRAIT, Setter
from corpus.sheets import Sheet
from corpus.tables import Of, set_sheet
from corpus.unpainted import write_unpainted
from corpus.watermarks import draw_watermark
from extractors.opening.mupdf import pymupdf

_CELL_SIZE, _CELL_LEADING = 9.0, 12.5


def render(document: Composed) -> bytes:
    """The document as a PDF; the same bytes for the same document."""
    unit, year = document.golden["unit_name"], document.golden["fiscal_year"]
    style = document.page
    setter = Setter(style, header=style.header.format(unit=unit, year=year))
    _cover(setter, document, unit)
    if style.watermark:
        setter.on_page = partial(draw_watermark, style=style)
    columns = Columns(setter) if style.columns > 1 else None
    flowing = False
    last = max((i for i, block in enumerate(document.blocks) if isinstance(block, str)), default=-1)
    for i, block in enumerate(document.blocks):
        if isinstance(block, Sheet):
            set_sheet(setter, block, document.tables, Of(unit, year, document.name))
        elif isinstance(block, FormTable):
            _form(setter, block)
        else:
            if columns is not None:
                columns.flow(block, flowing)
            else:
                _flow(setter, block, flowing)
            if style.unpainted and isinstance(block, str) and (i == last or style.unpainted_at == "between"):
                setter.flush()
                write_unpainted(setter, year, random.Random(f"juesuan unpainted {document.name} {i}"))
                setter.y += style.leading
            if i == last and style.signature:
                signature(setter, random.Random(f"juesuan signature {document.name}"))
        flowing = isinstance(block, (Heading, str))
    setter.flush()
    setter.pdf.subset_fonts()
    return bytes(setter.pdf.tobytes(garbage=4, deflate=True, no_new_id=True))


def _cover(setter: Setter, document: Composed, unit: str) -> None:
    """Cover, with the seal where the style has one, and contents."""
    page = setter.new_page()
    setter.y = 250
    for text in document.cover:
        setter.centred(text, 26, 60)
    if document.page.seal:
        seal(page, unit, 400, 640)
    setter.new_page()
    setter.centred("目录", 18, 40)
    for text in document.contents:
        setter.line(text, LEFT, 12, 24)
    if document.tables.unit_note:
        setter.line(document.tables.unit_note.format(unit=document.tables.unit), LEFT, 10.5, 30)


def _flow(setter: Setter, block: Heading | str, flowing: bool) -> None:
    """A heading or paragraph; parts begin on a page of their own."""
    size, leading = setter.style.size, setter.style.leading
    if not flowing or (isinstance(block, Heading) and block.level == 0):
        setter.new_page()
    if isinstance(block, str):
        setter.paragraph(block)
        return
    with setter.told_as("titles"):
        if block.level == 0:
            setter.centred(block.text, size + 3, leading + 12)
        else:
            setter.line(block.text, LEFT + 2 * size, size, leading + 4)


def _form(setter: Setter, table: FormTable) -> None:
    """A form on a page of its own."""
    setter.new_page(LANDSCAPE if table.wide else PORTRAIT)
    setter.centred(table.title, 16, 24)
    setter.centred(table.subtitle, 10.5, 22)
    x0 = (setter.width - sum(table.widths)) / 2
    edges = [x0]
    for width in table.widths:
        edges.append(edges[-1] + width)
    tops = [setter.y + 12]
    placed = _placed(table)
    for r in range(len(table.rows)):
        heights = [
            _height(setter, text, edges[c + columns] - edges[c])
            for row, c, text, columns, rows in placed
            if row == r and rows == 1
        ]
        tops.append(tops[-1] + max(heights, default=_CELL_LEADING + 8))
    for row, column, text, columns, rows in placed:
        box = pymupdf.Rect(edges[column], tops[row], edges[column + columns], tops[row + rows])
        setter.box(box, 0.7)
        _cell(setter, text, box)
    setter.y = tops[-1]


def _placed(table: FormTable) -> list[tuple[int, int, str, int, int]]:
    """The cells with row and column, spans from the rows above taken into account."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for r, row in enumerate(table.rows):
        column = 0
        for text, columns, rows in row:
            while (r, column) in taken:
                column += 1
            placed.append((r, column, text, columns, rows))
            taken |= {(r + i, column + k) for i in range(rows) for k in range(columns)}
            column += columns
    return placed


def _height(setter: Setter, text: str, width: float) -> float:
    return _CELL_LEADING * max(1, len(setter.broken(text, _CELL_SIZE, width - 6))) + 9


def _cell(setter: Setter, text: str, box: pymupdf.Rect) -> None:
    lines = setter.broken(text, _CELL_SIZE, box.width - 6)
    y = box.y0 + (box.height - _CELL_LEADING * len(lines)) / 2 + _CELL_SIZE
    for line in lines:
        x = box.x0 + (box.width - setter.length(line, _CELL_SIZE)) / 2
        setter.put(line, x, y, _CELL_SIZE)
        y += _CELL_LEADING
