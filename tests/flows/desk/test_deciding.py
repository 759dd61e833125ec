"""Decisions on the desk: on the disk when told, in every view at once, undone, refused in Chinese."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import httpx
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.decisions.journal import journal_of
from flows.desk.store import Store
from flows.report.figures import gather
from tests.flows.desk.conftest import site_of

Serve = Callable[..., str]


def said(number: int, action: str, note: str = "", who: str = "甲") -> dict[str, str]:
    return {"id": f"decision-{number:04d}", "who": who, "action": action, "note": note}


@pytest.fixture
def desk(folder: Path, served: Serve) -> httpx.Client:
    return httpx.Client(base_url=served(site_of(folder)))


def errors(desk: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.get("findings", params={"severity": "error", "format": "json"}).json()["rows"]
    return found


def test_a_decision_is_on_the_disk_and_in_every_view(desk: httpx.Client, folder: Path) -> None:
    first, second = errors(desk)[:2]
    told = desk.post(f"api/findings/{first['finding_id']}/decisions", json=said(1, "dismiss", "附注已说明")).json()
    assert (told["state"], told["who"], told["note"]) == ("dismissed", "甲", "附注已说明")
    desk.post(f"api/findings/{second['finding_id']}/decisions", json=said(2, "confirm")).raise_for_status()
    assert [d.action for d in journal_of(folder).findings()] == ["dismiss", "confirm"]
    units = desk.get("units", params={"format": "json"}).json()["rows"]
    assert sum(u["errors"] for u in units) == len(errors(desk)) - 1
    assert sum(u["confirmed"] for u in units) == sum(u["dismissed"] for u in units) == 1


def test_audit_corpus_and_report_tell_what_was_decided(desk: httpx.Client, folder: Path, tmp_path: Path) -> None:
    found = errors(desk)
    for number, one in enumerate(found[:3]):
        desk.post(f"api/findings/{one['finding_id']}/decisions", json=said(number, "dismiss", "核对无误"))
    desk.post("api/refresh", json={}).raise_for_status()
    result = CliRunner().invoke(app, ["audit", str(folder), "-o", str(tmp_path / "audit")])
    assert result.exit_code == 0, result.output
    audited = json.loads((tmp_path / "audit" / "findings.json").read_bytes())["findings"]
    listed = desk.get("findings", params={"format": "json"}).json()["rows"]
    state = {f["id"]: (f["judged"] or {"state": "open"})["state"] for f in audited}
    assert state == {row["finding_id"]: row["state"] for row in listed}
    assert gather(folder / "corpus").totals["审核发现"] == f"{len(listed) - 3:,}"


def test_sent_twice_counts_once_and_is_taken_back(desk: httpx.Client, folder: Path) -> None:
    one = errors(desk)[0]["finding_id"]
    for _ in range(2):
        desk.post(f"api/findings/{one}/decisions", json=said(1, "confirm")).raise_for_status()
    assert len(list(journal_of(folder).findings())) == 1
    undo = {"id": "undo-000001", "who": "甲", "undoes": "decision-0001"}
    desk.post("api/decisions/undo", json=undo).raise_for_status()
    assert not list(journal_of(folder).findings())
    assert {row["state"] for row in errors(desk)} == {"open"}


def test_reviewers_that_differ_leave_it_disputed(desk: httpx.Client) -> None:
    one = errors(desk)[0]["finding_id"]
    desk.post(f"api/findings/{one}/decisions", json=said(1, "confirm"))
    told = desk.post(f"api/findings/{one}/decisions", json=said(2, "dismiss", "口径不同", who="乙")).json()
    assert told["state"] == "disputed"


@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        (said(1, "dismiss"), 422, "请写明排除的理由"),
        ({**said(1, "confirm"), "who": ""}, 422, "请填写处理人"),
        ({**said(1, "confirm"), "more": "1"}, 422, ""),
        (said(1, "destroy"), 422, ""),
    ],
)
def test_what_is_not_decided_is_told_in_chinese(
    desk: httpx.Client, folder: Path, body: dict[str, str], status: int, why: str
) -> None:
    answer = desk.post(f"api/findings/{errors(desk)[0]['finding_id']}/decisions", json=body)
    assert answer.status_code == status
    assert why in answer.text
    assert not list(journal_of(folder).all())


def test_another_site_decides_nothing(desk: httpx.Client, folder: Path) -> None:
    address = f"api/findings/{errors(desk)[0]['finding_id']}/decisions"
    body = json.dumps(said(1, "confirm"))
    assert desk.post(address, content=body, headers={"Content-Type": "text/plain"}).status_code == 415
    of_another = {"Content-Type": "application/json", "Origin": "https://elsewhere.example"}
    assert desk.post(address, content=body, headers=of_another).status_code == 403
    rebound = {"Content-Type": "application/json", "Host": "elsewhere.example"}
    assert desk.post(address, content=body, headers=rebound).status_code == 403
    assert not list(journal_of(folder).all())


def test_what_another_program_appends_is_seen(desk: httpx.Client, folder: Path) -> None:
    one = errors(desk)[0]
    other = Store(folder, folder / "corpus")
    with httpx.Client(base_url=desk.base_url) as own:
        own.post(f"api/findings/{one['finding_id']}/decisions", json=said(1, "confirm")).raise_for_status()
    row = other.one("SELECT state FROM told WHERE finding_id = ?", [one["finding_id"]])
    assert row == {"state": "confirmed"}


def test_a_notice_tells_what_was_confirmed(desk: httpx.Client, tmp_path: Path) -> None:
    first = errors(desk)[0]
    desk.post(f"api/findings/{first['finding_id']}/decisions", json=said(1, "confirm")).raise_for_status()
    path = tmp_path / "notice.docx"
    path.write_bytes(desk.get(f"units/{first['unit_id']}/notice.docx").raise_for_status().content)
    told = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    assert first["unit_name"] in told
    assert first["message_zh"].rstrip("。") in told
    assert told.count("依据：") == 1
    assert desk.get(f"units/{first['unit_id']}/notice.pdf").content.startswith(b"%PDF")
