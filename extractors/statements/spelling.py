"""Slips of the OCR in what names a figure: heads, items' names and codes, told by the standard labels and codes.

Figures are never touched here. What a text layer says stands as it is.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

import regex

from extractors.language.function_codes import function_names
from extractors.model.cells import Cell, Table
from extractors.model.page import ReadPage
from extractors.statements.grid import label
from patterns.kept import KEPT
from patterns.labels import as_printed, distance, economic_names, is_label, meant_by
from patterns.shapes import is_value
from patterns.statements import load_statements

# Set by eye on generated scans whose labels were misread.
_MENDED = 0.9  # the confidence of a character that was told by its label
_ALIKE = 0.5  # of a code: how much of it must have been read
_NO_RIVAL = 0.1  # how much less another code must be alike
_MOST_LOST = 2  # characters at the ends of a name that a detector cuts off, or adds
_FEWEST_LEFT = 4  # characters of a name that must have been read, and of each label in several
_TOP = 3  # digits of the code of a 类
CODE_DIGITS = (3, 5, 7)  # of the codes of a 类, a 款 and a 项
_SEVERAL = 0.5  # the confidence of a label that is several


def respelt(table: Table, pages: Mapping[int, ReadPage]) -> Table:
    """The table with the labels that an OCR misread from a standard one set right."""
    return replace(table, cells=tuple(_respelt(c) if by_ocr(c, pages) else c for c in table.cells))


def by_ocr(cell: Cell, pages: Mapping[int, ReadPage]) -> bool:
    """Whether a cell may have been misread; its confidence does not tell: an OCR is often certain."""
    return pages[cell.page].source == "ocr"


def _respelt(cell: Cell) -> Cell:
    text = label(cell.text)
    if not text or is_value(text):
        return cell
    start = len(text) - len(core := unnumbered(text))
    meant = meant_by(core)
    if meant is None:
        return cell
    for place, char in enumerate(meant, start):
        if text[place] != char:
            cell = _with(cell, place, char)
    return cell


@cache
def _numbering() -> regex.Pattern[str]:
    return regex.compile(load_statements().numbering)


@lru_cache(maxsize=4096)
def unnumbered(name: str) -> str:
    """An item's name without what numbers it, were it glued to a standard label (五事业收入)."""
    if is_label(name):
        return name
    bare = _numbering().sub("", name)
    glued = _glued().match(name) if bare == name else None
    return next((name[i:] for i in range(glued.end(), 0, -1) if is_label(name[i:])), name) if glued else bare


@cache
def _glued() -> regex.Pattern[str]:
    return regex.compile(load_statements().glued)


def _with(cell: Cell, place: int, char: str) -> Cell:
    """The cell with another character at a place of its text, blanks not counted."""
    lines = list(cell.lines)
    for k, line in enumerate(lines):
        visible = [i for i, c in enumerate(line.text) if not c.isspace()]
        if place >= len(visible):
            place -= len(visible)
            continue
        i = visible[place]
        text = line.text[:i] + char + line.text[i + 1 :]
        lines[k] = replace(line, text=text, confidences=(*line.confidences[:i], _MENDED, *line.confidences[i + 1 :]))
        break
    return replace(cell, lines=tuple(lines))


@lru_cache(maxsize=KEPT)
def known_code(code: str) -> bool:
    """Whether the function classification or the economic one has the code."""
    return code in function_names() or code in economic_names()


def code_meant(read: str, name: str, above: str) -> str | None:
    """The code of an item of that name that is most like what was read; `above` is the code of the row before.

    None where the name has no code or several that are as likely.
    """
    codes = [c for c in _by_name().get(name, ()) if not is_whole_code(read) or len(c) == len(read)]
    if not read:
        return _only(codes) or _only([c for c in codes if above and c[:_TOP] == above[:_TOP]])
    ranked = sorted(((_alike(read, code), code) for code in codes), reverse=True)
    rivals = [code for alike, code in ranked[1:] if alike > ranked[0][0] - _NO_RIVAL]
    return ranked[0][1] if ranked and ranked[0][0] >= _ALIKE and not rivals else None


@lru_cache(maxsize=KEPT)
def is_whole_code(code: str) -> bool:
    """Whether a code as read has the digits of a 类, 款 or 项: then no other level's is meant, nor a part of one."""
    return code.isdigit() and len(code) in CODE_DIGITS


def _only(codes: Sequence[str]) -> str | None:
    return codes[0] if len(codes) == 1 else None


def name_meant(read: str, code: str) -> str:
    """The name as its code tells it, where an OCR misread a character, passed over some at its ends or added some."""
    official = function_names().get(code) or economic_names().get(code, "")
    told = not read or any(is_slip(read, official) for is_slip in (_is_misread, _is_cut, _is_longer))
    return official if told else read


def _is_misread(read: str, official: str) -> bool:
    """Whether one character was misread, or lines were put together in another order."""
    if len(read) != len(official):
        return False
    swapped = sorted(read) == sorted(official)
    return swapped or (distance(read, official) == 1 and not as_printed(read, official))


def _is_cut(read: str, official: str) -> bool:
    """Whether a detector cut off an end of a name."""
    lost = len(official) - len(read)
    few = len(read) >= _FEWEST_LEFT and 0 < lost <= _MOST_LOST
    return few and (official.endswith(read) or official.startswith(read))


def _is_longer(read: str, official: str) -> bool:
    """Whether dirt or a stroke beside a name was read as a character of it."""
    more = len(read) - len(official)
    return len(official) >= _FEWEST_LEFT and 0 < more <= _MOST_LOST and (official in (read[more:], read[:-more]))


def certainty(cells: Sequence[Cell], names: Sequence[str]) -> float:
    """How surely labels were read: for certain where each is a standard one, else as their weakest character.

    Several standard ones in one are labels of several cells that were not told apart.
    """
    if all(is_label(unnumbered(name)) for name in names):
        return 1.0
    read = min((cell.confidence for cell in cells), default=1.0)
    return min(read, _SEVERAL) if read < 1.0 and any(_is_several(unnumbered(name)) for name in names) else read


def _is_several(text: str) -> bool:
    """Whether a text is standard labels, one after another."""
    ends = [i for i in range(_FEWEST_LEFT, len(text) - _FEWEST_LEFT + 1) if is_label(text[:i])]
    return any(is_label(text[i:]) or _is_several(text[i:]) for i in ends)


def _alike(read: str, code: str) -> float:
    return difflib.SequenceMatcher(None, read, code, autojunk=False).ratio()


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in _codes():
        found[name].append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def _codes() -> Iterator[tuple[str, str]]:
    yield from function_names().items()
    yield from economic_names().items()
