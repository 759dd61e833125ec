"""spaCy without its command line, which it imports with itself: half of the time to load it, and 18 MB.

Import it from here: `from extractors.language.spacy_alone import Doc`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


def _info(*told: Any, **named: Any) -> Any:
    """spaCy's own `info`, loaded when it is called."""
    from spacy.cli.info import info

    return info(*told, **named)


def _without_command_line() -> None:
    """Imports spaCy with an empty module in the place of its command line, which whoever wants it can import after."""
    package, module = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
    package.__path__ = []
    module.info = _info  # type: ignore[attr-defined]
    stood_in = {"spacy.cli": package, "spacy.cli.info": module}
    sys.modules |= stood_in
    try:
        import spacy  # noqa: F401
    finally:
        for name in stood_in:
            del sys.modules[name]


if "spacy" not in sys.modules:
    _without_command_line()

import spacy  # noqa: E402
from spacy.language import Language  # noqa: E402
from spacy.tokens import Doc, Span  # noqa: E402
from spacy.vocab import Vocab  # noqa: E402

__all__ = ["Doc", "Language", "Span", "Vocab", "spacy"]
