"""Small files that mean to cost memory or time: each is a named refusal or a Record, soon and within bounds."""

from __future__ import annotations

import resource

import pytest

from extractors.formats import extract_document
from extractors.model.errors import UnreadableDocument
from extractors.opening.archive import members
from extractors.opening.kinds import kind_of
from tests.apart import answers
from tests.extractors.opening.bombs import BOMBS

_MOST = 2_000_000_000  # bytes that a process may ask for: the OCR alone, which images need, asks for half of it
# What takes seconds to make or to read; all others take less together.
COSTLY = {
    "image as large as may be", "image too large", "image too wide", "many cells", "merged down", "spans in every row",
    "one string without end", "files without end", "strings without end", "styles without end", "a million cells",
    "tags without end", "attributes without end",
}  # fmt: skip
READ = {
    "merged to the end", "merged over and over", "far dimension", "span of columns", "columns left out",
    "tables in tables", "controls in controls", "merged down", "many cells", "image as large as may be",
}  # fmt: skip


def outcome(name: str) -> str:
    """What becomes of a file in a process of limited memory: "read", or the kind of its refusal."""
    data = BOMBS[name]()
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST, _MOST))
    try:
        if kind_of(data) == "zip":
            return f"{len(list(members(data, 'a.zip')))} members"
        extract_document(data, "a")
    except UnreadableDocument as error:
        return type(error).__name__ if str(error).startswith("a") and "\n" not in str(error) else str(error)
    return "read"


def test_cheap_files_are_refused_or_read_within_bounds() -> None:
    names = [name for name in BOMBS if name not in COSTLY]
    found = dict(zip(names, answers("tests.extractors.opening.test_bombs", "outcome", names), strict=True))
    assert {name for name, became in found.items() if became == "read"} == READ - COSTLY
    assert set(found.values()) == {"read", "DamagedDocument", "OversizedDocument"}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(COSTLY))
def test_costly_files_are_refused_or_read_within_bounds(name: str) -> None:
    (became,) = answers("tests.extractors.opening.test_bombs", "outcome", [name])
    assert became == ("read" if name in READ else "OversizedDocument")
