"""Commands whose packages are extras (pyproject.toml): which they need, and one line where they are not installed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from importlib.util import find_spec
from typing import ParamSpec, TypeVar

import typer

from flows.exits import Exit
from flows.terminal import say
from flows.words import words

# What is imported of each extra; a test holds it against pyproject.toml.
MODULES: Mapping[str, tuple[str, ...]] = {
    "batch": ("fastapi", "fsspec", "prefect", "prefect_dask", "uvicorn"),
    "monitor": ("apprise", "httpcore", "httpx", "protego", "sqlalchemy", "tenacity"),
    "publish": ("duckdb", "pyarrow"),
    "review": ("duckdb", "fastapi", "pyarrow", "uvicorn"),
    "desk": (
        "apprise",
        "duckdb",
        "fastapi",
        "httpcore",
        "httpx",
        "protego",
        "pyarrow",
        "sqlalchemy",
        "tenacity",
        "uvicorn",
    ),
    "calibrate": ("scipy", "sklearn"),
    "stata": ("pandas",),
}
_Told = ParamSpec("_Told")
_Given = TypeVar("_Given")


def require(extra: str, command: str) -> None:
    """Ends the command (wrong usage), and says how to install them, where packages of the extra are missing."""
    if any(find_spec(module) is None for module in MODULES[extra]):
        say(words("extra.missing", command=command, extra=extra))
        raise typer.Exit(Exit.WRONG_USAGE)


def needs(extra: str, command: Callable[_Told, _Given]) -> Callable[_Told, _Given]:
    """The command, which asks for the packages of the extra before it does anything."""

    @wraps(command)
    def asking(*args: _Told.args, **options: _Told.kwargs) -> _Given:
        require(extra, command.__name__)
        return command(*args, **options)

    return asking
