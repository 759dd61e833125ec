"""The review server: who is let in, what it answers, decisions of two reviewers over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from extractors.model.record import Record
from extractors.verdict.acceptance import expected_gain
from flows.decisions.standing import read_decisions
from flows.document import extract_file
from flows.publish.publish import publish
from flows.review.app import make_app
from flows.review.desk import Desk
from flows.review.pages import PageImages
from tests.flows.review.serving import serving
from tests.made_records import made_record


@contextmanager
def running(folder: Path, pdfs: Path, token: str | None = None) -> Iterator[str]:
    app = make_app(Desk(folder, folder / "corpus"), PageImages([pdfs]), token)
    with serving(app) as address:
        yield address


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    folder = tmp_path_factory.mktemp("records")
    extract_file(samples / "sample.digital.pdf", folder)
    publish(folder, folder / "corpus")
    return folder


@pytest.fixture
def address(read: Path, samples: Path) -> Iterator[str]:
    with running(read, samples) as address:
        yield address


def sent(number: int, fact: str, who: str = "甲", action: str = "accept", new: str | None = None) -> dict[str, object]:
    return {"id": f"{who}-{fact}-{number:06d}", "who": who, "record": "sample.digital", "fact": fact,
            "action": action, "new": new}  # fmt: skip


def test_queue_begins_with_what_looking_is_worth_most(address: str, read: Path) -> None:
    record = Record.model_validate_json((read / "sample.digital.json").read_bytes())
    items = httpx.get(f"{address}/api/queue").json()["items"]
    ranks = {f.id: (-expected_gain(f), f.confidence) for f in record.facts}
    assert [ranks[i["fact"]] for i in items] == sorted(ranks.values())[: len(items)]


def test_a_doubtful_main_figure_comes_before_a_surely_wrong_minor_one(tmp_path: Path) -> None:
    data = made_record(3, statements=False)
    told = next(f for f in data["facts"] if f["measure"] == "final")
    minor = {**told, "id": "f1", "concept": "income", "measure": "text", "unit": None, "confidence": 0.05}
    main = {**told, "id": "f2", "concept": "three_public", "dimensions": {}, "confidence": 0.8}
    sure = {**main, "id": "f3", "concept": "totals.income", "confidence": 0.999}
    (tmp_path / "a.json").write_text(json.dumps({**data, "facts": [minor, main, sure], "checks": []}), encoding="utf-8")
    publish(tmp_path, tmp_path / "corpus")
    waiting, _ = Desk(tmp_path, tmp_path / "corpus").queue(10)
    assert [fact for _, fact in waiting] == ["f2", "f1", "f3"]


def test_page_image_is_a_picture_and_missing_ones_are_named(address: str) -> None:
    image = httpx.get(f"{address}/api/records/sample.digital/pages/1")
    assert image.content[:2] == b"\xff\xd8"
    assert httpx.get(f"{address}/api/records/sample.digital/pages/99").status_code == 404


@pytest.mark.parametrize("record", ["nowhere", "..%2Fsecret", ".hidden", "corpus%2Fmanifest", "%2Fetc%2Fpasswd"])
def test_only_records_of_the_folder_are_answered(address: str, record: str) -> None:
    assert httpx.get(f"{address}/api/records/{record}").status_code == 404


def test_two_reviewers_at_once_are_both_kept_and_told_of_their_difference(address: str, read: Path) -> None:
    facts = [f"f{number}" for number in range(1, 41)]
    requests = [sent(0, fact, who) for fact in facts for who in ("甲", "乙")]
    requests.append(sent(1, "f1", "乙", "reject"))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda r: httpx.post(f"{address}/api/decisions", json=r, timeout=60), requests[:-1]))
    assert {a.status_code for a in answers} == {200}
    last = httpx.post(f"{address}/api/decisions", json=requests[-1])
    assert last.json()["disputed"] is True
    assert {d.id for d in read_decisions(read)} >= {r["id"] for r in requests}
    assert httpx.get(f"{address}/api/queue").json()["items"][0] == {"record": "sample.digital", "fact": "f1"}


def test_decision_sent_twice_counts_once(address: str, read: Path) -> None:
    request = sent(9, "f50")
    for _ in range(2):
        assert httpx.post(f"{address}/api/decisions", json=request).status_code == 200
    assert sum(d.id == request["id"] for d in read_decisions(read)) == 1


def test_wrong_decisions_are_refused(address: str) -> None:
    post = f"{address}/api/decisions"
    assert httpx.post(post, json=sent(0, "f9999")).status_code == 404
    assert httpx.post(post, json=sent(0, "f6", action="correct", new="很多")).status_code == 422
    assert httpx.post(post, json=sent(0, "f6", who=" ")).status_code == 422
    assert httpx.post(post, json={**sent(0, "f6"), "old": "1"}).status_code == 422


def test_search_finds_by_label_and_number(address: str) -> None:
    found = httpx.get(f"{address}/api/search", params={"q": "公务接待费"}).json()
    assert found
    assert all("接待" in f["label"] or "公务接待费" in f["raw"] or f["record"] for f in found)
    assert httpx.get(f"{address}/api/search", params={"q": "没有这样的话"}).json() == []


def test_other_sites_are_kept_out(address: str) -> None:
    assert httpx.get(f"{address}/api/queue", headers={"Host": "evil.example"}).status_code == 403
    origin = {"Origin": "http://evil.example"}
    assert httpx.post(f"{address}/api/decisions", json=sent(0, "f7"), headers=origin).status_code == 403
    form = httpx.post(f"{address}/api/decisions", content=b"who=x", headers={"Content-Type": "text/plain"})
    assert form.status_code == 422
    assert "default-src 'self'" in httpx.get(address).headers["content-security-policy"]


def test_the_host_is_compared_whole(address: str) -> None:
    port = address.rpartition(":")[2]
    own = (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}", f"[::1]:{port}")
    others = (
        "localhost", "127.0.0.1", f"localhost:{int(port) + 1}", f"localhost.:{port}", f"127.0.0.1.:{port}",
        f"127.0.0.2:{port}", f"127.1:{port}", f"evil.example@localhost:{port}", f"localhost:{port}@evil.example",
        f"localhost:{port}/", f"localhost.evil.example:{port}", f"127.0.0.1.evil.example:{port}", f"[::]:{port}",
        f"0.0.0.0:{port}", f"2130706433:{port}", f"localhost:0{port}", f"[::ffff:127.0.0.1]:{port}",
    )  # fmt: skip
    asked = {name: httpx.get(f"{address}/api/queue", headers={"Host": name}).status_code for name in (*own, *others)}
    assert asked == dict.fromkeys(own, 200) | dict.fromkeys(others, 403)


def test_correction_that_is_no_number_is_told_in_chinese(address: str) -> None:
    answer = httpx.post(f"{address}/api/decisions", json=sent(0, "f6", action="correct", new="1e400"))
    assert (answer.status_code, answer.json()["detail"][:12]) == (422, "“1e400”不是可用的")


def test_with_a_token_only_who_has_it_is_let_in(read: Path, samples: Path) -> None:
    with running(read, samples, "a-long-token") as address:
        assert httpx.get(f"{address}/api/queue").status_code == 401
        assert httpx.get(f"{address}/?token=wrong").status_code == 401
        with httpx.Client(follow_redirects=True) as client:
            page = client.get(f"{address}/?token=a-long-token")
            assert page.status_code == 200
            assert "token" not in str(page.url)
            assert client.get(f"{address}/api/queue").status_code == 200
