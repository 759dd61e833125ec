"""Loads the knowledge that reading the text of a disclosure needs, once per process and folder.

Every key, reference and wording is checked on loading (patterns/files.py); what is wrong is a PatternError of one line.
The other knowledge files have loaders of their own beside this one; patterns/check.py knows all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from patterns.files import FOLDER, Known, PatternError, Source, load_files
from patterns.knowledge import Function, Patterns

__all__ = ["FILES", "FOLDER", "PatternError", "known_names", "load_patterns", "patterns_sha256"]

# The fields of Patterns and the files that they are loaded from
FILES = {
    "concepts": "concepts.yaml",
    "sections": "sections.yaml",
    "measures": "measures.yaml",
    "reasons": "reasons.yaml",
    "texts": "texts.yaml",
    "markers": "markers.yaml",
    "units": "units.yaml",
    "layout": "layout.yaml",
    "functions": "functions.csv",
    "former": "functions_former.csv",
    "economic": "economic_wordings.yaml",
    "economic_names": "economic.csv",
}
_LEVELS = {3: "类", 5: "款", 7: "项"}  # of 政府收支分类, by the digits of the code


@cache
def load_patterns(folder: Path = FOLDER) -> Patterns:
    """The knowledge files of a folder, that of this package by itself. Raises PatternError."""
    return _loaded(folder)[0]


def known_names(folder: Path = FOLDER) -> Known:
    """The names that other files may refer to: concepts, sections, classifiers, categories … Raises PatternError."""
    return _loaded(folder)[1]


@cache
def _loaded(folder: Path) -> tuple[Patterns, Known]:
    source = Source(folder, FILES)
    patterns, known = load_files(Patterns, source)
    _check_functions(patterns.functions, source)
    return patterns, known


@cache
def patterns_sha256() -> str:
    """The digest of all knowledge files, names and contents, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.yaml")) + sorted(FOLDER.glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _check_functions(functions: Sequence[Function], source: Source) -> None:
    """Every code stands once, at its level, below codes that stand there, too. Raises PatternError."""
    codes = {f.code for f in functions}
    seen: set[str] = set()
    for row, function in enumerate(functions):
        code = function.code
        if code in seen:
            source.fail(("functions", row), "the code comes twice")
        seen.add(code)
        if function.level != _LEVELS[len(code)]:
            source.fail(("functions", row), f"a code of {len(code)} digits is a {_LEVELS[len(code)]}")
        if len(code) > min(_LEVELS) and code[:-2] not in codes:
            source.fail(("functions", row), f"no code {code[:-2]} above it")
