"""The parts of a walk are changed by their own verbs only, and brackets are left as they were entered."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import extractors.binding
from tests.reading import read, told

OF_FUND = "income.fiscal_appropriation.government_fund"
MODULES = sorted(Path(extractors.binding.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=[module.stem for module in MODULES])
def test_nobody_sets_an_attribute_of_another(module: Path) -> None:
    stored = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    ]
    assert not [name for name in stored if not name.startswith(("self.", "member."))]
    assert not [name for name in stored if name.count(".") > 1]


@pytest.mark.parametrize(
    ("section", "text", "facts"),
    [
        (
            "fiscal",
            "财政拨款收入30.00万元（其中：政府性基金预算财政拨款收入6.00万元），比上年增加3.00万元。",
            ["fiscal.income final 300000", f"{OF_FUND} final 60000", "fiscal.income change 30000"],
        ),
        (
            "income",
            "事业收入5.00万元。经营收入6.00万元；比上年增加1.00万元。增加2.00万元。",
            [
                "income.institutional final 50000",
                "income.operating final 60000",
                "income.operating change 10000",
                "income.operating change 20000",
            ],
        ),
        (
            "income",
            "事业收入5.00万元，与年初预算8.00万元相比减少3.00万元。事业收入增加1.00万元。",
            [
                "income.institutional final 50000",
                "income.institutional budget_initial 80000",
                "income.institutional variance -30000",
                "income.institutional change 10000",
            ],
        ),
        (
            "expenditure",
            "支出年初预算40.00万元，其中：基本支出30.00万元，项目支出10.00万元。项目支出9.00万元。",
            [
                "expenditure budget_initial 400000",
                "expenditure.basic budget_initial 300000",
                "expenditure.project budget_initial 100000",
                "expenditure.project final 90000",
            ],
        ),
    ],
)
def test_what_a_sentence_leaves_behind(section: str, text: str, facts: list[str]) -> None:
    assert told(read(text, section)) == facts
