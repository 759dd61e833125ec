"""What Records are called: as the document's file, and where that is not one document's alone, by more of its path."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import PurePath

import regex

from extractors.model.file_name import readable

_LONGEST = 180  # bytes of a name: file systems take 255, and more is put around it while it is written
_NOT_IN_NAMES = regex.compile(r"[\p{Cc}/\\]")
_SHORT = 8  # hexadecimal digits that tell apart what nothing else does


def record_names(
    inputs: Sequence[tuple[str, tuple[str, ...]]], *, by_path: bool = False, taken: Collection[str] = ()
) -> list[str]:
    """A name for the Record of each source, no two alike, from its parts (folders, then the name of its file).

    None is one of those `taken`.

    >>> record_names([("a/x.pdf", ("a", "x.pdf")), ("b/x.pdf", ("b", "x.pdf")), ("b/y.pdf", ("b", "y.pdf"))])
    ['a_x', 'b_x', 'y']
    >>> record_names([("y.pdf", ("y.pdf",)), ("y.docx", ("y.docx",))])
    ['y.pdf', 'y.docx']
    """
    levels = [int(by_path)] * len(inputs)
    while True:
        names = [_name(source, parts, level) for (source, parts), level in zip(inputs, levels, strict=True)]
        counts = Counter([*names, *taken])
        risen = [level + (counts[name] > 1 and level < len(_LEVELS)) for name, level in zip(names, levels, strict=True)]
        if risen == levels:
            return names
        levels = risen


def _name(source: str, parts: tuple[str, ...], level: int) -> str:
    if level == len(_LEVELS):
        return _plain("_".join(_without_suffix(parts)), f"-{_digest(source)}")
    name = _plain(_LEVELS[level](parts))
    return name if len(name.encode()) <= _LONGEST else _plain(name, f"-{_digest(source)}")


def _without_suffix(parts: tuple[str, ...]) -> tuple[str, ...]:
    return (*parts[:-1], PurePath(parts[-1]).stem)


# From the shortest name on; the last tells apart files of one name and folder.
_LEVELS = (
    lambda parts: _without_suffix(parts)[-1],
    lambda parts: "_".join(_without_suffix(parts)),
    "_".join,
)


def _plain(name: str, end: str = "") -> str:
    """The name as a file can have it, and no hidden one."""
    plain = _NOT_IN_NAMES.sub("_", readable(name)).lstrip(".") or "document"
    while len((plain + end).encode()) > _LONGEST and end:
        plain = plain[:-1]
    return plain + end


def _digest(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "surrogateescape")).hexdigest()[:_SHORT]
