"""A hostile site beside a good one: what is bad costs itself, the good is published, all ends when told to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from flows.monitor.reading import PoolReader
from flows.monitor.rounds import run_round
from flows.monitor.sources import load_sources
from tests.conftest import REPOSITORY
from tests.flows.monitor import documents
from tests.flows.monitor.conftest import WriteSources
from tests.flows.monitor.hostile_pages import FILES, HTML, besieged
from tests.flows.monitor.misbehaving import Misbehaving, dripping, gives

GOOD = {"/good/1.pdf": "云岭市甲局", "/good/2.pdf": "云岭市乙局", "/good/3.pdf": "云岭市丙局"}
LONGEST_VISIT = 240.0  # seconds: each hostile page takes all the time that one may, twice
ENDS_WITHIN = 5.0  # seconds after it is told to
HANG = 900.0  # seconds for the whole round; it takes a fifth of that
# What takes its whole time limit, or long to make.
COSTLY = frozenset({
    "tower.pdf", "text.pdf", "one_line.html", "huge.html", "links.html", "names.zip", "slow.html", "blanks.html",
    "reasons.html", "reasons_and_figures.html",
})  # fmt: skip
MANNERS = {"rate": 50, "backoff": 0.05, "timeout": 3, "longest": 5, "attempts": 2, "recheck_hours": 0}


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    with Misbehaving() as running:
        yield running


@pytest.fixture
def beside() -> Iterator[Misbehaving]:
    """A good site, on a host of its own: of one host no two pages are asked for at once, and one may drip."""
    with Misbehaving("127.0.0.2") as running:
        running.answers |= {path: gives(documents.pdf(name, "1.00")) for path, name in GOOD.items()}
        yield running


def source(name: str, url: str) -> dict[str, object]:
    return {"name": name, "lists": [url], "allow_addresses": ["127.0.0.0/30"]}


def good(server: Misbehaving) -> dict[str, object]:
    targets = {path: f"{name}2023年度部门决算" for path, name in GOOD.items()}
    return source("好站", server.listing("/good/list.html", targets))


def published(out: Path) -> Counter[str]:
    path = out / "events.jsonl"
    events = map(json.loads, path.read_bytes().split(b"\n")[:-1]) if path.is_file() else iter(())
    return Counter(e["unit_name"] for e in events if e["source"] == "好站" and e["kind"] != "failed")


def test_pages_that_break_parsers_cost_themselves(
    server: Misbehaving, beside: Misbehaving, write_sources: WriteSources, reader: PoolReader, tmp_path: Path
) -> None:
    bad = source("坏站", besieged(server, but=COSTLY))
    sources = load_sources(write_sources(bad, good(beside), manners={**MANNERS, "attempts": 1}))
    failures = run_round(sources, tmp_path / "out", reader=reader).failures
    assert published(tmp_path / "out") == Counter(GOOD.values())
    assert not [line for line in failures if "internal error" in line or "broken off" in line]
    for path in ("/two.html: status 503", "/late.html: status 503", "/loop.html: more than 5 redirects", "/drip.html"):
        assert any(path in line for line in failures), failures


def test_page_that_names_no_encoding_of_text_is_read(
    server: Misbehaving, write_sources: WriteSources, reader: PoolReader, tmp_path: Path
) -> None:
    said = documents.article("云岭市码局2023年度部门决算", documents.paragraphs("云岭市码局", "1.00"), "gb18030")
    server.answers["/zlib.html"] = gives(said.replace(b'"gb18030"', b'"zlib"'), "text/html")
    entry = source("好站", server.listing("/l", {"/zlib.html": "云岭市码局2023年度部门决算"}))
    assert run_round(load_sources(write_sources(entry)), tmp_path / "out", reader=reader).failures == []
    assert published(tmp_path / "out") == Counter({"云岭市码局": 1})


def test_visit_ends_when_its_time_is_over_and_the_next_goes_on(
    beside: Misbehaving, write_sources: WriteSources, reader: PoolReader, tmp_path: Path
) -> None:
    targets = dict.fromkeys(GOOD, "某局2023年度部门决算")
    targets |= {f"/drip{n}.pdf": "某局2023年度部门决算" for n in range(100)}
    beside.answers |= {f"/drip{n}.pdf": dripping for n in range(100)}
    entry = source("好站", beside.listing("/l", targets))
    manners = {**MANNERS, "visit": 4, "attempts": 1}
    done = run_round(load_sources(write_sources(entry, manners=manners)), tmp_path / "out", reader=reader)
    assert any("the visit takes longer than the 4 seconds it may" in line for line in done.failures), done.failures
    beside.listing("/l", dict.fromkeys(GOOD, "某局2023年度部门决算"))
    again = run_round(load_sources(write_sources(entry)), tmp_path / "out", reader=reader)
    assert again.failures == []
    assert published(tmp_path / "out") == Counter(GOOD.values())


class Monitoring:
    """`juesuan monitor` running over sources; always ended."""

    def __init__(self, sources: Path, out: Path, *options: str) -> None:
        command = [sys.executable, "-c", "from flows.cli import main; main()", "monitor", str(sources), "-o", str(out)]
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        self.process = subprocess.Popen(
            [*command, *options], cwd=REPOSITORY, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def __enter__(self) -> Monitoring:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.kill()
        self.process.communicate()

    def until(self, test: Callable[[], bool]) -> None:
        deadline = time.monotonic() + HANG
        while not test() and time.monotonic() < deadline:
            assert self.process.poll() is None, self.process.communicate()[0]
            time.sleep(0.1)
        assert test()

    def told_to_end(self, number: signal.Signals) -> tuple[str, float]:
        """What it said, and the seconds it took to end."""
        began = time.monotonic()
        self.process.send_signal(number)
        said, _ = self.process.communicate(timeout=HANG)
        return said, time.monotonic() - began


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("bad", ["tower.pdf", "text.pdf", "drip.html", "one_line.html"])
def test_signal_ends_it_whatever_hangs(
    server: Misbehaving, beside: Misbehaving, tmp_path: Path, bad: str, number: signal.Signals
) -> None:
    everything = frozenset(f"{name}.html" for name in HTML) | frozenset(FILES)
    besieged(server, but=everything - {bad})
    targets = {f"/{bad}": "某局2023年度部门决算"}
    path = tmp_path / "SOURCES.yaml"
    entries = [source("坏站", server.listing("/bad.html", targets)), good(beside)]
    path.write_text(
        yaml.safe_dump({"manners": {**MANNERS, "longest": 300, "timeout": 300}, "sources": entries}), encoding="utf-8"
    )
    with Monitoring(path, tmp_path / "out", "--workers", "2") as run:  # one hangs, the other goes on
        run.until(lambda: server.asked[f"/{bad}"] > 0 and len(published(tmp_path / "out")) == len(GOOD))
        time.sleep(3)
        assert run.process.poll() is None, run.process.communicate()[0]
        said, seconds = run.told_to_end(number)
    assert run.process.returncode == 130
    assert "Traceback" not in said
    assert seconds <= ENDS_WITHIN
    assert not list((tmp_path / "out").glob(".work-*"))


def besieging(server: Misbehaving, beside: Misbehaving, tmp_path: Path, **manners: float) -> Path:
    """The list of sources: one of all that is hostile, and a good one."""
    path = tmp_path / "SOURCES.yaml"
    entries = [source("坏站", besieged(server)), good(beside)]
    path.write_text(yaml.safe_dump({"manners": {**MANNERS, **manners}, "sources": entries}), encoding="utf-8")
    return path


@pytest.mark.slow
def test_good_site_is_published_while_all_that_is_hostile_is_read(
    server: Misbehaving, beside: Misbehaving, tmp_path: Path
) -> None:
    path, out = besieging(server, beside, tmp_path), tmp_path / "out"
    with Monitoring(path, out, "--workers", "2", "--time-limit", "20") as run:
        run.until(lambda: published(out) == Counter(GOOD.values()))
        assert run.process.poll() is None, "the hostile site still has pages to be read"
        said, seconds = run.told_to_end(signal.SIGINT)
    assert "Traceback" not in said
    assert seconds <= ENDS_WITHIN


@pytest.mark.slow
def test_good_site_is_published_beside_all_that_is_hostile(
    server: Misbehaving, beside: Misbehaving, tmp_path: Path
) -> None:
    path, out = besieging(server, beside, tmp_path, visit=LONGEST_VISIT), tmp_path / "out"
    with Monitoring(path, out, "--workers", "2", "--time-limit", "20") as run:
        said, _ = run.process.communicate(timeout=HANG)
    assert run.process.returncode == 1, said
    assert published(out) == Counter(GOOD.values())
    assert "broken off" not in said
    assert "internal error" not in said
    assert said.count("坏站") + said.count(server.base) > 0, said
