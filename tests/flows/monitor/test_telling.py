"""Events told: lines once each, a feed that readers can read, webhooks signed and tried again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
from lxml import etree

from flows.monitor.events import ChangedFact, Event
from flows.monitor.outbox import register
from flows.monitor.sources import Source, Sources, Webhook
from flows.monitor.state import State, add_event
from flows.monitor.telling import append_lines, write_feed
from flows.monitor.webhooks import send_webhooks, signature, webhook_name
from tests.flows.monitor.misbehaving import Misbehaving

SECRET = b"only we two know"


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    made = State(f"sqlite:///{tmp_path / 'state.sqlite'}")
    yield made
    made.close()


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    with Misbehaving() as running:
        yield running


def happen(state: State, *titles: str) -> None:
    with state.session() as session:
        for title in titles:
            fact = ChangedFact(concept="income", label="收入", measure="final", unit="CNY", old="1", new="2")
            add_event(session, Event(kind="changed", source="站", title=title, url="http://x/a", facts=(fact,)))


def titles(path: Path) -> list[str]:
    return [json.loads(line)["title"] for line in path.read_text(encoding="utf-8").splitlines()]


def sources(*webhooks: Webhook) -> Sources:
    return Sources(sources=(Source(name="站", lists=("http://x/",)),), webhooks=webhooks)


def hook(server: Misbehaving, **more: object) -> Webhook:
    loopback = (ip_network("127.0.0.1/32"),)
    return Webhook(url=f"{server.base}/hook", secret_env="HOOK_KEY", allow_addresses=loopback, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "spoilt", [b"\x00" * 512, b'{"id": 7}', b"[1]", b"7", b"[" * 100_000, b'{"id": "of another state"}', b"\xff\xfe"]
)
def test_spoilt_line_is_told_and_events_stand_there_once(state: State, tmp_path: Path, spoilt: bytes) -> None:
    path = tmp_path / "events.jsonl"
    happen(state, "一", "二", "三")
    assert append_lines(state, tmp_path) is None
    first, second, _ = path.read_bytes().split(b"\n")[:3]
    path.write_bytes(first + b"\n" + second + b"\n" + spoilt + b"\n")
    happen(state, "四\u2028")
    told = append_lines(state, tmp_path)
    lines = path.read_bytes().split(b"\n")[:-1]
    said = [json.loads(line).get("title") for line in lines]
    if b"another" in spoilt:  # a line that something else wrote there is no trouble, and stays
        assert (said, told) == (["一", "二", None, "三", "四\u2028"], None)
    else:
        assert said == ["一", "二", "三", "四\u2028"]
        assert told is not None
        assert (tmp_path / "events.spoilt").read_bytes() == spoilt + b"\n"
    assert append_lines(state, tmp_path) is None
    assert path.read_bytes().split(b"\n")[:-1] == lines


def test_lines_are_written_once_whatever_was_cut_off(state: State, tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    happen(state, "一", "二")
    append_lines(state, tmp_path)
    append_lines(state, tmp_path)
    assert titles(path) == ["一", "二"]
    happen(state, "三", "四")
    append_lines(state, tmp_path)
    whole = path.read_bytes()
    for cut in (len(whole) - 1, len(whole) - 40, len(whole.splitlines(keepends=True)[0]) + 3, 5, 0):
        path.write_bytes(whole[:cut])
        append_lines(state, tmp_path)
        assert path.read_bytes() == whole


def test_feed_is_what_the_standard_asks_for(state: State, tmp_path: Path) -> None:
    happen(state, "甲 <&> \x00 局", "乙局")
    write_feed(state, tmp_path, sources())
    feed = etree.parse(tmp_path / "events.atom").getroot()
    atom = "{http://www.w3.org/2005/Atom}"
    for parent in (feed, *feed.iterfind(f"{atom}entry")):
        for name in ("id", "title", "updated"):
            assert parent.findtext(atom + name), name
    assert [entry.findtext(f"{atom}title") for entry in feed.iterfind(f"{atom}entry")] == [
        "changed: 乙局 (unit not read) (year not read)", "changed: 甲 <&> 局 (unit not read) (year not read)",
    ]  # fmt: skip
    assert feed.find(f"{atom}entry/{atom}content").get("type") == "html"
    assert "收入 final: 1 yuan → 2 yuan" in (feed.findtext(f"{atom}entry/{atom}content") or "")
    ids = [node.text for node in feed.iter(f"{atom}id")]
    assert len(ids) == len(set(ids)) == 3


def test_webhook_is_signed_and_tried_again(state: State, server: Misbehaving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_KEY", SECRET.decode())
    watched = sources(hook(server))
    register(state, map(webhook_name, watched.webhooks))
    happen(state, "一", "二")
    server.statuses = [500, 503]
    assert send_webhooks(state, watched, backoff=0.01) == []
    assert [json.loads(body)["title"] for _, body in server.posted] == ["一", "一", "一", "二"]
    for headers, body in server.posted:
        assert headers["X-Juesuan-Signature"] == signature(SECRET, headers["X-Juesuan-Timestamp"], body)
        assert headers["X-Juesuan-Event"] == json.loads(body)["id"]
    assert signature(SECRET, "1", b"{}") != signature(SECRET, "2", b"{}")


def test_webhook_that_is_down_is_told_the_next_time(
    state: State, server: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK_KEY", "k")
    watched = sources(hook(server))
    register(state, map(webhook_name, watched.webhooks))
    happen(state, "一")
    server.statuses = [500] * 5
    (line,) = send_webhooks(state, watched, backoff=0.01)
    assert "status 500" in line
    server.posted.clear()
    assert send_webhooks(state, watched, backoff=0.01) == []
    assert send_webhooks(state, watched, backoff=0.01) == []
    assert len(server.posted) == 1


def test_webhook_hears_only_what_it_asked_for_and_nothing_of_before(
    state: State, server: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK_KEY", "k")
    happen(state, "早")
    watched = sources(hook(server, events=("withdrawn",)))
    register(state, map(webhook_name, watched.webhooks))
    happen(state, "晚")
    with state.session() as session:
        add_event(session, Event(kind="withdrawn", source="站", title="撤"))
    send_webhooks(state, watched, backoff=0.01)
    assert [json.loads(body)["title"] for _, body in server.posted] == ["撤"]


def test_webhook_without_a_key_or_on_a_private_address_is_not_sent(
    state: State, server: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(state, "一")
    monkeypatch.delenv("HOOK_KEY", raising=False)
    (line,) = send_webhooks(state, sources(hook(server)), backoff=0.01)
    assert "HOOK_KEY" in line
    monkeypatch.setenv("HOOK_KEY", "k")
    private = Webhook(url=f"{server.base}/hook", secret_env="HOOK_KEY")
    (line,) = send_webhooks(state, sources(private), backoff=0.01)
    assert "not of the public network" in line
    assert server.posted == []
