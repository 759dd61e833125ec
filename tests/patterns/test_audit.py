"""patterns/audit.yaml: its own examples, and that every rule can be told."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from patterns.audit import AuditExample, MessageWording, comparison_of, direction_of, load_audit
from patterns.audit_rules import Rule, load_rules


@pytest.mark.parametrize("example", load_audit().examples, ids=lambda e: e.reason or e.clause)
def test_examples(example: AuditExample) -> None:
    said = direction_of(example.reason) if example.reason else comparison_of(example.clause or "")
    assert said == example.says


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_messages_can_be_filled_in(rule: Rule) -> None:
    for message in (rule.zh, rule.en):
        assert "{" not in message.format(what="甲", detail="乙")


def test_ids_are_given_once() -> None:
    for ids in ([r.id for r in load_rules()], [r.id for r in load_audit().required]):
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("name", "wrong", "told"),
    [
        ("rise", "增加", "rise: '增加' must leave open {amount}"),
        ("more", {"zh": "{first}等{count}处", "en": "{first} and {number}"}, "'{first} and {number}' must leave open"),
        ("joint", "{what}", "joint: '{what}' must leave open nothing"),
    ],
)
def test_wording_that_leaves_open_something_else_is_refused(name: str, wrong: object, told: str) -> None:
    wording = load_audit().wording.model_dump()
    with pytest.raises(ValidationError) as raised:
        MessageWording.model_validate({**wording, name: wrong})
    assert told in str(raised.value)
