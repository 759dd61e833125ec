"""How a Word document's text looks, as far as that tells whether it is seen: styles, and what runs say themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractors.opening.unseen import SMALLEST, WHITE, Colour, blends, colour_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 20  # styles that one is based on; Word's own go four deep
_TOGGLES = ("vanish", "strike", "dstrike")  # properties that styles of several kinds switch on and off by turns
_HIGHLIGHTS: Mapping[str, Colour] = {"white": WHITE, "black": (0, 0, 0)}
_WHITE_THEME = ("background1", "light1", "lt1", "bg1")

Behind = Colour | None  # what lies behind text; None where that is not known, as with patterns and pictures


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks: hidden, struck out, raised, of which colour, on which ground of its own, how large in points."""

    hidden: bool = False
    struck: bool = False
    raised: bool = False
    colour: Colour | None = None
    ground: Behind | str = ""  # "" is none of its own
    size: float | None = None

    def blank_on(self, behind: Behind) -> bool:
        """Whether it takes room where it stands, and shows nothing on what lies behind it."""
        ground = behind if isinstance(self.ground, str) else self.ground
        return blends(self.colour, ground)

    @property
    def gone(self) -> bool:
        """Whether it shows nothing and takes no room."""
        return self.hidden or (self.size is not None and self.size < SMALLEST)


def attribute(element: Any, name: str) -> str:
    """An attribute of WordprocessingML, "" where it is not given."""
    return "" if element is None else str(element.get(W + name) or "")


def is_on(element: Any) -> bool:
    """Whether an element that switches something switches it on."""
    return attribute(element, "val") not in ("0", "false", "off")


def ground_of(shade: Any) -> Behind | str:
    """The ground that a w:shd lays; "" where it lays none."""
    if shade is None:
        return ""
    pattern = attribute(shade, "val") or "clear"
    if pattern not in ("clear", "nil", "solid"):
        return None
    said = attribute(shade, "color" if pattern == "solid" else "fill")
    return "" if said in ("auto", "") else colour_of(said)


class Styles:
    """The styles of a document, by their ids."""

    def __init__(self, root: Any) -> None:
        self._styles = {attribute(style, "styleId"): style for style in root.iterchildren(f"{W}style")}
        self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        whole = (s for s in self._styles.values() if attribute(s, "type") == "paragraph" and attribute(s, "default"))
        self._usual = attribute(next(whole, None), "styleId")
        self.look: Callable[[str, str, str], Mapping[str, Any]] = cache(self._look)

    def chain(self, style: str) -> Iterator[Any]:
        """A style, and those that it is based on."""
        for _ in range(_DEEPEST):
            found = self._styles.get(style)
            if found is None:
                return
            yield found
            style = attribute(found.find(f"{W}basedOn"), "val")

    def of_paragraph(self, properties: Any) -> str:
        """The id of a paragraph's style."""
        named = attribute(properties.find(f"{W}pStyle"), "val") if properties is not None else ""
        return named or self._usual

    def paragraph_property(self, properties: Any, path: str) -> Any:
        """What a paragraph or its style says by a property; None where neither does."""
        own = properties.find(path) if properties is not None else None
        if own is not None:
            return own
        styles = (style.find(f"{W}pPr/{path}") for style in self.chain(self.of_paragraph(properties)))
        return next((found for found in styles if found is not None), None)

    def shades_tables(self, style: str) -> bool:
        """Whether a style of tables lays a ground under some of their cells."""
        shades = (shade for found in self.chain(style) for shade in found.iter(f"{W}shd"))
        return any(ground_of(shade) not in ("", WHITE) for shade in shades)

    def of_run(self, properties: Any, paragraph: str, table: str) -> Look:
        """The look of a run in a paragraph and a table of these styles."""
        character = attribute(properties.find(f"{W}rStyle"), "val") if properties is not None else ""
        said = dict(self.look(character, paragraph, table))
        said |= {child.tag: child for child in properties} if properties is not None else {}
        return _look_of(said)

    def _look(self, character: str, paragraph: str, table: str) -> Mapping[str, Any]:
        """The properties of runs that styles give, the nearest first; what is switched by turns is put as its sum."""
        said: dict[str, Any] = {child.tag: child for child in self._defaults} if self._defaults is not None else {}
        switched: dict[str, list[Any]] = {}
        for style in (table, paragraph, character):
            own: dict[str, Any] = {}
            for found in reversed(list(self.chain(style))):
                own |= {child.tag: child for child in found.iterfind(f"{W}rPr/*")}
            for tag in (W + name for name in _TOGGLES):
                if tag in own:
                    switched.setdefault(tag, []).append(own.pop(tag))
            said |= own
        return said | {tag: _sum(elements) for tag, elements in switched.items()}


def _sum(elements: Sequence[Any]) -> Any:
    """Of elements that switch by turns, one that says what comes of all."""
    on = sum(map(is_on, elements)) % 2 == 1
    return next((element for element in elements if is_on(element) == on), None)


def _look_of(said: Mapping[str, Any]) -> Look:
    def on(name: str) -> bool:
        return said.get(W + name) is not None and is_on(said[W + name])

    size = attribute(said.get(f"{W}sz"), "val")
    lifted = attribute(said.get(f"{W}position"), "val")
    return Look(
        hidden=on("vanish"),
        struck=on("strike") or on("dstrike"),
        raised=attribute(said.get(f"{W}vertAlign"), "val") == "superscript" or (lifted.isdigit() and int(lifted) > 0),
        colour=_colour(said.get(f"{W}color")),
        ground=_ground(said),
        size=float(size) / 2 if size.isascii() and size.isdigit() else None,
    )


def _colour(element: Any) -> Colour | None:
    said = attribute(element, "val")
    if said in ("auto", ""):
        return WHITE if attribute(element, "themeColor") in _WHITE_THEME else None
    return colour_of(said)


def _ground(said: Mapping[str, Any]) -> Behind | str:
    highlight = attribute(said.get(f"{W}highlight"), "val")
    if highlight not in ("", "none"):
        return _HIGHLIGHTS.get(highlight)
    return ground_of(said.get(f"{W}shd"))
