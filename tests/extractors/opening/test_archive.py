"""Archives: names as they were meant, and bounds that bombs run into."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from extractors.model.errors import DamagedDocument, EncryptedDocument, OversizedDocument, UnreadableDocument
from extractors.opening.archive import Bounds, members
from tests.extractors.opening.bombs import lying
from tests.extractors.opening.bombs import packed as packed_blanks
from tests.flows.monitor.documents import archive


def packed(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_are_read_as_they_were_written(encoding: str) -> None:
    data = archive({"决算/某局.pdf": b"x"}, encoding)
    assert "某局".encode(encoding) in data
    assert [m.name for m in members(data, "a.zip")] == ["决算/某局.pdf"]


def test_archive_inside_is_opened() -> None:
    data = packed({"a.txt": b"1", "b.zip": packed({"c.txt": b"2"})})
    assert [(m.name, m.data) for m in members(data, "a.zip")] == [("a.txt", b"1"), ("b.zip!/c.txt", b"2")]


@pytest.mark.parametrize(
    ("bounds", "data"),
    [
        (Bounds(files=2), packed({f"{k}": b"" for k in range(3)})),
        (Bounds(files=3), packed({"a.zip": packed({"1": b"", "2": b""}), "b.zip": packed({"3": b"", "4": b""})})),
        (Bounds(unpacked=10), packed({"a": b"x" * 11})),
        (Bounds(unpacked=200), packed({"a.zip": packed({"1": b"x" * 150}), "b.zip": packed({"1": b"x" * 150})})),
        (Bounds(one=10), packed({"a": b"x" * 11})),
        (Bounds(), packed({"a": bytes(3_000_000)})),
        (Bounds(depth=1), packed({"a.zip": packed({"b": b""})})),
    ],
)
def test_what_goes_beyond_its_bounds_is_refused(bounds: Bounds, data: bytes) -> None:
    with pytest.raises(OversizedDocument):
        list(members(data, "a.zip", bounds))


def test_archive_that_lies_about_its_sizes_is_refused() -> None:
    data = packed({"a": b"y" * 500_000})
    size = (500_000).to_bytes(4, "little")
    assert data.count(size) == 2
    with pytest.raises(DamagedDocument):
        list(members(data.replace(size, (100).to_bytes(4, "little")), "a.zip"))


def test_archive_whose_sizes_and_checksums_lie_together_is_refused() -> None:
    for told in (1, 9_000, 90_000):
        with pytest.raises(DamagedDocument, match=f"holds more than the {told} bytes that the archive says"):
            list(members(lying("a", *packed_blanks(5_000_000, told), told), "a.zip"))


def test_file_of_a_method_that_grows_at_once_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as made:
        made.writestr("a", b"x" * 99)
    with pytest.raises(DamagedDocument, match="packed by method 12"):
        list(members(out.getvalue(), "a.zip"))


def test_locked_archive_is_told_so() -> None:
    data = bytearray(packed({"a.txt": b"x"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(EncryptedDocument):
        list(members(bytes(data), "a.zip"))


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"not a zip", packed({"a": b"x" * 99})[:-30]],
    ids=["nothing", "magic alone", "no archive", "cut short"],
)
def test_broken_archive_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"a\.zip"):
        list(members(data, "a.zip"))


def test_file_without_a_name_is_a_file() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"<html>")
        archive.writestr(zipfile.ZipInfo("folder/"), b"")
    assert [(m.name, m.data) for m in members(out.getvalue(), "a.zip")] == [("", b"<html>")]
