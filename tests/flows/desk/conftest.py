"""A desk over eight made Records, on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from flows.desk.accounts import Door
from flows.desk.app import make_app
from flows.desk.search import Search
from flows.desk.site import Site
from flows.desk.store import Store
from flows.publish.publish import publish
from flows.review.desk import Desk
from flows.review.pages import PageImages
from tests.flows.review.serving import serving
from tests.made_records import write_records


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight made Records, published and indexed; to be copied by who changes anything."""
    folder = tmp_path_factory.mktemp("desk") / "records"
    folder.mkdir()
    write_records(8, folder)
    publish(folder, folder / "corpus")
    Search(Store(folder, folder / "corpus")).follow()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """The same, of a test's own."""
    import shutil

    own = tmp_path / "records"
    shutil.copytree(made, own, copy_function=shutil.copy2, ignore=shutil.ignore_patterns(".desk-*"))
    return own


def site_of(folder: Path, pdfs: Path | None = None, door: Door | None = None, sources: Path | None = None) -> Site:
    store = Store(folder, folder / "corpus")
    folders = (pdfs or folder,)
    return Site(store, Search(store), Desk(folder, folder / "corpus"), PageImages(folders), door or Door(), folders,
                sources)  # fmt: skip


def running(site: Site, token: str | None = None) -> AbstractContextManager[str]:
    return serving(make_app(site, token))


@pytest.fixture
def served() -> Iterator[Callable[..., str]]:
    """Serves a site until the test ends."""
    with ExitStack() as stack:
        yield lambda site, token=None: stack.enter_context(running(site, token))
