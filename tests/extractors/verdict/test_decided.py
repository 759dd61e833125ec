"""What people decided, in a Record: corrected figures are evaluated again, what is sure is the document's doing."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.audit.audit import audit
from extractors.model.record import Check, Record
from extractors.pipeline import extract
from extractors.verdict.decided import Rulings, with_rulings
from extractors.verdict.ruled import Ruling
from tests.extractors.audit.small import check, fact, record

DOUBTFUL = {"blame": "reading", "blame_probability": 0.8}
RATE = "change_rate.three_public"


def rated(rate: str, **more: object) -> Record:
    """三公 of 110 万元 after 100 万元, and a rate."""
    return record(
        fact(1, "three_public", "final", "1100000", raw="110.00万元", confidence=0.99),
        fact(2, "three_public", "change", "100000", raw="10.00万元", confidence=0.99),
        fact(3, "three_public", "change_rate", rate, raw=f"{rate}%", confidence=0.6),
        checks=[check(1, ["f3", "f2", "f1"], id=RATE, **more)],
    )


def only(made: Record) -> Check:
    (one,) = made.checks
    return one


def test_nothing_decided_is_the_same_record() -> None:
    made = rated("1.0")
    assert with_rulings(made, Rulings()) is made


def test_a_correction_that_makes_the_identity_hold_takes_the_accusation_away() -> None:
    made = with_rulings(rated("1.0"), Rulings({"f3": Ruling("correct", "10")}))
    assert (only(made).outcome, only(made).blame) == ("pass", None)
    assert not [f for f in audit([made]) if f.rule.startswith("arithmetic")]
    corrected = made.facts[2]
    assert (corrected.value, corrected.as_read, corrected.confidence) == ("10", "1.0", 1.0)


def test_a_correction_that_leaves_it_failing_is_the_documents_error() -> None:
    made = with_rulings(rated("1.0", **DOUBTFUL), Rulings({f"f{i}": Ruling("correct", v) for i, v in (
        (1, "1100000"), (2, "100000"), (3, "12"))}))  # fmt: skip
    assert (only(made).outcome, only(made).blame, only(made).difference) == ("fail", "document", "2")


def test_accepting_what_was_doubted_blames_the_document() -> None:
    before = rated("1.0", **DOUBTFUL)
    made = with_rulings(before, Rulings({f"f{i}": Ruling("accept") for i in (1, 2, 3)}))
    assert (only(made).blame, only(made).blame_probability) == ("document", 1.0)
    assert not [f for f in audit([before]) if f.severity == "error" and f.rule.startswith("arithmetic")]
    assert [f for f in audit([made]) if f.severity == "error" and f.rule.startswith("arithmetic")]


def test_accepting_one_figure_never_takes_blame_from_the_document() -> None:
    made = with_rulings(rated("1.0"), Rulings({"f1": Ruling("accept", "1100000")}))
    assert (only(made).blame, only(made).blame_probability) == ("document", 1.0)


def test_a_rejected_figure_is_gone_with_what_rested_on_it() -> None:
    made = with_rulings(rated("1.0"), Rulings({"f3": Ruling("reject")}))
    assert [f.id for f in made.facts] == ["f1", "f2"]
    assert made.checks == ()


def test_a_document_is_whose_and_what_people_say() -> None:
    made = with_rulings(rated("1.0"), Rulings(document={"unit_name": "青岭县农业农村局", "fiscal_year": "2022"}))
    assert (made.document.unit_name, made.document.fiscal_year) == ("青岭县农业农村局", 2022)


@pytest.fixture(scope="module")
def sample(samples: Path) -> Record:
    """A whole disclosure as it is read."""
    path = samples / "sample.digital.pdf"
    return extract(path.read_bytes(), path.name)


def test_identities_are_evaluated_again_as_they_were(sample: Record) -> None:
    """Every figure is corrected to another and back: all that is told over facts and against tables is as before."""
    other = Rulings({f.id: Ruling("correct", f"{f.value}1") for f in sample.facts if f.unit is not None})
    back = Rulings({f.id: Ruling("correct", f.value) for f in sample.facts if f.unit is not None})
    there_and_back = with_rulings(with_rulings(sample, other), back)
    told = [(c.id, c.facts, c.outcome, c.difference) for c in sample.checks if not c.cells and c.facts]
    again = [(c.id, c.facts, c.outcome, c.difference) for c in there_and_back.checks if not c.cells and c.facts]
    assert len(told) > 20
    assert again == told
