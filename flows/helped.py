"""The help of commands, and what is said of a command line that is none, in the language that people read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from pydantic import RootModel
from typer import Context, rich_utils

from flows.causes import told
from flows.words import language, words
from patterns.files import load_file

# What typer says around the help, by the names of its constants, which are read when its module is loaded.
_AROUND = (
    "ARGUMENTS_PANEL_TITLE", "OPTIONS_PANEL_TITLE", "COMMANDS_PANEL_TITLE", "ERRORS_PANEL_TITLE", "DEFAULT_STRING",
    "ENVVAR_STRING", "REQUIRED_LONG_STRING",
)  # fmt: skip


class Help(RootModel[dict[str, str]]):
    """Chinese by English."""


@runtime_checkable
class Misused(Protocol):
    """What click, which typer keeps to itself, raises where a command line is none."""

    ctx: Any

    def format_message(self) -> str: ...  # noqa: D102


@cache
def load_help() -> dict[str, str]:
    """Chinese by English. Raises PatternError where the file is not valid."""
    return load_file(Help, "help.yaml", Path(__file__).parent).root


def helped(command: Any) -> None:
    """Puts the help of a command, of its options and of the commands below it into the language that people read."""
    if language() == "en":
        return
    for name in _AROUND:
        said = getattr(rich_utils, name)
        setattr(rich_utils, name, load_help().get(said, said))
    for owner in _owners(command):
        owner.help = load_help().get(owner.help, owner.help)


def _owners(command: Any, above: Context | None = None) -> Iterator[Any]:
    """Whatever has a help: the command, its options, `--help` itself, and all below."""
    context = Context(command, parent=above, **command.context_settings)
    yield command
    yield from (option for option in command.params if getattr(option, "help", None))
    if (option := command.get_help_option(context)) is not None:
        yield option
    for below in getattr(command, "commands", {}).values():
        yield from _owners(below, context)


def misused(error: Misused) -> str:
    """One line on a command line that is none: the command, the cause, and how to ask for help."""
    path = error.ctx.command_path if error.ctx is not None else "juesuan"
    return f"{path}{words('usage', cause=told(error.format_message()), command=path)}"
