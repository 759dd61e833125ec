"""Functions whose name several codes bear, told by those beside them."""

from __future__ import annotations

import pytest

from tests.reading import facts

LIST = "一般公共服务支出（类）90.00万元。其中：\n{}"


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (
            "行政运行（项）40.00万元；\n市场秩序执法（项）20.00万元；",
            ["[2013801] final 400000", "[2013805] final 200000"],
        ),
        (
            "市场秩序执法（项）20.00万元；\n行政运行（项）40.00万元；",
            ["[2013805] final 200000", "[2013801] final 400000"],
        ),
        # nothing beside tells whose it is, or each side tells another
        ("行政运行（项）40.00万元；", [" final 400000"]),
        (
            "市场秩序执法（项）20.00万元；\n行政运行（项）40.00万元；\n审计业务（项）5.00万元；",
            ["[2013805] final 200000", " final 400000", "[2010804] final 50000"],
        ),
        # another 类 begins between them
        (
            "行政运行（项）40.00万元；\n教育支出（类）20.00万元；\n市场秩序执法（项）20.00万元；",
            [" final 400000", "[205] final 200000", "[2013805] final 200000"],
        ),
    ],
)
def test_a_name_of_several_codes_is_told_by_those_beside_it(items: str, expected: list[str]) -> None:
    told = facts(LIST.format(items), "general_public")[1:]
    assert told == [f"general_public.by_function{line}" for line in expected]
