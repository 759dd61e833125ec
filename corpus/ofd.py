"""OFD packages (GB/T 33190) of our own making, from the pages of a PDF: what stands on them, or pictures of them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from html import escape
from io import BytesIO
from itertools import groupby, pairwise
from typing import Any

from extractors.opening.mupdf import pymupdf

_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_MM = 25.4 / 72  # of a point
_PACKED_AT = (2024, 1, 1, 0, 0, 0)
_FONT = 1  # the id of the one font, which readers have
_JPEG_QUALITY = 80


def ofd_of_pdf(pdf: bytes) -> bytes:
    """The text, lines and areas of a PDF's pages as an OFD."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        sizes = [(page.rect.width * _MM, page.rect.height * _MM) for page in document]
        pages = ["".join((*_paths(page, _ids(n)), *_texts(page, _ids(n, 50_000)))) for n, page in enumerate(document)]
    return package(pages, sizes)


def ofd_of_pictures(pdf: bytes, dpi: int = 200) -> bytes:
    """Pictures of a PDF's pages as an OFD."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        sizes = [(page.rect.width * _MM, page.rect.height * _MM) for page in document]
        images = [page.get_pixmap(dpi=dpi).tobytes("jpeg", jpg_quality=_JPEG_QUALITY) for page in document]
    pages = [
        f'<ofd:ImageObject ID="{1000 + n}" ResourceID="{100 + n}" Boundary="0 0 {w:.3f} {h:.3f}"'
        f' CTM="{w:.3f} 0 0 {h:.3f} 0 0"/>'
        for n, (w, h) in enumerate(sizes)
    ]
    return package(pages, sizes, images={f"{100 + n}": image for n, image in enumerate(images)})


def package(
    pages: Sequence[str], sizes: Sequence[tuple[float, float]], *, images: dict[str, bytes] | None = None
) -> bytes:
    """An OFD of one document: the objects of each page in XML, its width and height in mm, images by their ids."""
    images = images or {}
    listed = "".join(f'<ofd:Page ID="{10 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    media = "".join(
        f'<ofd:MultiMedia ID="{n}" Type="Image"><ofd:MediaFile>{n}.img</ofd:MediaFile></ofd:MultiMedia>' for n in images
    )
    font = f'<ofd:Font ID="{_FONT}" FontName="宋体" FamilyName="宋体"/>'
    files = {
        "OFD.xml": f'<ofd:OFD {_SPACE} DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo/>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_SPACE}><ofd:CommonData><ofd:MaxUnitID>99999999</ofd:MaxUnitID>"
        "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {_SPACE} BaseLoc="Res"><ofd:Fonts>{font}</ofd:Fonts></ofd:Res>',
        "Doc_0/DocumentRes.xml": f'<ofd:Res {_SPACE} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias>'
        "</ofd:Res>",
    }
    for number, (objects, (width, height)) in enumerate(zip(pages, sizes, strict=True)):
        files[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {_SPACE}><ofd:Area><ofd:PhysicalBox>0 0 {width:.3f} {height:.3f}</ofd:PhysicalBox></ofd:Area>"
            f'<ofd:Content><ofd:Layer ID="{20_000 + number}" Type="Body">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    told = {name: f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode() for name, text in files.items()}
    return zipped(told | {f"Doc_0/Res/{name}.img": data for name, data in images.items()})


def zipped(files: dict[str, bytes]) -> bytes:
    """The package of these parts, the same bytes for the same parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _PACKED_AT), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _ids(page: int, start: int = 0) -> Callable[[], int]:
    numbers = iter(range(1_000_000 + page * 100_000 + start, 1_000_000 + (page + 1) * 100_000))
    return lambda: next(numbers)


def _texts(page: pymupdf.Page, number: Callable[[], int]) -> Iterator[str]:
    """The spans of level lines, a text object each."""
    for block in page.get_text("rawdict", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"] if line["dir"] == (1.0, 0.0) else ():
                yield _text(span, number())


def _text(span: dict[str, Any], number: int) -> str:
    x0, y0, x1, y1 = (value * _MM for value in span["bbox"])
    origins = [char["origin"] for char in span["chars"]]
    x, y = origins[0][0] * _MM - x0, origins[0][1] * _MM - y0
    steps = distances([f"{(b[0] - a[0]) * _MM:.3f}" for a, b in pairwise(origins)])
    told = f' DeltaX="{steps}"' if steps else ""
    red, green, blue = span["color"] >> 16, span["color"] >> 8 & 255, span["color"] & 255
    return (
        f'<ofd:TextObject ID="{number}" Font="{_FONT}" Size="{span["size"] * _MM:.3f}"'
        f' Boundary="{x0:.3f} {y0:.3f} {x1 - x0:.3f} {y1 - y0:.3f}"><ofd:FillColor Value="{red} {green} {blue}"/>'
        f'<ofd:TextCode X="{x:.3f}" Y="{y:.3f}"{told}>{escape("".join(char["c"] for char in span["chars"]))}'
        "</ofd:TextCode></ofd:TextObject>"
    )


def distances(steps: Sequence[str]) -> str:
    """Distances as OFD writes them, equal ones as groups.

    >>> distances(["3.5", "3.5", "3.5", "7"])
    'g 3 3.5 7'
    """
    groups = [(step, len(list(same))) for step, same in groupby(steps)]
    return " ".join(f"g {count} {step}" if count > 1 else step for step, count in groups)


def _paths(page: pymupdf.Page, number: Callable[[], int]) -> Iterator[str]:
    """The lines and areas, a path object each, told from the page's corner."""
    width, height = page.rect.width * _MM, page.rect.height * _MM
    for shape in page.get_drawings():
        outline = " ".join(part for item in shape["items"] for part in _outline(item))
        fill, stroke = shape.get("fill"), shape.get("color")
        colours = f"{_colour('StrokeColor', stroke)}{_colour('FillColor', fill)}"
        yield (
            f'<ofd:PathObject ID="{number()}" Boundary="0 0 {width:.3f} {height:.3f}"'
            f' LineWidth="{(shape.get("width") or 0) * _MM:.3f}" Stroke="{str(stroke is not None).lower()}"'
            f' Fill="{str(fill is not None).lower()}">{colours}'
            f"<ofd:AbbreviatedData>{outline}</ofd:AbbreviatedData></ofd:PathObject>"
        )


def _outline(item: tuple[Any, ...]) -> Iterator[str]:
    points = [*item[1:]]
    if item[0] == "re":
        points = [item[1].tl, item[1].tr, item[1].br, item[1].bl, item[1].tl]
    elif item[0] == "qu":
        points = [item[1].ul, item[1].ur, item[1].lr, item[1].ll, item[1].ul]
    places = [f"{point.x * _MM:.3f} {point.y * _MM:.3f}" for point in points[: 4 if item[0] == "c" else None]
              if isinstance(point, pymupdf.Point)]  # fmt: skip
    yield f"M {places[0]}"
    if item[0] == "c":
        yield f"B {' '.join(places[1:])}"
    else:
        yield from (f"L {place}" for place in places[1:])


def _colour(name: str, components: Sequence[float] | None) -> str:
    if components is None:
        return ""
    return f'<ofd:{name} Value="{" ".join(str(round(255 * c)) for c in components)}"/>'
