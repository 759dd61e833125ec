"""What people do on the review page, in a real browser: notes, undo, refusals, filters, tables, documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
import regex
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from flows.decisions.applied import decided_in
from flows.decisions.journal import journal_of
from flows.document import extract_file
from flows.records import read_record
from tests.flows.review.browsing import (
    CHROMIUM,
    DRIVER,
    Server,
    count,
    keep,
    press,
    size,
    started,
    text,
    told,
    until,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium and chromedriver: make system-test-deps"),
]
RECORD = "sample.digital"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """The digital sample, with a cell that a failed check rests on and two that were read badly."""
    folder = tmp_path_factory.mktemp("records")
    extract_file(samples / f"{RECORD}.pdf", folder)
    data = orjson.loads((folder / f"{RECORD}.json").read_bytes())
    rows = data["statements"][0]["rows"]
    for row, confidence in ((2, 0.5), (4, 0.3)):
        rows[row]["cells"][-1]["confidence"] = confidence
    cell = f"statements.0.rows.1.cells.{len(rows[1]['cells']) - 1}"
    data["checks"].append({
        "id": "statement.column.1", "formula": "合计＝各项之和", "facts": [], "outcome": "fail", "difference": "100",
        "cells": [cell], "blame": "reading", "blame_probability": 0.7,
    })  # fmt: skip
    (folder / f"{RECORD}.json").write_bytes(orjson.dumps(data))
    return folder


@pytest.fixture(scope="module")
def server(folder: Path, samples: Path) -> Iterator[Server]:
    server = Server(folder, samples)
    yield server
    server.kill()


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    driver = started(tmp_path_factory.mktemp("profile"))
    yield driver
    driver.quit()


@pytest.fixture
def browser(window: webdriver.Chrome, server: Server) -> webdriver.Chrome:
    size(window, 1280, 800)
    window.get(server.address)
    window.execute_script("localStorage.clear(); sessionStorage.clear(); localStorage.setItem('juesuan-who', '李明')")
    window.get(server.address)
    until(lambda: told(window, "fact"))
    return window


def saved(browser: webdriver.Chrome) -> None:
    until(lambda: told(browser, "unsent") == "0")


def test_a_decision_with_a_note_is_taken_back_by_key_and_by_button(
    browser: webdriver.Chrome, folder: Path, tmp_path: Path
) -> None:
    first = told(browser, "fact")
    press(browser, "m")
    press(browser, "口径待核", Keys.ENTER)
    press(browser, "a")
    until(lambda: told(browser, "fact") != first)
    saved(browser)
    (made,) = journal_of(folder).facts()
    assert (made.note, made.action, f"{made.record}/{made.fact}") == ("口径待核", "accept", first)
    press(browser, "p")
    until(lambda: told(browser, "fact") == first)
    assert text(browser, "#verdict span") == "李明 认可 · 备注：口径待核"
    keep(browser, "verdict-1280x800", tmp_path)
    press(browser, "n")
    press(browser, "u")
    until(lambda: told(browser, "fact") == first)
    saved(browser)
    assert not list(journal_of(folder).facts())
    press(browser, "x")
    saved(browser)
    press(browser, "p")
    until(lambda: told(browser, "fact") == first)
    browser.find_element("id", "take-back").click()
    saved(browser)
    assert not list(journal_of(folder).facts())
    press(browser, "u")
    assert text(browser, "#error") == "本次没有可撤回的决定"


def test_a_refused_correction_stays_with_its_text_and_says_why(browser: webdriver.Chrome, folder: Path) -> None:
    browser.get(f"{browser.current_url}?group=totals")
    until(lambda: told(browser, "fact"))
    fact = told(browser, "fact")
    press(browser, "c")
    press(browser, "很多钱", Keys.ENTER)
    until(lambda: "不是可用的数字" in text(browser, "#error"))
    assert told(browser, "fact") == fact
    assert browser.execute_script("return [document.activeElement.id, document.activeElement.value]") == [
        "new",
        "很多钱",
    ]
    browser.execute_script("document.activeElement.select()")
    press(browser, "1,234.5万元", Keys.ENTER)
    until(lambda: told(browser, "fact") != fact)
    saved(browser)
    assert [d.new for d in journal_of(folder).facts() if f"{d.record}/{d.fact}" == fact] == ["12345000"]
    press(browser, "u")
    saved(browser)


def test_filters_stand_in_the_address_and_in_the_bar(browser: webdriver.Chrome, folder: Path, tmp_path: Path) -> None:
    record = read_record(folder / f"{RECORD}.json")
    browser.get(f"{browser.current_url}?group=three_public&below=0.999")
    until(lambda: told(browser, "fact"))
    until(lambda: count(browser, "#filters option") > 5)
    keep(browser, "filters-1280x800", tmp_path)
    by_id = {f.id: f for f in record.facts}
    for _ in range(3):
        fact = by_id[told(browser, "fact").rpartition("/")[2]]
        assert fact.concept.startswith("three_public")
        assert fact.confidence < 0.999
        before = told(browser, "fact")
        press(browser, "n")
        until(lambda before=before: told(browser, "fact") != before)
    browser.find_element("id", "filter-clear").click()
    until(lambda: "group" not in browser.current_url)
    browser.get(f"{browser.current_url}?record={RECORD}&fact=f20")
    until(lambda: told(browser, "fact") == f"{RECORD}/f20")


def test_cells_of_a_table_are_reviewed_by_keyboard_the_doubtful_first(
    browser: webdriver.Chrome, folder: Path, tmp_path: Path
) -> None:
    record = read_record(folder / f"{RECORD}.json")
    last = [len(row.cells) - 1 for row in record.statements[0].rows]
    path = [f"{RECORD}/statements.0.rows.{r}.cells.{last[r]}" for r in (1, 4, 2)]
    press(browser, "/")
    first = next(f for f in record.facts if any(p.statement == 0 for p in f.provenance))
    press(browser, first.id, Keys.ENTER)
    until(lambda: told(browser, "fact") == f"{RECORD}/{first.id}")
    press(browser, "t")
    until(lambda: told(browser, "cell") == path[0])
    keep(browser, "table-1280x800", tmp_path)
    assert count(browser, ".box.failed") == 1
    press(browser, "a")
    until(lambda: told(browser, "cell") == path[1])
    press(browser, "c")
    press(browser, "十万", Keys.ENTER)
    until(lambda: "不是可用的数字" in text(browser, "#error"))
    browser.execute_script("document.activeElement.select()")
    press(browser, "8.76万元", Keys.ENTER)
    until(lambda: told(browser, "cell") == path[2])
    press(browser, "x")
    saved(browser)
    made = list(journal_of(folder).cells())
    assert [(d.action, d.new) for d in made] == [("accept", made[0].old), ("correct", "87600"), ("reject", None)]
    rows = decided_in(folder).applied(record, RECORD).statements[0].rows
    assert [rows[r].cells[last[r]].value for r in (4, 2)] == ["87600", None]
    press(browser, "u")
    until(lambda: len(list(journal_of(folder).cells())) == 2)
    assert told(browser, "cell") == path[2]
    size(browser, 390, 844)
    keep(browser, "table-390x844", tmp_path)
    press(browser, "t")
    until(lambda: told(browser, "cell") == "")


def test_a_cell_is_opened_by_its_address(browser: webdriver.Chrome) -> None:
    browser.get(f"{browser.current_url}?record={RECORD}&cell=statements.0.rows.3.cells.0")
    until(lambda: told(browser, "cell") == f"{RECORD}/statements.0.rows.3.cells.0")
    press(browser, Keys.ARROW_DOWN)
    assert told(browser, "cell") == f"{RECORD}/statements.0.rows.5.cells.0"  # of the next row on its side
    press(browser, "t")
    until(lambda: told(browser, "fact"))


def test_a_form_is_a_table_too(browser: webdriver.Chrome, folder: Path, tmp_path: Path) -> None:
    press(browser, "t")
    until(lambda: told(browser, "cell"))
    browser.execute_script("""
        const select = document.querySelector('#tables');
        select.value = 'forms.0';
        select.dispatchEvent(new Event('change'));
    """)
    until(lambda: "/forms.0." in told(browser, "cell"))
    browser.find_element("css selector", 'td[data-path="forms.0.funds.0.3"]').click()
    until(lambda: told(browser, "cell") == f"{RECORD}/forms.0.funds.0.3")
    press(browser, Keys.ARROW_RIGHT)
    assert told(browser, "cell") == f"{RECORD}/forms.0.funds.0.4"
    press(browser, Keys.ARROW_LEFT)
    keep(browser, "form-1280x800", tmp_path)
    press(browser, "c")
    press(browser, "12.34", Keys.ENTER)
    saved(browser)
    assert decided_in(folder).applied(read_record(folder / f"{RECORD}.json"), RECORD).forms[0].funds[0][3] == "12.34"


def test_whose_a_document_is_can_be_said(browser: webdriver.Chrome, folder: Path, tmp_path: Path) -> None:
    press(browser, "e")
    until(lambda: not browser.execute_script("return document.querySelector('#about').hidden"))
    keep(browser, "about-1280x800", tmp_path)
    browser.execute_script("""
        const form = document.querySelector('#about').elements;
        form.unit_name.value = '青岭县农业农村局';
        form.fiscal_year.value = '二〇二二';
    """)
    press(browser, Keys.ENTER)
    until(lambda: "不是年度" in text(browser, "#error"))
    assert "二〇二二" in browser.execute_script("return document.activeElement.value")
    browser.execute_script("document.activeElement.value = '2022'")
    press(browser, Keys.ENTER)
    until(lambda: text(browser, "#unit").startswith("青岭县农业农村局 · 2022 · 部门决算"))
    document = decided_in(folder).applied(read_record(folder / f"{RECORD}.json"), RECORD).document
    assert (document.unit_name, document.fiscal_year) == ("青岭县农业农村局", 2022)


def test_zoom_and_the_original(browser: webdriver.Chrome) -> None:
    width = "return document.querySelector('.page').getBoundingClientRect().width"
    before = browser.execute_script(width)
    press(browser, "+", "+")
    assert browser.execute_script(width) > 1.4 * before
    press(browser, "0")
    assert browser.execute_script(width) == before
    page = regex.search(r"第 (\d+) 页", text(browser, "#unit"))
    assert page is not None
    link = browser.find_element("id", "original").get_attribute("href")
    assert link.endswith(f"/api/records/{RECORD}/file#page={page[1]}")


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_a_page_is_in_one_language(browser: webdriver.Chrome, query: str, tmp_path: Path) -> None:
    browser.get(browser.current_url.partition("?")[0] + query)
    until(lambda: told(browser, "fact"))
    browser.find_element("id", "filter-toggle").click()
    until(lambda: count(browser, "#filters option") > 5)
    said = browser.execute_script("""
        for (const key of document.querySelectorAll('kbd, #value, #quote, #label, #unit')) key.remove();
        return document.body.innerText + [...document.querySelectorAll('[aria-label], [title], [placeholder]')]
            .map(e => e.ariaLabel + ' ' + e.title + ' ' + (e.placeholder || '')).join(' ');
    """).replace("sample.digital", "")  # fmt: skip
    if query:
        assert not regex.search(r"复核|认可|可信度|下一个", said)
    else:
        assert regex.findall(r"[A-Za-z]{3,}", said.replace("null", "").replace("undefined", "")) == []
