"""How many pages a document is asked for before it is read: its time is by them."""

from __future__ import annotations

import pytest

from extractors.formats import page_count
from tests.hostile_pdfs import plain

LONG = "<html><body><p>" + "收入总计1.00万元" * 20_000 + "</p></body></html>"


@pytest.mark.parametrize(
    ("data", "pages"), [(plain(), 1), (b"%PDF-1.7\nbroken", 0), (LONG.encode(), 0), (b"text " * 100_000, 0), (b"", 0)]
)
def test_only_pdfs_have_time_by_their_pages(data: bytes, pages: int) -> None:
    """MuPDF would lay out a page of the web, and the longer one is, the more time it had."""
    assert page_count(data) == pages
