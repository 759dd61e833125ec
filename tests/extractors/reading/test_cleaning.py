"""What is taken off a scan before it is read: seals, print that shines through."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from corpus.marks import seal
from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.opening.mupdf import pymupdf
from extractors.reading.raster import without_red
from extractors.reading.show_through import cleared

Image = npt.NDArray[np.uint8]
NONSENSE = (Line("寿A平", (Box(0, 0, 9, 9),) * 3, (0.5, 0.6, 0.4)),)
SURE = (Line("预算数", (Box(0, 0, 9, 9),) * 3, (1.0, 1.0, 0.99)),)


def printed(*, sealed: bool = False) -> Image:
    """A page of text at 200 dpi, as JPEG keeps it."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=420, height=420)
        for i in range(9):
            page.insert_text((40, 60 + 30 * i), "本年收入合计与上年相比有所增加", fontname="china-s", fontsize=14)
        if sealed:
            seal(page, "某某单位财务专用章", 300, 300, 52)
        pixmap = page.get_pixmap(dpi=200)
    rgb = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)
    ok, data = cv2.imencode(".jpg", np.ascontiguousarray(rgb[:, :, ::-1]), [cv2.IMWRITE_JPEG_QUALITY, 60])
    assert ok
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def ink(image: Image) -> npt.NDArray[np.bool_]:
    return image.min(axis=2) < 140


def test_outline_of_a_seal_goes_with_it() -> None:
    plain, cleaned = printed(), without_red(printed(sealed=True))
    left = ink(cleaned) & ~cv2.dilate(ink(plain).astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    before = ink(printed(sealed=True)) & ~ink(plain)
    assert np.count_nonzero(left) < 0.01 * np.count_nonzero(before)


def test_print_under_a_seal_stays() -> None:
    plain, cleaned = ink(printed()), ink(without_red(printed(sealed=True)))
    assert np.count_nonzero(plain & cleaned) > 0.9 * np.count_nonzero(plain)


def shining_through() -> Image:
    """A page over whose lower part the print of its back is seen, mirrored."""
    front = printed()
    back = cv2.GaussianBlur(cv2.flip(front, 1), (0, 0), 1.6).astype(np.float32)
    shifted = np.roll(back, 40, axis=0)
    return np.clip(front - (255 - shifted) * 0.16, 0, 255).astype(np.uint8)


def test_print_that_shines_through_is_cleared() -> None:
    clear = cleared(shining_through(), NONSENSE)
    assert clear is not None
    away = cv2.dilate(ink(printed()).astype(np.uint8), np.ones((9, 9), np.uint8)) == 0
    assert clear[away].min() > 225
    assert np.count_nonzero(ink(clear) & ink(printed())) > 0.8 * np.count_nonzero(ink(printed()))


def test_clean_page_with_a_line_hard_to_read_is_left_as_it_is() -> None:
    assert cleared(printed(), NONSENSE) is None


def test_page_that_reads_well_is_not_looked_at() -> None:
    assert cleared(shining_through(), SURE) is None
