"""Sites that misbehave: what can be had is had in the end, what cannot is recorded, and no harm is done."""

from __future__ import annotations

import json
import resource
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.monitor.reading import PoolReader
from flows.monitor.rounds import Round, run_round
from flows.monitor.sources import load_sources
from tests.flows.monitor import documents
from tests.flows.monitor.conftest import WriteSources
from tests.flows.monitor.misbehaving import (
    CAPTCHA,
    Misbehaving,
    dripping,
    endless,
    fails_first,
    gives,
    gzip_bomb,
    packed_page,
    redirects,
    slow,
    status,
    travelling_zip,
    truncated_first,
    zip_bomb,
)

Run = Callable[..., Round]


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    with Misbehaving() as running:
        yield running


@pytest.fixture
def run(write_sources: WriteSources, reader: PoolReader, tmp_path: Path) -> Run:
    """One round over a list, in a hurry."""

    def visit(url: str, manners: dict[str, Any] | None = None, **source: Any) -> Round:
        entry = {"name": "坏站", "lists": [url], "allow_addresses": ["127.0.0.1/32"], **source}
        quick = {"timeout": 2, "longest": 3, "most_bytes": 3_000_000, **(manners or {})}
        return run_round(load_sources(write_sources(entry, manners=quick)), tmp_path / "out", reader=reader)

    return visit


def published(tmp_path: Path) -> Counter[str]:
    lines = (tmp_path / "out" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return Counter(event["unit_name"] for event in map(json.loads, lines) if event["kind"] == "published")


def test_all_is_found_on_a_site_that_stumbles(server: Misbehaving, run: Run, tmp_path: Path) -> None:
    names = {kind: f"云岭市{kind}局" for kind in ("慢速", "出错", "断线", "混类", "转址", "压缩", "繁忙")}
    data = {kind: documents.pdf(name, f"{k + 1}0.50") for k, (kind, name) in enumerate(names.items())}
    server.answers |= {
        "/slow.pdf": slow(data["慢速"], 1.0),
        "/500.pdf": fails_first(2, gives(data["出错"])),
        "/cut.pdf": truncated_first(2, data["断线"]),
        "/wrong.pdf": gives(data["混类"], "text/html; charset=gbk"),
        "/moved.pdf": redirects("/there"),
        "/there": gives(data["转址"], "image/png"),
        "/gzip.html": packed_page(documents.article("决算", '<a href="/inside.bin">附件</a>')),
        "/inside.bin": gives(data["压缩"]),
        "/busy.pdf": fails_first(1, gives(data["繁忙"]), 429),
    }
    paths = ("/slow.pdf", "/500.pdf", "/cut.pdf", "/wrong.pdf", "/moved.pdf", "/gzip.html", "/busy.pdf")
    url = server.listing("/list.html", {p: f"{n}2023年度部门决算" for p, n in zip(paths, names.values(), strict=True)})
    assert run(url).failures == []
    assert published(tmp_path) == Counter(dict.fromkeys(names.values(), 1))


def test_what_cannot_be_had_is_named_with_its_cause(server: Misbehaving, run: Run, tmp_path: Path) -> None:
    server.answers |= {
        "/loop.pdf": redirects("/loop.pdf"),
        "/captcha.html": gives(CAPTCHA, "text/html"),
        "/captcha.pdf": gives(CAPTCHA, "application/pdf"),
        "/down.pdf": status(503),
        "/never.pdf": slow(b"", 1.4),
        "/drip.pdf": dripping,
        "/empty.html": gives(documents.article("某局2023年度部门决算", "<p>敬请期待</p>"), "text/html"),
        "/good.pdf": gives(documents.pdf("云岭市好局", "1.00")),
    }
    causes = {
        "/loop.pdf": "redirects",
        "/captcha.html": "captcha",
        "/captcha.pdf": "an HTML page where a document was linked",
        "/down.pdf": "status 503",
        "/never.pdf": "timed out",
        "/drip.pdf": "longer than 1.5 seconds",
        "/empty.html": "no document was found",
    }
    url = server.listing("/list.html", dict.fromkeys((*causes, "/good.pdf"), "某局2023年度部门决算"))
    failures = run(url, {"attempts": 1, "timeout": 1, "longest": 1.5}).failures
    for path, cause in causes.items():
        assert [line for line in failures if f"{path}: " in line and cause in line], (path, failures)
    assert len(failures) == len(causes)
    assert published(tmp_path) == Counter({"云岭市好局": 1})


def test_hostile_site_does_no_harm(server: Misbehaving, run: Run, tmp_path: Path) -> None:
    inner = {f"{k}.zip": zip_bomb(1) for k in range(2)}
    nested = documents.archive({"a.zip": documents.archive({"b.zip": documents.archive(inner)})})
    server.answers |= {
        "/endless.pdf": endless,
        "/huge.pdf": status(200, X="y"),
        "/gzip-bomb.pdf": gzip_bomb(300),
        "/bomb.zip": gives(zip_bomb(300)),
        "/nested.zip": gives(nested),
        "/travel.zip": gives(travelling_zip("云岭市游局"), Content_Disposition='attachment; filename="../../x.pdf"'),
        "/file.pdf": redirects("file:///etc/passwd"),
        "/%2e%2e/%2e%2e/up.pdf": gives(documents.pdf("云岭市上局", "2.00")),
        "/deep.html": gives(b"<html><body>" + b"<div>" * 300_000 + "2023年度部门决算".encode(), "text/html"),
        "/laughs.html": gives(_LAUGHS, "text/xml"),
    }
    before = {str(p) for p in Path("/tmp").glob("juesuan-was-here*")}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    url = server.listing(
        "/list.html", {path: "某局2023年度部门决算" for path in server.answers if path != "/robots.txt"}
    )
    run(url, {"attempts": 1, "longest": 30})
    assert published(tmp_path) == Counter({"云岭市游局": 1, "云岭市上局": 1})
    assert server.sent["/endless.pdf"] < 30_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 250_000  # KiB
    assert {str(p) for p in Path("/tmp").glob("juesuan-was-here*")} == before
    assert not Path("/etc/juesuan-was-here").exists()
    written = [p for p in (tmp_path / "out").rglob("*") if p.is_file()]
    assert not [p for p in written if "here" in p.name or ".." in p.name or p.name == "up.pdf"]
    assert sum(p.stat().st_size for p in written) < 20_000_000


_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "lol">%s<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss><channel><item><title>&z;&x;</title><link>/2023.pdf</link></item></channel></rss>""" % b"".join(
    b'<!ENTITY %c "%s">' % (98 + k, b"&%c;" % (97 + k) * 10) for k in range(25)
)


def test_redirect_to_loopback_or_metadata_is_refused(server: Misbehaving, run: Run) -> None:
    with Misbehaving("127.0.0.2") as secret:
        secret.answers["/secret.pdf"] = gives(documents.pdf("云岭市密局", "3.00"))
        targets = {
            "/a.pdf": f"{secret.base}/secret.pdf",
            "/b.pdf": "http://169.254.169.254/latest/meta-data/x.pdf",
            "/c.pdf": f"http://[::ffff:127.0.0.2]:{secret.server_address[1]}/secret.pdf",
            "/d.pdf": f"http://0x7f.0.0.2:{secret.server_address[1]}/secret.pdf",
            "/e.pdf": "http://localhost.:1/x.pdf",
            "/f.pdf": "http://10.0.0.1/x.pdf",
        }
        server.answers |= {path: redirects(target) for path, target in targets.items()}
        url = server.listing("/list.html", dict.fromkeys(targets, "某局2023年度部门决算"))
        failures = run(url, {"attempts": 1}).failures
        assert len(failures) == len(targets)
        assert len([line for line in failures if "not of the public network" in line]) >= 5, failures
        assert secret.asked == Counter()


def test_loopback_is_refused_where_the_source_does_not_allow_it(server: Misbehaving, run: Run) -> None:
    url = server.listing("/list.html", {"/a.pdf": "某局2023年度部门决算"})
    (failure,) = run(url, {"attempts": 1}, allow_addresses=[]).failures
    assert "not of the public network" in failure
    assert server.asked == Counter()


def test_what_robots_txt_forbids_is_not_asked_for(server: Misbehaving, run: Run) -> None:
    server.answers["/robots.txt"] = gives(b"User-agent: *\nDisallow: /no/\n", "text/plain")
    server.answers["/no/a.pdf"] = gives(documents.pdf("云岭市禁局", "4.00"))
    url = server.listing("/list.html", {"/no/a.pdf": "某局2023年度部门决算"})
    (failure,) = run(url).failures
    assert "robots.txt does not allow it" in failure
    assert server.asked["/no/a.pdf"] == 0


def test_host_whose_rules_cannot_be_learned_is_not_asked(server: Misbehaving, run: Run) -> None:
    server.answers["/robots.txt"] = status(500)
    url = server.listing("/list.html", {"/a.pdf": "某局2023年度部门决算"})
    (failure,) = run(url, {"attempts": 2}).failures
    assert "robots.txt cannot be read" in failure
    assert server.asked == Counter({"/robots.txt": 2})


def test_broken_pdf_is_published_only_when_it_stays_so(server: Misbehaving, run: Run, tmp_path: Path) -> None:
    broken = documents.pdf("云岭市残局", "5.00")[:-700]
    server.answers["/a.pdf"] = gives(broken)
    url = server.listing("/list.html", {"/a.pdf": "某局2023年度部门决算"})
    assert run(url).failures
    assert published(tmp_path) == Counter()
    assert run(url).failures
    events = map(json.loads, (tmp_path / "out" / "events.jsonl").read_text(encoding="utf-8").splitlines())
    (event,) = (event for event in events if event["kind"] != "failed")
    assert (event["kind"], event["record"]) == ("published", False)
    assert "truncated" in event["problem"] or "broken" in event["problem"]
