"""The Prefect flow on a server of its own: sources are tasks, what happened are Prefect events."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import REPOSITORY
from tests.flows.monitor import documents
from tests.flows.monitor.conftest import WriteSources, free_port
from tests.flows.monitor.misbehaving import Misbehaving, gives

_SCRIPT = """
import sys
from flows.monitor.flow import monitor_flow
print("failed:", monitor_flow(sys.argv[1], sys.argv[2], workers=1))
"""


@pytest.fixture
def prefect_server(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a Prefect server that runs for the test."""
    port = free_port()
    environment = {
        **os.environ,
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PYTHONPATH": str(REPOSITORY),
    }
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port), "--no-ui"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    api = f"http://127.0.0.1:{port}/api"
    try:
        for _ in range(240):
            try:
                if httpx.get(f"{api}/health", trust_env=False).status_code == 200:
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.5)
        yield {**environment, "PREFECT_API_URL": api}
    finally:
        process.terminate()
        process.wait(30)


def events_of(api: str, name: str) -> list[dict[str, Any]]:
    asked = {"filter": {"event": {"name": [name]}}}
    found: list[dict[str, Any]] = httpx.post(f"{api}/events/filter", json=asked, trust_env=False).json()["events"]
    return found


@pytest.mark.slow
def test_flow_visits_sources_as_tasks_and_emits_events(
    prefect_server: dict[str, str], write_sources: WriteSources, tmp_path: Path
) -> None:
    with Misbehaving() as server:
        server.answers["/a.pdf"] = gives(documents.pdf("云岭市甲局", "1.00"))
        url = server.listing("/l", {"/a.pdf": "云岭市甲局2023年度部门决算"})
        source = {"name": "云岭市", "lists": [url], "allow_addresses": ["127.0.0.1/32"]}
        command = [sys.executable, "-c", _SCRIPT, str(write_sources(source)), str(tmp_path / "out")]
        done = subprocess.run(command, env=prefect_server, capture_output=True, text=True, check=False, timeout=240)
    assert "failed: 0" in done.stdout, done.stderr
    (line,) = (tmp_path / "out" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    api = prefect_server["PREFECT_API_URL"]
    tasks = httpx.post(f"{api}/task_runs/filter", json={}, trust_env=False).json()
    assert [(t["name"], t["state_type"]) for t in tasks] == [("云岭市", "COMPLETED")]
    for _ in range(60):
        if emitted := events_of(api, "juesuan.published"):
            break
        time.sleep(0.5)
    (event,) = emitted
    assert event["payload"]["unit_name"] == "云岭市甲局"
    assert event["id"] == json.loads(line)["id"]
