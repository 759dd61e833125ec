"""docs/corpus.md: its commands run as they stand, on a corpus where it says that one is."""

from __future__ import annotations

import shlex
from itertools import pairwise
from pathlib import Path

import pytest
import regex
from typer.testing import CliRunner

from flows.cli import app
from tests.conftest import REPOSITORY
from tests.made_records import write_records

TEXT = (REPOSITORY / "docs" / "corpus.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line, comments=True)
    for block in regex.findall(r"```sh\n(.*?)```", TEXT, regex.DOTALL)
    for line in block.splitlines()
]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("here")
    write_records(4, folder / "output")
    return folder


def test_commands_are_those_of_juesuan() -> None:
    assert len(COMMANDS) > 6
    assert {command[0] for command in COMMANDS} == {"juesuan"}
    assert COMMANDS[0][1] == "publish"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command)[:50])
def test_command_runs(command: list[str], here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if command[-1].endswith(".dta"):
        pytest.importorskip("pandas")
    monkeypatch.chdir(here)
    if not (here / "output" / "corpus").exists() and command[1] != "publish":
        CliRunner().invoke(app, ["publish", "output"])
    result = CliRunner().invoke(app, command[1:])
    assert result.exit_code == 0, result.output
    for name, given in pairwise(command):
        assert name != "--output" or (here / given).stat().st_size > 0


@pytest.mark.parametrize("name", ["panel", "unit_findings", "failed_checks", "current_documents", "wide", "figures"])
def test_what_it_names_is_there(name: str) -> None:
    assert f"`{name}`" in TEXT
    assert f"### `{name}`" in (REPOSITORY / "docs" / "codebook.md").read_text(encoding="utf-8")
