"""What is wrong in a knowledge file is said in one line: file, line, entry, cause.

wrong_files.yaml holds the cases: each writes something wrong in the place of a piece of a real file.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import regex
import yaml

from patterns import files
from patterns.check import LOADERS, check_patterns, knowledge_files
from patterns.files import FOLDER, PatternError
from tests.conftest import REPOSITORY

WRONG = yaml.safe_load((Path(__file__).parent / "wrong_files.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", autouse=True)
def _parsed_once() -> Iterator[None]:
    """Every case damages one file of a score: the others are parsed once for all cases."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_yaml", cache(files._yaml))
        patch.setattr(files, "_rows", cache(files._rows))
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The knowledge files, to be damaged."""
    folder = tmp_path / "patterns"
    folder.mkdir()
    for name in knowledge_files():
        os.symlink(FOLDER / name, folder / name)
    return folder


def damaged(folder: Path, file: str, old: str, new: str) -> int:
    """Replaces a piece of a file of the folder; the line on which the piece begins."""
    text = (FOLDER / file).read_text(encoding="utf-8")
    assert old in text, f"{file} no longer holds {old!r}"
    (folder / file).unlink()
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize("case", WRONG, ids=[f"{w['file']}: {w['written'].strip()}"[:60] for w in WRONG])
def test_a_wrong_file_is_told_in_one_line(folder: Path, case: dict[str, str]) -> None:
    line = damaged(folder, case["file"], case["stands"], case["written"])
    with pytest.raises(PatternError) as caught:
        LOADERS[case["file"]](folder)
    message = str(caught.value)
    assert "\n" not in message
    said = case["says"].replace("LINE+1", str(line + 1)).replace("LINE-1", str(line - 1)).replace("LINE", str(line))
    assert message.startswith(f"patterns/{said}"), message


def test_every_knowledge_file_has_a_loader() -> None:
    assert set(knowledge_files()) == set(LOADERS)


def test_the_knowledge_files_are_sound() -> None:
    check_patterns()


def test_a_file_that_nothing_loads_is_told(folder: Path) -> None:
    (folder / "statement.yaml").write_text("{}")
    with pytest.raises(PatternError, match=r"^patterns/statement.yaml: .* \(did you mean statements.yaml\?\)$"):
        check_patterns(folder)


@pytest.mark.parametrize("file", sorted(LOADERS))
def test_a_file_that_is_not_there_is_told(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(PatternError, match=f"^patterns/{file}: No such file or directory$"):
        LOADERS[file](folder)


@pytest.mark.parametrize(
    "written", [b"\xff\xfe\xff", b"", b"- 1\n", b"a: &x [*x]\n", b"a: 2018-13-45\n", b"!what {}\n"]
)
def test_a_file_that_is_something_else_is_told_in_one_line(folder: Path, written: bytes) -> None:
    (folder / "shapes.yaml").unlink()
    (folder / "shapes.yaml").write_bytes(written)
    with pytest.raises(PatternError, match=r"^patterns/shapes.yaml[^\n]+$"):
        check_patterns(folder)


def test_the_command_says_it_in_one_line_and_ends_with_2(folder: Path) -> None:
    damaged(folder, "texts.yaml", "  within: [organisation]", "  within: [organization]")
    command = [sys.executable, "-m", "patterns.check", str(folder)]
    ended = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (2, "", 1)
    assert 'unknown section "organization" (did you mean organisation?)' in ended.stderr


def test_contributing_names_every_knowledge_file_once() -> None:
    table = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8").split("| file | holds |")[1].split("\n\n")[0]
    assert sorted(regex.findall(r"`(?:patterns/)?(\w+\.\w+)`", table)) == knowledge_files()
