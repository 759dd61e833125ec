"""Every rule of patterns/audit_rules.yaml on its own example and counter-example, as documents that are read."""

from __future__ import annotations

import pytest

from patterns.audit_rules import Rule, load_rules
from tests.extractors.audit.examples import found_in

SHOWN = [rule for rule in load_rules() if not rule.unshown]


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.id)
def test_the_example_is_told_of_and_the_counter_example_is_not(rule: Rule) -> None:
    beyond = found_in(rule.example) - found_in(rule.counter)
    assert {(found.rule, found.severity) for found in beyond} == {(rule.id, rule.severity)}


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.id)
def test_a_counter_example_is_told_of_nothing_that_its_example_is_not(rule: Rule) -> None:
    """But for what the small document lacks, which may be more where it has more."""
    beyond = found_in(rule.counter) - found_in(rule.example)
    assert {found.rule for found in beyond} <= {"required", "required.template", "tables.missing"}
