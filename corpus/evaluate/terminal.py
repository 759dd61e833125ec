"""The evaluation as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from corpus.evaluate.calibration import THRESHOLDS
from corpus.evaluate.figure_groups import FigureGroup
from corpus.evaluate.summary import ALL, READINGS, Evaluation, Group

_COLUMNS = {
    "recall": "numeric_recall", "prec.": "numeric_precision", "texts": "text_recall",
    "why": "reason_similarity", "forms": "form_recall", "prec. ": "form_precision",
    "cells": "cell_recall", "prec.  ": "cell_precision", "errors": "errors_found",
}  # fmt: skip
_MOST_FAILURES = 10


def print_evaluation(evaluation: Evaluation, console: Console | None = None) -> None:
    """Figures by family and condition, calibration by condition, families that are measured only apart."""
    out = console or Console()
    for apart in (False, True):
        groups = [g for g in evaluation.groups if g.measure_only == apart]
        totals = [g for g in evaluation.totals if g.measure_only == apart]
        if groups:
            for table in _tables(groups, totals, apart):
                out.print(table)
    failed = [c.failure for c in evaluation.comparisons if c.failure]
    for failure in failed[:_MOST_FAILURES]:
        out.print(f"[red]x[/red] {failure}", highlight=False)
    if len(failed) > _MOST_FAILURES:
        out.print(f"… and {len(failed) - _MOST_FAILURES} more documents without a Record")


def _tables(groups: Sequence[Group], totals: Sequence[Group], apart: bool) -> Iterator[Table]:
    named = " (measured only)" if apart else ""
    yield _figures("Measured only 只测不调" if apart else "Figures by family and condition", groups, totals)
    yield _calibration(f"Confidence{named}", totals)
    yield _acceptance(f"Acceptance 采用{named}", totals)
    for total in totals:
        if total.by_group:
            yield groups_table(f"Groups of figures 数字组: {total.condition}{named}", total.by_group)


def _table(title: str) -> Table:
    """A table that keeps its figures whole on a terminal of 80 columns."""
    return Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=0, pad_edge=False)


def _figures(title: str, groups: Sequence[Group], totals: Sequence[Group]) -> Table:
    table = _table(title)
    table.add_column("family", no_wrap=True)
    table.add_column("scan", no_wrap=True)
    table.add_column("n", justify="right")
    shown = {head: name for head, name in _COLUMNS.items() if any(g.figure(name) is not None for g in groups)}
    for head in shown:
        table.add_column(head.strip(), justify="right", no_wrap=True, min_width=6)
    for group in (*groups, *totals):
        if group.family == ALL and (not table.rows or table.row_count == len(groups)):
            table.add_section()
        cells = [share(group.figure(name)) for name in shown.values()]
        table.add_row(group.family, group.condition, str(group.documents), *cells)
    return table


def _calibration(title: str, groups: Sequence[Group]) -> Table:
    table = _table(title)
    heads = ("n", "ECE width", "ECE mass", "Brier", "cover @.99", "cover @.999")
    sure = [t for t in THRESHOLDS if t in (0.9, 0.99)]
    for head in ("of", "scan"):
        table.add_column(head, overflow="fold")
    for head in (*heads, *(f"prec. ≥{t}" for t in sure)):
        table.add_column(head, justify="right", overflow="fold")
    for kind, label in READINGS.items():
        for group in groups:
            calibration = group.calibration.get(kind)
            if calibration is None:
                continue
            trusted = [t for t in calibration.at_threshold if t.threshold in sure]
            table.add_row(
                label, group.condition, str(calibration.count), f"{calibration.ece_width:.4f}",
                f"{calibration.ece_mass:.4f}", f"{calibration.brier:.4f}", share(calibration.coverage_99),
                share(calibration.coverage_999), *(f"{share(t.precision)} of {t.count}" for t in trusted),
            )  # fmt: skip
    return table


def _acceptance(title: str, groups: Sequence[Group]) -> Table:
    """Which documents need nobody, whether rightly so, and what the others leave to people."""
    table = _table(title)
    table.add_column("scan", overflow="fold")
    for head in ("documents", "straight through", "main figures right", "facts accepted", "to review a document"):
        table.add_column(head, justify="right", overflow="fold")
    for group in groups:
        shares = [share(group.figure(name)) for name in ("straight_through", "straight_right", "accepted")]
        review = "–" if group.review_each is None else f"{group.review_each:.1f}"
        table.add_row(group.condition, str(group.documents), *shares, review)
    return table


def groups_table(title: str, groups: Mapping[str, FigureGroup]) -> Table:
    """What went wrong with the figures of each group, and what their confidence is worth."""
    table = _table(title)
    table.add_column("group", overflow="fold", max_width=16)
    for head in ("n", "wrong", "misread", "misbound", "AUROC", "ECE", "accepted", "risk promised", "risk"):
        table.add_column(head, justify="right", overflow="fold")
    for held in groups.values():
        table.add_row(
            held.label, str(held.count), str(held.wrong), str(held.misread), str(held.misbound),
            "–" if held.auroc is None else f"{held.auroc:.3f}", f"{held.ece_mass:.4f}", share(held.accepted.coverage),
            f"{held.promised_risk:.4f}", f"{held.risk:.4f}{'' if held.keeps_promise else ' !'}",
        )  # fmt: skip
    return table


def share(value: float | None) -> str:
    """A share in percent, rounded towards 0 so that 100 means all; a dash where nothing was measured."""
    return "–" if value is None else f"{int(value * 10000) / 100:.2f}"
