"""Freely worded pages: how many of their figures are read, and how many told wrongly.

The pages of free_wording were written by people who had seen neither the reader nor its knowledge files: a1 to a6 as
far from the usual template as real units write, s2 and s3 whole documents in the habits of twelve provinces. Most of
them are not read whole yet, so they are counted together: what is asked for is what was reached, and is raised when
more is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from corpus.field.score import amiss, page_of
from extractors.formats import extract_document

FOLDER = Path(__file__).parent / "free_wording"
PAGES: list[dict[str, Any]] = [
    page for path in sorted(FOLDER.glob("*.yaml")) for page in yaml.safe_load(path.read_text(encoding="utf-8"))
]
LEAST_FOUND = 6907  # of 7,996 figures; told with less than even odds a few more
MOST_WRONG = 108  # of about 7,532 told; told with less than even odds more


def test_freely_worded_pages_are_read_no_worse_than_they_were() -> None:
    found, wrong, shown = 0, 0, list[str]()
    for page in PAGES:
        text = "\n".join([page["title"], *map(str, page["body"])])
        record = extract_document(page_of(text), f"{page['id']}.html")
        facts, kind = page.get("facts") or (), str(page["document"].get("kind", "final_accounts"))
        seen = amiss(record, facts, page.get("may") or (), kind)
        found += len(facts) - len(seen.missed)
        wrong += len(seen.wrong)
        shown += [f"{page['id']}: wrong {figure}" for figure, _ in seen.wrong]
    assert found >= LEAST_FOUND, f"{found} figures found"
    assert wrong <= MOST_WRONG, "\n".join(shown)
