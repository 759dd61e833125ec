"""Servers for the monitor's tests: nginx from Debian's packages, and one that misbehaves."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.monitor.reading import PoolReader

_CONFIG = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  log_format juesuan '$msec $request_time $status $body_bytes_sent "$request_uri"';
  access_log {folder}/access.log juesuan;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  types {{ text/html html; application/pdf pdf; application/zip zip; }}
  default_type application/octet-stream;
  server {{ listen 127.0.0.1:{port}; root {root}; index index.html; }}
}}
"""


@dataclass(frozen=True)
class Logged:
    """A request as nginx logged it; `at` is when it came, in seconds."""

    at: float
    status: int
    bytes: int
    path: str


@dataclass
class Nginx:
    """A running nginx that serves `root`."""

    base: str
    root: Path
    log: Path

    def logged(self) -> list[Logged]:
        time.sleep(0.1)  # the log is written after the answer
        entries = []
        for line in self.log.read_text(encoding="utf-8").splitlines():
            at, took, status, size, path = line.split(" ", 4)
            entries.append(Logged(float(at) - float(took), int(status), int(size), path.strip('"')))
        return sorted(entries, key=lambda entry: entry.at)

    def forget(self) -> None:
        """Empties the log."""
        with self.log.open("r+", encoding="utf-8") as file:
            file.truncate(0)


def free_port(address: str = "127.0.0.1") -> int:
    with socket.socket() as bound:
        bound.bind((address, 0))
        return int(bound.getsockname()[1])


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[Nginx]:
    binary = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if binary is None:
        pytest.skip("nginx is not installed (make system-test-deps)")
    folder = tmp_path / "nginx"
    root = folder / "root"
    root.mkdir(parents=True)
    port = free_port()
    config = folder / "nginx.conf"
    config.write_text(_CONFIG.format(folder=folder, root=root, port=port), encoding="utf-8")
    user = ["-g", "user root;"] if Path("/root").exists() and not _is_unprivileged() else []
    process = subprocess.Popen([binary, "-p", str(folder), "-c", str(config), *user], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield Nginx(f"http://127.0.0.1:{port}", root, folder / "access.log")
    finally:
        process.terminate()
        process.wait(10)


def _is_unprivileged() -> bool:
    import os

    return os.geteuid() != 0


@pytest.fixture(scope="session")
def reader() -> Iterator[PoolReader]:
    """One process that reads, for all tests: it takes seconds to load what it reads with."""
    made = PoolReader(1)
    yield made
    made.close()


WriteSources = Callable[..., Path]


@pytest.fixture
def write_sources(tmp_path: Path) -> WriteSources:
    """Writes SOURCES.yaml: the sources, and manners in a hurry unless others are given."""

    def write(*sources: dict[str, Any], manners: dict[str, Any] | None = None, **more: Any) -> Path:
        hurried = {"rate": 50, "backoff": 0.05, "timeout": 5, "recheck_hours": 0, **(manners or {})}
        path = tmp_path / "SOURCES.yaml"
        data = {"manners": hurried, "sources": list(sources), **more}
        path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        return path

    return write
