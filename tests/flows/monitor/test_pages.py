"""What is found on pages: addresses as browsers ask for them, further pages, attachments, listings that are no HTML."""

from __future__ import annotations

import json

import pytest

from flows.monitor.pages import absolute, file_ending, file_name_of, read_page

BASE = "http://www.x.gov.cn/bm/art/index.html"


@pytest.mark.parametrize(
    ("reference", "address"),
    [
        ("../files/a.pdf", "http://www.x.gov.cn/bm/files/a.pdf"),
        ("./t20240901_1.html", "http://www.x.gov.cn/bm/art/t20240901_1.html"),
        ("/a b.pdf", "http://www.x.gov.cn/a%20b.pdf"),
        ("决算.pdf", "http://www.x.gov.cn/bm/art/%E5%86%B3%E7%AE%97.pdf"),
        ("%BE%F6%CB%E3.pdf", "http://www.x.gov.cn/bm/art/%BE%F6%CB%E3.pdf"),
        ("/down?f=决算", "http://www.x.gov.cn/down?f=%BE%F6%CB%E3"),
        ("//Y.gov.cn/a#top", "http://y.gov.cn/a"),
        ("..\\files\\a.pdf", "http://www.x.gov.cn/bm/files/a.pdf"),
        ("\n a.pdf ", "http://www.x.gov.cn/bm/art/a.pdf"),
        ("javascript:void(0)", None),
        ("mailto:a@b", None),
        ("#top", None),
        ("ftp://x/a.pdf", None),
        ("http://u:p@x.gov.cn/", None),
        ("http://[::1/", None),
        ("http://x.gov.cn:99999/", None),
    ],
)
def test_reference_becomes_the_address_that_a_browser_asks_for(reference: str, address: str | None) -> None:
    assert absolute(BASE, reference, "gb18030") == address


def test_file_ending_is_that_of_the_path() -> None:
    assert file_ending("http://x/a.PDF?v=1.html") == "pdf"
    assert file_ending("http://x/a.html?f=b.pdf") is None


@pytest.mark.parametrize("part", ["%E5%86%B3%E7%AE%97.pdf", "%BE%F6%CB%E3.pdf", "决算.pdf"])
def test_file_name_is_read_in_whichever_encoding(part: str) -> None:
    assert file_name_of(f"http://x/y/{part}") == "决算.pdf"


def page(body: str, encoding: str = "utf-8", url: str = BASE):  # type: ignore[no-untyped-def]
    head = f'<html><head><meta charset="{encoding}"></head><body>'
    return read_page(url, f"{head}{body}</body></html>".encode(encoding))


def test_gbk_page_is_read_whatever_it_says_it_is() -> None:
    text = '<html><head><meta charset="utf-8"></head><body><a href="1.html">部门决算</a></body></html>'
    found = read_page(BASE, text.encode("gb18030"))
    assert found is not None
    assert found.links[0].text.startswith("部门决算")


@pytest.mark.parametrize(
    ("body", "further"),
    [
        ('<a href="p2.html">下一页</a>', ["p2.html"]),
        ('<a href="p2.html"> 下页 </a>', ["p2.html"]),
        ('<link rel="next" href="p2.html">', ["p2.html"]),
        ('<script>createPageHTML(3, 0, "index", "html");</script>', ["index.html", "index_1.html", "index_2.html"]),
        ("<script>var countPage = 2//共多少页</script>", ["index.html", "index_1.html"]),
        ("<a href='a.html'>下一页怎么走</a>", []),
    ],
)
def test_further_pages_are_found(body: str, further: list[str]) -> None:
    assert [url.rsplit("/", 1)[1] for url in page(body).further] == further


def test_numbered_pages_keep_to_the_name_of_the_page_they_are_told_on() -> None:
    found = page("<script>var countPage = 2</script>", url="http://x/list_1.html")
    assert [url.rsplit("/", 1)[1] for url in found.further] == ["list.html", "list_1.html"]


def test_links_of_navigation_are_told_apart() -> None:
    found = page('<nav><a href="/1">部门决算</a></nav><p><a href="/2">部门决算</a></p>')
    assert [link.aside for link in found.links] == [True, False]


def test_document_in_a_viewer_is_a_link() -> None:
    found = page('<iframe src="/pdfjs/viewer.html?file=/files/a.pdf"></iframe>')
    assert [link.url for link in found.links] == ["http://www.x.gov.cn/files/a.pdf"]


def test_captcha_is_told_from_an_article_that_speaks_of_one() -> None:
    assert page("<p>请输入验证码</p>").refusal
    assert not page("<p>请输入验证码</p>" + "<p>本年收入合计等情况说明。</p>" * 80).refusal


def test_base_of_the_page_holds() -> None:
    found = read_page(BASE, b'<html><head><base href="/other/"></head><body><a href="a.pdf">x</a></body></html>')
    assert found is not None
    assert found.links[0].url == "http://www.x.gov.cn/other/a.pdf"


def test_sitemap_of_sitemaps_gives_lists() -> None:
    body = b'<?xml version="1.0"?><sitemapindex><sitemap><loc>http://x/s1.xml</loc></sitemap></sitemapindex>'
    found = read_page("http://x/s.xml", body)
    assert found is not None
    assert found.lists == ("http://x/s1.xml",)


def test_atom_feed_gives_its_entries() -> None:
    body = (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="f2"/>'
        '<entry><title>甲局部门决算</title><link rel="enclosure" href="/x"/><link href="/a.html"/></entry></feed>'
    )
    found = read_page("http://x/f", body.encode())
    assert found is not None
    assert [(link.url, link.text.split()[0]) for link in found.links] == [("http://x/a.html", "甲局部门决算")]
    assert found.further == ("http://x/f2",)


def test_entities_of_xml_are_not_opened() -> None:
    body = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><title>&x;</title><link>/a</link></item></rss>'
    found = read_page("http://x/f", b'<?xml version="1.0"?>' + body)
    assert found is not None
    assert "root" not in found.links[0].text


def test_json_listing_gives_objects_with_an_address() -> None:
    data = {"data": [{"title": "甲局部门决算", "url": "/a/1.html"}, {"name": "乙局", "year": "2023", "path": "b.pdf"}]}
    found = read_page("http://x/api/list?p=1", json.dumps(data).encode())
    assert found is not None
    assert [link.url for link in found.links] == ["http://x/a/1.html", "http://x/api/b.pdf"]


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7", b"\x00\x01", b"PK\x03\x04"])
def test_what_is_no_page_is_none(body: bytes) -> None:
    assert read_page("http://x/", body) is None
