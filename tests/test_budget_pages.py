"""Pages of budgets told again: how many of their figures are read as planned, and how many told wrongly.

Each was written after a page that a body published of one year's budget, with an invented body and figures, by somebody
who had seen neither the reader nor its knowledge files. They are counted together: what is asked for is what was
reached, and is raised when more is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from corpus.field.score import amiss, page_of
from extractors.formats import extract_document

PAGES: list[dict[str, Any]] = [
    page
    for path in sorted((Path(__file__).parent / "budget_pages").glob("*.yaml"))
    for page in yaml.safe_load(path.read_text(encoding="utf-8"))
]
JUDGED = "final_accounts"  # all that is told is looked at, as of accounts
LEAST_FOUND = 172  # of 214 figures
MOST_WRONG = 12  # of 238 told


def test_pages_of_budgets_are_read_no_worse_than_they_were() -> None:
    found, wrong, shown = 0, 0, list[str]()
    for page in PAGES:
        record = extract_document(page_of("\n".join([page["title"], *map(str, page["body"])])), f"{page['id']}.html")
        assert record.document.kind == page["document"]["kind"], page["id"]
        seen = amiss(record, page["facts"], page.get("may") or (), JUDGED)
        found += len(page["facts"]) - len(seen.missed)
        wrong += len(seen.wrong)
        shown += [f"{page['id']}: wrong {figure}" for figure, _ in seen.wrong]
    assert found >= LEAST_FOUND, f"{found} figures found"
    assert wrong <= MOST_WRONG, "\n".join(shown)
