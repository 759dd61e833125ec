"""A real browser on `juesuan review` in a process of its own, and a disclosure of hundreds of pages for it."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from shutil import which
from typing import Any

import httpx
import orjson
from selenium import webdriver

from extractors.opening.mupdf import pymupdf
from tests.made_records import made_record
from tests.waiting import until

CHROMIUM, DRIVER = which("chromium"), which("chromedriver")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update",
    "--disable-background-networking", "--disable-sync", "--hide-scrollbars", "--lang=zh-CN", "--accept-lang=zh-CN",
)  # fmt: skip


class Server:
    """`juesuan review`, on one port for its whole life."""

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
        until(self._answers, 90)

    def _answers(self) -> bool:
        # A bare connection could meet itself: the port is one that the system gives to outgoing connections, too.
        try:
            return httpx.get(self.address).status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


def started(profile: Path) -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={profile}", "--window-size=1280,800"):
        options.add_argument(flag)
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=DRIVER))


def told(browser: webdriver.Chrome, name: str) -> str:
    return str(browser.execute_script(f"return document.body.dataset.{name} || ''"))


def text(browser: webdriver.Chrome, css: str) -> str:
    return str(browser.execute_script("return document.querySelector(arguments[0]).textContent", css))


def count(browser: webdriver.Chrome, css: str) -> int:
    return int(browser.execute_script("return document.querySelectorAll(arguments[0]).length", css))


def press(browser: webdriver.Chrome, *keys: str) -> None:
    webdriver.ActionChains(browser).send_keys(*keys).perform()


def size(browser: webdriver.Chrome, width: int, height: int) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 800},
    )


def keep(browser: webdriver.Chrome, name: str, tmp_path: Path) -> bytes:
    """A screenshot, in the folder REVIEW_SCREENSHOTS names, else in the test's own."""
    until(
        lambda: browser.execute_script("""
        const seen = ({top, bottom}) => top < innerHeight && bottom > 0;
        return [...document.images].filter(i => seen(i.getBoundingClientRect()))
                                   .every(i => i.complete && i.naturalWidth > 0);
    """)
    )
    folder = Path(os.environ.get("REVIEW_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    browser.save_screenshot(str(folder / f"{name}.png"))
    return (folder / f"{name}.png").read_bytes()


def large_disclosure(folder: Path, pages: int, facts: int) -> str:
    """Writes a PDF of so many pages and a Record with so many facts on them into a folder; the Record's id."""
    with pymupdf.open() as pdf:
        for number in range(1, pages + 1):
            page = pdf.new_page()
            for line in range(40):
                page.insert_text((60, 60 + 18 * line), f"{number}.{line}  1,234.56  2,345.67  Invented figures")
        pdf.save(folder / "large.pdf")
    data = made_record(0)
    told: list[dict[str, Any]] = data["facts"]
    made = []
    for number in range(facts):
        fact = told[number % len(told)]
        page, line = divmod(number * 40 * pages // facts, 40)
        box = [60.0, 48.0 + 18 * line, 130.0, 64.0 + 18 * line]
        place = {"page": page + 1, "bbox": box, "start": 0, "end": 4, "statement": None}
        made.append({**fact, "id": f"f{number + 1}", "provenance": [place], "confidence": 0.4 + number % 600 / 1000,
                     "explains": []})  # fmt: skip
    summary = data["pages"][0]
    data["document"] |= {
        "file_name": "large.pdf", "pages": pages,
        "sha256": hashlib.sha256((folder / "large.pdf").read_bytes()).hexdigest(),
    }  # fmt: skip
    data |= {"facts": made, "pages": [{**summary, "number": n} for n in range(1, pages + 1)]}
    (folder / "large.json").write_bytes(orjson.dumps(data))
    return "large"
