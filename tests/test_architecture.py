"""The data flows one way: flows -> extractors -> patterns; extractors neither write nor speak to anyone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

MAY_IMPORT = {
    "patterns": set(),
    "extractors": {"patterns"},
    "flows": {"extractors", "patterns"},
    "corpus": {"extractors", "patterns"},
}
# Single modules that may import more, with the reason.
EXCEPTIONS = {
    "flows/commands/calibrate.py": {"corpus"},
    "flows/commands/evaluate.py": {"corpus"},  # the evaluator lives beside the golden data
}
OUTSIDE = {"socket", "http", "urllib", "httpx", "requests", "prefect", "subprocess", "ftplib", "smtplib"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 50


def modules(package: str) -> list[Path]:
    return sorted((REPOSITORY / package).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_packages_import_only_downstream(package: str) -> None:
    for path in modules(package):
        allowed = MAY_IMPORT[package] | EXCEPTIONS.get(path.relative_to(REPOSITORY).as_posix(), set())
        wrong = {m for m in imported(path) if m in MAY_IMPORT and m != package} - allowed
        assert not wrong, f"{path.name} imports {wrong}"


def test_extractors_and_patterns_reach_nothing_outside() -> None:
    for path in (*modules("extractors"), *modules("patterns")):
        assert not set(imported(path)) & OUTSIDE, path.name


def test_extractors_do_not_write() -> None:
    for path in modules("extractors"):
        names = {n.attr for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Attribute)}
        assert not names & {"write_text", "write_bytes", "mkdir", "unlink", "rename"}, path.name


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_files_and_functions_stay_small(package: str) -> None:
    for path in modules(package):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= LONGEST_FILE, path.name
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= LONGEST_FUNCTION, f"{path.name}: {node.name} has {length} lines"
