"""The review page in a real browser: fifty decisions by keyboard alone, the server killed in the middle, screenshots.

Screenshots go to the folder REVIEW_SCREENSHOTS names, else to the test's own.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which

import httpx
import pytest
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from flows.decisions.standing import read_decisions
from flows.document import extract_file

CHROMIUM, DRIVER = which("chromium"), which("chromedriver")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium and chromedriver: make system-test-deps"),
]
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update",
    "--disable-background-networking", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
DECISIONS = 50


class Server:
    """`juesuan review` in a process of its own, on one port for its whole life."""

    def __init__(self, folder: Path, pdfs: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._command = [
            sys.executable, "-c", "from flows.cli import main; main()", "review", str(folder), "--pdfs", str(pdfs),
            "--port", str(self.port),
        ]  # fmt: skip
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stderr=subprocess.DEVNULL)
        until(self._answers, 60)

    def _answers(self) -> bool:
        # A bare connection could meet itself: the port is one that the system gives to outgoing connections, too.
        try:
            return httpx.get(self.address).status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


def until(holds: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


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
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1280,800"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=DRIVER))
    yield driver
    driver.quit()


def told(browser: webdriver.Chrome, name: str) -> str:
    return str(browser.execute_script(f"return document.body.dataset.{name} || ''"))


def press(browser: webdriver.Chrome, *keys: str) -> None:
    webdriver.ActionChains(browser).send_keys(*keys).perform()


def size(browser: webdriver.Chrome, width: int, height: int) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 800},
    )


def keep(browser: webdriver.Chrome, name: str, tmp_path: Path) -> bytes:
    until(lambda: browser.execute_script("return [...document.images].every(i => i.complete && i.naturalWidth > 0)"))
    folder = Path(os.environ.get("REVIEW_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    browser.save_screenshot(str(folder / f"{name}.png"))
    return (folder / f"{name}.png").read_bytes()


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


def test_whole_document_and_search_by_keyboard(browser: webdriver.Chrome, server: Server, tmp_path: Path) -> None:
    browser.get(server.address)
    until(lambda: told(browser, "fact"))
    press(browser, "复核员", Keys.ENTER)
    press(browser, "d")
    until(lambda: browser.execute_script("return document.querySelectorAll('.page').length") == 8)
    assert browser.execute_script("return document.querySelectorAll('.box').length") > 100
    press(browser, "d")
    press(browser, "/")
    press(browser, "公务接待费", Keys.ENTER)
    until(lambda: browser.execute_script("return document.querySelectorAll('#results button').length"))
    before = told(browser, "fact")
    press(browser, Keys.ENTER)
    until(lambda: told(browser, "fact") != before)
    assert "接待" in browser.execute_script("return document.querySelector('#label').textContent")
    keep(browser, "found-1280x800", tmp_path)
