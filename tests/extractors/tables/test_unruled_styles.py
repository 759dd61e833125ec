"""Unruled tables of many layouts: every cell in its own column, and nothing beside them."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.evaluate.statements import score_statements
from corpus.figures import make_figures
from corpus.ledger import make_ledger
from corpus.setter import Setter
from corpus.statements import make_sheets
from corpus.style import PageStyle, TableStyle
from corpus.tables import Of, set_sheet
from extractors.pipeline import extract

_WIDE = ("income", "expenditure", "fiscal", "three_public", "government_fund", "state_capital")
STYLES: dict[str, dict[str, Any]] = {
    "three lines, columns numbered, dashes amid": {"rules": "three", "ranks": True, "blank": "-", "lines": True},
    "three lines, three columns of codes, a large unit": {"rules": "three", "blank": "0.00", "size": 7.5},
    "no lines, three columns of codes, dashes amid": {"rules": "none", "blank": "--", "three_public": "pairs"},
    "no lines, portrait, plain digits": {"rules": "none", "wide": (), "separators": False, "codes": "one", "size": 7.0},
    "no lines, numbers of lines and of columns, landscape": {
        "rules": "none", "wide": ("income", "expenditure"), "lines": True, "ranks": True, "unit": "元",
        "separators": False, "three_public": "list", "total": "last", "fund_income": False, "repeat": "title",
        "size": 7.5,
    },
    "no lines, two groups under heads, all rows": {"rules": "none", "basic_groups": 2, "blank": "—", "size": 9.0},
}  # fmt: skip


@pytest.mark.parametrize("name", STYLES)
@pytest.mark.parametrize("seed", [5, 9])
def test_every_cell_stands_in_its_own_column(name: str, seed: int) -> None:
    style = TableStyle(**{"wide": _WIDE, **STYLES[name]})
    figures = make_figures(seed, 1)
    sheets = make_sheets(figures, make_ledger(figures, seed), style)
    setter = Setter(PageStyle(), header="")
    setter.new_page()
    setter.centred(f"{figures.unit}{figures.year}年度部门决算", 26, 60)
    for sheet in sheets:
        set_sheet(setter, sheet, style, Of(figures.unit, figures.year, name))
    setter.flush()
    setter.pdf.subset_fonts()
    got = extract(bytes(setter.pdf.tobytes()), "a.pdf").model_dump(mode="json")
    score = score_statements(got["statements"], [sheet.golden() for sheet in sheets])
    assert score.total > 150
    assert (score.found, score.wrong) == (score.total, 0)
