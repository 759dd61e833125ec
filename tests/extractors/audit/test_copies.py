"""Reasons given again: template wording, copies with other figures, and what is neither."""

from __future__ import annotations

from extractors.model.record import Record
from tests.extractors.audit.small import findings, record
from tests.extractors.audit.test_reasons import reason

SHORT = "年度工作任务安排有所调整"
LONG = "本年新建南沟片区排水泵站{n}座并改造老旧管网{n}公里，当年完工结算支付工程款"
AUSTERE = "认真贯彻落实厉行节约有关要求，严格控制一般性支出，进一步压减公用经费开支"


def copies(texts: list[str]) -> Record:
    concepts = ("general_public", "three_public", "agency_operation")
    return record(*(reason(n, t, c, explains=[]) for n, (t, c) in enumerate(zip(texts, concepts, strict=True), 3)))


def test_the_same_reason_for_three_items() -> None:
    text = "根据工作需要，相关业务支出有所变动"
    (found,) = findings("reason.boilerplate", copies([text, f"{text}。", text.replace("，", ",")]))
    assert (found.severity, len(found.facts)) == ("note", 3)
    assert not findings("reason.boilerplate", copies([text, text, "社会保险缴费基数上调"]))
    assert not findings("reason.boilerplate", copies(["项目减少"] * 3)), "too short to be a sign of copying"


def test_nearly_the_same_reason_is_the_same() -> None:
    text = "根据年度工作计划安排和实际工作需要，相关业务支出较上年度有所变动"
    assert findings("reason.boilerplate", copies([text, text.replace("相关", "有关"), f"因{text}"]))


def test_that_nothing_happened_may_be_said_of_every_item() -> None:
    nothing = {"causes": [{"text": "未发生", "category": "none_incurred"}], "explains": []}
    text = "我单位本年度未发生此项支出"
    made = record(*(reason(n, text, c, **nothing) for n, c in ((3, "totals"), (4, "fiscal"), (5, "income"))))
    assert not findings("reason.boilerplate", made)


def of(number: int, text: str, unit: str = "青岭县水利局", **more: object) -> Record:
    told = reason(3, text, **{"explains": [], **more})
    return record(told, name=f"{unit}{number}", unit=unit, year=number)


def units(text: str, places: str, others: str = "") -> list[Record]:
    """The year of units that give that reason, and of others that give each its own."""
    own = [of(2023, f"开展{place}字号专项整治业务量增加", f"{place}县司法局") for place in others]
    return [of(2023, text.format(n=n), f"{place}县司法局") for n, place in enumerate(places, 2)] + own


def test_a_short_reason_of_three_years() -> None:
    texts = ("2022年项目支出进度放缓", "2023年项目支出进度放缓", "2024年项目支出进度放缓")
    made = [of(2022 + i, text) for i, text in enumerate(texts)]
    (found,) = findings("reason.boilerplate_years", *made)
    assert (found.document, found.fiscal_year) == ("青岭县水利局2024.pdf", 2024)
    assert "2022、2023、2024" in found.message_zh
    assert (found.facts, len(found.figures)) == (("f3",), 3), "the other documents' facts are no facts of this one"
    assert not findings("reason.boilerplate_years", *made[:2]), "there are few ways to say it"
    assert not findings("reason.boilerplate_years", *made[:2], of(2024, "社会保险缴费基数上调"))


def test_a_long_reason_of_two_years_is_a_copy_and_its_changed_figures_are_told() -> None:
    (found,) = findings("reason.copied_years", of(2022, LONG.format(n=3)), of(2023, LONG.format(n=5)))
    assert (found.severity, found.fiscal_year) == ("note", 2023)
    assert "仅改动数字" in found.message_zh
    assert "but for its figures" in found.message_en
    (same,) = findings("reason.copied_years", of(2022, LONG.format(n=3)), of(2023, LONG.format(n=3)))
    assert "仅改动数字" not in same.message_zh


def test_a_long_reason_of_two_units_is_a_copy() -> None:
    (found,) = findings("reason.copied_units", *units(LONG, "甲乙", "丙丁戊己庚辛"))
    assert (found.severity, found.document) == ("note", "甲县司法局2023.pdf")
    assert {f.label.split(" ")[0] for f in found.figures} >= {"乙县司法局"}
    assert not findings("reason.copied_units", *units(SHORT, "甲乙", "丙丁戊己庚辛")), "there are few ways to say it"


def test_what_everybody_is_told_to_say_is_no_copy() -> None:
    causes = {"causes": [{"text": AUSTERE, "category": "austerity"}]}
    assert not findings("reason.copied_units", *(of(2023, AUSTERE, f"{p}县司法局", **causes) for p in "甲乙"))


def test_a_department_and_its_own_offices_tell_one_thing_twice() -> None:
    assert not findings("reason.copied_units", of(2023, LONG, "甲县司法局"), of(2023, LONG, "甲县司法局（本级）"))


def test_what_many_units_say_is_a_template() -> None:
    made = units(SHORT, "甲乙丙丁戊", "己庚辛壬癸子丑")
    (found,) = findings("reason.boilerplate_units", *made)
    assert found.document == "甲县司法局2023.pdf"
    assert "5个单位" in found.message_zh
    assert not findings("reason.boilerplate_units", *made[1:]), "four may come by it"
    others = "己庚辛壬癸子丑寅卯辰巳午未申酉戌"
    assert not findings("reason.boilerplate_units", *units(SHORT, "甲乙丙丁戊", others)), "five of many"


def test_a_long_template_is_no_copy() -> None:
    made = units(LONG, "甲乙丙丁戊", "己庚辛壬癸子丑")
    assert findings("reason.boilerplate_units", *made)
    assert not findings("reason.copied_units", *made)


def test_the_template_of_one_region_among_others() -> None:
    own = [of(2023, SHORT, f"甲县{kind}局") for kind in ("教育", "司法", "审计", "水利", "民政")]
    others = [
        of(2023, f"开展{kind}字号专项整治业务量增加", f"乙县{kind}站") for kind in "己庚辛壬癸子丑寅卯辰巳午未申酉戌"
    ]
    (found,) = findings("reason.boilerplate_units", *own, *others)
    assert "5个单位" in found.message_zh
