"""Word documents as articles: what a person sees of their paragraphs, tables, text boxes and notes, in order.

The package is checked and unpacked by opening/package.py and opened by python-docx; its elements are walked here, as
python-docx leaves out what stands in content controls, text boxes and changes, and gives what is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

import regex

from extractors.model.errors import DamagedDocument, OversizedDocument, one_line
from extractors.opening.article import Article, Block, WrittenTable, article_of
from extractors.opening.package import unpacked_package
from extractors.opening.unseen import APART, WHITE, Unseen, colour_of, raised
from extractors.opening.word_drawn import ground_of_box, is_flat, is_low, is_unseen
from extractors.opening.word_grid import GridCell, OversizedText, grid_of
from extractors.opening.word_look import Behind, Look, Styles, W, attribute, ground_of
from extractors.opening.word_numbering import Numbering

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}s"  # footnotes, endnotes
# What holds text and is not seen itself; and what is not seen, with all that it holds
_THROUGH = frozenset(
    W + name
    for name in (
        "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo", "ruby",
        "rubyBase", "subDoc",
    )
)  # fmt: skip
_CHANGED_AWAY = frozenset((f"{W}del", f"{W}moveFrom"))
_DRAWN = frozenset((f"{W}drawing", f"{W}pict", f"{W}object"))
_CHARACTERS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_BLANKS = regex.compile(r"(?<!\.\d+)\s+|\s+(?!\d)")  # all but those between a figure with decimals and the next
_BROKEN = regex.compile(r"(?<=\d)\n+(?=\d)")
_MOST_PARAGRAPHS = 200_000  # four times those that article.py lays out: blank ones, and those of cells, count too
_FEWEST_OF_DATA = 2  # rows and columns of a table beside whose other cells one holds a table


def extract_docx(data: bytes, file_name: str) -> Article:
    """A Word document as one page. Raises DamagedDocument, EncryptedDocument or OversizedDocument."""
    import docx

    package = unpacked_package(data, file_name)
    try:
        document = docx.Document(BytesIO(package))
        unseen = Unseen()
        blocks = list(_blocks_of(document, unseen))
    except OversizedText as error:
        raise OversizedDocument(file_name, str(error)) from error
    except Exception as error:  # python-docx lets through what XML and zip raise
        raise DamagedDocument(file_name, f"the Word document cannot be read: {one_line(error)}") from error
    if not blocks:
        raise DamagedDocument(file_name, "the Word document holds no text that is displayed")
    return article_of(data, file_name, [blocks], [unseen.warnings])


def _blocks_of(document: Any, unseen: Unseen) -> Iterator[Block]:
    part = document.part
    styles = Styles(document.styles.element)
    numbering = next((r.target_part.element for r in part.rels.values() if r.reltype.endswith("/numbering")), None)
    walk = _Walk(styles, Numbering(numbering, styles), unseen)
    page = document.element.find(f"{W}background")
    ground = WHITE if page is None else colour_of(attribute(page, "color"))
    yield from walk.blocks(document.element.body, _Place(ground))
    for kind in ("footnote", "endnote"):
        yield from _notes(part, kind, walk, _Place(ground))


def _notes(part: Any, kind: str, walk: _Walk, place: _Place) -> Iterator[Block]:
    """The notes that the text has marks of, in the order of these."""
    from docx.oxml import parse_xml

    found = next((r.target_part for r in part.rels.values() if r.reltype == _NOTES.format(kind)), None)
    if found is None or not walk.noted:
        return
    notes = {attribute(note, "id"): note for note in parse_xml(found.blob).iterchildren(W + kind)}
    for which in [number for told, number in dict.fromkeys(walk.noted) if told == kind]:
        if which in notes:
            yield from walk.blocks(notes[which], place)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where text stands: what lies behind it, and the style of its table and its paragraph."""

    behind: Behind
    table: str = ""
    paragraph: str = ""
    flat: bool = False  # a line that shows nothing, for it has no height


@dataclass
class _Line:
    """The words of a paragraph so far, and what hangs on it: text boxes."""

    words: list[str] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)


class _Walk:
    """Goes through a document's elements in order; which field it is in, and which numbers come, it remembers."""

    def __init__(self, styles: Styles, numbering: Numbering, unseen: Unseen) -> None:
        self._styles, self._numbering, self._unseen = styles, numbering, unseen
        self._fields: list[bool] = []  # of each field that is open: whether its instruction is being given
        self._count = 0  # paragraphs so far
        self.noted: list[tuple[str, str]] = []  # kinds and ids of the notes whose marks stood in the text

    def blocks(self, holder: Any, place: _Place) -> Iterator[Block]:
        """The paragraphs and tables of an element, what it holds of both in text boxes behind their paragraphs."""
        line = _Line()
        for element in _inside(holder):
            if element.tag == f"{W}tbl":
                yield from self._ended(line)
                yield from self._table(element, place)
            elif element.tag == f"{W}p":
                self._count += 1
                if self._count > _MOST_PARAGRAPHS:
                    raise OversizedText(f"more than {_MOST_PARAGRAPHS} paragraphs")
                if self._paragraph(element, line, place):
                    yield from self._ended(line)
        yield from self._ended(line)

    def _ended(self, line: _Line) -> Iterator[Block]:
        """What a paragraph and its boxes say; the line is empty then."""
        for text in self._unseen.text("".join(line.words)).split("\n"):
            if text.strip():
                yield text.strip()
        yield from line.boxes
        line.words, line.boxes = [], []

    def _paragraph(self, element: Any, line: _Line, place: _Place) -> bool:
        """Puts a paragraph's words into `line`; whether it ends there: its mark may be hidden or deleted."""
        properties = element.find(f"{W}pPr")
        ground = ground_of(self._styles.paragraph_property(properties, f"{W}shd"))
        within = replace(
            place,
            behind=place.behind if isinstance(ground, str) else ground,
            paragraph=self._styles.of_paragraph(properties),
            flat=place.flat or is_flat(self._styles.paragraph_property(properties, f"{W}spacing")),
        )
        mark = properties.find(f"{W}rPr") if properties is not None else None
        ends = not (self._look(mark, within).hidden or (mark is not None and mark.find(f"{W}del") is not None))
        words = _Line()
        self._inline(element, words, within)
        if ends or any(word.strip() for word in words.words):
            line.words.append(self._numbering.label(properties))
        line.words += words.words
        line.boxes += words.boxes
        return ends

    def _look(self, properties: Any, place: _Place) -> Look:
        return self._styles.of_run(properties, place.paragraph, place.table)

    def _inline(self, holder: Any, line: _Line, place: _Place) -> None:
        for child in holder.iterchildren():
            if child.tag == f"{W}r":
                self._run(child, line, place)
            elif child.tag in _THROUGH:
                self._inline(child, line, place)
            elif child.tag in _CHANGED_AWAY:
                for text in child.iter(f"{W}t", f"{W}delText"):
                    self._unseen.hide(text.text or "")
            elif child.tag == f"{_MC}AlternateContent":
                self._inline(_chosen(child), line, place)
            elif child.tag in (f"{_M}oMath", f"{_M}oMathPara"):
                line.words.append(APART.join(text.text or "" for text in child.iter(f"{_M}t")))

    def _run(self, run: Any, line: _Line, place: _Place) -> None:
        look = self._look(run.find(f"{W}rPr"), place)
        for child in _pieces(run):
            tag = child.tag
            if tag == f"{W}fldChar":
                self._field(attribute(child, "fldCharType"))
            elif any(self._fields) or tag in (f"{W}instrText", f"{W}delText"):
                continue
            elif tag == f"{W}ruby":
                self._inline(child, line, place)
            elif tag in _DRAWN:
                line.boxes += self._boxes(child, place)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self.noted.append((tag.removeprefix(W).removesuffix("Reference"), attribute(child, "id")))
                if attribute(child, "customMarkFollows") not in ("", "0", "false", "off"):
                    look = replace(look, raised=True)
            else:
                line.words.append(self._said(_text(child), look, place))

    def _field(self, step: str) -> None:
        """A field tells what it is of first, and then what is displayed."""
        if step == "begin":
            self._fields.append(True)
        elif self._fields and step == "separate":
            self._fields[-1] = False
        elif self._fields and step == "end":
            self._fields.pop()

    def _said(self, text: str, look: Look, place: _Place) -> str:
        """What a run's text leaves in its paragraph."""
        if not text.strip():
            return text
        if look.gone or place.flat:
            self._unseen.hide(text)
            return ""
        if look.blank_on(place.behind):
            self._unseen.hide(text)
            return APART
        if look.struck:
            return self._unseen.strike(text)
        return raised(text) if look.raised else text

    def _boxes(self, drawing: Any, place: _Place) -> Iterator[Block]:
        """The text boxes of a drawing; of one within another the outer."""
        for content in drawing.iter(f"{W}txbxContent"):
            above = content.iterancestors(f"{W}txbxContent", drawing.tag)
            if next(above) is not drawing or next(content.iterancestors(f"{_MC}Fallback", drawing.tag)) is not drawing:
                continue
            fields, self._fields = self._fields, []
            unseen = is_unseen(drawing, content)
            ground = ground_of_box(content, place.behind)
            yield from self.blocks(content, replace(place, behind=ground, table="", flat=place.flat or unseen))
            self._fields = fields

    def _table(self, table: Any, place: _Place) -> Iterator[Block]:
        """A table; where it only lays out other tables, what its cells hold, one after the other."""
        within = self._place_in(table, place)
        grid = grid_of(self._rows(table))
        held = [list(self._cell(cell, within)) for cell in grid.cells]
        inner = [block for blocks in held for block in blocks if isinstance(block, WrittenTable)]
        if inner and not _is_data(grid.cells, held):
            for blocks in held:
                yield from blocks
            return
        cells = tuple(
            cell.written(_cell_text([block for block in blocks if isinstance(block, str)]))
            for cell, blocks in zip(grid.cells, held, strict=True)
        )
        if any(cell.text for cell in cells):
            yield WrittenTable(grid.rows, grid.columns, cells)
        yield from inner

    def _place_in(self, table: Any, place: _Place) -> _Place:
        """What a table lays behind the text of cells that lay nothing themselves."""
        properties = table.find(f"{W}tblPr")
        if properties is None:
            return replace(place, table="")
        style, ground = attribute(properties.find(f"{W}tblStyle"), "val"), ground_of(properties.find(f"{W}shd"))
        behind = None if self._styles.shades_tables(style) else place.behind if isinstance(ground, str) else ground
        return replace(place, behind=behind, table=style)

    def _rows(self, table: Any) -> Iterator[Any]:
        """The rows that are displayed."""
        for row in _inside(table):
            if row.tag != f"{W}tr":
                continue
            if row.find(f"{W}trPr/{W}del") is not None or is_low(row):
                for text in row.iter(f"{W}t", f"{W}delText"):
                    self._unseen.hide(text.text or "")
            else:
                yield row

    def _cell(self, cell: GridCell, place: _Place) -> Iterator[Block]:
        ground = ground_of(cell.element.find(f"{W}tcPr/{W}shd"))
        return self.blocks(cell.element, place if isinstance(ground, str) else replace(place, behind=ground))


def _cell_text(paragraphs: Sequence[str]) -> str:
    """What a cell says, without blanks; one stays between two figures."""
    lines = (_BLANKS.sub("", line) for line in "\n".join(paragraphs).split("\n"))
    return _BROKEN.sub(" ", "\n".join(lines)).replace("\n", "")


def _inside(holder: Any) -> Iterator[Any]:
    """The paragraphs, tables, rows or cells of an element, as if content controls and the like were not there."""
    for child in holder.iterchildren():
        if child.tag in _THROUGH:
            yield from _inside(child)
        elif child.tag == f"{_MC}AlternateContent":
            yield from _inside(_chosen(child))
        elif isinstance(child.tag, str) and child.tag not in _CHANGED_AWAY:
            yield child


def _pieces(run: Any) -> Iterator[Any]:
    """What a run holds; of alternatives the one that is shown."""
    for child in run.iterchildren():
        if child.tag == f"{_MC}AlternateContent":
            yield from _pieces(_chosen(child))
        elif isinstance(child.tag, str):
            yield child


def _chosen(alternatives: Any) -> Any:
    """The first of several ways of saying the same, which Word takes where it knows it."""
    return next(iter(alternatives.iterchildren(f"{_MC}Choice", f"{_MC}Fallback")), alternatives.makeelement(f"{W}r"))


def _text(element: Any) -> str:
    if element.tag == f"{W}t":
        return element.text or ""
    if element.tag == f"{W}sym":
        code = attribute(element, "char")
        return chr(int(code, 16)) if code.isalnum() and len(code) == 4 and not code.upper().startswith("F") else ""
    return _CHARACTERS.get(element.tag, "")


def _is_data(cells: Sequence[GridCell], held: Sequence[Sequence[Block]]) -> bool:
    """Whether a table with tables in cells has rows and columns of its own beside them."""
    plain = [
        cell for cell, blocks in zip(cells, held, strict=True) if blocks and all(isinstance(b, str) for b in blocks)
    ]
    rows, columns = {cell.row for cell in plain}, {cell.column for cell in plain}
    return len(rows) >= _FEWEST_OF_DATA and len(columns) >= _FEWEST_OF_DATA
