"""How sure each cell of statements and forms is: its evidence named, and one number made of it as for facts.

Evidence of a cell, left out where it is 1 (counts: 0): `chars_min` its weakest character, `chars_mean` the mean over
its characters (left out where it is `chars_min`); `name`, `column`, `group` how surely row, column and side are told,
`shape` lower where the text is no well-formed number, `unit` where no unit of money is printed; `checks_passed`,
`checks_failed`, `repeats` (other tables' cells that agree), `repaired`; `table` the share of the statement's figures
that are told for certain and confirmed. The mean over its page stands with the page. `cell_features`, `blank_features`
and `form_features` turn them into what the models weigh (patterns/calibration.yaml; `juesuan calibrate` fits it).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import regex

from extractors.model.fact import Bound, cell_path
from extractors.model.page import ReadPage
from extractors.model.record import Form, Statement, StatementCell, text_at
from extractors.model.result import Result
from extractors.proof.proof import Proof
from extractors.statements.rows import ReadRow
from extractors.statements.statement import ReadStatement
from extractors.verdict.facts import MOST_COUNTED, doubt, probability
from patterns.calibration import load_calibration
from patterns.shapes import is_dash
from patterns.statements import load_statements, says

_SIGNS = ("name", "column", "group", "shape")
_FOR = ("checks_passed", "repeats")
_NO_SIDE = _CUT_OFF = 0.5  # how surely side and column are told where the head that says it was lost, or cut off
_HALF = 0.5
_NUMERIC = regex.compile(r"[≥≤<>=]?-?[\d,.]+%?")


class _Witnesses:
    """What the document's arithmetic and its other tables say of each cell, by the cell's path in the Record."""

    def __init__(self, bound: Sequence[Bound], results: Iterable[Result]) -> None:
        self._of_fact = {i: cell_path(b.cell) for i, b in enumerate(bound) if b.cell is not None}
        # The same sum may be an identity of several names: it is one witness.
        told = {(self._places(r), r.facts, r.passed) for r in results}
        self._passed = Counter(place for places, _, passed in told if passed for place in places)
        self._failed = Counter(place for places, _, passed in told if not passed for place in places)
        self._repeats: Counter[str] = Counter()
        for b in bound:
            agreeing = [cell_path(x.cell) for x in (b, *b.witnesses) if x.cell is not None]
            for place in agreeing:
                self._repeats[place] += len(agreeing) - 1

    def _places(self, result: Result) -> frozenset[str]:
        own = (self._of_fact[i] for i in result.facts if i in self._of_fact)
        return frozenset((*result.cells, *result.blanks, *own))

    def of(self, place: str) -> dict[str, float]:
        """The counts of a cell, those that are 0 left out."""
        counts = {
            "checks_passed": self._passed[place],
            "checks_failed": self._failed[place],
            "repeats": self._repeats[place],
        }
        return {name: float(count) for name, count in counts.items() if count}


def judged(
    statements: Sequence[ReadStatement],
    forms: Sequence[Form],
    proof: Proof,
    pages: Mapping[int, ReadPage],
) -> tuple[tuple[Statement, ...], tuple[Form, ...]]:
    """Statements and forms with the confidence of every cell made of all that speaks for it and against it."""
    witnesses = _Witnesses(proof.bound, proof.results)
    means = {number: round(page.mean_confidence, 4) for number, page in pages.items()}
    return (
        tuple(_statement(read, s, witnesses, means) for s, read in enumerate(statements)),
        tuple(_form(form, f, witnesses, means) for f, form in enumerate(forms)),
    )


def _statement(read: ReadStatement, s: int, witnesses: _Witnesses, means: Mapping[int, float]) -> Statement:
    told = [
        [
            _of_cell(read, row, k, certain=means[cell.page] >= 1.0) | witnesses.of(cell_path((s, r, k)))
            for k, cell in enumerate(row.row.cells)
        ]
        for r, row in enumerate(read.rows)
    ]
    whole = _soundness(read, told)
    rows = []
    for row, of_row in zip(read.rows, told, strict=True):
        cells = []
        for cell, own in zip(row.row.cells, of_row, strict=True):
            evidence = own | (whole if means[cell.page] < 1.0 else {})
            sure = _confidence({"page": means[cell.page], **evidence}, blank=cell.value is None)
            cells.append(cell.model_copy(update={"confidence": sure, "evidence": evidence}))
        rows.append(row.row.model_copy(update={"cells": tuple(cells)}))
    return read.statement.model_copy(update={"rows": tuple(rows)})


def _confidence(evidence: Mapping[str, float], *, blank: bool) -> float:
    models = load_calibration()
    if blank:
        return probability(blank_features(evidence), models.blanks)
    return probability(cell_features(evidence), models.cells)


def _of_cell(read: ReadStatement, row: ReadRow, k: int, *, certain: bool) -> dict[str, float]:
    cell: StatementCell = row.row.cells[k]
    found = row.sources[k].signs | (row.signs[k] if k < len(row.signs) else {})
    if not certain and cell.column in _cut_off(read.statement.columns):
        found["column"] = min(_CUT_OFF, found.get("column", 1.0))
    sides = read.pattern.sides
    if sides and not certain and not any(says(row.row.group, side.side) for side in sides):
        found["group"] = _NO_SIDE
    return found | ({"repaired": 1.0} if cell.as_read is not None else {})


@lru_cache(maxsize=64)
def _cut_off(columns: tuple[str, ...]) -> frozenset[str]:
    """The columns that lost the upper level of the head over them to a column beside them.

    That one stands alone under it, or they are a subtotal, which nothing is without an upper level.
    """
    above = Counter(name.partition("/")[0] for name in columns if "/" in name)
    found = set()
    for i, name in enumerate(columns):
        beside = [n.partition("/")[0] for n in (*columns[max(0, i - 1) : i], *columns[i + 1 : i + 2]) if "/" in n]
        alone = any(above[top] == 1 for top in beside)
        if "/" not in name and beside and (alone or says(name, load_statements().subtotals)):
            found.add(name)
    return frozenset(found)


def _soundness(read: ReadStatement, told: Sequence[Sequence[Mapping[str, float]]]) -> dict[str, float]:
    """The share of a statement's figures of which it is certain what they are, and that something else confirms."""
    figures = [
        all(evidence.get(sign, 1.0) >= 1.0 for sign in _SIGNS) and any(name in evidence for name in _FOR)
        for row, of_row in zip(read.rows, told, strict=True)
        for cell, evidence in zip(row.row.cells, of_row, strict=True)
        if cell.value is not None or "shape" in evidence
    ]
    return {} if all(figures) else {"table": round(sum(figures) / len(figures), 4)}


def _form(form: Form, f: int, witnesses: _Witnesses, means: Mapping[int, float]) -> Form:
    places = []
    for place in form.provenance:
        counts = witnesses.of(f"forms.{f}.{place.part}.{place.row}.{place.column}")
        counts = counts or witnesses.of(f"forms.{f}.{place.part}")
        evidence = dict(place.evidence) | counts
        text = text_at(getattr(form, place.part), place.row, place.column)
        weighed = form_features({"page": means[place.page], **evidence}, text)
        sure = probability(weighed, load_calibration().forms)
        places.append(place.model_copy(update={"confidence": sure, "evidence": evidence}))
    return form.model_copy(update={"provenance": tuple(places)})


def cell_features(evidence: Mapping[str, float]) -> dict[str, float]:
    """What the model of statement cells that hold a figure weighs (`cells`)."""
    certainly = {sign: float(evidence.get(sign, 1.0) >= 1.0) for sign in ("name", "column", "group")}
    return (
        _characters(evidence) | _arithmetic(evidence) | _table(evidence) | certainly | {"unit": doubt(evidence, "unit")}
    )


def blank_features(evidence: Mapping[str, float]) -> dict[str, float]:
    """What the model of blank statement cells weighs (`blanks`): no character speaks for them, nor need a label."""
    return _arithmetic(evidence) | _table(evidence)


def form_features(evidence: Mapping[str, float], text: str) -> dict[str, float]:
    """What the model of form cells weighs (`forms`)."""
    blank = not text or is_dash(text)
    return (
        ({"chars_min": 0.0, "chars_mean": 0.0} if blank else _characters(evidence))
        | _arithmetic(evidence)
        | {
            "blank": float(blank),
            "number": float(_NUMERIC.fullmatch(text) is not None),
            "short": -math.log10(max(1, len(text))),
        }
    )


def _characters(evidence: Mapping[str, float]) -> dict[str, float]:
    told = {"chars_mean": evidence.get("chars_min", 1.0), **evidence}
    return {"chars_min": doubt(told, "chars_min"), "chars_mean": doubt(told, "chars_mean")}


def _table(evidence: Mapping[str, float]) -> dict[str, float]:
    """A table of which half is not told for certain was taken apart wrongly, and what is certain of it with it."""
    share = evidence.get("table", 1.0)
    return {
        "well_formed": float(evidence.get("shape", 1.0) >= 1.0),
        "table": min(1.0, doubt(evidence, "table")),
        "table_sound": float(share >= _HALF),
    }


def _arithmetic(evidence: Mapping[str, float]) -> dict[str, float]:
    """A text layer's characters are certain: a check that fails there speaks of the document, not of the reading."""
    certain = evidence.get("chars_min", 1.0) >= 1.0 and evidence.get("page", 1.0) >= 1.0
    passed, failed = evidence.get("checks_passed", 0.0), evidence.get("checks_failed", 0.0)
    return {
        "certain": float(certain),
        "page": doubt(evidence, "page"),
        "witnessed": float(passed > 0),
        "witnesses": min(MOST_COUNTED, passed + evidence.get("repeats", 0.0)),
        "failed": 0.0 if certain else min(MOST_COUNTED, failed),
        "failed_alone": float(not certain and failed > 0 and not passed),
    }
