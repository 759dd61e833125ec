"""All that a document's arithmetic says: text against text, text against tables, and within tables and forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.binding import Bound, cell_path
from extractors.check import Result, check
from extractors.form_sums import form_results
from extractors.record import Form
from extractors.statements.agree import together
from extractors.statements.figures import statement_figures
from extractors.statements.read import ReadStatement
from extractors.statements.sums import statement_results


@dataclass(frozen=True)
class Proof:
    """The facts, text's first, and every identity that could be evaluated over facts, statements and forms."""

    bound: tuple[Bound, ...]
    results: tuple[Result, ...]


def prove(stated: Sequence[Bound], statements: Sequence[ReadStatement], forms: Sequence[Form]) -> Proof:
    """Joins text and tables and evaluates every identity."""
    figures = [f for i, statement in enumerate(statements) for f in statement_figures(statement, i)]
    joint = together(stated, figures)
    within = [r for i, statement in enumerate(statements) for r in statement_results(statement, i)]
    of_forms = [r for i, form in enumerate(forms) for r in form_results(form, i)]
    facts = _facts_by_cell(joint.bound)
    named = (replace(r, facts=_known(facts, r.cells)) for r in within)
    return Proof(joint.bound, (*check(joint.bound), *joint.results, *named, *of_forms))


def _facts_by_cell(bound: Sequence[Bound]) -> dict[str, int]:
    return {cell_path(f.cell): i for i, b in enumerate(bound) for f in (b, *b.witnesses) if f.cell is not None}


def _known(facts: dict[str, int], cells: Sequence[str]) -> tuple[int, ...]:
    found: Iterator[int] = (facts[cell] for cell in cells if cell in facts)
    return tuple(dict.fromkeys(found))
