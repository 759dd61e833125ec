"""jieba without the tables by which it guesses words that no dictionary has: 4 MB, loaded when someone asks for that.

Import it from here: `from extractors.language.jieba_alone import jieba`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

_GUESSING = "jieba.finalseg"


class _Later(MetaPathFinder):
    """Finds one module such that it is loaded when something of it is asked for."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname == _GUESSING else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


_later = _Later()
sys.meta_path.insert(0, _later)
try:
    import jieba
finally:
    sys.meta_path.remove(_later)

__all__ = ["jieba"]
