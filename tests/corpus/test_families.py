"""Every family: what the golden data says stands on the pages, and the tables close and agree with the text."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.compose import FAMILIES, Composed, compose, family_names, measure_only, read_family
from corpus.figures import make_figures
from corpus.generate import generate
from corpus.ledger import make_ledger
from corpus.reasons import reason, reasons
from corpus.sheets import Sheet
from corpus.style import KINDS, TableStyle, chosen
from extractors.model.paragraph import normalised
from extractors.opening.mupdf import pymupdf

seeds = st.integers(min_value=0, max_value=10**6)
families = st.sampled_from(family_names())
# The families of the Ministry's nine tables; the others have a region's set (tests/corpus/regional).
NINE = tuple(name for name in family_names() if "set" not in read_family(name))
ZERO = Decimal(0)


def sheets_of(document: Composed) -> dict[str, Sheet]:
    return {block.kind: block for block in document.blocks if isinstance(block, Sheet)}


def written(document: Composed) -> str:
    return normalised("".join(block for block in document.blocks if isinstance(block, str)))


def cell(sheet: Sheet, name: str, column: str, block: int = 0) -> Decimal:
    found = [row[block].values[column] for row in sheet.rows if row[block].name == name]
    assert found, f"{sheet.kind} has no row {name}"
    return found[-1]


@cache
def layer(family: str, seed: int) -> tuple[set[str], Mapping[str, Any]]:
    data, golden = generate(family, seed)
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        return {word[4] for page in pdf for word in page.get_text("words")}, golden


def test_families_to_measure_by_only_are_told() -> None:
    assert len(family_names()) >= 22
    assert measure_only() == ("beijing_2022", "shandong", "southwest", "zhejiang_2022")


def test_who_extends_a_family_has_its_wording_and_looks_of_its_own() -> None:
    base, own = read_family("sichuan"), read_family("sichuan_2024")
    assert own["sections"] == base["sections"]
    assert own["tables"] == {**base["tables"], **own["tables"]} != base["tables"]
    assert not own.get("measure_only")


@settings(max_examples=60)
@given(families, seeds)
def test_every_golden_raw_stands_in_the_sentences(family: str, seed: int) -> None:
    document = compose(family, seed)
    text = written(document)
    facts = [fact for fact in document.golden["facts"] if "statement" not in fact]
    assert len(facts) > 40
    for fact in facts:
        assert normalised(fact["raw"]) in text, fact


@settings(max_examples=60)
@given(families, seeds)
def test_no_slot_and_no_comma_too_many_is_left(family: str, seed: int) -> None:
    text = written(compose(family, seed))
    for rest in ("{", "}", "，，", "。。", "，。", "；。", "：，", "None"):
        assert rest not in text, text[max(0, text.index(rest) - 40) : text.index(rest) + 10]


@pytest.mark.parametrize("family", family_names())
def test_cells_of_the_tables_stand_in_the_text_layer(family: str) -> None:
    words, golden = layer(family, 3)
    if family in NINE:
        assert {s["kind"] for s in golden["statements"]} == set(KINDS)
    document = compose(family, 3)
    for sheet in sheets_of(document).values():
        printed = {sheet.amount(v) for row in sheet.rows for entry in row for v in entry.values.values()} - {""}
        assert printed <= words, (family, sheet.kind, printed - words)


@settings(max_examples=60)
@given(families, seeds)
def test_tables_close_and_agree_with_each_other(family: str, seed: int) -> None:
    document = compose(family, seed)
    sheets, amount = sheets_of(document), document.tables.amount
    first, income, spent = (sheets[k] for k in ("income_expenditure", "income", "expenditure"))
    assert cell(first, "总计", amount, 0) == cell(first, "总计", amount, 1)
    for sheet, total in ((income, "本年收入合计"), (spent, "本年支出合计")):
        tops = [row[0] for row in sheet.rows if len(row[0].code) == 3]
        assert sum((e.values[total] for e in tops), ZERO) == cell(first, total, amount, int(sheet is spent))
    for sheet in (income, spent, *(sheets[k] for k in ("general_public", "government_fund") if k in sheets)):
        for entry in (row[0] for row in sheet.rows):
            below = [r[0] for r in sheet.rows if len(r[0].code) == len(entry.code) + 2]
            under = [e for e in below if e.code.startswith(entry.code)] if entry.code else []
            for column, value in entry.values.items():
                assert not under or value == sum((e.values[column] for e in under), ZERO)


@settings(max_examples=40)
@given(seeds, st.sampled_from((1, 40)))
def test_ledger_sums_to_the_figures(seed: int, scale: int) -> None:
    figures = make_figures(seed, scale)
    ledger = make_ledger(figures, seed)
    lines = (*ledger.lines, *ledger.fund)
    assert sum((line.income for line in lines), ZERO) == figures.get("income", "final")
    assert sum((line.basic for line in lines), ZERO) == figures.get("basic", "final")
    assert sum((line.project for line in lines), ZERO) == figures.get("expenditure.project", "final")
    groups = [v for code, v in ledger.economic.items() if len(code) == 3]
    items = [v for code, v in ledger.economic.items() if len(code) == 5]
    assert sum(groups, ZERO) == sum(items, ZERO) == figures.get("basic", "final")
    assert min(items) >= 0
    assert ledger.economic["30217"] <= figures.get("three_public.reception", "final")
    assert ledger.economic["30231"] <= figures.get("three_public.vehicles.operation", "final")
    assert min(line.project for line in lines) >= 0
    budgets = [figures.get(f"three_public.{p}", "budget_initial") for p in ("overseas", "vehicles", "reception")]
    assert sum(budgets, ZERO) == figures.get("three_public", "budget_initial")


@pytest.mark.parametrize("family", NINE)
def test_golden_cells_are_in_yuan_and_hold_values_only(family: str) -> None:
    _, golden = layer(family, 3)
    general = next(s for s in golden["statements"] if s["kind"] == "general_public")
    total = next(f["value"] for f in golden["facts"] if f["concept"] == "general_public" and f["measure"] == "final")
    column = general["rows"][0]["cells"][0]["column"]
    tops = [r for r in general["rows"] if len(r.get("code", "")) == 3]
    assert sum(Decimal(c["value"]) for r in tops for c in r["cells"] if c["column"] == column) == Decimal(total)
    for statement in golden["statements"]:
        assert all(r["cells"] and all(c["value"] for c in r["cells"]) for r in statement["rows"])
        if statement["kind"] == "state_capital":
            assert statement["empty"]


def test_layouts_differ_as_regions_do() -> None:
    seen: dict[str, set[object]] = {}
    for family in family_names():
        for seed in range(6):
            style = compose(family, seed).tables
            for name in TableStyle.__dataclass_fields__:
                value = getattr(style, name)
                seen.setdefault(name, set()).add(str(value))
    for name, least in {
        "rules": 3, "codes": 2, "lines": 2, "ranks": 2, "unit": 2, "blank": 3, "three_public": 3, "basic_groups": 2,
        "repeat": 2, "wide": 3, "order": 2, "total": 2,
    }.items():  # fmt: skip
        assert len(seen[name]) >= least, name


def test_an_unknown_setting_of_a_family_is_an_error() -> None:
    with pytest.raises(TypeError, match="unknown setting: colour"):
        chosen(TableStyle, {"colour": ["red", "blue"]}, random.Random(1))


def test_every_family_has_what_the_writer_needs() -> None:
    for path in FAMILIES.glob("*.yaml"):
        assert {"title", "money", "words", "sections"} <= set(read_family(path.stem))


def test_there_are_sixty_reasons_and_all_can_be_filled() -> None:
    lists = [reasons()["general"], *reasons()["concepts"].values()]
    assert sum(len(texts) for signs in lists for texts in signs.values()) >= 60
    rng = random.Random(1)
    for concept in ("general_public", *reasons()["concepts"]):
        for sign in (-1, 0, 1):
            for _ in range(20):
                text = reason(concept, sign, 2023, rng, 0.5)
                assert text
                assert "{" not in text
