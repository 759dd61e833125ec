"""The text layer of a page: its lines, and whether it can be trusted to say what the page shows.

The bounds are set by eye on generated layers (garbage, another OCR's, a stamp on a scan) and real ones.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import regex

from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.opening.mupdf import pymupdf
from patterns.shapes import is_han, load_characters

_GARBAGE = regex.compile(r"[\p{Co}\p{Cn}\uFFFD\p{Cc}--[\t\n\r]]", regex.V1)
_MOST_GARBAGE = 0.02  # of the visible characters
_FEWEST_GARBAGE = 2  # characters: as many may be decoration
_UPRIGHT = 0.94  # of a line's direction to the right: the cosine of 20 degrees
_NARROWEST = 6.0  # points: narrower characters part lines no sooner
_DECORATED = 0.05  # of the page: a page without text of which images cover no more is blank
_FILLED, _LARGELY_FILLED = 0.8, 0.5  # of the page that images cover: a scan; a page whose text may be a stamp
_LEAST_COVERED = 0.1  # of an image-filled page's area: lines of a page's text cover more, a stamp less
_SAMPLE = 200  # spans by which a layer is told to be invisible
_WORDY = 60  # characters from which on scripts are compared
_FEW_HAN, _MOST_SCRIPTS = 0.05, 3  # share of Chinese, and number of scripts, of a text in real letters
_DRAWN_BESIDE = 40  # shapes: a page may have as many in charts and emblems
_GAP = 1.0  # in characters: a wider one parts two lines of one baseline (the columns of a table)
_INVISIBLE = 3  # the text rendering mode of OCR layers


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether the text layer is taken for the page; `why_not` in one clause where it is not."""

    given: bool
    why_not: str = ""


def text_lines(page: pymupdf.Page) -> tuple[Line, ...]:
    """The upright lines of the text layer with a box for each character, in points of the page as shown.

    Lines in other directions (seals, watermarks) are left out; `trust_in` sees to pages that stand wholly sideways.
    """
    turn = page.rotation_matrix
    shown = turn if page.rotation else None  # asked once: the page looks it up anew each time
    lines: list[Line] = []
    flags = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
    for block in page.get_text("rawdict", flags=flags)["blocks"]:
        for line in block.get("lines", ()):
            along_x, along_y = line["dir"]
            if along_x * turn.a + along_y * turn.c < _UPRIGHT:  # the direction's x on the page as shown
                continue
            lines += _parted([c for span in line["spans"] for c in span["chars"]], shown)
    return tuple(lines)


def _parted(chars: Sequence[dict[str, Any]], turn: pymupdf.Matrix | None) -> list[Line]:
    """Characters of one baseline as lines of the page as shown, parted where a gap is wider than a character."""
    made: list[Line] = []
    run: list[tuple[str, Box]] = []
    for char in chars:
        rect = pymupdf.Rect(char["bbox"]) * turn if turn is not None else char["bbox"]
        box = Box(*rect)
        if run and box.x0 - run[-1][1].x1 > _GAP * max(_NARROWEST, box.width, run[-1][1].width):
            made += _line(run)
            run = []
        run.append((char["c"], box))
    return made + _line(run)


def _line(run: Sequence[tuple[str, Box]]) -> list[Line]:
    if not any(not char.isspace() for char, _ in run):
        return []
    text = "".join(char for char, _ in run)
    return [Line(text, tuple(box for _, box in run), (1.0,) * len(run))]


def trust_in(page: pymupdf.Page, lines: Sequence[Line], drawn: Sequence[Box] = ()) -> Trust:
    """Whether `lines`, the page's text layer, can be taken for what the page shows.

    `drawn` are what it shows besides that may be characters.
    """
    text = "".join(line.text for line in lines)
    visible = regex.sub(r"\s", "", text)
    covered = _image_share(page)
    if len(drawn) > len(visible) + _DRAWN_BESIDE:
        return Trust(False, "most characters are drawn and have no text layer")
    if not visible:
        if covered > _DECORATED or _sideways(page):
            return Trust(False, "there is no text layer")
        return Trust(True)
    if _garbage_in(visible) > max(_FEWEST_GARBAGE, _MOST_GARBAGE * len(visible)):
        return Trust(False, "the text layer is garbage")
    if covered >= _FILLED and _is_invisible(page):
        return Trust(False, "the text layer is another OCR's, laid under the image")
    if covered >= _LARGELY_FILLED and _lines_share(page, lines) < _LEAST_COVERED * covered:
        return Trust(False, "the text layer covers only a part of the page's ink")
    if len(visible) > _WORDY and _looks_unmapped(visible):
        return Trust(False, "the fonts of the text layer are mis-encoded")
    return Trust(True)


def _garbage_in(text: str) -> int:
    """How many characters stand for none, or are those of a wrong encoding."""
    mojibake = sum(len(m.group()) for m in regex.finditer(load_characters().mojibake, text))
    return len(_GARBAGE.findall(text)) + mojibake


def _image_share(page: pymupdf.Page) -> float:
    """The share of the page that images cover (at most 1)."""
    # The log of boxes is far cheaper than the images' own data. It knows nothing of the page's rotation.
    unrotated = page.rect * page.derotation_matrix
    drawn = [pymupdf.Rect(box) for kind, box in page.get_bboxlog() if kind == "fill-image"]
    area = sum((box & unrotated).get_area() for box in drawn)
    return float(min(1.0, area / max(1.0, page.rect.get_area())))


def _lines_share(page: pymupdf.Page, lines: Sequence[Line]) -> float:
    area = sum(line.box.width * line.box.height for line in lines)
    return float(area / max(1.0, page.rect.get_area()))


def _is_invisible(page: pymupdf.Page) -> bool:
    kinds = [span["type"] for span in page.get_texttrace()[:_SAMPLE]]
    return bool(kinds) and sum(kind == _INVISIBLE for kind in kinds) > len(kinds) / 2


def _sideways(page: pymupdf.Page) -> bool:
    return bool(page.get_text("text").strip())


def _looks_unmapped(text: str) -> bool:
    """Glyph numbers taken for characters: neither Chinese nor words, but letters and marks of many scripts."""
    chinese = sum(map(is_han, text))
    scripts = {unicodedata.name(c, "?").split(" ")[0] for c in text if c.isalpha() and not is_han(c)}
    return chinese < _FEW_HAN * len(text) and len(scripts) > _MOST_SCRIPTS
