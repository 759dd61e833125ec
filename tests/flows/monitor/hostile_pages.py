"""Pages and files that want too much of whoever reads them: time, memory, or what a parser never thought of."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

from tests.flows.monitor import documents
from tests.flows.monitor.misbehaving import (
    Answer,
    Misbehaving,
    dripping,
    gives,
    gzip_bomb,
    redirects,
    slow,
    status,
    zip_bomb,
)
from tests.hostile_pdfs import GREEDY

_LINK = "某局2023年度部门决算"
# Bytes that are no UTF-8, so that what the page says of its charset is asked.
_NOT_UTF8 = "部门决算".encode("gb18030")


def page(body: str) -> bytes:
    return f"<html><head><title>{_LINK}</title></head><body>{body}</body></html>".encode()


def amounts(body: str) -> bytes:
    """An article that is taken for a disclosure: it says three amounts of money."""
    return documents.article(_LINK, "<p>收入总计1.00万元，支出总计2.00万元，结余3.00万元。</p>" + body)


def many_names(count: int = 60_000) -> bytes:
    """A zip that holds nothing, so many times."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for number in range(count):
            packed.writestr(f"{number}.pdf", b"")
    return out.getvalue()


def wide_sheet() -> bytes:
    """A workbook of one cell at the far end of its sheet."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    with zipfile.ZipFile(BytesIO(documents.workbook("某局", "1.00"))) as plain:
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for entry in plain.namelist():
                made.writestr(entry, sheet if entry.endswith("sheet1.xml") else plain.read(entry))
    return out.getvalue()


def _named(charset: str) -> bytes:
    return b'<html><head><meta charset="%s"></head><body>%s</body></html>' % (charset.encode(), _NOT_UTF8)


HTML: dict[str, Callable[[], bytes]] = {
    "deep": lambda: b"<html><body>" + b"<div>" * 300_000 + _LINK.encode(),
    "deep_unclosed": lambda: b"<html><body>" + b"<p><b><i><table><tr><td>" * 60_000,
    "root": lambda: b"<!" + b"a[]" * 140,
    "root_comments": lambda: b"<!--" * 1_000 + b"<html>",
    "title": lambda: page("").replace(_LINK.encode(), b"- " * 200_000 + b"."),
    "reasons": lambda: amounts("<p>" + "主要原因是" * 3_000 + "</p>"),
    "reasons_and_figures": lambda: amounts("<p>" + "增加1.00万元，主要原因是" * 2_000 + "</p>"),
    "brackets": lambda: amounts("<p>" + "（" * 50_000 + "</p>"),
    "blanks": lambda: amounts("<p>" + "1 " * 50_000 + "</p>"),
    "digits": lambda: amounts("<p>收入总计" + "9" * 400 + ".00万元，支出总计1e999999999万元。</p>"),
    "one_line": lambda: amounts("<p>" + "收入总计1.00万元" * 60_000 + "</p>"),
    "one_word": lambda: page("<p>" + "元" * 3_000_000 + "</p>"),
    "links": lambda: page("".join(f'<a href="/x{n}.html">{_LINK}</a>' for n in range(200_000))),
    "one_link": lambda: page('<a href="/gone.html">' + "决算" * 2_000_000 + "</a>"),
    "pager": lambda: page("<script>createPageHTML(" + " " * 400_000 + "</script>"),
    "cells": lambda: amounts("<table>" + "<tr>" + '<td colspan="200" rowspan="200">1' * 900 + "</table>"),
    "zlib": lambda: _named("zlib"),
    "idna": lambda: _named("idna"),
    "base64": lambda: _named("base64"),
    "undefined": lambda: _named("undefined"),
    "unicode_escape": lambda: _named("unicode_escape"),
    "json_deep": lambda: b'{"a":' * 200_000,
    "json_digits": lambda: b'{"a":' + b"9" * 1_000_000 + b"}",
    "xml_deep": lambda: b'<?xml version="1.0"?><rss>' + b"<a>" * 500_000,
}
FILES: dict[str, Callable[[], bytes]] = {
    "tower.pdf": GREEDY["form_tower"],  # draws for ever
    "text.pdf": GREEDY["endless_text"],  # takes memory
    "bomb.zip": lambda: zip_bomb(300),
    "names.zip": many_names,
    "sheet.xlsx": wide_sheet,
}


def besieged(server: Misbehaving, but: frozenset[str] = frozenset()) -> str:
    """Puts all of them on a site and gives the address of its list."""
    answers: dict[str, Answer] = {f"/{name}.html": gives(made(), "text/html") for name, made in HTML.items()}
    answers |= {f"/{name}": gives(made()) for name, made in FILES.items()}
    answers |= {
        "/gzip.pdf": gzip_bomb(300),
        "/loop.html": redirects("/loop.html"),
        "/away.html": redirects("/away.html?more"),
        "/nowhere.html": redirects("http://[::1"),
        "/drip.html": dripping,
        "/slow.html": slow(b"", 60),
        "/two.html": status(503, Retry_After="²"),
        "/late.html": status(503, Retry_After="Mon, 32 Foo 99999 99:99:99 +9999"),
        "/huge.html": gives(page("<p>决算</p>" * 4_000_000), "text/html"),
    }
    answers = {path: answer for path, answer in answers.items() if path.strip("/") not in but}
    server.answers |= answers
    return server.listing("/list.html", dict.fromkeys(answers, _LINK))
