"""Who may use the desk: readers look, reviewers decide, admins see to sources; a proxy may vouch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.decisions.journal import journal_of
from flows.desk.accounts import AccountsError, Door, load_accounts, save_account
from tests.flows.desk.conftest import site_of

Serve = Callable[..., str]


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("accounts") / "accounts.json"
    save_account(path, "读者", "reader", "a reader's word")
    save_account(path, "复核员", "reviewer", "a reviewer's word")
    save_account(path, "另一人", "reviewer", "another word")
    return path


def signed_in(address: str, name: str, password: str) -> httpx.Client:
    client = httpx.Client(base_url=address, headers={"Accept": "text/html"})
    client.post("api/session", json={"name": name, "password": password}).raise_for_status()
    return client


def confirming(client: httpx.Client) -> httpx.Response:
    found = client.get("findings", params={"format": "json"}).json()["rows"][0]["finding_id"]
    body = {"id": "decision-0001", "who": "somebody else", "action": "confirm"}
    return client.post(f"api/findings/{found}/decisions", json=body)


def test_passwords_are_kept_as_digests_that_nobody_else_may_read(accounts: Path) -> None:
    assert b"word" not in accounts.read_bytes()
    assert accounts.stat().st_mode & 0o077 == 0


def test_nobody_is_let_in_without_signing_in(folder: Path, accounts: Path, served: Serve) -> None:
    address = served(site_of(folder, door=Door(accounts)))
    with httpx.Client(base_url=address) as client:
        assert client.get("units").headers["location"].startswith("/sign-in")
        assert client.post("api/refresh", json={}).status_code == 401
        assert client.get("review/api/queue").status_code == 401
        wrong = client.post("api/session", json={"name": "复核员", "password": "wrong"})
        assert (wrong.status_code, "不对" in wrong.text) == (401, True)


def test_a_reader_looks_and_a_reviewer_decides_under_the_own_name(folder: Path, accounts: Path, served: Serve) -> None:
    address = served(site_of(folder, door=Door(accounts)))
    reader = signed_in(address, "读者", "a reader's word")
    assert reader.get("units").status_code == 200
    refused = confirming(reader)
    assert (refused.status_code, refused.json()["detail"]) == (403, "您的权限只能查看")
    reviewer = signed_in(address, "复核员", "a reviewer's word")
    assert confirming(reviewer).status_code == 200
    assert [d.who for d in journal_of(folder).findings()] == ["复核员"]
    assert reviewer.get("sources").status_code == 403
    undo = {"id": "undo-000001", "undoes": "decision-0001"}
    other = signed_in(address, "另一人", "another word")
    assert other.post("api/decisions/undo", json=undo).json()["detail"] == "只能撤销自己的处理"
    assert reviewer.post("api/decisions/undo", json=undo).status_code == 200
    reviewer.request("DELETE", "api/session")
    assert reviewer.get("units").status_code == 303


def test_the_desk_may_have_a_name_where_people_sign_in(folder: Path, accounts: Path, served: Serve) -> None:
    named = {"Host": "desk.example"}
    with httpx.Client(base_url=served(site_of(folder, door=Door(accounts)))) as client:
        assert client.get("sign-in", headers=named).status_code == 200
        elsewhere = {**named, "Origin": "https://elsewhere.example"}
        assert client.post("api/session", json={"name": "甲", "password": "x"}, headers=elsewhere).status_code == 403


def test_a_proxy_vouches_for_names(folder: Path, accounts: Path, served: Serve) -> None:
    address = served(site_of(folder, door=Door(accounts, "X-Remote-User")))
    with httpx.Client(base_url=address) as client:
        assert client.get("units").status_code == 401
        named = {"X-Remote-User": "nobody known"}
        assert client.get("units", headers=named).status_code == 200
        client.headers["X-Remote-User"] = "nobody known"
        assert confirming(client).status_code == 403


def test_accounts_are_made_by_a_command(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    made = CliRunner().invoke(
        app, ["desk-account", str(path), "甲", "--role", "admin"], input="secret one\nsecret one\n"
    )
    assert made.exit_code == 0, made.output
    assert load_accounts(path)["甲"].role == "admin"
    wrong = CliRunner().invoke(app, ["desk-account", str(path), "乙", "--role", "king"])
    assert wrong.exit_code == 2
    assert len(wrong.output.strip().splitlines()) == 1


def test_a_broken_file_of_accounts_is_named(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    path.write_text('{"甲": {"role": "king"}}', encoding="utf-8")
    with pytest.raises(AccountsError, match=r"accounts\.json: 甲\.role"):
        load_accounts(path)
