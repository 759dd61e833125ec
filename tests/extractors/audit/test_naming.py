"""Ids of findings: the same however often and beside whatever the document is audited, different for every place."""

from __future__ import annotations

from extractors.audit.audit import audit
from extractors.audit.naming import identified
from tests.extractors.audit.small import check, fact, record

WRONG = record(fact(1, "income", "final", "5"), fact(2, "income", "final", "6"), checks=[check(1, ["f1", "f2"])])
READ_AGAIN = record(fact(1, "income", "final", "5"), fact(2, "income", "final", "7"), checks=[check(1, ["f1", "f2"])])


def ids(made: object) -> list[str]:
    return [f.id for f in audit([made]) if f.rule.startswith("arithmetic")]  # type: ignore[list-item]


def test_an_id_stays_where_a_figure_is_read_again() -> None:
    assert ids(WRONG)
    assert ids(WRONG) == ids(READ_AGAIN)


def test_an_id_stays_beside_other_documents() -> None:
    other = record(fact(1, "income", "final", "1"), name="other")
    beside = [f.id for f in audit([other, WRONG]) if f.sha256 == WRONG.document.sha256]
    assert set(ids(WRONG)) <= set(beside)


def test_ids_are_told_apart_where_document_rule_and_place_are_one() -> None:
    (found, *_) = audit([WRONG])
    first, second = identified([found, found])
    assert second.id == f"{first.id}-2"


def test_no_spreadsheet_takes_an_id_for_a_number() -> None:
    assert all(f.id[0].isalpha() for f in audit([WRONG]))
