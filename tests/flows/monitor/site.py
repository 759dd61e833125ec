"""A site of every shape in which governments publish, written as files for a real web server.

`Site.planted` are the units whose disclosures a monitor must find; everything else on the site is there to mislead.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tests.flows.monitor import documents

_PER_PAGE = 5


@dataclass
class Site:
    """A folder that a server serves at `base`; `source` is its entry in SOURCES.yaml."""

    folder: Path
    base: str
    planted: dict[str, str] = field(default_factory=dict)  # unit -> where its document lies below the folder
    lists: list[str] = field(default_factory=list)

    def write(self, path: str, data: bytes) -> str:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return path

    def unit(self) -> tuple[str, str]:
        """Another unit, with an amount of its own."""
        number = len(self.planted) + 1
        digits = "".join("零一二三四五六七八九"[int(d)] for d in f"{number:03d}")
        return f"云岭市第{digits}中学", f"{1000 + number}.{number % 90 + 10}"

    @property
    def source(self) -> dict[str, object]:
        return {
            "name": "云岭市决算公开",
            "region": "云岭市",
            "lists": [f"{self.base}/{path}" for path in self.lists],
            "sublists": "/units/[0-9]+/",
            "years": [2023],
            "exclude": ["预算公开"],
            "allow_addresses": ["127.0.0.1/32"],
        }


def build(folder: Path, base: str, each: int, image: bool = True) -> Site:
    """The site with `each` disclosures of each shape; of images, which take seconds to read, one or none."""
    site = Site(folder, base)
    site.write("robots.txt", b"User-agent: *\nDisallow: /secret/\n")
    _articles(site, each)
    _direct(site, each)
    _inline(site, each)
    _office(site, each)
    _archives(site, each)
    _platform(site, each)
    _feeds(site, each)
    if image:
        _image(site)
    return site


def _page(title: str, items: list[tuple[str, str]], more: str = "", encoding: str = "utf-8") -> bytes:
    listed = "".join(
        f'<li><a href="{href}" title="{text}">{text}</a><span>2024-09-20</span></li>' for href, text in items
    )
    text = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"><title>{title}</title>'
        f'</head><body><nav><a href="/">首页</a></nav><ul class="list">{listed}</ul>{more}</body></html>'
    )
    return text.encode(encoding)


def _articles(site: Site, each: int) -> None:
    """List → article → PDF; GBK, pages numbered by a script, relative and percent-encoded Chinese names."""
    items = []
    for k in range(each):
        unit, amount = site.unit()
        name = f"{unit}2023年度部门决算.pdf"
        site.planted[unit] = site.write(f"bm/files/{name}", documents.pdf(unit, amount))
        link = f'<p>附件：<a href="../files/{quote(name)}">{name}</a></p>'
        site.write(f"bm/art/{k}.html", documents.article(f"{unit}2023年度部门决算公开", link, "gb2312"))
        items.append((f"./art/{k}.html", f"{unit}2023年度部门决算公开"))
    items.insert(1, ("./art/budget.html", "某某局2024年部门预算公开"))
    items.insert(2, ("./art/old.html", "某某局2022年度部门决算公开"))
    pages = [items[i : i + _PER_PAGE] for i in range(0, len(items), _PER_PAGE)]
    for number, page in enumerate(pages):
        script = f'<script>createPageHTML({len(pages)}, {number}, "index", "html");</script>'
        name = "bm/index.html" if number == 0 else f"bm/index_{number}.html"
        site.write(name, _page("部门决算", page, script, "gbk"))
    site.lists.append("bm/index.html")


def _direct(site: Site, each: int) -> None:
    """List → PDF, pages that link to the next one; one of the PDFs is linked twice, one copied from elsewhere."""
    items = []
    for _ in range(each):
        unit, amount = site.unit()
        name = f"{unit}2023年度部门决算.pdf"
        site.planted[unit] = site.write(f"zj/{name}", documents.pdf(unit, amount))
        items.append((name, f"{unit}2023年度部门决算"))
    items.append(items[0])
    first = next(iter(site.planted))
    site.write("zj/copy.pdf", (site.folder / site.planted[first]).read_bytes())
    items.append(("copy.pdf", f"{first}2023年度部门决算"))
    pages = [items[i : i + _PER_PAGE] for i in range(0, len(items), _PER_PAGE)]
    for number, page in enumerate(pages):
        more = f'<a href="list{number + 1}.html">下一页</a>' if number + 1 < len(pages) else ""
        site.write(f"zj/list{number}.html", _page("直接公开", page, more))
    site.lists.append("zj/list0.html")


def _inline(site: Site, each: int) -> None:
    """The article is the disclosure; GB18030."""
    items = []
    for k in range(each):
        unit, amount = site.unit()
        data = documents.article(f"{unit}2023年度部门决算", documents.paragraphs(unit, amount), "gb18030")
        site.planted[unit] = site.write(f"wz/{k}.html", data)
        items.append((f"{k}.html", f"{unit}2023年度部门决算"))
    site.write("wz/index.html", _page("文字公开", items))
    site.lists.append("wz/index.html")


def _office(site: Site, each: int) -> None:
    kinds = (("docx", documents.word), ("xlsx", documents.workbook), ("xls", documents.old_workbook))
    items = []
    for k in range(each):
        unit, amount = site.unit()
        ending, make = kinds[k % len(kinds)]
        site.planted[unit] = site.write(f"bg/att/{k}.{ending}", make(unit, amount))
        body = f'<p>现予公开。</p><p><a href="/bg/att/{k}.{ending}">附件1</a></p>'
        site.write(f"bg/{k}.html", documents.article(f"{unit}2023年度部门决算公开表", body))
        items.append((f"{k}.html", f"{unit}2023年度部门决算公开表"))
    site.write("bg/index.html", _page("表格公开", items))
    site.lists.append("bg/index.html")


def _archives(site: Site, each: int) -> None:
    """One zip of many units, an archive inside it."""
    files: dict[str, bytes] = {}
    for _ in range(each):
        unit, amount = site.unit()
        files[f"决算/{unit}.pdf"] = documents.pdf(unit, amount)
        site.planted[unit] = "zip/all.zip"
    inner = dict(list(files.items())[: each // 2])
    outer = {name: data for name, data in files.items() if name not in inner}
    outer["更多.zip"] = documents.archive(inner)
    outer["说明.txt"] = "压缩包".encode()
    site.write("zip/all.zip", documents.archive(outer))
    site.write("zip/index.html", _page("打包公开", [("all.zip", "2023年度部门决算公开（全部单位）")]))
    site.lists.append("zip/index.html")


def _platform(site: Site, each: int) -> None:
    """A platform that lists units; each unit has a page of its own with a document for each year."""
    units = []
    for k in range(each):
        unit, amount = site.unit()
        site.planted[unit] = site.write(f"units/{k}/2023.pdf", documents.pdf(unit, amount))
        years = [(f"/units/{k}/{year}.pdf", f"{unit}{year}年度部门决算") for year in (2023, 2022)]
        site.write(f"units/{k}/index.html", _page(unit, years))
        units.append((f"/units/{k}/", unit))
    site.write("units/index.html", _page("公开平台", units))
    site.lists.append("units/index.html")


def _feeds(site: Site, each: int) -> None:
    """A third each by an RSS feed, a sitemap, a JSON listing."""
    by_kind: list[list[tuple[str, str]]] = [[], [], []]
    for k in range(each):
        unit, amount = site.unit()
        name = f"feed/{k}-{unit}2023年度部门决算.pdf"
        site.planted[unit] = site.write(name, documents.pdf(unit, amount))
        by_kind[k % 3].append((f"{site.base}/{quote(name)}", f"{unit}2023年度部门决算"))
    entries = "".join(f"<item><title>{t}</title><link>{u}</link></item>" for u, t in by_kind[0])
    site.write("feed/rss.xml", f'<?xml version="1.0"?><rss version="2.0"><channel>{entries}</channel></rss>'.encode())
    places = "".join(f"<url><loc>{u}</loc></url>" for u, _ in by_kind[1])
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    site.write("feed/sitemap.xml", f'<?xml version="1.0"?><urlset xmlns="{space}">{places}</urlset>'.encode())
    listing = {"data": {"rows": [{"title": t, "fileUrl": u, "id": 7} for u, t in by_kind[2]]}}
    site.write("feed/list.json", json.dumps(listing, ensure_ascii=False).encode())
    site.lists += ["feed/rss.xml", "feed/sitemap.xml", "feed/list.json"]


def _image(site: Site) -> None:
    unit, amount = site.unit()
    site.planted[unit] = site.write("tp/scan.png", documents.image(unit, amount))
    site.write("tp/0.html", documents.article(f"{unit}2023年度部门决算", '<p><img src="scan.png"></p>'))
    site.write("tp/index.html", _page("图片公开", [("0.html", f"{unit}2023年度部门决算")]))
    site.lists.append("tp/index.html")
