"""The review page in a real browser: fifty decisions by keyboard alone, the server killed in the middle, screenshots.

Screenshots go to the folder REVIEW_SCREENSHOTS names, else to the test's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import regex
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from flows.decisions.standing import read_decisions
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
DECISIONS = 50


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    folder = tmp_path_factory.mktemp("records")
    extract_file(samples / "sample.digital.pdf", folder)
    return folder


@pytest.fixture(scope="module")
def server(folder: Path, samples: Path) -> Iterator[Server]:
    server = Server(folder, samples)
    yield server
    server.kill()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    driver = started(tmp_path / "profile")
    yield driver
    driver.quit()


def test_fifty_decisions_by_keyboard_and_the_server_killed_in_the_middle(
    browser: webdriver.Chrome, server: Server, folder: Path, tmp_path: Path
) -> None:
    browser.get(server.address)
    until(lambda: told(browser, "fact"))
    press(browser, "李明", Keys.ENTER)
    keep(browser, "queue-1280x800", tmp_path)
    for number in range(DECISIONS):
        before = told(browser, "fact")
        if number == DECISIONS // 2:
            server.kill()
        if number % 10 == 4:
            press(browser, "c")
            press(browser, "1234.5", Keys.ENTER)
        else:
            press(browser, "x" if number % 10 == 7 else "a")
        until(lambda before=before: told(browser, "fact") != before)
        if number == DECISIONS // 2 + 3:
            assert int(told(browser, "unsent")) >= 3
            server.start()
    until(lambda: told(browser, "unsent") == "0")
    assert told(browser, "saved") == str(DECISIONS)
    made = list(read_decisions(folder))
    assert len(made) == len({d.fact for d in made}) == DECISIONS
    assert {d.who for d in made} == {"李明"}
    assert sum(d.action == "correct" for d in made) == sum(d.action == "reject" for d in made) == 5


def test_what_is_refused_once_the_server_is_back_is_told_until_it_is_put_right(
    browser: webdriver.Chrome, server: Server, folder: Path, tmp_path: Path
) -> None:
    browser.get(server.address)
    until(lambda: told(browser, "fact"))
    press(browser, "周敏", Keys.ENTER)
    press(browser, "/")
    press(browser, "f2", Keys.ENTER)
    until(lambda: told(browser, "fact") == "sample.digital/f2")
    server.kill()
    press(browser, "c")
    press(browser, "很多", Keys.ENTER)
    until(lambda: told(browser, "fact") != "sample.digital/f2")
    assert "1 条尚未保存" in text(browser, "#unsaved")
    server.start()
    until(lambda: count(browser, "#refused li"))
    assert regex.search(r"很多.*不是可用的数字", text(browser, "#refused li"))
    until(lambda: browser.execute_script("return [...document.images].every(i => i.complete && i.naturalWidth > 0)"))
    keep(browser, "refused-1280x800", tmp_path)
    browser.find_element("css selector", "#refused button").click()
    until(lambda: told(browser, "fact") == "sample.digital/f2")
    until(lambda: browser.execute_script("return document.activeElement.value") == "很多")
    browser.execute_script("document.activeElement.select()")
    press(browser, "12.3", Keys.ENTER)
    until(lambda: told(browser, "unsent") == "0")
    assert [d.new for d in read_decisions(folder) if d.who == "周敏"] == ["12.3"]
    assert count(browser, "#refused li") == 0


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_page_fits_and_shows_the_value_on_its_page(
    browser: webdriver.Chrome, server: Server, tmp_path: Path, width: int, height: int
) -> None:
    size(browser, width, height)
    browser.get(server.address)
    until(lambda: browser.execute_script("return document.querySelector('.box.here') !== null"))
    assert len(keep(browser, f"fact-{width}x{height}", tmp_path)) > 20_000
    place = browser.execute_script("""
        const box = document.querySelector('.box.here').getBoundingClientRect();
        const pages = document.querySelector('#pages').getBoundingClientRect();
        const button = document.querySelector('button.accept').getBoundingClientRect();
        return {inside: box.top >= pages.top && box.bottom <= pages.bottom && box.left >= pages.left - 1
                        && box.right <= pages.right + 1,
                reachable: button.bottom <= innerHeight && button.right <= innerWidth,
                wide: document.documentElement.scrollWidth > innerWidth};
    """)
    assert place == {"inside": True, "reachable": True, "wide": False}


def test_whole_document_and_search_by_keyboard(
    browser: webdriver.Chrome, server: Server, folder: Path, tmp_path: Path
) -> None:
    pages = len(read_record(folder / "sample.digital.json").pages)
    browser.get(server.address)
    until(lambda: told(browser, "fact"))
    press(browser, "复核员", Keys.ENTER)
    press(browser, "d")
    until(lambda: count(browser, ".page") == pages)
    until(lambda: count(browser, ".box") > 10)
    before = told(browser, "fact")
    press(browser, "n")
    until(lambda: told(browser, "fact") != before)
    keep(browser, "whole-1280x800", tmp_path)
    press(browser, "d")
    press(browser, "/")
    press(browser, "公务接待费", Keys.ENTER)
    until(lambda: count(browser, "#results button"))
    before = told(browser, "fact")
    press(browser, Keys.ENTER)
    until(lambda: told(browser, "fact") != before)
    assert "接待" in text(browser, "#label")
    keep(browser, "found-1280x800", tmp_path)
    press(browser, "/")
    press(browser, Keys.BACKSPACE * 10, "f12", Keys.ENTER)
    until(lambda: told(browser, "fact") == "sample.digital/f12")
