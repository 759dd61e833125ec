"""It speaks to nobody: no command on local files opens a connection beyond this machine or writes beside its output."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from flows.quiet import OPT_OUTS, environment_as_given, without_proxy
from tests.conftest import REPOSITORY
from tests.watching import Places, Seen, watched

# A proxy at which nobody listens: who goes by it is told apart, and fails.
PROXIES = {"http_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}
WITHOUT_NETWORK = ("unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$0" "$@"')


def without_network() -> None:
    """Skips where no network namespace can be made."""
    if shutil.which("unshare") is None:
        pytest.skip("unshare is not installed")
    may = subprocess.run([*WITHOUT_NETWORK, "true"], capture_output=True, text=True, check=False)
    if may.returncode:
        pytest.skip(f"no network namespace can be made here: {may.stderr.strip()}")


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path)


def quiet(seen: Seen, places: Places, *outputs: Path) -> None:
    """Asserts that a command did its work, spoke to nobody, wrote nowhere else and left nothing."""
    assert seen.code == 0, seen.output
    assert not seen.elsewhere
    assert not seen.outside(*outputs, places.scratch)
    assert not places.left()


def work(places: Places, samples: Path, out: Path, before: tuple[str, ...] = ()) -> None:
    """A Record and all that is made of one, each command watched."""
    folder, findings = out / "records", out / "findings"
    record, corpus = folder / "sample.digital.json", folder / "corpus"
    for arguments, outputs in (
        (("extract", samples / "sample.digital.pdf", "-o", folder), [folder]),
        (("summary", record), []),
        (("explain", record, "f1"), []),
        (("audit", folder, "-o", findings), [findings]),
        (("publish", folder), [corpus]),
        (("query", "-c", corpus, "SELECT count(*) FROM facts"), []),
        (("report", corpus), [corpus]),
    ):
        quiet(watched(places, *arguments, before=before), places, out, *outputs)


def test_reading_and_what_follows_speak_to_nobody(places: Places, samples: Path, tmp_path: Path) -> None:
    work(places, samples, tmp_path / "out")


def test_watching_sees_what_is_done(places: Places) -> None:
    """A process that does speak and write is noted, also one that is no command of ours."""
    stray = places.home / "stray"
    code = f"import socket, pathlib; pathlib.Path({str(stray)!r}).touch(); socket.socket().connect(('192.0.2.1', 9))"
    before = ("sh", "-c", f'"$1" -c "{code}"; exec "$@"', "sh")
    without_network()  # nothing may really be sent
    seen = watched(places, "schema", before=("unshare", "--map-root-user", "--net", *before))
    assert seen.elsewhere == {"192.0.2.1"}, seen.output
    assert stray in seen.outside(places.scratch)


@pytest.mark.slow
@pytest.mark.parametrize("more", [{}, PROXIES, {"ALL_PROXY": "socks5://127.0.0.1:9"}], ids=["plain", "proxy", "socks"])
def test_batch_at_a_terminal_speaks_to_nobody(
    places: Places, samples: Path, tmp_path: Path, more: dict[str, str]
) -> None:
    """Prefect tells its makers of first runs, but only at a terminal and not in CI."""
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    shutil.copy(samples / "sample.digital.pdf", source)
    seen = watched(
        places, "batch", source, "-o", out, "--workers", 1, terminal=True, more={**more, "DO_NOT_TRACK": "0"}
    )
    quiet(seen, places, out)
    assert (out / "sample.digital.json").is_file()


@pytest.mark.slow
def test_all_works_where_there_is_no_network(places: Places, samples: Path, tmp_path: Path) -> None:
    without_network()
    work(places, samples, tmp_path / "out", WITHOUT_NETWORK)
    source, out = tmp_path / "in", tmp_path / "batch"
    source.mkdir()
    shutil.copy(samples / "sample.scan.pdf", source)
    quiet(watched(places, "batch", source, "-o", out, "--workers", 1, before=WITHOUT_NETWORK), places, out)


def test_opt_outs_stand_wherever_prefect_is_started() -> None:
    lines = (REPOSITORY / "deploy" / "prefect.env").read_text(encoding="utf-8").splitlines()
    assert dict(line.split("=", 1) for line in lines if line and not line.startswith("#")) == OPT_OUTS
    for deployment in yaml.safe_load((REPOSITORY / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]:
        assert deployment["work_pool"]["job_variables"]["env"] == OPT_OUTS, deployment["name"]
    starts = ("prefect server start", "prefect worker start", "prefect deploy", "python -m prefect")
    for document in [REPOSITORY / "prefect.yaml", *REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/*.md")]:
        text = document.read_text(encoding="utf-8")
        if any(start in text for start in starts) and document.name != "CHANGELOG.md":
            assert "deploy/prefect.env" in text, document


def test_proxies_of_the_user_reach_those_who_fetch(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY", "JUESUAN_NO_PROXY_AS_GIVEN"):  # put back afterwards, too
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("NO_PROXY", "intranet")
    for _ in range(2):
        for name, value in without_proxy().items():
            monkeypatch.setenv(name, value)
    assert os.environ["NO_PROXY"] == os.environ["no_proxy"] == "*"
    given = environment_as_given()
    assert given["NO_PROXY"] == "intranet"
    assert "no_proxy" not in given
    assert "JUESUAN_NO_PROXY_AS_GIVEN" not in given
