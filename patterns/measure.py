"""The measures: which figure of a concept a value is (docs/record.md). Everything that names one names one of these;
and the dimensions that keep a figure apart from its concept's main one.

They stand beside the knowledge files, which name them too, so that a misspelt measure is found when a file is loaded;
in code the type checker finds it.
"""

from __future__ import annotations

from typing import Literal, get_args

Measure = Literal[
    "final",
    "prior",
    "change",
    "change_rate",
    "share",
    "budget_initial",
    "budget_full",
    "budget_rate",
    "budget_change",
    "budget_change_rate",
    "variance",
    "variance_rate",
    "count",
    "area",
    "text",
    "nil",
    "reason_change",
    "reason_variance",
    "reason_difference",
]

BUDGETS: tuple[Measure, ...] = ("budget_initial", "budget_full")
# By what a final figure is compared with, how far it is from that: in money, and as a rate.
COMPARING: dict[str, tuple[Measure, Measure]] = {
    "prior": ("change", "change_rate"),
    "budget": ("variance", "variance_rate"),
}
# The same of a budget, against that of the year before.
OF_BUDGETS: tuple[Measure, Measure] = ("budget_change", "budget_change_rate")

# The rate of each change that is told in money.
RATE_OF: dict[Measure, Measure] = dict((*COMPARING.values(), OF_BUDGETS))
# What a figure of that measure is compared as, a key of COMPARING.
BASE_OF: dict[Measure, str] = {"prior": "prior", **dict.fromkeys(BUDGETS, "budget")}

# The dimensions of what is beside the main figure of its concept (docs/record.md): of another year, of a part, or of
# one of the units, projects and purchased services that a table lists.
BESIDE = ("year", "part", "unit", "project", "item")

_BY_NAME: dict[str, Measure] = {measure: measure for measure in get_args(Measure)}


def measure_named(name: str) -> Measure:
    """The measure of that name. Raises KeyError where there is none."""
    return _BY_NAME[name]
