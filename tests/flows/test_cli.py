"""The command line: exit codes, failures, whole files or none."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractors.model.record import Record
from flows.cli import app, main
from flows.output import FAILURES, record_failure, replacing
from patterns.files import PatternError
from tests.hostile_pdfs import HOSTILE, plain

runner = CliRunner()


def run(*arguments: object) -> tuple[int, str]:
    result = runner.invoke(app, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_sample_is_read_into_a_valid_record(tmp_path: Path, samples: Path) -> None:
    code, _ = run("extract", samples / "sample.digital.pdf", "-o", tmp_path)
    assert code == 0
    record = Record.model_validate_json((tmp_path / "sample.digital.json").read_bytes())
    assert len(record.facts) > 100
    assert [p.name for p in tmp_path.iterdir()] == ["sample.digital.json"]


def test_installed_command_answers() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from flows.cli import main; main()", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "extract" in done.stdout


@pytest.mark.parametrize("command", [(), ("extract",), ("batch",), ("audit",)])
def test_short_help_is_help(command: tuple[str, ...]) -> None:
    code, told = run(*command, "-h")
    assert code == 0
    assert "Usage" in told


def test_version_is_told() -> None:
    assert run("--version") == (0, f"juesuan {version('juesuan')}\n")


@pytest.mark.parametrize("name", HOSTILE)
def test_bad_file_fails_in_one_line_and_leaves_no_record(tmp_path: Path, name: str) -> None:
    source = tmp_path / f"{name}.pdf"
    source.write_bytes(HOSTILE[name][0]())
    out = tmp_path / "out"
    code, output = run("extract", source, "-o", out)
    assert code == 1
    lines = [line for line in output.splitlines() if line.startswith(source.name)]
    assert len(lines) == 1
    assert HOSTILE[name][1] in lines[0]
    assert "Traceback" not in output
    assert [p.name for p in out.iterdir()] == [FAILURES]
    (entry,) = map(json.loads, (out / FAILURES).read_text(encoding="utf-8").splitlines())
    assert entry["file"] == str(source)


def test_rest_goes_on_after_a_failure(tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.pdf", tmp_path / "good.pdf"
    bad.write_bytes(b"")
    good.write_bytes(plain())
    code, _ = run("extract", bad, tmp_path / "missing.pdf", good, "-o", tmp_path / "out")
    assert code == 1
    assert (tmp_path / "out" / "good.json").is_file()
    assert len((tmp_path / "out" / FAILURES).read_text(encoding="utf-8").splitlines()) == 2


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.pdf").write_bytes(plain())
    code, output = run("extract", tmp_path / "a" / "x.pdf", tmp_path / "b" / "x.pdf", "-o", tmp_path / "out")
    assert code == 2
    assert "x.json" in output


@pytest.mark.parametrize("arguments", [("extract",), ("nonsense",), ("summary", "missing.json"), ("batch", "nowhere")])
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2


def test_schema_is_json() -> None:
    code, output = run("schema")
    assert code == 0
    assert json.loads(output)["title"] == "Record"


def test_summary_and_explain_speak_of_the_record(tmp_path: Path, samples: Path) -> None:
    run("extract", samples / "sample.digital.pdf", "-o", tmp_path)
    record = tmp_path / "sample.digital.json"
    code, output = run("summary", record)
    assert code == 0
    assert "主要原因" in output
    assert re.search(r"印出的数字：\d+个＝事实\d+", output)
    code, output = run("explain", record, "f1")
    assert code == 0
    assert "最没把握的字" in output
    assert "chars_min" not in output
    assert run("explain", record, "f99999")[0] == 2


def write_and_break(path: Path) -> None:
    with replacing(path) as file:
        file.write("half")
        raise RuntimeError("the power went")


def test_broken_writing_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("whole", encoding="utf-8")
    with pytest.raises(RuntimeError):
        write_and_break(path)
    assert path.read_text(encoding="utf-8") == "whole"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_internal_error_is_one_line_with_its_traceback_kept(tmp_path: Path) -> None:
    try:
        raise ValueError("odd\nthing")
    except ValueError as error:
        line = record_failure(tmp_path, "a.pdf", error)
    assert line == "a.pdf: internal error: ValueError: odd thing"
    assert "Traceback" in json.loads((tmp_path / FAILURES).read_text(encoding="utf-8"))["traceback"]


def test_a_wrong_knowledge_file_is_wrong_usage_and_no_documents_failure(
    tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def wrong(*_: object) -> None:
        raise PatternError("patterns/texts.yaml:12: all is wrong")

    monkeypatch.setattr("flows.document.extract_file", wrong)
    monkeypatch.setattr("sys.argv", ["juesuan", "extract", str(samples / "sample.digital.pdf"), "-o", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines() == ["patterns/texts.yaml:12: all is wrong"]
    assert list(tmp_path.iterdir()) == []
