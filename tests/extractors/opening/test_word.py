"""Word documents: what a person sees of them is read, what is not seen is told."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsmap

from extractors.formats import extract_document
from extractors.opening.word import extract_docx
from extractors.opening.word_numbering import number_as
from tests.extractors.opening.shown_word import GONE, GRIDS, HIDING, NUMBERING, STRUCK, WORD, p, r, word_document
from tests.flows.monitor import documents


@pytest.mark.parametrize("name", WORD)
def test_what_is_seen_is_read(name: str) -> None:
    body, shown = WORD[name]
    (page,) = extract_docx(word_document(body, HIDING, NUMBERING), "a").pages
    assert [line.text for line in page.lines] == shown


@pytest.mark.parametrize("name", GRIDS)
def test_cells_stand_where_they_are_seen(name: str) -> None:
    body, shown = GRIDS[name]
    (found,) = extract_docx(word_document(body), "a").tables[0].tables
    assert [(c.row, c.column, c.text, c.rows, c.columns) for c in found.cells] == shown


def test_what_is_left_out_is_told() -> None:
    body = p(r("收入12.34"), r("99", GONE), r("万元"), r("56", STRUCK))
    assert extract_document(word_document(body), "a.docx").warnings[-2:] == (
        "page 1: 2 characters of the document are not displayed; not read",
        "page 1: 2 characters of the document are struck out; not read",
    )


def test_note_stands_behind_the_text_that_it_is_of() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    document = docx.Document(BytesIO(word_document(p(r("收入12.34"), reference, r("万元")) + p(r("一段")))))
    notes = f'<w:footnotes xmlns:w="{nsmap["w"]}">' + "".join(
        f'<w:footnote w:id="{k}">{p(r(text))}</w:footnote>' for k, text in ((0, "线"), (2, "脚注"), (3, "无人引用"))
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, f"{notes}</w:footnotes>".encode(), document.part.package)
    document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")
    out = BytesIO()
    document.save(out)
    assert [line.text for line in extract_docx(out.getvalue(), "a").pages[0].lines] == ["收入12.34万元", "一段", "脚注"]


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (3, "decimal", "3"), (3, "decimalZero", "03"), (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalEnclosedCircle", "③"), (1994, "upperRoman", "MCMXCIV"), (4, "lowerLetter", "d"),
        (120, "chineseCounting", "120"), (0, "upperLetter", "0"), (5, "none", ""), (7, "unheard of", "7"),
    ],
)  # fmt: skip
def test_numbers_of_lists_in_all_forms(number: int, form: str, written: str) -> None:
    assert number_as(number, form) == written


def test_word_document_is_read() -> None:
    record = extract_document(documents.word("云岭市甲局", "12.34"), "a.docx")
    values = {(f.concept, f.measure): f.value for f in record.facts}
    assert values["totals.income", "final"] == "123400"
    assert values["totals.income", "change_rate"] == "0.5"
    assert record.document.unit_name == "云岭市甲局"


def test_merged_cells_of_word_are_one_cell() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for i, row in enumerate(table.rows):
        for k, cell in enumerate(row.cells):
            cell.text = f"{i}{k}"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "高"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "宽"
    out = BytesIO()
    document.save(out)
    (found,) = extract_docx(out.getvalue(), "a.docx").tables[0].tables
    assert [(c.row, c.column, c.text, c.rows, c.columns) for c in found.cells] == [
        (0, 0, "高", 2, 1), (0, 1, "宽", 1, 2), (1, 1, "11", 1, 1), (1, 2, "12", 1, 1),
        (2, 0, "20", 1, 1), (2, 1, "21", 1, 1), (2, 2, "22", 1, 1),
    ]  # fmt: skip
