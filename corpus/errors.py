"""Deliberate errors of the document itself: planted on request, printed as they are, labelled in the golden data.

Each stands in one place only (the text or one cell of a table), so that the rest of the document convicts it. The
golden facts and statements are as printed; `errors` says what was true.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from corpus.figures import CENT, Figures
from corpus.sheets import Entry, Sheet
from extractors.model.record import canonical

Key = tuple[str, str, str | None]
_POINTS = Decimal("0.01")  # percentage points that rates are printed to

TEXT_KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "total": (("income", "final"), ("expenditure", "final"), ("procurement", "final"), ("three_public", "final"),
              ("basic", "final")),
    "rate": (("general_public", "change_rate"), ("three_public", "change_rate"),
             ("agency_operation", "change_rate"), ("general_public", "budget_rate"), ("totals", "change_rate")),
    "share": (("income.fiscal_appropriation", "share"), ("expenditure.basic", "share"),
              ("expenditure.project", "share"), ("general_public", "share"), ("procurement.to_sme", "share")),
    "text_vs_table": (("basic.personnel", "final"), ("basic.public", "final"), ("three_public.reception", "final"),
                      ("three_public.vehicles.operation", "final"), ("expenditure.basic", "final"),
                      ("income.institutional", "final")),
    "direction": (("general_public", "change"), ("agency_operation", "change"), ("three_public", "change"),
                  ("fiscal", "change")),
    "missing_reason": (("general_public", "reason_change"), ("agency_operation", "reason_change"),
                       ("three_public", "reason_change"), ("totals", "reason_change")),
}  # fmt: skip
TABLE_KINDS = ("row_sum", "column_sum", "balance")
KINDS = (*TEXT_KINDS, *TABLE_KINDS, "missing_section")
_DROPPABLE = ("agency_operation", "procurement", "assets.vehicles")


@dataclass
class Planted:
    """The errors a document is to have (`wanted`, by figure) and those that it was printed with (`errors`)."""

    wanted: dict[Key, tuple[str, Decimal | None]] = field(default_factory=dict)
    in_tables: tuple[str, ...] = ()
    drop: str | None = None
    rng: random.Random = field(default_factory=lambda: random.Random(0))
    errors: list[dict[str, Any]] = field(default_factory=list)

    def stated(self, concept: str, measure: str, code: str | None, true: Decimal, where: str) -> Decimal:
        """What the text says of the figure: the true value, or the planted one the first time it is stated."""
        kind, value = self.wanted.get((concept, measure, code), ("", None))
        if value is None or value == true:
            return true
        del self.wanted[concept, measure, code]
        self.note(kind, where, concept=concept, measure=measure, code=code, stated=value, true=true)
        return value

    def drops_reason(self, concept: str, measure: str, code: str | None, where: str) -> bool:
        """Whether the reason is left out here."""
        if (concept, measure, code) not in self.wanted:
            return False
        del self.wanted[concept, measure, code]
        self.note("missing_reason", where, concept=concept, measure=measure, code=code)
        return True

    def drops(self, section: Mapping[str, Any]) -> bool:
        """Whether this section is left out."""
        if self.drop is None or section.get("of") != self.drop.split(".")[0]:
            return False
        self.note("missing_section", section["title"], concept=section["of"])
        self.drop = None
        return True

    def note(self, kind: str, where: str, **what: Any) -> None:
        """Adds a label to the golden data."""
        made = {k: canonical(v) if isinstance(v, Decimal) else v for k, v in what.items() if v is not None}
        self.errors.append({"id": f"e{len(self.errors) + 1}", "kind": kind, **made, "where": where})


def plant(figures: Figures, seed: int, rate: float, stated: Collection[tuple[str, str]], tables: bool) -> Planted:
    """One to three errors with chance `rate`, none otherwise.

    `stated` is what the document's text says when it is right, as concept and measure: only that can be wrong.
    """
    rng = random.Random(f"juesuan errors {seed}")
    planted = Planted(rng=rng)
    if rng.random() >= rate:
        return planted
    kinds = rng.sample(KINDS if tables else (*TEXT_KINDS, "missing_section"), rng.randint(1, 3))
    for kind in kinds:
        if kind in TEXT_KINDS:
            _want(planted, kind, figures, stated)
    planted.in_tables = tuple(kind for kind in kinds if kind in TABLE_KINDS)
    droppable = [concept for concept in _DROPPABLE if any(c == concept for c, _ in stated)]
    if "missing_section" in kinds and droppable:
        planted.drop = rng.choice(droppable)
    return planted


def _want(planted: Planted, kind: str, figures: Figures, stated: Collection[tuple[str, str]]) -> None:
    """Chooses a figure that the text states (and that no other error has) to carry the error."""
    taken = {(concept, measure) for concept, measure, _ in planted.wanted}
    candidates = [
        (concept, measure)
        for concept, measure in TEXT_KINDS[kind]
        if (concept, measure) in stated and (concept, measure) not in taken
        and (kind == "missing_reason" or figures.values.get((concept, measure, None), Decimal(0)) != 0)
    ]  # fmt: skip
    if not candidates:
        return
    concept, measure = planted.rng.choice(candidates)
    true = figures.values.get((concept, measure, None), Decimal(0))
    planted.wanted[concept, measure, None] = (
        kind,
        None if kind == "missing_reason" else _wrong(kind, true, planted.rng, _room(figures, concept, measure)),
    )


def _wrong(kind: str, true: Decimal, rng: random.Random, room: Decimal) -> Decimal:
    if kind == "direction":
        return -true
    if kind in ("rate", "share"):
        off = (Decimal(rng.randint(60, 950)) / 100 + room) * rng.choice((-1, 1))
        return true + off if true + off > 0 or true < 0 else true - off
    return _other_amount(true, rng)


def _room(figures: Figures, concept: str, measure: str) -> Decimal:
    """How far a rate may be off, in points, by the rounding of its amounts alone: nothing convicts what is within."""
    amount = {"change_rate": "change", "budget_rate": "final"}.get(measure)
    part = figures.values.get((concept, amount or "", None), Decimal(0))
    rate = figures.values.get((concept, measure, None), Decimal(0))
    if not part or not rate:
        return Decimal(0)
    base = abs(part / rate) * 100
    return ((abs(rate) + 100) * CENT / base).quantize(_POINTS)


def _other_amount(true: Decimal, rng: random.Random) -> Decimal:
    """An amount as a slip of the pen makes it: two digits exchanged, or some 万元 more."""
    cents = str(int(true / CENT))
    places = [i for i in range(len(cents) - 1) if cents[i] != cents[i + 1] and (i or cents[i + 1] != "0")]
    if places and rng.random() < 0.6:
        i = rng.choice(places)
        return Decimal(cents[:i] + cents[i + 1] + cents[i] + cents[i + 2 :]) * CENT
    return true + Decimal(rng.randint(11, 990)) * CENT


def plant_in_sheets(sheets: Sequence[Sheet], planted: Planted) -> list[Sheet]:
    """The sheets with the wanted errors printed in one cell each."""
    out = list(sheets)
    for kind in planted.in_tables:
        wanted = ("income_expenditure",) if kind == "balance" else ("income", "expenditure", "general_public")
        places = [i for i, sheet in enumerate(out) if sheet.kind in wanted]
        if places:
            place = planted.rng.choice(places)
            out[place] = _spoilt(out[place], kind, planted)
    return out


def _spoilt(sheet: Sheet, kind: str, planted: Planted) -> Sheet:
    whole = next(c.name for c in sheet.columns if c.role == "value")
    if kind == "balance":
        row = len(sheet.rows) - 1
        block, column = 1, whole
    else:
        block = 0
        names = [c.name for c in sheet.columns if c.role == "value"][1:]
        rows = [
            i for i, (entry,) in enumerate(sheet.rows)
            if (len(entry.code) == 7 if kind == "row_sum" else not entry.code) and entry.values.get(names[0])
        ]  # fmt: skip
        if not rows:
            return sheet
        row = planted.rng.choice(rows)
        column = whole if kind == "row_sum" else names[0]
    entry = sheet.rows[row][block]
    true = entry.values[column]
    wrong = _other_amount(true, planted.rng)
    spoilt = replace(entry, values={**entry.values, column: wrong})
    planted.note(kind, f"{sheet.title}/{entry.name}/{column}", statement=sheet.kind, code=entry.code or None,
                 stated=wrong, true=true)  # fmt: skip
    rows_now = list(sheet.rows)
    entries: list[Entry] = list(rows_now[row])
    entries[block] = spoilt
    rows_now[row] = tuple(entries)
    return replace(sheet, rows=tuple(rows_now))
