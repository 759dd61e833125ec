"""What the Record says of itself, and which Records are read."""

from __future__ import annotations

import pytest

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
