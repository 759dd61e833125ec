"""spaCy without its command line, which its package imports on its own, web clients and all: 0.3 s of each start.

Import it from here: `from extractors.language.spacy_core import spacy`.
"""

import sys
from types import ModuleType

_info = ModuleType("spacy.cli.info")
_info.info = None  # type: ignore[attr-defined]  # all that the package takes from its command line
_stand_ins = {"spacy.cli": ModuleType("spacy.cli"), "spacy.cli.info": _info}

# Where spaCy is imported already there is nothing to be won; who wants its command line later still imports that.
if "spacy" not in sys.modules:
    sys.modules.update(_stand_ins)
import spacy  # noqa: E402
from spacy.language import Language  # noqa: E402
from spacy.tokens import Doc, Span  # noqa: E402
from spacy.vocab import Vocab  # noqa: E402

for _name, _module in _stand_ins.items():
    if sys.modules.get(_name) is _module:
        del sys.modules[_name]

__all__ = ["Doc", "Language", "Span", "Vocab", "spacy"]
