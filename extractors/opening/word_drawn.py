"""What of a Word document has no height, is off the page or hidden, and what lies behind the text of its boxes."""

from __future__ import annotations

from typing import Any

from extractors.opening.unseen import SMALLEST, colour_of
from extractors.opening.word_look import Behind, W, attribute

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_TWIPS, _EMU = 20, 12_700  # of a point
_WIDEST_PAGE = 1584 * _EMU  # Word's pages are 22 inches wide and high at most: what stands further off is on none
_LONGEST_NUMBER = 18  # digits of an offset


def is_flat(spacing: Any) -> bool:
    """Whether lines are so low that nothing of their text shows."""
    line = attribute(spacing, "line")
    return attribute(spacing, "lineRule") == "exact" and line.isdigit() and int(line) < SMALLEST * _TWIPS


def is_low(row: Any) -> bool:
    """Whether a row has no height."""
    height = row.find(f"{W}trPr/{W}trHeight")
    said = attribute(height, "val")
    return attribute(height, "hRule") == "exact" and said.isdigit() and int(said) < SMALLEST * _TWIPS


def is_unseen(drawing: Any, content: Any) -> bool:
    """Whether a drawing is hidden, of no size, or off every page."""
    sizes = [size.get(side) or "" for size in drawing.iter(f"{_WP}extent") for side in ("cx", "cy")]
    offsets = [(offset.text or "").strip() for offset in drawing.iter(f"{_WP}posOffset")]
    styles = (shape.get("style") or "" for shape in content.iterancestors())
    return (
        any(named.get("hidden") in ("1", "true") for named in drawing.iter(f"{_WP}docPr"))
        or any(size.isdigit() and int(size) < SMALLEST * _EMU for size in sizes)
        or any(map(_is_off, offsets))
        or any("visibility:hidden" in style.replace(" ", "").lower() for style in styles)
    )


def _is_off(offset: str) -> bool:
    """Whether an offset leads off every page."""
    plain = offset.removeprefix("-")
    return plain.isascii() and plain.isdigit() and len(plain) <= _LONGEST_NUMBER and int(plain) > _WIDEST_PAGE


def ground_of_box(content: Any, behind: Behind) -> Behind:
    """What a text box lays behind its text; what it lies on itself where it lays nothing."""
    shape = next(content.iterancestors(f"{_WPS}wsp"), None)
    if shape is None:
        filled = (element.get("fillcolor") for element in content.iterancestors())
        said = next((colour for colour in filled if colour), "")
        return colour_of(said.removeprefix("#")) if said else behind
    fill = next((f for f in shape.iterfind(f"{_WPS}spPr/*") if f.tag.endswith(("Fill", "fill"))), None)
    if fill is None:
        styled = shape.find(f"{_WPS}style/{_A}fillRef")
        return behind if styled is None or styled.get("idx") == "0" else None
    if fill.tag == f"{_A}noFill":
        return behind
    colour = fill.find(f"{_A}srgbClr") if fill.tag == f"{_A}solidFill" else None
    return colour_of(colour.get("val") or "") if colour is not None else None
