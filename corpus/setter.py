"""Puts text and lines on pages: fonts, line breaking, headers and footers. All lengths in PDF points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import regex

from corpus.style import PageStyle
from extractors.opening.mupdf import pymupdf

PORTRAIT, LANDSCAPE = (595.0, 842.0), (842.0, 595.0)
BROAD = (1191.0, 842.0)  # A3, for tables of many columns
LEFT, TOP, BOTTOM = 79.0, 92.0, 80.0
_NO_LINE_START = "，。；：、）％%！？”》"
_LATIN = regex.compile(r"[\x20-\x7e]+")
_SERIF = ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", "/usr/share/fonts/truetype/arphic/uming.ttc")

Color = tuple[float, float, float]
BLACK: Color = (0.0, 0.0, 0.0)
_STROKED = 1  # PDF's text rendering mode of outlines
_LINE = 2  # points of a straight piece of an outline


@cache
def cjk_font(face: str) -> pymupdf.Font:
    """The built-in face, or for "serif" a serif that the machine has (the built-in one where it has none)."""
    found = next((path for path in _SERIF if face == "serif" and Path(path).exists()), None)
    return pymupdf.Font(fontfile=found) if found else pymupdf.Font("cjk")


@cache
def latin_font(name: str) -> pymupdf.Font:
    """One of the base fonts of PDF ("helv", "tiro", …), loaded once."""
    return pymupdf.Font(name)


@cache
def _advance(name: str, latin: bool, char: str) -> float:
    font = latin_font(name) if latin else cjk_font(name)
    return float(font.text_length(char, 1.0))


@dataclass
class Setter:
    """Puts lines on pages, top to bottom; a page's characters are written at once."""

    style: PageStyle = field(default_factory=PageStyle)
    header: str = ""
    on_page: Callable[[pymupdf.Page], None] | None = None
    pdf: pymupdf.Document = field(default_factory=pymupdf.open)
    y: float = 0.0
    page: pymupdf.Page | None = None
    numbered: bool = True
    _boxes: list[tuple[pymupdf.Rect, float]] = field(default_factory=list)
    _lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    _strokes: list[tuple[tuple[float, float, float, float], float, str, Color]] = field(default_factory=list)
    _fills: list[tuple[pymupdf.Rect, float]] = field(default_factory=list)
    _outlines: list[tuple[tuple[float, float], ...]] = field(default_factory=list)
    _texts: dict[tuple[Color, int], pymupdf.TextWriter] = field(default_factory=dict)
    _role: str = ""

    @property
    def width(self) -> float:
        """The page's, in points; an upright A4 page's before the first."""
        return float(self.page.rect.width) if self.page is not None else PORTRAIT[0]

    @property
    def bottom(self) -> float:
        """Where the text of a page ends, in points from its top."""
        return (float(self.page.rect.height) if self.page is not None else PORTRAIT[1]) - BOTTOM

    def new_page(self, size: tuple[float, float] = PORTRAIT) -> pymupdf.Page:
        """A new page of that size, with its header and footer."""
        self.flush()
        self.page = self.pdf.new_page(width=size[0], height=size[1])
        self.y = TOP if size == PORTRAIT else 60.0
        if self.on_page is not None:
            self.on_page(self.page)
        if self.numbered and self.pdf.page_count > 1:
            footer = self.style.footer.format(page=self.pdf.page_count)
            self.put(footer, (self.width - self.length(footer, 10.5)) / 2, size[1] - 46, 10.5)
            if self.header:
                self.put(self.header, self.width - LEFT - self.length(self.header, 9), 44, 9)
        return self.page

    def flush(self) -> None:
        """Writes the characters and lines put on the page so far."""
        if self.page is not None and (self._boxes or self._lines):
            self._rule()
        if self.page is not None and (self._strokes or self._fills or self._outlines):
            self._stroke()
        for (color, mode), writer in self._texts.items():
            writer.write_text(self.page, color=color, render_mode=mode)
        self._texts = {}

    def _rule(self) -> None:
        """Draws the lines kept, those of one width together."""
        assert self.page is not None
        shape = self.page.new_shape()
        for width in sorted({w for _, w in self._boxes}):
            for box in (b for b, w in self._boxes if w == width):
                shape.draw_rect(box)
            shape.finish(width=width)
        for x0, x1, y, width in self._lines:
            shape.draw_line((x0, y), (x1, y))
            shape.finish(width=width)
        shape.commit()
        self._boxes, self._lines = [], []

    def _stroke(self) -> None:
        """Draws the grounds and lines kept, lines of one kind together."""
        assert self.page is not None
        shape = self.page.new_shape()
        for box, grey in self._fills:
            shape.draw_rect(box)
            shape.finish(color=None, fill=(grey, grey, grey))
        for kind in dict.fromkeys(stroke[1:] for stroke in self._strokes):
            for (x0, y0, x1, y1), *rest in self._strokes:
                if tuple(rest) == kind:
                    shape.draw_line((x0, y0), (x1, y1))
            width, dashes, color = kind
            shape.finish(width=width, dashes=dashes or None, color=color)
        for piece in self._outlines:
            (shape.draw_line if len(piece) == _LINE else shape.draw_bezier)(*piece)
        if self._outlines:
            shape.finish(color=None, fill=BLACK)
        shape.commit()
        self._strokes, self._fills, self._outlines = [], [], []

    def outline(self, pieces: Sequence[tuple[tuple[float, float], ...]]) -> None:
        """Closed shapes filled with black, of lines (two points) and curves (four)."""
        self._outlines += pieces

    @contextmanager
    def told_as(self, role: str) -> Iterator[None]:
        """What is written meanwhile is of that role: heads, sums, titles, which a style may have bold."""
        before, self._role = self._role, role
        yield
        self._role = before

    def stroke(self, line: tuple[float, float, float, float], width: float, dashes: str, color: Color) -> None:
        """A line from (x0, y0) to (x1, y1); `dashes` as PDF has them, "" for none."""
        self._strokes.append((line, width, dashes, color))

    def fill(self, box: pymupdf.Rect, grey: float) -> None:
        """A grey ground below what is written."""
        self._fills.append((box, grey))

    def box(self, box: pymupdf.Rect, width: float = 0.6) -> None:
        """A rectangle of lines of that width."""
        self._boxes.append((box, width))

    def rule(self, x0: float, x1: float, y: float, width: float) -> None:
        """A horizontal line."""
        self._lines.append((x0, x1, y, width))

    def length(self, text: str, size: float) -> float:
        """The width of `text` at that size."""
        digits, face = self.style.digits, self.style.face
        total = 0.0
        for char in text:
            latin = digits != "cjk" and "\x20" <= char <= "\x7e"
            total += _advance(digits if latin else face, latin, char)
        return total * size

    def put(self, text: str, x: float, y: float, size: float, color: Color = BLACK) -> None:
        """`text` from (x, y), its base line."""
        style = self.style
        if not style.bold or style.bold_on not in ("all", self._role):
            self._write(text, x, y, size, color)
        elif style.bold == "glyphs":
            for char in text:
                self._write(char, x, y, size, color)
                self._write(char, x + style.bold_by, y, size, color)
                x += self.length(char, size)
        else:
            self._write(text, x, y, size, color)
            again = 0.0 if style.bold == "stroke" else style.bold_by
            self._write(text, x + again, y, size, color, _STROKED if style.bold == "stroke" else 0)

    def put_turned(self, text: str, x: float, y: float, size: float) -> None:
        """`text` up the page from (x, y), its base line at the right of it."""
        assert self.page is not None
        writer = pymupdf.TextWriter(self.page.rect)
        writer.append((x, y), text, font=cjk_font(self.style.face), fontsize=size)
        writer.write_text(self.page, color=BLACK, morph=(pymupdf.Point(x, y), pymupdf.Matrix(1, 1).prerotate(90)))

    def _write(self, text: str, x: float, y: float, size: float, color: Color, mode: int = 0) -> None:
        """The text once; `mode` how PDF paints it."""
        assert self.page is not None
        writer = self._texts.setdefault((color, mode), pymupdf.TextWriter(self.page.rect))
        if self.style.digits == "cjk":
            writer.append((x, y), text, font=cjk_font(self.style.face), fontsize=size)
            return
        place = 0
        for match in (*_LATIN.finditer(text), None):
            start, end = (match.start(), match.end()) if match else (len(text), len(text))
            for piece, font in (
                (text[place:start], cjk_font(self.style.face)),
                (text[start:end], latin_font(self.style.digits)),
            ):
                if piece:
                    writer.append((x, y), piece, font=font, fontsize=size)
                    x += self.length(piece, size)
            place = end

    def line(self, text: str, x: float, size: float, leading: float) -> None:
        """`text` on the next line, on a new page where this one is full."""
        if self.page is None or self.y + leading > self.bottom:
            self.new_page()
        self.y += leading
        self.put(text, x, self.y, size)

    def centred(self, text: str, size: float, leading: float) -> None:
        """Sets lines about the middle of the page; `size` and `leading` in points."""
        for piece in self.broken(text, size, self.width - 100):
            self.line(piece, (self.width - self.length(piece, size)) / 2, size, leading)

    def paragraph(self, text: str) -> None:
        """Sets running text, indented and broken over pages as the style says."""
        size, leading = self.style.size, self.style.leading
        indent = 2 * size if self.style.indent else 0.0
        first = True
        for piece in self.broken(text, size, PORTRAIT[0] - 2 * LEFT, indent):
            self.line(piece, LEFT + (indent if first else 0), size, leading)
            first = False

    def broken(self, text: str, size: float, width: float, indent: float = 0.0) -> list[str]:
        """`text` in lines no wider than `width`, the first shorter by `indent`; none begins with a closing mark."""
        lines: list[str] = []
        current, used, room = "", 0.0, width - indent
        for char in text:
            wide = self.length(char, size)
            if current and used + wide > room and char not in _NO_LINE_START:
                lines.append(current)
                current, used, room = "", 0.0, width
            current, used = current + char, used + wide
        return [*lines, current] if current else lines
