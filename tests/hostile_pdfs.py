"""Files that must be refused in one clear line, made when they are needed."""

from __future__ import annotations

import random
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pymupdf


def plain() -> bytes:
    """A harmless one-page PDF."""
    pdf = pymupdf.open()
    page = pdf.new_page()
    page.insert_text((72, 100), "2023年度部门决算", fontname="china-s", fontsize=16)
    return bytes(pdf.tobytes())


def encrypted() -> bytes:
    pdf = pymupdf.open(stream=plain(), filetype="pdf")
    return bytes(pdf.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="owner"))


def truncated() -> bytes:
    data = plain()
    return data[: len(data) // 2]


def empty() -> bytes:
    return b""


def text() -> bytes:
    return "2023年度部门决算".encode()


def html() -> bytes:
    return b"<!DOCTYPE html><html><body>404 Not Found</body></html>"


def zipped() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.pdf", plain())
    return buffer.getvalue()


def without_pages() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
        b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n103\n%%EOF\n"
    )


def wide_image() -> bytes:
    pixels = np.full((40, 10_400), 255, np.uint8)
    pixmap = pymupdf.Pixmap(pymupdf.csGRAY, 10_400, 40, pixels.tobytes(), False)
    pdf = pymupdf.open()
    page = pdf.new_page(width=600, height=100)
    page.insert_image(page.rect, pixmap=pixmap)
    return bytes(pdf.tobytes())


def wide_page() -> bytes:
    pdf = pymupdf.open()
    pdf.new_page(width=12_000, height=600)
    return bytes(pdf.tobytes())


def with_script() -> bytes:
    pdf = pymupdf.open(stream=plain(), filetype="pdf")
    xref = pdf.get_new_xref()
    pdf.update_object(xref, "<</S/JavaScript/JS(app.alert\\(1\\))>>")
    pdf.xref_set_key(pdf.pdf_catalog(), "OpenAction", f"{xref} 0 R")
    return bytes(pdf.tobytes())


def with_attachment() -> bytes:
    pdf = pymupdf.open(stream=plain(), filetype="pdf")
    pdf.embfile_add("figures.xlsx", b"not a workbook", filename="figures.xlsx")
    return bytes(pdf.tobytes())


# What each must be refused for: a word of the cause.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "encrypted": (encrypted, "password"),
    "truncated": (truncated, "cannot be opened"),
    "empty": (empty, "empty"),
    "text": (text, "not a PDF"),
    "html": (html, "HTML"),
    "zipped": (zipped, "zip"),
    "without_pages": (without_pages, "no pages"),
    "wide_image": (wide_image, "pixels"),
    "wide_page": (wide_page, "points"),
    "with_script": (with_script, "JavaScript"),
    "with_attachment": (with_attachment, "attached"),
}


def raw(objects: dict[int, bytes], *, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF written by hand: each object's body by its number."""
    out = b"%PDF-1.7\n"
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, size))
    return out + b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)


def stream(data: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    return b"<<%s/Length %d%s>>\nstream\n%s\nendstream" % (
        entries, len(data), b"/Filter/FlateDecode" if packed else b"", data
    )  # fmt: skip


def page_of(content: bytes, resources: bytes = b"<<>>", *, box: bytes = b"[0 0 595 842]", **more: bytes) -> bytes:
    """A one-page PDF with that content stream (a whole stream object); `more` are objects by number, as `o10=`."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 4 0 R/Resources%s>>" % (box, resources),
        4: content,
    }
    return raw(objects | {int(name[1:]): body for name, body in more.items()})


def packed(piece: bytes, times: int) -> bytes:
    """`piece` so many times, deflated without ever being whole."""
    deflate = zlib.compressobj(9)
    block = piece * max(1, (1 << 20) // len(piece))
    parts = [deflate.compress(block) for _ in range(max(1, times * len(piece) // len(block)))]
    return b"".join(parts) + deflate.flush()


def image_page(entries: bytes, data: bytes) -> bytes:
    """A page filled by an image whose data is in that encoding."""
    image = stream(data, b"/Type/XObject/Subtype/Image/BitsPerComponent 8" + entries)
    return page_of(stream(b"q 595 0 0 842 0 0 cm /I Do Q"), b"<</XObject<</I 10 0 R>>>>", o10=image)


def xref_loop() -> bytes:
    data = page_of(stream(b""))
    start = data.rindex(b"xref\n0 ")
    return data.replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Prev %d>>" % start)


def page_tree_loop() -> bytes:
    return raw({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 4>>"})


def deep_page_tree(levels: int = 20_000) -> bytes:
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    for number in range(2, levels):
        objects[number] = b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 1)
    return raw(objects | {levels: b"<</Type/Page/MediaBox[0 0 595 842]>>"})


def many_pages(count: int = 100_000) -> bytes:
    kids = b" ".join([b"3 0 R"] * count)
    pages = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    return raw({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: pages, 3: b"<</Type/Page/MediaBox[0 0 595 842]/Parent 2 0 R>>"})


def form_loop() -> bytes:
    form = stream(b"/F Do /F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 10 0 R>>>>")
    return page_of(stream(b"/F Do"), b"<</XObject<</F 10 0 R>>>>", o10=form)


def form_tower(height: int = 24) -> bytes:
    """Each form draws the next one twice: 2^height drawings."""
    forms = {}
    for i in range(height):
        below = b"<</XObject<</F %d 0 R>>>>" % (11 + i)
        forms[f"o{10 + i}"] = stream(
            b"/F Do /F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources%s" % below
        )  # fmt: skip
    forms[f"o{10 + height}"] = stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return page_of(stream(b"/F Do"), b"<</XObject<</F 10 0 R>>>>", **forms)


def rulings(count: int = 300_000) -> bytes:
    """More drawn lines than any table has."""
    rng = random.Random(5)
    lines = b"".join(
        b"%d %d m %d %d l S\n" % (x, y, x + 300 if i % 2 else x, y if i % 2 else y + 300)
        for i, x, y in ((i, rng.randrange(290), rng.randrange(540)) for i in range(count))
    )
    return page_of(stream(zlib.compress(lines), packed=True))


def endless_text(count: int = 400_000) -> bytes:
    """One paragraph with more figures than a library of disclosures."""
    font = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    words = b"".join(b"1 0 0 1 %d %d Tm (1,234.56) Tj\n" % (i % 500, 800 - i // 500 % 780) for i in range(count))
    return page_of(stream(zlib.compress(b"BT /F 8 Tf " + words + b"ET"), packed=True), font)


_GARBAGE = random.Random(7).randbytes(5000)
_GREY = b"/ColorSpace/DeviceGray/Width 2000/Height 3000"

# Files that want too much of whoever reads them. What becomes of each is not told, only that nothing else suffers.
GREEDY: dict[str, Callable[[], bytes]] = {
    "xref_loop": xref_loop,
    "page_tree_loop": page_tree_loop,
    "deep_page_tree": deep_page_tree,
    "many_pages": many_pages,
    "huge_media_box": lambda: page_of(stream(b"0 0 9 9 re f"), box=b"[0 0 1000000000 1000000000]"),
    "endless_media_box": lambda: page_of(stream(b"0 0 9 9 re f"), box=b"[0 0 1e38 1e38]"),
    "inverted_media_box": lambda: page_of(stream(b"0 0 9 9 re f"), box=b"[595 842 0 0]"),
    "tiny_media_box": lambda: page_of(stream(b"0 0 9 9 re f"), box=b"[0 0 0.001 0.001]"),
    "deflate_bomb": lambda: page_of(stream(packed(b"q 1 0 0 1 0 0 cm Q ", 30_000_000), packed=True)),
    "twofold_deflate_bomb": lambda: page_of(
        stream(zlib.compress(packed(b"\0", 2_000_000_000)), b"/Filter[/FlateDecode/FlateDecode]")
    ),
    "image_bomb": lambda: image_page(
        b"/ColorSpace/DeviceRGB/Width 8600/Height 8600/Filter/FlateDecode", packed(b"\0", 8600 * 8600 * 3)
    ),
    "ccitt_garbage": lambda: image_page(
        b"/ColorSpace/DeviceGray/Width 9000/Height 9000/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 9000>>",
        _GARBAGE,
    ),
    "jbig2_garbage": lambda: image_page(_GREY + b"/Filter/JBIG2Decode", _GARBAGE),
    "jpx_garbage": lambda: image_page(
        _GREY + b"/Filter/JPXDecode", b"\0\0\0\x0cjP  \r\n\x87\n\xff\x4f\xff\x51" + _GARBAGE
    ),
    "dct_garbage": lambda: image_page(_GREY + b"/Filter/DCTDecode", b"\xff\xd8\xff\xe0" + _GARBAGE),
    "lzw_garbage": lambda: image_page(_GREY + b"/Filter/LZWDecode", _GARBAGE),
    "deep_arrays": lambda: raw({1: b"<</Type/Catalog/Pages 2 0 R/X %s>>" % (b"[" * 200_000), 2: b"<</Kids[]>>"}),
    "deep_dictionaries": lambda: page_of(stream(b""), b"<</A" * 50_000 + b">>" * 50_000),
    "deep_states": lambda: page_of(stream(packed(b"q ", 20_000_000), packed=True)),
    "form_loop": form_loop,
    "form_tower": form_tower,
    "length_loop": lambda: raw(
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Length 2 0 R/Kids[2 0 R]>>\nstream\nx\nendstream"}
    ),
    "rulings": rulings,
    "endless_text": endless_text,
}


def mutated(data: bytes, seed: int) -> bytes:
    """`data` with bytes changed, taken out, doubled or swapped, or its end cut off and put on again."""
    rng = random.Random(seed)
    out = bytearray(data)
    for _ in range(rng.choice((1, 5, 40, 400))):
        at = rng.randrange(len(out))
        length = rng.randrange(1, 60)
        kind = rng.randrange(5)
        if kind == 0:
            out[at] = rng.randrange(256)
        elif kind == 1:
            del out[at : at + length]
        elif kind == 2:
            out[at:at] = out[at : at + length]
        elif kind == 3:
            there = rng.randrange(len(out))
            out[at : at + length], out[there : there + length] = out[there : there + length], out[at : at + length]
        else:
            out[at:at] = rng.choice((b"<<", b"[", b"endobj", b"stream\n", b"%%EOF", b"-1", b"99999999999", b"0 R"))
    if rng.random() < 0.2:
        out = out[: rng.randrange(len(out))]
    return bytes(out) + b"\nstartxref\n0\n%%EOF\n"
