"""The review pages within another application: who decides, who may, what is served, in which language."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import regex
from fastapi import FastAPI, Request

from extractors.opening.mupdf import pymupdf
from flows.decisions.journal import journal_of
from flows.publish.publish import publish
from flows.review import app as review
from flows.review.app import make_app
from flows.review.desk import Desk
from flows.review.pages import PageImages
from flows.review.wording import load_words, page_words
from tests.flows.review.serving import serving
from tests.made_records import made_record

STATIC = Path(review.__file__).with_name("static")
NAME = "甲 县"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two Records: of one the PDF lies there, the PDF of the other is another one by now."""
    folder = tmp_path_factory.mktemp("mounted")
    with pymupdf.open() as pdf:
        pdf.new_page()
        pdf.save(folder / "甲.pdf")
        pdf.save(folder / "乙.pdf")
    for number, name in ((0, NAME), (1, "乙")):
        data = made_record(number)
        sha256 = hashlib.sha256((folder / "甲.pdf").read_bytes()).hexdigest() if name == NAME else "0" * 64
        data["document"] |= {"file_name": "甲.pdf" if name == NAME else "乙.pdf", "sha256": sha256}
        if name == NAME:
            cells = data["statements"][0]["rows"][0]["cells"]
            for cell, confidence in zip(cells, (0.8, 0.2), strict=False):
                cell["confidence"] = confidence
            failed = {"id": "statement.column.1", "formula": "合计", "facts": [], "outcome": "fail", "difference": "1"}
            data["checks"].append(failed | {"cells": ["statements.0.rows.0.cells.2"]})
        (folder / f"{name}.json").write_bytes(orjson.dumps(data))
    publish(folder, folder / "corpus")
    return folder


@contextmanager
def mounted(folder: Path, **more: Any) -> Iterator[httpx.Client]:
    outer = FastAPI()
    outer.mount("/review", make_app(Desk(folder, folder / "corpus"), PageImages([folder]), guarded=False, **more))
    with serving(outer) as address, httpx.Client(base_url=f"{address}/review/", timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    with mounted(folder) as client:
        yield client


@pytest.fixture(autouse=True)
def nothing_decided(folder: Path) -> None:
    (folder / "decisions.jsonl").unlink(missing_ok=True)


def sent(fact: str = "f1", who: str = "甲", number: int = 0, **more: Any) -> dict[str, Any]:
    return {"id": f"{who}-{fact}-{number:06d}", "who": who, "record": NAME, "fact": fact, "action": "accept"} | more


def test_all_addresses_of_the_page_are_relative() -> None:
    for path in STATIC.iterdir():
        assert not regex.findall(r"""["'`(=]/(?!/)[a-z]""", path.read_text("utf-8")), path.name


def test_nothing_stands_in_the_page_that_its_policy_forbids(client: httpx.Client) -> None:
    page = client.get("")
    assert page.headers["content-security-policy"].startswith("default-src 'self'")
    assert not regex.search(r"\son\w+=|style=|<style|<script(?![^>]*\ssrc=)|javascript:", page.text)
    files = [client.get(name) for name in regex.findall(r'(?:src|href)="([^":]+\.\w+)"', page.text)]
    assert [f.status_code for f in files] == [200, 200, 200]


def test_files_of_the_page_are_small() -> None:
    for path in STATIC.iterdir():
        assert len(path.read_text("utf-8").splitlines()) <= 400, path.name


def test_who_is_signed_in_decides_whatever_the_browser_says(folder: Path) -> None:
    with mounted(folder, reviewer=lambda request: "李明") as client:
        assert client.get("api/me").json() == {"name": "李明", "may_review": True, "home": "../"}
        assert client.post("api/decisions", json=sent(who="别人")).json()["who"] == "李明"
    assert [d.who for d in journal_of(folder).facts()] == ["李明"]


def test_nobody_is_told_so(client: httpx.Client) -> None:
    assert client.get("api/me").json() == {"name": None, "may_review": True, "home": "../"}
    answer = client.post("api/decisions", json=sent(who=""))
    assert (answer.status_code, answer.json()["detail"]) == (422, "请先填写复核人")


def test_who_may_not_review_sees_all_and_decides_nothing(folder: Path) -> None:
    def may(request: Request) -> bool:
        return False

    body = sent()
    others: dict[str, dict[str, Any]] = {
        "api/decisions": body,
        "api/cells": {k: v for k, v in body.items() if k != "fact"} | {"cell": "statements.0.rows.0.cells.0"},
        "api/documents": {"id": "document-1", "who": "甲", "record": NAME, "field": "fiscal_year", "new": "2020"},
        "api/undo": {"id": "undo-0001", "who": "甲", "undoes": body["id"]},
    }
    with mounted(folder, may_review=may) as client:
        assert client.get("api/queue").json()["items"]
        for path, told in others.items():
            answer = client.post(path, json=told)
            assert (answer.status_code, answer.json()["detail"]) == (403, "您没有复核权限"), path
    assert not (folder / "decisions.jsonl").exists()


def test_what_another_site_sends_is_refused_where_pages_are_mounted_too(client: httpx.Client) -> None:
    answer = client.post("api/decisions", json=sent(), headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


def test_only_ones_own_decision_can_be_taken_back(client: httpx.Client, folder: Path) -> None:
    made = client.post("api/decisions", json=sent()).json()["id"]
    undo = {"id": "undo-0001", "who": "乙", "undoes": made}
    answer = client.post("api/undo", json=undo)
    assert (answer.status_code, answer.json()["detail"]) == (422, "只能撤回自己的决定，这一条是 甲 的")
    for _ in range(2):
        assert client.post("api/undo", json={**undo, "who": "甲"}).status_code == 200
    assert not list(journal_of(folder).facts())
    gone = client.post("api/undo", json={"id": "undo-0002", "who": "甲", "undoes": made})
    assert (gone.status_code, gone.json()["detail"]) == (404, "这条决定已不在")


def test_a_fact_comes_alone_with_what_a_reviewer_needs(client: httpx.Client) -> None:
    client.post("api/decisions", json=sent(note="看过"))
    told = client.get(f"api/records/{NAME}/facts/f1")
    assert len(told.content) < 4000
    fact = told.json()
    assert (fact["fact"]["verdict"]["note"], fact["document"]["file_name"]) == ("看过", "甲.pdf")
    assert [p["number"] for p in fact["pages"]] == sorted({p["page"] for p in fact["fact"]["places"]})
    several = client.get("api/facts", params={"of": [f"{NAME}/f1", f"{NAME}/f999", "nowhere/f1"]}).json()
    assert several == [fact, None, None]


def test_what_was_seen_otherwise_is_not_decided(client: httpx.Client, folder: Path) -> None:
    path, before = folder / f"{NAME}.json", (folder / f"{NAME}.json").read_bytes()
    seen = client.get(f"api/records/{NAME}/facts/f1").json()["fact"]["seen"]
    data = orjson.loads(before)
    data["facts"][0]["value"] = "42"
    try:
        path.write_bytes(orjson.dumps(data))
        answer = client.post("api/decisions", json=sent(seen=seen))
        assert (answer.status_code, answer.json()["detail"]) == (
            422,
            "文件重新读取过，这一处已不是当时所见，请再看一次",
        )
        assert not (folder / "decisions.jsonl").exists()
    finally:
        path.write_bytes(before)
    assert client.post("api/decisions", json=sent(seen=seen)).status_code == 200


def test_the_queue_is_filtered(client: httpx.Client, folder: Path) -> None:
    def asked(**filters: Any) -> list[tuple[str, str]]:
        items = client.get("api/queue", params={"limit": 1000, **filters}).json()["items"]
        return [(i["record"], i["fact"]) for i in items]

    data = {name: made_record(number) for number, name in ((0, NAME), (1, "乙"))}
    assert {r for r, _ in asked(record="乙")} == {"乙"}
    assert {r for r, _ in asked(unit=data[NAME]["document"]["unit_name"])} == {NAME, "乙"}
    assert {r for r, _ in asked(year=data[NAME]["document"]["fiscal_year"])} == {NAME}
    assert asked(kind="budget") == []
    low = {f["id"] for f in data[NAME]["facts"] if f["confidence"] < 0.9}
    assert {f for _, f in asked(record=NAME, below=0.9)} == low
    assert 0 < len(asked(group="changes")) < len(asked())
    assert client.get("api/queue", params={"below": 7}).status_code == 422


def test_cells_wait_in_the_order_of_their_doubt(client: httpx.Client) -> None:
    at = "statements.0.rows.0.cells"
    items = client.get("api/cells", params={"record": NAME}).json()["items"]
    assert [i["cell"] for i in items] == [f"{at}.2", f"{at}.1", f"{at}.0"]
    body = {"id": "on-a-cell", "who": "甲", "record": NAME, "cell": f"{at}.2", "action": "correct", "new": "1.5万元"}
    assert client.post("api/cells", json=body).json()["new"] == "15000"
    left = client.get(f"api/records/{NAME}/tables/statements.0").json()
    assert left["waiting"] == [f"{at}.1", f"{at}.0"]
    assert left["cells"][f"{at}.2"]["verdict"]["who"] == "甲"
    assert client.get(f"api/records/{NAME}/tables").json()["tables"][0]["waiting"] == 2


@pytest.mark.parametrize("path", ["statements.-1.rows.0.cells.0", "statements.0.rows.0", "forms.0.provenance.0.0", "x"])
def test_what_is_no_cell_is_not_there(client: httpx.Client, path: str) -> None:
    body = {"id": "on-a-cell", "who": "甲", "record": NAME, "cell": path, "action": "accept"}
    assert client.post("api/cells", json=body).status_code == 404


@pytest.mark.parametrize("name", ["statements.9", "statements.-1", "forms.²", "facts.0", "forms." + "9" * 5000])
def test_what_is_no_table_is_not_there(client: httpx.Client, name: str) -> None:
    assert client.get(f"api/records/{NAME}/tables/{name}").status_code == 404


@pytest.mark.parametrize(
    ("field", "new", "why"),
    [
        ("unit_name", "  ", "没有填写单位名称"), ("fiscal_year", "二〇二三", "“二〇二三”不是年度：写四位数字，如 2023"),
        ("fiscal_year", "20233", "“20233”不是年度：写四位数字，如 2023"),
        ("kind", "poem", "“poem”不是已知的文件种类"),
    ],
)  # fmt: skip
def test_what_no_document_is_is_refused(client: httpx.Client, field: str, new: str, why: str) -> None:
    answer = client.post(
        "api/documents", json={"id": "document-1", "who": "甲", "record": NAME, "field": field, "new": new}
    )
    assert (answer.status_code, answer.json()["detail"]) == (422, why)


def test_what_a_document_is_said_to_be_is_shown(client: httpx.Client) -> None:
    body = {"id": "document-1", "who": "甲", "record": NAME, "field": "kind", "new": "budget"}
    assert client.post("api/documents", json=body).status_code == 200
    document = client.get(f"api/records/{NAME}/facts/f1").json()["document"]
    assert (document["kind"], document["decided"]["kind"]["who"]) == ("budget", "甲")


def test_the_original_is_served_as_what_it_is_and_may_do_nothing(client: httpx.Client, folder: Path) -> None:
    answer = client.get(f"api/records/{NAME}/file")
    assert answer.content == (folder / "甲.pdf").read_bytes()
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == "inline; filename*=UTF-8''%E7%94%B2.pdf"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_another_file_than_the_one_that_was_read_is_not_served(client: httpx.Client) -> None:
    answer = client.get("api/records/乙/file")
    assert (answer.status_code, answer.json()["detail"]) == (404, "乙.pdf已不是当时读取的文件")


@pytest.mark.parametrize(
    ("asked", "header", "language"),
    [("?lang=en", "zh-CN", "en"), ("", "en-GB,en;q=0.9", "en"), ("?lang=zh", "en", "zh"), ("", "", "zh"),
     ("", "de, en;q=0.5", "zh"), ("?lang=fr", "zh-CN,en", "zh")],
)  # fmt: skip
def test_a_page_is_in_the_language_that_is_asked_for(
    client: httpx.Client, asked: str, header: str, language: str
) -> None:
    assert client.get(f"api/words{asked}", headers={"Accept-Language": header}).json()["lang"] == language
    answer = client.post(f"api/decisions{asked}", json=sent(who=""), headers={"Accept-Language": header})
    assert answer.json()["detail"] == ("请先填写复核人" if language == "zh" else "Say who you are first")


def test_what_a_page_asks_is_answered_in_its_language(client: httpx.Client) -> None:
    told = {"X-Language": "zh", "Cookie": "juesuan_lang=en", "Accept-Language": "en"}
    assert client.get("api/words", headers=told).json()["lang"] == "zh"
    assert client.get("api/words", headers=told | {"X-Language": ""}).json()["lang"] == "en"


def test_every_word_that_the_page_asks_for_is_there() -> None:
    code = {path.name: path.read_text("utf-8") for path in STATIC.iterdir()}
    asked = {name for text in code.values() for name in regex.findall(r'say\("([\w.]+)"', text)}
    asked |= set(regex.findall(r'data-(?:say|hint|label)="([\w.]+)"', code["index.html"]))
    assert asked
    assert asked <= set(load_words().root)
    chinese = regex.compile(r"\p{Han}")
    assert not [n for n, text in code.items() if n.endswith(".js") and chinese.search(text.replace("万元", ""))]
    told: Callable[[str], bool] = lambda text: bool(regex.search(r"[A-Za-z]{3,}", regex.sub(r"\{\w+\}|Esc", "", text)))  # noqa: E731
    assert not [w for w in page_words("zh")["words"].values() if told(w)]
    assert not [
        w for w in page_words("en")["words"].values() if chinese.search(w.replace("万元", "").replace("元", ""))
    ]
