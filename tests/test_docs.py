"""The documents say what is true: their examples run, the two READMEs keep step, nothing of a workplace is named."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import regex

from tests.conftest import REPOSITORY

_BLOCK = regex.compile(r"(?P<run><!-- run -->\n)?```(?P<kind>\w*)\n(?P<code>.*?)```", regex.DOTALL)
_UNWANTED = ("/" + "work/", "/" + "opt/pypi", "pypi" + ".org", "deb.debian" + ".org")
# A path from the repository's root, and the name of a module, as texts, comments and docstrings tell them. What is to
# be put in stands in capitals (tests/extractors/ROOM).
_FILE_HERE = regex.compile(r"(?<![\w/.\-])(?:extractors|patterns|flows|corpus|benchmarks|tests|docs)/[\w/.\-]*\w")
_MODULE = regex.compile(r"(?<![\w/.\-{])(?:\w+/)*\w+\.py\b")
_TOLD = (".py", ".md", ".yaml", ".json", "Makefile")
_KEPT = {".py", ".md", ".yaml", ".toml", ".json", ".csv", ".lock", ""}


def blocks(name: str) -> list[tuple[bool, str, str]]:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    return [(bool(m["run"]), m["kind"], m["code"]) for m in _BLOCK.finditer(text)]


def test_both_readmes_show_the_same_code() -> None:
    assert blocks("README.md") == blocks("README.zh.md")


def test_readme_examples_run(tmp_path: Path) -> None:
    (tmp_path / "corpus").symlink_to(REPOSITORY / "corpus")
    command = f'{sys.executable} -c "from flows.cli import main; main()"'
    shown = [(kind, code) for run, kind, code in blocks("README.md") if run]
    assert [kind for kind, _ in shown] == ["sh", "python"]
    for kind, code in shown:
        script = code.replace("juesuan", command) if kind == "sh" else code
        argv = ["bash", "-euc", script] if kind == "sh" else [sys.executable, "-c", script]
        done = subprocess.run(
            argv,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONPATH": str(REPOSITORY), "PATH": "/usr/bin:/bin"},
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "README.zh.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "docs/using.md",
        "docs/monitoring.md",
        "docs/python.md",
        "docs/deployment.md",
    ],
)
def test_links_lead_somewhere(name: str) -> None:
    folder = (REPOSITORY / name).parent
    for target in regex.findall(r"\]\(([^)#]+)\)", (REPOSITORY / name).read_text(encoding="utf-8")):
        assert target.startswith("https://") or (folder / target).exists(), target


@cache
def tracked() -> tuple[str, ...]:
    """The files that git knows; skips where they were unpacked without it."""
    if shutil.which("git") is None or not (REPOSITORY / ".git").exists():
        pytest.skip("which files belong to the repository is asked of git, which does not know this folder")
    told = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return tuple(told.stdout.splitlines())


def test_files_that_are_named_exist() -> None:
    ends = {"/".join(parts[n:]) for name in tracked() for parts in [name.split("/")] for n in range(len(parts))}
    for name in tracked():
        if not name.endswith(_TOLD) or name.startswith("tests/"):  # tests name files that are wrong on purpose
            continue
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        told_here = (told for told in _FILE_HERE.findall(text) if not any(map(str.isupper, told.split("/"))))
        wrong = [told for told in told_here if not (REPOSITORY / told).exists()]
        assert not [*wrong, *(told for told in _MODULE.findall(text) if told not in ends)], name


def test_every_knowledge_file_is_told_to_contributors() -> None:
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    written_by_a_command = {"calibration.yaml"}
    for path in (REPOSITORY / "patterns").glob("*.yaml"):
        assert path.name in text or path.name in written_by_a_command, path.name


def test_every_module_that_makes_the_corpus_is_told_of() -> None:
    text = (REPOSITORY / "corpus" / "README.md").read_text(encoding="utf-8")
    for path in (REPOSITORY / "corpus").glob("[a-z]*.py"):
        assert path.name in text or f"corpus.{path.stem}" in text, path.name


def test_nothing_of_a_workplace_is_named() -> None:
    for name in tracked():
        path = REPOSITORY / name
        if path.suffix in _KEPT and path.is_file() and path.name != "LICENSE":
            text = path.read_text(encoding="utf-8")
            assert not [word for word in _UNWANTED if word in text], name
