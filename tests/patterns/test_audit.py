"""patterns/audit.yaml: its own examples, and that every rule can be told."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from patterns.audit import AuditExample, Phrases, Rule, comparison_of, direction_of, load_audit


@pytest.mark.parametrize("example", load_audit().examples, ids=lambda e: e.reason or e.clause)
def test_examples(example: AuditExample) -> None:
    said = direction_of(example.reason) if example.reason else comparison_of(example.clause or "")
    assert said == example.says


@pytest.mark.parametrize("rule", load_audit().rules, ids=lambda rule: rule.id)
def test_messages_can_be_filled_in(rule: Rule) -> None:
    for message in (rule.zh, rule.en):
        assert "{" not in message.format(what="甲", detail="乙")


def test_ids_are_given_once() -> None:
    for ids in ([r.id for r in load_audit().rules], [r.id for r in load_audit().required]):
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("name", "zh", "told"),
    [
        ("rise", "增加", "rise: '增加' leaves open something else than {amount}"),
        ("more", "{first}等{number}处", "more: '{first}等{number}处' leaves open something else than {count}, {first}"),
        ("final_is_not_budget", "{what}", "final_is_not_budget: '{what}' leaves open something else than nothing"),
    ],
)
def test_a_phrase_that_leaves_open_something_else_is_refused(name: str, zh: str, told: str) -> None:
    phrases = load_audit().phrases.model_dump()
    with pytest.raises(ValidationError) as raised:
        Phrases.model_validate({**phrases, name: {"zh": zh}})
    assert told in str(raised.value)
