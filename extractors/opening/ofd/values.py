"""The values of OFD's attributes: numbers, boxes, matrices, distances, outlines and colours (GB/T 33190, 7.3, 8, 9)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat

import regex
from lxml import etree

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_NUMBER = regex.compile(r"[-+]?(?:\d{1,15}(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,2})?")
_HEX = regex.compile(r"#[0-9A-Fa-f]{1,2}")
_LARGEST = 1e6  # millimetres: a kilometre
_FULL = 255.0  # of a colour's component or its opacity
_GREY = 0.75  # what stands for patterns, which are not drawn
_QUARTER = math.pi / 2
_TAKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}  # numbers after each letter of an outline


class BrokenValue(ValueError):
    """An attribute that says nothing; the message tells what it holds."""


@dataclass(frozen=True, slots=True)
class Box:
    """Left, top, width and height, in millimetres from the top left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of one, three or four components and its opacity, each from 0 to 1."""

    components: tuple[float, ...]
    opacity: float = 1.0


BLACK = Colour((0.0,))


def number(text: str) -> float:
    """A number. Raises BrokenValue where it is none, or larger than any page."""
    if not _NUMBER.fullmatch(text) or abs(value := float(text)) > _LARGEST:
        raise BrokenValue(f"{text[:40]!r} is no number of a page")
    return value


def numbers(text: str, count: int = 0) -> list[float]:
    """The numbers of an attribute, `count` of them if given. Raises BrokenValue."""
    found = [number(word) for word in text.replace(",", " ").split()]
    if count and len(found) != count:
        raise BrokenValue(f"{text[:40]!r} is not {count} numbers")
    return found


def box(text: str) -> Box:
    """A box (ST_Box). Raises BrokenValue."""
    x, y, width, height = numbers(text, 4)
    return Box(x, y, width, height)


def matrix(text: str | None) -> Matrix:
    """A matrix (CTM), the one that changes nothing where there is none. Raises BrokenValue."""
    if not text:
        return IDENTITY
    a, b, c, d, e, f = numbers(text, 6)
    return a, b, c, d, e, f


def times(first: Matrix, second: Matrix) -> Matrix:
    """What `first` and then `second` do to a point."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def distances(text: str, count: int) -> list[float]:
    """At most `count` distances between characters (DeltaX, DeltaY): `g n v` stands for v n times. Raises BrokenValue.

    >>> distances("4.5 g 2 3.5 1", 9)
    [4.5, 3.5, 3.5, 1.0]
    """
    return list(islice(chain.from_iterable(_groups(text.replace(",", " ").split())), count))


def _groups(words: Sequence[str]) -> Iterator[Iterator[float]]:
    at = 0
    while at < len(words):
        if words[at].lower() == "g":
            if at + 2 >= len(words) or (many := number(words[at + 1])) < 0:
                raise BrokenValue(f"{' '.join(words[at : at + 3])[:40]!r} is no group of distances")
            yield repeat(number(words[at + 2]), int(many))
            at += 3
        else:
            yield iter((number(words[at]),))
            at += 1


def colour(element: etree._Element) -> Colour:
    """The colour of an element: of a gradient its first, of a pattern grey. Raises BrokenValue."""
    opacity = share(element.get("Alpha"))
    value = element.get("Value")
    if value is None:
        inner = next((e for e in element.iterdescendants() if e.get("Value") is not None), None)
        if inner is not None:
            return Colour(colour(inner).components, opacity)
        return Colour((_GREY,) if len(element) else BLACK.components, opacity)
    words = value.replace(",", " ").split()
    told = [int(word[1:], 16) if _HEX.fullmatch(word) else number(word) for word in words]
    if len(told) not in (1, 3, 4):
        raise BrokenValue(f"{value[:40]!r} is no colour")
    return Colour(tuple(min(1.0, max(0.0, component / _FULL)) for component in told), opacity)


def share(text: str | None) -> float:
    """An opacity of 0 to 255 as a share; whole where nothing is said. Raises BrokenValue."""
    return 1.0 if text is None else min(1.0, max(0.0, number(text) / _FULL))


def outline(text: str, by: Matrix = IDENTITY) -> str:
    """The outline of an AbbreviatedData, moved by a matrix, in the operators of PDF. Raises BrokenValue."""
    made: list[str] = []
    at: Point = (0.0, 0.0)
    words = text.split()
    place = 0
    while place < len(words):
        letter = words[place]
        takes = _TAKES.get(letter)
        if takes is None:
            raise BrokenValue(f"{letter[:40]!r} is no part of an outline")
        told = [number(word) for word in words[place + 1 : place + 1 + takes]]
        if len(told) < takes:
            raise BrokenValue(f"an outline ends within {letter!r}")
        place += 1 + takes
        if letter == "C":
            made.append("h")
            continue
        made += _drawn(letter, at, told, by)
        at = (told[-2], told[-1])
    return " ".join(made)


def _drawn(letter: str, at: Point, told: Sequence[float], by: Matrix) -> Iterator[str]:
    if letter in "SM":
        yield f"{_placed(told, by)} m"
    elif letter == "L":
        yield f"{_placed(told, by)} l"
    elif letter == "Q":
        x, y, x1, y1 = told
        curve = (at[0] + (x - at[0]) * 2 / 3, at[1] + (y - at[1]) * 2 / 3, x1 + (x - x1) * 2 / 3, y1 + (y - y1) * 2 / 3)
        yield f"{_placed((*curve, x1, y1), by)} c"
    elif letter == "B":
        yield f"{_placed(told, by)} c"
    else:
        yield from (f"{_placed(curve, by)} {'c' if len(curve) > 2 else 'l'}" for curve in _arc(at, told))


def _arc(at: Point, told: Sequence[float]) -> Iterator[tuple[float, ...]]:
    """An arc of an ellipse as curves (as in SVG 1.1, appendix F.6); a line where its ellipse is none."""
    rx, ry, turned, large, sweep, x1, y1 = told
    rx, ry, angle = abs(rx), abs(ry), math.radians(turned)
    cos, sin = math.cos(angle), math.sin(angle)
    dx, dy = (at[0] - x1) / 2, (at[1] - y1) / 2
    x, y = cos * dx + sin * dy, cos * dy - sin * dx
    if rx < 1e-9 or ry < 1e-9 or (abs(x) < 1e-9 and abs(y) < 1e-9):
        yield x1, y1
        return
    grown = math.sqrt(max(1.0, (x / rx) ** 2 + (y / ry) ** 2))
    rx, ry = rx * grown, ry * grown
    away = (rx * y) ** 2 + (ry * x) ** 2
    root = math.sqrt(max(0.0, ((rx * ry) ** 2 - away) / away)) * (-1 if bool(large) == bool(sweep) else 1)
    cx, cy = root * rx * y / ry, -root * ry * x / rx
    start = math.atan2((y - cy) / ry, (x - cx) / rx)
    turn = math.atan2((-y - cy) / ry, (-x - cx) / rx) - start
    turn += 2 * math.pi * ((turn < 0) - (turn > 0)) * (bool(sweep) != (turn > 0))
    parts = max(1, math.ceil(abs(turn) / _QUARTER))
    step = turn / parts
    reach = 4 / 3 * math.tan(step / 4)
    centre = (cos * cx - sin * cy + (at[0] + x1) / 2, sin * cx + cos * cy + (at[1] + y1) / 2)
    to_page: Matrix = (cos * rx, sin * rx, -sin * ry, cos * ry, *centre)
    for part in range(parts):
        a, b = start + part * step, start + (part + 1) * step
        curve = (
            math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a),
            math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b), math.cos(b), math.sin(b),
        )  # fmt: skip
        yield tuple(_moved(curve, to_page))


def _moved(told: Sequence[float], by: Matrix) -> Iterator[float]:
    a, b, c, d, e, f = by
    for x, y in zip(told[::2], told[1::2], strict=True):
        yield a * x + c * y + e
        yield b * x + d * y + f


def _placed(told: Sequence[float], by: Matrix) -> str:
    return written(tuple(_moved(told, by)))


def written(values: Sequence[float]) -> str:
    """Numbers as PDF writes them. Raises BrokenValue where one is beyond all pages."""
    if any(not abs(value) <= _LARGEST * _LARGEST for value in values):
        raise BrokenValue("a place is beyond all pages")
    return " ".join(f"{value:.4f}" for value in values)
