"""A command whose packages are not installed says so in one line, before it does anything."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import regex

from flows.extras import MODULES
from tests.conftest import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
ANY = str(REPOSITORY)  # a folder that is there
COMMANDS = {
    "batch": ("batch", ANY),
    "monitor": ("monitor", "sources.yaml"),
    "calibrate": ("calibrate", ANY),
    "publish": ("publish", ANY),
    "codebook": ("publish",),
    "query": ("publish", "SELECT 1"),
    "report": ("publish",),
    "review": ("review", ANY),
}
COMPUTING = {"openvino"}  # no command asks for it: what is installed is chosen from
BROUGHT = {"httpcore", "httpx"}  # by spaCy, whatever the extras
# What is not installed cannot be found, in this process; the command as it is called.
ALONE = """
import sys
sys.modules.update(dict.fromkeys({missing!r}))
sys.argv = ["juesuan", *{arguments!r}]
from flows.cli import main
main()
"""


def without(missing: tuple[str, ...], folder: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    """Exit code, output and what was told of the command where modules are missing."""
    code = ALONE.format(missing=missing, arguments=arguments)
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=folder, timeout=120,
        env={"PYTHONPATH": str(REPOSITORY), "PATH": "/usr/bin:/bin", "LANG": "en_US.UTF-8"} | environment,
    )  # fmt: skip
    return told.returncode, told.stdout, told.stderr


def names(extra: str) -> set[str]:
    """The packages of an extra, those of extras that it takes in included; not those that they ask for."""
    found = set[str]()
    for requirement in EXTRAS[extra]:
        package, _, taken = regex.match(r"([\w-]+)(\[([\w,]+)\])?", requirement).groups()
        found |= {n for t in taken.split(",") for n in names(t)} if package == "juesuan" else {package}
    return found


def distributions(modules: tuple[str, ...]) -> set[str]:
    return {name.lower().replace("_", "-") for module in modules for name in packages_distributions()[module]}


@pytest.mark.parametrize("extra", MODULES)
def test_modules_that_are_asked_for_are_those_of_the_extra(extra: str) -> None:
    assert distributions(MODULES[extra]) == names(extra)


def test_all_is_all() -> None:
    assert {*EXTRAS} == {*MODULES, *COMPUTING, "all", "dev"}
    assert names("all") == set().union(*map(names, MODULES))


@pytest.mark.parametrize("command", COMMANDS)
def test_missing_extra_is_told_in_one_line(command: str, tmp_path: Path) -> None:
    extra, *arguments = COMMANDS[command]
    missing = MODULES[extra][-1:]
    wanted = f"{command} needs further packages: pip install 'juesuan[{extra}]'\n"
    assert without(missing, tmp_path, command, *arguments) == (2, "", wanted)
    assert not list(tmp_path.iterdir())


def test_missing_extra_is_told_in_chinese(tmp_path: Path) -> None:
    code, _, told = without(("prefect",), tmp_path, "batch", ANY, LANG="zh_CN.UTF-8", PYTHONUTF8="1")
    assert (code, told) == (2, "batch还需要另外的软件包：pip install 'juesuan[batch]'\n")


def test_monitor_needs_prefect_only_where_a_server_is_named(tmp_path: Path) -> None:
    sources = tmp_path / "sources.yaml"
    sources.write_text(
        "sources: [{name: 某市财政局, region: 某市, lists: ['http://127.0.0.1:9/'], years: [2023]}]\n", encoding="utf-8"
    )
    wanted = "monitor needs further packages: pip install 'juesuan[batch]'\n"
    arguments = ("monitor", str(sources), "--status")
    assert without(("prefect",), tmp_path, *arguments)[0] == 0
    code, _, told = without(("prefect",), tmp_path, *arguments[:2], PREFECT_API_URL="http://127.0.0.1:9/api")
    assert (code, told) == (2, wanted)


def test_help_and_what_reads_need_no_extra(tmp_path: Path) -> None:
    every = tuple({module for modules in MODULES.values() for module in modules} - BROUGHT)
    sample = str(REPOSITORY / "corpus" / "samples" / "sample.digital.pdf")
    code, told, _ = without(every, tmp_path, "--help")
    assert code == 0
    assert "batch" in told
    assert without(every, tmp_path, "extract", sample, "-o", str(tmp_path))[0] == 0
    record = str(tmp_path / "sample.digital.json")
    for arguments in (
        ("summary", record), ("explain", record, "f1"), ("schema",), ("try", "三公经费支出1.00万元。"),
        ("audit", record, "-o", str(tmp_path / "audit")),
        ("evaluate", "--generate", "--families", "mof", "--seeds", "1"),
    ):  # fmt: skip
        code, _, told = without(every, tmp_path, *arguments)
        assert code in (0, 1), told
        assert "Traceback" not in told
