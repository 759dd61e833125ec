"""The text layer of a page: its lines, and whether it can be trusted to say what the page shows."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import regex

from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.opening.mupdf import pymupdf

_GARBAGE = regex.compile(r"[\p{Co}\p{Cn}\uFFFD\p{Cc}--[\t\n\r]]", regex.V1)
_MOJIBAKE = regex.compile(r"[À-ÿ¡-¿]{2,}|[\u0370-\u03ff\u0400-\u04ff]{3,}|[锟斤拷]{2,}")
_MOST_GARBAGE = 0.02
_LEAST_COVERED = 0.5  # of an image-filled page's ink that the text must account for, by area of its lines
_GAP = 1.0  # in characters: a wider one parts two lines of one baseline (the columns of a table)
_INVISIBLE = 3  # the text rendering mode of OCR layers


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the text layer is the page; `why` in one clause where it is not."""

    trusted: bool
    why: str = ""


def text_lines(page: pymupdf.Page) -> tuple[Line, ...]:
    """The upright lines of the text layer with a box for each character, in points of the page as shown.

    Lines in other directions (seals, watermarks) are left out; `verdict` sees to pages that stand wholly sideways.
    """
    turn = page.rotation_matrix
    lines: list[Line] = []
    flags = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
    for block in page.get_text("rawdict", flags=flags)["blocks"]:
        for line in block.get("lines", ()):
            direction = pymupdf.Point(line["dir"]) * pymupdf.Matrix(turn.a, turn.b, turn.c, turn.d, 0, 0)
            if direction.x < 0.94:
                continue
            lines += _parted([c for span in line["spans"] for c in span["chars"]], page)
    return tuple(lines)


def _parted(chars: Sequence[dict[str, Any]], page: pymupdf.Page) -> list[Line]:
    """Characters of one baseline as lines, parted where a gap is wider than a character."""
    made: list[Line] = []
    run: list[tuple[str, Box]] = []
    for char in chars:
        rect = pymupdf.Rect(char["bbox"]) * page.rotation_matrix if page.rotation else char["bbox"]
        box = Box(*rect)
        if run and box.x0 - run[-1][1].x1 > _GAP * max(6.0, box.width, run[-1][1].width):
            made += _line(run)
            run = []
        run.append((char["c"], box))
    return made + _line(run)


def _line(run: Sequence[tuple[str, Box]]) -> list[Line]:
    if not any(not char.isspace() for char, _ in run):
        return []
    text = "".join(char for char, _ in run)
    return [Line(text, tuple(box for _, box in run), (1.0,) * len(run))]


def verdict(page: pymupdf.Page, lines: Sequence[Line]) -> Verdict:
    """Whether `lines`, the page's text layer, can be taken for what the page shows."""
    text = "".join(line.text for line in lines)
    visible = regex.sub(r"\s", "", text)
    covered = _image_share(page)
    if not visible:
        if covered > 0.05 or _sideways(page):
            return Verdict(False, "there is no text layer")
        return Verdict(True)
    bad = len(_GARBAGE.findall(visible)) + sum(len(m.group()) for m in _MOJIBAKE.finditer(visible))
    if bad > max(2, _MOST_GARBAGE * len(visible)):
        return Verdict(False, "the text layer is garbage")
    if covered >= 0.8 and _is_invisible(page):
        return Verdict(False, "the text layer is another OCR's, laid under the image")
    if covered >= 0.5 and _lines_share(page, lines) < _LEAST_COVERED * covered * 0.2:
        return Verdict(False, "the text layer covers only a part of the page's ink")
    if len(visible) > 60 and _looks_unmapped(visible):
        return Verdict(False, "the fonts of the text layer are mis-encoded")
    return Verdict(True)


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
    kinds = [span["type"] for span in page.get_texttrace()[:200]]
    return bool(kinds) and sum(kind == _INVISIBLE for kind in kinds) > len(kinds) / 2


def _sideways(page: pymupdf.Page) -> bool:
    return bool(page.get_text("text").strip())


def _looks_unmapped(text: str) -> bool:
    """Glyph numbers taken for characters: neither Chinese nor words, but letters and marks of many scripts."""
    chinese = sum("一" <= c <= "龥" for c in text)
    scripts = {unicodedata.name(c, "?").split(" ")[0] for c in text if c.isalpha() and not "一" <= c <= "龥"}
    return chinese < 0.05 * len(text) and len(scripts) > 3
