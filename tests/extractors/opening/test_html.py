"""HTML pages as documents: their main text in paragraphs, tables as data, each fact with its paragraph's place."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from corpus.compose import FormTable, Heading, compose
from corpus.generate import generate
from extractors.formats import extract_document
from extractors.model.errors import DamagedDocument
from extractors.model.record import Record
from extractors.opening.article import WrittenTable
from extractors.opening.encoding import encoding_of
from extractors.opening.html import extract_article, html_blocks, page_title, parsed
from tests.apart import answers
from tests.extractors.opening.shown_html import HTML

SHELL = (
    '<html><head><title>{title}-云岭市人民政府</title><meta charset="{encoding}"></head><body>'
    "<nav><a href='/'>首页</a></nav><div id='page'><div class='TRS_Editor'>{body}</div></div>"
    "<div>版权所有</div></body></html>"
)


def page(body: str, encoding: str = "utf-8", title: str = "甲局2023年度部门决算") -> bytes:
    return SHELL.format(body=body, encoding=encoding, title=title).encode(encoding)


def as_html(family: str, seed: int) -> tuple[bytes, dict[str, object]]:
    """A disclosure of the corpus as a site would put it into a page."""
    document = compose(family, seed, tables=False)
    parts = [f"<p align='center'>{line}</p>" for line in document.cover]
    for block in document.blocks:
        if isinstance(block, Heading):
            parts.append(f"<p><strong>{block.text}</strong></p>")
        elif isinstance(block, FormTable):
            rows = "".join(
                "<tr>" + "".join(f'<td colspan="{c}" rowspan="{r}">{text}</td>' for text, c, r in row) + "</tr>"
                for row in block.rows
            )
            parts.append(f"<p>{block.title}</p><p>{block.subtitle}</p><table>{rows}</table>")
        else:
            parts.append(f"<p><span>　　{block[:9]}</span><span>{block[9:]}</span></p>")
    return page("\n".join(parts), "gb18030", "".join(document.cover)), document.golden


def said(record: Record) -> Counter[tuple[str, str, str, str]]:
    return Counter((f.concept, f.measure, f.dimensions.get("code", ""), f.value) for f in record.facts)


@pytest.mark.parametrize(("family", "seed"), [("lakes", 7), ("mof", 5), ("terse", 3), ("narrative", 2)])
def test_article_is_read_as_its_pdf_would_be(family: str, seed: int) -> None:
    data, golden = as_html(family, seed)
    record = extract_document(data, "a.html")
    printed = extract_document(generate(family, seed, tables=False)[0], "a.pdf")
    assert said(record) == said(printed)
    assert len(record.facts) > 50
    assert record.document.unit_name == golden["unit_name"]
    assert len(record.forms) == 1


def test_fact_stands_in_the_box_of_its_paragraph() -> None:
    body = "<p>一、收入支出决算总体情况说明</p><p>2023年度收入总计12.34万元。</p><p>支出总计56.78万元。</p>"
    record = extract_document(page(body), "a.html")
    first, second = (f for f in record.facts if f.measure == "final")
    assert first.provenance[0].page == second.provenance[0].page == 1
    assert first.provenance[0].bbox[3] < second.provenance[0].bbox[1]
    assert record.pages[0].source == "text_layer"


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("<p>一段</p><p>二段</p>", ["一段", "二段"]),
        ("一段<br>二段<br/>三段", ["一段", "二段", "三段"]),
        ("<p>收入<b>12</b>.34<span>万元</span></p>", ["收入12.34万元"]),
        ("<div>一段<div>二段</div>三段</div>", ["一段", "二段", "三段"]),
        ("<p>一\n  段</p><p>&nbsp;</p>", ["一 段"]),
        ("<p>风(fēng)景区(qū)教育局(本级)</p>", ["风景区教育局(本级)"]),
        ("<p><ruby>风<rp>(</rp><rt>fēng</rt><rp>)</rp></ruby>景</p>", ["风景"]),
        ("<p>重3吨(t)，长2米(km)</p>", ["重3吨(t)，长2米(km)"]),
        ("<p>一段</p><script>var a = '二段'</script><style>p{}</style>", ["一段"]),
    ],
)
def test_paragraphs_are_those_that_a_reader_sees(body: str, blocks: list[str]) -> None:
    assert list(html_blocks(f"<html><body><div>{body}</div></body></html>")) == blocks


def test_navigation_and_footer_are_left_out_and_the_title_is_put_first() -> None:
    text = page(f"<p>{'收入支出情况。' * 30}</p>").decode()
    assert list(html_blocks(text)) == ["甲局2023年度部门决算", "收入支出情况。" * 30]


def test_content_can_be_named() -> None:
    text = "<html><body><div id='a'>不是</div><div id='b'>正文</div></body></html>"
    assert list(html_blocks(text, "#b")) == ["正文"]


def test_table_keeps_its_spans() -> None:
    rows = "<tr><td rowspan='2'>项目</td><td colspan='2'>金额</td></tr><tr><td>预算</td><td>决算</td></tr>"
    (grid,) = html_blocks(f"<html><body><table>{rows}</table></body></html>")
    assert isinstance(grid, WrittenTable)
    assert [(c.row, c.column, c.text, c.rows, c.columns) for c in grid.cells] == [
        (0, 0, "项目", 2, 1), (0, 1, "金额", 1, 2), (1, 1, "预算", 1, 1), (1, 2, "决算", 1, 1),
    ]  # fmt: skip


def test_table_that_lays_out_the_page_is_no_table() -> None:
    inner = "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    text = f"<html><body><table><tr><td>左</td><td><p>正文在此。</p>{inner}</td></tr></table></body></html>"
    assert [type(block) for block in html_blocks(text)] == [str, WrittenTable]


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "iso-8859-1", "nonsense"])
def test_encoding_is_what_the_bytes_are(declared: str) -> None:
    text = f'<meta charset="{declared}">部门决算㙓'
    assert encoding_of(text.encode("utf-8")) == "utf-8"
    assert encoding_of(text.encode("utf-8")[:-1]) == "utf-8"
    assert encoding_of(text.encode("gb18030")) == "gb18030"


def test_big5_is_believed_where_it_is_said() -> None:
    assert encoding_of('<meta charset="big5">決算'.encode("big5")) == "big5"


@pytest.mark.parametrize("data", [b"<html></html>", b"<html><body><nav>x</nav></body></html>", b"<div>" * 3_000])
def test_page_without_text_or_nested_without_end_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedDocument):
        extract_article(data, "a.html")


def test_site_is_taken_off_the_title() -> None:
    titles = [
        "甲局决算 - 云岭市人民政府",
        "甲局决算--云岭市",
        "甲局——决算_云岭市",
        "甲局-乙",
        "甲局决算" + "-" * 400_000,
    ]
    assert answers("tests.extractors.opening.test_html", "title_of", titles) == [
        "甲局决算", "甲局决算", "甲局——决算", "甲局-乙", titles[-1],
    ]  # fmt: skip


def title_of(title: str) -> str:
    return page_title(parsed(f"<title>{title}</title>"))


@pytest.mark.parametrize("name", HTML)
def test_what_is_seen_is_read(name: str) -> None:
    head, body, shown = HTML[name]
    (read,) = extract_article(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a").pages
    assert [line.text for line in read.lines] == shown


def test_what_is_left_out_of_a_page_is_told() -> None:
    body = '<p>收入<s>99.99</s>12.34万元<b style="display:none">99</b></p>' + "<p>一段文字。</p>" * 9
    menu = '<div class="menu"><ul style="display:none"><li><a href="/">公开</a></li></ul></div>'
    whole = page(body).replace(b"<div id='page'>", f"{menu}<div id='page'>".encode())
    assert extract_article(whole, "a").pages[0].warnings == (
        "2 characters of the document are not displayed; not read",
        "5 characters of the document are struck out; not read",
    )


@pytest.mark.parametrize(
    "head",
    [
        "<style>" + "/*" * 400_000 + "</style>",
        "<style>" + "a{" * 400_000 + "</style>",
        "<style>" + "@media all{" * 80_000 + "</style>",
        "<style>" + "div " * 200_000 + "b{display:none}</style>",
        "<style>" + ("div div div div i" + ",div div div div i" * 2_000) + "{display:none}</style>",
        "<style>" + "*{display:block}" * 50_000 + "</style>",
        "<style>" + "[a" * 300_000 + "{display:none}</style>",
        "<style>a{" + "display:none;" * 70_000 + "}</style>",
        "<style>a{font:" + "0 " * 400_000 + "}</style>",
        "<style>a{color:rgb(" + "1 " * 400_000 + "}</style>",
        "<style>b{color:rgb(1" + " " * 400_000 + "}</style>",
        "<style>b{font:" + "1" * 400_000 + "}</style>",
        "<style>b{font:1" + "/" * 400_000 + "}</style>",
        "<style>@media" + " " * 400_000 + "{b{color:red}}</style>",
        "<style>b" + " " * 400_000 + "{color:red}</style>",
    ],
    ids=range(15),
)
def test_style_sheets_take_no_longer_than_their_page(head: str) -> None:
    body = "<div>" * 600 + "<b>收入12.34万元</b>" * 200 + "</div>" * 600
    started = time.process_time()
    assert extract_article(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a").pages[0].lines
    assert time.process_time() - started < 20  # seconds: one is usual, what grows with the square takes hundreds
