"""Slips of an OCR mended by arithmetic: in exactly one way, or not at all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.numbers import parse_number
from extractors.model.fact import Bound
from extractors.model.paragraph import Paragraph, ParagraphId
from extractors.repair.confusion import variants
from extractors.repair.mending import Mended, mended
from extractors.repair.readings import Readings
from patterns.confusions import load_confusions
from tests.reading import read

PAIRS = {"1": "7", "7": "1", "3": "8", "8": "3", "5": "6", "6": "5"}
TEXT = "基本支出1,000.00万元，其中：人员经费{a}万元，占基本支出的{a_share}%；公用经费175.00万元，占基本支出的17.50%。"


def doubted(stated: tuple[Bound, ...], misread: str, confidence: float = 0.6) -> tuple[Bound, ...]:
    """The same facts with every character of `misread` read with that confidence only."""
    seen: dict[ParagraphId, Paragraph] = {}
    for bound in stated:
        old = bound.paragraph
        start = old.text.find(misread)
        there = range(start, start + len(misread)) if start >= 0 else range(0)
        marks = (m._replace(confidence=confidence) if i in there else m for i, m in enumerate(old.marks))
        seen.setdefault(old.id, replace(old, marks=tuple(marks)))
    return tuple(replace(bound, paragraph=seen[bound.paragraph.id]) for bound in stated)


def reading(a: str, a_share: str = "82.50", ocr: bool = True, confidence: float = 0.6) -> Readings:
    stated = doubted(read(TEXT.format(a=a, a_share=a_share), "basic"), a, confidence)
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


def test_reading_that_was_sure_is_not_touched() -> None:
    done = mended(reading("325.00", confidence=0.999))
    assert done.repairs == ()
    assert value(done, "basic.personnel") == Decimal(3250000)


PROCUREMENT = (
    "政府采购支出总额{total}万元，其中：政府采购货物支出10.00万元、政府采购工程支出15.00万元、政府采购服务支出25.00万元。"
    "授予中小企业合同金额20.00万元。"
)


def test_lost_point_shows_in_the_print_however_surely_it_was_read() -> None:
    stated = doubted(read(PROCUREMENT.format(total="5000"), "procurement"), "5000", 0.999)
    done = mended(Readings(stated, (), (), frozenset({1})))
    assert value(done, "procurement") == Decimal(500000)


TWO = "本年支出合计31.00万元，其中：基本支出18.00万元，项目支出18.00万元。"


def test_slip_that_two_readings_could_explain_is_left() -> None:
    stated = doubted(doubted(read(TWO, "expenditure"), "基本支出18.00"), "项目支出18.00")
    done = mended(Readings(stated, (), (), frozenset({1})))
    assert done.repairs == ()
    assert max(n for _, n in done.explained) >= 2


def test_far_more_doubtful_of_two_readings_is_mended() -> None:
    stated = doubted(doubted(read(TWO, "expenditure"), "基本支出18.00", 0.4), "项目支出18.00", 0.99)
    done = mended(Readings(stated, (), (), frozenset({1})))
    assert value(done, "expenditure.basic") == Decimal(130000)
    assert value(done, "expenditure.project") == Decimal(180000)


def test_rate_that_cannot_be_told_any_more_does_not_hold() -> None:
    text = "公务用车运行维护费支出7.91万元，比上年增加7.91万元，增长40.89%。"
    stated = doubted(read(text, "three_public.vehicles"), "7.91", 0.6)
    assert all(r.value < 100000 for r in mended(Readings(stated, (), (), frozenset({1}))).repairs)


@pytest.mark.parametrize("example", load_confusions().examples, ids=lambda e: e.read)
def test_examples_of_confusions(example) -> None:  # type: ignore[no-untyped-def]
    assert parse_number(example.meant)[0] in {v.value for v in variants(example.read)}


@given(st.integers(min_value=100, max_value=10**9), st.data())
def test_swapped_digit_can_be_swapped_back(cents: int, data: st.DataObject) -> None:
    printed = f"{Decimal(cents) / 100:.2f}"
    swappable = [i for i, c in enumerate(printed) if c in PAIRS]
    if not swappable:
        return
    i = data.draw(st.sampled_from(swappable))
    misread = printed[:i] + PAIRS[printed[i]] + printed[i + 1 :]
    told = {v.value: v for v in variants(misread)}
    assert parse_number(misread)[0] == Decimal(printed) or told[Decimal(printed)].kind == "swapped" or i == 0


def test_rate_alone_brings_no_lost_digit_back() -> None:
    """Of ten digits at every place one nearly always makes a rate hold: here 127.60, the document's own 11.42."""
    text = "机关运行经费支出1,245.10万元，比上年增加27.60万元，增长11.42%。"
    stated = doubted(read(text, "agency_operation"), "27.60")
    done = mended(Readings(stated, (), (), frozenset({1})))
    assert any(not r.passed for r in done.proof.results)
    assert done.repairs == ()


def test_rate_alone_mends_only_what_it_is_of_to_its_last_digit() -> None:
    """27.4% lost a digit; 1.50 would come near it, and that 1.52 was printed is not to be undone by it."""
    text = "“三公”经费支出3.92万元，比上年减少1.52万元，下降27.4%。"
    stated = doubted(read(text, "three_public"), "1.52", 0.9)
    assert mended(Readings(stated, (), (), frozenset({1}))).repairs == ()


def test_figure_in_yi_to_the_last_digit_that_is_counted_is_not_odd() -> None:
    """Zeros at the end are left out: most figures have five decimals, this one six, as 0.01万元 is 0.000001亿元."""
    others = (
        "政府采购支出7.12345亿元，其中：货物支出1.12345亿元，工程支出2.5亿元，服务支出3.5亿元，比上年增加1.23456亿元。"
    )
    text = "基本支出8.279506亿元，其中：人员经费5.87848亿元，公用经费2.40108亿元。"
    readings = Readings((*read(text, "basic"), *read(others, "procurement")), (), (), frozenset({1}))
    assert len(readings.stated) >= 8
    assert any(not r.passed for r in readings.proved().results)
    assert mended(readings).repairs == ()


def test_rate_alone_says_nothing_of_the_last_digits() -> None:
    """4,003.37 was read as 4,903.31: the rate tells the first slip, but not the second."""
    text = "机关运行经费支出12,000.00万元，比上年减少4,903.31万元，下降25.02%。"
    surely = read(text, "agency_operation")
    both = Readings(doubted(surely, "4,903.31", 0.7), (), (), frozenset({1}))
    assert mended(both).repairs == ()
    one = Readings(doubted(surely, "4,9", 0.7), (), (), frozenset({1}))
    assert value(mended(one), "agency_operation", "change") == Decimal(-40033100)


def test_two_digits_that_changed_places_are_an_explanation_but_are_not_put_back() -> None:
    """412.00 was read as 421.00 with doubt; 0 for the 9 of another figure read with doubt would close the sum, too."""
    text = "本年支出合计621.00万元，其中：基本支出421.00万元，项目支出209.00万元。"
    stated = doubted(doubted(read(text, "expenditure"), "421.00"), "209.00", 0.9)
    assert mended(Readings(stated, (), (), frozenset({1}))).repairs == ()


def test_digits_that_changed_places_speak_for_the_document() -> None:
    text = "本年支出合计621.00万元，其中：基本支出421.00万元，项目支出209.00万元。"
    done = mended(Readings(doubted(read(text, "expenditure"), "421.00"), (), (), frozenset({1})))
    assert done.repairs == ()
    assert {n for _, n in done.explained} == {0}


def test_point_before_one_decimal() -> None:
    """57.8% was read as 578%; 58% would be near enough, but is not what the amounts round to."""
    text = "机关运行经费支出157.80万元，比上年增加57.80万元，增长578%。"
    done = mended(Readings(doubted(read(text, "agency_operation"), "578", 0.9), (), (), frozenset({1})))
    assert value(done, "agency_operation", "change_rate") == Decimal("57.8")


def test_point_after_a_leading_zero() -> None:
    """0.1% was read as 01%: it is no 0 with a stroke beside it."""
    text = "机关运行经费支出1,001.00万元，比上年增加1.00万元，增长01%。"
    done = mended(Readings(read(text, "agency_operation"), (), (), frozenset({1})))
    assert value(done, "agency_operation", "change_rate") == Decimal("0.1")


def test_a_reading_must_be_six_times_as_doubtful_as_the_next() -> None:
    def repairs(project: float) -> int:
        stated = doubted(doubted(read(TWO, "expenditure"), "基本支出18.00", 0.4), "项目支出18.00", project)
        return len(mended(Readings(stated, (), (), frozenset({1}))).repairs)

    assert [repairs(sure) for sure in (0.8, 0.89, 0.91)] == [0, 0, 1]


def test_pages_with_a_text_layer_are_not_mended_beside_scanned_ones() -> None:
    stated = doubted(read(TEXT.format(a="325.00", a_share="82.50"), "basic"), "325.00")
    assert mended(Readings(stated, (), (), frozenset({2}))).repairs == ()
    assert len(mended(Readings(stated, (), (), frozenset({1, 2}))).repairs) == 1


def test_several_slips_are_mended_one_after_the_other() -> None:
    stated = doubted(read(TEXT.format(a="325.00", a_share="82.50"), "basic"), "325.00")
    other = doubted(read(PROCUREMENT.format(total="5000"), "procurement"), "5000", 0.999)
    other = tuple(replace(b, paragraph=replace(b.paragraph, number=9)) for b in other)
    done = mended(Readings((*stated, *other), (), (), frozenset({1})))
    assert sorted(r.as_read for r in done.repairs) == ["325.00万元", "5000万元"]
    assert [w.partition(" by ")[0] for w in done.warnings] == [
        f"page 1: {r.as_read} was mended to {r.value.normalize():f}" for r in done.repairs
    ]
