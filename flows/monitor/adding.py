"""A source put into SOURCES.yaml: the file is written whole or not at all, and only where it then says what it should.

The entry is put into the text behind the last one, so that comments and order stay as people wrote them.
"""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from flows.monitor.sources import Sources, SourcesError, load_sources, sources_of
from flows.output import replacing

_NEW = "sources:\n"


def add_source(path: Path, entry: Mapping[str, Any]) -> Sources:
    """Puts a source (its keys as in docs/monitoring.md) behind those of a file, which is made where there is none.

    Gives what the file says then. Raises SourcesError, the file being as it was, where that is nothing that could be
    watched (a name or a key that is wrong, a name or a list that is there already), and OSError.
    """
    path = path.resolve()  # a link stays one
    with _alone(path.parent):
        there = path.read_text(encoding="utf-8") if path.exists() else ""
        _refuse_known(path, load_sources(path) if _says_something(there) else None, entry)
        text = _appended(path, there, _plain(path, entry))
        made = sources_of(text, path)
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
        with replacing(path, mode) as file:
            file.write(text)
    return made


def _says_something(text: str) -> bool:
    """Whether a file holds more than comments."""
    try:
        return yaml.safe_load(text) is not None
    except yaml.YAMLError:
        return True


def _plain(path: Path, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The entry as it is read from YAML again. Raises SourcesError where it holds what YAML cannot say."""
    try:
        made: dict[str, Any] = yaml.safe_load(yaml.safe_dump(dict(entry), sort_keys=False))
    except yaml.YAMLError as error:
        raise SourcesError(f"{path}: {' '.join(str(error).split())}") from error
    return made


def _refuse_known(path: Path, before: Sources | None, entry: Mapping[str, Any]) -> None:
    """Refuses a list that is watched already: each of its documents would be found twice."""
    watched = {url for source in before.sources for url in source.lists} if before is not None else set()
    lists = entry.get("lists")
    again = next((url for url in lists if url in watched), None) if isinstance(lists, (list, tuple)) else None
    if again is not None:
        raise SourcesError(f"{path}: {again} is watched already")


def _appended(path: Path, text: str, entry: dict[str, Any]) -> str:
    """The text with the entry in it. Raises SourcesError where it is laid out so that it cannot be put there safely."""
    if not _says_something(text):
        return f"{text.rstrip()}\n".lstrip() + _NEW + _block(entry, 2)
    node = _sequence(text)
    if node is None:
        raise SourcesError(f"{path}: no list `sources:` that an entry could be put behind")
    put = _flow(text, node, entry) if node.flow_style else _behind(text, node, entry)
    wanted = yaml.safe_load(text)
    wanted["sources"] = [*wanted["sources"], entry]
    try:
        made = yaml.safe_load(put)
    except yaml.YAMLError:
        made = None
    if made != wanted:
        raise SourcesError(f"{path}: laid out so that an entry cannot be put there safely; put it there by hand")
    return put


def _sequence(text: str) -> yaml.SequenceNode | None:
    """Where the list of sources stands; None where there is none, or an empty one."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else ()
    found = next((value for key, value in pairs if key.value == "sources"), None)
    return found if isinstance(found, yaml.SequenceNode) and found.value else None


def _behind(text: str, node: yaml.SequenceNode, entry: dict[str, Any]) -> str:
    """The entry as a block of lines behind the last entry's, as far in as that."""
    lines = text.splitlines(keepends=True)
    at = _last_line(node.value[-1]) + 1
    if at == len(lines) and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return "".join([*lines[:at], _block(entry, node.start_mark.column), *lines[at:]])


def _last_line(node: yaml.Node) -> int:
    """The line on which what a node says ends; marks of blocks end where the next thing begins."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1])
    end: yaml.Mark = node.end_mark
    return end.line - 1 if end.column == 0 and end.line > node.start_mark.line else end.line


def _flow(text: str, node: yaml.SequenceNode, entry: dict[str, Any]) -> str:
    """The entry within the brackets of a list in one line."""
    end = node.end_mark.index - 1
    told = yaml.safe_dump(entry, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10**9).strip()
    return f"{text[:end].rstrip().removesuffix(',')}, {told}{text[end:]}"


def _block(entry: dict[str, Any], indent: int) -> str:
    told = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=10**9)
    return "".join(" " * indent + line for line in told.splitlines(keepends=True))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds the folder, so that two who put something into a file of it do so one after the other."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
