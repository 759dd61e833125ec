"""Events for people: who, which year, how much, how that changed, what is wrong, where to look; nothing invented."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest
import regex

from flows.monitor.events import ChangedFact, Event, EventKind, Failure
from flows.monitor.gist import Amount, Gist, Gravest
from flows.monitor.moments import shown
from flows.monitor.notice import Links, block, headline, line, markup, money, told_fact
from flows.monitor.sources import KINDS
from flows.publish.views import measure_labels
from flows.words import VARIABLE
from patterns.measure import Measure

LATIN = regex.compile(r"[A-Za-z]")
AT = "2024-09-20T16:05:00+00:00"
LINKS = Links(Path("DIR"), "https://desk.example/m/")


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "zh")


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def money_of(value: str, sure: str = "accept", basis: str = "stated") -> Amount:
    return Amount.model_validate({"value": value, "unit": "CNY", "sure": sure, "basis": basis})


def rate_of(value: str, sure: str = "accept") -> Amount:
    return Amount.model_validate({"value": value, "unit": "percent", "sure": sure})


FOUND = Gravest(
    rule="arithmetic", severity="error", message_zh="公用经费：公开数为1,833,900元，相差60.5元", message_en="off",
    pages=(10, 17),
)  # fmt: skip
GIST = Gist(
    kind="final_accounts", three_public=money_of("87600"), change=money_of("-29800"), change_rate=rate_of("-25.38"),
    gravest=FOUND, findings={"error": 1, "note": 2},
)  # fmt: skip
PUBLISHED = Event(
    kind="published", at=AT, source="云岭市财政局", title="决算", unit_name="云岭市甲局", fiscal_year=2023,
    url="https://x.example/a.pdf", page="https://x.example/", sha256="ab", record=True,
    local_record="records/ab.json", local_document="files/ab.pdf", gist=GIST,
)  # fmt: skip


def test_one_line_tells_who_which_year_how_much_what_is_wrong_and_where() -> None:
    assert line(PUBLISHED, LINKS) == (
        "公开：云岭市甲局 2023年度；“三公”经费决算8.76万元，比上年减少2.98万元（下降25.38%）；"
        "错误：公用经费：公开数为183.39万元，相差60.5元（第10、17页）（共发现3处）；"
        "https://x.example/a.pdf https://desk.example/m/records/ab.json"
    )


@pytest.mark.parametrize("zone", ["Asia/Shanghai"], indirect=True)
def test_block_tells_the_same_with_the_time_and_all_that_leads_there(zone: None) -> None:
    assert block(PUBLISHED, Links(Path("DIR"))).splitlines()[3:] == [
        "来源：云岭市财政局（2024-09-21 00:05 北京时间）",
        "原文：https://x.example/a.pdf",
        "所在网页：https://x.example/",
        "读取结果：DIR/records/ab.json",
        "存档：DIR/files/ab.pdf",
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"three_public": None, "change": None, "change_rate": None}, "决算未读出，比上年增减未读出；"),
        ({"three_public": money_of("87600", "review")}, "决算8.76万元（待核），比上年减少"),
        ({"three_public": money_of("87600", "reject")}, "决算读数存疑（请看原文），比上年"),
        ({"three_public": money_of("0", basis="nil"), "change": None, "change_rate": None}, "决算无，比上年增减未读出"),
        ({"change": None}, "，比上年减少25.38%；"),
        ({"change": money_of("0"), "change_rate": rate_of("0")}, "，与上年持平；"),
        ({"change": money_of("100", "review"), "change_rate": None}, "，比上年增加0.01万元（待核）；"),
        ({"change": money_of("1", "reject"), "change_rate": None}, "，比上年增减读数存疑；"),
        ({"change": money_of("50000", basis="last_year"), "change_rate": None}, "增加5.00万元（按上年公开文件计算）"),
        ({"gravest": None, "findings": {}}, "；审核未发现问题；"),
        ({"gravest": None, "findings": None, "trouble": "x"}, "；未能审核；"),
        ({"kind": "budget"}, "；文件类型：部门预算（不作决算审核）；"),
        ({"kind": "compendium", "units": tuple("甲乙丙丁戊己"), "more_units": 2}, "；含甲、乙、丙、丁、戊等8个单位；"),
    ],
)
def test_what_is_not_known_is_said_briefly(changes: dict[str, object], told: str) -> None:
    event = PUBLISHED.model_copy(update={"gist": GIST.model_copy(update=changes)})
    assert told in line(event, LINKS)


def test_document_that_was_not_read_says_so_and_tells_no_figure() -> None:
    event = Event(kind="published", source="站", title="甲局决算", url="https://x.example/a.rar", problem="status 404")
    assert line(event, LINKS) == (
        "公开：甲局决算（单位未读出） 年度未读出；未能读取：状态码404；“三公”经费决算未读出；https://x.example/a.rar"
    )


def test_changes_are_told_in_the_codebooks_words() -> None:
    fact = ChangedFact(
        concept="totals.income", label="收入总计", measure="final", unit="CNY", old="10011100", new="22222200"
    )
    assert told_fact(fact) == "收入总计 决算数：1,001.11万元 → 2,222.22万元"
    rate = ChangedFact(concept="income", label="本年收入", measure="change_rate", unit="percent", old="8.5", new=None)
    assert told_fact(rate) == "本年收入 比上年增减（%）：8.50% → 未列"
    event = PUBLISHED.model_copy(update={"kind": "changed", "facts": (fact,) * 5})
    assert "；变动5处：收入总计 决算数：1,001.11万元 → 2,222.22万元；" in line(event, LINKS)


def test_longest_numbers_of_a_record_break_nothing() -> None:
    longest = Amount(value="-" + "9" * 29, unit="CNY", sure="accept")
    rate = Amount(value="9" * 15 + "." + "9" * 14, unit="percent", sure="accept")
    gist = GIST.model_copy(update={"three_public": longest, "change": longest, "change_rate": rate})
    assert "999.99999999999999%" in line(PUBLISHED.model_copy(update={"gist": gist}), LINKS)


def test_every_measure_has_a_chinese_name() -> None:
    assert not [measure for measure in get_args(Measure) if LATIN.search(measure_labels().get(measure, "latin"))]


def test_failures_and_units_that_are_late_are_told_by_name() -> None:
    addresses = [Failure(url=f"https://x.example/{name}", cause="status 503") for name in "ab"]
    failed = Event(kind="failed", source="云岭市", failed=2, failures=tuple(addresses))
    assert "访问失败：云岭市，新出现2处；https://x.example/a：状态码503；https://x.example/b" in line(failed, LINKS)
    late = Event(kind="overdue", source="云岭市", unit_name="云岭市丙局", fiscal_year=2023, due="2024-10-31")
    assert headline(late) == "逾期未公开：云岭市丙局 2023年度（应于2024-10-31前公开）"
    unsure = late.model_copy(update={"unsure": 3})
    assert "；该来源另有3处未能读取或不知属于哪个单位，可能在其中；" in line(unsure, LINKS)


def test_what_a_site_says_acts_on_nobody() -> None:
    event = PUBLISHED.model_copy(
        update={"unit_name": "甲\x1b[2J\n局\u202e<b>", "url": 'javascript:alert("1")', "member": "内\n层.pdf"}
    )
    assert "\n" not in line(event, LINKS)
    assert "\x1b" not in line(event, LINKS)
    assert "甲 [2J 局 <b>" in headline(event)
    text = markup(event, LINKS)
    assert "<b>" not in text
    assert 'href="javascript' not in text
    assert '<a href="https://desk.example/m/records/ab.json">' in text


def test_how_something_went_is_told() -> None:
    gone = PUBLISHED.model_copy(update={"kind": "withdrawn", "how": "no longer linked"})
    assert line(gone, LINKS).startswith("撤下：云岭市甲局 2023年度；网站上已无链接；“三公”经费决算8.76万元")
    assert "；状态码404；" in line(gone.model_copy(update={"how": "status 404"}), LINKS)
    moved = PUBLISHED.model_copy(update={"kind": "changed", "how": "moved"})
    assert line(moved, LINKS).startswith("变更：云岭市甲局 2023年度；网址已换；")


def test_every_kind_of_event_can_be_asked_for() -> None:
    assert get_args(EventKind) == KINDS


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("0", "0.00万元"),
        ("100", "0.01万元"),
        ("-30", "-30元"),
        ("149", "0.01万元"),
        ("12345678", "1,234.57万元"),
        ("9" * 30, f"{(10**30 // 10**4):,}.00万元"),
        ("0." + "1" * 28, "0.1111111111111111111111111111元"),
    ],
)
def test_money_is_told_in_wan_but_where_that_is_nothing(value: str, told: str) -> None:
    assert money(value) == told


@pytest.mark.parametrize(
    ("zone", "told"),
    [("Asia/Shanghai", "2024-09-21 00:05 北京时间"), ("UTC", "2024-09-20 16:05 UTC"),
     ("Asia/Kolkata", "2024-09-20 21:35 UTC+05:30"), ("America/Chicago", "2024-09-20 11:05 UTC-05:00")],
    indirect=["zone"],
)  # fmt: skip
def test_times_are_local_and_say_so(zone: None, told: str) -> None:
    assert shown(AT) == shown(datetime(2024, 9, 20, 16, 5)) == told
    assert (shown("soon"), shown(""), shown(None)) == ("soon", "从未", "从未")
