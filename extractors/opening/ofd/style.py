"""How an object of an OFD is painted: what it says itself, else its way of drawing, else its layer's (8.2, 8.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml import etree

from extractors.opening.ofd.package import child
from extractors.opening.ofd.resources import Resources
from extractors.opening.ofd.values import BLACK, Colour, colour, number, numbers, share, written

_CAPS = {"Butt": 0, "Round": 1, "Square": 2}
_JOINS = {"Miter": 0, "Round": 1, "Bevel": 2}
_FILLS = {1: "g", 3: "rg", 4: "k"}  # operators of PDF by the number of a colour's components
_FEWEST_OPERANDS = 1e-4  # millimetres: a shorter dash is none


@dataclass(frozen=True, slots=True)
class Style:
    """Colours (None: not said), the width of lines in millimetres, and how these end, meet and are broken."""

    fill: Colour | None = None
    stroke: Colour | None = None
    width: float = 0.353  # 8.2.2: a point
    cap: int = 0
    join: int = 0
    dash: tuple[float, ...] = ()
    opacity: float = 1.0

    def of(self, element: etree._Element, resources: Resources) -> Style:
        """The style of an object or layer that stands within one of this style. Raises BrokenValue."""
        chain = [*resources.param(element.get("DrawParam")), element]
        chain = [*reversed(chain[:-1]), element]
        style = self
        for said in chain:
            style = style._with(said)
        return replace(style, opacity=self.opacity * share(element.get("Alpha")))

    def _with(self, element: etree._Element) -> Style:
        fill, stroke = child(element, "FillColor"), child(element, "StrokeColor")
        width, dash = element.get("LineWidth"), element.get("DashPattern")
        return replace(
            self,
            fill=self.fill if fill is None else colour(fill),
            stroke=self.stroke if stroke is None else colour(stroke),
            width=self.width if width is None else abs(number(width)),
            cap=_CAPS.get(element.get("Cap", ""), self.cap),
            join=_JOINS.get(element.get("Join", ""), self.join),
            dash=self.dash if dash is None else tuple(_dash(numbers(dash))),
        )

    def painted(self, *, fill: bool, stroke: bool, default: Colour | None) -> Painted:
        """What is painted of a shape of this style; `default` is the colour of what is filled without one."""
        filled = (self.fill or default) if fill else None
        stroked = (self.stroke or BLACK) if stroke else None
        return Painted(self, _seen(filled, self.opacity), _seen(stroked, self.opacity))


def _dash(told: Iterable[float]) -> Iterable[float]:
    parts = [abs(part) for part in told]
    return parts if any(part > _FEWEST_OPERANDS for part in parts) else ()


def _seen(given: Colour | None, opacity: float) -> Colour | None:
    return replace(given, opacity=given.opacity * opacity) if given and given.opacity * opacity > 0 else None


@dataclass(frozen=True, slots=True)
class Painted:
    """The colours in which a shape is filled and its lines drawn; None for what is not painted."""

    style: Style
    fill: Colour | None
    stroke: Colour | None

    @property
    def opacity(self) -> float:
        """The opacity of what is painted, from 0 to 1."""
        return max((c.opacity for c in (self.fill, self.stroke) if c), default=0.0)

    def operators(self) -> str:
        """The colours and lines in the operators of PDF."""
        style, told = self.style, []
        if self.fill:
            told.append(f"{written(self.fill.components)} {_FILLS[len(self.fill.components)]}")
        if self.stroke:
            told.append(f"{written(self.stroke.components)} {_FILLS[len(self.stroke.components)].upper()}")
            told.append(f"{written((style.width,))} w {style.cap} J {style.join} j [{written(style.dash)}] 0 d")
        return " ".join(told)
