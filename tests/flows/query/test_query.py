"""Asking a corpus: answers in three forms, no way to write or to reach files, ten worked questions that answer."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import regex
from rich.console import Console
from typer.testing import CliRunner

from extractors.model.record import Record
from flows.cli import app
from flows.publish.publish import publish
from flows.query.ask import QueryError, ask, print_table
from flows.query.formats import as_csv
from tests.conftest import REPOSITORY
from tests.made_records import write_records

QUESTIONS = regex.findall(
    r"^## (\d+\..*?)$.*?```sql\n(.*?)```",
    (REPOSITORY / "docs" / "questions.md").read_text(encoding="utf-8"),
    regex.DOTALL | regex.MULTILINE,
)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    write_records(120, folder, statements=False)
    publish(folder, folder / "corpus")
    return folder


@pytest.fixture(scope="module")
def corpus(records: Path) -> Path:
    return records / "corpus"


FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "=cmd|' /C x'!A0",
    '=HYPERLINK("x")',
    "-甲",
)


def test_no_text_of_a_csv_acts_as_a_formula_and_numbers_stay_numbers() -> None:
    texts = (*FORMULAS, "甲局", "-1300.5", "5%", "")
    numbers = {"decimal": Decimal("-1300.5000"), "whole": -3, "float": -0.00001}
    columns = {name: [number] * len(texts) for name, number in numbers.items()}
    made = pa.table({"=a": [*texts], "list": [["=1", "b"]] * len(texts), **columns})
    head, *rows = csv.reader(io.StringIO(as_csv(made)))
    assert head == ["'=a", "list", *numbers]
    assert [row[0] for row in rows] == [*(f"'{text}" for text in FORMULAS), "甲局", "-1300.5", "5%", ""]
    assert rows[0][1] == "'=1、b"
    assert [Decimal(number) for number in rows[0][2:]] == [Decimal(str(number)) for number in numbers.values()]


def answer(corpus: Path, number: int) -> list[dict[str, Any]]:
    sql = next(sql for title, sql in QUESTIONS if title.startswith(f"{number}."))
    rows: list[dict[str, Any]] = ask(corpus, sql).to_pylist()
    return rows


def finals(records: Path, concept: str) -> dict[tuple[str, int], Decimal]:
    """A concept's final figures by unit and year, straight from the Records."""
    out = {}
    for path in records.glob("*.json"):
        record = Record.model_validate_json(path.read_bytes())
        facts = [f for f in record.facts if (f.concept, f.measure) == (concept, "final")]
        if facts and record.document.unit_name and record.document.fiscal_year:
            best = max(facts, key=lambda f: f.confidence)
            out[record.document.unit_name, record.document.fiscal_year] = Decimal(best.value)
    return out


@pytest.mark.parametrize(("title", "sql"), QUESTIONS, ids=[title[:30] for title, _ in QUESTIONS])
def test_question_has_an_answer(corpus: Path, title: str, sql: str) -> None:
    assert ask(corpus, sql).num_rows > 0


def test_there_are_ten_questions() -> None:
    assert [int(title.split(".")[0]) for title, _ in QUESTIONS] == list(range(1, 11))


def test_largest_falls_are_those_of_the_records(records: Path, corpus: Path) -> None:
    found = finals(records, "three_public.reception")
    falls = {
        (unit, year): value - found[unit, year - 1]
        for (unit, year), value in found.items()
        if (unit, year - 1) in found
    }
    rows = answer(corpus, 1)
    assert [row["change"] for row in rows] == sorted(fall for fall in falls.values() if fall < 0)[:20]
    assert all(falls[row["unit_name"], row["fiscal_year"]] == row["change"] for row in rows)
    assert any(row["reason"] for row in rows)


def test_totals_by_region_and_year_are_those_of_the_records(records: Path, corpus: Path) -> None:
    expected: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for (unit, year), value in finals(records, "three_public").items():
        expected[unit[:3], year] += value
    assert {(r["region"], r["fiscal_year"]): r["three_public"] for r in answer(corpus, 4)} == expected


def test_repeated_reasons_are_those_that_repeat(corpus: Path) -> None:
    rows = answer(corpus, 2)
    assert all(row["reason"] == row["last_reason"] or row["likeness"] < 1 for row in rows)
    assert any(row["reason"] == row["last_reason"] for row in rows)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM facts",
        "SELECT * FROM read_csv('/etc/hostname')",
        "COPY facts TO '/tmp/facts.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "SELECT nonsense FROM facts",
    ],
)
def test_corpus_is_read_only_and_files_are_out_of_reach(corpus: Path, sql: str) -> None:
    with pytest.raises(QueryError) as raised:
        ask(corpus, sql)
    assert "\n" not in str(raised.value)


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_command_prints_table_and_csv_and_writes_parquet(corpus: Path, tmp_path: Path) -> None:
    sql = "SELECT unit_name, fiscal_year, income FROM wide ORDER BY record_id LIMIT 3"
    code, output = run("query", sql, "--corpus", corpus)
    assert code == 0
    assert "income" in output
    code, output = run("query", sql, "--corpus", corpus, "--format", "csv")
    rows = list(csv.reader(io.StringIO(output)))
    assert code == 0
    assert rows[0] == ["unit_name", "fiscal_year", "income"]
    assert len(rows) == 4
    assert all("." not in row[2] or not row[2].endswith("0") for row in rows[1:])
    assert run("query", sql, "--corpus", corpus, "--format", "parquet", "-o", tmp_path / "a.parquet")[0] == 0
    assert [str(v) for v in pq.read_table(tmp_path / "a.parquet")["unit_name"]] == [row[0] for row in rows[1:]]


@pytest.mark.parametrize(
    "arguments", [("SELEC", "--corpus", "{corpus}"), ("SELECT 1", "--corpus", "nowhere"), ("SELECT 1", "-f", "parquet")]
)
def test_wrong_usage_is_one_line_and_exit_code_2(corpus: Path, arguments: tuple[str, ...]) -> None:
    code, output = run("query", *(a.format(corpus=corpus) for a in arguments))
    assert code == 2
    assert len(output.strip().splitlines()) == 1


@pytest.mark.parametrize(("columns", "beside"), [(80, True), (20, False)])
def test_answers_that_do_not_fit_are_told_column_below_column(corpus: Path, columns: int, beside: bool) -> None:
    out = io.StringIO()
    answer = ask(corpus, "SELECT 'a[b]' AS 名称, 12.50 AS value, 3 AS n FROM range(2)")
    print_table(answer, 2, Console(file=out, width=columns))
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= columns
    assert out.getvalue().count("a[b]") == 2
    assert any("value" in line and "n" in line.replace("value", "") for line in lines) == beside
    assert any(line.split() == ["value", "12.5"] for line in lines) != beside
