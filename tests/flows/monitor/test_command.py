"""`juesuan monitor`: exit codes, wrong usage, the status in the terminal and as a page, one process at a time."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from typer.testing import CliRunner

from flows.cli import app
from flows.monitor.reading import PoolReader
from flows.monitor.rounds import run_round
from flows.monitor.sources import load_sources
from tests.conftest import REPOSITORY
from tests.flows.monitor import documents
from tests.flows.monitor.conftest import WriteSources
from tests.flows.monitor.misbehaving import Misbehaving, gives, slow, status

runner = CliRunner()


def run(*arguments: object) -> tuple[int, str]:
    result = runner.invoke(app, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_status_tells_of_every_source(write_sources: WriteSources, reader: PoolReader, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("unit\n云岭市甲局\n云岭市<b>乙</b>局\n", encoding="utf-8")
    with Misbehaving() as server:
        server.answers["/a.pdf"] = gives(documents.pdf("云岭市甲局", "1.00"))
        server.answers["/b.pdf"] = status(403)
        targets = {"/a.pdf": "云岭市甲局2023年度部门决算", "/b.pdf": "云岭市丙局2023年度部门决算"}
        source = {
            "name": "云岭市", "lists": [server.listing("/l", targets)], "allow_addresses": ["127.0.0.1/32"],
            "roster": "r.csv", "fiscal_year": 2023,
        }  # fmt: skip
        sources, out = write_sources(source), tmp_path / "out"
        run_round(load_sources(sources), out, reader=reader)
    code, output = run("monitor", sources, "--status", "-o", out)
    assert code == 0
    assert "1/2" in output
    assert "/b.pdf: status 403" in output
    assert "late    云岭市: 云岭市<b>乙</b>局" in output
    page = LexborHTMLParser((out / "status.html").read_text(encoding="utf-8"))
    cells = [node.text(strip=True) for node in page.css("table tr td")][:9]
    assert cells[0] == "云岭市"
    assert cells[2:] == ["1", "1", "0", "0", "1", "1/2", "1"]
    assert page.css_first("b") is None
    assert "云岭市<b>乙</b>局" in page.css_first("details").text()
    assert any("published: 云岭市甲局 2023" in node.text() for node in page.css("h2 + table td"))


def test_what_fails_is_told_when_it_begins_to(write_sources: WriteSources, reader: PoolReader, tmp_path: Path) -> None:
    out, listed = tmp_path / "out", {"/a.pdf": "云岭市甲局2023年度部门决算"}
    with Misbehaving() as server:
        source = {"name": "站", "lists": [server.listing("/l", listed)], "allow_addresses": ["127.0.0.1/32"]}
        sources = load_sources(write_sources(source))

        def failing(*codes: int) -> list[list[tuple[int, str]]]:
            """What `failed` events tell while the document answers so, round by round."""
            found = []
            for code in codes:
                server.answers["/a.pdf"] = status(code) if code else gives(documents.pdf("云岭市甲局", "1.00"))
                events = run_round(sources, out, reader=reader).events
                found.append([(e.failed, e.failures[0].cause) for e in events if e.kind == "failed"])
            return found

        assert failing(403, 403, 0, 403) == [[(1, "status 403")], [], [], [(1, "status 403")]]


def test_failure_is_exit_code_1(write_sources: WriteSources, tmp_path: Path) -> None:
    with Misbehaving() as server:
        source = {"name": "站", "lists": [f"{server.base}/nothing"], "allow_addresses": ["127.0.0.1/32"]}
        code, output = run("monitor", write_sources(source), "-o", tmp_path / "out", "--workers", "1")
    assert code == 1
    assert "/nothing: status 404" in output


@pytest.mark.parametrize(
    "options",
    [
        ("--every", "6"),
        ("--every", "h"),
        ("--every", "0h"),
        ("--every", "6h", "--once"),
        ("--state", "no:"),
        ("--state", "mysql://x/y"),
    ],
)
def test_wrong_usage_is_exit_code_2(write_sources: WriteSources, tmp_path: Path, options: tuple[str, ...]) -> None:
    sources = write_sources({"name": "站", "lists": ["http://127.0.0.1:1/"]})
    assert run("monitor", sources, "-o", tmp_path / "out", *options)[0] == 2
    assert run("monitor", tmp_path / "missing.yaml", "-o", tmp_path / "out")[0] == 2


def test_one_folder_is_monitored_by_one_process(write_sources: WriteSources, tmp_path: Path) -> None:
    sources = write_sources({"name": "站", "lists": ["http://127.0.0.1:1/"]})
    with (tmp_path / ".monitor.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, output = run("monitor", sources, "-o", tmp_path)
    assert code == 2
    assert "another process" in output


def test_rounds_go_on_until_it_is_told_to_stop(write_sources: WriteSources, tmp_path: Path) -> None:
    with Misbehaving() as server:
        server.answers["/a.pdf"] = slow(documents.pdf("云岭市甲局", "1.00"), 0.5)
        url = server.listing("/l", {"/a.pdf": "云岭市甲局2023年度部门决算"})
        source = {"name": "站", "lists": [url], "allow_addresses": ["127.0.0.1/32"]}
        command = [sys.executable, "-c", "from flows.cli import main; main()", "monitor", str(write_sources(source))]
        process = subprocess.Popen(
            [*command, "-o", str(tmp_path / "out"), "--workers", "1", "--every", "1m"], cwd=REPOSITORY, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline().startswith("published: 云岭市甲局 2023; three public expenses not read, ")
        counts = "1 published, 0 changed, 0 withdrawn, 0 newly overdue (0 overdue in all), 0 failed\n"
        assert process.stdout.readline() == counts
        time.sleep(0.2)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in errors
