"""The Python API: what docs/python.md promises."""

from __future__ import annotations

import pickle
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

import juesuan
from corpus.compendium import compendium
from extractors.model.record import Record
from flows.publish.schema import TABLES
from tests.conftest import REPOSITORY
from tests.made_records import made_record

PAGE = (
    "<html><head><title>甲县审计局2023年度部门决算公开</title></head><body><h1>甲县审计局2023年度部门决算公开</h1>"
    "<p>一、收入支出决算总体情况说明</p><p>2023年度收入总计520.30万元，支出总计520.30万元。</p></body></html>"
).encode()


def made(number: int, **document: object) -> Record:
    """An invented Record."""
    told = made_record(number)
    return Record.model_validate({**told, "document": {**told["document"], **document}})


def test_importing_it_loads_nothing_that_reads() -> None:
    code = (
        "import sys, juesuan; juesuan.__version__; juesuan.__dir__()\n"
        "print(*{'pydantic', 'pyarrow', 'numpy', 'pymupdf', 'spacy', 'typer', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert done.stdout.split() == []


def test_all_names_are_there() -> None:
    assert all(getattr(juesuan, name) is not None for name in juesuan.__all__)
    assert juesuan.Record is Record
    with pytest.raises(AttributeError, match="no attribute 'rede'"):
        juesuan.rede  # noqa: B018


def test_every_name_is_told_of() -> None:
    text = (REPOSITORY / "docs" / "python.md").read_text(encoding="utf-8")
    for name in juesuan.__all__:
        assert f"`{name}" in text, name


def test_a_file_and_its_bytes_give_the_same(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("甲局/决算.html", PAGE)
    of_archive = juesuan.read(f"{tmp_path / 'a.zip'}!/甲局/决算.html")
    of_bytes = juesuan.read_bytes(PAGE, "决算.html")
    assert of_archive.document.file_name == "决算.html"
    assert of_archive.facts == of_bytes.facts != ()
    assert of_archive.document == of_bytes.document


def test_what_cannot_be_read_names_file_and_cause(tmp_path: Path) -> None:
    (tmp_path / "决算.pdf").write_text("no PDF", encoding="utf-8")
    with pytest.raises(juesuan.UnreadableDocument) as told:
        juesuan.read(tmp_path / "决算.pdf")
    assert (told.value.file_name, str(told.value)) == ("决算.pdf", f"决算.pdf: {told.value.cause}")
    with pytest.raises(FileNotFoundError):
        juesuan.read(tmp_path / "missing.pdf")


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("{}", "not a Record: document: Field required"),
        ("no JSON", "not a Record: Invalid JSON: expected ident"),
        ('{"schema_version": "3"}', "a Record of a later version of Juesuan (schema_version 3, known up to 2)"),
        ('{"schema_version": "0"}', "not a Record: schema_version: Input should be '1' or '2'"),
        ('{"schema_version": {}}', "not a Record: schema_version: Input should be '1' or '2'"),
        ("[" * 100_000, "not a Record: Invalid JSON: recursion limit exceeded"),
    ],
)
def test_what_is_no_record_names_file_and_cause(tmp_path: Path, text: str, cause: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(juesuan.NotARecord) as told:
        juesuan.load(path)
    assert told.value.cause.startswith(cause)
    assert (told.value.file_name, str(told.value)) == (str(path), f"{path}: {told.value.cause}")
    assert str(pickle.loads(pickle.dumps(told.value))) == str(told.value)


def test_a_record_is_loaded_as_it_was_written(tmp_path: Path) -> None:
    record = made(1)
    (tmp_path / "a.json").write_text(record.model_dump_json(), encoding="utf-8")
    assert juesuan.load(tmp_path / "a.json") == record


def test_a_fact_is_a_row_with_exact_money() -> None:
    records = [made(1), made(2, fiscal_year=None)]
    table = juesuan.to_arrow(records)
    rows = table.to_pylist()
    assert [row["fact_id"] for row in rows] == [fact.id for record in records for fact in record.facts]
    for row, fact in zip(rows, (f for r in records for f in r.facts), strict=True):
        if fact.unit is not None:
            assert type(row["value"]) is Decimal
            assert row["value"] == Decimal(fact.value)
    assert {row["fiscal_year"] for row in rows} == {records[0].document.fiscal_year, None}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns_are_those_of_a_published_corpus(table: object) -> None:
    assert juesuan.to_arrow(made(1), table.name).schema == table.arrow.append(pa.field("fiscal_year", pa.int32()))
    assert juesuan.to_arrow([], table.name).num_rows == 0


def test_a_table_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no table 'fact'; there are documents, facts, "):
        juesuan.to_arrow(made(1), "fact")


def test_records_are_named_apart() -> None:
    def names(*records: Record) -> list[str]:
        return juesuan.to_arrow(records, "documents")["record_id"].to_pylist()

    assert names(made(1, file_name="甲.pdf"), made(2, file_name="乙.v2.docx")) == ["甲", "乙.v2"]
    assert names(made(1, file_name="甲.pdf"), made(2, file_name="甲.docx")) == ["甲.pdf", "甲.docx"]
    same = names(made(1, file_name="甲.pdf", sha256="1" * 64), made(2, file_name="甲.pdf", sha256="2" * 64))
    assert len(set(same)) == 2
    with pytest.raises(ValueError, match="2 Records of one document; give a mapping"):
        names(made(1), made(1))
    both = {"a": made(1), "b": made(1)}
    assert juesuan.to_arrow(both, "documents")["record_id"].to_pylist() == ["a", "b"]


def test_frames_say_what_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"needs pandas, which is not installed \(pip install pandas\)"):
        juesuan.to_frame(made(1))


def test_frames_hold_decimals_and_whole_numbers() -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    frame = juesuan.to_frame([made(1), made(2, fiscal_year=None)])
    assert {type(value) for value in frame["value"].dropna()} == {Decimal}
    assert str(frame["fiscal_year"].dtype) == "Int32"
    assert str(frame["page"].dtype) == "Int32"


def test_read_all_gives_the_units_of_a_file_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "bound.pdf"
    path.write_bytes(compendium((("narrative", 47), ("lakes", 45)))[0])
    whole, *units = juesuan.read_all(path)
    assert whole.document.parts == len(units) == 2
    assert all(unit.facts for unit in units)
    assert juesuan.read(path).document == whole.document
