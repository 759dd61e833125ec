"""Help and usage errors in the language that people read: all of it, and whole on a terminal of 80 columns."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import regex
import typer.main

from flows.cli import app
from flows.helped import _AROUND, load_help
from flows.words import VARIABLE

HAN = regex.compile(r"\p{Han}")
HELP = "Show this message and exit."
COMMANDS = sorted(typer.main.get_command(app).commands)


def helps(command: Any) -> Iterator[str]:
    yield command.help
    yield from (option.help for option in command.params if getattr(option, "help", None) and not option.hidden)
    for below in getattr(command, "commands", {}).values():
        yield from helps(below)


def asked(*arguments: str, language: str = "zh", columns: int = 80) -> subprocess.CompletedProcess[str]:
    """What a command says, asked in an interpreter of its own."""
    environment = {**os.environ, VARIABLE: language, "COLUMNS": str(columns), "TERMINAL_WIDTH": str(columns)}
    command = [sys.executable, "-c", "from flows.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=60)


def test_all_help_is_told_in_chinese_and_nothing_else() -> None:
    from typer import rich_utils

    around = {getattr(rich_utils, name) for name in _AROUND}
    assert set(helps(typer.main.get_command(app))) | around | {HELP} == set(load_help())
    assert all(HAN.search(chinese) for chinese in load_help().values())


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)], ids="".join)
def test_chinese_help_is_whole_on_80_columns(command: tuple[str, ...]) -> None:
    said = asked(*command, "--help").stdout
    assert "选项" in said
    assert "显示本帮助" in said
    assert "…" not in said.replace("(tcp://…)", "").replace("（tcp://…）", "")


def test_no_command_shows_the_commands() -> None:
    assert all(name in asked().stdout for name in COMMANDS)


def test_language_of_help_is_that_of_the_option() -> None:
    assert "选项" in asked("--lang", "zh", "-h", language="en").stdout
    assert "Options" in asked("--lang=en", "extract", "-h").stdout


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["extrac"], "juesuan：没有命令'extrac'，是否要用'extract'？", "juesuan: No such command 'extrac'."),
        (["extract"], "juesuan extract：缺少参数", "juesuan extract: Missing argument"),
        (["batch", "x", "--workers", "-1"], "juesuan batch：'--workers'的值不对：不能小于0", "juesuan batch: Inv"),
        (["summary", "--gibberish"], "juesuan summary：没有选项--gibberish", "juesuan summary: No such option"),
    ],
)  # fmt: skip
def test_what_is_no_command_line_is_told_in_one_line(arguments: list[str], zh: str, en: str) -> None:
    for language, said in (("zh", zh), ("en", en)):
        done = asked(*arguments, language=language)
        assert done.returncode == 2
        assert done.stderr.startswith(said)
        assert len(done.stderr.splitlines()) == 1
