"""Planted breaches: each changes one thing, and the audit tells of it and of nothing graver."""

from __future__ import annotations

import random

import pytest

from corpus.breaches import breaches, told_by
from corpus.compose import Composed, compose
from corpus.evaluate.breaches import audited
from corpus.sheets import Sheet
from patterns.audit_rules import load_rules

SEED = 9305  # its accounts have a fund
FAMILIES = ("mof", "guangdong", "sichuan", "hubei", "xinjiang")


def planted(rule: str, document: Composed) -> Composed | None:
    return breaches()[rule](document, random.Random(rule))


def test_each_is_of_a_rule_of_the_audit() -> None:
    known = {rule.id for rule in load_rules()}
    assert {rule for name in breaches() for rule in told_by(name)} <= known


@pytest.mark.parametrize("rule", sorted(breaches()))
def test_one_block_is_changed(rule: str) -> None:
    seen = 0
    for family in FAMILIES:
        for seed in range(SEED, SEED + 2):
            document = compose(family, seed)
            made = planted(rule, document)
            if made is not None:
                seen += 1
                changed = [(a, b) for a, b in zip(document.blocks, made.blocks, strict=True) if a != b]
                assert len(changed) == 1
                assert made.golden == document.golden
    assert seen, "no document can carry it"


def test_the_sums_of_a_table_hold_as_they_did() -> None:
    document = compose("mof", SEED)
    made = planted("basic.three_public", document)
    assert made is not None
    for before, after in zip(document.blocks, made.blocks, strict=True):
        if isinstance(before, Sheet) and isinstance(after, Sheet) and before != after:
            sums = [sum(v for row in s.rows for e in row for v in e.values.values()) for s in (before, after)]
            assert sums[0] == sums[1]
            return
    raise AssertionError("no table was changed")


def test_a_breach_is_found() -> None:
    made = planted("text.date", compose("mof", SEED))
    assert made is not None
    assert [f.rule for f in audited(made) if f.rule == "text.date"] == ["text.date"]
