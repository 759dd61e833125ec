"""What a page's content paints where, in order, as MuPDF logs it: far cheaper than the images' own data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from extractors.opening.mupdf import pymupdf

Painting = Sequence[tuple[str, tuple[float, float, float, float]]]  # kinds in MuPDF's words, boxes before any rotation
IMAGES = ("fill-image", "fill-imgmask")
PATHS = ("fill-path", "stroke-path")
AREAS = (*IMAGES, "fill-shade")

_NOWHERE = (0.0, 0.0, 0.0, 0.0)  # the box of a drawing that lies over no text

_TURNED: WeakKeyDictionary[pymupdf.Page, bool] = WeakKeyDictionary()

_mupdf = pymupdf.mupdf
_ALL = _mupdf.FzRect(_mupdf.FzRect.Fixed_INFINITE)
_UNIT = _mupdf.FzRect(_mupdf.FzRect.Fixed_UNIT)  # of an image, before it is put in its place


def painting_of(page: pymupdf.Page, drawn: pymupdf.DisplayList) -> Painting:
    """What a page paints, but for what can lie over no text: of drawings before its first text only the first stroke is
    told, and of filled ones only that they are there. That is most of the drawings of many pages of tables. Where
    nothing is painted behind the first text, and no picture, all that is told of text is that there is some. What is
    wholly clipped away is not told.

    `drawn` is the page's content, taken apart once: to do that again takes longer than what is asked of it.
    """
    if is_turned(page):
        return list(page.get_bboxlog())  # turns the page back and forth, which its content does not
    plain = _Plain()
    _show_to(plain, drawn)
    if plain.is_plain:
        return plain.log
    device = _Painted()
    _show_to(device, drawn)
    return device.log


def is_turned(page: pymupdf.Page) -> bool:
    """Whether a page is shown turned; looked up once, as PyMuPDF does each time that it is asked."""
    if page not in _TURNED:
        _TURNED[page] = bool(page.rotation)
    return _TURNED[page]


def drawings_of(page: pymupdf.Page) -> list[dict[str, Any]]:
    """A page's drawings as PyMuPDF's get_cdrawings tells them."""
    if is_turned(page):
        return list(page.get_cdrawings())
    return list(pymupdf.extra.get_cdrawings(_mupdf.FzPage(page.this)))


def _show_to(device: pymupdf.mupdf.FzDevice, drawn: pymupdf.DisplayList) -> None:
    """Shows a page's content to a device of MuPDF's, in points of the page as shown."""
    _mupdf.fz_run_display_list(drawn.this, device, _mupdf.FzMatrix(), _ALL, _mupdf.FzCookie())
    _mupdf.fz_close_device(device)


def draws(log: Painting) -> bool:
    """Whether a page paints any path: else it has no drawings."""
    return any(kind in PATHS for kind, _ in log)


class _Plain(pymupdf.mupdf.FzDevice2):  # type: ignore[misc]
    """Is told whether a page paints its drawings, then its text, and no more; `log` is its painting then."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[tuple[str, tuple[float, float, float, float]]] = []
        self.is_plain = True
        self._has_text = False
        self._ask_for_text(True)
        self._ask_for_others(True)

    def _ask_for_text(self, asked: bool) -> None:
        self.use_virtual_fill_text(asked)
        self.use_virtual_stroke_text(asked)
        self.use_virtual_ignore_text(asked)

    def _ask_for_others(self, asked: bool) -> None:
        self.use_virtual_fill_path(asked)
        self.use_virtual_stroke_path(asked)
        self.use_virtual_fill_shade(asked)
        self.use_virtual_fill_image(asked)
        self.use_virtual_fill_image_mask(asked)

    def _add_text(self, kind: str) -> None:
        self.log.append((kind, _NOWHERE))
        self._has_text = True
        self._ask_for_text(False)
        self.use_virtual_stroke_path(True)

    def _is_over(self, *_: Any) -> None:
        self.is_plain = False
        self._ask_for_text(False)
        self._ask_for_others(False)

    def fill_path(self, *_: Any) -> None:
        if self._has_text:
            self._is_over()
        else:
            self.log.append(("fill-path", _NOWHERE))

    def stroke_path(self, *_: Any) -> None:
        if self._has_text:
            self._is_over()
        else:
            self.log.append(("stroke-path", _NOWHERE))
            self.use_virtual_stroke_path(False)

    def fill_text(self, *_: Any) -> None:
        self._add_text("fill-text")

    def stroke_text(self, *_: Any) -> None:
        self._add_text("stroke-text")

    def ignore_text(self, *_: Any) -> None:
        self._add_text("ignore-text")

    fill_shade = fill_image = fill_image_mask = _is_over


class _Painted(pymupdf.mupdf.FzDevice2):  # type: ignore[misc]
    """Is told by MuPDF what a page paints. Each call that it is not told of saves more than the rest of it costs."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[tuple[str, tuple[float, float, float, float]]] = []
        self._covers = False  # whether there is text that a drawing may lie over
        self.use_virtual_fill_path()
        self.use_virtual_stroke_path()
        self.use_virtual_fill_text()
        self.use_virtual_stroke_text()
        self.use_virtual_ignore_text()
        self.use_virtual_fill_shade()
        self.use_virtual_fill_image()
        self.use_virtual_fill_image_mask()

    def _add(self, kind: str, box: Any) -> None:
        self.log.append((kind, (box.x0, box.y0, box.x1, box.y1)))

    def _add_text(self, kind: str, box: Any) -> None:
        self._add(kind, box)
        if not self._covers:
            self._covers = True
            self.use_virtual_stroke_path()

    def fill_path(self, _: Any, path: Any, __: Any, matrix: Any, *___: Any) -> None:
        if self._covers:
            self._add("fill-path", _mupdf.ll_fz_bound_path(path, None, matrix))
        else:
            self.log.append(("fill-path", _NOWHERE))

    def stroke_path(self, _: Any, path: Any, stroke: Any, matrix: Any, *__: Any) -> None:
        if self._covers:
            self._add("stroke-path", _mupdf.ll_fz_bound_path(path, stroke, matrix))
        else:
            self.log.append(("stroke-path", _NOWHERE))
            self.use_virtual_stroke_path(False)

    def fill_text(self, _: Any, text: Any, matrix: Any, *__: Any) -> None:
        self._add_text("fill-text", _mupdf.ll_fz_bound_text(text, None, matrix))

    def stroke_text(self, _: Any, text: Any, stroke: Any, matrix: Any, *__: Any) -> None:
        self._add_text("stroke-text", _mupdf.ll_fz_bound_text(text, stroke, matrix))

    def ignore_text(self, _: Any, text: Any, matrix: Any) -> None:
        self._add_text("ignore-text", _mupdf.ll_fz_bound_text(text, None, matrix))

    def fill_shade(self, _: Any, shade: Any, matrix: Any, *__: Any) -> None:
        self._add("fill-shade", _mupdf.ll_fz_bound_shade(shade, matrix))

    def fill_image(self, _: Any, __: Any, matrix: Any, *___: Any) -> None:
        self._add("fill-image", _mupdf.ll_fz_transform_rect(_UNIT.internal(), matrix))

    def fill_image_mask(self, _: Any, __: Any, matrix: Any, *___: Any) -> None:
        self._add("fill-imgmask", _mupdf.ll_fz_transform_rect(_UNIT.internal(), matrix))
