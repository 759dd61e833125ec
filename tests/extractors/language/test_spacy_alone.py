"""spaCy is loaded for Docs alone, without its command line, and who wants that has it all the same."""

from __future__ import annotations

import subprocess
import sys

_SAID = """
import sys
from extractors.pipeline import extract
from extractors.binding.trace import traced
print(len(traced("公务接待费支出5.00万元。", "three_public", 2023).facts), "spacy" in sys.modules)
from extractors.language.annotate import annotate
annotate("公务接待费支出5.00万元。", "three_public", 2023)
print("spacy.cli" in sys.modules, "spacy.cli.download" in sys.modules)
import spacy
print(sorted(spacy.info(silent=True)))
import spacy.cli
print(callable(spacy.cli.download))
"""


def test_spacy_comes_for_docs_alone_without_its_command_line_which_can_still_be_had() -> None:
    done = subprocess.run([sys.executable, "-c", _SAID], capture_output=True, text=True, check=True, timeout=300)
    read, loaded, told, had = done.stdout.splitlines()
    assert read == "1 False"
    assert loaded == "False False"
    assert "spaCy version" in told or "spacy_version" in told
    assert had == "True"
