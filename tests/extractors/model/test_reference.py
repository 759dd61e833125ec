"""References to cells: their paths in the Record, and what they resolve to."""

from __future__ import annotations

import pytest

from extractors.model.reference import CellRef, CellReference, FormRef, cell_at
from tests.extractors.audit.small import record, statement

PLACE = {"part": "funds", "row": 0, "column": 1, "page": 9, "bbox": [1, 1, 2, 2], "confidence": 1}
FORM = {"kind": "project", "title": "自评表", "funds": [["1", "2"], ["3"]], "total": "95", "provenance": [PLACE]}


@pytest.mark.parametrize(
    ("path", "ref"),
    [
        ("statements.3.rows.10.cells.1", CellRef(3, 10, 1)),
        ("forms.0.funds.1.2", FormRef(0, "funds", 1, 2)),
        ("forms.12.total", FormRef(12, "total")),
    ],
)
def test_a_path_and_its_reference(path: str, ref: CellReference) -> None:
    assert (cell_at(path), str(ref)) == (ref, path)


@pytest.mark.parametrize(
    "path", ["f12", "statements.3", "statements.3.rows.1", "forms.0", "forms.0.funds.1", "a.b.c.d.e.f"]
)
def test_what_is_no_path_of_a_cell(path: str) -> None:
    with pytest.raises(ValueError, match=path):
        cell_at(path)


def test_a_reference_resolves_itself() -> None:
    made = record(statements=[statement("income", "5", "7")], forms=[FORM])
    assert CellRef(0, 0, 1).resolve(made).value == "7"
    assert CellRef(0, 0, 1).row_in(made.statements[0]).code == "201"
    texts = [FormRef(0, "funds", 0, 1), FormRef(0, "funds", 1, 1), FormRef(0, "total"), FormRef(0, "goal")]
    assert [ref.resolve(made) for ref in texts] == ["2", "", "95", ""]
    with pytest.raises(IndexError):
        CellRef(1, 0, 0).resolve(made)


def test_a_form_cell_is_where_its_provenance_says() -> None:
    assert [FormRef(0, "funds", 0, 1).place, FormRef(0, "total").place] == [("funds", 0, 1), ("total", 0, 0)]
    assert FormRef(0, "funds", 0, 1).field == FormRef(0, "funds")
