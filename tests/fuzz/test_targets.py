"""The targets of `make fuzz` on a few inputs each, always the same, and on what was found before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.targets import (
    TARGETS,
    a_correction_is_a_number_or_refused,
    a_document_is_read_or_refused,
    a_record_is_valid_or_refused,
    an_archive_is_unpacked_or_refused,
)

_DEAR = (
    a_document_is_read_or_refused, an_archive_is_unpacked_or_refused, a_record_is_valid_or_refused,
    a_correction_is_a_number_or_refused,
)  # fmt: skip


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.__name__)
def test_target_holds(target: Callable[..., None]) -> None:
    examples = 8 if target in _DEAR else 60
    given(TARGETS[target])(settings(max_examples=examples, suppress_health_check=list(HealthCheck))(target))()


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.__name__)
def test_target_holds_for_many(target: Callable[..., None]) -> None:
    given(TARGETS[target])(settings(max_examples=200, suppress_health_check=list(HealthCheck))(target))()
