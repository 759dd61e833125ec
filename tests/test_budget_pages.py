"""Pages of budgets: how many of their figures are read as planned, and how many told wrongly.

Those of b1, b2 … were written after pages that bodies published of one year's budget, with an invented body and
figures; those of w1, w2 … are whole documents written in the habits of several provinces. Both are by people who had
seen neither the reader nor its knowledge files. Where one is `restored`, its writer gave rows back to a table
whose cells the text had run together. Pages of each sort are counted together: what is asked for is what was
reached, and is raised when more is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from corpus.field.flat import page_with_tables
from corpus.field.score import amiss
from extractors.formats import extract_document

FOLDER = Path(__file__).parent / "budget_pages"
JUDGED = "final_accounts"  # all that is told is looked at, as of accounts


class Reached(NamedTuple):
    """Of pages of one sort: how many figures are found at least, and how many told wrongly at most."""

    found: int
    wrong: int


REACHED = {"b": Reached(2359, 21), "w": Reached(2132, 7)}  # of 2,555 asked for and 2,272


def pages_of(sort: str) -> list[dict[str, Any]]:
    """All pages of that sort, round by round."""
    files = sorted(FOLDER.glob(f"{sort}*.yaml"))
    return [page for path in files for page in yaml.safe_load(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("sort", REACHED)
def test_pages_of_budgets_are_read_no_worse_than_they_were(sort: str) -> None:
    found, wrong, shown = 0, 0, list[str]()
    for page in pages_of(sort):
        text = "\n".join([page["title"], *map(str, page["body"])])
        record = extract_document(page_with_tables(text), f"{page['id']}.html")
        assert record.document.kind in page["document"]["kind"].split("|"), page["id"]
        seen = amiss(record, page["facts"], page.get("may") or (), JUDGED)
        found += len(page["facts"]) - len(seen.missed)
        wrong += len(seen.wrong)
        shown += [f"{page['id']}: wrong {figure}" for figure, _ in seen.wrong]
    assert found >= REACHED[sort].found, f"{found} figures found"
    assert wrong <= REACHED[sort].wrong, "\n".join(shown)
