"""The objects of a page of an OFD in the operators of a PDF's page, in the order in which they are painted."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from extractors.model.errors import OversizedDocument
from extractors.opening.ofd.fonts import Glyph
from extractors.opening.ofd.package import child, children, local
from extractors.opening.ofd.resources import Resources
from extractors.opening.ofd.style import Style
from extractors.opening.ofd.text import characters_of, text_operators
from extractors.opening.ofd.values import BLACK, IDENTITY, Box, Matrix, box, matrix, number, outline, times, written

# What a document paints, templates and groups each time: a page has some hundred objects and thousand characters.
# As many objects as may be take 15 s, as many characters 40 s.
_MOST_PAINTED = 3_000_000
_AN_OBJECT = 5  # as much as so many characters
_MOST_OPERATORS = 200_000_000  # characters of operators in a document: a page has some ten thousand
_DEEPEST = 12  # groups within groups
_SOLID = 0.999  # opacity that is none


class Paints(Protocol):
    """What the objects are painted with."""

    def glyph(self, resources: Resources, font: str, character: str, told: int | None) -> Glyph:
        """The glyph of a character."""
        ...

    def image(self, resources: Resources, number: str) -> str:
        """The resource of an image, "" where the document names none."""
        ...


@dataclass
class Budget:
    """What a document may still cost. Raises OversizedDocument."""

    file_name: str
    painted: int = _MOST_PAINTED
    operators: int = _MOST_OPERATORS

    def take(self, painted: int, operators: int) -> None:
        """Takes what is painted, and characters of operators, from it."""
        self.painted, self.operators = self.painted - painted, self.operators - operators
        if self.painted < 0 or self.operators < 0:
            raise OversizedDocument(self.file_name, "it paints more objects than any disclosure has")


@dataclass
class Content:
    """The operators of one page; `hidden` counts the characters that are never painted, `lost` the images."""

    resources: Resources
    paints: Paints
    budget: Budget
    operators: list[str] = field(default_factory=list)
    opacities: set[int] = field(default_factory=set)
    hidden: int = 0
    lost: int = 0

    def add(self, objects: Iterable[etree._Element], style: Style, depth: int = 0) -> None:
        """Paints objects. Raises BrokenValue, OversizedDocument."""
        painters: dict[str, Callable[[etree._Element, Style], None]] = {
            "TextObject": self._text, "PathObject": self._path, "ImageObject": self._image,
        }  # fmt: skip
        for element in objects:
            what = local(element)
            self.budget.take(_AN_OBJECT, 0)
            if what in painters:
                if self._is_shown(element):
                    self._framed(element, style, painters[what])
            elif what in ("PageBlock", "Layer", "CompositeObject") and self._is_shown(element):
                if depth >= _DEEPEST:
                    raise OversizedDocument(self.budget.file_name, "groups of objects nested too deep")
                self._group(element, what, style, depth)

    def _is_shown(self, element: etree._Element) -> bool:
        if element.get("Visible", "true").strip().lower() not in ("false", "0"):
            return True
        texts = [element, *element.iterdescendants()]
        self.hidden += sum(len(characters_of(e)) for e in texts if local(e) == "TextObject")
        return False

    def _group(self, element: etree._Element, what: str, style: Style, depth: int) -> None:
        inner = style.of(element, self.resources)
        if what != "CompositeObject":
            self.add(element, inner, depth + 1)
            return
        group = self.resources.groups.get(element.get("ResourceID", ""))
        content = None if group is None else child(group, "Content")
        if content is not None:
            self._framed(element, style, lambda _, painted: self.add(content, painted, depth + 1))

    def _framed(self, element: etree._Element, style: Style, paint: Callable[[etree._Element, Style], None]) -> None:
        """Paints within the object's boundary and clips, in its own space."""
        frame = box(element.get("Boundary", ""))
        by = matrix(element.get("CTM"))
        if local(element) == "ImageObject" and by == IDENTITY:
            by = (frame.width, 0.0, 0.0, frame.height, 0.0, 0.0)
        self._write(f"q 1 0 0 1 {written((frame.x, frame.y))} cm {_edge(element, frame, style, by)} {written(by)} cm")
        for clip in self._clips(element):
            self._write(clip)
        paint(element, style.of(element, self.resources))
        self._write("Q")

    def _clips(self, element: etree._Element) -> Iterable[str]:
        clips = child(element, "Clips")
        for clip in () if clips is None else children(clips, "Clip"):
            outlines = []
            for area in children(clip, "Area"):
                for path in children(area, "Path"):
                    corner = box(path.get("Boundary", "0 0 0 0"))
                    own = times(matrix(path.get("CTM")), (1.0, 0.0, 0.0, 1.0, corner.x, corner.y))
                    told = child(path, "AbbreviatedData")
                    if told is not None:
                        outlines.append(outline(told.text or "", times(own, matrix(area.get("CTM")))))
            if outlines:
                yield f"{' '.join(outlines)} W n"

    def _text(self, element: etree._Element, style: Style) -> None:
        fill = element.get("Fill", "true").lower() != "false"
        stroke = element.get("Stroke", "false").lower() == "true"
        painted = style.painted(fill=fill, stroke=stroke, default=BLACK)
        if painted.opacity <= 0:
            self.hidden += len(characters_of(element))
            return
        font = element.get("Font", "")

        def glyph_of(character: str, told: int | None) -> Glyph:
            self.budget.take(1, 0)
            return self.paints.glyph(self.resources, font, character, told)

        mode = (2 if painted.fill else 1) if painted.stroke else 0
        self._write(f"{self._opacity(painted.opacity)} {painted.operators()} BT {mode} Tr")
        for operators in text_operators(element, glyph_of):
            self._write(operators)
        self._write("ET")

    def _path(self, element: etree._Element, style: Style) -> None:
        fill = element.get("Fill", "false").lower() == "true"
        stroke = element.get("Stroke", "true").lower() != "false"
        painted = style.painted(fill=fill, stroke=stroke, default=None)
        told = child(element, "AbbreviatedData")
        if painted.opacity <= 0 or told is None:
            return
        even = "*" if element.get("Rule", "").lower() == "even-odd" and painted.fill else ""
        how = {(True, True): "B", (True, False): "f", (False, True): "S"}[bool(painted.fill), bool(painted.stroke)]
        drawn = outline(told.text or "")
        self._write(f"{self._opacity(painted.opacity)} {painted.operators()} {drawn} {how}{even}")

    def _image(self, element: etree._Element, style: Style) -> None:
        name = self.paints.image(self.resources, element.get("ResourceID", ""))
        if not name:
            self.lost += 1
        elif style.opacity > 0:
            # An image's own space points up, from the lower left.
            self._write(f"{self._opacity(style.opacity)} 1 0 0 -1 0 1 cm /{name} Do")

    def _opacity(self, opacity: float) -> str:
        if opacity >= _SOLID:
            return ""
        percent = max(1, round(100 * opacity))
        self.opacities.add(percent)
        return f"/A{percent} gs"

    def _write(self, operators: str) -> None:
        self.budget.take(0, len(operators) + 1)
        self.operators.append(operators)


def _edge(element: etree._Element, frame: Box, style: Style, by: Matrix) -> str:
    """What cuts an object off at its boundary: writers draw it close, so text and lines may stick out a little."""
    what = local(element)
    over = 0.0
    if what == "TextObject":
        over = abs(number(element.get("Size", "")))
    elif what == "PathObject":
        over = max(style.width, abs(number(element.get("LineWidth", "0"))))
    over *= math.sqrt(abs(by[0] * by[3] - by[1] * by[2]))  # sizes are told in the object's own space
    edge = (-over, -over, frame.width + 2 * over, frame.height + 2 * over)
    return f"{written(edge)} re W n"
