"""Loads the knowledge that reading the text of a disclosure needs, once per process and folder.

Every key, reference and wording is checked on loading (patterns/files.py); what is wrong is a PatternError of one line.
The other knowledge files have loaders of their own beside this one; patterns/check.py knows all of them.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from patterns.files import FOLDER, Known, PatternError, Source, load_files
from patterns.function_names import load_function_names
from patterns.knowledge import Patterns

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
    _check_functions(patterns, source)
    return patterns, known


@cache
def patterns_sha256() -> str:
    """The digest of all knowledge files, names and contents, in the order of their names."""
    digest = hashlib.sha256()
    for path in (path for ending in ("yaml", "csv", "npz") for path in sorted(FOLDER.glob(f"*.{ending}"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _check_functions(patterns: Patterns, source: Source) -> None:
    """Every line has the level of its code; a code stands once, below codes that stand there. Raises PatternError."""
    levels = {digits: level for level, digits in load_function_names(source.folder).levels.items()}
    for field, functions in (("functions", patterns.functions), ("former", patterns.former)):
        for row, function in enumerate(functions):
            if function.level != (level := levels[len(function.code)]):
                source.fail((field, row), f"a code of {len(function.code)} digits is a {level}")
    codes = {f.code for f in patterns.functions}
    seen: set[str] = set()
    for row, code in enumerate(f.code for f in patterns.functions):
        if code in seen:
            source.fail(("functions", row), "the code comes twice")
        seen.add(code)
        if len(code) > min(levels) and code[:-2] not in codes:
            source.fail(("functions", row), f"no code {code[:-2]} above it")
