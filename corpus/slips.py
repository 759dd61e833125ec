"""Slips of an OCR set into documents on purpose: one or two printed figures of a text layer, read as an OCR misreads.

The document is laid out as if it had been read by OCR: every character gets a confidence as scans have them, the
slipped one such as misread ones have (both measured: see `_RIGHT` and `_WRONG`). Slips of known kinds are those of
patterns/confusions.yaml; the others are there to tempt: what is not known must not be mended into something else.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extractors.model.cells import PageTables
from extractors.model.page import Line, ReadPage
from extractors.opening.article import Article
from extractors.opening.pdf import open_document
from extractors.reading.pages import read_document
from extractors.repair.confusion import well_formed
from extractors.tables.found import find_tables
from patterns.confusions import load_confusions

KNOWN = ("swapped", "lost", "added", "point")
UNKNOWN = ("other", "exchanged", "two_marks")

_FIGURE = regex.compile(r"(?<![\d.,])\d[\d,]*\.\d+(?![\d.,])|(?<![\d.,])[1-9]\d*(?=人|辆|批|个|台)")
# Quantiles of the confidences of digits on generated scans, mostly read rightly: 23,478 of office200, 13,449 of fax.
_RIGHT = {
    "office200": (
        (0.0, 0.45),
        (0.002, 0.651),
        (0.005, 0.798),
        (0.01, 0.94),
        (0.02, 0.9957),
        (0.05, 0.9993),
        (0.25, 1.0),
    ),
    "fax": ((0.0, 0.35), (0.002, 0.554), (0.01, 0.73), (0.02, 0.881), (0.05, 0.9845), (0.1, 0.9981), (0.25, 0.9998)),
}
# Confidences of the misread mark and of the weakest other one of its number, as seen in 130 misread numbers of 3,935 on
# scans of 100 to 150 dpi in grey, in black and white, and as fax. Of what was lost the first is a neighbour's.
_WRONG: dict[str, tuple[tuple[float, float], ...]] = {
    "swapped": (
        (0.24, 0.954), (0.347, 0.521), (0.364, 0.968), (0.369, 0.555), (0.383, 0.719), (0.402, 0.865), (0.448, 0.656),
        (0.451, 0.979), (0.469, 0.881), (0.471, 0.353), (0.486, 0.906), (0.509, 0.989), (0.533, 0.974), (0.58, 0.383),
        (0.589, 1.0), (0.625, 0.735), (0.634, 0.999), (0.693, 0.909), (0.7, 0.789), (0.71, 0.849), (0.752, 0.937),
        (0.752, 0.997), (0.773, 0.979), (0.776, 0.997), (0.787, 0.985), (0.794, 0.669), (0.816, 0.856), (0.849, 0.953),
        (0.856, 0.914), (0.857, 0.922), (0.89, 0.951), (0.893, 0.991), (0.915, 0.733), (0.954, 0.971), (0.954, 1.0),
        (0.987, 0.327), (0.991, 0.832), (0.993, 0.983), (0.993, 0.996), (0.997, 0.631),
    ),
    "added": (
        (0.447, 0.994), (0.624, 0.589), (0.771, 0.73), (0.895, 0.924), (0.381, 0.668), (0.392, 0.707), (0.421, 0.53),
        (0.487, 0.426), (0.494, 0.766), (0.496, 0.416), (0.538, 0.731), (0.551, 0.755), (0.586, 0.747), (0.688, 0.986),
        (0.785, 0.774), (0.792, 0.443), (0.919, 0.959), (0.953, 0.987), (0.291, 0.573), (0.327, 0.523), (0.352, 0.462),
        (0.584, 1.0), (0.805, 0.997), (0.899, 0.984), (0.973, 0.999), (0.985, 0.999), (0.991, 1.0), (0.999, 1.0),
        (0.976, 0.999), (0.802, 0.98), (0.305, 0.97), (0.549, 0.811), (0.829, 0.819),
    ),
    "lost": (
        (0.308, 0.772), (0.468, 1.0), (0.675, 1.0), (0.752, 1.0), (0.789, 0.672), (0.793, 1.0), (0.794, 1.0),
        (0.797, 1.0), (0.846, 0.521), (0.896, 0.643), (0.943, 0.829), (0.945, 0.851), (0.957, 0.513), (0.974, 0.737),
        (0.988, 0.965), (0.95, 0.989), (0.993, 0.801), (0.994, 0.616), (0.994, 0.994), (0.998, 0.968), (0.999, 0.667),
        (1.0, 0.98),
    ),
    "point": (
        (0.593, 0.999), (0.655, 0.995), (0.573, 0.989), (0.994, 0.999), (0.996, 0.999), (0.992, 0.986), (0.999, 0.998),
        (0.999, 1.0), (1.0, 0.999), (1.0, 1.0),
    ),
}  # fmt: skip


_LOST_RATHER_THAN_EARLY = 0.8  # of slips of the point; set by hand


@dataclass(frozen=True, slots=True)
class Slip:
    """One figure misread: its page (from 0), line and place in it, what was printed, what is read, which marks err."""

    kind: str
    page: int
    line: int
    start: int
    printed: str
    read: str
    marks: tuple[int, ...]
    in_table: bool


def as_scanned(data: bytes, name: str, rng: random.Random) -> Article:
    """A digital document as if an OCR had read every character of it rightly, surely or less so, as of a scan."""
    quantiles = _RIGHT[rng.choice(sorted(_RIGHT))]
    with open_document(data, name) as opened:
        pages = tuple(_doubted(page, quantiles, rng) for page in read_document(opened))
        tables = tuple(_tables(page) for page in pages)
        return Article(opened.file_name, opened.sha256, opened.byte_count, pages, tables)


def _tables(page: ReadPage) -> PageTables:
    """The page's tables, found as in a text layer: its boxes are exact, and only characters are to be misread."""
    return find_tables(replace(page, source="text_layer"))


def _doubted(page: ReadPage, quantiles: Sequence[tuple[float, float]], rng: random.Random) -> ReadPage:
    lines = tuple(replace(x, confidences=tuple(_drawn(quantiles, rng) for _ in x.text)) for x in page.lines)
    return replace(page, source="ocr", lines=lines)


def _drawn(quantiles: Sequence[tuple[float, float]], rng: random.Random) -> float:
    u = rng.random()
    for (below, low), (above, high) in zip(quantiles, [*quantiles[1:], (1.0, 1.0)], strict=True):
        if u < above:
            return round(low + (high - low) * (u - below) / (above - below), 4)
    return 1.0


def draw(article: Article, kind: str, rng: random.Random) -> Slip | None:
    """A slip of that kind at some figure of the document; None where the figure that was drawn does not allow it."""
    places = [
        (p, n, match.start(), match.group())
        for p, page in enumerate(article.pages)
        for n, line in enumerate(page.lines)
        for match in _FIGURE.finditer(line.text)
        if match.group().strip("0.,")
    ]
    p, n, start, printed = rng.choice(places)
    misread = _misread(printed, kind, rng)
    if misread is None or misread[0] == printed:
        return None
    read, marks = misread
    in_table = article.pages[p].lines[n] not in article.tables[p].outside
    return Slip(kind, p, n, start, printed, read, marks, in_table)


_Misread = tuple[str, tuple[int, ...]]  # what is read, and which of its marks err


def _misread(printed: str, kind: str, rng: random.Random) -> _Misread | None:
    """A figure misread in that way at a digit drawn at random; None where the figure does not allow it."""
    digits = [i for i, char in enumerate(printed) if char.isdigit()]
    i = rng.choice(digits)
    match kind:
        case "swapped":
            return _other_digit(printed, i, rng, known=True)
        case "other":
            return _other_digit(printed, i, rng, known=False)
        case "two_marks":
            return _two_other_digits(printed, i, digits, rng)
        case "lost":
            read = printed[:i] + printed[i + 1 :]
            return (read, (max(0, i - 1),)) if read[:1].isdigit() else None
        case "added":
            digit = rng.choice((printed[i], "1", "1", rng.choice("0123456789")))
            return printed[: i + 1] + digit + printed[i + 1 :], (i + 1,)
        case "point":
            return _point_lost_or_early(printed, rng)
        case "exchanged":
            return _exchanged(printed, i)
    raise ValueError(f"{kind}: no such slip")


def _two_other_digits(printed: str, i: int, digits: Sequence[int], rng: random.Random) -> _Misread | None:
    first = _other_digit(printed, i, rng, known=True)
    k = rng.choice(digits)
    second = _other_digit(first[0], k, rng, known=True) if first is not None and k != i else None
    return (second[0], (i, k)) if second is not None else None


def _point_lost_or_early(printed: str, rng: random.Random) -> _Misread | None:
    """The decimal point left out, or, once in five where there is room, read one digit too early."""
    at = printed.find(".")
    if at < 0 or rng.random() < _LOST_RATHER_THAN_EARLY or at < 2 or printed[at - 2] == ",":
        return (printed.replace(".", ""), (at - 1,)) if at >= 0 else None
    return printed[: at - 1] + "." + printed[at - 1] + printed[at + 1 :], (at - 1,)


def _exchanged(printed: str, i: int) -> _Misread | None:
    """The digit and the one behind it in each other's place."""
    if i + 1 >= len(printed) or not printed[i + 1].isdigit():
        return None
    return printed[:i] + printed[i + 1] + printed[i] + printed[i + 2 :], (i, i + 1)


def _other_digit(printed: str, i: int, rng: random.Random, *, known: bool) -> _Misread | None:
    partners = {pair.replace(printed[i], "", 1) for pair in load_confusions().swapped if printed[i] in pair}
    others = [d for d in "0123456789" if d != printed[i] and (d in partners) == known]
    if not others:
        return None
    read = printed[:i] + rng.choice(others) + printed[i + 1 :]
    return (read, (i,)) if well_formed(read) else None


def slipped(article: Article, slips: Sequence[Slip], rng: random.Random) -> Article:
    """The document with those figures misread."""
    pages, tables = list(article.pages), list(article.tables)
    for slip in sorted(slips, key=lambda s: (s.page, s.line, -s.start)):
        page = pages[slip.page]
        lines = list(page.lines)
        lines[slip.line] = _with(lines[slip.line], slip, rng)
        pages[slip.page] = replace(page, lines=tuple(lines))
    for number in {slip.page for slip in slips}:
        tables[number] = _tables(pages[number])
    return replace(article, pages=tuple(pages), tables=tuple(tables))


def _with(line: Line, slip: Slip, rng: random.Random) -> Line:
    """The line with the slip read: its marks less sure, the others of the number as sure as they were seen to be."""
    start, end = slip.start, slip.start + len(slip.printed)
    wrong, weakest = rng.choice(_WRONG.get(slip.kind, _WRONG["swapped"]))
    boxes = list(line.boxes[start:end])
    while len(boxes) < len(slip.read):
        boxes.insert(slip.marks[0], boxes[min(slip.marks[0], len(boxes) - 1)])
    del boxes[len(slip.read) :]
    confidences = [1.0] * len(slip.read)
    marks = {min(mark, len(confidences) - 1) for mark in slip.marks}
    others = [i for i in range(len(confidences)) if i not in marks]
    if others:
        confidences[rng.choice(others)] = weakest
    for mark in marks:
        confidences[mark] = wrong
    return Line(
        line.text[:start] + slip.read + line.text[end:],
        (*line.boxes[:start], *boxes, *line.boxes[end:]),
        (*line.confidences[:start], *confidences, *line.confidences[end:]),
    )
