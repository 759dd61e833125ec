"""Answers as files: every value comes back as it was, dates as dates, texts never as formulas; Stata reads its own."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.publish.publish import publish
from flows.query.ask import QueryError, ask, chinese_words
from flows.query.formats import BOM, is_exact, write_xlsx
from tests.made_records import write_records

SQL = """
    SELECT '甲局' AS unit_name, 2023 AS fiscal_year, 'final_accounts' AS kind, 12345678901.23::DECIMAL(24,6) AS value,
           DATE '2024-07-01' AS day, TIMESTAMP '2024-07-01 08:30:00' AS "at", TRUE AS main, NULL::VARCHAR AS nothing,
           ['a', 'b'] AS several, map {'a': 1, 'b': 2} AS places, '=1+1' AS formula, 1 AS "2023", 2 AS fiscal_year,
           0.1::DOUBLE AS share, repeat('长', 3000) AS text
    UNION ALL
    SELECT NULL, NULL, 'budget', NULL, NULL, NULL, FALSE, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    write_records(4, folder, statements=False)
    publish(folder, folder / "corpus")
    return folder / "corpus"


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(a) for a in arguments], env={"JUESUAN_LANG": "en"})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def written(corpus: Path, path: Path, sql: str = SQL, *options: str) -> Path:
    code, output = run("query", sql, "--corpus", corpus, "-o", path, *options)
    assert (code, output) == (0, "")
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    return path


@pytest.mark.parametrize(("options", "marked"), [((), True), (("--no-bom",), False)])
def test_csv_in_a_file_begins_so_that_excel_reads_it(
    corpus: Path, tmp_path: Path, options: tuple[str, ...], marked: bool
) -> None:
    text = written(corpus, tmp_path / "a.csv", SQL, *options).read_bytes()
    assert text.startswith(BOM.encode()) is marked
    first, second = csv.DictReader(io.StringIO(text.decode("utf-8-sig")))
    assert (first["value"], first["day"], first["at"]) == ("12345678901.23", "2024-07-01", "2024-07-01T08:30:00")
    assert (first["several"], first["places"], first["formula"]) == ("a、b", "a：1；b：2", "'=1+1")
    assert second["value"] == second["unit_name"] == ""


@pytest.mark.parametrize(("options", "marked"), [((), False), (("--bom",), True)])
def test_csv_at_a_terminal_has_a_mark_only_where_it_is_asked_for(
    corpus: Path, options: tuple[str, ...], marked: bool
) -> None:
    code, output = run("query", "SELECT 1 AS a", "--corpus", corpus, "-f", "csv", *options)
    assert code == 0
    assert output.startswith(BOM) is marked
    assert output.removeprefix(BOM).split() == ["a", "1"]


def test_json_has_amounts_as_plain_digits_and_every_column(corpus: Path, tmp_path: Path) -> None:
    first, second = json.loads(written(corpus, tmp_path / "a.json").read_text(encoding="utf-8"))
    assert first["value"] == "12345678901.23"
    assert (first["day"], first["at"], first["main"]) == ("2024-07-01", "2024-07-01T08:30:00", True)
    assert (first["several"], first["places"]) == (["a", "b"], {"a": 1, "b": 2})
    assert (first["fiscal_year"], first["fiscal_year_2"]) == (2023, 2)
    assert second["value"] is None
    code, output = run("query", SQL, "--corpus", corpus, "--json")
    assert (code, json.loads(output)) == (0, [first, second])


def test_xlsx_has_numbers_dates_and_texts_that_do_not_act(corpus: Path, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(corpus, tmp_path / "a.xlsx")).active
    head, first, second = sheet.iter_rows()
    cells = {h.value: c for h, c in zip(head, first, strict=True)}
    assert cells["value"].value == 12345678901.23
    assert (cells["day"].value, cells["at"].value) == (datetime(2024, 7, 1), datetime(2024, 7, 1, 8, 30))
    assert (cells["main"].value, cells["fiscal_year"].value, cells["unit_name"].value) == (True, 2023, "甲局")
    assert (cells["formula"].value, cells["formula"].data_type, cells["formula"].quotePrefix) == ("=1+1", "s", True)
    assert [c.value for c in second if c.value is not None] == ["budget", False]


def test_xlsx_keeps_more_digits_than_a_number_has_there_as_a_text(tmp_path: Path) -> None:
    exact, longer = Decimal("999999999999.123"), Decimal("123456789012345.678901")
    write_xlsx(pa.table({"a": pa.array([exact, longer], pa.decimal128(24, 6))}), tmp_path / "a.xlsx")
    _, first, second = openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True)
    assert (first, second) == ((999999999999.123,), ("123456789012345.678901",))
    assert (is_exact(exact), is_exact(longer), is_exact(10**18), is_exact(10**18 + 1)) == (True, False, True, False)


def test_what_no_sheet_has_is_told_in_words(corpus: Path, tmp_path: Path) -> None:
    sql = (
        "SELECT 'inf'::DOUBLE AS a, 'nan'::DOUBLE AS b, DATE '1899-12-31' AS c, TIMESTAMPTZ '2024-07-01 08:00:00Z' AS d"
    )
    _, row = openpyxl.load_workbook(written(corpus, tmp_path / "a.xlsx", sql)).active.iter_rows(values_only=True)
    assert row[:3] == ("inf", "nan", "1899-12-31")
    assert row[3].startswith("2024-07-01T08:00:00")
    (told,) = json.loads(run("query", sql, "-c", corpus, "-f", "json")[1])
    assert (told["a"], told["b"], told["c"]) == ("Infinity", "NaN", "1899-12-31")


def test_what_a_sheet_cannot_hold_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="row 2, column 1"):
        write_xlsx(pa.table({"a": ["x", "长" * 40_000]}), tmp_path / "a.xlsx")
    with pytest.raises(QueryError, match="more than a sheet holds"):
        write_xlsx(pa.table({"a": pa.nulls(1_048_576, pa.int32())}), tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())


def test_parquet_has_the_types_of_the_answer(corpus: Path, tmp_path: Path) -> None:
    table = pq.read_table(written(corpus, tmp_path / "a.parquet"))
    assert table["value"].to_pylist() == [Decimal("12345678901.23"), None]
    assert table["day"].to_pylist() == [date(2024, 7, 1), None]


@pytest.mark.parametrize("form", ["xlsx", "parquet", "dta"])
def test_a_file_is_asked_for_where_a_terminal_cannot_show_it(corpus: Path, form: str) -> None:
    code, output = run("query", "SELECT 1", "--corpus", corpus, "-f", form)
    assert (code, output) == (2, f"{form} needs a file: --output FILE\n")


def test_words_are_those_of_the_view_that_is_asked(corpus: Path) -> None:
    panel = chinese_words(corpus, "SELECT * FROM panel p JOIN documents USING (record_id)")
    assert panel["three_public"] == "“三公”经费：决算数（元）"
    assert panel["page"] == "本行数字所在的首页"
    assert chinese_words(corpus, "FROM figures")["page"] == "页码（自1起）"


class TestStata:
    """What pandas writes is read back by its reader, which knows nothing of how it was written."""

    @pytest.fixture
    def read(self, corpus: Path, tmp_path: Path) -> Any:
        stata = pytest.importorskip("pandas.io.stata")

        def reading(sql: str) -> tuple[Any, Any]:
            path = written(corpus, tmp_path / "a.dta", sql)
            with stata.StataReader(path, convert_categoricals=False) as reader:
                frame = reader.read()
                return frame, (reader.variable_labels(), reader.value_labels(), reader.data_label)

        return reading

    def test_values_come_back(self, read: Any) -> None:
        frame, _ = read(SQL)
        first, second = frame.to_dict("records")
        assert Decimal(str(first["value"])) == Decimal("12345678901.23")
        assert (first["day"], first["at"]) == (datetime(2024, 7, 1), datetime(2024, 7, 1, 8, 30))
        assert (first["unit_name"], first["places"], first["text"]) == ("甲局", "a：1；b：2", "长" * 3000)
        assert (first["fiscal_year"], first["fiscal_year_2"], first["_2023"]) == (2023, 2, 1)
        assert second["value"] != second["value"]  # missing
        assert second["unit_name"] == second["text"] == ""

    def test_ids_are_codes_with_chinese_labels(self, read: Any) -> None:
        frame, (_, labels, _) = read(SQL)
        assert [labels["kind"][code] for code in frame["kind"]] == ["final_accounts 部门决算", "budget 部门预算"]
        assert [labels["main"][code] for code in frame["main"]] == ["是", "否"]

    def test_panel_has_every_column_with_its_words(self, read: Any, corpus: Path) -> None:
        frame, (words, _, data_label) = read("FROM panel ORDER BY record_id")
        expected = ask(corpus, "FROM panel ORDER BY record_id").to_pylist()
        assert list(frame.columns) == list(expected[0])
        assert words["three_public"] == "“三公”经费：决算数（元）"
        for name in ("three_public", "reception_budget", "expenditure_project"):
            assert [Decimal(str(v)) for v in frame[name]] == [row[name] for row in expected]
        assert "元" in data_label

    def test_long_names_stay_apart_and_are_told_whole(self, read: Any) -> None:
        name = "three_public_vehicles_operation_budget"
        frame, (words, _, _) = read(f'SELECT 1 AS {name}_full, 2 AS {name}_initial, 3 AS in_, 4 AS "public"')
        assert list(frame.columns) == [name[:32], f"{name[:30]}_2", "in_", "_public"]
        assert words[f"{name[:30]}_2"] == f"{name}_initial"

    def test_infinite_number_is_refused_in_one_line(self, corpus: Path, tmp_path: Path) -> None:
        pytest.importorskip("pandas")
        code, output = run("query", "SELECT 'inf'::DOUBLE AS a", "-c", corpus, "-o", tmp_path / "a.dta")
        assert (code, output) == (2, "column a: an infinite number, which Stata does not have\n")
        assert not list(tmp_path.iterdir())

    def test_numbers_that_are_rounded_are_counted(self, corpus: Path, tmp_path: Path) -> None:
        pytest.importorskip("pandas")
        sql = "SELECT 123456789012345.678901::DECIMAL(24,6) AS a"
        code, output = run("query", sql, "-c", corpus, "-o", tmp_path / "a.dta")
        assert code == 0
        assert "1 numbers have more than 15 digits" in output
