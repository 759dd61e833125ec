"""Where a batch runs: on Dask as here, on a Prefect server with PostgreSQL, as a deployment."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from corpus.generate import generate
from tests.conftest import REPOSITORY
from tests.flows.batch.test_batches import ENVIRONMENT, batch, facts

PREFECT = [sys.executable, "-m", "prefect"]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    for seed in (1, 2, 3):
        (folder / f"terse-{seed}.pdf").write_bytes(generate("terse", seed)[0])
    (folder / "broken.pdf").write_bytes(b"no PDF")
    return folder


@pytest.mark.slow
def test_dask_reads_what_is_read_here(documents: Path, tmp_path: Path) -> None:
    here = batch(documents, "-o", tmp_path / "here", "--workers", 2)
    there = batch(documents, "-o", tmp_path / "there", "--workers", 2, "--engine", "dask")
    assert here.returncode == there.returncode == 1, there.stderr
    assert len(facts(tmp_path / "here")) == 3
    assert facts(tmp_path / "here") == facts(tmp_path / "there")


@pytest.mark.slow
def test_dask_cluster_that_exists_is_used(documents: Path, tmp_path: Path) -> None:
    from distributed import LocalCluster

    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0") as cluster:
        told = batch(documents, "-o", tmp_path, "--engine", "dask", "--cluster", cluster.scheduler_address)
    assert told.returncode == 1, told.stderr
    assert len(facts(tmp_path)) == 3


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def programs() -> Path | None:
    """The folder of PostgreSQL's server programs."""
    found = shutil.which("pg_ctl")
    places = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return places[-1] if places else None


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """A PostgreSQL server of its own; its address without the driver. Skips where Debian's package is not there."""
    bin_ = programs()
    if bin_ is None:
        pytest.skip("PostgreSQL is not installed: make system-test-deps")
    user = None
    if os.geteuid() == 0:
        # It does not run as root; its package brings the user.
        try:
            user = pwd.getpwnam("postgres").pw_name
        except KeyError:
            pytest.skip("there is no user postgres to run the server as")
    folder, port = Path(tempfile.mkdtemp(prefix="juesuan-pg-")), free_port()
    if user:
        shutil.chown(folder, user)

    def do(*command: object) -> None:
        subprocess.run(
            [*map(str, command)], check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )

    do(bin_ / "initdb", "-D", folder / "data", "-A", "trust", "-U", "juesuan", "-E", "UTF8")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    do(bin_ / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")
    yield f"juesuan@127.0.0.1:{port}/postgres"
    do(bin_ / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def server(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Prefect server, as docs/scale.md starts it, on PostgreSQL by one setting; its API's address."""
    port, home = free_port(), tmp_path_factory.mktemp("prefect")
    setting = {"PREFECT_SERVER_DATABASE_CONNECTION_URL": f"postgresql+asyncpg://{postgresql}"}
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [*PREFECT, "server", "start", "--port", str(port)],
            env=ENVIRONMENT | {"PREFECT_HOME": str(home), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"} | setting,
            stdout=log, stderr=log,
        )  # fmt: skip
        address, deadline = f"http://127.0.0.1:{port}/api", time.monotonic() + 240
        while not answers(f"{address}/health"):
            assert process.poll() is None, (home / "log").read_text(encoding="utf-8")
            assert time.monotonic() < deadline, (home / "log").read_text(encoding="utf-8")
            time.sleep(0.5)
        yield address
        process.terminate()
        process.wait(30)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False


@pytest.mark.slow
def test_server_on_postgresql_knows_the_run(
    server: str, postgresql: str, documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answers(server.removesuffix("/api")), "the dashboard is not served"
    monkeypatch.setitem(ENVIRONMENT, "PREFECT_API_URL", server)
    told = batch(documents, "-o", tmp_path, "--workers", 1)
    assert told.returncode == 1, told.stderr
    assert len(facts(tmp_path)) == 3
    # asyncpg is what Prefect speaks to PostgreSQL with: no other client is needed to look into it.
    code = (
        "import asyncio, asyncpg, sys\n"
        "async def rows():\n"
        "    db = await asyncpg.connect(f'postgresql://{sys.argv[1]}')\n"
        "    print(await db.fetchval(\"select count(*) from flow_run where state_type = 'COMPLETED'\"))\n"
        "    print(await db.fetchval('select string_agg(distinct key, chr(32)) from artifact'))\n"
        "asyncio.run(rows())\n"
    )
    found = subprocess.run([sys.executable, "-c", code, postgresql], capture_output=True, text=True, check=True)
    runs, artifacts = found.stdout.splitlines()
    assert int(runs) == 1
    assert {"juesuan-batch", "juesuan-failures", "juesuan-failures-file"} <= set(artifacts.split())


def test_deployments_name_a_flow_and_its_parameters() -> None:
    from flows.batch.orchestrate import batch as deployed
    from flows.monitor.flow import monitor_flow

    flows = {
        "flows/batch/orchestrate.py:batch": deployed.parameters,
        "flows/monitor/flow.py:monitor_flow": monitor_flow.parameters,
    }
    told = yaml.safe_load((REPOSITORY / "prefect.yaml").read_text(encoding="utf-8"))
    assert {deployment["entrypoint"] for deployment in told["deployments"]} == set(flows)
    for deployment in told["deployments"]:
        assert set(deployment["parameters"]) <= set(flows[deployment["entrypoint"]].properties)
    definitions = deployed.parameters.definitions
    assert definitions["Engine"]["enum"] == ["local", "dask"]
    assert definitions["NameBy"]["enum"] == ["stem", "path"]


@pytest.mark.parametrize(
    ("failed", "name", "kind"), [(0, "Completed", "COMPLETED"), (1, "SomeFailed", "COMPLETED"), (3, "Failed", "FAILED")]
)
def test_state_of_a_run_tells_what_failed(failed: int, name: str, kind: str) -> None:
    from flows.batch.orchestrate import ended
    from flows.batch.run import Summary

    summary = Summary(3, 3 - failed, 0, failed, 20, 0, 0, 0, 1.0, 1.0, 1.0, (), ())
    state = ended(summary, Path("out"))
    assert (state.name, state.type.value) == (name, kind)
    assert str(state.message).startswith(f"{3 - failed} of 3 documents read")
    assert ("failures.jsonl" in str(state.message)) == bool(failed)
