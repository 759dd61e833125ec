"""patterns/across.yaml: its own examples, and that identities name what can be told."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from patterns.across import AcrossIdentity, RestatedExample, load_across, tells_restatement


@pytest.mark.parametrize("example", load_across().examples, ids=lambda e: e.text)
def test_examples(example: RestatedExample) -> None:
    assert tells_restatement(example.text) is example.restated


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"same": (), "pairs": ()}, "it names no items"),
        ({"same": ("income", "income")}, "it names income twice"),
        ({"later": ()}, "later"),
        ({"between": "last_year"}, "between"),
    ],
)
def test_an_identity_that_compares_nothing_is_refused(changed: dict[str, object], told: str) -> None:
    whole = load_across().identities[0].model_dump()
    with pytest.raises(ValidationError) as raised:
        AcrossIdentity.model_validate({**whole, **changed})
    assert told in str(raised.value)
