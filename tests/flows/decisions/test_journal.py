"""Decisions: kept once accepted, of every reviewer, through crashes and readings; what comes of them."""

from __future__ import annotations

import json
import multiprocessing
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
import regex

from extractors.model.record import Fact, Record
from flows.decisions import journal
from flows.decisions.journal import DECISIONS, append_decision, journal_of
from flows.decisions.made import Action, Decision, FindingDecision, Undo
from flows.decisions.standing import applying, read_decisions, standing
from flows.review.export import export
from flows.review.typed import NotANumber, corrected
from flows.versions import Versions
from tests.conftest import OLDER
from tests.made_records import made_record, write_records

RECORD = Record.model_validate(made_record(0))


def decision(
    fact: Fact, action: Action = "accept", new: str | None = None, who: str = "甲", number: int = 0
) -> Decision:
    return Decision(
        id=f"{who}-{fact.id}-{number:06d}", at="2026-01-01T00:00:00+00:00", who=who, record="made-000000",
        sha256=RECORD.document.sha256, fact=fact.id, concept=fact.concept, measure=fact.measure,
        code=fact.dimensions.get("code"), action=action, old=fact.value,
        new=fact.value if action == "accept" else new,
    )  # fmt: skip


def many(folder: Path, who: str, count: int) -> None:
    for number in range(count):
        append_decision(folder, decision(RECORD.facts[number % 20], who=who, number=number))


def test_two_reviewers_at_once_lose_no_decision(tmp_path: Path) -> None:
    processes = [multiprocessing.Process(target=many, args=(tmp_path, who, 100)) for who in ("甲", "乙")]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    made = list(read_decisions(tmp_path))
    assert len({d.id for d in made}) == len(made) == 200


def test_line_cut_short_by_a_crash_is_no_decision_and_spoils_no_other(tmp_path: Path) -> None:
    append_decision(tmp_path, decision(RECORD.facts[0]))
    with (tmp_path / DECISIONS).open("ab") as file:
        file.write(b'{"id": "half of a li')
    append_decision(tmp_path, decision(RECORD.facts[1]))
    assert [d.fact for d in read_decisions(tmp_path)] == ["f1", "f2"]


def test_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / DECISIONS).write_text('{"id": "short"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="line 1"):
        list(read_decisions(tmp_path))


def test_last_decision_counts_and_difference_is_disputed() -> None:
    fact = RECORD.facts[0]
    first, second = decision(fact), decision(fact, "correct", "5", who="乙")
    assert standing([first, second])[fact.id].decision == second
    assert standing([first, second])[fact.id].disputed
    agreed = decision(fact, "correct", "5", number=1)
    assert not standing([first, second, agreed])[fact.id].disputed


def test_decision_follows_its_fact_when_a_document_is_read_again() -> None:
    fact = RECORD.facts[0]
    others = RECORD.facts[1:10]
    moved = fact.model_copy(update={"id": "f900"})
    assert set(applying([*others, moved], RECORD.document.sha256, [decision(fact)])) == {"f900"}
    changed = fact.model_copy(update={"value": "7"})
    assert applying([*others, changed], RECORD.document.sha256, [decision(fact)]) == {}
    assert applying(RECORD.facts, "another", [decision(fact)]) == {}


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("2,114.81万元", "CNY", "21148100"), ("21148100", "CNY", "21148100"), ("-0.13 万元", "CNY", "-1300"),
        ("1.5亿元", "CNY", "150000000"), ("6.130%", "percent", "6.13"), ("20人", "人", "20"),
        ("新增项目", None, "新增项目"), ("１，２３４．５０", "CNY", "1234.5"), ("+5", "CNY", "5"),
        ("－３", "CNY", "-3"),
    ],
)  # fmt: skip
def test_correction_is_written_as_the_record_writes_it(typed: str, unit: str | None, value: str) -> None:
    assert corrected(RECORD.facts[0].model_copy(update={"unit": unit}), typed) == value


@pytest.mark.parametrize("typed", ["", "  ", "很多", "1.2.3", "NaN", "Infinity", "1e400", "1e5", "1e-400", "1e999999",
                                   "1_000", "²", "١٢", "0x10", "--1", "1,0,0", "1,", "，", "½", "9" * 31, "9" * 5000,
                                   "9" * 26 + "亿元", "0." + "1" * 30, "1\n2\x00"])  # fmt: skip
def test_correction_that_is_no_number_is_refused_in_one_line_for_the_reviewer(typed: str) -> None:
    with pytest.raises(NotANumber, match=r"^[^\n]{4,90}$") as refused:
        corrected(RECORD.facts[0], typed)
    assert regex.search(r"\p{Han}{2}", str(refused.value))


def test_decisions_become_golden_files_and_labels(tmp_path: Path) -> None:
    write_records(1, tmp_path)
    accepted, mended, rejected, open_to_debate = RECORD.facts[:4]
    for made in (
        decision(accepted), decision(mended, "correct", "42"), decision(rejected, "reject"), decision(open_to_debate),
        decision(open_to_debate, "reject", who="乙"),
    ):  # fmt: skip
        append_decision(tmp_path, made)
    exported = export(tmp_path, tmp_path / "out")
    assert (exported.golden, exported.labels, exported.stale) == (1, 3, 0)
    golden = json.loads((tmp_path / "out" / "made-000000.golden.json").read_text(encoding="utf-8"))
    assert [Decimal(f["value"]) for f in golden["facts"]] == [Decimal(accepted.value), Decimal(42)]
    assert golden["complete"] is False
    labels = [json.loads(line) for line in (tmp_path / "out" / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [label["right"] for label in labels] == [True, False, False]
    assert labels[0]["evidence"] == accepted.evidence


def test_decisions_of_an_older_commit_are_read_and_appended_to(tmp_path: Path) -> None:
    made = (OLDER / "b5dba4d" / DECISIONS).read_bytes()
    (tmp_path / DECISIONS).write_bytes(made)
    append_decision(tmp_path, decision(RECORD.facts[0]))
    read = list(read_decisions(tmp_path))
    assert [(d.who, d.action, d.old, d.beside) for d in read[:4]] == [
        ("甲", "accept", "12000", {}),
        ("甲", "accept", "0.5", {}),
        ("乙", "reject", "12000", {}),
        ("乙", "accept", "0.5", {}),
    ]
    assert len(read) == 5
    assert (tmp_path / DECISIONS).read_bytes().startswith(made)
    assert b'"version"' not in (tmp_path / DECISIONS).read_bytes()  # what came before versions reads it, too


@pytest.mark.parametrize("version", ["0", "true", '"2"', "1.5", "null"])
def test_version_that_is_none_is_named(version: str, tmp_path: Path) -> None:
    (tmp_path / DECISIONS).write_text(f'{{"version": {version}}}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"line 1: .* is no version"):
        list(read_decisions(tmp_path))


def test_next_change_of_decisions_is_one_more_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(OLDER / "b5dba4d" / DECISIONS, tmp_path)
    with (tmp_path / DECISIONS).open("ab") as file:
        later = {**json.loads(decision(RECORD.facts[0]).model_dump_json()), "version": 2}
        file.write(json.dumps(later).encode() + b"\n")
    step = {"beside": {"part": "made up"}}
    monkeypatch.setattr(journal, "VERSIONS", Versions((lambda told: told | step,)))
    assert [d.beside for d in read_decisions(tmp_path)] == [*[step["beside"]] * 4, {}]


def test_a_decision_that_is_taken_back_does_not_count(tmp_path: Path) -> None:
    first, second = decision(RECORD.facts[0]), decision(RECORD.facts[0], "correct", "5", number=1)
    for line in (first, second, Undo(id="undo-0001", at=first.at, who="甲", undoes=second.id)):
        append_decision(tmp_path, line)
    assert list(read_decisions(tmp_path)) == [first]
    assert journal_of(tmp_path).holds(second.id)


def test_a_journal_goes_on_with_what_others_append(tmp_path: Path) -> None:
    watching = journal_of(tmp_path)
    assert not watching.read_on()
    for number in range(3):
        append_decision(tmp_path, decision(RECORD.facts[number], number=number))
        assert watching.read_on()
        assert len(list(watching.facts())) == number + 1
    with (tmp_path / DECISIONS).open("ab") as file:
        file.write(b'{"id": "half of a')
    watching.read_on()
    append_decision(tmp_path, decision(RECORD.facts[4], number=9))
    assert watching.read_on()
    assert [d.fact for d in watching.facts()] == ["f1", "f2", "f3", "f5"]


def test_a_journal_that_was_taken_away_is_read_anew(tmp_path: Path) -> None:
    append_decision(tmp_path, decision(RECORD.facts[0]))
    watching = journal_of(tmp_path)
    (tmp_path / DECISIONS).unlink()
    assert watching.read_on()
    assert not list(watching.all())
    append_decision(tmp_path, decision(RECORD.facts[1]))
    watching.read_on()
    assert [d.fact for d in watching.facts()] == ["f2"]


def test_decisions_on_findings_tell_a_version_that_older_programs_refuse(tmp_path: Path) -> None:
    made = FindingDecision(id="finding-1", at="2026-01-01T00:00:00+00:00", who="甲", finding="a12", rule="figures.x",
                           sha256="0", action="dismiss", note="口径调整")  # fmt: skip
    append_decision(tmp_path, made)
    assert list(journal_of(tmp_path).findings()) == [made]
    assert json.loads((tmp_path / DECISIONS).read_bytes())["version"] == 2


def test_a_line_about_nothing_that_is_known_is_named(tmp_path: Path) -> None:
    (tmp_path / DECISIONS).write_text('{"version": 2, "of": "weather", "id": "12345678"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="line 1: of: 'weather'"):
        journal_of(tmp_path)
