"""patterns/register.yaml: its own examples, and the kinds of bodies by their names."""

from __future__ import annotations

import pytest

from patterns.register import ListExample, body_kind, is_unit_row, listed_names, load_register


@pytest.mark.parametrize("example", load_register().examples, ids=lambda e: e.text)
def test_examples(example: ListExample) -> None:
    assert listed_names(example.text) == example.names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("云岭市第一中学", "school"), ("南山县人民医院", "health"), ("南山县石桥镇人民政府", "township"),
        ("南山县人民政府", "government"), ("南山县教育局", "authority"), ("南山县档案馆", "institution"),
        ("南山县人民法院", "judicial"), ("中共南山县委宣传部", "party"), ("人员经费", None),
    ],
)  # fmt: skip
def test_kind_of_a_body_is_told_by_the_end_of_its_name(name: str, kind: str | None) -> None:
    found = body_kind(name)
    assert (found.id if found else None) == kind


def test_a_list_is_found_behind_either_colon() -> None:
    assert listed_names("下属单位包括:云岭市第一中学、云岭市第二中学") == ("云岭市第一中学", "云岭市第二中学")


def test_totals_are_no_units() -> None:
    assert not any(map(is_unit_row, ("合计", "总 计", "", "1")))
    assert is_unit_row("南山县教育局（本级）")
