"""The data flows one way: flows -> extractors -> patterns; extractors neither write nor speak to anyone."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from radon.complexity import cc_visit

from tests.conftest import REPOSITORY

MAY_IMPORT = {
    "patterns": set(),
    "extractors": {"patterns"},
    "flows": {"extractors", "patterns"},
    "juesuan": {"flows", "extractors", "patterns"},
    "corpus": {"extractors", "patterns"},
}
# Single modules that may import more, with the reason.
EXCEPTIONS = {
    "flows/commands/calibrate.py": {"corpus"},
    "corpus/mutations/ways.py": {"flows"},  # broken documents are read as a batch and a monitor read them
    "flows/commands/evaluate.py": {"corpus"},  # the evaluator lives beside the golden data
}
# The rooms of extractors/ in the order in which data passes through them: a room imports earlier ones only.
ROOMS = (
    "model", "opening", "reading", "tables", "prose", "language", "binding", "statements", "forms", "proof", "repair",
    "verdict", "audit", "across", "register", "openness",
)  # fmt: skip
BESIDE_ROOMS = {"__init__.py", "pipeline.py", "formats.py"}
LONGEST_PIPELINE = 150
# What is left is notation (levels 类, 款, 项 as types; digits of numerals), not wording: that goes to patterns/.
MOST_CHINESE_LITERALS = 20
OUTSIDE = {"socket", "http", "urllib", "httpx", "requests", "prefect", "subprocess", "ftplib", "smtplib"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 50
# Ways through a function as radon counts them: each branch, loop and boolean operator is one.
MOST_WAYS = 15


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


def imported_modules(path: Path) -> Iterator[str]:
    """Dotted names of the modules that a file imports, those within functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(module: str) -> str | None:
    """The room that a dotted name of extractors lies in."""
    parts = module.split(".")
    return parts[1] if parts[0] == "extractors" and len(parts) > 1 and parts[1] in ROOMS else None


def test_only_rooms_and_the_way_through_them_stand_in_extractors() -> None:
    beside = {path.name for path in (REPOSITORY / "extractors").glob("*.py")}
    rooms = {path.parent.name for path in (REPOSITORY / "extractors").glob("*/__init__.py")}
    assert (beside, rooms) == (BESIDE_ROOMS, set(ROOMS))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_no_later_one(room: str) -> None:
    allowed = ROOMS[: ROOMS.index(room) + 1]
    for path in modules(f"extractors/{room}"):
        rooms = {room_of(module) for module in imported_modules(path)} - {None}
        assert not rooms - set(allowed), f"{path.relative_to(REPOSITORY)} imports {rooms - set(allowed)}"
        beside = {f"extractors.{name[:-3]}" for name in BESIDE_ROOMS - {"__init__.py"}}
        assert not beside & set(imported_modules(path)), path.name


def test_modules_import_each_other_in_no_circle() -> None:
    paths = {".".join(p.relative_to(REPOSITORY).with_suffix("").parts): p for p in modules("extractors")}
    graph = {name: {m for m in imported_modules(path) if m in paths} for name, path in paths.items()}
    list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


def test_the_pipeline_is_a_short_list_of_rooms() -> None:
    text = (REPOSITORY / "extractors" / "pipeline.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) < LONGEST_PIPELINE


@pytest.mark.parametrize("room", ROOMS)
def test_tests_stand_in_rooms_of_the_same_names(room: str) -> None:
    assert list((REPOSITORY / "tests" / "extractors" / room).glob("test_*.py")), room


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_files_and_functions_stay_small(package: str) -> None:
    for path in modules(package):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= LONGEST_FILE, path.name
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= LONGEST_FUNCTION, f"{path.name}: {node.name} has {length} lines"


def functions_with_ways(path: Path) -> Iterator[tuple[str, int]]:
    """Functions and methods by name, with the number of ways through each."""
    for block in cc_visit(path.read_text(encoding="utf-8")):
        if block.letter in "FM":
            yield (f"{block.classname}.{block.name}" if block.letter == "M" else block.name), block.complexity


@pytest.mark.parametrize("package", [*MAY_IMPORT, "benchmarks"])
def test_functions_have_few_ways_through_them(package: str) -> None:
    found = {
        f"{path.relative_to(REPOSITORY)}: {name}": ways
        for path in modules(package)
        for name, ways in functions_with_ways(path)
        if ways > MOST_WAYS
    }
    assert not found


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_packages_tell_others_that_they_are_typed(package: str) -> None:
    told = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    assert (REPOSITORY / package / "py.typed").exists()
    assert "py.typed" in told["package-data"][package]


def chinese_literals(path: Path) -> Iterator[str]:
    """Strings with Chinese characters in a file's code; docstrings are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (n for n in ast.walk(tree) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef))
    docstrings = {id(n.body[0].value) for n in documented if n.body and isinstance(n.body[0], ast.Expr)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in docstrings else None
        if isinstance(text, str) and re.search("[\u4e00-\u9fff]", text):
            yield f"{path.relative_to(REPOSITORY)}:{node.lineno}: {text}"


def test_wording_is_data_not_code() -> None:
    found = [
        literal
        for package in ("extractors", "patterns")
        for path in modules(package)
        for literal in chinese_literals(path)
    ]
    assert len(found) <= MOST_CHINESE_LITERALS, "\n".join(found)
