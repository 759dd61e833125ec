"""The desk in Chromium: an officer's way from the list of units to the notice, and what axe-core finds of its pages."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from flows.decisions.journal import journal_of
from flows.document import extract_file
from flows.publish.publish import publish
from tests.conftest import REPOSITORY
from tests.flows.desk.conftest import running, site_of
from tests.flows.review.browsing import CHROMIUM, DRIVER, size, started
from tests.waiting import until

NPM, OFFICE = which("npm"), which("soffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium and chromedriver: make system-test-deps"),
]
WIDTHS = ((1280, 800), (390, 844))
MOST_CLICKS = 12


@pytest.fixture(scope="module")
def desk(made: Path, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("browser") / "records"
    shutil.copytree(made, folder)
    document = samples / "sample.digital.pdf"
    extract_file(document, folder)
    publish(folder, folder / "corpus")
    site = site_of(folder, pdfs=samples)
    site.search.follow()
    with running(site) as address:
        yield address, folder


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[int, int], webdriver.Chrome]]:
    browsers = []

    def start(width: int, height: int) -> webdriver.Chrome:
        browsers.append(started(tmp_path / f"profile{width}"))
        size(browsers[-1], width, height)
        behaviour = {"behavior": "allow", "downloadPath": str(tmp_path)}
        browsers[-1].execute_cdp_cmd("Page.setDownloadBehavior", behaviour)
        return browsers[-1]

    yield start
    for browser in browsers:
        browser.quit()


class Officer:
    """Clicks, and counts."""

    def __init__(self, browser: webdriver.Chrome) -> None:
        self.browser, self.clicks = browser, 0

    def click(self, selector: str) -> None:
        before = self.browser.find_element(By.TAG_NAME, "html").id
        element = self.browser.find_element(By.CSS_SELECTOR, selector)
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()
        self.clicks += 1
        if not selector.endswith("docx']"):
            until(lambda: self.browser.find_element(By.TAG_NAME, "html").id != before)


def test_an_officers_way_from_units_to_the_notice(
    desk: tuple[str, Path], opened: Callable[[int, int], webdriver.Chrome], tmp_path: Path
) -> None:
    address, folder = desk
    browser = opened(*WIDTHS[0])
    officer = Officer(browser)
    browser.get(f"{address}/units")
    officer.click("table.list tbody td a")
    unit = browser.current_url
    officer.click(".findings a")
    browser.find_element(By.ID, "who").send_keys("检查员")
    officer.click("button.confirm")
    officer.click("#next")
    browser.find_element(By.ID, "note").send_keys("附注已说明")
    officer.click("button.dismiss")
    assert browser.find_elements(By.CSS_SELECTOR, ".message .tag.dismissed")
    officer.click("h1 a")
    assert browser.current_url == unit
    officer.click("a[href$='notice.docx']")
    until(lambda: list(tmp_path.glob("*.docx")))
    assert officer.clicks <= MOST_CLICKS
    said = list(journal_of(folder).findings())
    assert [(d.action, d.who) for d in said] == [("confirm", "检查员"), ("dismiss", "检查员")]
    (notice,) = tmp_path.glob("*.docx")
    _opens_in_office(notice, tmp_path)


def _opens_in_office(document: Path, folder: Path) -> None:
    if OFFICE is None:
        return
    copy = shutil.copy(document, folder / "notice.docx")
    command = [OFFICE, f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "pdf",
               "--outdir", str(folder), str(copy)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert (folder / "notice.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.skipif(not NPM, reason="no npm")
def test_axe_finds_no_serious_fault(
    desk: tuple[str, Path], opened: Callable[[int, int], webdriver.Chrome], tmp_path: Path
) -> None:
    address, _ = desk
    version = json.loads((REPOSITORY / "tests" / "flows" / "desk" / "package.json").read_bytes())["dependencies"]
    subprocess.run([NPM or "npm", "pack", f"axe-core@{version['axe-core']}"], cwd=tmp_path, check=True,
                   capture_output=True, timeout=120)  # fmt: skip
    (archive,) = tmp_path.glob("axe-core-*.tgz")
    shutil.unpack_archive(archive, tmp_path / "axe")
    axe = (tmp_path / "axe" / "package" / "axe.min.js").read_text(encoding="utf-8")
    for width, height in WIDTHS:
        browser = opened(width, height)
        browser.get(f"{address}/findings")
        finding = browser.find_element(By.CSS_SELECTOR, "td.message a").get_attribute("href")
        browser.get(f"{address}/units")
        unit = browser.find_element(By.CSS_SELECTOR, "td.unit_name a").get_attribute("href")
        views = (*(f"{address}/{view}" for view in ("units", "findings", "documents", "search?q=接待", "charts",
                                                    "sources", "documents/sample.digital",
                                                    "review/")), finding, unit)  # fmt: skip
        for view in views:
            browser.get(str(view))
            browser.execute_script(axe)
            faults = browser.execute_async_script(
                "const done = arguments[arguments.length - 1];"
                "axe.run().then((told) => done(told.violations.map((v) => [v.impact, v.id, v.nodes[0].html])))"
            )
            assert not [fault for fault in faults if fault[0] in ("serious", "critical")], view
            wider = browser.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
            assert wider <= 0, view
