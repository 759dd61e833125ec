"""A disclosure of 300 pages and 5,000 facts: no key is lost, and each is answered while nobody notices.

What it took is printed (`pytest -s`), not asserted: machines differ.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles

import httpx
import pytest
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from flows.decisions.standing import read_decisions
from tests.flows.review.browsing import CHROMIUM, DRIVER, Server, large_disclosure, press, started, told
from tests.waiting import until

pytestmark = pytest.mark.slow
IN_BROWSER = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium and chromedriver")
PAGES, FACTS, DECISIONS, EACH = 300, 5000, 30, 200
# From the key to the frame in which the next fact stands, and to that in which its picture does.
WATCH = """
  window.took = []; window.pictured = [];
  let pressed = 0;
  document.addEventListener('keydown', () => { pressed = performance.now(); }, true);
  new MutationObserver(() => {
    const from = pressed;
    requestAnimationFrame(() => setTimeout(() => window.took.push(performance.now() - from)));
    const image = document.querySelector('#pages .page img');
    image.decode().then(() => window.pictured.push(performance.now() - from), () => {});
  }).observe(document.body, {attributes: true, attributeFilter: ['data-fact']});
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    large_disclosure(folder, PAGES, FACTS)
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    server = Server(folder, folder)
    yield server
    server.kill()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    driver = started(tmp_path / "profile")
    yield driver
    driver.quit()


def p95(times: list[float]) -> str:
    return f"p50 {quantiles(times, n=20)[9]:.0f} ms, p95 {quantiles(times, n=20)[18]:.0f} ms, most {max(times):.0f} ms"


@IN_BROWSER
def test_thirty_decisions_by_keyboard_are_thirty_saved(browser: webdriver.Chrome, server: Server, folder: Path) -> None:
    browser.get(server.address)
    until(lambda: told(browser, "fact"))
    press(browser, "李明", Keys.ENTER)
    browser.execute_script(WATCH)
    for number in range(DECISIONS):
        press(browser, "x" if number % 10 == 7 else "a")
    until(lambda: told(browser, "saved") == str(DECISIONS))
    made = [d for d in read_decisions(folder) if d.who == "李明"]
    assert len({d.fact for d in made}) == len(made) == DECISIONS
    until(lambda: len(browser.execute_script("return window.took")) >= DECISIONS)
    print("key to next fact:", p95(browser.execute_script("return window.took")))
    print("key to its picture:", p95(browser.execute_script("return window.pictured")))


@IN_BROWSER
def test_keys_pressed_all_at_once_are_all_kept(browser: webdriver.Chrome, server: Server, folder: Path) -> None:
    browser.get(server.address)
    until(lambda: told(browser, "fact"))
    press(browser, "王芳", Keys.ENTER)
    press(browser, *"a" * 120)
    until(lambda: told(browser, "saved") == "120")
    assert len({d.fact for d in read_decisions(folder) if d.who == "王芳"}) == 120


def test_two_reviewers_at_once_and_the_server_killed_lose_nothing(server: Server, folder: Path) -> None:
    kept: list[str] = []
    killed = threading.Event()

    def decide(task: tuple[str, int]) -> None:
        who, number = task
        sent = {
            "id": f"{who}-{number:08d}",
            "who": who,
            "record": "large",
            "fact": f"f{number + 1000}",
            "action": "accept",
        }
        while True:
            try:
                answer = httpx.post(f"{server.address}api/decisions", json=sent, timeout=60)
            except httpx.TransportError:
                killed.wait(0.1)
                continue
            assert answer.status_code == 200
            kept.append(sent["id"])
            return

    tasks = [(who, number) for number in range(EACH) for who in ("甲", "乙")]
    with ThreadPoolExecutor(8) as pool:
        done = [pool.submit(decide, task) for task in tasks]
        until(lambda: len(kept) > EACH)
        server.kill()
        acknowledged = set(kept)
        lines = [
            json.loads(line) for line in (folder / "decisions.jsonl").read_bytes().splitlines() if line[-1:] == b"}"
        ]
        assert acknowledged <= {line["id"] for line in lines}
        server.start()
        for one in done:
            one.result()
    made = [d.id for d in read_decisions(folder) if d.who in ("甲", "乙")]
    assert len(set(made)) == len(made) == 2 * EACH
