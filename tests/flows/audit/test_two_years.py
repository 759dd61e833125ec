"""Two generated years of one unit, read from their PDFs and audited together."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from typer.testing import CliRunner

from corpus.generate import generate
from corpus.years import Before
from extractors.across.comparison import compared
from extractors.across.offer import offer_of
from extractors.pipeline import extract
from flows.cli import app

OFF = Decimal(123_400)


def test_what_holds_between_two_years_and_what_was_planted(tmp_path: Path) -> None:
    off = {("general_public", "final", None): OFF}
    documents = {
        "mof-2024": generate("mof", 101)[0],
        "mof-2025": generate("mof", 102, before=Before((101,), off))[0],
    }
    records = [extract(data, f"{name}.pdf") for name, data in documents.items()]
    for name, record in zip(documents, records, strict=True):
        (tmp_path / f"{name}.json").write_text(record.model_dump_json(), encoding="utf-8")
        (tmp_path / f"{name}.pdf").write_bytes(documents[name])
    outcomes = {
        (one.identity.id, one.later_side.figures[0].concept): one.difference for one in compared(map(offer_of, records))
    }
    assert outcomes.pop(("across.prior", "general_public")) == OFF
    assert ("across.carryover", "totals.income.carryover_opening") in outcomes
    assert {"totals.income", "three_public", "agency_operation"} <= {concept for _, concept in outcomes}
    assert outcomes.pop(("across.forms", "expenditure.project")) > 0  # a form is of one of the projects
    assert not any(outcomes.values())

    result = CliRunner().invoke(app, ["audit", str(tmp_path), "-o", str(tmp_path / "out"), "--pdfs", str(tmp_path)])
    assert result.exit_code == 0, result.output
    findings = json.loads((tmp_path / "out" / "findings.json").read_bytes())["findings"]
    (found,) = [f for f in findings if f["rule"].startswith("across.")]
    assert (found["severity"], found["document"], found["difference"]) == ("error", "mof-2025.pdf", str(OFF))
    page = (tmp_path / "out" / "findings.html").read_text(encoding="utf-8")
    card = page.split(f'id="{found["id"]}"')[1].split("</article>")[0]
    assert card.count("data:image/jpeg") == len(found["figures"]) == 3
