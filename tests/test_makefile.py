"""The Makefile finds an interpreter that Juesuan runs on, or says in one line what is missing; and how to go on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

MAKE = shutil.which("make")
pytestmark = pytest.mark.skipif(MAKE is None, reason="make is not installed")

# Interpreters as they are found on machines, each a line of shell: $2 is the code that it is asked to run.
_AS = f'exec {sys.executable} -c "import sys; sys.version_info = {{}}; {{}}; exec(sys.argv[1])" "$2"'
GOOD = _AS.format((3, 13, 1), "pass")
OLD, NEW = _AS.format((3, 10, 4), "pass"), _AS.format((3, 15, 0), "pass")
WITHOUT_VENV = _AS.format((3, 12, 3), "sys.modules['ensurepip'] = None")
BROKEN = "echo 'no such version is installed' >&2; exit 127"  # as a version manager's stand-in


def make(folder: Path, interpreters: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs make where these interpreters are all that can be found."""
    for name, line in interpreters.items():
        (folder / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return subprocess.run(
        [str(MAKE), *arguments], capture_output=True, text=True, check=False, cwd=REPOSITORY, env={"PATH": str(folder)}
    )


@pytest.mark.parametrize(
    ("interpreters", "taken"),
    [
        ({"python3.11": GOOD, "python3.12": GOOD, "python3": GOOD}, "python3.11"),
        ({"python3.13": GOOD, "python3": OLD}, "python3.13"),
        ({"python3": GOOD}, "python3"),
        ({"python3.11": BROKEN, "python3.12": WITHOUT_VENV, "python3": GOOD}, "python3"),
        ({"python3.11": WITHOUT_VENV, "python3.12": BROKEN, "python3": NEW}, ""),
        ({"python3": OLD}, ""),
        ({}, ""),
    ],
)
def test_interpreter_that_will_do_is_taken(tmp_path: Path, interpreters: dict[str, str], taken: str) -> None:
    told = make(tmp_path, interpreters, "--eval=which: ; @echo taken: $(PYTHON)", "which")
    assert told.stdout.strip() == f"taken: {taken}".strip()


@pytest.mark.parametrize("interpreters", [{}, {"python3": NEW}, {"python3": WITHOUT_VENV}])
@pytest.mark.parametrize("named", [(), ("PYTHON=python3",)])
def test_missing_interpreter_is_told_in_one_line(
    tmp_path: Path, interpreters: dict[str, str], named: tuple[str, ...]
) -> None:
    told = make(tmp_path, interpreters, f"VENV={tmp_path}/venv", "demo", *named)
    assert told.returncode != 0
    (line,) = told.stdout.splitlines()
    assert "3.11 to 3.14" in line
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_demo_and_readme_say_how_to_call_what_was_set_up(tmp_path: Path, readme: str) -> None:
    told = make(tmp_path, {"python3": GOOD}, "--dry-run", "demo").stdout.splitlines()[-1]
    text = (REPOSITORY / readme).read_text(encoding="utf-8")
    between = text[text.index("make demo") : text.index("<!-- run -->")]
    for way in (".venv/bin/juesuan", "source .venv/bin/activate"):
        assert way in told
        assert f"`{way}`" in between
