"""The regions' sets: the tables are those of the set, in its order; they add up; what they state is one truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.compose import Composed, compose, family_names, read_family
from corpus.generate import generate
from corpus.regional.kinds import kinds, set_names, table_set
from corpus.score import figure_key
from corpus.sheets import Entry, Sheet
from corpus.statements import numeral
from extractors.opening.mupdf import pymupdf
from patterns.loader import load_patterns

FAMILIES = tuple(name for name in family_names() if "set" in read_family(name))
ZERO = Decimal(0)
WHOLE = "合计"
seeds = st.integers(min_value=0, max_value=10**6)
families = st.sampled_from(FAMILIES)


@cache
def composed(family: str, seed: int) -> Composed:
    return compose(family, seed)


def sheets_of(document: Composed, *of: str) -> Iterator[Sheet]:
    """The sheets, of kinds whose rows are `of` that where it is told."""
    rows = {kind.id: kind.rows for kind in kinds().values()}
    for block in document.blocks:
        if isinstance(block, Sheet) and (not of or rows[block.kind] in of):
            yield block


def whole_of(sheet: Sheet) -> Entry:
    return next(entry for row in sheet.rows for entry in row if entry.name == WHOLE)


def total(document: Composed, concept: str) -> Decimal:
    """What the tables state of a concept as a whole."""
    stated = [f for f in document.golden["facts"] if f["concept"] == concept and f["measure"] == "final"]
    return Decimal(next((f["value"] for f in stated if not f.get("dimensions")), "0"))


def test_every_set_is_a_family_of_its_region_and_year() -> None:
    assert set(set_names()) == {read_family(name)["set"] for name in FAMILIES}
    assert len(FAMILIES) >= 8


@pytest.mark.parametrize("family", FAMILIES)
def test_facts_are_of_concepts_that_there_are(family: str) -> None:
    known = {concept.id for concept in load_patterns().concepts}
    for seed in range(3):
        assert {fact["concept"] for fact in composed(family, seed).golden["facts"]} <= known


@pytest.mark.parametrize("family", FAMILIES)
def test_kinds_and_titles_are_those_of_the_set_in_its_order(family: str) -> None:
    wanted = table_set(read_family(family)["set"])
    golden = composed(family, 4).golden
    told = [(s["number"], s["kind"], s["title"]) for s in golden["statements"]]
    assert told == [(i, kinds()[t.kind].id, t.title) for i, t in enumerate(wanted.tables, 1)]
    assert golden["fiscal_year"] == wanted.year
    lines = composed(family, 4).contents
    listed = tuple(f"{numeral(i)}、{t.title}" for i, t in enumerate(wanted.tables, 1))
    assert lines[lines.index(listed[0]) :][: len(listed)] == listed


@pytest.mark.parametrize("family", FAMILIES)
def test_titles_cells_and_stated_figures_stand_on_the_pages(family: str) -> None:
    data, golden = generate(family, 6)
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        words = {word[4] for page in pdf for word in page.get_text("words")}
    assert {statement["title"] for statement in golden["statements"]} <= words  # type: ignore[attr-defined]
    facts: Any = golden["facts"]
    told = [fact for fact in facts if "statement" in fact]
    assert len(told) > 60
    assert {fact["raw"] for fact in told} <= words


@settings(max_examples=40)
@given(families, seeds)
def test_functions_and_classes_add_up(family: str, seed: int) -> None:
    for sheet in sheets_of(composed(family, seed), "functions", "detail", "economic"):
        entries = [entry for row in sheet.rows for entry in row]
        for entry in (e for e in entries if e.code):
            under = [e for e in entries if len(e.code) == len(entry.code) + 2 and e.code.startswith(entry.code)]
            for column, value in entry.values.items():
                assert not under or value == sum((e.values.get(column, ZERO) for e in under), ZERO), (sheet.kind, entry)
        if any(e.name == WHOLE for e in entries):
            tops = [e for e in entries if len(e.code) == 3]
            for column, value in whole_of(sheet).values.items():
                assert value == sum((e.values.get(column, ZERO) for e in tops), ZERO), (sheet.kind, column)


@settings(max_examples=40)
@given(families, seeds)
def test_units_projects_and_services_add_up_to_their_whole(family: str, seed: int) -> None:
    for sheet in sheets_of(composed(family, seed), "units", "projects", "services"):
        others = [entry for row in sheet.rows for entry in row if entry.name != WHOLE]
        if any(entry.values for entry in others):
            for column, value in whole_of(sheet).values.items():
                assert value == sum((entry.values[column] for entry in others), ZERO), (sheet.kind, column)
                assert min(entry.values[column] for entry in others) >= 0


@settings(max_examples=40)
@given(families, seeds)
def test_columns_of_details_add_up(family: str, seed: int) -> None:
    for sheet in sheets_of(composed(family, seed), "detail"):
        for entry in (entry for row in sheet.rows for entry in row):
            classes = [c for c in entry.values if c != WHOLE and (c.endswith("/小计") or "/" not in c)]
            assert entry.values[WHOLE] == sum((entry.values[c] for c in classes), ZERO)
            for whole in (c for c in classes if "/" in c):
                items = [c for c in entry.values if c.startswith(whole.partition("/")[0] + "/") and c != whole]
                assert entry.values[whole] == sum((entry.values[c] for c in items), ZERO)


@settings(max_examples=40)
@given(families, seeds)
def test_carry_overs_close(family: str, seed: int) -> None:
    for sheet in sheets_of(composed(family, seed)):
        if sheet.kind not in ("general_public.income_expenditure", "projects.income_expenditure"):
            continue
        for entry in (entry for row in sheet.rows for entry in row):
            got: dict[str, Decimal] = {}
            for column, value in entry.values.items():
                group, _, level = column.partition("/")
                if level in ("", WHOLE, "小计"):
                    got.setdefault(group, value)
            assert got["年初结转和结余"] + got["本年收入"] == got["本年支出"] + got["年末结转和结余"]


@settings(max_examples=60)
@given(families, seeds)
def test_a_concept_has_one_value_in_text_and_tables(family: str, seed: int) -> None:
    values: dict[Any, set[str]] = defaultdict(set)
    for fact in composed(family, seed).golden["facts"]:
        if fact["measure"] in ("final", "budget_full", "count"):
            values[figure_key(fact)].add(fact["value"])
    assert not {key: held for key, held in values.items() if len(held) > 1}


@settings(max_examples=40)
@given(seeds)
def test_wider_tables_hold_the_money_of_the_narrower(seed: int) -> None:
    jiangsu, inner = composed("jiangsu_2023", seed), composed("neimenggu_2022", seed)
    assert total(jiangsu, "fiscal.expenditure.current_year") == total(jiangsu, "general_public") + total(
        jiangsu, "government_fund.expenditure"
    )
    assert total(jiangsu, "fiscal.basic") == total(jiangsu, "basic") + total(jiangsu, "government_fund.basic")
    assert total(jiangsu, "fiscal.basic") + total(jiangsu, "fiscal.project") == total(
        jiangsu, "fiscal.expenditure.current_year"
    )
    assert total(inner, "general_public.project") == total(inner, "general_public") - total(
        inner, "general_public.basic"
    )
    assert total(inner, "expenditure.project") >= total(inner, "general_public.project")


def test_seeds_rule_carry_over_and_fill_what_others_leave_empty() -> None:
    seen: dict[str, set[bool]] = defaultdict(set)
    for seed in range(12):
        for family in ("beijing_2022", "yunnan_2024"):
            for sheet in sheets_of(composed(family, seed)):
                seen[sheet.kind].add(sheet.empty)
        seen["rules"].add(composed("yunnan_2024", seed).tables.rules == "none")
        seen["carried"].add(total(composed("yunnan_2024", seed), "general_public.carryover_opening") > 0)
    for what in ("government_fund", "government_fund.basic", "rules", "carried"):
        assert seen[what] == {True, False}, what
    assert seen["state_capital"] == {True}
    assert seen["general_public.income_expenditure"] == {False}


@pytest.mark.parametrize(("family", "seed"), [("sichuan_2024", 4), ("neimenggu_2022", 1), ("neimenggu_2022", 2)])
def test_what_is_too_wide_goes_over_pages_side_by_side(family: str, seed: int) -> None:
    document = composed(family, seed)
    facing = [sheet for sheet in sheets_of(document) if sheet.shape == "facing"]
    assert facing
    data, _ = generate(family, seed)
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        words = [(word, page.rect) for page in pdf for word in page.get_text("words")]
    assert all(rect.x0 <= word[0] and word[2] <= rect.x1 for word, rect in words)
    printed = {word[4] for word, _ in words}
    for sheet in facing:
        assert {sheet.amount(v) for row in sheet.rows for e in row for v in e.values.values()} - {""} <= printed
