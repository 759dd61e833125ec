"""The panel: one row a unit and year with what the Records tell, names that Stata takes, places to cite."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import regex

from flows.publish.panel import panel
from flows.publish.publish import publish
from flows.query.ask import ask
from flows.query.stata import stata_names
from tests.made_records import made_record

MADE = 8


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two units of four years each, one year of the first told three times, a budget, one without a year."""
    folder = tmp_path_factory.mktemp("records")
    records = {f"r{n}": made_record(n, statements=False, consecutive=True) for n in range(MADE)}
    records["unit"] = made_record(0, statements=False) | {"checks": []}
    records["unit"]["document"] |= {"kind": "unit_final_accounts"}
    records["scan"] = made_record(1, statements=False, consecutive=True)
    records["scan"]["pages"] = [page | {"source": "ocr"} for page in records["scan"]["pages"]]
    records["r1"]["pages"] = [page | {"source": "text_layer"} for page in records["r1"]["pages"]]
    records["budget"] = made_record(8, statements=False)
    records["budget"]["document"] |= {"kind": "budget"}
    records["none"] = made_record(9, statements=False)
    records["none"]["document"] |= {"fiscal_year": None}
    for name, record in records.items():
        record["document"]["sha256"] = f"{name:0>64}".encode().hex()[:64]
        (folder / f"{name}.json").write_text(json.dumps(record), encoding="utf-8")
    publish(folder, folder / "corpus")
    return folder / "corpus"


def facts(record: dict[str, Any], concept: str) -> dict[str, dict[str, Any]]:
    """The surest fact of each measure of a concept."""
    own = [f for f in record["facts"] if f["concept"] == concept and not f["dimensions"]]
    return {f["measure"]: f for f in sorted(own, key=lambda f: float(f["confidence"]))}


def rows(corpus: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each row of the panel with the Record it is of."""
    for row in ask(corpus, "FROM panel ORDER BY record_id").to_pylist():
        yield row, made_record(int(row["record_id"][1:]), statements=False, consecutive=True)


def test_one_row_a_unit_and_year_of_its_accounts(corpus: Path) -> None:
    told = ask(corpus, "SELECT record_id, unit_id, fiscal_year, kind FROM panel ORDER BY record_id").to_pylist()
    assert [row["record_id"] for row in told] == [f"r{n}" for n in range(MADE)]
    assert len({(row["unit_id"], row["fiscal_year"]) for row in told}) == MADE
    assert {row["kind"] for row in told} == {"final_accounts"}


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("three_public", "three_public"),
        ("car_operation", "three_public.vehicles.operation"),
        ("reception", "three_public.reception"),
    ],
)
def test_a_compared_figure_is_what_the_record_tells(corpus: Path, name: str, concept: str) -> None:
    for row, record in rows(corpus):
        told = facts(record, concept)
        assert row[name] == Decimal(told["final"]["value"])
        kind = "budget_full" if "budget_full" in told else "budget_initial"
        assert row[f"{name}_budget"] == Decimal(told[kind]["value"])
        assert row[f"{name}_budget_kind"] == kind
        prior = told.get("prior")
        assert row[f"{name}_prior"] == (None if prior is None else Decimal(prior["value"]))
        change = told.get("change")
        assert row[f"{name}_change"] == (None if change is None else Decimal(change["value"]))
        used = [told[m]["confidence"] for m in ("final", kind, "prior", "change") if m in told]
        assert row[f"{name}_confidence"] == min(used)
        assert row[f"{name}_page"] == told["final"]["provenance"][0]["page"]


def test_reasons_are_whole_texts(corpus: Path) -> None:
    found = 0
    for row, record in rows(corpus):
        for name, concept in (("overseas", "three_public.overseas"), ("income", "income")):
            reason = facts(record, concept).get("reason_change")
            assert row[f"{name}_reason"] == (reason and reason["value"])
            found += reason is not None
    assert found


def test_row_tells_least_confidence_first_page_and_file(corpus: Path) -> None:
    for row, _ in rows(corpus):
        sure = [v for k, v in row.items() if k.endswith("_confidence") and "_reason_" not in k and v is not None]
        assert row["confidence"] == min(sure)
        assert row["page"] == min(v for k, v in row.items() if k.endswith("_page") and v)
        assert row["file_name"] == f"made-{int(row['record_id'][1:]):06d}.pdf"


def test_names_are_what_stata_takes(corpus: Path) -> None:
    names = ask(corpus, "FROM panel LIMIT 0").column_names
    assert all(regex.fullmatch(r"[a-z_][a-z0-9_]{0,31}", name) for name in names)
    assert stata_names(names) == names
    assert len(names) == len(set(names))
    assert set(panel().columns) < set(names)


def test_wide_and_figures_tell_where_each_figure_stands(corpus: Path) -> None:
    told = facts(made_record(2, statements=False, consecutive=True), "income")["final"]
    places = "wide.page, pages['income'] AS p, quotes['income'] AS q, file_name"
    of_wide = f"SELECT {places} FROM wide JOIN wide_places USING (record_id) WHERE record_id = 'r2'"
    (wide,) = ask(corpus, of_wide).to_pylist()
    of_figures = "SELECT page, quote, file_name FROM figures WHERE record_id = 'r2' AND concept = 'income'"
    (figure,) = ask(corpus, f"{of_figures} AND measure = 'final'").to_pylist()
    assert (wide["p"], wide["q"]) == (figure["page"], figure["quote"])
    assert (wide["p"], wide["q"]) == (told["provenance"][0]["page"], told["quote"])
    assert wide["page"] <= wide["p"]
    assert wide["file_name"] == figure["file_name"] == "made-000002.pdf"
