"""The text layer of a page: its lines, and whether it can be trusted to say what the page shows.

The bounds are set by eye on generated layers (garbage, another OCR's, a stamp on a scan) and real ones.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import regex

from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.opening.mupdf import pymupdf
from extractors.reading.beside import may_hold_text
from extractors.reading.doubled import rejoined, without_copies
from extractors.reading.glyphs import Glyph, Run, Trace, all_runs, level_runs
from extractors.reading.overlaid import without_overlays
from extractors.reading.painting import AREAS, IMAGES, Painting
from extractors.reading.picture import Picture
from extractors.reading.unpainted import without_unpainted
from patterns.kept import compiled
from patterns.shapes import han_in, is_han, load_characters

_GARBAGE = regex.compile(r"[\p{Co}\p{Cn}\uFFFD\p{Cc}--[\t\n\r]]", regex.V1)
_MOST_GARBAGE = 0.02  # of the visible characters
_FEWEST_GARBAGE = 2  # characters: as many may be decoration
_NARROWEST = 6.0  # points: narrower characters part lines no sooner
_DECORATED = 0.05  # of the page: a blank page of which images cover more is a scan of one
_FILLED, _LARGELY_FILLED = 0.8, 0.5  # of the page that images cover: a scan; a page whose text may be a stamp
_LEAST_COVERED = 0.1  # of an image-filled page's area: lines of a page's text cover more, a stamp less
_MANY_DRAWINGS = 60  # of a page: outlines of a line of text have as many
_LARGE = 0.02  # of the page: smaller images are decoration, whatever was painted before them
_NEVER_PAINTED = "ignore-text"  # in MuPDF's log: the text rendering mode of OCR layers
_WORDY = 60  # characters from which on scripts are compared
_FEW_HAN, _MOST_SCRIPTS = 0.05, 3  # share of Chinese, and number of scripts, of a text in real letters
_DRAWN_BESIDE = 40  # shapes: a page may have as many in charts and emblems
_GAP = 1.0  # in characters: a wider one parts two lines of one baseline (the columns of a table)
_LONGEST_TOLD = 20  # characters of a mark that a warning tells
_FIGURE = regex.compile(r"\d\.\d")  # an amount or a rate; dates and numbers of marks have no decimals


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether the text layer is taken for the page; `why_not` in one clause where it is not."""

    given: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The lines of a text layer that the page shows as its print, and in `left_out` what was left out and why.

    `doubtful` are the places whose figures the page may show otherwise; `hides_figures` says that it does not show all
    that there are. `runs` are all that the layer holds.
    """

    lines: tuple[Line, ...]
    left_out: tuple[str, ...] = ()
    doubtful: tuple[Box, ...] = ()
    hides_figures: bool = False
    runs: tuple[Run, ...] = ()


def text_layer(page: pymupdf.Page, log: Painting, picture: Picture, trace: Trace) -> TextLayer:
    """The level lines of the text layer with a box for each character, in points of the page as shown.

    Left out is what stands in other directions (seals, watermarks), what is laid over the page as a mark, what is
    never shown, and what repeats a glyph in its place. `trust_in` sees to pages that stand wholly sideways. `log` is
    the page's, of what is painted where, `picture` what it shows, `trace` the characters as they are drawn.
    """
    runs = all_runs(page, trace, picture.drawn)
    level = level_runs(runs)
    shown = without_unpainted(page, level, log, picture)
    printed, marks = without_overlays(shown.runs)
    single = without_copies(printed)
    lines = [line for _, run in groupby(single, key=lambda r: r.line) for line in _parted(_glyphs(run))]
    if sum(len(run.glyphs) for run in single) < sum(len(run.glyphs) for run in printed):
        lines = rejoined(lines)
    hidden = sum(not char.isspace() for run in shown.hidden for char in run.text)
    told = [f"{hidden} characters of the text layer are not shown on the page; not read"] if hidden else []
    told += [f"a mark is laid over the page ({_short(marks)}); not read"] if marks else []
    told += [f"what is set askew is not read ({_short([text])})" for text in _figures_beside(runs, level)]
    hides = any(_FIGURE.search(run.text) for run in shown.hidden)
    return TextLayer(tuple(lines), tuple(told), shown.doubtful, hides, tuple(runs))


def _figures_beside(runs: Sequence[Run], level: Sequence[Run]) -> list[str]:
    """What is set in another direction than the page's text and holds figures."""
    if len(level) == len(runs):
        return []
    read = {id(run) for run in level}
    beside = groupby((run for run in runs if id(run) not in read), key=lambda run: run.line)
    texts = ("".join(run.text for run in line).strip() for _, line in beside)
    return [text for text in texts if _FIGURE.search(text)]


def _short(marks: Sequence[str]) -> str:
    said = marks[0]
    return said if len(said) <= _LONGEST_TOLD else f"{said[:_LONGEST_TOLD]}…"


def _glyphs(runs: Iterable[Run]) -> list[Glyph]:
    return [glyph for run in runs for glyph in run.glyphs]


def _parted(glyphs: Sequence[Glyph]) -> list[Line]:
    """Glyphs of one baseline as lines, parted where a gap is wider than a character."""
    made: list[Line] = []
    start, end, before = 0, math.inf, 0.0  # where the line begins, where its last glyph ends and how wide that is
    least = _GAP * _NARROWEST
    for i, (_, (x0, _, x1, _)) in enumerate(glyphs):
        width, gap = x1 - x0, x0 - end
        if gap > least and gap > _GAP * width and gap > _GAP * before:
            made += _line(glyphs[start:i])
            start = i
        end, before = x1, width
    return made + _line(glyphs[start:])


def _line(run: Sequence[Glyph]) -> list[Line]:
    text = "".join([char for char, _ in run])
    if not text.strip():
        return []
    return [Line(text, tuple([box for _, box in run]), (1.0,) * len(run))]


def trust_in(
    page: pymupdf.Page, lines: Sequence[Line], log: Painting, picture: Picture, drawn: Sequence[Box] = ()
) -> Trust:
    """Whether `lines`, the page's text layer, can be taken for what the page shows.

    `log`, `picture` as for `text_layer`; `drawn` are what it shows besides that may be characters.
    """
    text = "".join(line.text for line in lines)
    visible = "".join(text.split())
    if not visible:
        plain = _image_share(page, log) <= _DECORATED and not drawn and not may_hold_text(picture, ())
        return Trust(True) if plain else Trust(False, "there is no text layer")
    if len(drawn) > len(visible) + _DRAWN_BESIDE:
        return Trust(False, "most characters are drawn and have no text layer")
    if _garbage_in(visible) > max(_FEWEST_GARBAGE, _MOST_GARBAGE * len(visible)):
        return Trust(False, "the text layer is garbage")
    covered = _image_share(page, log)
    if covered >= _FILLED and _is_under_image(page, log):
        return Trust(False, "the text layer is another OCR's, laid under the image")
    if covered >= _LARGELY_FILLED and _lines_share(page, lines) < _LEAST_COVERED * covered:
        return Trust(False, "the text layer covers only a part of the page's ink")
    if len(visible) > _WORDY and _looks_unmapped(visible):
        return Trust(False, "the fonts of the text layer are mis-encoded")
    return Trust(True)


def _garbage_in(text: str) -> int:
    """How many characters stand for none, or are those of a wrong encoding."""
    mojibake = sum(len(m.group()) for m in compiled(load_characters().mojibake).finditer(text))
    return len(_GARBAGE.findall(text)) + mojibake


def _image_share(page: pymupdf.Page, log: Painting) -> float:
    """The share of the page that images cover (at most 1)."""
    images = [pymupdf.Rect(box) for kind, box in log if kind in IMAGES]
    if not images:
        return 0.0
    # The log knows nothing of the page's rotation.
    unrotated = page.rect * page.derotation_matrix
    area = sum((image & unrotated).get_area() for image in images)
    return float(min(1.0, area / max(1.0, page.rect.get_area())))


def pictures_in(log: Painting, page: pymupdf.Page) -> bool:
    """Whether a page shows pictures, shadings or many drawings, which may hold text."""
    least = _LARGE * page.rect.get_area()
    areas = (pymupdf.Rect(box).get_area() for kind, box in log if kind in AREAS)
    return sum(areas) >= least or [kind for kind, _ in log].count("fill-path") > _MANY_DRAWINGS


def _lines_share(page: pymupdf.Page, lines: Sequence[Line]) -> float:
    area = sum(line.box.width * line.box.height for line in lines)
    return float(area / max(1.0, page.rect.get_area()))


def _is_under_image(page: pymupdf.Page, log: Painting) -> bool:
    """Whether most of a page's text is never painted, or painted before the last of its large images."""
    least = _LARGE * page.rect.get_area()
    large = [i for i, (kind, box) in enumerate(log) if kind in IMAGES and pymupdf.Rect(box).get_area() >= least]
    last = large[-1] if large else -1
    texts = [i < last or kind == _NEVER_PAINTED for i, (kind, _) in enumerate(log) if kind.endswith("text")]
    return sum(texts) > len(texts) / 2


def _looks_unmapped(text: str) -> bool:
    """Glyph numbers taken for characters: neither Chinese nor words, but letters and marks of many scripts."""
    if han_in(text) >= _FEW_HAN * len(text):
        return False
    scripts = {unicodedata.name(c, "?").split(" ")[0] for c in text if c.isalpha() and not is_han(c)}
    return len(scripts) > _MOST_SCRIPTS
