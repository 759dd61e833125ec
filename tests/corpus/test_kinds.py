"""The fitting of what words weigh for final accounts, and the pages of every kind that it is fitted on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from corpus.field.score import page_of
from corpus.kinds import LabelledPage, checked, fitted, pages_of
from extractors.formats import extract_document
from extractors.opening.html import extract_article
from extractors.pipeline import paragraphs_of
from extractors.prose.kind_evidence import kind_evidence
from extractors.prose.likely import accounts_probability
from patterns.kind_words import load_kind_words
from patterns.kinds import load_kinds

PAGES = Path(__file__).parents[2] / "corpus" / "kind_pages.yaml"
CASES: list[dict[str, Any]] = yaml.safe_load(PAGES.read_text(encoding="utf-8"))
READ = {kind.id for kind in load_kinds().kinds if kind.read}
OURS = ("河梁县水务局{}年度部门决算", "决算总支出{}万元，其中机关运行经费{}万元，按财政拨款列支。")
THEIRS = ("晚报：{}年三公账单", "读者来电询问{}万元花在何处，记者走访后整理，另有{}万元去向不明。")


def made(group: str, number: int, accounts: bool) -> LabelledPage:
    title, line = OURS if accounts else THEIRS
    figures = (2010 + number, number * 7 + 3, number + 1)
    text = title.format(figures[0]) + "\n" + line.format(*figures[1:])
    evidence = kind_evidence(paragraphs_of(extract_article(page_of(text), "a.html")))
    return LabelledPage(group, f"{group}-{number}", accounts, evidence)


MADE = [made(f"g{i % 3}", i, i % 2 == 0) for i in range(18)]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_page_is_read_as_accounts_only_where_it_may_be(case: dict[str, Any]) -> None:
    record = extract_document(page_of("\n".join([case["title"], *case["body"]])), f"{case['id']}.html")
    kinds = set(case["document"]["kind"].split("|"))
    assert kinds & READ if record.document.kind in READ else kinds - READ


def test_words_alone_part_pages_whose_group_was_not_fitted_on() -> None:
    for _, told in checked(MADE):
        assert all((probability > 0.5) == page.accounts for page, probability in told)


def test_no_sign_speaks_against_its_own_kind() -> None:
    for names, weights in ((fitted(MADE).names, fitted(MADE).weights), _kept()):
        for name, weight in zip(names, weights, strict=True):
            if " " not in name:
                assert weight >= 0 if load_kinds().kind(name.partition(":")[2]).read else weight <= 0, name


def _kept() -> tuple[list[str], list[float]]:
    evidence = load_kind_words().evidence
    return list(evidence), list(evidence.values())


def test_kept_weights_give_what_was_fitted() -> None:
    pages = [page for page in pages_of(PAGES) if len(page.evidence.text) > 200]
    right = [(accounts_probability(p.evidence) >= load_kind_words().read_from) == p.accounts for p in pages]
    assert np.mean(right) > 0.9  # those that phrases alone tell are among the rest
