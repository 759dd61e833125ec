"""patterns/openness.yaml: what it names exists, and its weights come to 100."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from patterns.audit import load_audit
from patterns.openness import Openness, load_openness
from patterns.sets import load_sets


def test_weights_that_do_not_come_to_100_are_refused() -> None:
    whole = load_openness().model_dump()
    assert Openness.model_validate(whole) == load_openness()
    heavier = [{**whole["items"][0], "weight": 11}, *whole["items"][1:]]
    with pytest.raises(ValidationError, match="the weights come to 101"):
        Openness.model_validate({**whole, "items": heavier})


def test_an_item_of_nothing_is_refused() -> None:
    whole = load_openness().model_dump()
    (tables,) = (i for i, item in enumerate(whole["items"]) if item["id"] == "tables")
    whole["items"][tables]["due"] = ()
    with pytest.raises(ValidationError, match="due is for obligations"):
        Openness.model_validate(whole)


def test_every_obligation_is_of_one_item_and_every_item_of_some() -> None:
    ids = [*(f"required.{item.id}" for item in load_audit().required), *(f"tables.{k}" for k in load_sets().nine)]
    items = [item for item in load_openness().items if item.of == "obligations"]
    assert all(sum(item.is_due(one) for item in items) == 1 for one in (*ids, "reason.three_public"))
    assert all(any(map(item.is_due, (*ids, "reason.three_public"))) for item in items)
    assert set(load_openness().forms_tell) <= set(ids)


def test_each_heading_has_items_and_levels_have_tables() -> None:
    assert {item.heading for item in load_openness().items} == {heading.id for heading in load_openness().headings}
    digits = {item.digits for item in load_openness().items if item.of == "level"}
    assert digits == {one.digits for one in load_audit().details}
