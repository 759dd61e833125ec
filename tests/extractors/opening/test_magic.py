"""What files begin with."""

from __future__ import annotations

import pytest

from extractors.opening.magic import foreign, has_pdf_header


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04rest", "zip"),
        (b"\xd0\xcf\x11\xe0rest", "old office"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"\x89PNG\r\n", "image"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image"),
        (b"Rar!\x1a", "rar"),
        (b"7z\xbc\xaf\x27", "7z"),
    ],
)
def test_signature_tells_the_kind(data: bytes, kind: str) -> None:
    found = foreign(data)
    assert found is not None
    assert found[0] == kind


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"<html>", b"RIFF\x00\x00\x00\x00WAVE"])
def test_other_bytes_have_none(data: bytes) -> None:
    assert foreign(data) is None


@pytest.mark.parametrize(("before", "found"), [(0, True), (1019, True), (1020, False)])
def test_header_of_a_pdf_may_stand_a_kilobyte_in(before: int, found: bool) -> None:
    assert has_pdf_header(b" " * before + b"%PDF-1.7") is found
