"""Pages whose figures are known, to try a reader on: field pages, cases, freely worded pages, budgets, made ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from corpus.evaluate.sources import GOLDEN_SUFFIX
from corpus.field.flat import page_with_tables
from corpus.field.page import digest, rounds
from corpus.field.score import Figure, meant, page_of
from corpus.score import figure_key

ACCOUNTS = ("final_accounts", "unit_final_accounts")
# What the pages below tests/ are called here, in the order in which they are read.
FOLDERS = {
    "case": "cases/*.yaml", "blind": "cases/blind/*.yaml", "free": "free_wording/a*.yaml",
    "whole": "free_wording/s*.yaml", "budget": "budget_pages/b*.yaml", "planned": "budget_pages/w*.yaml",
}  # fmt: skip
_BUDGETS = ("budget", "planned")


@dataclass(frozen=True)
class KnownPage:
    """A page: where from, its site (what is fitted on one is never measured on it), and what may be told of it.

    `left_open` are figures that careful people judge differently: they are neither right nor wrong. A made document has
    the values of its figures instead (`golden`).
    """

    source: str
    name: str
    site: str
    document: Mapping[str, str]
    allowed: Sequence[Figure] = ()
    left_open: Sequence[Figure] = ()
    kinds: Sequence[str] = ACCOUNTS
    golden: Mapping[tuple[str, str, str | None], Sequence[str]] = field(default_factory=dict)

    def is_judged(self, kind: str) -> bool:
        """Whether what is told of it counts where it was taken for a document of that kind."""
        return self.source in _BUDGETS or bool(set(ACCOUNTS) & {kind, *self.kinds})


def pages(tests: Path, texts: Path | None = None, made: Path | None = None) -> Iterator[KnownPage]:
    """All pages below `tests`, field pages of which `texts` holds the text, and made documents."""
    yield from _field_pages(texts) if texts is not None else ()
    for source, files in FOLDERS.items():
        for path in sorted(tests.glob(files)):
            for page in yaml.safe_load(path.read_text(encoding="utf-8")):
                yield _told_page(source, path.stem, page)
    for path in sorted(made.glob(f"*{GOLDEN_SUFFIX}")) if made is not None else ():
        yield _made(path)


def _field_pages(texts: Path) -> Iterator[KnownPage]:
    """But garbled copies, and texts that are not those annotated."""
    for page in (p for _, found in rounds() for p in found if not p.garbled):
        path = texts / f"{page.id}.txt"
        text = path.read_text(encoding="utf-8") if path.is_file() else None
        if text is not None and digest(text) == page.digest:
            site = urlsplit(page.address).netloc or page.address
            html = page_of(text).decode()
            yield KnownPage("field", page.id, site, {"html": html}, _figures(page.facts, page.may))


def _told_page(source: str, stem: str, page: Mapping[str, Any]) -> KnownPage:
    text = "\n".join([page["title"], *map(str, page["body"])])
    html = (page_with_tables if source in _BUDGETS else page_of)(text).decode()
    allowed = _figures(page.get("facts") or (), page.get("may") or ())
    kinds = str((page.get("document") or {}).get("kind", "|".join(ACCOUNTS))).split("|")
    left_open = _figures(page.get("open") or ())
    name = f"{stem}/{page['id']}"
    return KnownPage(source, name, name, {"html": html}, allowed, left_open, kinds)


def _figures(*lines: Sequence[str]) -> Sequence[Figure]:
    return [way for some in lines for line in some for way in meant(line)]


def _made(path: Path) -> KnownPage:
    known: dict[tuple[str, str, str | None], list[str]] = {}
    for fact in json.loads(path.read_text(encoding="utf-8"))["facts"]:
        known.setdefault(figure_key(fact), []).append(str(fact["value"]))
    pdf = path.with_name(path.name.removesuffix(GOLDEN_SUFFIX) + ".pdf")
    return KnownPage("made", pdf.stem, pdf.stem, {"path": str(pdf.resolve())}, golden=known)
