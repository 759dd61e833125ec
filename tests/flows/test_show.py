"""What a Record's summary tells at a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from extractors.model.record import Record
from flows.show import print_summary
from tests.made_records import made_record


@pytest.fixture(autouse=True)
def _in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_LANG", "zh")


def summary(kind: str, *confidences: float) -> str:
    data = made_record(2, statements=False)
    told = next(f for f in data["facts"] if f["measure"] == "final")
    concepts = ("totals.income", "three_public", "three_public.reception")
    facts = [
        {**told, "id": f"f{i}", "concept": concept, "dimensions": {}, "confidence": confidence}
        for i, (concept, confidence) in enumerate(zip(concepts, confidences, strict=False))
    ]
    document = {**data["document"], "kind": kind}
    out = io.StringIO()
    print_summary(
        Record.model_validate({**data, "document": document, "facts": facts, "checks": []}),
        Console(file=out, width=200),
    )
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "confidences", "told"),
    [
        ("final_accounts", (0.999, 0.999), "直通：是；采用2，待复核0"),
        ("final_accounts", (0.999, 0.9, 0.1), "直通：否；采用1，待复核1"),
        ("budget", (), "直通：不适用"),
    ],
)
def test_the_summary_tells_whether_the_document_needs_anybody(
    kind: str, confidences: tuple[float, ...], told: str
) -> None:
    assert told in summary(kind, *confidences)
