"""OFD packages drawn as PDFs: what is seen is what is read, where it stands; what is broken or hostile is refused."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from corpus.generate import generate
from corpus.ofd import ofd_of_pdf, ofd_of_pictures, package, zipped
from extractors.formats import extract_document, page_count
from extractors.model.errors import DamagedDocument, EncryptedDocument, OversizedDocument, UnreadableDocument
from extractors.model.record import Record
from extractors.opening.kinds import kind_of
from extractors.opening.mupdf import pymupdf
from extractors.opening.ofd.content import Budget
from extractors.opening.ofd.drawn import draw_ofd
from extractors.opening.ofd.values import outline
from tests.flows.monitor import documents

MM = 72 / 25.4  # points of a millimetre
CONTENT, DOCUMENT, RES = "Doc_0/Pages/Page_0/Content.xml", "Doc_0/Document.xml", "Doc_0/DocumentRes.xml"


def text(said: str = "甲1", where: str = "", *, code: str = "", inside: str = "", frame: str = "20 30 60 10") -> str:
    """A text object of 4 mm at 1, 5 of its boundary."""
    code = code or f'X="1" Y="5" DeltaX="g {max(1, len(said) - 1)} 4"'
    return (
        f'<ofd:TextObject ID="1" Font="1" Size="4" Boundary="{frame}" {where}>{inside}'
        f"<ofd:TextCode {code}>{said}</ofd:TextCode></ofd:TextObject>"
    )


_CODE_BELOW = '<ofd:TextCode X="9">1</ofd:TextCode></ofd:TextObject>'


def made(*pages: str, **parts: bytes | tuple[str, str]) -> bytes:
    return package(pages, [(210, 297)] * len(pages), **parts)


def changed(data: bytes, name: str, *changes: tuple[str, str]) -> bytes:
    """The package with a part said otherwise; "" stands for the whole part."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    told = files.get(name, b"").decode()
    for old, new in changes:
        assert not old or old in told
        told = told.replace(old, new) if old else new
    return zipped(files | {name: told.encode()})


def places(data: bytes, number: int = 0) -> dict[str, tuple[float, float]]:
    """Where the characters of a page stand: their origins in millimetres from the top left."""
    with pymupdf.open("pdf", draw_ofd(data, "a.ofd").pdf) as pdf:
        spans = (
            span
            for block in pdf[number].get_text("rawdict", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)["blocks"]
            for line in block["lines"]
            for span in line["spans"]
        )
        return {
            c["c"]: (round(c["origin"][0] / MM, 1), round(c["origin"][1] / MM, 1)) for s in spans for c in s["chars"]
        }


def seen(data: bytes, number: int = 0) -> str:
    with pymupdf.open("pdf", draw_ofd(data, "a.ofd").pdf) as pdf:
        return str(pdf[number].get_text()).strip()


def facts(record: Record) -> list[object]:
    return [fact.model_dump(exclude={"evidence"}) for fact in record.facts]


def test_generated_disclosure_says_the_same_as_its_pdf() -> None:
    pdf = generate("terse", 1)[0]
    data = ofd_of_pdf(pdf)
    assert kind_of(data) == "ofd"
    record, other = extract_document(data, "a.ofd"), extract_document(pdf, "a.pdf")
    assert page_count(data) == record.document.pages == other.document.pages
    assert record.document.bytes == len(data)
    assert [(f.concept, f.measure, f.value) for f in record.facts] == [
        (f.concept, f.measure, f.value) for f in other.facts
    ]
    assert len(record.facts) > 200
    for one, two in zip(record.facts, other.facts, strict=True):
        assert one.confidence == pytest.approx(two.confidence, abs=0.01)
        for place, there in zip(one.provenance, two.provenance, strict=True):
            assert place.page == there.page
            assert place.bbox[:2] == pytest.approx(there.bbox[:2], abs=3)


def test_pictures_of_pages_are_read_by_ocr() -> None:
    record = extract_document(ofd_of_pictures(documents.pdf("甲局", "11.00"), dpi=150), "a.ofd")
    assert [page.source for page in record.pages] == ["ocr"]
    assert "110000" in [fact.value for fact in record.facts]


@pytest.mark.parametrize(
    ("objects", "place"),
    [
        (text(), {"甲": (21, 35), "1": (25, 35)}),
        (text(where='CTM="2 0 0 2 3 0"'), {"甲": (25, 40), "1": (33, 40)}),
        (text("甲1乙", code='X="1" Y="5" DeltaX="6 8"'), {"甲": (21, 35), "1": (27, 35), "乙": (35, 35)}),
        (text("甲1乙", code='X="1" Y="5" DeltaY="G 2 6"', frame="20 30 60 30"),
         {"甲": (21, 35), "1": (21, 41), "乙": (21, 47)}),
        (text("甲", code='X="1" Y="5"').replace("</ofd:TextObject>", _CODE_BELOW),
         {"甲": (21, 35), "1": (29, 35)}),
        (text("甲乙", code='X="1" Y="5"'), {"甲": (21, 35), "乙": (25, 35)}),
        (f"<ofd:PageBlock>{text()}</ofd:PageBlock>", {"甲": (21, 35), "1": (25, 35)}),
    ],
)  # fmt: skip
def test_characters_stand_where_the_ofd_puts_them(objects: str, place: dict[str, tuple[float, float]]) -> None:
    assert places(made(objects)) == place


def test_paper_may_begin_anywhere() -> None:
    data = changed(made(text()), CONTENT, ("0 0 210.000 297.000", "10 20 100 150"))
    assert places(data) == {"甲": (11, 15), "1": (15, 15)}
    with pymupdf.open("pdf", draw_ofd(data, "a").pdf) as pdf:
        assert tuple(pdf[0].rect) == pytest.approx((0, 0, 100 * MM, 150 * MM), abs=0.1)


def test_templates_and_groups_are_painted_on_each_page() -> None:
    data = made(text("甲"), text("乙"))
    for number in (0, 1):
        name = CONTENT.replace("Page_0", f"Page_{number}")
        data = changed(data, name, ("<ofd:Content>", '<ofd:Template TemplateID="9" ZOrder="Background"/><ofd:Content>'))
    group = '<ofd:CompositeObject ResourceID="7" Boundary="100 100 50 50"/>'
    page = f'<ofd:Page xmlns:ofd="x"><ofd:Content><ofd:Layer>{group}</ofd:Layer></ofd:Content></ofd:Page>'
    data = changed(data, "Doc_0/Tpls/T.xml", ("", page))
    data = changed(
        data, DOCUMENT, ("</ofd:CommonData>", '<ofd:TemplatePage ID="9" BaseLoc="/Doc_0/Tpls/T.xml"/></ofd:CommonData>')
    )
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{text("丙")}</ofd:Content></ofd:CompositeGraphicUnit>'
    data = changed(
        data, RES, ("</ofd:Res>", f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>")
    )
    assert [places(data, number) for number in (0, 1)] == [
        {"甲": (21, 35), "丙": (121, 135)}, {"乙": (21, 35), "丙": (121, 135)},
    ]  # fmt: skip


def test_stamps_and_notes_laid_over_a_page_are_painted() -> None:
    data = changed(
        made(text("甲")), DOCUMENT, ("</ofd:Document>", "<ofd:Annotations>A.xml</ofd:Annotations></ofd:Document>")
    )
    data = changed(
        data, "Doc_0/A.xml", ("", '<Annotations><Page PageID="10"><FileLoc>Ann/1.xml</FileLoc></Page></Annotations>')
    )
    look = f'<Appearance Boundary="50 50 90 90">{text("乙")}</Appearance>'
    note = f'<PageAnnot xmlns:ofd="x"><Annot Type="Stamp">{look}</Annot></PageAnnot>'
    assert places(changed(data, "Doc_0/Ann/1.xml", ("", note)))["乙"] == (71, 85)


def test_all_documents_of_a_package_are_read_in_order() -> None:
    data = made(text("甲"))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        second = {name.replace("Doc_0", "Doc_1"): archive.read(name) for name in archive.namelist() if "Doc_0" in name}
        first = {name: archive.read(name) for name in archive.namelist()}
    other = second["Doc_1/Pages/Page_0/Content.xml"].decode().replace("甲", "乙").encode()
    both = zipped({**first, **second, "Doc_1/Pages/Page_0/Content.xml": other})
    body = "<ofd:DocBody><ofd:DocRoot>/Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    both = changed(both, "OFD.xml", ("</ofd:OFD>", body))
    assert (seen(both, 0), seen(both, 1)) == ("甲", "乙")
    assert page_count(both) == 2


_AMOUNT = "本年收入合计11.00万元。"
_COVER = (
    '<ofd:PathObject ID="2" Boundary="20 30 160 10" Stroke="false" Fill="true"><ofd:FillColor Value="255 255 255"/>'
    "<ofd:AbbreviatedData>M 0 0 L 160 0 L 160 10 L 0 10 C</ofd:AbbreviatedData></ofd:PathObject>"
)
_NOTHING = '<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="150 0 9 9"><ofd:AbbreviatedData>M 0 0 L 5 0 L 5 5 C' \
    "</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"  # fmt: skip


def amount(where: str = "", inside: str = "", frame: str = "20 30 160 10") -> str:
    return text(_AMOUNT, where, inside=inside, frame=frame)


@pytest.mark.parametrize(
    "objects",
    [
        amount('Visible="false"'),
        f'<ofd:PageBlock Visible="false">{amount()}</ofd:PageBlock>',
        amount('Alpha="0"'),
        amount(inside='<ofd:FillColor Value="0 0 0" Alpha="0"/>'),
        amount(inside='<ofd:FillColor Value="255 255 255"/>'),
        amount('Fill="false"'),
        amount() + _COVER,
        amount(inside=_NOTHING),
    ],
)
def test_what_nobody_sees_is_not_read(objects: str) -> None:
    title = text("云岭市水利局2023年度部门决算", frame="20 10 160 10")
    assert [fact.value for fact in extract_document(made(title + amount()), "a.ofd").facts] == ["110000"]
    record = extract_document(made(title + objects), "a.ofd")
    assert not record.facts
    assert record.warnings


def test_glyphs_of_its_own_font_are_what_is_seen() -> None:
    """The font's glyph of 7 is told to be a 1: the page shows 77.00, whatever the text says."""
    font = pymupdf.Font("china-s").buffer
    seven = pymupdf.Font("china-s").has_glyph(ord("7"))
    shown = (
        '<ofd:CGTransform CodePosition="6" CodeCount="2" GlyphCount="2">'
        f"<ofd:Glyphs>{seven} {seven}</ofd:Glyphs></ofd:CGTransform>"
    )

    def with_font(inside: str) -> Record:
        data = changed(
            made(amount(inside=inside)),
            "Doc_0/PublicRes.xml",
            ('FamilyName="宋体"/>', 'FamilyName="宋体"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font>'),
        )
        with zipfile.ZipFile(BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        return extract_document(zipped(files | {"Doc_0/Res/f.ttf": font}), "a.ofd")

    assert "11.00" in with_font("").model_dump_json()
    deceived = with_font(shown)
    assert all(fact.value != "110000" or fact.confidence < 0.9 for fact in deceived.facts)
    assert deceived.warnings != with_font("").warnings


def test_outlines_of_every_kind_are_drawn() -> None:
    told = outline("M 0 0 L 1 0 Q 2 0 2 1 B 2 2 3 3 4 4 A 2 2 0 0 1 6 6 A 0 0 0 0 0 7 7 C")
    assert [word for word in told.split() if word.isalpha()] == ["m", "l", "c", "c", "c", "l", "h"]
    half = outline("M 10 0 A 5 5 0 0 1 0 0")  # from the right to the left over the lower half, the page's y being down
    assert " ".join(half.split()[-3:]) == "0.0000 0.0000 c"
    assert "5.0000 5.0000 c" in half or "5.0000 -5.0000 c" in half


def test_attached_files_are_told() -> None:
    data = changed(
        made(amount()), DOCUMENT, ("</ofd:Document>", "<ofd:Attachments>T.xml</ofd:Attachments></ofd:Document>")
    )
    data = changed(
        data,
        "Doc_0/T.xml",
        ("", "<Attachments><Attachment ID='1'><FileLoc>a.xlsx</FileLoc></Attachment></Attachments>"),
    )
    assert "the OFD carries attached files, which are not read" in draw_ofd(data, "a").warnings


_IMAGE = '<ofd:ImageObject ResourceID="5" Boundary="0 0 9 9"/>'


def page(*changes: tuple[str, str]) -> bytes:
    return changed(made(text()), CONTENT, *changes)


@pytest.mark.parametrize(
    ("data", "error", "cause"),
    [
        (page(("</ofd:Page>", "")), DamagedDocument, "Content.xml: not XML"),
        (page(("<ofd:Page ", '<!DOCTYPE a [<!ENTITY b "c">]><ofd:Page ')), DamagedDocument, "declares"),
        (page(("0 0 210.000 297.000", "0 0 21000 297")), OversizedDocument, "mm"),
        (page(("<ofd:Content>", '<ofd:Template TemplateID="4"/><ofd:Content>')), DamagedDocument, "no template"),
        (changed(made(text()), DOCUMENT, ("Page_0", "Page_9")), DamagedDocument, "there is no part 'Pages/Page_9"),
        (changed(made(text()), DOCUMENT, ("ofd:Pages", "ofd:P")), DamagedDocument, "no Pages"),
        (changed(made(text()), "OFD.xml", ("DocBody", "Body")), DamagedDocument, "names no document"),
        (changed(made(text()), "Encryptions.xml", ("", "<a/>")), EncryptedDocument, "encrypted"),
        (changed(made(text()), "ofd.XML", ("", "<a/>")), DamagedDocument, "two parts"),
        (made(), DamagedDocument, "no pages"),
        (made(text(frame="1 2 3")), DamagedDocument, "Content.xml: '1 2 3' is not 4 numbers"),
        (made(text(frame="1 2 3 nan")), DamagedDocument, "'nan' is no number"),
        (made(text(code='X="1" Y="1e30"')), DamagedDocument, "'1e30' is no number"),
        (made(text(where='CTM="1 0 0 1"')), DamagedDocument, "not 6 numbers"),
        (made(text(code='X="1" Y="1" DeltaX="g -3 4"')), DamagedDocument, "no group"),
        (made(_COVER.replace("M 0 0 L", "M 0 0 Z")), DamagedDocument, "no part of an outline"),
        (made(_IMAGE, images={"5": b"nothing"}), DamagedDocument, "5.img"),
        (made("<ofd:PageBlock>" * 40 + text() + "</ofd:PageBlock>" * 40), OversizedDocument, "too deep"),
        (documents.archive({"OFD.xml": b""}), DamagedDocument, "OFD.xml: not XML"),
    ],
)  # fmt: skip
def test_broken_and_hostile_packages_are_refused_by_name(
    data: bytes, error: type[UnreadableDocument], cause: str
) -> None:
    with pytest.raises(error, match=r"a\.ofd") as refused:
        draw_ofd(data, "a.ofd")
    assert cause in str(refused.value)
    assert "\n" not in str(refused.value)


def test_distances_without_end_cost_nothing() -> None:
    assert seen(made(text("甲", code='X="1" Y="5" DeltaX="g 999999 4"'))) == "甲"


def test_what_our_font_lacks_is_shown_as_a_box() -> None:
    with pymupdf.open("pdf", draw_ofd(made(text("\ue001\u200b")), "a").pdf) as pdf:
        shown, unseen = (
            pdf[0].get_pixmap(clip=pymupdf.Rect(x * MM, 30 * MM, (x + 4) * MM, 37 * MM)).is_unicolor for x in (21, 25)
        )
    assert (shown, unseen) == (False, True)


def test_later_pages_have_fonts_and_images_of_their_own() -> None:
    image = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 8, 8)).tobytes("png")
    data = made(text("甲"), text("\ue001\U00020000") + _IMAGE, images={"5": image})
    assert seen(data, 1) == "\ue001\U00020000"
    with pymupdf.open("pdf", draw_ofd(data, "a").pdf) as pdf:
        assert [len(page.get_image_info()) for page in pdf] == [0, 1]


def test_images_that_the_package_lacks_are_told() -> None:
    drawn = draw_ofd(made(text() + _IMAGE), "a")
    assert drawn.warnings == ("page 1: 1 images that the OFD does not hold were not read",)


def test_groups_that_multiply_are_refused() -> None:
    tower = "".join(
        f'<ofd:CompositeGraphicUnit ID="{n}"><ofd:Content>'
        + f'<ofd:CompositeObject ResourceID="{n + 1}" Boundary="0 0 9 9"/>' * 100
        + "</ofd:Content></ofd:CompositeGraphicUnit>"
        for n in range(7, 14)
    )
    data = made('<ofd:CompositeObject ResourceID="7" Boundary="0 0 9 9"/>')
    data = changed(
        data, RES, ("</ofd:Res>", f"<ofd:CompositeGraphicUnits>{tower}</ofd:CompositeGraphicUnits></ofd:Res>")
    )
    with pytest.raises(OversizedDocument, match="more objects than any"):
        draw_ofd(data, "a.ofd", Budget("a.ofd", painted=20_000))
