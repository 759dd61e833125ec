"""How far the binding looks: what is just near enough, and what is one character too far."""

from __future__ import annotations

import pytest

from tests.reading import read, told

OTHER = "某"  # a character that is no part of any wording


def both(section: str | None, text: str, within: int) -> tuple[list[str], list[str]]:
    """What is read with `within` other characters in the text, and with one more."""
    near, far = (told(read(text.format(OTHER * n), section)) for n in (within, within + 1))
    return near, far


@pytest.mark.parametrize(
    ("section", "text", "within", "near", "far"),
    [
        pytest.param(
            "three_public",
            "（{}）公务用车购置及运行维护费。其中：公务用车购置费3.00万元。较上年增加1.00万元。",
            10,
            "three_public.vehicles change 10000",
            "three_public.vehicles.purchase change 10000",
            id="a name that is a title",
        ),
        pytest.param(
            "agency_operation",
            "机关运行经费5.00万元，比上年增加1.00万元，{}增长5.2。",
            8,
            "agency_operation change_rate 5.2",
            "agency_operation change 52000",
            id="a rate without % behind a change",
        ),
        pytest.param(
            "three_public",
            "“三公”经费支出9.00万元，全部为公务用车运行维护费{}4.00万元，比上年增加1.00万元。",
            2,
            "three_public.vehicles.operation change 10000",
            "three_public change 10000",
            id="a value that is a part's own",
        ),
        pytest.param(
            "three_public",
            "公务接待费{}。\n较上年增加1.00万元。",
            54,
            "three_public.reception change 10000",
            "three_public change 10000",
            id="a paragraph that only names",
        ),
        pytest.param(
            "agency_operation",
            "由于基数调整，{}比上年增加3.00万元。",
            15,
            "agency_operation reason_change 基数调整",
            "agency_operation change 30000",
            id="a reason told first",
        ),
        pytest.param(
            "state_capital",
            "无{}国有资本经营预算财政拨款支出。",
            14,
            "state_capital nil true",
            None,
            id="a denial",
        ),
        pytest.param(
            "agency_operation",
            "机关运行经费（{}）5.00万元。",
            60,
            "agency_operation final 50000",
            None,
            id="a remark in brackets",
        ),
        pytest.param(
            "agency_operation",
            "机关运行经费{}5.00万元。",
            3,
            "agency_operation final 50000",
            None,
            id="other words before a figure",
        ),
    ],
)
def test_reach_ends_there(section: str | None, text: str, within: int, near: str, far: str | None) -> None:
    read_near, read_far = both(section, text, within)
    assert read_near[-1:] == [near]
    assert read_far[-1:] == ([far] if far else [])


def test_rate_tells_the_direction_of_a_change_near_before_it() -> None:
    near, far = both("agency_operation", "机关运行经费增加（减少）1.00万元，{}下降3.98%。", 12)
    assert near[0] == "agency_operation change -10000"
    assert far[0] == "agency_operation change 10000"


@pytest.mark.parametrize("cue", ["主要用于", "比上年增加1.00万元，主要原因是"])
def test_one_character_is_no_text(cue: str) -> None:
    assert not any(
        fact.endswith("水") for fact in told(read(f"机关运行经费支出5.00万元，{cue}水。", "agency_operation"))
    )
    assert told(read(f"机关运行经费支出5.00万元，{cue}水电。", "agency_operation"))[-1].endswith(" 水电")
