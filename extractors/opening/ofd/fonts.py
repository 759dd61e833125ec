"""The fonts of an OFD in the PDF that it is drawn as: its own where they can be used, else one of ours.

A character is drawn by the glyph that the OFD names, and told to be what the OFD says it is: each font has a table of
its own from glyphs to characters. Where one glyph is told to be two characters, the font stands there twice; what the
page shows and what it says are held against each other later, as in any PDF (reading/witnessed.py).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache

from extractors.opening.mupdf import pymupdf

_OURS = "china-s"  # MuPDF's own, without a licence of its maker's
_LACKING = 0x25A1  # a box, as readers show what their fonts lack
_THEIRS = "/"  # before the name of a part that holds a font
_MAP_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /OFD def /CMapType 2 def\n"
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
)
_MAP_TAIL = "endcmap CMapName currentdict /CMap defineresource pop end end\n"
_MAPPED_AT_ONCE = 100  # entries of a block of a CMap (Adobe Technical Note 5014)
_MOST_GLYPHS = 0xFFFF


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character in the PDF: the resource's name, the code of the glyph (hexadecimal), its width in em."""

    font: str
    code: str
    width: float
    ours: bool


@dataclass
class _Face:
    """A font as it stands in the PDF: `maps` are its tables from glyphs to characters, a resource each."""

    number: int
    xref: int
    font: pymupdf.Font
    maps: list[dict[int, str]] = field(default_factory=list)

    def glyph(self, code: int, character: str, ours: bool) -> Glyph:
        at = next((i for i, table in enumerate(self.maps) if table.get(code, character) == character), len(self.maps))
        if at == len(self.maps):
            self.maps.append({})
        self.maps[at][code] = character
        return Glyph(f"F{self.number}x{at}", f"{code:04x}", _width(self.font, ord(character), code), ours)


def _width(font: pymupdf.Font, code: int, glyph: int) -> float:
    try:
        return float(pymupdf.mupdf.fz_advance_glyph(font.this, glyph, 0))
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
        return float(font.glyph_advance(code))


@cache
def _our_font() -> pymupdf.Font:
    return pymupdf.Font(_OURS)


class Fonts:
    """The fonts of one PDF, made on its first page, which will be taken out."""

    def __init__(self, pdf: pymupdf.Document) -> None:
        self._pdf = pdf
        self._faces: dict[str, _Face | None] = {}

    def embedded(self, key: str, data: bytes) -> None:
        """Takes in a font of the OFD's; what is no font that a PDF can hold is drawn in ours."""
        try:
            font = pymupdf.Font(fontbuffer=data)
            self._faces[f"{_THEIRS}{key}"] = self._face(font, data)
        except (RuntimeError, ValueError, TypeError, pymupdf.mupdf.FzErrorBase):
            self._faces[f"{_THEIRS}{key}"] = None

    def knows(self, key: str) -> bool:
        """Whether the font was taken in, or tried to be."""
        return f"{_THEIRS}{key}" in self._faces

    def glyph(self, key: str, character: str, told: int | None) -> Glyph:
        """The glyph of a character in a font of the OFD's, `told` by its number or found by the character."""
        face = self._faces.get(f"{_THEIRS}{key}")
        if face is not None:
            code = told if told is not None else face.font.has_glyph(ord(character))
            if 0 < code <= _MOST_GLYPHS and (told is None or code < face.font.glyph_count):
                return face.glyph(code, character, ours=False)
        face = self._ours()
        code = face.font.has_glyph(ord(character))
        if not code:
            unseen = character.isspace() or unicodedata.category(character) == "Cf"
            code = face.font.has_glyph(ord(" ") if unseen else _LACKING)
        return face.glyph(code, character, ours=True)

    def _ours(self) -> _Face:
        face = self._faces.get(_OURS)
        if face is None:
            face = self._faces[_OURS] = self._face(_our_font(), _our_font().buffer)
        return face

    def _face(self, font: pymupdf.Font, data: bytes) -> _Face:
        number = len(self._faces) + 1
        xref = self._pdf[0].insert_font(fontname=f"ofd{number}", fontbuffer=data)
        if self._pdf.xref_get_key(xref, "Encoding")[1] != "/Identity-H":
            raise ValueError("not a font of numbered glyphs")
        return _Face(number, xref, font)

    def resources(self) -> dict[str, int]:
        """The fonts as resources of pages: their names and numbers; to be asked for once, when all is drawn."""
        made: dict[str, int] = {}
        for face in filter(None, self._faces.values()):
            for at, table in enumerate(face.maps):
                xref = self._pdf.get_new_xref()
                self._pdf.update_object(xref, self._pdf.xref_object(face.xref))
                told = self._pdf.get_new_xref()
                self._pdf.update_object(told, "<<>>")
                self._pdf.update_stream(told, _mapping(table).encode("ascii"))
                self._pdf.xref_set_key(xref, "ToUnicode", f"{told} 0 R")
                made[f"F{face.number}x{at}"] = xref
        return made


def _mapping(table: dict[int, str]) -> str:
    entries = [f"<{code:04x}> <{text.encode('utf-16-be', 'replace').hex()}>" for code, text in sorted(table.items())]
    blocks = [entries[at : at + _MAPPED_AT_ONCE] for at in range(0, len(entries), _MAPPED_AT_ONCE)]
    told = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return f"{_MAP_HEAD}{told}{_MAP_TAIL}"
