"""The documents say what is true: their examples run, the two READMEs keep step, nothing of a workplace is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import regex

from tests.conftest import REPOSITORY

_BLOCK = regex.compile(r"(?P<run><!-- run -->\n)?```(?P<kind>\w*)\n(?P<code>.*?)```", regex.DOTALL)
_UNWANTED = ("/" + "work/", "/" + "opt/pypi", "pypi" + ".org", "deb.debian" + ".org")
PACKAGES = ("extractors", "patterns", "flows", "corpus")
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
    "name", ["README.md", "README.zh.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/using.md", "docs/monitoring.md"]
)
def test_links_lead_somewhere(name: str) -> None:
    folder = (REPOSITORY / name).parent
    for target in regex.findall(r"\]\(([^)#]+)\)", (REPOSITORY / name).read_text(encoding="utf-8")):
        assert target.startswith("https://") or (folder / target).exists(), target


def test_files_that_the_architecture_names_exist() -> None:
    text = (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for name in regex.findall(r"\b(\w+\.py)\b", text):
        assert any(path for package in PACKAGES for path in (REPOSITORY / package).rglob(name)), name


def test_nothing_of_a_workplace_is_named() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    for name in tracked.splitlines():
        path = REPOSITORY / name
        if path.suffix in _KEPT and path.is_file() and path.name != "LICENSE":
            text = path.read_text(encoding="utf-8")
            assert not [word for word in _UNWANTED if word in text], name
