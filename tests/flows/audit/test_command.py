"""`juesuan audit` on real files: what it writes, its pictures, and what it says of files that are no Records."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from corpus.evaluate.findings import false_alarms, found
from corpus.generate import generate
from extractors.audit.audit import audit
from extractors.model.record import Record
from extractors.pipeline import extract
from flows.cli import app
from tests.extractors.audit.small import check, fact, record


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["audit", *map(str, arguments)])
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """PDF, golden data and Record of one document with planted errors."""
    folder = tmp_path_factory.mktemp("audit")
    data, golden = generate("mof", 102, errors=1.0)
    (folder / "mof-102.pdf").write_bytes(data)
    (folder / "mof-102.golden.json").write_text(json.dumps(golden), encoding="utf-8")
    (folder / "mof-102.json").write_text(extract(data, "mof-102.pdf").model_dump_json(), encoding="utf-8")
    return folder


def test_all_planted_errors_are_found_and_named_and_nothing_else(generated: Path) -> None:
    golden = json.loads((generated / "mof-102.golden.json").read_bytes())
    findings = audit([Record.model_validate_json((generated / "mof-102.json").read_bytes())])
    told = found(golden["errors"], findings)
    assert told
    assert all(f.found and f.named for f in told)
    assert not false_alarms(golden, findings)


def test_a_folder_is_audited_with_pictures(generated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_LANG", "zh")
    code, output = run(generated, "-o", tmp_path, "--pdf", generated)
    assert code == 0, output
    findings = json.loads((tmp_path / "findings.json").read_bytes())["findings"]
    page = (tmp_path / "findings.html").read_text(encoding="utf-8")
    assert findings
    assert all(f'id="{f["id"]}"' in page for f in findings)
    assert page.count('src="data:image/jpeg') >= sum(bool(f["pages"]) for f in findings)
    assert "http" not in page.replace("http-equiv", "")
    assert all(f["message_zh"] in output for f in findings)


def test_pictures_come_only_from_the_very_file_that_was_read(generated: Path, tmp_path: Path) -> None:
    other, _ = generate("mof", 103)
    (tmp_path / "mof-102.pdf").write_bytes(other)
    assert run(generated, "-o", tmp_path / "out", "--pdf", tmp_path)[0] == 0
    assert "data:image" not in (tmp_path / "out" / "findings.html").read_text(encoding="utf-8")


def test_the_workbook_holds_every_finding_and_numbers_as_numbers(generated: Path, tmp_path: Path) -> None:
    assert run(generated, "-o", tmp_path)[0] == 0
    findings = json.loads((tmp_path / "findings.json").read_bytes())["findings"]
    book = openpyxl.load_workbook(tmp_path / "findings.xlsx")
    rows = list(book["问题"].iter_rows(min_row=2, values_only=True))
    assert [(r[0], r[4]) for r in rows] == [(f["id"], f["message_zh"]) for f in findings]
    figures = list(book["依据数据"].iter_rows(min_row=2, values_only=True))
    assert [r[5] for r in figures if r[0] == findings[0]["id"]] == [float(f["value"]) for f in findings[0]["figures"]]
    assert sum(r[2] for r in book["汇总"].iter_rows(min_row=2, values_only=True)) == len(findings)


def test_what_a_document_says_is_text_on_the_page_and_in_the_workbook(tmp_path: Path) -> None:
    made = record(fact(1, "income", "final", "5", raw="<b>=1+1</b>"), fact(2, "income", "final", "6"), unit="=2+3",
                  checks=[check(1, ["f1", "f2"])])  # fmt: skip
    (tmp_path / "one.json").write_text(made.model_dump_json(), encoding="utf-8")
    assert run(tmp_path, "-o", tmp_path / "out")[0] == 0
    assert "<b>=1+1" not in (tmp_path / "out" / "findings.html").read_text(encoding="utf-8")
    cell = openpyxl.load_workbook(tmp_path / "out" / "findings.xlsx")["问题"]["C2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=2+3", "s", True)


def test_what_is_no_record_is_told_and_the_rest_audited(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    (tmp_path / "one.json").write_text(record().model_dump_json(), encoding="utf-8")
    code, output = run(tmp_path, "-o", tmp_path / "out")
    assert code == 1
    assert "broken.json: not a Record" in output
    assert "one.pdf" in output
    assert "broken.json" in (tmp_path / "out" / "failures.jsonl").read_text(encoding="utf-8")


def test_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path / "nowhere")[0] == 2
    assert run(tmp_path)[0] == 2, "a folder without Records"
    (tmp_path / "one.json").write_text(record().model_dump_json(), encoding="utf-8")
    assert run(tmp_path, "--pdf", tmp_path / "nowhere")[0] == 2


def test_messages_in_english(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(record().model_dump_json(), encoding="utf-8")
    assert "None of the nine final-accounts tables was found" in run(tmp_path, "-o", tmp_path / "out", "--english")[1]


def test_who_did_wrong_comes_first_on_the_page_and_in_the_workbook(tmp_path: Path) -> None:
    wrong = record(fact(1, "income", "final", "5"), fact(2, "income", "final", "6"), name="b", unit="青岭县审计局",
                   checks=[check(1, ["f1", "f2"])])  # fmt: skip
    right = record(fact(1, "income", "final", "5"), name="a", unit="青岭县水利局")
    for made in (right, wrong):
        (tmp_path / f"{made.document.file_name}.json").write_text(made.model_dump_json(), encoding="utf-8")
    assert run(tmp_path, "-o", tmp_path / "out")[0] == 0
    page = (tmp_path / "out" / "findings.html").read_text(encoding="utf-8")
    assert page.index("青岭县审计局") < page.index("青岭县水利局")
    for anchor in (f"d{made.document.sha256[:12]}" for made in (right, wrong)):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page
    assert 'lang="en"' not in page
    units = openpyxl.load_workbook(tmp_path / "out" / "findings.xlsx")["单位汇总"]
    named = [row[:2] for row in units.iter_rows(min_row=2, values_only=True)]
    assert [name for name, _ in named] == ["青岭县审计局", "青岭县水利局"]
    assert named[0][1] >= 1
    assert named[1][1] == 0
