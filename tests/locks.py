"""What the lock files name: packages with version, hashes and the machines that they are for."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from tests.conftest import REPOSITORY

LOCKS = ("requirements-build.lock", "requirements.lock", "requirements-dev.lock")
_ENTRY = regex.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>[^\\\n]+?))?"
    r"(?P<hashes>(?:\s*\\\n\s+--hash=sha256:\w+)+)",
    regex.MULTILINE,
)
_HASH = regex.compile(r"sha256:(\w+)")


@dataclass(frozen=True)
class Locked:
    """A package of a lock file; `marker` says which machines it is for, "" all."""

    name: str
    version: str
    marker: str
    hashes: frozenset[str]


def locked(lock: str) -> tuple[Locked, ...]:
    """The packages of a lock file, in its order."""
    text = (REPOSITORY / lock).read_text(encoding="utf-8")
    found = tuple(
        Locked(m["name"], m["version"], m["marker"] or "", frozenset(_HASH.findall(m["hashes"])))
        for m in _ENTRY.finditer(text)
    )
    assert len(found) == len(regex.findall(r"^\S+==", text, regex.MULTILINE)) > 0, lock
    return found
