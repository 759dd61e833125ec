"""The Prefect server of a run that names none: of this run only, on this machine, up in seconds and gone with the run.

Prefect would start one itself, and take most of a short run for it. This one is started before Prefect is imported
here; its database is made at once (prefect.sql) and not by all the migrations that Prefect's has been through; what
nobody could ever look at is not kept: events, and what services would do on a schedule.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from flows.batch.guardian import end_group, process_guardian
from flows.quiet import OPT_OUTS, without_proxy

SCHEMA = Path(__file__).with_name("prefect.sql")
_DATABASE = "prefect.db"  # in Prefect's home, as Prefect itself names it
_UP_WITHIN = 600.0  # seconds, on a machine busy with other work
_IN_GOOD_ORDER = 5.0  # seconds that it may take to end, as Prefect gives it
_ASKED_EVERY = 0.05  # seconds
# jsonschema has rfc3987_syntax build 39 parsers when it is imported, which takes a third of the server's start, for
# the formats iri and iri-reference, which nothing in Prefect has. Without the package it does without them.
_WITHOUT = "rfc3987_syntax"
# What is loaded stays: looking through it for garbage while it is loaded takes a tenth of the time.
_PROGRAM = f"""
import gc, socket, sys
gc.disable()
sys.modules["{_WITHOUT}"] = None
import uvicorn
from prefect.server.api.server import create_app
config = uvicorn.Config(create_app(), log_level="error", lifespan="on")
gc.freeze()
gc.enable()
uvicorn.Server(config).run([socket.socket(fileno=int(sys.argv[1]))])
"""
# What Prefect is to do in every process of a run.
_SETTINGS = {
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "ERROR",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
}
_EPHEMERAL = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
_NOT_NEEDED = ("EVENT_PERSISTER", "EVENT_LOGGER", "TASK_RUN_RECORDER", "TRIGGERS", "SCHEDULER", "LATE_RUNS",
               "FOREMAN", "PAUSE_EXPIRATIONS", "CANCELLATION_CLEANUP")  # fmt: skip
# For a server whose home is removed after the run.
_PASSING = {
    "PREFECT_SERVER_DATABASE_MIGRATE_ON_START": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_SERVER_EVENTS_STREAM_OUT_ENABLED": "false",
    **{f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false" for service in _NOT_NEEDED},
}


class ServerDoesNotStart(RuntimeError):
    """Prefect's server does not come up on this machine."""


def settle_prefect() -> None:
    """Sets what Prefect is to do, where the user has not; it reads its settings when it is imported."""
    os.environ.update(OPT_OUTS)
    if "PREFECT_API_URL" in os.environ:
        os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")  # to be seen there
    else:
        os.environ.update(without_proxy())
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    # None is what makes an import fail.
    sys.modules.setdefault(_WITHOUT, None)  # type: ignore[arg-type]


@cache
def own_home() -> Path | None:
    """A home for Prefect that is removed with this process; None where the user names one, or a server."""
    if "PREFECT_HOME" in os.environ or "PREFECT_API_URL" in os.environ:
        return None
    home = tempfile.mkdtemp(prefix="juesuan-prefect-")
    process_guardian().folder(home, held=True)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["PREFECT_HOME"] = home
    return Path(home)


class Server:
    """A server's process, started at once. `ready` waits until it answers; `close` ends it.

    `passing` tells that nothing of the home is kept after the run; `settings` are Prefect's, by environment variables.
    `password` is asked of everybody: others on this machine reach the port, too.
    """

    def __init__(self, home: Path, settings: Mapping[str, str], *, passing: bool) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._passing = passing
        self.password = f"juesuan:{secrets.token_urlsafe()}"
        made = passing and ((home / _DATABASE).exists() or make_database(home / _DATABASE))
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.api_url = f"http://127.0.0.1:{listening.getsockname()[1]}/api"
            # It looks for settings in the folder that it is started in, and who knows what lies in the user's.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _PROGRAM, str(listening.fileno())], cwd=home,
                env={**os.environ, **_EPHEMERAL, **(_PASSING if made else {}), **settings,
                     "PREFECT_SERVER_API_AUTH_STRING": self.password},
                pass_fds=[listening.fileno()], start_new_session=True, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
            process_guardian().process(self._process.pid, held=True)

    def ready(self) -> None:
        """Waits until the server answers. Raises ServerDoesNotStart."""
        deadline = time.monotonic() + _UP_WITHIN
        # A proxy that is set for the rest of the world is not asked for what runs here.
        here = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise ServerDoesNotStart(f"Prefect's server ended with code {self._process.returncode}")
            with contextlib.suppress(OSError, urllib.error.URLError):
                here.open(f"{self.api_url}/health", timeout=deadline - time.monotonic()).close()
                return
            time.sleep(_ASKED_EVERY)
        raise ServerDoesNotStart(f"Prefect's server is not up after {_UP_WITHIN:.0f} seconds")

    def close(self) -> None:
        """Ends the process, if it still runs; in good order where its database is kept."""
        if not self._passing:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_IN_GOOD_ORDER)
        end_group(self._process)


def make_database(path: Path) -> bool:
    """Makes Prefect's database, empty; False where the tables that are known are of another Prefect than this."""
    schema = SCHEMA.read_text(encoding="utf-8")
    of = re.match(r"-- Prefect (\S+):", schema)
    if of is None or of[1] != version("prefect"):
        return False
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.executescript(schema)
    return True


def dumped(path: Path) -> str:
    """What prefect.sql should be, of a database that Prefect's own migrations have made."""
    head = (
        f"-- Prefect {version('prefect')}: its tables, as its migrations make them in SQLite (Prefect is under the "
        "Apache License 2.0).\n-- Made by `python -m flows.batch.server`, not by hand.\n"
    )
    with contextlib.closing(sqlite3.connect(path)) as database:
        return head + "\n".join(database.iterdump()) + "\n"


def migrated(home: Path) -> Path:
    """A database in that folder, made by Prefect's migrations, which takes some seconds."""
    subprocess.run(
        [sys.executable, "-m", "prefect", "server", "database", "reset", "-y"], check=True, cwd=home,
        stdout=subprocess.DEVNULL, env={**os.environ, "PREFECT_HOME": str(home), "DO_NOT_TRACK": "1"},
    )  # fmt: skip
    return home / _DATABASE


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        SCHEMA.write_text(dumped(migrated(Path(folder))), encoding="utf-8")
