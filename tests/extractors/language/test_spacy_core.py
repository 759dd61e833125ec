"""spaCy is loaded without its command line, and with it for who asks for that."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "program",
    [
        "import extractors.language.annotate, sys; assert not {'typer', 'spacy.cli'} & sys.modules.keys()",
        "import extractors.language.annotate; from spacy.cli import info; assert callable(info)",
        "import spacy; import extractors.language.annotate; assert callable(spacy.info)",
    ],
)
def test_the_command_line_comes_only_where_it_is_asked_for(program: str) -> None:
    """Each in a process of its own: what a module imports shows in the first import only."""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
