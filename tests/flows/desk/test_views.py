"""The desk's views: every one as a page and as just what it lists; what is narrowed, and what is not there."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import httpx
import openpyxl
import pytest
import regex

from tests.flows.desk.conftest import running, site_of

VIEWS = ("units", "findings", "documents", "search?q=接待")


@pytest.fixture(scope="module")
def desk(made: Path) -> httpx.Client:
    with running(site_of(made)) as address, httpx.Client(base_url=address, headers={"Accept": "text/html"}) as client:
        yield client  # type: ignore[misc]


def rows(desk: httpx.Client, view: str) -> list[dict[str, object]]:
    answer = desk.get(view, params={"format": "json"} if "?" not in view else None).raise_for_status().json()
    found: list[dict[str, object]] = answer["rows"]
    assert answer["total"] == len(found)
    return found


@pytest.mark.parametrize("view", [*VIEWS, "charts"])
def test_a_page_is_chinese_and_has_no_script_or_style_of_its_own(desk: httpx.Client, view: str) -> None:
    page = desk.get(view).raise_for_status()
    assert '<html lang="zh-CN">' in page.text
    assert not regex.search(r"<style|\son\w+=|\sstyle=|<script(?! src)", page.text)
    assert "default-src 'self'" in page.headers["content-security-policy"]
    page_text = regex.sub(r"\ba[0-9a-f]{10}\b", " ", page.text)
    words = regex.sub(r"(?s)<head>.*?</head>|<[^>]+>|English", " ", page_text)
    assert not set(regex.findall(r"[A-Za-z_]{4,}", words)) - {"XLSX", "JSON", "made"}


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_the_same_in_every_form(desk: httpx.Client, view: str) -> None:
    joint = "&" if "?" in view else "?"
    told = rows(desk, f"{view}{joint}format=json")
    assert told
    listed = list(csv.reader(io.StringIO(desk.get(f"{view}{joint}format=csv").content.decode("utf-8-sig"))))
    assert desk.get(f"{view}{joint}format=csv").content.startswith(b"\xef\xbb\xbf")
    sheet = openpyxl.load_workbook(io.BytesIO(desk.get(f"{view}{joint}format=xlsx").content)).active
    assert sheet is not None
    assert len(listed) - 1 == len(told) == sheet.max_row - 1
    assert listed[0] == [cell.value for cell in sheet[1]]


def test_units_are_ranked_by_what_was_found(desk: httpx.Client) -> None:
    units = rows(desk, "units")
    ranks = [(u["errors"], u["warnings"], u["notes"]) for u in units]
    assert ranks == sorted(ranks, key=lambda rank: [-int(str(n)) for n in rank])
    counted = sum(int(str(n)) for rank in ranks for n in rank)
    assert counted == len(rows(desk, "findings"))


def test_findings_are_narrowed_by_every_field(desk: httpx.Client) -> None:
    first = rows(desk, "findings")[0]
    for field, name in (("unit", "unit_id"), ("year", "fiscal_year"), ("severity", "severity"), ("rule", "rule")):
        found = desk.get("findings", params={field: first[name], "format": "json"}).json()["rows"]
        assert found
        assert {row[name] for row in found} == {first[name]}
    assert not desk.get("findings", params={"q": "没有这样的词句", "format": "json"}).json()["rows"]


def test_empty_fields_of_a_form_narrow_nothing(desk: httpx.Client) -> None:
    everything = rows(desk, "findings")
    fields = dict.fromkeys(("q", "region", "year", "kind", "severity", "state", "rule"), "")
    assert desk.get("findings", params={**fields, "format": "json"}).json()["rows"] == everything


@pytest.mark.parametrize(
    "view", ["findings?year=20x3", "findings?severity=bad", "findings?start=-1", "units?format=exe"]
)
def test_what_cannot_be_asked_is_refused(desk: httpx.Client, view: str) -> None:
    assert desk.get(view).status_code == 422


def test_a_unit_shows_its_years_side_by_side(desk: httpx.Client) -> None:
    unit = rows(desk, "units")[0]
    page = desk.get(f"units/{unit['unit_id']}").raise_for_status().text
    assert str(unit["unit_name"]) in page
    assert all(f">{year}</th>" in page for year in str(unit["years"]).split(", "))
    assert "notice.docx" in page


def test_a_finding_shows_rule_source_and_figures(desk: httpx.Client) -> None:
    found = next(row for row in rows(desk, "findings") if str(row["rule"]).startswith("arithmetic"))
    page = desk.get(f"findings/{found['finding_id']}").raise_for_status().text
    for told in (found["message_zh"], found["statement_of_rule"], found["source"]):
        assert regex.sub(r"[“”]", "", str(told)) in regex.sub(r"[“”]", "", page)
    assert "疑似有误" in page


@pytest.mark.parametrize("address", ["units/nobody", "findings/a0", "documents/none", "documents/..%2Fx", "nowhere"])
def test_what_is_not_there_is_told(desk: httpx.Client, address: str) -> None:
    assert desk.get(address).status_code == 404


def test_words_of_documents_are_text(desk: httpx.Client) -> None:
    page = desk.get("search", params={"q": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in page


def test_english_is_asked_for_and_kept(desk: httpx.Client) -> None:
    with httpx.Client(base_url=desk.base_url, headers={"Accept": "text/html"}) as own:
        assert '<html lang="en">' in own.get("units", params={"lang": "en"}).text
        assert '<html lang="en">' in own.get("findings").text


def test_the_api_is_documented(desk: httpx.Client) -> None:
    told = desk.get("api/openapi.json").raise_for_status().json()["paths"]
    assert {"/units", "/findings", "/documents", "/search", "/api/findings/{finding_id}/decisions"} <= set(told)
