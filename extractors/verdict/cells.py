"""How sure each cell of statements and forms is: the evidence for it, and one number made of it as for facts.

What evidence there is, extractors/model/evidence.py says. `cell_features`, `blank_features` and `form_features` turn it
into what the models weigh (patterns/calibration.yaml; `juesuan calibrate` fits it).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from statistics import fmean

import regex

from extractors.model.evidence import UNHELD, CellEvidence, CellSigns
from extractors.model.fact import Bound
from extractors.model.page import ReadPage
from extractors.model.record import Form, Statement, StatementCell
from extractors.model.reference import CellRef, CellReference, FormRef
from extractors.model.result import Result
from extractors.proof.proof import Proof
from extractors.statements.rows import ReadRow
from extractors.statements.statement import ReadStatement
from extractors.verdict.facts import MOST_COUNTED, probability, smallness
from patterns.calibration import load_calibration
from patterns.kept import KEPT
from patterns.shapes import is_dash
from patterns.statements import load_statements, says

_HARDLY, _HARDLY_NAMED = 0.5, 0.85  # how surely a row's name was read at most, and how surely its figures are its own
_NO_SIDE = _CUT_OFF = 0.5  # how surely side and column are told where the head that says it was lost, or cut off
_SOUND = 0.5  # of a table's figures that must be certain and confirmed where it was taken apart as it stands
_NUMERIC = regex.compile(r"[≥≤<>=]?-?[\d,.]+%?")


class _Witnesses:
    """What the document's arithmetic and its other tables say of each cell, by the cell."""

    def __init__(self, bound: Sequence[Bound], results: Iterable[Result]) -> None:
        self._of_fact = {i: b.cell for i, b in enumerate(bound) if b.cell is not None}
        # The same sum may be an identity of several names: it is one witness.
        told = {(self._places(r), r.facts, r.passed) for r in results}
        self._passed = Counter(place for places, _, passed in told if passed for place in places)
        self._failed = Counter(place for places, _, passed in told if not passed for place in places)
        self._repeats: Counter[CellReference] = Counter()
        for b in bound:
            agreeing = [x.cell for x in (b, *b.witnesses) if x.cell is not None]
            for place in agreeing:
                self._repeats[place] += len(agreeing) - 1

    def _places(self, result: Result) -> frozenset[CellReference]:
        own = (self._of_fact[i] for i in result.facts if i in self._of_fact)
        return frozenset((*result.cells, *result.blanks, *own))

    def know(self, place: CellReference) -> bool:
        """Whether anything speaks for or against a cell."""
        return bool(self._passed[place] or self._failed[place] or self._repeats[place])

    def of(self, place: CellReference) -> tuple[int, int, int]:
        """How many checks with a cell pass and fail, and how many other cells agree."""
        return self._passed[place], self._failed[place], self._repeats[place]


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
            _of_cell(read, row, k, page=means[cell.page], witnesses=witnesses.of(CellRef(s, r, k)))
            for k, cell in enumerate(row.row.cells)
        ]
        for r, row in enumerate(read.rows)
    ]
    whole = _soundness(read, told)
    rows = []
    for row, of_row in zip(read.rows, told, strict=True):
        cells = []
        for cell, own in zip(row.row.cells, of_row, strict=True):
            evidence = replace(own, table=whole) if own.page < 1.0 else own
            sure = _confidence(evidence, blank=cell.value is None)
            cells.append(cell.model_copy(update={"confidence": sure, "evidence": evidence.recorded}))
        rows.append(row.row.model_copy(update={"cells": tuple(cells)}))
    return read.statement.model_copy(update={"rows": tuple(rows)})


@lru_cache(maxsize=KEPT)
def _confidence(evidence: CellEvidence, *, blank: bool) -> float:
    models = load_calibration()
    if blank:
        return probability(blank_features(evidence), models.blanks)
    # Where nothing tells the unit of money a figure is right only if the one taken is, however surely it was read.
    sure = min(round(evidence.unit, 4), probability(cell_features(evidence), models.cells))
    # A row called by what is hardly a name is known by nothing: the model asks only whether a name is standard.
    sure = min(sure, _HARDLY_NAMED) if evidence.name <= _HARDLY else sure
    return min(sure, UNHELD) if evidence.unheld else sure


def _of_cell(
    read: ReadStatement, row: ReadRow, k: int, *, page: float, witnesses: tuple[int, int, int]
) -> CellEvidence:
    cell: StatementCell = row.row.cells[k]
    signs = row.signs[k] if k < len(row.signs) else CellSigns()
    passed, failed, repeats = witnesses
    by_ocr, sides = page < 1.0, read.pattern.sides
    cut_off = by_ocr and cell.column in _cut_off(read.statement.columns)
    sideless = by_ocr and bool(sides) and not any(says(row.row.group, side.side) for side in sides)
    return replace(
        row.sources[k].evidence,
        name=signs.name,
        column=signs.column,
        head=_CUT_OFF if cut_off else 1.0,
        unit=signs.unit,
        shape=signs.shape,
        group=_NO_SIDE if sideless else 1.0,
        repaired=cell.as_read is not None,
        page=page,
        checks_passed=passed,
        checks_failed=failed,
        repeats=repeats,
    )


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


def _soundness(read: ReadStatement, told: Sequence[Sequence[CellEvidence]]) -> float:
    """The share of a statement's figures of which it is certain what they are, and that something else confirms."""
    figures = [
        evidence.known and evidence.confirmed
        for row, of_row in zip(read.rows, told, strict=True)
        for cell, evidence in zip(row.row.cells, of_row, strict=True)
        if cell.value is not None or evidence.shape < 1.0
    ]
    return 1.0 if all(figures) else round(fmean(figures), 4)


def _form(form: Form, f: int, witnesses: _Witnesses, means: Mapping[int, float]) -> Form:
    places = []
    for place in form.provenance:
        ref = FormRef(f, place.part, place.row, place.column)
        read = CellEvidence.of_record(place.evidence, means[place.page])
        passed, failed, repeats = witnesses.of(ref if witnesses.know(ref) else ref.field)
        evidence = replace(read, checks_passed=passed, checks_failed=failed, repeats=repeats)
        text = ref.text_in(form)
        weighed = form_features(evidence, text)
        sure = probability(weighed, load_calibration().forms)
        places.append(place.model_copy(update={"confidence": sure, "evidence": evidence.recorded}))
    return form.model_copy(update={"provenance": tuple(places)})


def cell_features(evidence: CellEvidence) -> dict[str, float]:
    """What the model of statement cells that hold a figure weighs (`cells`)."""
    certainly = {
        "name": float(evidence.name >= 1.0),
        "column": float(evidence.in_column >= 1.0),
        "group": float(evidence.group >= 1.0),
    }
    unit = {"unit": smallness(evidence.unit)}
    return _characters(evidence) | _arithmetic(evidence) | _table(evidence) | certainly | unit


def blank_features(evidence: CellEvidence) -> dict[str, float]:
    """What the model of blank statement cells weighs (`blanks`): no character speaks for them, nor need a label."""
    return _arithmetic(evidence) | _table(evidence)


def form_features(evidence: CellEvidence, text: str) -> dict[str, float]:
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


def _characters(evidence: CellEvidence) -> dict[str, float]:
    return {"chars_min": smallness(evidence.chars_min), "chars_mean": smallness(evidence.mean)}


def _table(evidence: CellEvidence) -> dict[str, float]:
    """A table of which half is not told for certain was taken apart wrongly, and what is certain of it with it."""
    return {
        "well_formed": float(evidence.shape >= 1.0),
        "table": min(1.0, smallness(evidence.table)),
        "table_sound": float(evidence.table >= _SOUND),
    }


def _arithmetic(evidence: CellEvidence) -> dict[str, float]:
    """A text layer's characters are certain: a check that fails there speaks of the document, not of the reading."""
    passed, failed = evidence.checks_passed, evidence.checks_failed
    return {
        "certain": float(evidence.certain),
        "page": smallness(evidence.page),
        "witnessed": float(passed > 0),
        "witnesses": min(MOST_COUNTED, passed + evidence.repeats),
        "failed": 0.0 if evidence.certain else min(MOST_COUNTED, failed),
        "failed_alone": float(not evidence.certain and failed > 0 and not passed),
    }
