"""Bound facts as the Record tells them: places, status, names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model.fact import Bound, Signs, Subject
from extractors.model.geometry import Box
from extractors.model.paragraph import Mark
from extractors.model.record import Cause, Fact
from extractors.model.reference import CellRef
from extractors.model.result import Result
from extractors.proof.proof import Proof
from extractors.prose.sections import Section
from extractors.verdict.record_facts import recorded_facts
from patterns.calibration import load_calibration
from patterns.loader import load_patterns
from tests.extractors.small import page, stated, sum_of
from tests.reading import paragraph

PAGES = {1: page(1), 2: page(2)}
TEXT = "本年收入合计5.00万元。"


def told(*bound: Bound, results: tuple[Result, ...] = (), parts: tuple[Section, ...] = ()) -> tuple[Fact, ...]:
    return recorded_facts(Proof(bound, results), parts, PAGES)


def in_clause(clause: tuple[int, int], **changes: object) -> Bound:
    """The figure of TEXT (characters 6 to 12), quoted with that clause."""
    made = Bound(
        Subject("income"), "final", stated("income", "5.00万元").value, "CNY", paragraph(TEXT), 6, 12, clause, "s1"
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("clause", "start", "end"), [((0, 12), 6, 12), ((4, 12), 2, 8), ((6, 12), 0, 6), ((7, 12), 0, 6), ((9, 13), 0, 6)]
)
def test_a_place_is_told_by_characters_of_the_quote(clause: tuple[int, int], start: int, end: int) -> None:
    (fact,) = told(in_clause(clause))
    (place,) = fact.provenance
    assert (place.page, place.start, place.end, place.statement) == (1, start, end, None)
    assert place.bbox == (60.0, 100.0, 120.0, 112.0)
    assert (fact.raw, fact.quote) == ("5.00万元", TEXT[clause[0] : clause[1]])


def test_a_figure_over_two_lines_has_two_places() -> None:
    text = paragraph(TEXT)
    below = tuple(Mark(2, Box(10.0 * i, 20, 10.0 * i + 10, 32), 1.0) for i in range(len(TEXT) - 8))
    (fact,) = told(in_clause((2, 12), paragraph=replace(text, marks=(*text.marks[:8], *below))))
    assert [(p.page, p.start, p.end) for p in fact.provenance] == [(1, 4, 6), (2, 6, 10)]


def test_witnesses_are_places_that_cover_nothing_of_the_quote() -> None:
    witness = stated("income", "5.00万元", page=2, cell=CellRef(3, 1, 2))
    (fact,) = told(in_clause((4, 12), witnesses=(witness, replace(witness, cell=CellRef(0, 1, 2)))))
    places = [(p.page, p.start, p.end, p.statement) for p in fact.provenance]
    assert places == [(1, 2, 8, None), (2, 0, 0, 3), (2, 0, 0, 0)]
    assert fact.provenance[1].bbox == (0.0, 0.0, 60.0, 10.0)


def test_a_fact_of_a_table_stands_in_its_statement() -> None:
    (fact,) = told(stated("income", "5.00万元", cell=CellRef(2, 1, 0)))
    assert [(p.start, p.end, p.statement) for p in fact.provenance] == [(0, 6, 2)]


FAILS, HOLDS = sum_of(0), sum_of(0, passed=True)


@pytest.mark.parametrize(
    ("raw", "shape", "as_read", "results", "status", "was"),
    [
        ("5.00万元", None, None, (), "read", None),
        ("5.00万元", 1.0, None, (), "read", None),
        ("5.00万元", 1.0, "6.00万元", (), "repaired", "6.00万元"),
        ("5.00万元", 0.6, "6.00万元", (), "repaired", "6.00万元"),
        ("5.00万元", 0.6, None, (), "repaired", "5.00万元"),
        ("5.0.00万元", 0.6, None, (), "conflict", None),
        ("5.0.00万元", 1.0, None, (), "read", None),
        ("5.0.00万元", 0.6, "6.0.00万元", (), "repaired", "6.0.00万元"),
        ("5.00万元", None, None, (FAILS,), "conflict", None),
        ("5.00万元", None, None, (FAILS, HOLDS), "read", None),
        ("5.00万元", None, None, (HOLDS,), "read", None),
        ("5.00万元", None, None, (FAILS, FAILS, HOLDS), "conflict", None),
        ("5.00万元", 1.0, "6.00万元", (FAILS,), "repaired", "6.00万元"),
    ],
)
def test_status(
    raw: str, shape: float | None, as_read: str | None, results: tuple[Result, ...], status: str, was: str | None
) -> None:
    text = f"本年收入合计{raw}"
    made = in_clause(
        (0, len(text)), paragraph=paragraph(text), end=len(text), signs=Signs(shape=shape), as_read=as_read
    )
    (fact,) = told(made, results=results)
    assert (fact.status, fact.as_read) == (status, was)


def test_a_fact_is_named_by_its_number_and_its_concept() -> None:
    one = stated("income", "5.00万元", code="205", number=1)
    reason = in_clause(
        (0, 13), value="新增人员", unit=None, measure="reason_change", explains=(0, 1), causes=(("新增", "x"),)
    )
    facts = told(one, replace(reason, start=0, end=2))
    assert [fact.id for fact in facts] == ["f1", "f2"]
    assert facts[0].label == load_patterns().concept("income").label
    assert (facts[0].concept, facts[0].measure, facts[0].dimensions) == ("income", "final", {"code": "205"})
    assert (facts[0].value, facts[0].unit, facts[0].causes, facts[0].explains) == ("50000", "CNY", (), ())
    assert (facts[1].value, facts[1].unit, facts[1].explains) == ("新增人员", None, ("f1", "f2"))
    assert facts[1].causes == (Cause(text="新增", category="x"),)


def test_texts_and_figures_are_as_sure_as_their_own_models_allow() -> None:
    models = load_calibration()
    facts = told(in_clause((0, 13)), in_clause((0, 13), value="文字", unit=None, measure="reason_change"))
    assert facts[0].confidence == models.figures.ceiling != models.texts.ceiling
    assert facts[1].confidence <= models.texts.ceiling


@pytest.mark.parametrize(("level", "named"), [(-1, None), (0, "s1"), (1, "s1")])
def test_only_sections_with_a_title_are_named(level: int, named: str | None) -> None:
    part = Section("s1", "income", "一、", "", level, 1, None, ())
    (fact,) = told(in_clause((0, 13)), parts=(part,))
    assert (fact.section, fact.evidence["section"]) == (named, 1.0)
    assert told(in_clause((0, 13)))[0].evidence["section"] == 0.97


def test_evidence_is_that_of_its_own_page() -> None:
    (fact,) = recorded_facts(Proof((stated("income", "5.00万元", sure=0.9),), ()), (), {1: page(1, 0.95)})
    assert (fact.evidence["page"], fact.evidence["chars_min"]) == (0.95, 0.9)
