"""An address tried: what a source would see there, guessed by name, and nothing written."""

from __future__ import annotations

import os
from ipaddress import ip_network
from pathlib import Path

import pytest

from flows.monitor.sources import Source, SourcesError
from flows.monitor.trial import SeenDocument, Trial, source_for, try_source
from tests.flows.monitor import documents
from tests.flows.monitor.conftest import WriteSources
from tests.flows.monitor.misbehaving import Misbehaving, gives, status
from tests.flows.monitor.test_command import run

LOOPBACK = (ip_network("127.0.0.1/32"),)


@pytest.fixture(scope="module")
def site() -> Trial:
    """What is seen of a list that links to files, to articles with an attachment, with text, with nothing, to none."""
    with Misbehaving() as server:
        page = '<p>现予公开。</p><a href="/att/1.docx">附件1</a>'
        text = documents.paragraphs("云岭市丙局", "12.34")
        server.answers["/b.html"] = gives(documents.article("云岭市乙局2022年度部门决算公开", page), "text/html")
        server.answers["/c.html"] = gives(documents.article("云岭市丙局2023年度部门决算", text), "text/html")
        server.answers["/lost.html"] = status(404)
        url = server.listing(
            "/l",
            {
                "/a.pdf": "云岭市甲局2023年度部门决算", "/b.html": "云岭市乙局2022年度部门决算公开",
                "/c.html": "云岭市丙局2023年度部门决算", "/lost.html": "云岭市丁局2023年度部门决算",
                "/budget.pdf": "云岭市甲局2024年部门预算", "/x.html": "部门决算公开专栏说明",
            },
        )  # fmt: skip
        server.answers["/x.html"] = gives(documents.article("说明", "<p>无。</p>"), "text/html")
        seen = try_source(url, like=Source(name="站", lists=(url,), allow_addresses=LOOPBACK, manners={"rate": 50}))
        assert server.asked["/a.pdf"] == server.asked["/att/1.docx"] == 0
        return seen


def named(trial: Trial) -> list[tuple[str, str, str | None, int | None]]:
    return [(d.form, d.kind, d.unit, d.year) for d in trial.documents]


def test_documents_are_told_by_name(site: Trial) -> None:
    assert named(site) == [
        ("file", "pdf", "云岭市甲局", 2023),
        ("file", "docx", "云岭市乙局", 2022),
        ("article", "html", "云岭市丙局", 2023),
    ]
    assert isinstance(site.documents[0], SeenDocument)


def test_pages_and_what_fails_are_told(site: Trial) -> None:
    assert [page.url.rpartition("/")[2] for page in site.pages] == ["l", "b.html", "c.html", "x.html"]
    assert site.pages[0].links == 6
    failed = {url.rpartition("/")[2]: cause for url, cause in site.failures}
    assert failed == {"lost.html": "status 404", "x.html": "no document was found on the page"}
    assert (site.complete, site.requests) == (True, 7)


def test_numbers_and_time_are_limited(site: Trial) -> None:
    with Misbehaving() as server:
        url = server.listing("/l", {f"/{n}.pdf": f"云岭市第{n}局2023年度部门决算" for n in range(5)})
        few = try_source(url, allowed=LOOPBACK, most=3)
        assert (len(few.documents), few.complete) == (3, False)
        late = try_source(url, allowed=LOOPBACK, seconds=0.01)
        assert (late.documents, late.complete, len(late.failures)) == ((), False, 1)


def test_address_of_a_document_is_told_to_be_one() -> None:
    with Misbehaving() as server:
        server.answers["/a.pdf"] = gives(documents.pdf("云岭市甲局", "1.00"))
        seen = try_source(f"{server.base}/a.pdf", allowed=LOOPBACK)
    assert (seen.is_document, seen.documents, seen.failures, seen.complete) == ("pdf", (), (), True)


def test_private_addresses_are_refused_and_what_is_none_too() -> None:
    assert "not of the public network" in try_source("http://127.0.0.1:1/").failures[0][1]
    with pytest.raises(SourcesError, match="ftp://x/: not an http or https address"):
        try_source("ftp://x/")


def test_source_on_the_same_host_is_tried_as_it_is_configured() -> None:
    one, other = (Source(name=n, lists=(f"https://{n}.example/l",), hosts=("files.example",)) for n in "ab")
    assert source_for((one, other), "https://b.example/elsewhere") is other
    assert source_for((one, other), "https://c.example/") is None


def test_command_tells_it_and_writes_nothing(
    write_sources: WriteSources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Misbehaving() as server:
        url = server.listing("/l", {"/a.pdf": "云岭市甲局2023年度部门决算"})
        source = {"name": "站", "lists": [f"{server.base}/other"], "allow_addresses": ["127.0.0.1/32"]}
        sources = write_sources(source)
        before = sorted(os.listdir(tmp_path))
        code, output = run("monitor", sources, "--try", url)
    assert code == 0
    assert f"document  2023  云岭市甲局  pdf  {server.base}/a.pdf" in output
    assert "1 pages, 1 documents" in output
    assert sorted(os.listdir(tmp_path)) == before
    assert run("monitor", "--try", "nonsense")[0] == 2
    assert run("monitor")[0] == 2
