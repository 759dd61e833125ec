"""The audit of a folder: what people decided is in every output; what did not change is not read again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from extractors.audit.finding import Finding
from extractors.model.record import Record
from flows.audit.gather import Refuse, loaded_records
from flows.audit.whole import Whole, audit_files
from flows.cli import app
from flows.decisions.journal import append_decision
from flows.decisions.made import CellDecision, Decision, FindingDecision, Undo
from flows.records import records_in
from tests.extractors.audit.small import check, fact, record, statement
from tests.made_records import write_records

AT = "2026-01-01T00:00:00+00:00"
RATED = record(
    fact(1, "three_public", "final", "1100000", raw="110.00万元"),
    fact(2, "three_public", "change", "100000", raw="10.00万元"),
    fact(3, "three_public", "change_rate", "1.0", raw="1.0%"),
    checks=[check(1, ["f3", "f2", "f1"], id="change_rate.three_public")],
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    records = tmp_path / "records"
    records.mkdir()
    (records / "one.json").write_text(RATED.model_dump_json(), encoding="utf-8")
    return records


def looked(folder: Path) -> Whole:
    kept_in = folder.parent / "audit"
    kept_in.mkdir(exist_ok=True)
    return audit_files(records_in(folder), kept_in, lambda path, cause: pytest.fail(f"{path}: {cause}"))


def of_arithmetic(whole: Whole) -> list[Finding]:
    return [f for f in whole.standing() if f.rule.startswith("arithmetic")]


def corrected(value: str, who: str = "甲") -> Decision:
    return Decision(id=f"{who}-{value}-0001", at=AT, who=who, record="one", sha256=RATED.document.sha256, fact="f3",
                    concept="three_public", measure="change_rate", action="correct", old="1.0", new=value)  # fmt: skip


def dismissed(found: Finding, who: str = "甲", action: str = "dismiss", number: int = 1) -> FindingDecision:
    told = {"id": f"{who}-find-{number:04d}", "at": AT, "who": who, "finding": found.id, "rule": found.rule,
            "sha256": found.sha256, "action": action, "note": "附注已说明"}  # fmt: skip
    return FindingDecision.model_validate(told)


def test_a_corrected_figure_accuses_nobody_any_more(folder: Path) -> None:
    assert of_arithmetic(looked(folder))
    append_decision(folder, corrected("10"))
    assert not of_arithmetic(looked(folder))
    append_decision(folder, Undo(id="undo-0001", at=AT, who="甲", undoes=corrected("10").id))
    assert of_arithmetic(looked(folder))


def test_a_figure_that_reviewers_differ_on_stays_as_it_was_read(folder: Path) -> None:
    append_decision(folder, corrected("10"))
    append_decision(folder, corrected("11", who="乙"))
    assert of_arithmetic(looked(folder))


def test_a_cell_that_was_misread_accuses_nobody_once_it_is_corrected(tmp_path: Path) -> None:
    folder = tmp_path / "records"
    folder.mkdir()
    cell = "statements.0.rows.0.cells.0"
    against = check(1, ["f1"], id="table.general_public.total", cells=[cell])
    told = record(fact(1, "general_public", "final", "1100000", raw="110.00万元"), checks=[against],
                  statements=[statement("general_public", "1900000")])  # fmt: skip
    (folder / "one.json").write_text(told.model_dump_json(), encoding="utf-8")
    accusing = [f for f in looked(folder).standing() if cell in f.cells]
    assert accusing
    append_decision(folder, CellDecision(
        id="on-a-cell", at=AT, who="甲", record="one", sha256=told.document.sha256, cell=cell, action="correct",
        old="1900000", new="1100000",
    ))  # fmt: skip
    assert not [f for f in looked(folder).standing() if cell in f.cells]


def test_a_dismissed_finding_is_kept_and_does_not_count(folder: Path) -> None:
    (found,) = of_arithmetic(looked(folder))
    append_decision(folder, dismissed(found))
    whole = looked(folder)
    assert not of_arithmetic(whole)
    kept = {f.id: f for f in whole.found.findings}[found.id]
    assert kept.judged is not None
    assert (kept.judged.state, kept.judged.who, kept.judged.note) == ("dismissed", "甲", "附注已说明")
    append_decision(folder, dismissed(found, "乙", "confirm"))
    (again,) = of_arithmetic(looked(folder))
    assert again.judged is not None
    assert again.judged.state == "disputed"


def test_every_output_tells_what_became_of_a_finding(folder: Path) -> None:
    found = looked(folder).found.findings
    append_decision(folder, dismissed(found[0], number=1))
    append_decision(folder, dismissed(found[1], action="confirm", number=2))
    out = folder.parent / "out"
    result = CliRunner().invoke(app, ["audit", str(folder), "-o", str(out)])
    assert result.exit_code == 0, result.output
    told = json.loads((out / "findings.json").read_bytes())["findings"]
    assert [f["judged"]["state"] if f["judged"] else None for f in told][:2] == ["dismissed", "confirmed"]
    sheet = openpyxl.load_workbook(out / "findings.xlsx")["问题"]
    heads = [cell.value for cell in sheet[1]]
    assert [sheet.cell(r, heads.index("处理") + 1).value for r in (2, 3)] == ["已排除", "已确认"]
    counted = openpyxl.load_workbook(out / "findings.xlsx")["汇总"].iter_rows(min_row=2, values_only=True)
    assert sum(row[2] for row in counted) == len(told) - 1
    page = (out / "findings.html").read_text(encoding="utf-8")
    assert "已排除" in page
    assert found[0].message_zh not in result.output


def test_what_did_not_change_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = record(fact(1, "income", "final", "5"), name="other", unit="青岭县审计局")
    (folder / "two.json").write_text(other.model_dump_json(), encoding="utf-8")
    first = looked(folder).found
    read: list[Path] = []

    def reading(files: list[Path], refuse: Refuse) -> Iterator[Record]:
        read.extend(files)
        return loaded_records(files, refuse)

    monkeypatch.setattr("flows.audit.whole.loaded_records", reading)
    assert looked(folder).found == first
    assert read == []
    changed = Record.model_validate_json((folder / "two.json").read_bytes())
    (folder / "two.json").write_text(changed.model_dump_json(indent=1), encoding="utf-8")
    looked(folder)
    assert read == [folder / "two.json"]


def test_what_is_gone_is_found_no_more(folder: Path) -> None:
    looked(folder)
    (folder / "one.json").unlink()
    assert looked(folder).found == ((), ())


def test_broken_decisions_end_the_command_in_one_line(folder: Path) -> None:
    (folder / "decisions.jsonl").write_text('{"id": "short"}\n', encoding="utf-8")
    result = CliRunner().invoke(app, ["audit", str(folder), "-o", str(folder.parent / "out")])
    assert result.exit_code == 2
    assert len(result.output.strip().splitlines()) == 1
    assert "decisions.jsonl, line 1" in result.output


def test_processes_find_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same order, with what people decided, and with what cannot be read."""
    write_records(2, folder, statements=False)
    (folder / "broken.json").write_text("{", encoding="utf-8")
    append_decision(folder, corrected("10.0"))
    monkeypatch.setattr("flows.audit.whole._INLINE", 1)
    found = []
    for workers in (1, 2):
        refused: list[str] = []
        kept_in = folder.parent / f"audit{workers}"
        kept_in.mkdir()
        files = records_in(folder)
        whole = audit_files(files, kept_in, lambda path, cause: refused.append(path.name), workers=workers)  # noqa: B023
        found.append((whole.found, whole.counts, whole.across, list(whole.by_file.items()), refused))
    assert found[0] == found[1]
    assert refused == ["broken.json"]
    assert whole.documents == 3
    assert not of_arithmetic(whole) or all(f.sha256 != RATED.document.sha256 for f in of_arithmetic(whole))
    assert whole.found.findings
