"""What a worker asks of a document before it reads it."""

from __future__ import annotations

import pytest

from flows.batch.worker import page_count
from tests.hostile_pdfs import plain

LONG = "<html><body><p>" + "收入总计1.00万元" * 20_000 + "</p></body></html>"


@pytest.mark.parametrize(("data", "pages"), [(plain(), 1), (b"%PDF-1.7\nbroken", 0), (LONG.encode(), 0), (b"", 0)])
def test_only_pdfs_have_time_by_their_pages(data: bytes, pages: int) -> None:
    """MuPDF would lay out a page of the web, and the longer one is, the more time it had."""
    assert page_count(data) == pages
