"""Heads of columns whose characters stand one below the other, on scans."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.model.geometry import Turn
from extractors.opening.mupdf import pymupdf
from extractors.reading.ocr import OCR


def read(heads: list[str], size: float, pitch: float, dpi: int = 150) -> list[str]:
    """What is read of heads in cells side by side, each a character a line, `pitch` characters from line to line."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=500, height=300)
    for i, head in enumerate(heads):
        page.draw_rect((20 + i * 40, 40, 60 + i * 40, 120), width=0.7)
        for k, character in enumerate(head):
            page.insert_text((35 + i * 40, 60 + k * pitch * size), character, fontname="china-s", fontsize=size)
    image = page.get_pixmap(dpi=dpi)
    pixels = np.frombuffer(image.samples, np.uint8).reshape(image.h, image.w, 3)
    aslant = cv2.getRotationMatrix2D((image.w / 2, image.h / 2), 1.5, 1.0)
    pixels = cv2.warpAffine(pixels, aslant, (image.w, image.h), borderValue=(255, 255, 255))
    return [line.text for line in OCR.recognise(pixels, Turn(72 / dpi, 0, 0, 0, 72 / dpi, 0))]


@pytest.mark.parametrize("pitch", [0.85, 0.9])
def test_a_head_of_two_characters_is_read_downwards_though_they_stand_close(pitch: float) -> None:
    assert read(["小计", "合计", "支出"], 9.5, pitch) == ["小计", "合计", "支出"]


def test_heads_of_one_character_and_of_four_stay_what_they_are() -> None:
    assert read(["类", "款", "项", "项目支出", "7", "1"], 9.5, pitch=1.1) == ["类", "款", "项", "项目支出", "7", "1"]
