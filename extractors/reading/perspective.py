"""The perspective of a photographed page: what its ruled lines tell of it, and the map that takes it out.

Lines that are level on paper meet in one point of a photograph, upright ones in another. Measured at the middle of
the page, the slopes of level lines therefore grow linearly from top to bottom, those of upright lines from left to
right: two lines fitted through slopes are the whole perspective. What is drawn at another angle is an outlier.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractors.model.arrays import Float64s
from extractors.model.geometry import Turn
from extractors.model.page import Line

# Set by eye on generated photographs of known perspective, but for what is counted in points.
_STEEPEST = 0.3  # slope: what leans more was not meant to be level or upright
_ASLANT = 0.5  # how much nearer one edge of a page may be than its middle is
_LEAST = 1.2  # points: a page whose corners move less by it is flat
_PLACED = 0.5  # points: how surely the ends of a drawn stroke are known
_SLOPE_NOISE = 0.0015  # how far the slope of the longest line may be off: paper is never quite flat
_CHANGE = 0.06  # how much slopes commonly change from the middle of a photograph to its edge
_OUTLIER = 4.0  # times the expected noise
_ROUNDS = 6  # of weighing outliers down and fitting again: fits of generated photographs stay as they are by then
_LONG_LINE = 90.0  # points: a line of text that tells a slope
_TEXT_PLACED = 1.5  # points: how surely the ends of a line of text are known
_ROW_NOISE, _MARGIN_NOISE = 0.004, 0.01  # how far rows and margins may be off that lines make by standing in them
_FEWEST = 4  # strokes or lines, below which nothing is told
_SAME_LEVEL = 3.0  # points, at most, from one line of a row or margin to the next


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line on a page that should be level or upright, in points.

    `x`, `y` its middle; `slope` how far it leaves its direction for each point of its length: downwards for level
    lines, to the right for upright ones. `noise` is the slope's expected error.
    """

    x: float
    y: float
    slope: float
    noise: float

    @property
    def turned(self) -> Stroke:
        """The same with the axes exchanged."""
        return Stroke(self.y, self.x, self.slope, self.noise)


def drawn(x: float, y: float, slope: float, length: float) -> Stroke:
    """A stroke of ink, `length` points long."""
    return Stroke(x, y, slope, math.hypot(_SLOPE_NOISE, _PLACED / length))


def flattening(level: Sequence[Stroke], upright: Sequence[Stroke], frame: tuple[float, float]) -> Turn | None:
    """The map that sets a page of the size `frame` flat and straight; None where it is so already.

    The middle of the page and the scale there stay as they are. Without enough of one kind of lines the page is taken
    to be seen from straight above along the other.
    """
    half = max(frame) / 2
    middle = (frame[0] / 2, frame[1] / 2)
    rows = _pencil([_centred(s, middle, half) for s in level])
    columns = _pencil([_centred(s, middle, half).turned for s in upright])
    if rows is None and columns is None:
        return None
    alpha, beta = rows if rows is not None else (-columns[0], 0.0)  # type: ignore[index]
    gamma, delta = columns if columns is not None else (-alpha, 0.0)
    # In coordinates from the middle the map is (u + b v, d u + v) / (p u + q v + 1): its level lines have the slope
    # -d + (p - d q) v where they cross u = 0, its upright ones -b + (q - b p) u where they cross v = 0.
    d, b = -alpha, -gamma
    if max(abs(alpha), abs(gamma)) > _STEEPEST:
        return None
    p = (beta + d * delta) / (1 - d * b)
    q = delta + b * p
    if abs(p) + abs(q) > _ASLANT:
        return None
    there = Turn(1 / half, 0.0, -middle[0] / half, 0.0, 1 / half, -middle[1] / half)
    turn = there.then(Turn(1.0, b, 0.0, d, 1.0, 0.0, p, q)).then(there.inverse())
    return turn if _moves(turn, frame) > _LEAST else None


def _centred(stroke: Stroke, middle: tuple[float, float], half: float) -> Stroke:
    return Stroke((stroke.x - middle[0]) / half, (stroke.y - middle[1]) / half, stroke.slope, stroke.noise)


def _moves(turn: Turn, frame: tuple[float, float]) -> float:
    """How far, in points, the corner that moves most is moved."""
    corners = [(x, y) for x in (0.0, frame[0]) for y in (0.0, frame[1])]
    return max(math.dist(corner, turn.point(*corner)) for corner in corners)


def _pencil(strokes: Sequence[Stroke]) -> tuple[float, float] | None:
    """Slope in the middle of the page, and its change over half of it, of level lines that meet in one point."""
    if len(strokes) < _FEWEST:
        return None
    slopes = np.array([s.slope for s in strokes])
    crossing = np.array([s.y - s.slope * s.x for s in strokes])
    noise = np.array([s.noise for s in strokes])
    terms = np.stack([np.ones_like(crossing), crossing], axis=1)
    prior = np.diag([0.0, _CHANGE**-2])
    fit = np.array([_middle_of(slopes, 1 / noise**2), 0.0])
    scale = max(1.0, float(np.median(np.abs(slopes - fit[0]) / noise)))
    for _ in range(_ROUNDS):
        off = np.abs(slopes - terms @ fit) / noise / (_OUTLIER * scale)
        weights = np.where(off < 1, (1 - np.minimum(off, 1) ** 2) ** 2, 0.0) / noise**2
        if np.count_nonzero(weights) < _FEWEST:
            return None
        fit = np.linalg.solve(terms.T @ (weights[:, None] * terms) + prior, terms.T @ (weights * slopes))
        scale = max(1.0, scale / 2)
    return float(fit[0]), float(fit[1])


def _middle_of(values: Float64s, weights: Float64s) -> float:
    """The weighted median."""
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])


def lines_as_strokes(lines: Sequence[Line]) -> tuple[list[Stroke], list[Stroke]]:
    """Lines of text and rows of them as level strokes, the margins that they begin and end at as upright ones."""
    level = []
    for line in lines:
        (x0, y0), (x1, y1) = line.boxes[0].middle, line.boxes[-1].middle
        if x1 - x0 >= _LONG_LINE:
            noise = _TEXT_PLACED / (x1 - x0) + _SLOPE_NOISE
            level.append(Stroke((x0 + x1) / 2, (y0 + y1) / 2, (y1 - y0) / (x1 - x0), noise))
    rows = _chained([line.box.middle for line in lines], _ROW_NOISE)
    starts = _chained([(line.boxes[0].middle[1], line.box.x0) for line in lines], _MARGIN_NOISE)
    ends = _chained([(line.boxes[-1].middle[1], line.box.x1) for line in lines], _MARGIN_NOISE)
    return level + rows, [stroke.turned for stroke in starts + ends]


def _chained(places: Sequence[tuple[float, float]], floor: float) -> list[Stroke]:
    """Level strokes through places that stand beside one another."""
    chains: list[list[tuple[float, float]]] = []
    for x, y in sorted(places):
        near = [chain for chain in chains if abs(chain[-1][1] - y) <= _SAME_LEVEL]
        if near:
            min(near, key=lambda chain: abs(chain[-1][1] - y)).append((x, y))
        else:
            chains.append([(x, y)])
    strokes = []
    for chain in chains:
        x, y = np.array(chain).T
        spread = float(np.square(x - x.mean()).sum())
        if len(chain) >= _FEWEST and spread > 0:
            slope = float(((y - y.mean()) * (x - x.mean())).sum()) / spread
            strokes.append(Stroke(float(x.mean()), float(y.mean()), slope, _TEXT_PLACED / math.sqrt(spread) + floor))
    return strokes
