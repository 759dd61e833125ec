"""How the cells of workbooks look, as far as that tells whether what they hold is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extractors.opening.unseen import SMALLEST, WHITE, Colour, Unseen, blends, colour_of
from patterns.shapes import load_cell_shapes

_FULL = 255  # of a colour's parts
_NO_TINT = 0.0
_LIGHT_THEME = 0  # the theme's first colour: white paper, in all that Excel comes with
_SOLID, _NO_FILL = 1, 0  # patterns of .xls
_TWIPS = 20  # of a point


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a cell's text looks: hidden by its size, struck out, of which colour on which ground; its number format."""

    hidden: bool = False
    struck: bool = False
    colour: Colour | None = None
    ground: Colour | None = WHITE
    code: str = "General"

    def seen(self, text: str, unseen: Unseen) -> str:
        """What of a text in this look is read; the rest is counted."""
        if not text.strip():
            return text
        if self.hidden or blends(self.colour, self.ground):
            unseen.hide(text)
            return ""
        return unseen.strike(text) if self.struck else text


class Looks:
    """How the cells of a workbook look, by their styles."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._known: dict[int, CellLook] = {}

    def of(self, style: int) -> CellLook:
        """The look of a style; IndexError where there is none of that number."""
        if style not in self._known:
            self._known[style] = self._look(style)
        return self._known[style]

    def _look(self, style: int) -> CellLook:
        from openpyxl.cell.read_only import ReadOnlyCell

        cell = ReadOnlyCell(self._book.worksheets[0], 1, 1, None, style_id=style)
        code = load_cell_shapes().sheet_formats.get(cell.style_array.numFmtId) or cell.number_format
        font = cell.font
        return CellLook(
            hidden=_is_speck(font.sz),
            struck=bool(font.strike),
            colour=colour_of_sheet(font.color),
            ground=_ground(cell.fill),
            code=code,
        )


def _ground(fill: Any) -> Colour | None:
    """What lies behind a cell's text; None where that is a pattern or is not known."""
    if getattr(fill, "tagname", "") != "patternFill":
        return None
    if fill.fill_type is None:
        return WHITE
    return colour_of_sheet(fill.fgColor) if fill.fill_type == "solid" else None


def colour_of_sheet(colour: Any) -> Colour | None:
    """The colour that openpyxl tells; None where it goes by the theme."""
    from openpyxl.styles.colors import COLOR_INDEX

    if colour is None:
        return None
    if colour.type == "theme":
        if colour.theme != _LIGHT_THEME:
            return None
        light = round(_FULL * (1 + min(colour.tint or _NO_TINT, _NO_TINT)))
        return (light, light, light)
    said = colour.rgb if colour.type == "rgb" else ""
    if colour.type == "indexed" and 0 <= colour.indexed < len(COLOR_INDEX):
        said = COLOR_INDEX[colour.indexed]
    return colour_of(str(said)[-6:])


def run_look(run: Any, look: CellLook) -> CellLook:
    """How a run of a cell's text looks: its own font says all, where it has one."""
    font = getattr(run, "font", None)
    if font is None:
        return look
    return CellLook(_is_speck(font.sz), bool(font.strike), colour_of_sheet(font.color), look.ground, look.code)


def _is_speck(size: float | None) -> bool:
    return size is not None and size < SMALLEST


def old_look(book: Any, style: Any, font_index: int) -> CellLook:
    """How text of a font looks in a cell of a style of an .xls."""
    font, fill = book.font_list[font_index], style.background
    ground = WHITE if fill.fill_pattern == _NO_FILL else None
    if fill.fill_pattern == _SOLID:
        ground = book.colour_map.get(fill.pattern_colour_index)
    hidden = 0 < font.height < SMALLEST * _TWIPS
    return CellLook(hidden, bool(font.struck_out), book.colour_map.get(font.colour_index), ground)
