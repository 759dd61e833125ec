"""Mails and messages by Apprise, to a real mail server and a real endpoint: all of it, once, and no secret told."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from pathlib import Path

import pytest
from apprise.plugins import NotifyBase
from sqlalchemy import select

from flows.monitor.events import Event
from flows.monitor.gist import Amount, Gist
from flows.monitor.notice import Links
from flows.monitor.notify import _MOST_TOGETHER, body_of, messages, receiver_name, send_notices, title_of
from flows.monitor.outbox import register
from flows.monitor.sources import Receiver, Source, Sources, SourcesError, load_sources
from flows.monitor.state import State, add_event
from flows.monitor.tables import SinkRow
from flows.words import VARIABLE
from tests.flows.monitor.mail_server import MailServer
from tests.flows.monitor.misbehaving import Misbehaving

LINKS = Links(Path("DIR"), "https://desk.example/m")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "zh")
    monkeypatch.setattr(NotifyBase, "request_rate_per_sec", 0)  # what is asked of nobody need not be paced


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    made = State(f"sqlite:///{tmp_path / 'state.sqlite'}")
    yield made
    made.close()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    with Misbehaving() as running:
        yield running


def watching(state: State, *receivers: Receiver | str) -> Sources:
    """Sources with those receivers, who are told what happens from now on."""
    made = Sources.model_validate({"sources": (Source(name="站", lists=("http://x/",)),), "notify": receivers})
    register(state, map(receiver_name, made.notify))
    return made


def mail_to(mail: MailServer, more: str = "") -> str:
    return f"mailto://127.0.0.1:{mail.port}?from=juesuan@desk.example&to=li@desk.example{more}"


def happen(state: State, *units: str, kind: str = "published") -> None:
    amount = Amount(value="87600", unit="CNY", sure="accept")
    for unit in units:
        event = {
            "kind": kind, "source": "云岭市财政局", "unit_name": unit, "fiscal_year": 2023, "record": True,
            "url": "https://x.example/a.pdf", "local_record": "records/ab.json",
            "gist": Gist(kind="final_accounts", three_public=amount, findings={}),
        }  # fmt: skip
        with state.session() as session:
            add_event(session, Event.model_validate(event))


def send(state: State, sources: Sources) -> list[str]:
    return send_notices(state, sources, LINKS, backoff=0.01)


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    assert body is not None
    return str(body.get_content())


def test_mail_tells_who_which_year_how_much_and_where(state: State, mail: MailServer) -> None:
    sources = watching(state, mail_to(mail))
    happen(state, "云岭市<b>甲</b>局")
    assert send(state, sources) == []
    ((whom, message),) = mail.taken
    assert whom == ["li@desk.example"]
    assert message["Subject"] == "公开：云岭市<b>甲</b>局 2023年度"
    html = message.get_body(("html",))
    assert html is not None
    assert "<b>" not in html.get_content()
    text = text_of(message)
    for told in (
        "8.76万元",
        "比上年增减未读出",
        "审核未发现问题",
        "https://x.example/a.pdf",
        "/m/records/ab.json",
        "请核对原文",
    ):
        assert told in text, told


def test_message_to_an_endpoint_tells_several_events_at_once(state: State, server: Misbehaving) -> None:
    sources = watching(state, server.base.replace("http://", "json://") + "/hook")
    happen(state, "甲局", "乙局")
    happen(state, "丙局", kind="withdrawn")
    assert send(state, sources) == []
    ((_, body),) = server.posted
    told = json.loads(body)
    assert told["title"] == "决算公开监测：公开 2、撤下 1"
    assert [unit for unit in ("甲局", "乙局", "丙局") if unit in told["message"]] == ["甲局", "乙局", "丙局"]
    assert send(state, sources) == []
    assert len(server.posted) == 1


def test_what_was_not_taken_is_sent_later_and_only_once(state: State, mail: MailServer) -> None:
    sources = watching(state, mail_to(mail))
    happen(state, "甲局")
    mail.refusals = ["451 not now"] * 4
    (line,) = send(state, sources)
    assert line.startswith("通知mailto://…: ")
    with state.session() as session:
        (sink,) = session.scalars(select(SinkRow)).all()
    assert (sink.number, sink.problem is not None) == (0, True)
    happen(state, "乙局")
    assert send(state, sources) == []
    assert send(state, sources) == []
    ((_, message),) = mail.taken
    assert ("甲局" in text_of(message), "乙局" in text_of(message)) == (True, True)
    with state.session() as session:
        (sink,) = session.scalars(select(SinkRow)).all()
    assert (sink.number, sink.problem) == (2, None)


def test_what_passes_is_tried_again_at_once(state: State, server: Misbehaving) -> None:
    sources = watching(state, server.base.replace("http://", "json://") + "/hook")
    happen(state, "甲局")
    server.statuses = [500, 503]
    assert send(state, sources) == []
    assert len(server.posted) == 3


def test_many_events_are_told_in_several_messages_each_of_which_counts(state: State, server: Misbehaving) -> None:
    sources = watching(state, server.base.replace("http://", "json://") + "/hook")
    names = [f"第{n}局" for n in range(_MOST_TOGETHER + 5)]
    happen(state, *names)
    server.statuses = [200, *[500] * 4]  # the first message is taken, the second is not
    (line,) = send(state, sources)
    assert "500" in line
    taken = len(server.posted)
    assert send(state, sources) == []
    first, last = json.loads(server.posted[0][1])["message"], json.loads(server.posted[-1][1])["message"]
    assert (first.count("公开："), last.count("公开：")) == (_MOST_TOGETHER, 5)
    assert len(server.posted) == taken + 1


def test_service_that_takes_little_gets_little_at_once(state: State, server: Misbehaving) -> None:
    address = server.base.replace("http://", "json://") + "/hook"
    sources = watching(state, Receiver(url=address, longest=500))
    happen(state, "甲局", "乙局", "丙局")
    assert send(state, sources) == []
    told = [json.loads(body) for _, body in server.posted]
    assert len(told) == 3
    assert all(len((one["title"] + one["message"]).encode()) <= 500 for one in told)


def test_only_what_is_asked_for_is_told_and_nothing_of_before(state: State, server: Misbehaving) -> None:
    happen(state, "早局", kind="overdue")
    address = server.base.replace("http://", "json://") + "/hook"
    sources = watching(state, Receiver(url=address, events=("overdue", "failed")))
    happen(state, "甲局")
    happen(state, "晚局", kind="overdue")
    happen(state, "乙局")
    assert send(state, sources) == []
    ((_, body),) = server.posted
    assert json.loads(body)["title"] == "逾期未公开：晚局 2023年度"
    assert send(state, sources) == []
    assert len(server.posted) == 1


def test_secrets_come_from_the_environment_and_are_told_nobody(
    state: State, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_KEY", "s/e:c@ret")
    monkeypatch.setenv("HOOK", "no-such-service://abcdef")
    secret = f"mailto://desk:${{MAIL_KEY}}@127.0.0.1:{mail.port}?from=a@desk.example&to=li@desk.example&mode=insecure"
    sources = watching(state, secret, "${HOOK}", "${MISSING}")
    happen(state, "甲局")
    lines = send(state, sources)  # the server knows no passwords, so that the first is refused
    assert [line.partition(": ")[0] for line in lines] == ["通知mailto://…", "通知${HOOK}", "通知${MISSING}"]
    assert "the environment variable MISSING holds nothing" in lines[2]
    assert not [line for line in lines if "s/e:c@ret" in line or "ret%" in line or "abcdef" in line]
    with state.session() as session:
        assert not [s for s in session.scalars(select(SinkRow)) if "ret" in f"{s.name} {s.problem}"]
    monkeypatch.setenv("HOOK", mail_to(mail))
    monkeypatch.setenv("MISSING", mail_to(mail, "&name=other"))
    assert len(send(state, sources)) == 1
    assert len(mail.taken) == 2


@pytest.mark.parametrize(
    ("scheme", "plugin", "refusal"),
    [
        ("wecombot", "NotifyWeComBot", {"errcode": 93000, "errmsg": "invalid webhook url"}),
        ("dingtalk", "NotifyDingTalk", {"errcode": 310000, "errmsg": "keywords not in content"}),
        ("feishu", "NotifyFeishu", {"code": 9499, "msg": "Bad Request"}),
    ],
)
def test_robot_that_refuses_with_200_did_not_take_it(
    state: State,
    server: Misbehaving,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
    plugin: str,
    refusal: dict[str, object],
) -> None:
    service = getattr(importlib.import_module(f"apprise.plugins.{scheme}"), plugin)
    monkeypatch.setattr(
        service, "notify_url", f"{server.base}/robot?key={{key}}" if scheme == "wecombot" else server.base
    )
    monkeypatch.setenv("ROBOT", f"{scheme}://abcdef0123456789")
    sources = watching(state, "${ROBOT}")
    happen(state, "甲局")
    server.said = json.dumps(refusal).encode()
    (line,) = send(state, sources)
    assert str(refusal.get("errmsg") or refusal["msg"]) in line
    assert "abcdef0123456789" not in line
    server.said = b'{"errcode": 0, "code": 0}'
    server.posted.clear()
    assert send(state, sources) == []
    assert send(state, sources) == []
    assert len(server.posted) == 1


def test_key_in_an_address_is_told_nobody(
    state: State, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("apprise.plugins.wecombot.NotifyWeComBot.notify_url", "http://127.0.0.1:1/send?key={key}")
    monkeypatch.setenv("ROBOT", "wecombot://abcdef0123456789")
    sources = watching(state, "${ROBOT}")
    happen(state, "甲局")
    (line,) = send(state, sources)
    assert "Connection refused" in line
    assert "abcdef0123456789" not in line + caplog.text


def test_address_of_several_recipients_is_refused(state: State, mail: MailServer) -> None:
    sources = watching(state, mail_to(mail, ",wang@desk.example"))
    happen(state, "甲局")
    (line,) = send(state, sources)
    assert "2 recipients" in line
    assert mail.taken == []


def test_message_is_no_longer_than_a_service_takes_and_nothing_is_left_out(state: State) -> None:
    (receiver,) = watching(state, "json://x").notify
    happen(state, *(f"第{n}局" for n in range(5)))
    alone, pair = (size([_event(state)] * count, body_of([_event(state)] * count, LINKS, 10_000)) for count in (1, 2))
    for longest, expected in ((10_000, [5]), (pair, [2, 2, 1]), (pair - 1, [1] * 5), (300, [1] * 5)):
        made = list(messages(state, receiver, 0, LINKS, longest))
        assert [len(message.events) for message in made] == expected
        assert [message.last for message in made] == [sum(expected[: n + 1]) for n in range(len(expected))]
        assert all(size(m.events, body_of(m.events, LINKS, longest)) <= longest for m in made)
    line, cut = body_of([_event(state)], LINKS, alone - 1), body_of([_event(state)], LINKS, 300)
    assert ("第0局" in line, "…" in line, "\n来源" in line) == (True, False, False)
    assert cut.startswith("公开：第0局")
    assert "…\n\n以上由机器读取、审核，引用前请核对原文。" in cut


def size(events: Sequence[Event], body: str) -> int:
    """The bytes of a message, with a title in it and room for a service's own marks."""
    return len((title_of(events) + body).encode()) + 50


def _event(state: State) -> Event:
    return Event.model_validate_json(state.events()[0].body)


@pytest.mark.parametrize(
    "notify", [["mail.example.org"], ["${A} ${B}"], [{"url": "json://x", "events": ["all"]}], ["${A}", "${A}"]]
)
def test_what_is_no_address_is_refused_when_it_is_read(tmp_path: Path, notify: list[object]) -> None:
    path = tmp_path / "SOURCES.yaml"
    data = {"sources": [{"name": "站", "lists": ["http://x/"]}], "notify": notify}
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(SourcesError, match="notify"):
        load_sources(path)
