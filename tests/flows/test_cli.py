"""The command line: exit codes, failures, whole files or none."""

from __future__ import annotations

import hashlib
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
from tests.flows.monitor import documents
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
    assert [p.name for p in tmp_path.glob("[!.]*")] == ["sample.digital.json"]


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


@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in ("html", "zipped")])  # read as they are
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


def test_two_files_of_one_name_are_named_by_their_paths(tmp_path: Path) -> None:
    data = plain()
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.pdf").write_bytes(data)
    code, output = run("extract", tmp_path / "a" / "x.pdf", tmp_path / "b" / "x.pdf", "-o", tmp_path / "out")
    assert code == 0
    assert sorted(path.name for path in (tmp_path / "out").glob("[!.]*")) == ["a_x.json", "b_x.json"]
    assert f"{tmp_path}/b/x.pdf: the same bytes as {tmp_path}/a/x.pdf" in output


def test_folder_is_read_whatever_its_files_are_called(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "in" / "out"
    (source / "deeper").mkdir(parents=True)
    said = documents.paragraphs("丁局", "14.00")
    kinds = {
        "a.pdf": documents.pdf("甲局", "11.00"), "b.bin": documents.word("乙局", "12.00"),
        "c.xls": documents.workbook("丙局", "13.00"), "deeper/d": documents.article("丁局", said),
        "e.zip": documents.archive({"戊局/f.pdf": documents.pdf("戊局", "15.00"), "read.me": b"nothing"}),
        "g.txt": b"remarks", "h.pdf": b"broken", "i.odt": documents.archive({"mimetype": b"", "Pictures/a.png": b""}),
    }  # fmt: skip
    for name, data in kinds.items():
        (source / name).write_bytes(data)
    out.mkdir()
    code, output = run("extract", source, "-o", out)
    assert code == 1
    read = {path.stem: Record.model_validate_json(path.read_bytes()) for path in out.glob("*.json")}
    amounts = {"a": "11.00", "b": "12.00", "c": "13.00", "d": "14.00", "f": "15.00"}
    assert set(read) == set(amounts)
    assert all(amounts[name] in record.model_dump_json() for name, record in read.items())
    assert read["b"].document.sha256 == hashlib.sha256(kinds["b.bin"]).hexdigest()
    left = {line.partition(": ")[2].removeprefix(f"{source}/") for line in output.splitlines() if "left out: " in line}
    assert left == {
        "e.zip!/read.me: no document: plain text or unknown bytes",
        "g.txt: no document: plain text or unknown bytes",
        "out: the folder that Records are written to",
    }
    assert "c.xls: is XLSX by its bytes" not in output  # as many are called so
    assert f"5 of 7 documents read into {out}; 3 files left out" in output
    assert [json.loads(line)["file"] for line in (out / FAILURES).read_text().splitlines()] == [
        f"{source}/h.pdf", f"{source}/i.odt",
    ]  # fmt: skip


def test_archive_that_breaks_off_is_told_and_what_was_in_it_is_read(tmp_path: Path) -> None:
    data = documents.archive(
        {"a.pdf": documents.pdf("甲局", "11.00"), "b.zip": documents.archive({"c.zip": b"PK\x03\x04"})}
    )
    (tmp_path / "x.pdf").write_bytes(data)
    code, output = run("extract", tmp_path / "x.pdf", "-o", tmp_path / "out")
    assert code == 1
    assert "1 of 2 documents read" in output
    assert f"{tmp_path}/x.pdf, b.zip!/c.zip: archives nested too deep" in output


@pytest.mark.parametrize("arguments", [("extract",), ("nonsense",), ("summary", "missing.json"), ("batch", "nowhere")])
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2


def test_schema_is_json() -> None:
    code, output = run("schema")
    assert code == 0
    assert json.loads(output)["title"] == "Record"


def test_summary_and_explain_speak_of_the_record(
    tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUESUAN_LANG", "zh")
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

    monkeypatch.setattr("flows.document.extract_files", wrong)
    monkeypatch.setattr("sys.argv", ["juesuan", "extract", str(samples / "sample.digital.pdf"), "-o", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines() == ["patterns/texts.yaml:12: all is wrong"]
    assert list(tmp_path.iterdir()) == []
