"""Evaluated identities as the Record tells them: outcome, difference, and whose error a failure is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractors.binding.printed import PrintedFigure
from extractors.model.evidence import FactEvidence, ReadingEvidence
from extractors.model.number import WIDE
from extractors.model.page import ReadPage
from extractors.model.record import Check, Fact, Form, canonical
from extractors.model.reference import CellRef, CellReference, FormRef
from extractors.model.result import CheckKind, Result
from extractors.repair.confusion import malformed
from extractors.repair.mending import Mended, identity_key
from extractors.statements.rows import SLIP
from extractors.statements.statement import ReadStatement
from extractors.verdict.blame import Failures, blamed
from extractors.verdict.misbinding import Misbinding


def recorded_checks(
    repaired: Mended,
    facts: Sequence[Fact],
    printed: Sequence[PrintedFigure],
    pages: Mapping[int, ReadPage],
) -> tuple[Check, ...]:
    """The Record's checks: every identity that could be evaluated, a failed one with blame and signs."""
    bound, results = repaired.proof.bound, repaired.proof.results
    statements, forms = repaired.readings.statements, repaired.readings.forms
    cells = _evidence_by_cell(statements, forms, pages)
    explained = dict(repaired.explained)
    failures = Failures(results, bound)
    binding = Misbinding(bound, results, printed, statements)
    return tuple(
        _check(r, facts, cells, explained.get(identity_key(r, repaired.proof)), failures, binding) for r in results
    )


def _evidence_by_cell(
    statements: Sequence[ReadStatement], forms: Sequence[Form], pages: Mapping[int, ReadPage]
) -> dict[CellReference, ReadingEvidence]:
    """How surely every cell of statements and forms was read."""
    read = _Cells(pages)
    found: dict[CellReference, ReadingEvidence] = {
        CellRef(s, r, k): read[cell.confidence, cell.page, malformed(cell.raw)]
        for s, statement in enumerate(statements)
        for r, row in enumerate(statement.statement.rows)
        for k, cell in enumerate(row.cells)
    }
    for f, form in enumerate(forms):
        for place in form.provenance:
            ref = FormRef(f, place.part, place.row, place.column)
            for each in (ref.field, ref):
                found.setdefault(each, read[place.confidence, place.page, False])
    return found


class _Cells(dict[tuple[float, int, bool], ReadingEvidence]):
    """How surely cells were read, by their confidence, their page and whether they are malformed: most alike."""

    def __init__(self, pages: Mapping[int, ReadPage]) -> None:
        super().__init__()
        self._pages = pages

    def __missing__(self, key: tuple[float, int, bool]) -> ReadingEvidence:
        confidence, page, malformed = key
        read = ReadingEvidence(confidence, confidence, self._pages[page].mean_confidence, malformed=malformed)
        return self.setdefault(key, read)


def _check(
    result: Result,
    facts: Sequence[Fact],
    cells: Mapping[CellReference, ReadingEvidence],
    explanations: int | None,
    failures: Failures,
    binding: Misbinding,
) -> Check:
    check = Check(
        id=result.id,
        formula=result.formula,
        facts=tuple(facts[i].id for i in result.facts),
        cells=tuple(map(str, result.cells)),
        outcome="pass" if result.passed else "fail",
        difference=canonical(result.difference.quantize(Decimal("0.01"), context=WIDE)),
    )
    if result.passed:
        return check
    told = (ReadingEvidence.of_fact(FactEvidence.of_record(facts[i].evidence)) for i in result.facts)
    rests_on = [*told, *(cells[c] for c in result.cells if c in cells)]
    crowded = failures.crowded(result) or (result.kind is CheckKind.ROW_SUM and _runs_together(result.cells, cells))
    read = blamed(
        rests_on, explanations, crowded=crowded, agreed=failures.agreed(result), placed=failures.placed(result)
    )
    blame = binding.document(result, read)
    signs = binding.signs(result).recorded
    return check.model_copy(update={"blame": blame.who, "blame_probability": blame.probability, "signs": signs})


def _runs_together(row: Sequence[CellReference], cells: Mapping[CellReference, ReadingEvidence]) -> bool:
    """Whether a row whose sum fails has a cell besides that is no well-formed number: two columns read as one."""
    first = row[0]
    others = (e for ref, e in cells.items() if isinstance(ref, CellRef) and ref[:2] == first[:2] and ref not in row)
    return any(evidence.chars_min <= SLIP for evidence in others)
