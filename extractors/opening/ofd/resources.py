"""What the pages of an OFD share: fonts, images, ways of drawing, groups of shapes; and its list of pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors.model.errors import OversizedDocument
from extractors.opening.ofd.package import Package, child, children, local, said
from extractors.opening.pdf import MOST_PAGES

_DEEPEST = 16  # ways of drawing that rest on others


@dataclass
class Resources:
    """Of one document, by their ids: files of fonts and images (names of parts), elements of the others."""

    fonts: dict[str, str] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)
    params: dict[str, etree._Element] = field(default_factory=dict)
    groups: dict[str, etree._Element] = field(default_factory=dict)

    def add(self, package: Package, name: str) -> None:
        """Takes in a part that lists resources."""
        root = package.xml(name)
        base = f"{name.rpartition('/')[0]}/{root.get('BaseLoc', '').strip('/')}/-".replace("//", "/").lstrip("/")
        for kind in root:
            for item in kind:
                self._take(package, item, base)

    def _take(self, package: Package, item: etree._Element, base: str) -> None:
        number, what = item.get("ID", ""), local(item)
        if what == "Font" and (file := said(item, "FontFile")):
            self.fonts[number] = package.found(file, base)
        elif what == "MultiMedia" and (file := said(item, "MediaFile")):
            if item.get("Type", "Image").lower() == "image":
                self.images[number] = package.found(file, base)
        elif what == "DrawParam":
            self.params[number] = item
        elif what == "CompositeGraphicUnit":
            self.groups[number] = item

    def param(self, number: str | None) -> Iterator[etree._Element]:
        """A way of drawing and those that it rests on, itself first."""
        for _ in range(_DEEPEST):
            element = self.params.get(number or "")
            if element is None:
                return
            yield element
            number = element.get("Relative")


@dataclass(frozen=True)
class OfdPage:
    """A page: its part, the element where its box is told if not in the part, the marks on it (names of parts)."""

    name: str
    area: etree._Element | None
    marks: tuple[str, ...]


@dataclass(frozen=True)
class OfdDocument:
    """One document of a package. `templates` are parts of pages by id; `attached` says that it carries files."""

    pages: tuple[OfdPage, ...]
    templates: dict[str, str]
    resources: Resources
    attached: bool


def documents(package: Package) -> Iterator[OfdDocument]:
    """The documents of a package in their order. Raises UnreadableDocument."""
    bodies = list(children(package.root(), "DocBody"))
    if not bodies:
        raise package.damaged("it names no document", "OFD.xml")
    for body in bodies:
        location = said(body, "DocRoot")
        if not location:
            raise package.damaged("a document has no DocRoot", "OFD.xml")
        yield _document(package, package.found(location))


def _document(package: Package, name: str) -> OfdDocument:
    root = package.xml(name)
    common, listed = child(root, "CommonData"), child(root, "Pages")
    if common is None or listed is None:
        raise package.damaged("the document has no CommonData or no Pages", name)
    resources = Resources()
    for kind in ("PublicRes", "DocumentRes"):
        for element in children(common, kind):
            resources.add(package, package.found(element.text or "", name))
    marks = _marks(package, root, name)
    pages = tuple(
        OfdPage(_part(package, page, name), child(common, "PageArea"), tuple(marks.get(page.get("ID", ""), ())))
        for page in children(listed, "Page")
    )
    if len(pages) > MOST_PAGES:
        raise OversizedDocument(package.file_name, f"{len(pages)} pages, more than the {MOST_PAGES} that are read")
    templates = {t.get("ID", ""): _part(package, t, name) for t in children(common, "TemplatePage")}
    return OfdDocument(pages, templates, resources, _carries_files(package, root, name))


def _part(package: Package, element: etree._Element, name: str) -> str:
    location = element.get("BaseLoc")
    if not location:
        raise package.damaged(f"a {local(element)} has no BaseLoc", name)
    return package.found(location, name)


def _marks(package: Package, root: etree._Element, name: str) -> dict[str, list[str]]:
    """The parts that hold stamps and notes laid over pages, by the page's id."""
    location = said(root, "Annotations")
    if not location:
        return {}
    where = package.found(location, name)
    found: dict[str, list[str]] = {}
    for page in children(package.xml(where), "Page"):
        if file := said(page, "FileLoc"):
            found.setdefault(page.get("PageID", ""), []).append(package.found(file, where))
    return found


def _carries_files(package: Package, root: etree._Element, name: str) -> bool:
    location = said(root, "Attachments")
    return bool(location) and any(True for _ in children(package.xml(package.found(location, name)), "Attachment"))
