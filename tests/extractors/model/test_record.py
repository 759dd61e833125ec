"""What the Record says of itself, and which Records are read."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from extractors.model.record import SCHEMA_VERSION, Record
from tests.made_records import made_record


@pytest.mark.parametrize("version", ["1", SCHEMA_VERSION])
def test_records_of_this_and_of_older_schemas_are_read(version: str) -> None:
    assert Record.model_validate({**made_record(1), "schema_version": version}).schema_version == version


def test_record_of_a_schema_to_come_is_refused() -> None:
    with pytest.raises(ValueError, match="schema_version"):
        Record.model_validate({**made_record(1), "schema_version": "9"})


def test_what_keeps_a_fact_apart_from_the_main_figure_is_year_and_part() -> None:
    made = made_record(1)
    made["facts"][0]["dimensions"] = {"code": "201", "name": "甲", "year": "2025", "part": "本级"}
    facts = Record.model_validate(made).facts
    assert facts[0].beside == {"year": "2025", "part": "本级"}
    assert facts[1].beside == {}


HOSTILE_NUMBERS = (
    "NaN", "sNaN", "Infinity", "-Infinity", "1e999999", "1E5", "1_000", "²", "١٢", "１２", "", "abc", "1,000", "+1",
    " 1", "1\n", "007", "--1", "1.", ".5", "9" * 31, "9" * 5_000, "0." + "1" * 5_000,
)  # fmt: skip


def told_of(made: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """The Record with another value at a place of it."""
    *way, last = [int(name) if name.isdigit() else name for name in path.split(".")]
    at: Any = made
    for name in way:
        at = at[name]
    at[last] = value
    return made


@pytest.mark.parametrize("number", HOSTILE_NUMBERS)
@pytest.mark.parametrize("path", ["facts.0.value", "statements.0.rows.0.cells.0.value", "checks.0.difference"])
def test_what_no_sum_can_be_is_no_value(path: str, number: str) -> None:
    if path == "checks.0.difference" and number == "9" * 31:
        return  # differences may be longer: rates of the largest by the smallest
    made = told_of(made_record(1), path, number)
    with pytest.raises(ValidationError):
        Record.model_validate(made)
    if number != "1\n":  # Python's `$` is not that of JSON Schema's expressions: it passes over a last line break
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(json.loads(json.dumps(made)), Record.model_json_schema())


@pytest.mark.parametrize("number", ["0", "-1234.5", "0.01", "100", "9" * 28, "-" + "9" * 26 + ".99"])
def test_what_documents_say_is_a_value(number: str) -> None:
    made = told_of(made_record(1), "facts.0.value", number)
    assert Record.model_validate(made).facts[0].value == number
    jsonschema.validate(json.loads(json.dumps(made)), Record.model_json_schema())


def test_text_without_a_unit_is_no_number() -> None:
    made = told_of(told_of(made_record(1), "facts.0.unit", None), "facts.0.value", "人员增加")
    assert Record.model_validate(made).facts[0].value == "人员增加"


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -0.1, 1.1])
@pytest.mark.parametrize(
    "path", ["facts.0.confidence", "pages.0.mean_confidence", "statements.0.rows.0.cells.0.confidence"]
)
def test_confidence_is_a_probability(path: str, number: float) -> None:
    with pytest.raises(ValidationError):
        Record.model_validate(told_of(made_record(1), path, number))


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity", "1e999"])
@pytest.mark.parametrize(
    "path",
    [
        "facts.0.evidence.chars_min",
        "facts.0.provenance.0.bbox.2",
        "pages.0.width",
        "produced.seconds",
        "checks.0.signs.x",
    ],
)
def test_measures_are_finite(path: str, written: str) -> None:
    made = made_record(1)
    made["checks"][0]["signs"] = {}
    text = json.dumps(told_of(made, path, "here")).replace('"here"', written)
    with pytest.raises(ValidationError):
        Record.model_validate_json(text)


@pytest.mark.parametrize("number", [10**30, -1])
@pytest.mark.parametrize(
    "path",
    ["document.fiscal_year", "document.pages", "document.bytes", "facts.0.provenance.0.page", "statements.0.number",
     "pages.0.number", "facts.0.provenance.0.start", "statements.0.rows.0.cells.0.page"],
)  # fmt: skip
def test_whole_numbers_fit_where_they_are_published(path: str, number: int) -> None:
    with pytest.raises(ValidationError):
        Record.model_validate(told_of(made_record(1), path, number))
