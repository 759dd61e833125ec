"""An OFD drawn as a PDF of the same pages: characters, lines and images at their places, painted in the same order.

The PDF is read like any other, so that what is seen is what is read; its pages and boxes are the OFD's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors.model.errors import DamagedDocument, OversizedDocument, UnreadableDocument
from extractors.opening.images import size_of
from extractors.opening.mupdf import pymupdf
from extractors.opening.ofd.content import Budget, Content
from extractors.opening.ofd.fonts import Fonts, Glyph
from extractors.opening.ofd.package import Package, child, children, said
from extractors.opening.ofd.resources import OfdDocument, OfdPage, Resources, documents
from extractors.opening.ofd.style import Style
from extractors.opening.ofd.values import Box, BrokenValue, box, written
from extractors.opening.pdf import LONGEST_SIDE, MOST_PAGES

_POINTS = 72 / 25.4  # a millimetre
_A4 = "0 0 210 297"
_LAYERS = {"Background": 0, "Body": 1, "Foreground": 2}
_BROKEN = (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The PDF, and what was not drawn of the OFD, a line each."""

    pdf: bytes
    warnings: tuple[str, ...]


def draw_ofd(data: bytes, file_name: str, budget: Budget | None = None) -> Drawn:
    """An OFD as a PDF: the pages of all its documents, in order. Raises UnreadableDocument."""
    budget = budget or Budget(file_name)
    try:
        with Package.opened(data, file_name) as package, pymupdf.open() as pdf:
            return _Drawing(package, pdf, budget).drawn()
    except BrokenValue as error:
        raise DamagedDocument(file_name, f"broken: {error}") from error


def ofd_pages(data: bytes) -> int:
    """How many pages an OFD lists; 0 where it cannot be opened."""
    try:
        with Package.opened(data, "") as package:
            return sum(len(document.pages) for document in documents(package))
    except UnreadableDocument:
        return 0


@dataclass
class _Drawing:
    """A PDF while it is drawn. Fonts and images are made on a scratch page, which is its first until the end."""

    package: Package
    pdf: pymupdf.Document
    budget: Budget
    warnings: list[str] = field(default_factory=list)
    images: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pdf.new_page()
        self.fonts = Fonts(self.pdf)
        self.opacities: set[int] = set()

    def drawn(self) -> Drawn:
        shared = self.pdf.get_new_xref()
        count = 0
        for document in documents(self.package):
            if document.attached:
                self.warnings.append("the OFD carries attached files, which are not read")
            for page in document.pages:
                count += 1
                if count > MOST_PAGES:
                    raise OversizedDocument(self.package.file_name, f"more than {MOST_PAGES} pages")
                self._page(document, page, count, shared)
        if not count:
            raise self.package.damaged("the OFD has no pages", "OFD.xml")
        self.pdf.update_object(shared, self._resources())
        self.pdf.delete_page(0)
        return Drawn(bytes(self.pdf.tobytes(no_new_id=True)), tuple(self.warnings))

    def _resources(self) -> str:
        fonts = " ".join(f"/{name} {xref} 0 R" for name, xref in self.fonts.resources().items())
        images = " ".join(f"/I{xref} {xref} 0 R" for xref in self.images.values() if xref)
        states = " ".join(f"/A{p} <</ca {p / 100} /CA {p / 100}>>" for p in sorted(self.opacities))
        return f"<</Font <<{fonts}>> /XObject <<{images}>> /ExtGState <<{states}>>>>"

    def _page(self, document: OfdDocument, page: OfdPage, count: int, shared: int) -> None:
        root = self.package.xml(page.name)
        resources = document.resources
        for extra in children(root, "PageRes"):
            resources.add(self.package, self.package.found(extra.text or "", page.name))
        content = Content(resources, self, self.budget)
        try:
            paper = _paper(root, page.area)
            for part in self._parts(document, page, root):
                self._layers(content, part)
            for mark in page.marks:
                self._marks(content, self.package.xml(mark))
        except BrokenValue as error:
            raise self.package.damaged(str(error), page.name) from error
        self.opacities |= content.opacities
        self._tell(content, count)
        self._lay(paper, content, shared, page.name)

    def _lay(self, paper: Box, content: Content, shared: int, name: str) -> None:
        width, height = paper.width * _POINTS, paper.height * _POINTS
        if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE):
            cause = f"the page is {paper.width:.0f} x {paper.height:.0f} mm, more than is read, or nothing"
            raise OversizedDocument(self.package.file_name, cause, place=name)
        made = self.pdf.new_page(width=width, height=height)
        to_points = (_POINTS, 0, 0, -_POINTS, -paper.x * _POINTS, height + paper.y * _POINTS)
        stream = self.pdf.get_new_xref()
        self.pdf.update_object(stream, "<<>>")
        operators = "\n".join([f"{written(to_points)} cm", *content.operators])
        self.pdf.update_stream(stream, operators.encode("ascii"), compress=False)
        self.pdf.xref_set_key(made.xref, "Contents", f"{stream} 0 R")
        self.pdf.xref_set_key(made.xref, "Resources", f"{shared} 0 R")

    def _parts(self, document: OfdDocument, page: OfdPage, root: etree._Element) -> Iterator[etree._Element]:
        """The page's own content between its templates below and above."""
        below, above = list[etree._Element](), list[etree._Element]()
        for template in children(root, "Template"):
            name = document.templates.get(template.get("TemplateID", ""))
            if name is None:
                raise self.package.damaged(f"there is no template {template.get('TemplateID', '')[:40]!r}", page.name)
            part = self.package.xml(name, keep=True)
            (above if template.get("ZOrder") == "Foreground" else below).append(part)
        yield from (*below, root, *above)

    def _layers(self, content: Content, root: etree._Element) -> None:
        inside = child(root, "Content")
        layers = [] if inside is None else list(children(inside, "Layer"))
        content.add(sorted(layers, key=lambda layer: _LAYERS.get(layer.get("Type", "Body"), 1)), Style())

    def _marks(self, content: Content, root: etree._Element) -> None:
        for mark in children(root, "Annot"):
            for look in children(mark, "Appearance"):
                frame = box(look.get("Boundary", ""))
                content.operators.append(f"q 1 0 0 1 {written((frame.x, frame.y))} cm")
                if mark.get("Visible", "true").lower() != "false":
                    content.add(look, Style())
                content.operators.append("Q")

    def _tell(self, content: Content, number: int) -> None:
        if content.hidden:
            self.warnings.append(f"page {number}: {content.hidden} hidden characters were not read")
        if content.lost:
            self.warnings.append(f"page {number}: {content.lost} images that the OFD does not hold were not read")

    def glyph(self, resources: Resources, font: str, character: str, told: int | None) -> Glyph:
        """The glyph of a character, in the OFD's own font where that can be used."""
        file = resources.fonts.get(font, "")
        if file and not self.fonts.knows(file):
            self.fonts.embedded(file, self.package.read(file))
        return self.fonts.glyph(file, character, told)

    def image(self, resources: Resources, number: str) -> str:
        """The resource of an image, "" where the document names none. Raises UnreadableDocument."""
        file = resources.images.get(number)
        if file is None:
            return ""
        if file not in self.images:
            data = self.package.read(file)
            size_of(data, self.package.file_name, file)
            try:
                scratch = self.pdf[0]  # looked up anew: PyMuPDF lets go of pages when others are added
                self.images[file] = scratch.insert_image(scratch.rect, stream=data)
            except _BROKEN as error:
                raise self.package.damaged("the image cannot be read", file) from error
        return f"I{self.images[file]}"


def _paper(root: etree._Element, default: etree._Element | None) -> Box:
    """The paper of a page."""
    for area in (child(root, "Area"), default):
        if area is not None and (told := said(area, "PhysicalBox")):
            return box(told)
    return box(_A4)
