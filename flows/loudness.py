"""How much a command tells: with -q what went wrong and what was asked for, with -v what is done with each document."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from enum import IntEnum
from functools import wraps
from typing import Annotated, Any

import typer

VARIABLE = "JUESUAN_LOUDNESS"  # processes that a command starts tell as much as it does

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Tell only what went wrong and what was asked for")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Tell what is done with each document, too")]


class Loudness(IntEnum):
    """From little to much."""

    QUIET = -1
    USUAL = 0
    VERBOSE = 1


def loudness() -> Loudness:
    """How much is to be told."""
    told = os.environ.get(VARIABLE, "")
    return next((each for each in Loudness if each.name == told), Loudness.USUAL)


def settle(quiet: bool, verbose: bool, *, anew: bool = False) -> None:
    """Takes what a command line says, `anew` where one begins; of both -v holds."""
    if anew:
        os.environ.pop(VARIABLE, None)
    if quiet or verbose:
        os.environ[VARIABLE] = (Loudness.VERBOSE if verbose else Loudness.QUIET).name


def loud(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with -q and -v."""
    given = inspect.signature(command, eval_str=True)
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=annotation)
        for name, annotation in (("quiet", Quiet), ("verbose", Verbose))
    ]

    @wraps(command)
    def settled(*args: Any, quiet: bool = False, verbose: bool = False, **options: Any) -> Any:
        settle(quiet, verbose)
        return command(*args, **options)

    settled.__signature__ = given.replace(parameters=[*given.parameters.values(), *more])  # type: ignore[attr-defined]
    settled.__annotations__ = {p.name: p.annotation for p in settled.__signature__.parameters.values()}  # type: ignore[attr-defined]
    return settled
