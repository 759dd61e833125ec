"""Whether a failed identity is held against the document, or against the binding of its figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.binding.printed import PrintedFigure, printed_figures
from extractors.model.evidence import BindingSigns
from extractors.model.fact import Bound, Signs, Subject
from extractors.model.reference import FormRef
from extractors.model.result import CheckKind, Result, Sum
from extractors.proof.identities import check
from extractors.prose.sections import sections
from extractors.verdict.blame import Blame
from extractors.verdict.misbinding import Misbinding
from patterns.misbinding import load_misbinding
from tests.reading import paragraph

TEXT = (
    "二、支出决算情况说明",
    "2023年度本年支出合计3,479.05万元，其中：基本支出2,890.17万元，占83.07%；项目支出588.88万元，占16.93%。",
    "三、政府采购支出情况",
    "政府采购支出总额702.44万元，其中：货物支出64.80万元、工程支出12.00万元、服务支出625.64万元。",
)
CERTAIN = Blame("document", 1.0)


class Reading:
    """Some lines of text, with each figure bound as the test says: by its number as printed."""

    def __init__(self, *lines: str, **bound: tuple[str, str]) -> None:
        self.parts = sections([paragraph(line, number=i) for i, line in enumerate(lines)])
        self.printed: tuple[PrintedFigure, ...] = printed_figures(self.parts, ())
        self.bound: list[Bound] = []
        for raw, (concept, measure) in bound.items():
            figure = next(f for f in self.printed if f.raw.startswith(raw))
            self.bound.append(
                Bound(
                    Subject(concept), measure, figure.value, figure.unit, figure.paragraph, figure.start, figure.end,
                    (0, len(figure.paragraph.text)), figure.section, Signs(cue=1.0),
                    decimals=len(figure.raw.rstrip("万亿元%").partition(".")[2]),
                )
            )  # fmt: skip

    def failed(self, which: str) -> tuple[Result, Blame]:
        """The failed identity of that id, and whose error it is held to be."""
        results = check(self.bound)
        (result,) = [r for r in results if r.id == which and not r.passed]
        binding = Misbinding(self.bound, results, printed_figures(self.parts, self.bound), ())
        return result, binding.document(result, CERTAIN)


SPENT = {
    "3,479.05": ("expenditure", "final"),
    "2,890.17": ("expenditure.basic", "final"),
    "588.88": ("expenditure.project", "final"),
}


def test_a_rate_that_nothing_explains_is_the_documents_error() -> None:
    wrong = [line.replace("83.07", "87.03") for line in TEXT]
    _, blame = Reading(*wrong, **SPENT, **{"87.03": ("expenditure.basic", "share")}).failed("share.expenditure.basic")
    assert blame.who == "document"
    assert 0.7 < blame.probability < 1.0


def test_a_total_with_two_digits_exchanged_is_the_documents_error() -> None:
    wrong = [line.replace("3,479.05", "3,470.95") for line in TEXT]
    spent = {"3,470.95" if raw.startswith("3") else raw: of for raw, of in SPENT.items()}
    assert Reading(*wrong, **spent).failed("expenditure")[1].who == "document"


def test_a_rate_that_amounts_beside_it_explain_was_bound_wrongly() -> None:
    """占83.07% is that of basic spending, whatever it was bound to."""
    reading = Reading(*TEXT, **SPENT, **{"83.07": ("expenditure.project", "share")})
    _, blame = reading.failed("share.expenditure.project")
    assert blame.who == "reading"
    assert blame.probability > 0.5


def test_a_rate_that_an_amount_far_from_it_explains_is_less_surely_wrong() -> None:
    """701.03 is 20.15% of the whole; 702.44 is not."""
    wrong = [line.replace("83.07", "20.15") for line in TEXT]
    rate = {"20.15": ("expenditure.basic", "share")}
    explained, bare = (Reading(*lines, **SPENT, **rate) for lines in ([*wrong, "其他支出701.03万元。"], wrong))
    less, more = (r.failed("share.expenditure.basic")[1] for r in (explained, bare))
    assert (less.who, more.who) == ("reading", "document")


def test_a_rate_of_one_digit_is_told_by_too_many_amounts_to_say_anything() -> None:
    lines = [line.replace("83.07", "0.3") for line in TEXT]
    reading = Reading(*lines, **SPENT, **{"0.3": ("expenditure.basic", "share")})
    result, _ = reading.failed("share.expenditure.basic")
    signs = Misbinding(reading.bound, [result], printed_figures(reading.parts, reading.bound), ()).signs(result)
    assert signs.no_other == 0.0


def test_a_sum_short_of_an_amount_printed_elsewhere_was_read_in_part() -> None:
    parts = {
        "702.44": ("procurement", "final"),
        "64.80": ("procurement.goods", "final"),
        "12.00": ("procurement.works", "final"),
        "588.88": ("procurement.services", "final"),
    }
    text = [line.replace("625.64万元", "588.88万元和其他36.76万元") for line in TEXT]
    assert Reading(*text, **parts).failed("procurement")[1].who == "reading"


def test_two_unlike_values_of_one_figure_are_two_figures() -> None:
    reading = Reading(*TEXT, **SPENT, **{"702.44": ("expenditure", "final")})
    assert reading.failed("restated.expenditure.final")[1].who == "reading"


def test_a_figure_that_tells_both_sides_does_not_confirm_itself() -> None:
    """收支总计0.30万元 is income and expenditure, and agrees with itself."""
    lines = ("收入、支出总计均为0.30万元。", "年初结转和结余21.63万元，本年收入2,940.05万元，收入总额2,961.68万元。")
    reading = Reading(
        *lines,
        **{
            "0.30": ("fiscal.income", "final"),
            "21.63": ("fiscal.income.carryover_opening", "final"),
            "2,940.05": ("fiscal.income.current_year", "final"),
        },
    )
    alone = reading.failed("fiscal.income")[1]
    reading.bound.append(replace(reading.bound[0], subject=Subject("fiscal.expenditure")))
    assert reading.failed("fiscal.income")[1] == alone


def test_a_failure_of_the_reading_stays_one() -> None:
    wrong = [line.replace("83.07", "87.03") for line in TEXT]
    reading = Reading(*wrong, **SPENT, **{"87.03": ("expenditure.basic", "share")})
    result, _ = reading.failed("share.expenditure.basic")
    binding = Misbinding(reading.bound, [result], printed_figures(reading.parts, reading.bound), ())
    assert binding.document(result, Blame("reading", 0.6)) == Blame("reading", 0.6)


@pytest.mark.parametrize("sign", ["unread", "cue"])
def test_what_was_hardly_understood_speaks_for_the_reading(sign: str) -> None:
    """The same failure, with the rest of the paragraph bound and not; with a clear wording and not."""
    wrong = [line.replace("83.07", "87.03") for line in TEXT]
    rate = {"87.03": ("expenditure.basic", "share")}
    whole = Reading(*wrong, **SPENT, **rate, **{"16.93": ("expenditure.project", "share")})
    other = Reading(*wrong, **SPENT, **rate)
    if sign == "cue":
        other.bound = [replace(b, signs=Signs(cue=0.6)) for b in whole.bound]
    which = "share.expenditure.basic"
    assert other.failed(which)[1].probability < whole.failed(which)[1].probability


def test_unread_figures_are_told_with_what_they_stand_in() -> None:
    reading = Reading(*TEXT, **SPENT)
    left = [f for f in printed_figures(reading.parts, reading.bound) if f.fact is None]
    assert [f.raw for f in left] == ["83.07%", "16.93%", "702.44万元", "64.80万元", "12.00万元", "625.64万元"]
    assert "占83.07%" in left[0].quote
    assert (left[2].value, left[2].step, left[2].unit) == (7024400, 100, "CNY")


def test_figures_of_a_reason_belong_to_it() -> None:
    text = "主要原因是新增人员5人"
    (part,) = sections([paragraph(text)])
    told = Bound(Subject("basic"), "reason_change", "新增人员5人", None, part.paragraphs[0], 5, 11, (0, 11), "s0")
    assert [f.raw for f in printed_figures([part], ())] == ["5人"]
    assert not printed_figures([part], [told])


def test_the_sums_of_a_form_are_judged_by_how_surely_they_were_read() -> None:
    binding = Misbinding((), (), (), ())
    roles = Sum(FormRef(0, "total"), ())
    total = Result(CheckKind.FORM_TOTAL, "form.total", "总分＝各项得分之和", roles, passed=False, difference=Decimal(2))
    assert binding.document(total, CERTAIN) == CERTAIN


WRONG = [line.replace("83.07", "87.03") for line in TEXT]
RATE = {"87.03": ("expenditure.basic", "share")}


def test_the_document_stays_to_blame_while_half_is_left() -> None:
    reading = Reading(*WRONG, **SPENT, **RATE)
    result, blame = reading.failed("share.expenditure.basic")
    binding = Misbinding(reading.bound, [result], printed_figures(reading.parts, reading.bound), ())

    def left(probability: float) -> Blame:
        return binding.document(result, Blame("document", probability / blame.probability))

    assert left(0.51) == ("document", pytest.approx(0.51, abs=0.001))
    assert left(0.49) == ("reading", pytest.approx(0.51, abs=0.001))


@pytest.mark.parametrize(("cue", "unclear"), [(0.89, 1.0), (0.9, 0.0), (1.0, 0.0)])
def test_a_wording_is_clear_from_nine_tenths_on(cue: float, unclear: float) -> None:
    reading = Reading(*WRONG, **SPENT, **RATE)
    reading.bound[-1] = replace(reading.bound[-1], signs=Signs(cue))
    assert signs_of(reading, "share.expenditure.basic").cue == unclear


def signs_of(reading: Reading, which: str) -> BindingSigns:
    """What is weighed where the identity of that id fails."""
    results = check(reading.bound)
    (failed,) = [r for r in results if r.id == which and not r.passed]
    return Misbinding(reading.bound, results, printed_figures(reading.parts, reading.bound), ()).signs(failed)


@pytest.mark.parametrize(
    ("beside", "explained"),
    [
        ("50.00万元，{0}，200.00万元，25.00%", 0),
        ("50.00万元，{1}，200.00万元，25.00%", 1),
        ("50.00万元，{3}，200.00万元，25.00%", 3),
        ("50.00万元，{4}，200.00万元，25.00%", None),
        ("200.00万元，25.00%，50.00万元", 0),
        ("200.00万元，25.00%，{1}，50.00万元", 1),
        ("200.00万元，25.00%，{2}，50.00万元", None),
    ],
)
def test_five_amounts_before_a_rate_and_two_behind_it_may_tell_it(beside: str, explained: int | None) -> None:
    """25.00% is 50 of 200; between stand amounts that tell nothing."""
    fillers = [f"{n}.37万元" for n in (1, 2, 3, 5)]
    between = {str(n): "，".join(fillers[:n]) for n in range(5)}
    for n, text in between.items():
        beside = beside.replace(f"{{{n}}}", text)
    change = {
        "25.00": ("basic", "change_rate"), "702.44": ("basic", "final"), "64.80": ("basic", "change"),
    }  # fmt: skip
    told = signs_of(Reading(f"其他{beside.replace('，，', '，')}。", TEXT[3], **change), "change_rate.basic")
    assert told.explained == float(explained is not None)


def test_signs_are_named_as_they_are_weighed() -> None:
    assert set(BindingSigns().weighed) == set(load_misbinding().weights)
    assert BindingSigns(twice=1.0, unread=1 / 3).recorded == {"unread": 0.333, "twice": 1.0}
