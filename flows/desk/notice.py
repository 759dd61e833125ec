"""The notice for a unit: its findings with pages and pictures, as a Word file in official layout, and as PDF.

Told are the findings that were confirmed; where none was, errors and omissions that nobody dismissed. Notes are told
only where somebody confirmed them: nobody is accused of what a person has to look at first.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

import docx
import yaml
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from pydantic import BaseModel, ConfigDict, TypeAdapter

from extractors.audit.finding import Figure, shown
from extractors.opening.mupdf import pymupdf
from flows.audit.crops import Crops
from flows.desk.store import Row, Store

_MOST_CROPS = 1  # pictures of one finding
_CROP_WIDTH = 120  # millimetres
_Figures = TypeAdapter(list[Figure])


class _Fonts(BaseModel):
    title: str
    body: str
    heading: str


class _Wording(BaseModel):
    """notice.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    to: str
    opening: str
    opening_none: str
    document: str
    year: str
    page: str
    source: str
    confirmed: str
    figures: str
    figure: str
    crop: str
    closing: str
    signed: str
    date: str
    numerals: tuple[str, ...]
    joint: str
    ordinal: str
    further: str
    sentence_end: str
    fonts: _Fonts
    page_margins: dict[str, float]
    sizes: dict[str, float]


@cache
def _wording() -> _Wording:
    text = Path(__file__).with_name("notice.yaml").read_text(encoding="utf-8")
    return _Wording.model_validate(yaml.safe_load(text))


@dataclass(frozen=True)
class Item:
    """One finding of a notice: what is said of it, and pictures (JPEG)."""

    lines: tuple[str, ...]
    pictures: tuple[bytes, ...]


@dataclass(frozen=True)
class Notice:
    """A notice as it is set: title, to whom, the opening, and for each document its heading and findings."""

    title: str
    to: str
    opening: str
    parts: tuple[tuple[str, tuple[Item, ...]], ...]


def notice_of(store: Store, unit_id: str, folders: Sequence[Path]) -> Notice | None:
    """The notice for a unit; None where there is no such unit. Pictures are of documents below `folders`."""
    first = store.one("SELECT unit_name FROM docs WHERE unit_id = ?", [unit_id])
    if first is None:
        return None
    say, rows = _wording(), _told(store, unit_id)
    documents = store.rows(
        "SELECT file_name FROM docs WHERE unit_id = ? ORDER BY fiscal_year NULLS LAST, kind", [unit_id]
    )
    named = list(dict.fromkeys(row["file_name"] for row in rows)) or [row["file_name"] for row in documents]
    listed = say.joint.join(say.document.format(name=Path(name).stem) for name in named)
    parts = []
    with Crops(folders) as crops:
        for number, (_, of_one) in enumerate(groupby(rows, key=lambda row: row["record_id"])):
            findings = list(of_one)
            parts.append((_heading(number, findings[0]), tuple(
                _item(i, row, crops) for i, row in enumerate(findings, 1))))  # fmt: skip
    opening = (say.opening if rows else say.opening_none).format(documents=listed)
    unit = first["unit_name"]
    return Notice(say.title.format(unit=unit), say.to.format(unit=unit), opening, tuple(parts))


def _told(store: Store, unit_id: str) -> list[Row]:
    rows = store.rows(
        "SELECT t.*, f.pages, f.figures, d.sha256 FROM told t JOIN corpus.findings f USING (finding_id) "
        "JOIN docs d ON d.record_id = t.record_id WHERE t.unit_id = ? AND t.state <> 'dismissed' "
        "ORDER BY t.fiscal_year NULLS LAST, t.record_id, t.rank, t.finding_id",
        [unit_id],
    )
    confirmed = [row for row in rows if row["state"] == "confirmed"]
    return confirmed or [row for row in rows if row["severity"] != "note"]


def _heading(number: int, row: Row) -> str:
    say = _wording()
    numeral = say.numerals[number] if number < len(say.numerals) else str(number + 1)
    year = say.year.format(year=row["fiscal_year"]) if row["fiscal_year"] is not None else ""
    return say.ordinal.format(numeral=numeral) + say.document.format(name=Path(row["file_name"]).stem) + year


def _item(number: int, row: Row, crops: Crops) -> Item:
    say = _wording()
    where = say.page.format(pages=say.joint.join(map(str, row["pages"]))) if row["pages"] else ""
    message = row["message_zh"].rstrip(say.sentence_end)
    said = say.further.format(number=number) + message + where + say.sentence_end
    said += say.source.format(source=row["source"].rstrip(say.sentence_end))
    if row["state"] == "confirmed":
        said += say.confirmed
    figures = _Figures.validate_json(row["figures"] or "[]")
    told = [say.figure.format(label=f.titled, value=shown(f.value, f.unit)) for f in figures if f.unit is not None]
    lines = (said, say.figures.format(figures=say.joint.join(told)) + say.sentence_end) if told else (said,)
    return Item(lines, tuple(_pictures(row, figures, crops)))


def _pictures(row: Row, figures: Sequence[Figure], crops: Crops) -> list[bytes]:
    """Pictures of the figures, of the one that is suspected first."""
    made: list[bytes] = []
    for figure in sorted(figures, key=lambda f: not f.suspect):
        if len(made) == _MOST_CROPS or figure.page is None or figure.bbox is None:
            continue
        stands_in = (figure.document or row["file_name"], figure.sha256 or row["sha256"])
        picture = crops.crop(*stands_in, figure.page, figure.bbox)
        if picture is not None:
            made.append(base64.b64decode(picture.partition(",")[2]))
    return made


def as_docx(notice: Notice) -> bytes:
    """The notice as a Word file, A4."""
    say = _wording()
    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, millimetres in say.page_margins.items():
        setattr(section, f"{side}_margin", Mm(millimetres))
    _set(file.add_paragraph(), notice.title, say.fonts.title, say.sizes["title"], centred=True)
    _set(file.add_paragraph(), "", say.fonts.body, say.sizes["body"])
    _set(file.add_paragraph(), notice.to, say.fonts.body, say.sizes["body"])
    _set(file.add_paragraph(), notice.opening, say.fonts.body, say.sizes["body"], indented=True)
    for heading, items in notice.parts:
        _set(file.add_paragraph(), heading, say.fonts.heading, say.sizes["body"], indented=True)
        for item in items:
            for line in item.lines:
                _set(file.add_paragraph(), line, say.fonts.body, say.sizes["body"], indented=True)
            for picture in item.pictures:
                file.add_picture(io.BytesIO(picture), width=Mm(_CROP_WIDTH))
                file.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
    if notice.parts:
        _set(file.add_paragraph(), say.closing, say.fonts.body, say.sizes["body"], indented=True)
    for line in ("", say.signed, say.date):
        _set(file.add_paragraph(), line, say.fonts.body, say.sizes["body"], right=True)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _set(
    paragraph: Paragraph, text: str, font: str, size: float, *, centred: bool = False, indented: bool = False,
    right: bool = False,
) -> None:  # fmt: skip
    """Sets a paragraph's text in a Chinese font, lines a fixed distance apart."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = Pt(_wording().sizes["line"])
    if indented:
        form.first_line_indent = Pt(2 * size)
    if centred or right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT


def as_pdf(notice: Notice) -> bytes:
    """The notice as PDF, A4."""
    say, archive = _wording(), pymupdf.Archive()
    html = [f"<h1>{escape(notice.title)}</h1><p>{escape(notice.to)}</p><p class='in'>{escape(notice.opening)}</p>"]
    number = 0
    for heading, items in notice.parts:
        html.append(f"<p class='in'><b>{escape(heading)}</b></p>")
        for item in items:
            html += [f"<p class='in'>{escape(line)}</p>" for line in item.lines]
            for picture in item.pictures:
                number += 1
                archive.add((picture, f"{number}.jpg"))
                html.append(f"<p><img src='{number}.jpg' width='340'></p>")
    if notice.parts:
        html.append(f"<p class='in'>{escape(say.closing)}</p>")
    html.append(f"<p class='right'>{escape(say.signed)}</p><p class='right'>{escape(say.date)}</p>")
    size, line = say.sizes["body"] - 2, say.sizes["line"]
    css = (
        f"* {{font-family: sans-serif}} h1 {{font-size: {say.sizes['title'] - 2}pt; text-align: center}} "
        f"p {{font-size: {size}pt; line-height: {line / size}; margin: 0}} .in {{text-indent: {2 * size}pt}} "
        ".right {text-align: right}"
    )
    out = io.BytesIO()
    writer, story = pymupdf.DocumentWriter(out), pymupdf.Story("".join(html), user_css=css, archive=archive)
    paper = pymupdf.paper_rect("a4")
    points = {side: 72 / 25.4 * value for side, value in say.page_margins.items()}
    room = pymupdf.Rect(points["left"], points["top"], paper.width - points["right"], paper.height - points["bottom"])
    more = True
    while more:
        device = writer.begin_page(paper)
        more, _ = story.place(room)
        story.draw(device)
        writer.end_page()
    writer.close()
    return out.getvalue()
