"""What a document is, by its bytes; and kinds that are not read, named."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pytest
from PIL import Image

from extractors.formats import UnreadKind, extract_document, page_count
from extractors.model.errors import DamagedDocument, OversizedDocument
from extractors.opening.images import pdf_of_images
from extractors.opening.kinds import kind_of
from extractors.opening.mupdf import pymupdf
from tests.apart import answers
from tests.flows.monitor import documents


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (documents.pdf("甲局", "1.00"), "pdf"),
        (b"\n\n%PDF-1.4", "pdf"),
        (documents.word("甲局", "1.00"), "docx"),
        (documents.workbook("甲局", "1.00"), "xlsx"),
        (documents.old_workbook("甲局", "1.00"), "xls"),
        (documents.archive({"a": b""}), "zip"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "doc"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"Rar!\x1a\x07", "rar"),
        (b"<!DOCTYPE html><html>", "html"),
        ("\ufeff<html>".encode("utf-16"), "html"),
        ("<HTML><meta charset=gbk>决算".encode("gbk"), "html"),
        (b'<?xml version="1.0"?><html xmlns="x"><body>', "html"),
        (b'<?xml version="1.0"?><rss>', "xml"),
        (b"<!-- x --><feed><entry><content><![CDATA[<p><html>]]></content></entry></feed>", "xml"),
        (b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]><rss><description>&lt;<p></p></description>', "xml"),
        (b' {"a": 1}', "json"),
        (b"", "unknown"),
        (b"\x00\x01\x02", "unknown"),
        ("普通文字".encode(), "unknown"),
    ],
)
def test_kind_is_told_by_the_bytes(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


# Heads of XML that lead to no element, again and again: what could be taken apart in many ways.
_HEADS = (
    "<!x [", "<!x [ ]", "<!x []>", "<!x >", "<!x", "<?x", "<?x?>", "<? ?> ", "<!--", "<!-- -->", "<!---->\n",
    "<!--><!x [ ?> ]>", "<!x [ <!y [ ]> ]>", "<!x [ ] ", "\n\t <!-- <? <!x [ ?>-->]>",
)  # fmt: skip


def test_heads_that_lead_to_no_element_are_told() -> None:
    sent = [(head * size)[:size] for head in _HEADS for size in (169, 420, 4096)]
    assert set(answers("tests.extractors.test_formats", "kind_of_text", sent)) == {"html"}


def kind_of_text(text: str) -> str:
    return kind_of(text.encode())


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<?a?> <!-- <!b [ --> <?c ?>\n<!d e='f'><!g [ <!h 'i'> <!j '>'> ] >\n<urlset>", "xml"),
        (b"<!-- a > b --><!DOCTYPE feed [ <!-- c --> ] ><feed xmlns='x'>", "xml"),
        (b"<?xml version='1.0'?><!-- a -- b ?> --><sitemapindex>", "xml"),
        (b"<!-- <rss> --><div><rss>", "html"),
    ],
)
def test_root_is_found_behind_what_xml_may_begin_with(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "old Word document"),
        (b"Rar!\x1a\x07", "RAR"),
        (documents.archive({"a.pdf": b""}), "archive"),
        (documents.archive({"[Content_Types].xml": b"", "ppt/media/1.png": b""}), "another program"),
    ],
)
def test_kind_that_is_not_read_is_named(data: bytes, named: str) -> None:
    with pytest.raises(UnreadKind, match=named):
        extract_document(data, "a.bin")


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("1" if kind == "PNG" else "RGB", (width, height), 1).save(out, kind)
    return out.getvalue()


def test_images_are_pages_as_large_as_a4_allows() -> None:
    data = pdf_of_images([picture(600, 900), picture(900, 600, "JPEG")], "a")
    with pymupdf.open("pdf", data) as made:
        sizes = [(round(page.rect.width), round(page.rect.height)) for page in made]
    assert sizes == [(561, 842), (842, 561)]


def tiff(*images: Image.Image, **style: object) -> bytes:
    out = BytesIO()
    images[0].save(out, "TIFF", save_all=True, append_images=images[1:], **style)
    return out.getvalue()


@pytest.mark.parametrize(("mode", "packed"), [("1", "group4"), ("L", "tiff_lzw"), ("RGB", "jpeg")])
def test_every_page_of_a_tiff_is_a_page(mode: str, packed: str) -> None:
    white = 255 if mode != "1" else 1
    pages = [Image.new(mode, size, white) for size in ((600, 900), (900, 600))]
    pages[1].putpixel((9, 9), 0 if mode != "RGB" else (0, 0, 0))
    data = tiff(*pages, compression=packed, dpi=(204, 98))
    assert page_count(data) == 2
    with pymupdf.open("pdf", pdf_of_images([data], "a")) as made:
        assert [(round(page.rect.width), round(page.rect.height)) for page in made] == [(561, 842), (842, 561)]
        assert [page.get_images()[0][2:4] for page in made] == [(600, 900), (900, 600)]


def test_tiff_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    data = tiff(Image.new("1", (60, 90), 1), Image.new("1", (10_000, 9_000), 1), compression="group4")
    with pytest.raises(OversizedDocument, match="page 2: an image of 10000"):
        pdf_of_images([data], "a")


def test_record_of_an_image_names_the_bytes_of_the_image() -> None:
    data = documents.image("甲局", "11.00")
    assert extract_document(data, "a.png").document.sha256 == hashlib.sha256(data).hexdigest()


def test_image_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(OversizedDocument, match="pixels"):
        pdf_of_images([picture(10_000, 10_000)], "a")


def test_broken_image_is_refused() -> None:
    with pytest.raises(DamagedDocument):
        pdf_of_images([b"\x89PNG\r\n\x1a\n" + b"x" * 50], "a")


def test_hostile_run_of_digits_costs_no_document() -> None:
    told = f"公务接待费支出{'1234567890' * 4}.00万元。公务接待费5.00万元。"
    page = f"<html><body><h1>云岭市水利局2023年度部门决算</h1><p>{told}</p></body></html>"
    assert [fact.value for fact in extract_document(page.encode(), "a.html").facts] == ["50000"]
