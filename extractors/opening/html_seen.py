"""What of a web page nobody sees: taken out of its tree, so that what is left is what a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import regex
from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.opening.html_css import own_declarations, sheets_of
from extractors.opening.unseen import APART, SMALLEST, WHITE, Colour, Unseen, blends, colour_of, raised

_NOT_TEXT = "script, style, template"  # gone before anything is counted; noscript and the like html.py drops
_PIXELS = {
    "px": 1.0,
    "pt": 96 / 72,
    "rem": 16.0,
    "": 1.0,
    "vw": 10.0,
    "vh": 10.0,
    "pc": 16.0,
    "in": 96.0,
    "cm": 37.8,
    "mm": 3.78,
}
_USUAL_SIZE = 16.0  # pixels: of text of which nothing is said
_SMALLEST = SMALLEST * _PIXELS["pt"]
_OFF = -500.0  # pixels: what stands so far left of its place, or above it, is off the page
_CLEAR = 0.05  # of opacity: less shows nothing
_LENGTH = regex.compile(r"(?P<number>-?(?:\d++(?:\.\d*+)?|\.\d++))(?P<unit>px|pt|rem|em|%|vw|vh|pc|in|cm|mm)?")
_RGB = regex.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*(?:[,/]\s*([\d.]+)%?\s*)?\)")
_FONT_SIZE = regex.compile(r"(?:^|\s)(?P<size>(?:\d++(?:\.\d*+)?|\.\d++)(?:px|pt|rem|em|%)?+)(?:/\S++)?+\s++\S")
_HEX = regex.compile(r"#([0-9a-f]{3,8})\b")
_NAMED: Mapping[str, Colour] = {"white": WHITE, "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240)}
_OF_PARENT = ("inherit", "unset", "currentcolor", "")
_STRUCK_TAGS = ("s", "strike", "del")
_CUT_AWAY = ("inset(100%)", "inset(50%)", "circle(0)", "circle(0px)")
_SHORT_HEX, _LONG_HEX = 3, 6


@dataclass(frozen=True, slots=True)
class _Look:
    """How the text of an element looks: what it takes from those around it, and what hides it."""

    hidden: bool = False
    clear: bool = False
    size: float = _USUAL_SIZE
    colour: Colour | None = (0, 0, 0)
    ground: Colour | None = WHITE
    off: bool = False
    struck: bool = False
    raised: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text that is not seen: below which element it stood, and whether it was struck out."""

    parent: LexborNode
    text: str
    struck: bool = False


@dataclass(frozen=True)
class Seen:
    """What was taken out of a page; `followed` is whether all of its style sheets were."""

    left_out: tuple[LeftOut, ...]
    followed: bool

    def told(self, main: LexborNode, unseen: Unseen) -> None:
        """Counts what was taken out of the part of the page that is read: menus are hidden on every page."""
        above: dict[int, bool] = {main.mem_id: True}
        for each in self.left_out:
            if _is_within(each.parent, above):
                if each.struck:
                    unseen.strike(each.text)
                else:
                    unseen.hide(each.text)


def without_unseen(tree: LexborHTMLParser) -> Seen:
    """Takes out of a page what is not displayed or struck out, and marks in it what is raised."""
    sheets = sheets_of(tree)
    for node in tree.css(_NOT_TEXT):
        node.decompose()
    body = tree.body
    if body is None:
        return Seen((), sheets.followed)
    looks: dict[int, _Look] = {}
    gone: list[LexborNode] = []
    texts: list[tuple[LexborNode, _Look]] = []
    for node in body.traverse(include_text=True):
        parent = node.parent
        around = looks.get(parent.mem_id, _Look()) if parent is not None else _Look()
        if node.tag == "-text":
            texts.append((node, around))
        elif (tag := node.tag or "-") and not tag.startswith("-"):
            attributes = node.attributes
            declared = own_declarations(attributes, sheets.declared.get(node.mem_id))
            look = _look_of(tag, attributes, declared, around)
            looks[node.mem_id] = look
            if look.gone and not around.gone:
                gone.append(node)
    return Seen((*_taken_texts(texts), *_taken(gone)), sheets.followed)


def _taken(gone: list[LexborNode]) -> Iterator[LeftOut]:
    """Takes out elements with all that they hold."""
    for node in gone:
        parent = node.parent
        if parent is not None:
            yield LeftOut(parent, node.text(separator=""))
        node.decompose()


def _taken_texts(texts: list[tuple[LexborNode, _Look]]) -> Iterator[LeftOut]:
    """Takes out texts that take room and show nothing, and those that are struck out."""
    for node, look in texts:
        text, parent = node.text_content or "", node.parent
        if look.gone or parent is None or not text.strip():
            continue
        if look.size < _SMALLEST or look.off:
            node.replace_with("")
            yield LeftOut(parent, text)
        elif look.hidden or look.clear or blends(look.colour, look.ground):
            node.replace_with(APART)
            yield LeftOut(parent, text)
        elif look.struck:
            node.replace_with(APART)
            yield LeftOut(parent, text, struck=True)
        elif look.raised:
            node.replace_with(raised(text))


def _is_within(node: LexborNode, above: dict[int, bool]) -> bool:
    """Whether a node is one of those known to be inside, or below one; what was asked is remembered."""
    way = []
    at: LexborNode | None = node
    while at is not None and at.mem_id not in above:
        way.append(at.mem_id)
        at = at.parent
    within = at is not None and above[at.mem_id]
    above.update(dict.fromkeys(way, within))
    return within


def _look_of(tag: str, attributes: Mapping[str, str | None], said: Mapping[str, str], around: _Look) -> _Look:
    """How an element looks, in what lies around it."""
    if not said and tag not in _TELLING_TAGS and not _TELLING_ATTRIBUTES.intersection(attributes):
        return around
    size = _size(said, around.size)
    colour, ground = _colours(attributes, said, around)
    decorated = said.get("text-decoration-line") or said.get("text-decoration") or ""
    indent = _pixels(said.get("text-indent", ""), size)
    visible = said.get("visibility", "")
    return replace(
        around,
        hidden=around.hidden if visible not in ("visible", "hidden", "collapse") else visible != "visible",
        clear=around.clear or _is_clear(said.get("opacity", "")),
        size=size,
        colour=colour,
        ground=ground,
        off=around.off if indent is None else indent < _OFF,
        struck=around.struck or "line-through" in decorated or (tag in _STRUCK_TAGS and not decorated),
        raised=around.raised or said.get("vertical-align", "super" if tag == "sup" else "") in ("super", "text-top"),
        gone=around.gone or _is_gone(tag, attributes, said),
    )


_TELLING_TAGS = frozenset((*_STRUCK_TAGS, "sup", "dialog"))
_TELLING_ATTRIBUTES = frozenset(("hidden", "color", "bgcolor", "background"))


def _is_gone(tag: str, attributes: Mapping[str, str | None], said: Mapping[str, str]) -> bool:
    """Whether an element is not displayed, or where nobody looks, with all that it holds."""
    display = said.get("display", "")
    closed = (tag == "dialog" and "open" not in attributes) or "hidden" in attributes
    if display == "none" or (closed and not display) or "collapse" in said.get("visibility", ""):
        return True
    return bool(said) and (_is_away(said) or _is_cut(said) or _is_empty(said))


def _is_away(said: Mapping[str, str]) -> bool:
    """Whether an element is put off the page."""
    sides = ("left", "top", "right", "bottom") if said.get("position") in ("absolute", "fixed") else ()
    ends = (_pixels(said.get(side, ""), _USUAL_SIZE) for side in (*sides, "margin-left"))
    return any(end is not None and end < _OFF for end in ends)


def _is_cut(said: Mapping[str, str]) -> bool:
    """Whether nothing of an element is let through, or is left of it."""
    clipped = said.get("position") in ("absolute", "fixed") and "rect(0" in said.get("clip", "").replace("1px", "0")
    cut = said.get("clip-path", "").replace(" ", "") in _CUT_AWAY or "scale(0)" in said.get("transform", "")
    return clipped or cut or said.get("content-visibility") == "hidden"


def _is_empty(said: Mapping[str, str]) -> bool:
    """Whether an element has no room, and shows nothing beyond it."""
    if not {"hidden", "clip"} & {said.get(name, "").split(" ")[0] for name in ("overflow", "overflow-x", "overflow-y")}:
        return False
    rooms = (_pixels(said.get(name, ""), _USUAL_SIZE) for name in ("height", "max-height", "width", "max-width"))
    return any(room is not None and 0 <= room < _SMALLEST for room in rooms)


def _is_clear(opacity: str) -> bool:
    found = _LENGTH.fullmatch(opacity)
    return found is not None and float(found["number"]) / (100 if found["unit"] == "%" else 1) < _CLEAR


def _size(said: Mapping[str, str], around: float) -> float:
    """The size of an element's text, in pixels."""
    told = said.get("font-size", "")
    if not told and (font := _FONT_SIZE.search(said.get("font", ""))):
        told = font["size"]
    size = _pixels(told, around)
    return around if size is None else size


def _pixels(length: str, around: float) -> float | None:
    """A length in pixels; None where it is none that is known."""
    found = _LENGTH.fullmatch(length)
    if found is None:
        return None
    number, unit = float(found["number"]), found["unit"] or ""
    if unit in ("em", "%"):
        return number * around / (100 if unit == "%" else 1)
    return number * _PIXELS[unit]


def _colours(
    attributes: Mapping[str, str | None], said: Mapping[str, str], around: _Look
) -> tuple[Colour | None, Colour | None]:
    """The colour of an element's text, and of what lies behind it; None for what is not known."""
    given = said.get("color") or (attributes.get("color") or "").lower()
    ground = said.get("background-color") or said.get("background") or (attributes.get("bgcolor") or "").lower()
    behind = around.ground if ground in (*_OF_PARENT, "none", "transparent", "initial") else _colour(ground)
    if "url(" in said.get("background", "") or "gradient" in said.get("background", "") or "background" in attributes:
        behind = None
    if _is_see_through(given):
        return behind, behind
    return (around.colour if given in _OF_PARENT else _colour(given)), behind


def _is_see_through(colour: str) -> bool:
    found = _RGB.fullmatch(colour)
    return colour == "transparent" or (found is not None and found[4] is not None and _is_clear(found[4]))


def _colour(said: str) -> Colour | None:
    """The colour that a value begins with or is; None where that is not known."""
    if "url(" in said or "gradient" in said:
        return None
    if found := _RGB.search(said):
        red, green, blue = (min(int(part), 255) for part in found.groups()[:3])
        return red, green, blue
    if found := _HEX.search(said):
        digits = found[1]
        return colour_of("".join(d * 2 for d in digits[:_SHORT_HEX]) if len(digits) < _LONG_HEX else digits[:_LONG_HEX])
    return next((_NAMED[word] for word in said.split() if word in _NAMED), None)
