"""A stored version and the steps from each version to the next: how what an older Juesuan left on disk is gone on with.

What tells no version is of version 1. What is older is brought up step by step before anything else is done with it,
what a later Juesuan wrote is refused. A change of what is stored adds one step at the end, and nothing to who reads it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeGuard, TypeVar

from flows.output import replacing

Stored = TypeVar("Stored")


class LaterVersion(ValueError):
    """What a later Juesuan stored; the message is one line: where it is, the version found, the highest known."""


@dataclass(frozen=True)
class Versions(Generic[Stored]):
    """The versions of one thing that is stored: `steps[0]` takes it as of version 1 and gives it as of version 2."""

    steps: tuple[Callable[[Stored], Stored], ...] = ()

    @property
    def known(self) -> int:
        """The version that is written, the highest that is read."""
        return 1 + len(self.steps)

    def brought_up(self, place: object, stored: Stored, found: int) -> Stored:
        """What is `stored` at `place` in the version that was `found`, as of the known one. Raises LaterVersion."""
        refuse_later(place, found, self.known)
        for step in self.steps[found - 1 :]:
            stored = step(stored)
        return stored


def refuse_later(place: object, found: int, known: int) -> None:
    """Raises LaterVersion where a version is none that is known."""
    if found > known:
        raise LaterVersion(f"{place}: stored by a later version of Juesuan (version {found}, known up to {known})")


def is_version(told: object) -> TypeGuard[int]:
    """Whether what a file tells as its version is one: a whole number from 1."""
    return isinstance(told, int) and not isinstance(told, bool) and told >= 1


def copy_of(path: Path, version: int) -> Path:
    """Where the copy of a file is kept that is brought up from a version."""
    return path.with_name(f"{path.name}.version-{version}")


def keep_copy(path: Path, version: int) -> None:
    """Keeps a file as it is before it is brought up from its version, whole or not at all. Raises OSError."""
    with path.open("rb") as source, replacing(copy_of(path, version)) as target:
        shutil.copyfileobj(source, target.buffer)
