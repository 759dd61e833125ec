"""The status page in Chinese: no word of another language, money in 万元, times that say their zone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import pytest
import regex
from selectolax.lexbor import LexborHTMLParser

from flows.monitor.events import ChangedFact, Event, Failure
from flows.monitor.gist import Amount, Gist, Gravest
from flows.monitor.notify import receiver_name
from flows.monitor.outbox import note_problem, register
from flows.monitor.rounds import statuses
from flows.monitor.sources import Sources
from flows.monitor.state import State, add_event, now
from flows.monitor.status import PAGE_FILE, write_page
from flows.words import VARIABLE
from patterns.measure import Measure

ADDRESS = regex.compile(r"[a-z]+://[A-Za-z0-9./]*")
WORD = regex.compile(r"[A-Za-z]{2,}")
UNITS = {"count": "人", "area": "平方米", "change_rate": "percent", "share": "percent"}


def changes() -> tuple[ChangedFact, ...]:
    return tuple(
        ChangedFact(
            concept="income", label="本年收入", measure=measure, unit=UNITS.get(measure, "CNY"), old="123456", new=None
        )
        for measure in get_args(Measure)
    )


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LexborHTMLParser:
    monkeypatch.setenv(VARIABLE, "zh")
    source = {"name": "云岭市财政局", "region": "云岭市", "lists": ("https://x.example/l",)}
    sources = Sources.model_validate({"sources": (source,), "notify": ("json://x.example/secret",)})
    found = Gravest(rule="arithmetic", severity="error", message_zh="相差5,400元", message_en="off")
    amount = Amount(value="87600", unit="CNY", sure="review")
    gist = Gist(kind="final_accounts", three_public=amount, gravest=found, findings={"error": 1})
    about = {"source": "云岭市财政局", "unit_name": "云岭市甲局", "fiscal_year": 2023, "url": "https://x.example/a"}
    told = {**about, "record": True, "gist": gist, "local_record": "records/ab.json", "local_document": "files/ab.pdf"}
    failure = Failure(url="https://x.example/b", cause="status 503")
    events = (
        Event(kind="published", how="next_year", **told),  # type: ignore[arg-type]
        Event(kind="changed", facts=changes(), **told),  # type: ignore[arg-type]
        Event(kind="withdrawn", **told),  # type: ignore[arg-type]
        Event(kind="published", title="乙局决算", source="云岭市财政局", problem="status 404"),
        Event(kind="overdue", due="2024-10-31", unsure=1, **about),  # type: ignore[arg-type]
        Event(kind="failed", source="云岭市财政局", failed=1, failures=(failure,)),
    )  # fmt: skip
    state = State(f"sqlite:///{tmp_path / 'state.sqlite'}")
    register(state, map(receiver_name, sources.notify))
    note_problem(state, receiver_name(sources.notify[0]), "status 500")
    with state.session() as session:
        for event in events:
            add_event(session, event)
    state.fail("云岭市财政局", "https://x.example/b", "status 503")
    state.note_source("云岭市财政局", visited_at=now(), outcome="1 failed", requests=3)
    write_page(state, sources, statuses(state, sources, date(2024, 11, 1)), tmp_path)
    state.close()
    return LexborHTMLParser((tmp_path / PAGE_FILE).read_text(encoding="utf-8"))


def test_page_says_nothing_in_another_language(page: LexborHTMLParser) -> None:
    page.strip_tags(["style"])
    said = ADDRESS.sub("", page.body.text(separator=" ") if page.body is not None else "")
    assert not [word for word in WORD.findall(said) if word != "UTC"]  # the zone may be that
    for told in (
        "待核",
        "未读出",
        "逾期未公开",
        "访问失败",
        "状态码404",
        "状态码503",
        "状态码500",
        "比上年增减额",
        "占比（%）",
    ):
        assert told in said, told


def test_money_is_told_in_wan_and_rates_in_percent(page: LexborHTMLParser) -> None:
    said = page.text()
    assert "8.76万元" in said
    assert "相差0.54万元" in said
    assert "决算数：12.35万元 → 未列" in said
    assert "：123,456.00% → 未列" in said
    assert "123456元" not in said


def test_documents_records_and_sites_are_linked(page: LexborHTMLParser) -> None:
    links = {node.attributes.get("href") for node in page.css("a")}
    assert {"https://x.example/a", "records/ab.json", "files/ab.pdf"} <= links
    assert "secret" not in (page.html or "")


def test_every_time_says_its_zone(page: LexborHTMLParser) -> None:
    times = regex.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d(.{0,12})", page.text())
    assert len(times) >= 8
    assert all(regex.match(r" (北京时间|UTC)", after) for after in times)
