"""Lines of a text layer held against the page's picture, where there is reason to doubt that both say the same.

Reasons: something lies over a figure, or nothing is to be seen of it; a font's shapes look like other digits than they
are said to be; a letter of another script stands among digits. What the picture says is read by the OCR and taken where
the figures differ. Where a font lies, or more lines are in doubt than are read, all of the page is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import regex

from extractors.model.geometry import Box
from extractors.model.page import Line, Look
from extractors.reading.letterforms import Form

_MOST = 12  # lines that are read from the picture; of more, as many by turns
_MOST_FORMS = 4  # lines that are read for a font's sake
_AROUND = (2.0, 1.0)  # points around a line that are read with it, across and down
_DOUBT = 0.9  # the most that a character is believed where layer and picture differ
_HALF = 0.5  # of a line's height, of a place's width: what is shared is one
_LONGEST_TOLD = 24  # figures' characters that a warning tells
# A letter that looks like a digit is one to a person: of scripts that Chinese texts have no use for, or among digits.
_BORROWED = regex.compile(r"[\p{Cyrillic}\p{Greek}]|(?<=[\d.．])[OoIl]+(?=[\d.．])|(?<![A-Za-z])[OoIl]+(?=[.．]\d)")
_FIGURE = regex.compile(r"\d[\d.,]*")


@dataclass(frozen=True)
class Witnessed:
    """The lines of a page as its picture bears them out, and warnings of where it did not.

    `denied` says where the layer as a whole is not believed: what it tells, what the page shows. `forms` are those that
    the picture was asked of, with its answers.
    """

    lines: tuple[Line, ...]
    warnings: tuple[str, ...] = ()
    denied: str = ""
    forms: tuple[tuple[Form, bool], ...] = ()


def witnessed(lines: Sequence[Line], doubtful: Sequence[Box], forms: dict[Form, Box], look: Look) -> Witnessed:
    """The lines with those replaced of which the picture tells other figures.

    `doubtful` are places of figures in doubt, `forms` suspected forms with a place of each, all in points of the page.
    """
    if not (doubtful or forms or _BORROWED.search("\n".join(line.text for line in lines))):
        return Witnessed(tuple(lines))
    by_forms = _asked_for_forms(lines, forms)
    doubted = [line for line in lines if _is_doubtful(line, doubtful)]
    asked = _by_turns(doubted, _MOST)
    unlike = _unlike((*by_forms.values(), *asked), look)
    answers = tuple((form, id(line) not in unlike) for form, line in by_forms.items())
    denying = [line for line in by_forms.values() if id(line) in unlike]
    if len(asked) < len(doubted):
        denying += [line for line in asked if id(line) in unlike]
    if denying:
        return Witnessed(tuple(lines), denied=_told(denying[0], unlike[id(denying[0])]), forms=answers)
    warnings = [f"the text layer does not say what the page shows: {told}" for told in _differences(asked, unlike)]
    return Witnessed(_replaced(lines, unlike), tuple(warnings), forms=answers)


def _differences(asked: Sequence[Line], unlike: dict[int, Line]) -> list[str]:
    return [_told(line, unlike[id(line)]) for line in asked if id(line) in unlike]


def _unlike(lines: Sequence[Line], look: Look) -> dict[int, Line]:
    """What the picture tells of those lines of which it tells other figures, by the lines' ids."""
    by_id = {id(line): line for line in lines}
    read = look.read([_around(line.box) for line in by_id.values()]) if by_id else ()
    seen = zip(by_id.items(), read, strict=True)
    return {key: told for (key, line), told in seen if figures(told.text) != figures(line.text)}


def figures(text: str) -> tuple[str, ...]:
    """The figures of a text as both a layer and an OCR write them.

    >>> figures("支出１，２００.50万元")
    ('1200.50',)
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return tuple(found.replace(",", "").rstrip(".") for found in _FIGURE.findall(plain))


def _is_doubtful(line: Line, doubtful: Sequence[Box]) -> bool:
    return any(_stands_in(place, line.box) for place in doubtful) or bool(_BORROWED.search(line.text))


def _asked_for_forms(lines: Sequence[Line], forms: dict[Form, Box]) -> dict[Form, Line]:
    """For suspected forms a line in which each stands; some of them only, where they are many."""
    found: dict[Form, Line] = {}
    asked: set[int] = set()
    for form, place in forms.items():
        line = next((line for line in lines if _stands_in(place, line.box)), None)
        if line is not None and (id(line) in asked or len(asked) < _MOST_FORMS):
            asked.add(id(line))
            found[form] = line
    return found


def _by_turns(lines: Sequence[Line], most: int) -> Sequence[Line]:
    """No more than `most` of the lines, from all over the page."""
    if len(lines) <= most:
        return lines
    return [lines[i * len(lines) // most] for i in range(most)]


def _around(box: Box) -> Box:
    across, down = _AROUND
    return Box(box.x0 - across, box.y0 - down, box.x1 + across, box.y1 + down)


def _replaced(lines: Sequence[Line], unlike: dict[int, Line]) -> tuple[Line, ...]:
    """The lines, those in doubt as the picture tells them; what stands in the place of one of these is in it."""
    places = [line.box for line in lines if id(line) in unlike]
    made = list[Line]()
    for line in lines:
        if id(line) in unlike:
            read = unlike[id(line)]
            if read.text.strip():
                made.append(replace(read, confidences=tuple(min(c, _DOUBT) for c in read.confidences)))
        elif not any(_stands_in(line.box, place) for place in places):
            made.append(line)
    return tuple(made)


def _stands_in(place: Box, line: Box) -> bool:
    """Whether a place is of a line: on its height, within its width."""
    down = min(place.y1, line.y1) - max(place.y0, line.y0)
    return down > _HALF * min(place.height, line.height) and place.overlap_x(line) > _HALF * place.width


def _told(line: Line, read: Line) -> str:
    said, shown = figures(line.text), figures(read.text)
    return (
        f"{_short(f for f in said if f not in shown)} in the layer, {_short(f for f in shown if f not in said)} shown"
    )


def _short(told: Iterable[str]) -> str:
    text = " ".join(told) or "nothing"
    return text if len(text) <= _LONGEST_TOLD else f"{text[:_LONGEST_TOLD]}…"
