"""How tables say in which unit their money stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from patterns.money import load_money, unit_for_all, unit_in_name, unit_over, unit_stated

EXAMPLES = load_money().examples


def told() -> Iterator[tuple[Callable[[str], str], str, str]]:
    yield from ((unit_stated, line, unit) for line, unit in EXAMPLES.stated.items())
    yield from ((unit_over, line, unit) for line, unit in {**EXAMPLES.alone, **EXAMPLES.behind_title}.items())
    yield from ((unit_in_name, name, unit) for name, unit in EXAMPLES.in_name.items())
    yield from ((unit_for_all, text, unit) for text, unit in EXAMPLES.for_all.items())


@pytest.mark.parametrize(("tells", "line", "unit"), told())
def test_the_examples_tell_their_unit(tells: Callable[[str], str], line: str, unit: str) -> None:
    assert tells(line) == unit


@pytest.mark.parametrize("line", EXAMPLES.none)
@pytest.mark.parametrize("tells", [unit_stated, unit_over, unit_for_all])
def test_other_lines_tell_no_unit(tells: Callable[[str], str], line: str) -> None:
    assert tells(line) == ""


def test_a_unit_that_none_of_units_yaml_is_is_not_known() -> None:
    assert unit_stated("单位：百元") == ""
