"""Whole rounds over a site of every shape, served by nginx: all found, none twice, changes told, nothing sent again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from extractors.model.record import Record
from flows.monitor.reading import PoolReader
from flows.monitor.rounds import Round, run_round
from flows.monitor.sources import load_sources
from tests.conftest import REPOSITORY
from tests.flows.monitor import documents
from tests.flows.monitor.conftest import Nginx, WriteSources
from tests.flows.monitor.site import Site, build


def told(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "events.jsonl").read_text(encoding="utf-8").splitlines()]


def units(out: Path, kind: str = "published") -> Counter[str]:
    return Counter(event["unit_name"] for event in told(out) if event["kind"] == kind)


Visit = Callable[..., Round]


@pytest.fixture
def visit(reader: PoolReader) -> Visit:
    """Visits the sources of a file once."""
    return lambda sources, out, **more: run_round(load_sources(sources), out, reader=reader, **more)


def later(path: Path, data: bytes) -> None:
    """Another content, at another time: servers tell files apart by seconds."""
    path.write_bytes(data)
    os.utime(path, (time.time() + 60, time.time() + 60))


def test_everything_is_found_once_and_nothing_is_sent_again(
    nginx: Nginx, write_sources: WriteSources, tmp_path: Path, visit: Visit
) -> None:
    site, out = build(nginx.root, nginx.base, 4), tmp_path / "out"
    sources = write_sources(site.source)
    done = visit(sources, out)
    assert done.failures == []
    assert units(out) == Counter(dict.fromkeys(site.planted, 1))
    for event in told(out):
        record = Record.model_validate_json((out / "records" / f"{event['sha256']}.json").read_bytes())
        assert record.document.unit_name == event["unit_name"]
    nginx.forget()
    assert visit(sources, out).failures == []
    assert len(told(out)) == len(site.planted)
    again = nginx.logged()
    assert {entry.status for entry in again} == {304}
    assert len(again) > len(site.planted)


def test_facts_of_an_article_and_of_a_word_document_are_read(
    nginx: Nginx, write_sources: WriteSources, tmp_path: Path, visit: Visit
) -> None:
    site, out = Site(nginx.root, nginx.base), tmp_path / "out"
    site.write("robots.txt", b"")
    page = '<a href="a.html">甲局2023年度部门决算</a><a href="b.html">乙局2023年度部门决算</a>'
    site.write("index.html", documents.article("决算", page))
    site.write("a.html", documents.article("甲局2023年度部门决算", documents.paragraphs("云岭市甲局", "12.34"), "gbk"))
    site.write("b.docx", documents.word("云岭市乙局", "56.78"))
    site.write("b.html", documents.article("乙局2023年度部门决算", '<a href="b.docx">附件</a>'))
    site.lists.append("index.html")
    visit(write_sources(site.source), out)
    totals = {}
    for event in told(out):
        record = Record.model_validate_json((out / "records" / f"{event['sha256']}.json").read_bytes())
        totals[event["file_kind"]] = next(f.value for f in record.facts if f.concept == "totals.income")
    assert totals == {"html": "123400", "docx": "567800"}


def test_changed_pdf_gives_one_event_that_names_the_facts(
    nginx: Nginx, write_sources: WriteSources, tmp_path: Path, visit: Visit
) -> None:
    site, out = build(nginx.root, nginx.base, 1, image=False), tmp_path / "out"
    sources = write_sources(site.source)
    visit(sources, out)
    unit, path = next(iter(site.planted.items()))
    later(nginx.root / path, documents.pdf(unit, "2222.22"))
    for _ in range(2):
        visit(sources, out)
    (event,) = [event for event in told(out) if event["kind"] == "changed"]
    assert event["unit_name"] == unit
    changed = {(f["concept"], f["measure"], f["old"], f["new"]) for f in event["facts"]}
    assert changed == {
        ("totals.income", "final", "10011100", "22222200"),
        ("totals.expenditure", "final", "10011100", "22222200"),
        ("income", "final", "10011100", "22222200"),
        ("income.fiscal_appropriation", "final", "10011100", "22222200"),
    }


def test_article_that_says_another_figure_is_a_change_and_a_counter_is_none(
    nginx: Nginx, write_sources: WriteSources, tmp_path: Path, visit: Visit
) -> None:
    site, out = Site(nginx.root, nginx.base), tmp_path / "out"
    body = documents.paragraphs("云岭市甲局", "12.34")
    site.write("index.html", documents.article("决算", '<a href="a.html">甲局2023年度部门决算</a>'))
    site.write("a.html", documents.article("甲局2023年度部门决算", body + "<p>浏览次数：7</p>"))
    site.lists.append("index.html")
    sources = write_sources(site.source)
    visit(sources, out)
    later(nginx.root / "a.html", documents.article("甲局2023年度部门决算", body + "<p>浏览次数：812</p>"))
    visit(sources, out)
    assert [event["kind"] for event in told(out)] == ["published"]
    other = documents.paragraphs("云岭市甲局", "43.21")
    (nginx.root / "a.html").write_bytes(documents.article("甲局2023年度部门决算", other))
    visit(sources, out)
    _, changed = told(out)
    assert changed["kind"] == "changed"
    assert ("totals.income", "123400", "432100") in {(f["concept"], f["old"], f["new"]) for f in changed["facts"]}


def test_version_before_is_read_anew_where_other_patterns_read_it(
    nginx: Nginx, write_sources: WriteSources, tmp_path: Path, visit: Visit
) -> None:
    site, out = build(nginx.root, nginx.base, 1, image=False), tmp_path / "out"
    sources = write_sources(site.source)
    visit(sources, out)
    unit, path = next(iter(site.planted.items()))
    sha256 = next(event["sha256"] for event in told(out) if event["unit_name"] == unit)
    record = out / "records" / f"{sha256}.json"
    read = json.loads(record.read_text(encoding="utf-8"))
    read["produced"]["patterns_sha256"] = "older"
    read["facts"] = []
    record.write_text(json.dumps(read), encoding="utf-8")
    later(nginx.root / path, documents.pdf(unit, "2222.22"))
    visit(sources, out)
    (event,) = [event for event in told(out) if event["kind"] == "changed"]
    assert len(event["facts"]) == 4
    assert all(fact["old"] == "10011100" for fact in event["facts"])


def test_withdrawn_document_and_one_that_is_no_longer_linked_are_told(
    nginx: Nginx, write_sources: WriteSources, tmp_path: Path, visit: Visit
) -> None:
    site, out = build(nginx.root, nginx.base, 2, image=False), tmp_path / "out"
    sources = write_sources(site.source)
    visit(sources, out)
    deleted = next(unit for unit, path in site.planted.items() if path.startswith("units/0/"))
    (nginx.root / site.planted[deleted]).unlink()
    unlinked = next(unit for unit, path in site.planted.items() if path.startswith("wz/1"))
    listing = nginx.root / "wz/index.html"
    later(listing, listing.read_bytes().replace(b"1.html", b"1.htm#"))
    visit(sources, out)
    withdrawn = {event["unit_name"]: event["how"] for event in told(out) if event["kind"] == "withdrawn"}
    assert withdrawn[deleted] == "status 404"
    assert withdrawn[unlinked] == "no longer linked"
    assert len(withdrawn) == 2


def test_other_wishes_withdraw_nothing(nginx: Nginx, write_sources: WriteSources, tmp_path: Path, visit: Visit) -> None:
    site, out = build(nginx.root, nginx.base, 1, image=False), tmp_path / "out"
    visit(write_sources(site.source), out)
    visit(write_sources({**site.source, "years": [2030]}), out)
    assert {event["kind"] for event in told(out)} == {"published"}


def test_list_that_fails_or_is_suddenly_empty_withdraws_nothing(
    nginx: Nginx, write_sources: WriteSources, tmp_path: Path, visit: Visit
) -> None:
    site, out = build(nginx.root, nginx.base, 2, image=False), tmp_path / "out"
    sources = write_sources(site.source)
    visit(sources, out)
    later(nginx.root / "bm/index.html", "<html><body>系统维护中</body></html>".encode())
    (nginx.root / "units/index.html").unlink()
    done = visit(sources, out)
    assert units(out, "withdrawn") == Counter()
    assert any("suddenly empty" in line for line in done.failures)
    assert any("units/index.html: status 4" in line for line in done.failures)


def test_attachment_under_a_new_name_is_a_change_and_no_publication(
    nginx: Nginx, write_sources: WriteSources, tmp_path: Path, visit: Visit
) -> None:
    site, out = build(nginx.root, nginx.base, 1, image=False), tmp_path / "out"
    sources = write_sources(site.source)
    visit(sources, out)
    unit = next(iter(site.planted))
    site.write("bm/files/new.pdf", documents.pdf(unit, "3333.33"))
    body = '<p>附件：<a href="../files/new.pdf">决算（更正）</a></p>'
    later(nginx.root / "bm/art/0.html", documents.article(f"{unit}2023年度部门决算公开", body, "gb2312"))
    (nginx.root / site.planted[unit]).unlink()
    (nginx.root / "zj/copy.pdf").unlink()
    later(nginx.root / "zj/list0.html", (nginx.root / "zj/list0.html").read_bytes().replace(b"copy.pdf", b""))
    visit(sources, out)
    assert units(out)[unit] == 1
    (event,) = [event for event in told(out) if event["kind"] == "changed"]
    assert (event["unit_name"], event["how"]) == (unit, "moved")
    assert units(out, "withdrawn") == Counter()


def test_rate_is_never_exceeded(nginx: Nginx, write_sources: WriteSources, tmp_path: Path, visit: Visit) -> None:
    site = build(nginx.root, nginx.base, 1, image=False)
    two = [{**site.source, "name": name, "lists": site.source["lists"][k::2]} for k, name in enumerate("甲乙")]  # type: ignore[index]
    visit(write_sources(*two, manners={"rate": 8}), tmp_path / "out")
    times = [entry.at for entry in nginx.logged()]
    assert len(times) > 20
    assert min(b - a for a, b in pairwise(times)) >= 1 / 8 - 0.003  # the log counts in milliseconds


def test_overdue_units_are_told_once(nginx: Nginx, write_sources: WriteSources, tmp_path: Path, visit: Visit) -> None:
    site, out = build(nginx.root, nginx.base, 1, image=False), tmp_path / "out"
    first = next(iter(site.planted))
    roster = f"unit,approved\n{first},\n云岭市迟到局,\n云岭市早批局,2024-08-01\n"
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    sources = write_sources({**site.source, "roster": "roster.csv", "fiscal_year": 2023})
    (status,) = visit(sources, out, today=date(2024, 8, 22)).statuses
    assert units(out, "overdue") == Counter({"云岭市早批局": 1})
    assert (status.covered, status.roster, status.missing) == (1, 3, ("云岭市迟到局", "云岭市早批局"))
    visit(sources, out, today=date(2024, 10, 31))
    assert units(out, "overdue") == Counter({"云岭市早批局": 1})
    visit(sources, out, today=date(2024, 11, 1))
    assert units(out, "overdue") == Counter({"云岭市早批局": 1, "云岭市迟到局": 1})


def test_document_on_two_sites_is_told_once_and_counts_for_both(
    nginx: Nginx, write_sources: WriteSources, tmp_path: Path, visit: Visit
) -> None:
    site, out = Site(nginx.root, nginx.base), tmp_path / "out"
    (tmp_path / "roster.csv").write_text("unit\n云岭市甲局\n", encoding="utf-8")
    data = documents.pdf("云岭市甲局", "1.00")
    for folder in "ab":
        site.write(f"{folder}/1.pdf", data)
        page = documents.article("决算", '<a href="1.pdf">云岭市甲局2023年度部门决算</a>')
        site.lists.append(site.write(f"{folder}/index.html", page))
    more = {"roster": "roster.csv", "fiscal_year": 2023}
    both = zip("甲乙", site.lists, strict=True)
    two = [{**site.source, **more, "name": name, "lists": [f"{site.base}/{path}"]} for name, path in both]
    done = visit(write_sources(*two), out)
    assert units(out) == Counter({"云岭市甲局": 1})
    assert [(s.found, s.covered, s.overdue) for s in done.statuses] == [(1, 1, ()), (1, 1, ())]
    (nginx.root / "a/1.pdf").unlink()
    visit(write_sources(*two), out)
    assert units(out, "withdrawn") == Counter()
    (nginx.root / "b/1.pdf").unlink()
    visit(write_sources(*two), out)
    assert units(out, "withdrawn") == Counter({"云岭市甲局": 1})


def command(sources: Path, out: Path) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", "from flows.cli import main; main()", "monitor", str(sources), "-o", str(out)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.Popen(
        [*arguments, "--workers", "1"], env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def kill_after(process: subprocess.Popen[str], log: Path, lines: int) -> bool:
    """Kills the monitor once the server has had so many requests; whether it still ran."""
    while process.poll() is None:
        if len(log.read_text(encoding="utf-8").splitlines()) >= lines:
            process.kill()
            process.communicate(timeout=60)  # ends when its readers have ended too: they hold its output open
            return True
        time.sleep(0.01)
    return False


def interrupted(nginx: Nginx, sources: Path, out: Path, stops: list[int]) -> None:
    for stop in stops:
        nginx.forget()
        assert kill_after(command(sources, out), nginx.log, stop)
    process = command(sources, out)
    output, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    assert "published" in output


def test_nothing_is_missed_or_told_twice_after_kills(
    nginx: Nginx, write_sources: WriteSources, tmp_path: Path, visit: Visit
) -> None:
    site, out = build(nginx.root, nginx.base, 2, image=False), tmp_path / "out"
    interrupted(nginx, write_sources(site.source), out, [14, 24])
    assert units(out) == Counter(dict.fromkeys(site.planted, 1))


@pytest.mark.slow
def test_two_hundred_disclosures(nginx: Nginx, write_sources: WriteSources, tmp_path: Path, visit: Visit) -> None:
    site, out = build(nginx.root, nginx.base, 29), tmp_path / "out"
    assert len(site.planted) >= 200
    sources = write_sources(site.source)
    interrupted(nginx, sources, out, [40, 90, 140, 190, 230])
    assert units(out) == Counter(dict.fromkeys(site.planted, 1))
    nginx.forget()
    assert visit(sources, out).failures == []
    assert {entry.status for entry in nginx.logged()} == {304}
    assert len(told(out)) == len(site.planted)
