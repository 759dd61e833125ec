"""One place says the version: pyproject.toml. The changelog and git's tags follow it, where there is a git."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from datetime import date

import pytest
import regex

from tests.conftest import REPOSITORY

_SECTION = regex.compile(r"^## \[(?P<name>[^\]]+)\](?: - (?P<day>\S+))?$", regex.MULTILINE)


def numbers(version: str) -> tuple[int, ...]:
    """A version for comparing; ValueError where it is none of three numbers."""
    first, second, third = version.split(".")
    return int(first), int(second), int(third)


def told() -> str:
    return str(tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def sections() -> list[tuple[str, str | None]]:
    text = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    return [(found["name"], found["day"]) for found in _SECTION.finditer(text)]


def test_newest_dated_section_of_the_changelog_is_the_version() -> None:
    unreleased, *released = sections()
    assert unreleased == ("Unreleased", None)
    assert released[0][0] == told()


def test_sections_of_the_changelog_are_dated_and_in_order() -> None:
    _, *released = sections()
    order = [(date.fromisoformat(day or ""), numbers(name)) for name, day in released]
    assert order == sorted(order, reverse=True)


def test_no_tag_is_newer_than_the_version() -> None:
    git = shutil.which("git")
    if git is None or not (REPOSITORY / ".git").exists():
        pytest.skip("no git here")
    listed = subprocess.run([git, "tag", "--list", "v*"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    tags = [tag for tag in listed.stdout.split() if regex.fullmatch(r"v\d+\.\d+\.\d+", tag)]
    if listed.returncode or not tags:
        pytest.skip("no tags here")
    assert max(numbers(tag[1:]) for tag in tags) <= numbers(told())
