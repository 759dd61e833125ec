"""Patterns with entries left out on purpose: what the reader then says wrongly is what it says of wordings unknown.

`dropped` copies patterns/ without a share of its wordings, drawn by a seed. Read with that copy, pages whose truth is
known give honest misbindings by the thousand, on which the model of binding is fitted (corpus/bindings.py).
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from patterns.check import check_patterns
from patterns.files import FOLDER, PatternError

# The files that hold wordings of texts. Those of kinds, tables' sets and audits say what documents are, not how a
# figure is told, and what is fitted is no wording.
FILES = (
    "concepts", "headings", "markers", "measures", "money", "numbers", "parts", "reasons", "sections", "small_tables",
    "texts", "units", "words",
)  # fmt: skip
_TRIES = 4  # drawings of a file of which none makes sense: it is left whole


def dropped(into: Path, seed: int, share: float, folder: Path = FOLDER) -> dict[str, int]:
    """Copies `folder` to `into`, about `share` of the wordings of each file left out; how many, by file.

    A list keeps one of its wordings at least. A file that no longer makes sense without those drawn is drawn again.
    """
    shutil.copytree(folder, into, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    return {name: _drop(into, name, random.Random(f"{seed}/{name}"), share) for name in FILES}


def _drop(folder: Path, name: str, chance: random.Random, share: float) -> int:
    path = folder / f"{name}.yaml"
    whole = path.read_text(encoding="utf-8")
    for _ in range(_TRIES):
        counted = [0]
        fewer = _fewer(yaml.safe_load(whole), chance, share, counted)
        path.write_text(yaml.safe_dump(fewer, allow_unicode=True, sort_keys=False), encoding="utf-8")
        if _makes_sense(folder):
            return counted[0]
    path.write_text(whole, encoding="utf-8")
    return 0


def _makes_sense(folder: Path) -> bool:
    """Whether all files of a folder can be loaded; asked of a copy, for what was loaded is kept by its path."""
    with TemporaryDirectory() as place:
        copy = shutil.copytree(folder, Path(place) / "patterns")
        try:
            check_patterns(copy)
        except PatternError:
            return False
    return True


def _fewer(value: Any, chance: random.Random, share: float, counted: list[int]) -> Any:
    if isinstance(value, dict):
        return {key: _fewer(own, chance, share, counted) for key, own in value.items()}
    if not isinstance(value, list):
        return value
    if not all(isinstance(own, str) for own in value):
        return [_fewer(own, chance, share, counted) for own in value]
    kept = [own for own in value if chance.random() >= share] or value[:1]
    counted[0] += len(value) - len(kept)
    return kept
