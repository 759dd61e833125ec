"""Slips set into documents on purpose, and what is measured of them."""

from __future__ import annotations

import random

import pytest

from corpus.evaluate.slips import cases, summary
from corpus.generate import generate
from corpus.slips import KNOWN, UNKNOWN, as_scanned, draw, slipped
from extractors.opening.article import Article
from patterns.confusions import load_confusions


@pytest.fixture(scope="module")
def article() -> Article:
    return as_scanned(generate("terse", 3)[0], "made.pdf", random.Random(1))


@pytest.mark.parametrize("kind", [*KNOWN, *UNKNOWN])
def test_slip_changes_one_figure_and_says_how(article: Article, kind: str) -> None:
    rng = random.Random(kind)
    slips = [slip for _ in range(30) if (slip := draw(article, kind, rng)) is not None]
    assert slips
    for slip in slips:
        assert slip.read != slip.printed
        pairs = {"".join(sorted(a + b)) for a, b in zip(slip.printed, slip.read, strict=False) if a != b}
        known = {"".join(sorted(pair)) for pair in load_confusions().swapped}
        if kind in ("swapped", "other"):
            assert (pairs <= known) == (kind == "swapped")


def test_slipped_page_reads_the_slip_and_nothing_else_differs(article: Article) -> None:
    rng = random.Random(5)
    slip = next(s for _ in range(99) if (s := draw(article, "lost", rng)) is not None)
    changed = slipped(article, [slip], rng)
    before, after = article.pages[slip.page].lines, changed.pages[slip.page].lines
    assert after[slip.line].text == before[slip.line].text.replace(slip.printed, slip.read)
    assert [x for i, x in enumerate(after) if i != slip.line] == [x for i, x in enumerate(before) if i != slip.line]


def test_documents_own_errors_are_not_mended() -> None:
    found = list(cases("terse", 4, errors=True, each=0))
    assert [(case.kind, case.outcome) for case in found] == [("none", "mended")]
    assert found[0].own_errors > 0


def test_slips_are_counted_by_what_became_of_them() -> None:
    found = list(cases("terse", 3, errors=False, each=6))
    told = summary(found)
    assert told["documents"] == 1
    assert told["mended wrongly, of all"] == 0
    assert any(case.outcome == "mended" and case.kind in KNOWN for case in found)
