"""Sets a composed document as a PDF with a real text layer, real rulings and page numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.compose import Composed, FormTable, Heading
from extractors.mupdf import pymupdf

_WIDTH, _HEIGHT = 595.0, 842.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 79.0, 516.0, 92.0, 762.0
_SIZE, _LEADING = 15.5, 28.0
_CELL_SIZE, _CELL_LEADING = 9.0, 12.5
_NO_LINE_START = "，。；：、）％%！？”》"


@dataclass
class _Setter:
    """Puts lines on pages, top to bottom; a page's characters are written at once."""

    pdf: pymupdf.Document = field(default_factory=pymupdf.open)
    font: pymupdf.Font = field(default_factory=lambda: pymupdf.Font("cjk"))
    y: float = _BOTTOM
    writer: pymupdf.TextWriter | None = None

    def new_page(self) -> pymupdf.Page:
        self.flush()
        page = self.pdf.new_page(width=_WIDTH, height=_HEIGHT)
        self.writer = pymupdf.TextWriter(page.rect)
        self.y = _TOP
        if self.pdf.page_count > 1:
            self.put(f"- {self.pdf.page_count} -", _WIDTH / 2 - 14, _HEIGHT - 46, 10.5)
        return page

    def flush(self) -> None:
        if self.writer is not None:
            self.writer.write_text(self.pdf[-1])
            self.writer = None

    def put(self, text: str, x: float, y: float, size: float) -> None:
        assert self.writer is not None
        self.writer.append((x, y), text, font=self.font, fontsize=size)

    def line(self, text: str, x: float, size: float, leading: float) -> None:
        if self.writer is None or self.y + leading > _BOTTOM:
            self.new_page()
        self.y += leading
        self.put(text, x, self.y, size)

    def centred(self, text: str, size: float, leading: float) -> None:
        self.line(text, (_WIDTH - self.font.text_length(text, size)) / 2, size, leading)

    def paragraph(self, text: str) -> None:
        first = True
        for piece in broken(text, self.font, _SIZE, _RIGHT - _LEFT, indent=2 * _SIZE):
            self.line(piece, _LEFT + (2 * _SIZE if first else 0), _SIZE, _LEADING)
            first = False


def broken(text: str, font: pymupdf.Font, size: float, width: float, indent: float = 0.0) -> list[str]:
    """`text` in lines no wider than `width`, the first shorter by `indent`; no line begins with a closing mark."""
    lines: list[str] = []
    current, room = "", width - indent
    for char in text:
        if current and font.text_length(current + char, size) > room and char not in _NO_LINE_START:
            lines.append(current)
            current, room = "", width
        current += char
    return [*lines, current] if current else lines


def render(document: Composed) -> bytes:
    """The document as a PDF; the same bytes of text for the same document."""
    setter = _Setter()
    setter.new_page()
    setter.y = 250
    for text in document.cover:
        setter.centred(text, 26, 60)
    setter.new_page()
    setter.centred("目录", 18, 40)
    for text in document.contents:
        setter.line(text, _LEFT, 12, 24)
    setter.new_page()
    for block in document.blocks:
        if isinstance(block, Heading):
            setter.line(block.text, _LEFT + 2 * _SIZE, _SIZE, _LEADING + 4)
        elif isinstance(block, FormTable):
            _form(setter, block)
        else:
            setter.paragraph(block)
    setter.flush()
    setter.pdf.subset_fonts()
    return bytes(setter.pdf.tobytes(garbage=4, deflate=True, no_new_id=True))


def _form(setter: _Setter, table: FormTable) -> None:
    """A form on a page of its own."""
    page = setter.new_page()
    setter.centred(table.title, 16, 24)
    setter.centred(table.subtitle, 10.5, 22)
    x0 = (_WIDTH - sum(table.widths)) / 2
    edges = [x0]
    for width in table.widths:
        edges.append(edges[-1] + width)
    tops = [setter.y + 12]
    placed = _placed(table)
    for r in range(len(table.rows)):
        heights = [
            _height(setter.font, text, edges[c + columns] - edges[c])
            for row, c, text, columns, rows in placed
            if row == r and rows == 1
        ]
        tops.append(tops[-1] + max(heights, default=_CELL_LEADING + 8))
    shape = page.new_shape()
    for row, column, text, columns, rows in placed:
        box = pymupdf.Rect(edges[column], tops[row], edges[column + columns], tops[row + rows])
        shape.draw_rect(box)
        _cell(setter, text, box)
    shape.finish(width=0.7)
    shape.commit()
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


def _height(font: pymupdf.Font, text: str, width: float) -> float:
    return _CELL_LEADING * max(1, len(broken(text, font, _CELL_SIZE, width - 6))) + 9


def _cell(setter: _Setter, text: str, box: pymupdf.Rect) -> None:
    lines = broken(text, setter.font, _CELL_SIZE, box.width - 6)
    y = box.y0 + (box.height - _CELL_LEADING * len(lines)) / 2 + _CELL_SIZE
    for line in lines:
        x = box.x0 + (box.width - setter.font.text_length(line, _CELL_SIZE)) / 2
        setter.put(line, x, y, _CELL_SIZE)
        y += _CELL_LEADING
