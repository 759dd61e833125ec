"""`juesuan audit` across documents: an index beside the findings that follows what changes in a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from extractors.model.record import Record
from flows.audit.across import INDEX, Across, Gathered, Index, index_at
from flows.cli import app
from tests.extractors.across.test_across import LAST, amount, told, with_prior, year

WRONG = with_prior("120.50", "9.00")
RIGHT = with_prior("120.50", "20.50")


def across(folder: Path, *records: Record) -> Across:
    with index_at(folder) as index:
        gathered = Gathered(index)
        list(gathered.through(records))
        return gathered.compared()


def audited(folder: Path, *records: Record, **files: Record) -> dict[str, Any]:
    """What findings.json holds after an audit of those Records."""
    source = folder / "records"
    source.mkdir(exist_ok=True)
    for one in (*records, *files.values()):
        name = Path(one.document.file_name).stem
        (source / f"{name}.json").write_text(one.model_dump_json(), encoding="utf-8")
    result = CliRunner().invoke(app, ["audit", str(source), "-o", str(folder / "out")])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads((folder / "out" / "findings.json").read_bytes())
    return found


def test_findings_name_both_documents_in_every_output(tmp_path: Path) -> None:
    found = [f for f in audited(tmp_path, LAST, WRONG)["findings"] if f["rule"] == "across.prior"]
    assert [(f["severity"], f["document"]) for f in found] == [("error", "y2023.pdf")]
    assert [f["document"] for f in found[0]["figures"]] == [None, None, "y2022.pdf"]
    book = openpyxl.load_workbook(tmp_path / "out" / "findings.xlsx")
    told_of = {row[9] for row in book["依据数据"].iter_rows(min_row=2, values_only=True) if row[0] == found[0]["id"]}
    assert told_of == {"y2022.pdf", "y2023.pdf"}
    page = (tmp_path / "out" / "findings.html").read_text(encoding="utf-8")
    assert found[0]["message_zh"].split("《")[0] in page


def test_findings_and_obligations_of_one_document_stay_as_they_are(tmp_path: Path) -> None:
    alone = audited(tmp_path, WRONG)
    both = audited(tmp_path, LAST, WRONG)
    own = [f for f in both["findings"] if f["document"] == "y2023.pdf" and not f["rule"].startswith("across.")]
    assert [{**f, "id": ""} for f in own] == [{**f, "id": ""} for f in alone["findings"]]
    ids = {f["id"] for f in both["findings"]}
    assert {i for one in both["obligations"] for i in one["findings"]} <= ids


def test_a_record_that_comes_later_is_compared_with_what_was_there(tmp_path: Path) -> None:
    assert across(tmp_path, LAST) == Across((), 0, 0, 0)
    assert across(tmp_path, LAST, WRONG).findings == tuple(told(LAST, WRONG))
    again = across(tmp_path, LAST, WRONG)
    assert (again.findings, again.differing) == (tuple(told(LAST, WRONG)), 1)


def of_another_unit(one: Record) -> Record:
    other = {"unit_name": "临溪县审计局", "sha256": one.document.sha256[::-1]}
    return one.model_copy(update={"document": one.document.model_copy(update=other)})


def test_only_units_that_changed_are_compared_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = [of_another_unit(LAST), of_another_unit(WRONG)]
    across(tmp_path, LAST, WRONG, *other)
    looked_at: list[str] = []
    compare = Index._compare
    monkeypatch.setattr(Index, "_compare", lambda self, unit: (looked_at.append(unit), compare(self, unit)))
    assert across(tmp_path, LAST, RIGHT, *other).differing == 1
    assert looked_at == ["青岭县水利局"]


def test_what_is_gone_from_the_folder_says_nothing_any_more(tmp_path: Path) -> None:
    assert across(tmp_path, LAST, WRONG).differing == 1
    assert across(tmp_path, WRONG) == Across((), 0, 0, 0)


def test_a_record_that_was_read_again_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    assert across(tmp_path, LAST, WRONG).differing == 1
    assert RIGHT.document.sha256 == WRONG.document.sha256
    assert across(tmp_path, LAST, RIGHT)[:3] == ((), 1, 0)


def test_documents_of_unknown_units_are_counted_not_compared(tmp_path: Path) -> None:
    unknown = year(2022, amount(1, "income", "final", "1.00"), name="u")
    unknown = unknown.model_copy(update={"document": unknown.document.model_copy(update={"unit_name": None})})
    assert across(tmp_path, LAST, RIGHT, unknown).apart == 1


def test_an_index_that_is_none_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / INDEX).write_text("no database, " * 100)
    assert across(tmp_path, LAST, WRONG).differing == 1


def test_an_index_of_other_knowledge_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    across(tmp_path, LAST, WRONG)
    monkeypatch.setattr("flows.audit.across.patterns_sha256", lambda: "another")
    assert across(tmp_path, WRONG) == Across((), 0, 0, 0)


def test_an_audit_that_breaks_off_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    across(tmp_path, LAST, WRONG)

    def broken_off() -> None:
        with index_at(tmp_path) as index:
            index.keep_only([])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    with index_at(tmp_path) as index:
        assert index.compared().differing == 1


def test_a_folder_that_cannot_be_written_to_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "out" / INDEX).mkdir(parents=True)
    (tmp_path / "y.json").write_text(LAST.model_dump_json(), encoding="utf-8")
    result = CliRunner().invoke(app, ["audit", str(tmp_path / "y.json"), "-o", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert len(result.output.strip().splitlines()) == 1
    assert INDEX in result.output
