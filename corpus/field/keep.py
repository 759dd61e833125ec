"""Takes what may be kept of annotated pages: `python -m corpus.field.keep DRAFT.yaml TEXTS`.

A draft is a list of pages with `title`, `body` (paragraphs) and what a person annotated; `texts` are the reasons in
full. The page goes to corpus/field without a sentence of it, its text to TEXTS/ID.txt, a title and a paragraph a line.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from corpus.field.page import FOLDER, HELD_OUT, FieldPage, Reason, digest
from corpus.score import comparable

_KEPT = ("id", "address", "query", "province", "garbled", "document", "facts", "may")


def kept(draft: Mapping[str, Any]) -> tuple[FieldPage, str]:
    """What is kept of a page, and its text. Raises ValueError where a reason is not on it, or it is held out."""
    text = "\n".join([draft["title"], *map(str, draft["body"])])
    if draft["province"] in HELD_OUT:
        raise ValueError(f"{draft['id']}: pages of {draft['province']} are held out")
    whole = comparable(text)
    reasons = []
    for concepts, measure, words in draft.get("texts", ()):
        start = whole.find(comparable(words))
        if start < 0:
            raise ValueError(f"{draft['id']}: its text does not hold the reason of {concepts}")
        reasons.append(Reason(concepts, measure, start, start + len(comparable(words))))
    told = {key: draft[key] for key in _KEPT if draft.get(key)}
    return FieldPage.model_validate({**told, "digest": digest(text), "reasons": reasons}), text


def main(path: Path, texts: Path) -> None:
    """Keeps every page of a draft."""
    texts.mkdir(parents=True, exist_ok=True)
    pages = []
    for draft in yaml.safe_load(path.read_text(encoding="utf-8")):
        page, text = kept(draft)
        pages.append(page.model_dump(mode="json", exclude_defaults=True))
        (texts / f"{page.id}.txt").write_text(text, encoding="utf-8")
    told = yaml.safe_dump(pages, allow_unicode=True, sort_keys=False, width=110)
    (FOLDER / path.name).write_text(told, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
