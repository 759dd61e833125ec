"""What is pinned of whole made disclosures: every identity with its figures, and what tables witness.

`python -m tests.extractors.proof.pinned` writes made.pinned.txt anew; review the change as a diff.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

from extractors.model.reference import FigureReference
from extractors.model.result import Result
from tests.made_inputs.case import case
from tests.made_inputs.pins import beside, pins_of, short, write_pins

FILE = Path(__file__).with_name("made.pinned.txt")
CASES = ("terse-3", "lakes-21", "xinjiang-14", "northeast-13", "lakes-21/many", "xinjiang-14/certain errors 2")


@cache
def _lines(name: str) -> tuple[str, ...]:
    proof = case(name).readings.proved()
    facts = (
        f"{short(i)} {b.subject.concept} {b.subject.code or ''} {b.measure} {b.value} in {short(b.cell)}"
        for i, b in enumerate(proof.bound)
        if b.cell is not None
    )
    witnesses = (
        f"{short(i)} as in {short(*(w.cell for w in b.witnesses if w.cell))}"
        for i, b in enumerate(proof.bound)
        if b.witnesses
    )
    formulas = dict.fromkeys(f"{r.id} is {r.formula}" for r in proof.results)
    return (*facts, *witnesses, *map(_result, proof.results), *formulas)


def _result(r: Result) -> str:
    blanks = f" blank {short(*r.blanks)}" if r.blanks else ""
    told_as = f" told as {short(*r.told_as)}" if r.told_as else ""
    outcome = "holds" if r.passed else "fails"
    return f"{r.kind} {r.id} {outcome} by {r.difference:.6f}: {' '.join(_parts(r))}{blanks}{told_as}"


def _parts(r: Result) -> Iterator[str]:
    for each in fields(r.roles):
        figures: FigureReference | tuple[FigureReference, ...] = getattr(r.roles, each.name)
        several = isinstance(figures, tuple) and not hasattr(figures, "_fields")
        yield f"{each.name} {short(*figures) if several else short(figures)}"  # type: ignore[misc, arg-type]


def pinned(name: str) -> list[str]:
    """The lines of a case."""
    base = name.partition("/")[0]
    return list(_lines(name)) if name == base else beside(_lines(base), _lines(name))


def pins() -> dict[str, list[str]]:
    """The lines as they were written, by case."""
    return pins_of(FILE)


if __name__ == "__main__":
    write_pins(FILE, {name: pinned(name) for name in CASES})
