"""What the generator makes: figures that add up, facts that stand in the text, the same for the same seed."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.compose import family_names
from corpus.figures import make_figures
from corpus.generate import generate
from corpus.scan import CONDITIONS, scanned
from corpus.score import same_value, score_facts
from extractors.model.paragraph import normalised
from extractors.model.record import canonical
from extractors.opening.mupdf import pymupdf
from tests.conftest import REPOSITORY

SAMPLES = REPOSITORY / "corpus" / "samples"
seeds = st.integers(min_value=0, max_value=10**6)


def text_of(data: bytes) -> str:
    """The pages' text without headers, footers and watermarks, which stand between the halves of a sentence."""
    kept = []
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        for page in pdf:
            for block in page.get_text("dict")["blocks"]:
                for line in block.get("lines", ()):
                    if line["bbox"][3] > 50 and line["bbox"][1] < page.rect.height - 60:
                        kept += [span["text"] for span in line["spans"] if span["size"] < 50]
    return normalised("".join(c for c in "".join(kept) if not c.isspace()))


@given(seeds, st.booleans())
def test_accounts_add_up(seed: int, wider: bool) -> None:
    f = make_figures(seed, wider=wider)
    by = "general_public.by_function"
    assert f.get("general_public", "final") == sum(f.get(by, "final", c) for c in f.functions)
    assert f.get("income", "final") + f.get("totals.income.carryover_opening", "final") == f.get(
        "totals.income", "final"
    )
    assert f.get("totals.expenditure", "final") == f.get("totals.expenditure.current_year", "final") + f.get(
        "totals.expenditure.carryover_closing", "final"
    )
    parts = ("three_public.overseas", "three_public.vehicles", "three_public.reception")
    assert f.get("three_public", "final") == sum((f.get(p, "final") for p in parts), Decimal(0))
    assert f.get("totals.expenditure.carryover_closing", "final") >= 0
    assert f.get("totals.income", "final") == f.get("totals.expenditure", "final")
    assert f.get("fiscal.income", "final") == f.get("fiscal.expenditure", "final") == f.get("fiscal", "final")
    assert f.get("fiscal.income.current_year", "final") == f.get("income.fiscal_appropriation", "final")
    for whole, part in (("fiscal.income", "carryover_opening"), ("fiscal.expenditure", "carryover_closing")):
        assert f.get(whole, "final") == f.get(f"{whole}.current_year", "final") + f.get(f"{whole}.{part}", "final")
    assert f.get("expenditure.basic", "final") + f.get("expenditure.project", "final") == f.get("expenditure", "final")


@pytest.mark.parametrize("family", family_names())
def test_every_golden_figure_stands_in_the_text(family: str) -> None:
    data, golden = generate(family, 11)
    text = text_of(data)
    facts = golden["facts"]
    assert isinstance(facts, list)
    assert len(facts) > 40
    for fact in (each for each in facts if "statement" not in each):
        if fact["measure"] not in ("nil", "reason_change", "reason_variance"):
            assert normalised(fact["raw"]) in text, fact


@pytest.mark.parametrize("family", family_names())
def test_same_seed_gives_the_same_document(family: str) -> None:
    (first, a), (second, b) = generate(family, 5), generate(family, 5)
    assert a == b
    assert first == second


@settings(max_examples=8)
@given(seeds, st.sampled_from(family_names()))
def test_golden_values_are_canonical(seed: int, family: str) -> None:
    _, golden = generate(family, seed)
    facts = golden["facts"]
    assert isinstance(facts, list)
    assert all(canonical(Decimal(f["value"])) == f["value"] for f in facts if f.get("unit"))


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
def test_scan_has_no_text_and_the_same_pages(condition: str) -> None:
    data, _ = generate("terse", 1, tables=False)
    with (
        pymupdf.open(stream=data, filetype="pdf") as pdf,
        pymupdf.open(stream=scanned(data, condition, 1), filetype="pdf") as scan,
    ):
        assert scan.page_count == pdf.page_count
        assert not any(page.get_text().strip() for page in scan)


@pytest.mark.parametrize(
    ("name", "family", "seed", "tables"),
    [("sample.scan", "lakes", 7, False), ("sample.digital", "mof", 5, True)],
)
def test_committed_samples_are_what_the_generator_makes(name: str, family: str, seed: int, tables: bool) -> None:
    _, golden = generate(family, seed, tables=tables)
    committed = json.loads((SAMPLES / f"{name}.golden.json").read_text(encoding="utf-8"))
    committed.pop("scan", None)
    assert committed == json.loads(json.dumps(golden))


def test_samples_are_small() -> None:
    assert sum(p.stat().st_size for p in SAMPLES.iterdir()) < 2_000_000


def fact(value: str, confidence: float = 0.9) -> dict[str, object]:
    return {"concept": "income", "measure": "final", "value": value, "confidence": confidence}


def test_score_counts_missed_and_wrong() -> None:
    score = score_facts({"facts": [fact("1"), fact("3")]}, {"facts": [fact("1"), fact("2")]})
    assert (score.numeric_found, score.numeric_total, score.precision) == (1, 2, 0.5)
    assert [v for _, v in score.missed] == ["2"]
    assert [v for _, v, _ in score.wrong] == ["3"]


def test_fact_that_golden_does_not_cover_is_not_scored() -> None:
    score = score_facts({"facts": [{**fact("1"), "concept": "expenditure"}]}, {"facts": [fact("1")]})
    assert (score.scored, score.unscored) == (0, 1)


def test_values_compare_as_decimals_and_texts_by_likeness() -> None:
    assert same_value("final", "1.0", "1")
    assert not same_value("final", "1.01", "1")
    assert same_value("reason_change", "人员增加，项目增加。", "人员增加,项目增加")
    assert not same_value("reason_change", "人员增加", "项目减少")
