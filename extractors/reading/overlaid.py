"""Marks laid over a page (watermarks): level text, paler than the print or through it, that belongs to no cell.

Text of one style is one layer. A pale layer is a mark where it lies over other text as no print does, or lets the
page be seen through it and says the same again and again; one as dark as the print only where it lies over it and
repeats itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from extractors.model.geometry import Box
from extractors.reading.glyphs import Paint, Run
from patterns.shapes import is_value

# Set by eye on watermarks of viewers, printers and office programs; greys of print are darker than the first.
_PALE = 0.45  # a shade over white: from here on what is laid over a page lets its text be read
_WHITE = 0.95  # a shade: text as white as this stands on something dark
_CLEAR = 240  # of 255: what is less opaque is a mark, no print
_ORDINARY = 0.5  # of a page's characters: a style that has more is the page's own
_AGAIN = 3  # times that a mark is said on a page
_FEWEST = 4  # characters of a mark that is repeated: shorter ones may be what cells hold (0.00)
_COLLIDING = 2  # glyphs that lie over others: one may be a slip of the typesetter
_OVER = 0.25  # of the smaller glyph's area that both cover
_BUCKET = 12.0  # points: about a glyph; neighbours are looked for in the buckets around


def without_overlays(runs: Sequence[Run]) -> tuple[list[Run], tuple[str, ...]]:
    """The runs that are print, and what the marks laid over them say."""
    layers = _layers(runs)
    if len(layers) < 2:
        return list(runs), ()
    again = {paint: _repeated(layer) for paint, layer in layers.items()}
    own = _own_paints(layers, again)
    laid = {
        id(run)
        for paint, layer in layers.items()
        if paint not in own and _is_mark(paint, layer, runs, again[paint])
        for run in layer
    }
    said = dict.fromkeys(run.text.strip() for run in runs if id(run) in laid)
    return [run for run in runs if id(run) not in laid], tuple(said)


def _layers(runs: Sequence[Run]) -> dict[Paint, list[Run]]:
    """The runs by their style, sizes rounded: a page has few."""
    styles: dict[Paint, Paint] = {}
    layers: dict[Paint, list[Run]] = defaultdict(list)
    for run in runs:
        if run.paint not in styles:
            styles[run.paint] = run.paint._replace(size=round(run.paint.size))
        layers[styles[run.paint]].append(run)
    return layers


def _own_paints(layers: dict[Paint, list[Run]], again: dict[Paint, str]) -> frozenset[Paint]:
    """The styles that are the page's own because most of it is set so: one of them, or all pale ones together.

    `again` is what each layer says several times.
    """
    count = {p: sum([len(run.glyphs) for run in layer]) for p, layer in layers.items() if not again[p]}
    most = _ORDINARY * sum(count.values())
    pale = [paint for paint in count if _is_pale(paint)]
    # Beside text that hides what is below it, text that does not may be a mark however much there is of it.
    beside = any(map(_is_clear, pale)) and len(pale) < len(count)
    wholly = pale if not beside and sum(count[paint] for paint in pale) > most else []
    return frozenset((*wholly, *(paint for paint in count if count[paint] > most and not _is_clear(paint))))


def _is_pale(paint: Paint) -> bool:
    return _is_clear(paint) or _PALE < paint.shade < _WHITE


def _is_clear(paint: Paint) -> bool:
    return paint.alpha < _CLEAR


def _is_mark(paint: Paint, layer: Sequence[Run], runs: Sequence[Run], repeated: str) -> bool:
    if _is_clear(paint) and repeated and not is_value(repeated):
        return True
    return (_is_pale(paint) or bool(repeated)) and _collides(layer, runs)


def _repeated(layer: Sequence[Run]) -> str:
    """What a layer says several times, and hardly anything else; "" where there is no such thing."""
    if len(layer) < _AGAIN:
        return ""
    texts = Counter([text for run in layer if (text := "".join(run.text.split()))])
    text, times = texts.most_common(1)[0] if texts else ("", 0)
    return text if times >= _AGAIN and len(text) >= _FEWEST and 2 * times > texts.total() else ""


def _collides(layer: Sequence[Run], runs: Sequence[Run]) -> bool:
    """Whether glyphs of a layer lie over glyphs of others."""
    own = {id(run) for run in layer}
    held: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for run in runs:
        if id(run) not in own:
            for char, box in run.glyphs:
                if not char.isspace():
                    x, y = box.middle
                    held[int(x // _BUCKET), int(y // _BUCKET)].append(box)
    over = 0
    for run in layer:
        for char, box in run.glyphs:
            over += not char.isspace() and _lies_over(box, held)
            if over >= _COLLIDING:
                return True
    return False


def _lies_over(box: Box, held: dict[tuple[int, int], list[Box]]) -> bool:
    columns = range(int(box.x0 // _BUCKET), int(box.x1 // _BUCKET) + 1)
    rows = range(int(box.y0 // _BUCKET), int(box.y1 // _BUCKET) + 1)
    return any(_shares(box, other) for x in columns for y in rows for other in held.get((x, y), ()))


def _shares(box: Box, other: Box) -> bool:
    shared = box.overlap_x(other) * box.overlap_y(other)
    return shared > _OVER * min(box.width * box.height, other.width * other.height)
