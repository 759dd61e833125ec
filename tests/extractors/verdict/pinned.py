"""What is pinned of whole made disclosures: how sure facts and cells are and why, and who is to blame for what fails.

`python -m tests.extractors.verdict.pinned` writes made.pinned.txt anew; review the change as a diff.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from extractors.model.record import Check, Fact, Form, Statement
from extractors.model.reference import CellRef
from extractors.repair.mending import mended
from extractors.verdict.cells import judged
from extractors.verdict.record_checks import recorded_checks
from extractors.verdict.record_facts import recorded_facts
from tests.made_inputs.case import case
from tests.made_inputs.pins import beside, pins_of, short, told, write_pins

FILE = Path(__file__).with_name("made.pinned.txt")
CASES = (
    "terse-3",
    "terse-3/garbled",
    "terse-3/certain errors 2",
    "xinjiang-14/certain errors 1",
    "lakes-21/certain errors 2",
)


@cache
def _lines(name: str) -> tuple[str, ...]:
    of = case(name)
    mending = mended(of.readings)
    proof = mending.proof
    facts = recorded_facts(proof, of.sections, of.pages, of.printed)
    statements, forms = judged(mending.readings.statements, mending.readings.forms, proof, of.pages)
    checks = recorded_checks(mending, facts, of.printed, of.pages)
    return (*map(_fact, facts), *_cells(statements), *_form_cells(forms), *map(_check, checks))


def _fact(f: Fact) -> str:
    standing = f"{f.status} {f.as_read or ''} {f.section or ''}".strip()
    evidence = " ".join(f"{value:g}" for value in f.evidence.values())  # in the order of FactEvidence
    at = (
        f"{p.page} {p.start}-{p.end} at {','.join(f'{x:g}' for x in p.bbox)} {_in(p.statement)}" for p in f.provenance
    )
    return f"{f.id} {f.confidence} {standing} | {evidence} | {'; '.join(at)}"


def _in(statement: int | None) -> str:
    return "" if statement is None else f"in {statement}"


def _cells(statements: Sequence[Statement]) -> Iterator[str]:
    """A line for what some cells of a statement have in common."""
    for s, statement in enumerate(statements):
        alike: dict[str, list[str]] = {}
        for r, row in enumerate(statement.rows):
            for k, cell in enumerate(row.cells):
                why = " ".join(told(cell.evidence))
                alike.setdefault(f"{cell.confidence} {cell.status} {why}", []).append(short(CellRef(s, r, k)))
        yield from (f"{why}: {' '.join(cells)}" for why, cells in alike.items())


def _form_cells(forms: Sequence[Form]) -> Iterator[str]:
    for f, form in enumerate(forms):
        for p in form.provenance:
            yield f"form {f} {p.part} {p.row} {p.column}: {p.confidence} {' '.join(told(p.evidence))}"


def _check(c: Check) -> str:
    blame = f" {c.blame} {c.blame_probability} {' '.join(told(c.signs))}" if c.blame else ""
    return f"{c.id} {c.outcome} by {c.difference} of {' '.join((*c.facts, *c.cells))}{blame}"


def pinned(name: str) -> list[str]:
    """The lines of a case."""
    base = name.partition("/")[0]
    return beside(_lines(base), _lines(name)) if name != base and base in CASES else list(_lines(name))


def pins() -> dict[str, list[str]]:
    """The lines as they were written, by case."""
    return pins_of(FILE)


if __name__ == "__main__":
    write_pins(FILE, {name: pinned(name) for name in CASES})
