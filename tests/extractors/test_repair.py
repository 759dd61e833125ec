"""Slips of an OCR mended by arithmetic: in exactly one way, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.binding import Bound
from extractors.confusion import variants
from extractors.numbers import parse_number
from extractors.readings import Readings
from extractors.repair import Mended, mended
from patterns.confusions import load_confusions
from tests.reading import read

PAIRS = {"1": "7", "7": "1", "3": "8", "8": "3", "5": "6", "6": "5"}
TEXT = "基本支出1,000.00万元，其中：人员经费{a}万元，占基本支出的{a_share}%；公用经费175.00万元，占基本支出的17.50%。"


def reading(a: str, a_share: str = "82.50", ocr: bool = True) -> Readings:
    stated = read(TEXT.format(a=a, a_share=a_share), "basic")
    return Readings(stated, (), (), frozenset({1}) if ocr else frozenset())


def value(done: Mended, concept: str, measure: str = "final") -> Decimal | str:
    found: list[Bound] = [b for b in done.proof.bound if (b.subject.concept, b.measure) == (concept, measure)]
    return found[0].value


@pytest.mark.parametrize("misread", ["325.00", "826.00", "82500", "8250.0", "25.00"])
def test_slip_is_mended_where_one_confusion_makes_everything_hold(misread: str) -> None:
    done = mended(reading(misread))
    assert value(done, "basic.personnel") == Decimal(8250000)
    (repair,) = done.repairs
    assert repair.as_read == f"{misread}万元"
    assert "basic" in repair.checks
    assert all(r.passed for r in done.proof.results)


def test_nothing_is_touched_where_nothing_fails() -> None:
    assert mended(reading("825.00")).repairs == ()


def test_what_was_read_for_certain_is_never_mended() -> None:
    done = mended(reading("325.00", ocr=False))
    assert done.repairs == ()
    assert value(done, "basic.personnel") == Decimal(3250000)


def test_error_that_no_confusion_explains_is_left_and_counted() -> None:
    done = mended(reading("794.00", a_share="79.40"))
    assert done.repairs == ()
    assert {n for _, n in done.explained} == {0}


def test_slip_that_two_readings_could_explain_is_left() -> None:
    text = "基本支出10.00万元，其中：人员经费3.00万元，公用经费2.00万元。"
    done = mended(Readings(read(text, "basic"), (), (), frozenset({1})))
    assert done.repairs == () or len(done.repairs) == 1
    wrong = read("本年支出合计20.00万元，其中：基本支出13.00万元，项目支出12.00万元。", "expenditure")
    assert mended(Readings(wrong, (), (), frozenset({1}))).repairs == ()


@pytest.mark.parametrize("example", load_confusions().examples, ids=lambda e: e.read)
def test_examples_of_confusions(example) -> None:  # type: ignore[no-untyped-def]
    assert parse_number(example.meant)[0] in meant(example.read)


@given(st.integers(min_value=100, max_value=10**9), st.data())
def test_swapped_digit_can_be_swapped_back(cents: int, data: st.DataObject) -> None:
    printed = f"{Decimal(cents) / 100:.2f}"
    swappable = [i for i, c in enumerate(printed) if c in PAIRS]
    if not swappable:
        return
    i = data.draw(st.sampled_from(swappable))
    misread = printed[:i] + PAIRS[printed[i]] + printed[i + 1 :]
    assert Decimal(printed) in meant(misread)
