"""Signals stop a command, in good order where it lets them, and in any case within seconds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY

_HANG = 20.0  # seconds; far more than the three that a command is given
_START = "import signal, time; from flows.stopping import stop_on_signals; stop_on_signals();"
_ORDERLY = f"""{_START}
try:
    print("up", flush=True); time.sleep(600)
except KeyboardInterrupt:
    print("in good order", flush=True); raise SystemExit(130) from None
"""
_STUBBORN = f"""{_START}
while True:
    try:
        print("up", flush=True); time.sleep(600)
    except KeyboardInterrupt:
        pass
"""
# As Prefect does while a flow runs.
_DEAF = f"""{_START}
signal.signal(signal.SIGTERM, lambda *_: None); signal.signal(signal.SIGINT, lambda *_: None)
print("up", flush=True)
while True:
    time.sleep(600)
"""


def stopped(program: str, number: signal.Signals) -> tuple[int, str]:
    """The exit code, and what is said after the signal; that it is stopping is told in any case."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", program]
    with subprocess.Popen(
        command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, encoding="utf-8"
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "up\n"
        run.send_signal(number)
        said, told = run.communicate(timeout=_HANG)
        assert told.startswith("stopping (停止中)\n")
        assert "Traceback" not in told
        return run.returncode, said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_command_ends_in_good_order(number: signal.Signals) -> None:
    code, said = stopped(_ORDERLY, number)
    assert (code, said) == (130, "in good order\n")


@pytest.mark.parametrize("program", [_STUBBORN, _DEAF])
def test_command_that_does_not_end_is_ended(program: str) -> None:
    code, _ = stopped(program, signal.SIGTERM)
    assert code == 130


# As a library does whose C code is loaded when the signal comes.
_MISTAKEN = """
import time
from types import SimpleNamespace
import typer.main
from flows import cli, stopping
def app():
    stopping.stop_on_signals()
    try:
        print("up", flush=True); time.sleep(600)
    except KeyboardInterrupt:
        raise ImportError("initialization failed") from None
cli.helped = lambda command: None
typer.main.get_command = lambda _: SimpleNamespace(main=lambda **_: app())
cli.main()
"""


# Interrupted while the modules of the command are loaded.
_EARLY = """
import os, signal, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "flows.cli":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
from flows.entry import main
main()
"""


def test_interrupt_before_anything_was_begun_ends_it_without_a_word() -> None:
    done = subprocess.run([sys.executable, "-c", _EARLY], capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_interrupt_that_a_library_takes_for_an_error_stays_one() -> None:
    assert stopped(_MISTAKEN, signal.SIGINT) == (130, "")
