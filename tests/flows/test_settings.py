"""Options from juesuan.toml: for all commands, for one, under what the command line says."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.settings import FILE_NAME, VARIABLE

runner = CliRunner()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(*arguments: object, env: dict[str, str] | None = None) -> tuple[int, str]:
    result = runner.invoke(app, [str(a) for a in arguments], env=env)
    return result.exit_code, result.output


def test_folder_of_all_commands_is_taken(here: Path, samples: Path) -> None:
    (here / FILE_NAME).write_text('output = "记录"\n', encoding="utf-8")
    assert told("extract", samples / "sample.digital.pdf")[0] == 0
    assert [path.name for path in (here / "记录").glob("*.json")] == ["sample.digital.json"]


@pytest.mark.parametrize("way", ["option", "variable"])
def test_named_file_holds_and_the_command_line_over_it(here: Path, samples: Path, way: str) -> None:
    (here / FILE_NAME).write_text('output = "here"\n', encoding="utf-8")
    (here / "other.toml").write_text('output = "all"\n[extract]\noutput = "own"\n', encoding="utf-8")
    named = ("--config", "other.toml") if way == "option" else ()
    env = {VARIABLE: "other.toml"} if way == "variable" else {}
    assert told(*named, "extract", samples / "sample.digital.pdf", env=env)[0] == 0
    assert told(*named, "extract", samples / "sample.digital.pdf", "-o", "said", env=env)[0] == 0
    assert sorted(path.name for path in here.iterdir() if path.is_dir()) == ["own", "said"]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("[extrac]\noutput = 'x'\n", "extrac is no command"),
        ("[batch]\ntime-limits = 3\n", "time-limits is no option of batch (did you mean time-limit?)"),
        ("outputs = 'x'\n", "outputs is no option"),
        ("pdf = 'x'\n", "pdf is no option (did you mean pdfs?)"),  # an old name, of one command only
        ("output = \n", "not TOML"),
        ("[batch]\nworkers = 'many'\n", "Invalid value for '--workers'"),
    ],
)
def test_what_no_command_takes_is_told(here: Path, samples: Path, text: str, cause: str) -> None:
    (here / FILE_NAME).write_text(text, encoding="utf-8")
    code, said = told("batch" if "workers" in text else "extract", samples / "sample.digital.pdf")
    assert code == 2
    assert cause in " ".join(said.replace("│", " ").split())
    assert "Traceback" not in said


def test_file_that_is_named_and_missing_is_told(here: Path, samples: Path) -> None:
    code, said = told("--config", here / "none.toml", "extract", samples / "sample.digital.pdf")
    assert (code, "none.toml: No such file" in said) == (2, True)


def test_old_name_of_one_command_is_not_the_new_one_of_others(here: Path, samples: Path) -> None:
    """`pdfs` was publish's --links; it is the folder of documents now, one or several."""
    (here / "records").mkdir()
    (here / FILE_NAME).write_text('pdfs = "records"\n', encoding="utf-8")
    assert "old name" not in told("publish", "records", "-o", "corpus")[1]
    assert told("extract", samples / "sample.digital.pdf", "-o", "records")[0] == 0
    assert told("audit", "records", "-o", "out")[0] == 0
    (here / FILE_NAME).write_text('[publish]\npdfs = "../x"\n', encoding="utf-8")
    assert "--pdfs is the old name of --links" in told("publish", "records", "-o", "corpus")[1]


def test_what_one_command_line_says_is_forgotten_by_the_next(here: Path, samples: Path) -> None:
    assert told("-q", "extract", samples / "sample.digital.pdf", "-o", "records") == (0, "")
    assert told("audit", "records", "-o", "out")[1] != ""
