"""The text of a document as prose: paragraphs whose every character knows page, box and confidence.

Characters are normalised one for one (full-width digits and letters to ASCII, ASCII punctuation between Chinese to
full width) and blanks are dropped, so that wordings match however the text was typed; marks stay in step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.model.geometry import Box, union
from extractors.model.page import Line


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one character stands, and how sure its reading is."""

    page: int
    box: Box
    confidence: float


ParagraphId = tuple[int, int]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `marks` has one entry per character of `text`.

    `number` is its place among the document's, `offset` where in that one it begins that it was cut from.
    """

    text: str
    marks: tuple[Mark, ...]
    number: int = 0
    offset: int = 0

    @property
    def id(self) -> ParagraphId:
        """What no other paragraph of the document's text has."""
        return self.number, self.offset

    @property
    def page(self) -> int:
        return self.marks[0].page

    def slice(self, start: int, end: int) -> Paragraph:
        return replace(self, text=self.text[start:end], marks=self.marks[start:end], offset=self.offset + start)

    def places(self, start: int, end: int) -> tuple[tuple[int, Box, int, int], ...]:
        """Page, box and character range of the stretch, one per line of the page that it runs over."""
        runs: list[list[int]] = []
        for i in range(start, min(end, len(self.marks))):
            mark = self.marks[i]
            if runs:
                last = self.marks[runs[-1][-1]]
                same_line = mark.page == last.page and mark.box.overlap_y(last.box) > 0.4 * min(
                    mark.box.height, last.box.height
                )
                if same_line and mark.box.x0 >= last.box.x0:
                    runs[-1].append(i)
                    continue
            runs.append([i])
        return tuple(
            (self.marks[run[0]].page, union(self.marks[i].box for i in run), run[0], run[-1] + 1) for run in runs
        )


_WIDE = {ord(w): chr(ord(w) - 0xFEE0) for w in map(chr, range(0xFF10, 0xFF5B)) if w.isalnum()}
_SHAPES = _WIDE | str.maketrans(
    {"．": ".", "％": "%", "﹪": "%", "－": "-", "﹣": "-", "−": "-", "＋": "+", "〇": "0", "‰": "‰", "\u00a0": " "}
)
# An OCR of many scripts now and then takes a character for its traditional or Japanese form.
_VARIANTS = (
    "決収總総額財撥預門務項類數単單業経經費購運車國資會計結轉餘補貼実實際無増減産動織変說説較與執維護務設備員機構級績効",
    "决收总总额财拨预门务项类数单单业经经费购运车国资会计结转余补贴实实际无增减产动织变说说较与执维护务设备员机构级绩效",
)
_SHAPES |= {ord(a): b for a, b in zip(*_VARIANTS, strict=True)}
_PUNCTUATION = {
    ":": "：",
    ";": "；",
    "(": "（",
    ")": "）",
    "[": "（",
    "]": "）",
    "!": "！",
    "?": "？",
    "﹐": "，",
    "︰": "：",
}


def normalised(text: str) -> str:
    """`text` with characters brought to one shape each; same length.

    A comma becomes full width unless it stands between digits; a full-width one between digits becomes ASCII.

    >>> normalised("收入：２，１１４.８１万元,占 9%")
    '收入：2,114.81万元，占 9%'
    """
    shaped = text.translate(_SHAPES)
    out: list[str] = []
    for i, char in enumerate(shaped):
        if char in ",，":
            between = 0 < i < len(shaped) - 1 and _digit_beside(shaped, i, -1) and _digit_beside(shaped, i, 1)
            out.append("," if between else "，")
        elif char == "." and _chinese_beside(shaped, i):
            out.append("。")
        else:
            out.append(_PUNCTUATION.get(char, char))
    return "".join(out)


def _chinese_beside(text: str, position: int) -> bool:
    """Whether a character stands between two Chinese ones: a dot there ends a sentence."""
    return all("一" <= text[i : i + 1] <= "龥" for i in (position - 1, position + 1)) if position else False


def _digit_beside(text: str, position: int, step: int) -> bool:
    position += step
    while 0 <= position < len(text) and text[position].isspace():
        position += step
    return 0 <= position < len(text) and text[position].isascii() and text[position].isdigit()


def paragraph_of(lines: Sequence[tuple[int, Line]]) -> Paragraph:
    """One paragraph from lines in reading order, each with its page number; blanks are dropped."""
    raw: list[str] = []
    marks: list[Mark] = []
    for page, line in lines:
        for char, box, confidence in zip(line.text, line.boxes, line.confidences, strict=True):
            raw.append(char)
            marks.append(Mark(page, box, confidence))
    text = normalised("".join(raw))
    kept = [i for i, char in enumerate(text) if not (char.isspace() or char == "\u3000")]
    return Paragraph("".join(text[i] for i in kept), tuple(marks[i] for i in kept))
