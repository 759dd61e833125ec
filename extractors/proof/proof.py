"""All that a document's arithmetic says: text against text, text against tables, and within tables and forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.model.fact import Bound
from extractors.model.record import Form
from extractors.model.reference import CellReference, FactIndex
from extractors.model.result import Result
from extractors.proof.agreement import together
from extractors.proof.form_sums import form_results
from extractors.proof.identities import check
from extractors.proof.statement_sums import statement_results
from extractors.statements.figures import statement_figures
from extractors.statements.small.reading import SmallTables
from extractors.statements.statement import ReadStatement

_MOST_KEPT = 200  # statements; more are tried only where a document was hardly read


@dataclass(frozen=True)
class Proof:
    """The facts, text's first, and every identity that could be evaluated over facts, statements and forms."""

    bound: tuple[Bound, ...]
    results: tuple[Result, ...]


class Prover:
    """Joins text and tables and evaluates every identity, again and again: what a statement says is kept with it."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int], tuple[object, tuple[Bound, ...], tuple[Result, ...]]] = {}

    def prove(
        self,
        stated: Sequence[Bound],
        statements: Sequence[ReadStatement],
        forms: Sequence[Form],
        small: SmallTables | None = None,
    ) -> Proof:
        """The facts of text and tables together, those of `small` tables too, and every identity that they allow."""
        told = [self._told(statement, i) for i, statement in enumerate(statements)]
        small = small or SmallTables()
        tables = [figure for figures, _ in told for figure in figures if figure.cell not in small.instead]
        joint = together(stated, tables, small.figures)
        of_forms = [r for i, form in enumerate(forms) for r in form_results(form, i)]
        facts = _facts_by_cell(joint.bound)
        named = (replace(r, told_as=_known(facts, r.cells)) for _, within in told for r in within)
        return Proof(joint.bound, (*check(joint.bound), *joint.results, *named, *of_forms))

    def _told(self, statement: ReadStatement, index: int) -> tuple[tuple[Bound, ...], tuple[Result, ...]]:
        kept = self._kept.get((index, id(statement)))
        if kept is None or kept[0] is not statement:
            kept = (statement, tuple(statement_figures(statement, index)), tuple(statement_results(statement, index)))
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[index, id(statement)] = kept
        return kept[1], kept[2]


def _facts_by_cell(bound: Sequence[Bound]) -> dict[CellReference, FactIndex]:
    return {f.cell: i for i, b in enumerate(bound) for f in (b, *b.witnesses) if f.cell is not None}


def _known(facts: dict[CellReference, FactIndex], cells: Sequence[CellReference]) -> tuple[FactIndex, ...]:
    found: Iterator[FactIndex] = (facts[cell] for cell in cells if cell in facts)
    return tuple(dict.fromkeys(found))
