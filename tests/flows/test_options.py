"""One name, one meaning: options of several commands have one type, one word for the value and one help."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer.main
from typer.testing import CliRunner

from flows.cli import app
from tests.flows.test_helped import asked

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
# What differs from command to command, and why.
MAY_DIFFER = {"--output": "where a command writes is a folder or a file, as its help says"}
OLD = {("audit", "--pdf"), ("audit", "--english"), ("publish", "--pdfs")}
WITHOUT_RESULT = {"try": "a trace for people", "schema": "is JSON", "codebook": "is a document",
                  "report": "is a page", "review": "serves until it is stopped",
                  "desk": "serves until it is stopped", "desk-account": "changes a file of accounts"}  # fmt: skip


class Meaning(NamedTuple):
    type: str
    metavar: str | None
    help: str


def options(hidden: bool = False) -> Iterator[tuple[str, str, Meaning]]:
    """(command, option, what it means)."""
    for name, command in COMMANDS.items():
        for option in command.params:
            if option.param_type_name == "option" and option.hidden == hidden:
                meaning = Meaning(str(option.type_descriptor.annotation), option.metavar, option.help)
                yield from ((name, said, meaning) for said in option.opts)


def test_options_of_one_name_mean_the_same() -> None:
    meanings = defaultdict[str, set[Meaning]](set)
    for _, option, meaning in options():
        if option not in (*MAY_DIFFER, "-o"):
            meanings[option].add(meaning)
    assert {option: each for option, each in meanings.items() if len(each) > 1} == {}
    assert len(meanings) > 20


def test_one_meaning_has_one_name() -> None:
    names = defaultdict[str, set[str]](set)
    for _, option, meaning in options():
        if option.startswith("--"):
            names[meaning.help].add(option)
    assert {text: each for text, each in names.items() if len(each) > 1} == {
        "Write a page with plots": {"--html-file", "--html"}
    }


def test_old_names_are_hidden_and_those_that_are_known() -> None:
    assert {(command, option) for command, option, _ in options(hidden=True)} == OLD


def test_whatever_has_a_result_tells_it_as_json() -> None:
    asked_for = {command for command, option, _ in options() if option == "--json"}
    assert asked_for == set(COMMANDS) - set(WITHOUT_RESULT)


@pytest.fixture(scope="module")
def record(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("记录")
    done = asked("-q", "extract", str(samples / "sample.digital.pdf"), "-o", str(folder))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder / "sample.digital.json"


def told(*arguments: str) -> Any:
    """What a command tells as JSON, alone on standard output."""
    done = asked(*arguments, "--json", language="en")
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)


def test_results_are_json(record: Path, samples: Path, tmp_path: Path) -> None:
    folder = str(record.parent)
    whole = json.loads(record.read_text(encoding="utf-8"))
    summary = told("summary", str(record))
    assert summary["sha256"] == whole["document"]["sha256"]
    assert {f["id"] for f in summary["figures"]} <= {f["id"] for f in whole["facts"]}
    assert told("explain", str(record), "f1")["fact"] == next(f for f in whole["facts"] if f["id"] == "f1")
    out = str(tmp_path / "out")
    assert told("audit", folder, "-o", out) == json.loads((tmp_path / "out" / "findings.json").read_bytes())
    corpus = str(tmp_path / "corpus")
    assert told("publish", folder, "-o", corpus)["records"] == 1
    (row, *_) = told("query", "-c", corpus, "SELECT value, count(*) OVER () AS n FROM facts ORDER BY fact_id")
    assert row["n"] == len(whole["facts"])
    assert isinstance(row["value"], str)  # exactly as it is, no float
    extracted = told("extract", str(samples / "sample.digital.pdf"), str(tmp_path / "none.pdf"), "-o", out)
    assert (extracted["records"], extracted["failed"]) == (["sample.digital"], 1)


def test_explain_of_no_fact_is_told_with_json_too(record: Path) -> None:
    done = asked("explain", str(record), "f99999", "--json")
    assert (done.returncode, done.stdout) == (2, "")


def test_verbose_tells_of_each_document_and_quiet_of_none(samples: Path, tmp_path: Path) -> None:
    source = str(samples / "sample.digital.pdf")

    def said(*loud: str) -> subprocess.CompletedProcess[str]:
        return asked("extract", source, str(tmp_path / "none.pdf"), "-o", str(tmp_path), *loud, language="en")

    assert "pages" in said("-v").stderr
    usual, quiet = said(), said("--quiet")
    assert "pages" not in usual.stderr
    assert "[2/2] none.pdf" in usual.stderr
    assert quiet.stdout == ""
    assert quiet.stderr.splitlines() == [f"{tmp_path / 'none.pdf'}: No such file or directory"]
    assert quiet.returncode == usual.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "old"),
    [
        (["audit", "DIR", "--pdf", "DIR", "-o", "OUT"], "--pdf"),
        (["publish", "DIR", "--pdfs", "x", "-o", "OUT"], "--pdfs"),
    ],
)
def test_old_names_still_do_and_say_so(arguments: list[str], old: str, record: Path, tmp_path: Path) -> None:
    given = {"DIR": str(record.parent), "OUT": str(tmp_path / "out")}
    result = CliRunner().invoke(app, [given.get(word, word) for word in arguments])
    assert result.exit_code == 0, result.output
    assert f"{old} is the old name of" in result.output
