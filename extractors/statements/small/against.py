"""What the differences of a small table are to, where their labels do not say: what stands beside them, and adds up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from extractors.model.fact import Subject
from extractors.statements.small.telling import Base
from patterns.measure import Measure

# How surely it is told what a difference is to: set by eye
_CONCLUDED = 0.95  # by the other figures
_USUAL = 0.85  # by nothing: the year before
_ROUNDED = Decimal("0.011")  # of the unit: how far a printed difference may be off, each figure rounded on its own

Figures = Mapping[Subject, Mapping[Measure, Decimal]]


@dataclass(frozen=True, slots=True)
class Against:
    """`open` is what a difference is to whose label does not say, None where that is not told; `sure` how surely.

    `prior` is whether what is told of the year before may be its final figure. `budgets` is the year whose budget is
    compared with that of the year before, where a table holds nothing but budgets.
    """

    open: Base | None = "prior"
    sure: float = _USUAL
    prior: bool = True
    budgets: str | None = None


def against(figures: Figures, fiscal_year: int | None) -> Against:
    """What differences are to beside these figures (by what they are of, as printed), of a document of that year."""
    told = {measure for of in figures.values() for measure in of}
    prior = "prior" in told
    years = {subject.dimension("year") or str(fiscal_year) for subject, of in figures.items() if _budget(of)}
    if told.isdisjoint(("final", "count", "prior")):
        return Against(None, prior=False, budgets=max(years)) if len(years) > 1 else Against()
    own = str(fiscal_year) in years
    if prior and own:
        return Against(_borne_out(figures), _CONCLUDED)
    if prior or own:
        return Against("prior" if prior else "budget", _CONCLUDED)
    return Against(None, prior=False) if years else Against()


_BASES: tuple[Base, ...] = ("prior", "budget")


def _budget(of: Mapping[Measure, Decimal]) -> Decimal | None:
    return of.get("budget_full", of.get("budget_initial"))


def _borne_out(figures: Figures) -> Base | None:
    """The base that all differences are to; None where neither is, or both may be."""
    fitting = [base for base in _BASES if _bears_out(figures.values(), base)]
    return fitting[0] if len(fitting) == 1 else None


def _bears_out(figures: Iterable[Mapping[Measure, Decimal]], base: Base) -> bool:
    """Whether every difference is that of the final figure to the base, and one of them is not nothing."""
    checked: list[Decimal] = []
    for of in figures:
        other = of.get("prior") if base == "prior" else _budget(of)
        if "change" in of and "final" in of and other is not None:
            if abs(of["final"] - other - of["change"]) > _ROUNDED:
                return False
            checked.append(of["change"])
    return any(checked)
