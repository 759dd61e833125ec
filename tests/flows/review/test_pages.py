"""Pages of OFDs and images are shown with the boxes that their Records tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.ofd import ofd_of_pdf
from extractors.opening.mupdf import pymupdf
from flows.audit.crops import Crops
from flows.document import extract_file
from flows.review.pages import NoPage, PageImages
from tests.flows.monitor import documents


def test_a_value_of_an_ofd_is_shown_on_its_page(tmp_path: Path) -> None:
    path = tmp_path / "a.ofd"
    path.write_bytes(ofd_of_pdf(documents.pdf("甲局", "11.00")))
    record = extract_file(path, tmp_path / "out")
    picture = pymupdf.Pixmap(PageImages([tmp_path]).image(record, 1))
    place = record.facts[0].provenance[0]
    scale = picture.width / record.pages[0].width
    box = pymupdf.Rect([float(side) * scale for side in place.bbox]).irect
    dark = [picture.pixel(x, y)[0] < 128 for x in range(box.x0, box.x1) for y in range(box.y0, box.y1)]
    assert 0.05 < sum(dark) / len(dark) < 0.6
    with Crops([tmp_path]) as crops:
        assert crops.crop("a.ofd", record.document.sha256, 1, place.bbox)
    path.write_bytes(ofd_of_pdf(documents.pdf("乙局", "12.00")))
    with pytest.raises(NoPage, match="another file"):
        PageImages([tmp_path]).image(record, 1)


def test_a_broken_ofd_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.ofd"
    path.write_bytes(ofd_of_pdf(documents.pdf("甲局", "11.00")))
    record = extract_file(path, tmp_path / "out")
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(NoPage):
        PageImages([tmp_path]).image(record, 1)
