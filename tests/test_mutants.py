"""What `make mutants` draws, and that what it tries is what the tests run: a wrong share would comfort wrongly."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.mutants.changes import sample
from tests.conftest import REPOSITORY

CODE = """
ROOM = 7
def far(a, b):
    return a - b > ROOM
"""


def changes(folder: Path, source: str) -> set[str]:
    """All changes that some seed draws at the places of a source, written as ast writes them."""
    path = folder / "module.py"
    path.write_text(source, encoding="utf-8")
    return {ast.unparse(ast.parse(c.source)) for seed in range(12) for c in sample([path], 1000, seed)}


def test_same_seed_draws_the_same_whatever_the_order_of_files(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.py" for name in "abc"]
    for path in paths:
        path.write_text(CODE)
    assert sample(paths, 4, 7) == sample(paths[::-1], 4, 7)


def test_another_seed_draws_others(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(CODE * 5)
    assert sample([tmp_path / "a.py"], 6, 1) != sample([tmp_path / "a.py"], 6, 2)


def test_a_place_is_drawn_once(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(CODE)
    drawn = sample([tmp_path / "a.py"], 1000, 1)
    assert [c.span[0][0] for c in drawn].count(2) == 1
    assert len({c.span for c in drawn}) == len(drawn)


@pytest.mark.parametrize(
    ("source", "change"),
    [
        ("MOST = 4", "MOST = 5"),
        ("LONGEST = 24", "LONGEST = 12"),
        ("SURE = 0.65", "SURE = 0.325"),
        ("ROOM = Decimal('0.02')", "ROOM = Decimal('0.04')"),
        ("x = a - b", "x = a + b"),
        ("x = -a", "x = +a"),
        ("x = a < b", "x = a <= b"),
        ("x = a in b", "x = a not in b"),
        ("x = a not in b", "x = a in b"),
        ("x = a and b", "x = b"),
        ("x = a and b", "x = a or b"),
        ("x = [a for a in b if a]", "x = [a for a in b if not a]"),
        ("x = [a for a in b if a]", "x = [a for a in b if True]"),
        ("x = max(a, b)", "x = min(a, b)"),
        ("def f(a: int=3):\n    pass", "def f(a: int=4):\n    pass"),
        ("def f(名称: int | None, a=3):\n    pass", "def f(名称: int | None, a=4):\n    pass"),
    ],
)
def test_change_is_drawn(tmp_path: Path, source: str, change: str) -> None:
    assert change in changes(tmp_path, source)


@pytest.mark.parametrize(
    "source",
    [
        "def f(a: int | None) -> str | None: pass",
        "def f(*, a: Literal[1]): pass",
        "a: int | Literal[2] = b",
        '"""One of 3 words and not 4."""',
        '__all__ = ["a"] + ["b"]',
        "@lru_cache(maxsize=1)\ndef f(): pass",
        "@dataclass(frozen=True, slots=True)\nclass A: pass",
        'raise ValueError("at most " + str(5))',
        "if TYPE_CHECKING:\n    a = 1",
        "zip(a, b, strict=True)",
        "f(*a, **b)",
        "x = 'and' 'not'",
        "x = a.all(b)",
        'x = "0.5"',
    ],
)
def test_what_changes_nothing_that_runs_is_not_drawn(tmp_path: Path, source: str) -> None:
    assert not changes(tmp_path, source)


# The tests see `difference` through another module, which imports its module from the package; ROOM they never see.
TINY = {
    "extractors/__init__.py": "",
    "extractors/tiny/__init__.py": "",
    "extractors/tiny/size.py": "ROOM = 7\n\n\ndef difference(a, b):\n    return a - b\n",
    "extractors/tiny/front.py": (
        "from extractors.tiny import size\n\n\ndef shown(a, b):\n    return str(size.difference(a, b))\n"
    ),
    "tests/extractors/tiny/test_front.py": (
        "from extractors.tiny.front import shown\n\n\ndef test_shown():\n    assert shown(20, 5) == '15'\n"
    ),
}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    for name, text in TINY.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join((str(REPOSITORY), os.environ.get("PYTHONPATH", "")))
    # A command that was run in this process has closed the current folder to those that it starts.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.mutants", "tiny", *options],
        cwd=folder,
        env={**inherited, "PYTHONPATH": paths, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_changed_sign_is_noticed_and_an_untested_bound_is_not(tiny: Path) -> None:
    ended = run(tiny)
    outcomes = re.findall(r"\d/2  (noticed|NOT NOTICED) .* s  (\S+) ", ended.stdout)
    assert sorted(outcomes) == [
        ("NOT NOTICED", "extractors/tiny/size.py:1"),
        ("noticed", "extractors/tiny/size.py:5"),
    ], ended.stdout + ended.stderr


@pytest.mark.parametrize(("least", "code"), [("0.5", 0), ("0.6", 1)])
def test_exit_code_says_whether_the_share_is_reached(tiny: Path, least: str, code: int) -> None:
    assert run(tiny, "--least", least).returncode == code


def test_nothing_is_written(tiny: Path) -> None:
    run(tiny)
    assert {p.relative_to(tiny).as_posix() for p in tiny.rglob("*") if p.is_file()} == set(TINY)
    assert {name: (tiny / name).read_text() for name in TINY} == TINY


def test_tests_that_fail_unchanged_judge_nothing(tiny: Path) -> None:
    (tiny / "tests/extractors/tiny/test_front.py").write_text("def test_wrong():\n    assert False\n")
    assert run(tiny).returncode == 2
