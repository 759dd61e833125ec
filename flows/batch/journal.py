"""The journal of an output folder as a file: its first line tells its version, every other an outcome.

Version 2 is the one that tells its version; the outcomes of version 1 stay as they are.
"""

from __future__ import annotations

import json
from pathlib import Path

from flows.output import json_line, replacing
from flows.versions import Versions, is_version, keep_copy

JOURNAL = "journal.jsonl"
_VERSION = "version"


def _tells_its_version(lines: list[bytes]) -> list[bytes]:
    return lines


VERSIONS: Versions[list[bytes]] = Versions((_tells_its_version,))


def journal_lines(path: Path) -> list[bytes]:
    """The lines that tell outcomes, torn ones among them; makes a journal where there is none, brings an older one up.

    A copy of what is brought up is kept beside it. Raises LaterVersion, OSError.
    """
    content = path.read_bytes() if path.is_file() else b""
    lines = content.split(b"\n") if content else []
    found = _told(lines[0]) if lines else None
    outcomes = VERSIONS.brought_up(path, lines[1:] if found is not None else lines, found or 1)
    if lines and found == VERSIONS.known:
        return outcomes
    if lines:
        keep_copy(path, found or 1)
    with replacing(path) as file:
        file.buffer.write(json_line({_VERSION: VERSIONS.known}))
        file.buffer.writelines(line + b"\n" for line in outcomes if line)
    return outcomes


def _told(line: bytes) -> int | None:
    """The version that a first line tells; None where it tells an outcome, as in version 1, or nothing."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None
    version = told.get(_VERSION) if isinstance(told, dict) else None
    return version if is_version(version) else None
