"""What the style sheets within a web page declare of its elements, as far as that may hide them.

Only selectors of tags, classes, ids and attributes, below or right below each other, are followed: what depends on a
pointer, a width or a number does not say what everybody sees. selectolax finds what a single such selector names; what
stands below what is told here, as it tries every way through the elements above, which deep pages have no time for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

_MOST_CSS = 1_000_000  # characters of style sheets within a page: the largest at hand have a tenth
_MOST_STEPS = 1_000_000  # elements that selectors are held against, of all rules together: a second or so
_LONGEST_VALUE = 1_000  # characters: only addresses of pictures are longer
_FASTER = 10  # times that selectolax looks at elements faster than they are gone through here
_COMMENT = regex.compile(r"/\*.*?(?:\*/|\Z)", regex.DOTALL)
_BRACE = regex.compile(r"[{}]")
_SCREENS = regex.compile(r"@(?:media\s+(?:only\s+)?(?:screen|all)|layer\b[^{]*)\s*", regex.IGNORECASE)
_COMPOUND = r"(?:[A-Za-z][\w-]*+|\*)?+(?:[.#][\w-]++|\[[\w-]++(?:[~|^$*]?=(?:\"[^\"\]]*+\"|'[^'\]]*+'|[\w-]++))?\])*+"
_SELECTOR = regex.compile(rf"(?P<part>{_COMPOUND})(?:(?P<joint>\s*+>\s*+|\s++)(?P<part>{_COMPOUND}))*+")
_ESCAPE = regex.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_WORD = regex.compile(r"(?P<id>#)|(?P<other>[.\[])|(?P<tag>(?<![\w.#\[=~|^$*\"'-])[A-Za-z])")
_LARGEST_CHARACTER = 0x10FFFF
# fmt: off
_TOLD = frozenset({  # properties that may hide what they are of
    "display", "visibility", "opacity", "font-size", "font", "color", "background", "background-color",
    "text-decoration", "text-decoration-line", "vertical-align", "position", "left", "right", "top", "bottom",
    "text-indent", "margin-left", "clip", "clip-path", "height", "max-height", "width", "max-width", "overflow",
    "overflow-x", "overflow-y", "transform", "content-visibility",
})
# fmt: on

_Place = tuple[bool, tuple[int, int, int], int]  # whether of the element itself, how specific, which comes later
Rank = tuple[bool, bool, tuple[int, int, int], int]  # whether important, and as a _Place
Declaration = tuple[str, str, bool]  # property, value, whether important


@dataclass(slots=True)
class Declared:
    """What is declared of an element, by property, with how much it counts."""

    values: dict[str, tuple[Rank, str]] = field(default_factory=dict)

    def add(self, declarations: Sequence[Declaration], rank: _Place) -> None:
        """Adds declarations, of which the weightier of two of a property counts."""
        for name, value, important in declarations:
            whole = (important, *rank)
            if name not in self.values or self.values[name][0] <= whole:
                self.values[name] = (whole, value)

    @property
    def plain(self) -> dict[str, str]:
        """The value that counts of each property."""
        return {name: value for name, (_, value) in self.values.items()}


@dataclass
class Sheets:
    """What the style sheets of a page declare, by `mem_id` of its elements; `followed` is whether all could be."""

    declared: dict[int, Declared] = field(default_factory=dict)
    followed: bool = True


def sheets_of(tree: LexborHTMLParser) -> Sheets:
    """What the <style> elements of a page declare of its elements."""
    css = "\n".join(node.text() for node in tree.css("style"))
    sheets = Sheets(followed=len(css) <= _MOST_CSS)
    if not css.strip() or not sheets.followed:
        return sheets
    matcher = _Matcher(tree)
    for at, (selectors, declarations) in enumerate(_rules(css)):
        told = tuple(_declarations(declarations))
        for selector in selectors.split(",") if told else ():
            rank = (False, _specific(selector), at)
            for element in matcher.matched(selector.strip()):
                sheets.declared.setdefault(element, Declared()).add(told, rank)
    sheets.followed = matcher.steps <= _MOST_STEPS
    return sheets


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of each rule for screens."""
    css = _COMMENT.sub(" ", css)
    at = 0
    while (begin := css.find("{", at)) >= 0:
        prelude = css[at:begin].rpartition(";")[2].strip("} \t\r\n\f")
        if _SCREENS.fullmatch(prelude):
            at = begin + 1
            continue
        end = _end_of_block(css, begin)
        inside = css[begin + 1 : end]
        at = end + 1
        if not prelude.startswith("@") and "{" not in inside:
            yield prelude, inside


def _end_of_block(css: str, begin: int) -> int:
    """Where the block ends that a brace opens; the end of the text where none does."""
    depth = 0
    for brace in _BRACE.finditer(css, begin):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.start()
    return len(css)


def _declarations(text: str) -> Iterator[Declaration]:
    """Property, value, and whether it is important, of those that may hide; in small letters."""
    for declaration in _ESCAPE.sub(_unescaped, _COMMENT.sub(" ", text)).split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), " ".join(value[:_LONGEST_VALUE].lower().split())
        if name in _TOLD and value:
            plain, _, mark = value.partition("!")
            yield name, plain.strip(), mark.strip() == "important"


def _unescaped(escape: regex.Match[str]) -> str:
    code = int(escape[1], 16)
    return chr(code) if code <= _LARGEST_CHARACTER else ""


def _specific(selector: str) -> tuple[int, int, int]:
    """How specific a selector is: ids, classes and attributes, tags."""
    found = [match.lastgroup for match in _WORD.finditer(selector)]
    return found.count("id"), found.count("other"), found.count("tag")


class _Matcher:
    """Finds what selectors name; `steps` is how many elements were looked at."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._tree = tree
        self._parents: dict[int, int] = {}
        self._found: dict[str, frozenset[int]] = {}
        self.steps = 0
        if tree.root is not None:
            for node in tree.root.traverse():
                if node.parent is not None:
                    self._parents[node.mem_id] = node.parent.mem_id

    def matched(self, selector: str) -> frozenset[int]:
        """The elements that a selector names; none where it is not followed."""
        match = _SELECTOR.fullmatch(selector)
        if match is None or not selector or self.steps > _MOST_STEPS:
            return frozenset()
        parts, joints = match.captures("part"), match.captures("joint")
        found = self._alone(parts[0])
        for part, joint in zip(parts[1:], joints, strict=True):
            if not found or self.steps > _MOST_STEPS:
                return frozenset()
            found = self._below(self._alone(part), found, right_below=">" in joint)
        return found

    def _alone(self, part: str) -> frozenset[int]:
        if part not in self._found:
            self.steps += len(self._parents) // _FASTER
            try:
                self._found[part] = frozenset(node.mem_id for node in self._tree.css(part)) if part else frozenset()
            except SelectolaxError:
                self._found[part] = frozenset()
        self.steps += len(self._found[part])
        return self._found[part]

    def _below(self, elements: frozenset[int], above: frozenset[int], *, right_below: bool) -> frozenset[int]:
        """Those of the elements that stand below, or right below, one of those above."""
        if right_below:
            self.steps += len(elements)
            return frozenset(element for element in elements if self._parents.get(element) in above)
        known: dict[int, bool] = {}
        return frozenset(element for element in elements if self._is_below(element, above, known))

    def _is_below(self, element: int, above: frozenset[int], known: dict[int, bool]) -> bool:
        way = []
        at: int | None = self._parents.get(element)
        while at is not None and at not in known and at not in above:
            way.append(at)
            at = self._parents.get(at)
        below = at in above or (at is not None and known.get(at, False))
        known.update(dict.fromkeys(way, below))
        self.steps += len(way) + 1
        return below


def own_declarations(attributes: Mapping[str, str | None], declared: Declared | None) -> dict[str, str]:
    """What is declared of an element by the page's sheets and by its own style."""
    style = attributes.get("style") or ""
    if not style:
        return declared.plain if declared is not None else {}
    both = Declared(dict(declared.values) if declared is not None else {})
    both.add(tuple(_declarations(style)), (True, (0, 0, 0), 0))
    return both.plain
