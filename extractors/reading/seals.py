"""Seals that are not red, or red ones photocopied to grey: told by their ring, and taken away from over the print.

A seal's strokes are broad and all of one tone; print that shows through them is darker. Where it is, the strokes are
made paper and the print stays. A seal as black as the print hides it: its strokes are taken away with what they cover.
Either way what is read where they were is doubtful, and the page keeps their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from extractors.model.arrays import Float64s, Grey, Image
from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.reading.raster import Raster

# Set by eye on generated scans with seals of several tones and sizes, and on scans without.
_LOOKED_AT = 2.0  # pixels a point of the image in which rings are looked for
_DIAMETER = (60.0, 190.0)  # points, 21 to 67 mm: seals are 38 to 58
_ROUND = 1.6  # times as long as wide at most: seals of invoices are oval
_TINTED = 45  # levels between the strongest and the weakest channel: coloured ink
_FAINTLY = 22  # levels within a seal that is coloured
_DARKER = 30  # levels below the paper's: ink
_BROAD = 1.2  # points from the middle of a stroke to its sides: those of a ring, not of print and rulings
_BRIDGED = 5  # pixels at that density: the middle of a ring may have gaps
_COARSE = 8  # every so many pixels are enough to tell the paper, and whether there is colour
_FEWEST_TINTED = 20  # of those: fewer are specks
_RIM = 0.06  # of the radius: how far from the ellipse the ring's ink may lie
_CLOSED = 0.7  # of all directions in which the ring shows
_HOLLOW = 0.6  # of the disc's inside that may be ink at most
_DIRECTIONS = 180
_REFITTED = 3  # times that an ellipse is fitted, each time to the points that lie on the last
_WHOLE = 1.06  # radii: a ring's own width, and a little
_BRIGHT = 80  # percentile of a seal's surroundings: their paper
_STROKE = 0.45 / 25.4 * 72  # points, 0.45 mm: strokes as broad are the seal's, thinner ones print
_EDGE = 0.25 / 25.4 * 72  # points around its strokes over which they fade
_BELOW = 0.04  # of the paper's brightness: print under a stroke is darker than that by so much
_ALIKE = 0.07  # of the paper's brightness: how far tones of one seal lie apart
_BLACK = 0.1  # of the paper's brightness: print at its blackest
_DARKEST, _MOST_BLACK = 1, 0.6  # percentile of what a seal's strokes show that is print; of their own tone at most
_RULED = (46.0, 2.2)  # points: a ruling is longer than a ring runs level, and less thick
_APART = 0.3  # of the paper's brightness: strokes as dark are as dark as print

HIDDEN, SHOWN_THROUGH = 255, 128  # marks of strokes in `Raster.stained`
# Confidence left at most to a character where strokes hid some of the print, and where they let it show through
_MOST_HIDDEN, _MOST_SHOWN = 0.3, 0.9
# Characters, their confidence, and the share of their place under strokes: what a seal leaves is read as no more
_REMAINS, _REMAINS_SURE, _REMAINS_UNDER = 2, 0.9, 0.3
_TOUCHED = 0.04  # of a character and its neighbours' place: strokes over less do not matter


@dataclass(frozen=True)
class _Ring:
    """An ellipse in pixels: its middle, its two diameters, its slope in degrees."""

    middle: tuple[float, float]
    diameters: tuple[float, float]
    slope: float

    def scaled(self, by: float) -> _Ring:
        (x, y), (a, b) = self.middle, self.diameters
        return _Ring((x * by, y * by), (a * by, b * by), self.slope)

    def reaching(self, share: float) -> Float64s:
        """Points (n, 2) at `share` of the way from the middle to the rim, direction by direction."""
        turns = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False)
        slope = np.deg2rad(self.slope)
        x, y = self.diameters[0] / 2 * share * np.cos(turns), self.diameters[1] / 2 * share * np.sin(turns)
        return np.stack(
            [
                self.middle[0] + x * np.cos(slope) - y * np.sin(slope),
                self.middle[1] + x * np.sin(slope) + y * np.cos(slope),
            ],
            axis=1,
        )


def without_seals(scan: Raster) -> Raster:
    """The scan without seals, with the place of their strokes; as it was where it has none."""
    density = 1 / scan.to_points.a
    rings = list(_rings(scan.pixels, density))
    if not rings:
        return scan
    pixels = scan.pixels.copy()
    stained = np.zeros(pixels.shape[:2], np.uint8)
    for ring in rings:
        _clear(pixels, stained, ring, density)
    return Raster(pixels, scan.to_points, stained)


def _rings(pixels: Image, density: float) -> Iterator[_Ring]:
    """The rings of seals, in pixels of the image."""
    scale = min(1.0, _LOOKED_AT / density)
    found: list[_Ring] = []
    for mask in (_broad_strokes(pixels, scale, density), _tinted(pixels, scale)):
        for ring in _round_shapes(mask, density * scale) if mask is not None else ():
            if not any(_is_same(ring, other) for other in found):
                found.append(ring)
                yield ring.scaled(1 / scale)


def _broad_strokes(pixels: Image, scale: float, density: float) -> Grey:
    grey = _resized(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8), scale)
    paper = float(np.median(grey[::_COARSE, ::_COARSE]))
    dark = cv2.threshold(grey, paper - _DARKER, 255, cv2.THRESH_BINARY_INV)[1]
    inmost = (cv2.distanceTransform(dark, cv2.DIST_L2, 3) > _BROAD * density * scale).astype(np.uint8)
    return np.asarray(cv2.dilate(inmost, np.ones((_BRIDGED, _BRIDGED), np.uint8)), np.uint8)


def _tinted(pixels: Image, scale: float) -> Grey | None:
    """Where there is coloured ink; None where there is none."""
    coarse = pixels[::_COARSE, ::_COARSE]
    if np.count_nonzero(coarse.max(axis=2) - coarse.min(axis=2) > _TINTED) < _FEWEST_TINTED:
        return None
    blue, green, red = cv2.split(_resized(pixels, scale))
    tint = cv2.subtract(cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red))
    return np.asarray((tint > _TINTED).astype(np.uint8), np.uint8)


def _resized(pixels: npt.NDArray[np.uint8], scale: float) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _is_same(ring: _Ring, other: _Ring) -> bool:
    distance = float(np.hypot(*np.subtract(ring.middle, other.middle)))
    return distance < min(other.diameters) / 2


def _round_shapes(mask: Grey, density: float) -> Iterator[_Ring]:
    """Hollow ellipses of a seal's size in a mask of ink, its density in pixels a point."""
    if not mask.any():
        return
    least, most = (d * density for d in _DIAMETER)
    for contour in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
        _, _, width, height = cv2.boundingRect(contour)
        if least <= max(width, height) and min(width, height) <= most and len(contour) > least:
            ring = _fitted(np.asarray(contour[:, 0, :], np.float64))
            if ring is not None and _is_seal(ring, mask, least, most):
                yield ring


def _fitted(points: Float64s) -> _Ring | None:
    """The ellipse on which most of a shape's outer points lie."""
    outer = np.asarray(cv2.convexHull(points.astype(np.float32))[:, 0, :], np.float64)
    for _ in range(_REFITTED):
        if len(outer) < 8:
            return None
        middle, diameters, slope = cv2.fitEllipse(outer.astype(np.float32))
        if not min(diameters) > 0:
            return None
        ring = _Ring((float(middle[0]), float(middle[1])), (float(diameters[0]), float(diameters[1])), float(slope))
        off = _off(ring, outer)
        outer = outer[off <= max(_RIM, float(np.median(off)))]
    return ring


def _off(ring: _Ring, points: Float64s) -> Float64s:
    """How far points lie from the rim, in radii."""
    slope = np.deg2rad(ring.slope)
    x, y = (points - ring.middle).T
    along, across = x * np.cos(slope) + y * np.sin(slope), y * np.cos(slope) - x * np.sin(slope)
    return np.asarray(
        np.abs(np.hypot(along / (ring.diameters[0] / 2), across / (ring.diameters[1] / 2)) - 1), np.float64
    )


def _is_seal(ring: _Ring, mask: Grey, least: float, most: float) -> bool:
    short, long = sorted(ring.diameters)
    if not (least <= long and short <= most and long <= _ROUND * short and long <= most * _ROUND):
        return False
    rim = np.zeros(_DIRECTIONS, bool)
    for share in np.arange(1 - 2 * _RIM, 1 + _RIM, _RIM / 4):
        rim |= _at(mask, ring.reaching(float(share))) > 0
    inside = np.concatenate([_at(mask, ring.reaching(share)) for share in (0.35, 0.5, 0.7, 0.85)])
    return bool(rim.mean() >= _CLOSED and (inside > 0).mean() <= _HOLLOW)


def _at(image: npt.NDArray[np.uint8], points: Float64s) -> npt.NDArray[np.uint8]:
    """What an image shows at points; nothing beyond its sides."""
    x, y = np.round(points).astype(int).T
    height, width = image.shape[:2]
    within = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    values = np.zeros((len(points), *image.shape[2:]), np.uint8)
    values[within] = image[y[within], x[within]]
    return values


def _clear(pixels: Image, stained: Grey, ring: _Ring, density: float) -> None:
    """Takes a seal out of `pixels` and marks in `stained` where its strokes are."""
    reach = max(ring.diameters) / 2 * _WHOLE
    (x, y), (height, width) = ring.middle, stained.shape
    x0, x1 = max(0, int(x - reach)), min(width, int(x + reach) + 1)
    y0, y1 = max(0, int(y - reach)), min(height, int(y + reach) + 1)
    part = pixels[y0:y1, x0:x1]
    channel = _clearest_channel(part, _Ring((x - x0, y - y0), ring.diameters, ring.slope))
    shown = np.ascontiguousarray(part[:, :, channel.index])
    disc = np.zeros(shown.shape, np.uint8)
    axes = (round(ring.diameters[0] / 2 * _WHOLE), round(ring.diameters[1] / 2 * _WHOLE))
    cv2.ellipse(disc, (round(x - x0), round(y - y0)), axes, ring.slope, 0, 360, 1, -1)
    strokes = _strokes(part, shown, disc, channel, density)
    edge = 2 * max(1, round(_EDGE * density)) + 1
    faded = cv2.dilate(strokes, np.ones((edge, edge), np.uint8)) > 0
    mark = SHOWN_THROUGH if channel.shows_print else HIDDEN
    stained[y0:y1, x0:x1] = np.maximum(stained[y0:y1, x0:x1], faded.astype(np.uint8) * mark)
    part[faded] = _print_alone(shown, strokes, channel, density)[faded][:, None]


def _print_alone(shown: Grey, strokes: Grey, channel: _Channel, density: float) -> Grey:
    """The print in one channel of a seal's surroundings, as if on paper, where there are strokes over it."""
    paper, tone = channel.paper, channel.tone
    if not channel.shows_print:
        return np.where(_ruled(shown, channel, density), round(_BLACK * paper), round(paper)).astype(np.uint8)
    # Without print the seal would look like that: its strokes and their edges are broader than those of print.
    side = max(3, round(_STROKE * density)) | 1
    ground = cv2.morphologyEx(shown, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)).astype(np.float32)
    ground[strokes > 0] = np.minimum(ground[strokes > 0], tone)
    # Print under strokes is no blacker than they let it be: the tones between are spread from black to paper.
    darkest = float(np.percentile(shown[strokes > 0], _DARKEST))
    under = min(max(_BLACK * paper, darkest), _MOST_BLACK * tone)
    veil = np.clip((paper - ground) / (paper - tone), 0.0, 1.0)
    black = _BLACK * paper + (under - _BLACK * paper) * veil
    white = ground - _BELOW * paper
    spread = np.clip((shown - black) / np.maximum(white - black, 1.0), 0.0, 1.0)
    # What is paler than the strokes may be their edge or that of print.
    spread[shown > tone] = (spread[shown > tone] + 1) / 2
    return np.asarray((spread * paper).astype(np.uint8), np.uint8)


def _strokes(part: Image, shown: Grey, disc: Grey, channel: _Channel, density: float) -> Grey:
    """Where the strokes of a seal are: by its colour, or by how broad they are and of what tone."""
    tint = part.max(axis=2) - part.min(axis=2)
    dark = ((shown < (channel.tone + channel.paper) / 2) & (disc > 0)).astype(np.uint8)
    side = max(3, round(_STROKE * density))
    broad = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    near = cv2.dilate(broad, np.ones((side, side), np.uint8))
    alike = cv2.absdiff(shown, np.full_like(shown, round(channel.tone))) < _ALIKE * channel.paper
    coloured = (tint > (_FAINTLY if channel.tinted else _TINTED)) & (disc > 0)
    strokes = (broad > 0) | coloured | ((near > 0) & alike & (dark > 0))
    return np.asarray(strokes.astype(np.uint8), np.uint8)


@dataclass(frozen=True)
class _Channel:
    """The channel in which a seal is palest, the brightness of the paper and of the seal's strokes in it.

    `tinted` is whether the strokes are coloured.
    """

    index: int
    paper: float
    tone: float
    tinted: bool

    @property
    def shows_print(self) -> bool:
        """Whether the strokes are paler than print, so that it shows through them."""
        return self.tone > _APART * self.paper


def _clearest_channel(part: Image, ring: _Ring) -> _Channel:
    papers = np.percentile(part.reshape(-1, 3), _BRIGHT, axis=0)
    tones = _tones(part, ring)
    index = int(np.argmax(tones / np.maximum(papers, 1.0)))
    tinted = bool(tones.max() - tones.min() > _TINTED)
    return _Channel(index, float(papers[index]), float(tones[index]), tinted)


def _tones(part: Image, ring: _Ring) -> Float64s:
    """The colour of the ring: where most directions are darkest, what most of them show; print is too rare to count."""
    shares = np.arange(1 - 2 * _RIM, 1 + _RIM, _RIM / 6)
    places = [ring.reaching(float(share)) for share in shares]
    height, width = part.shape[:2]
    inside = [xy[(xy[:, 0] >= 0) & (xy[:, 1] >= 0) & (xy[:, 0] < width - 1) & (xy[:, 1] < height - 1)] for xy in places]
    medians = [np.median(_at(part, xy), axis=0) for xy in inside if len(xy)]
    return np.asarray(min(medians, key=lambda colour: float(np.sum(colour))), np.float64)


def _ruled(shown: Grey, channel: _Channel, density: float) -> npt.NDArray[np.bool_]:
    """Where long thin lines of print are: rulings, which a seal must not take with it."""
    dark = (shown < (channel.tone + channel.paper) / 2).astype(np.uint8)
    long, thick = round(_RULED[0] * density), max(2, round(_RULED[1] * density))
    found = np.zeros(dark.shape, np.bool_)
    for along, across in (((1, long), (thick, 1)), ((long, 1), (1, thick))):
        lines = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(along, np.uint8))
        broad = cv2.morphologyEx(lines, cv2.MORPH_OPEN, np.ones(across, np.uint8))
        found |= (lines > 0) & (broad == 0)
    return found


def doubted(lines: Sequence[Line], raster: Raster) -> tuple[Line, ...]:
    """The lines of a raster, in its points, with less confidence in what a seal stood over, or right beside.

    What stands beside strokes may be what is left of a longer figure. Of a figure that strokes hid nothing is told,
    nor what was read of the strokes themselves.
    """
    if raster.stained is None:
        return tuple(lines)
    density = 1 / raster.to_points.a
    found = []
    for line in lines:
        if _is_remains(line, raster.stained, density):
            continue
        most = tuple(_most_sure(line.boxes, raster.stained, density))
        if min(most, default=1.0) > _MOST_HIDDEN or not line.text.isascii():
            found.append(replace(line, confidences=tuple(map(min, line.confidences, most))))
    return tuple(found)


def _is_remains(line: Line, stained: Grey, density: float) -> bool:
    """Whether a line is what was left of the seal itself: short, doubtful, and mostly where strokes were."""
    if not line.text or len(line.text) > _REMAINS or line.mean_confidence >= _REMAINS_SURE:
        return False
    x0, y0, x1, y1 = (max(0, round(v * density)) for v in line.box)
    part = stained[y0:y1, x0:x1]
    return bool(part.size > 0 and np.count_nonzero(part) > _REMAINS_UNDER * part.size)


def _most_sure(boxes: Sequence[Box], stained: Grey, density: float) -> Iterator[float]:
    for box in boxes:
        x0, y0, x1, y1 = (max(0, round(v * density)) for v in (box.x0 - box.width, box.y0, box.x1 + box.width, box.y1))
        part = stained[y0:y1, x0:x1]
        touched = part.size > 0 and np.count_nonzero(part) > _TOUCHED * part.size
        yield (_MOST_HIDDEN if (part == HIDDEN).any() else _MOST_SHOWN) if touched else 1.0
