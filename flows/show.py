"""Records for people at a terminal, in the language that they read."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.table import Table

from extractors.model.record import Coverage, Fact, Record
from extractors.verdict.acceptance import effort, is_due
from flows.causes import told
from flows.publish.reference import category_labels
from flows.publish.views import measure_labels
from flows.words import language, load_words, words
from patterns.acceptance import load_acceptance
from patterns.loader import load_patterns

# The columns of the main figures, by how they are told, with the measures that each shows.
_COLUMNS = {
    "summary.final": ("final",),
    "summary.change": ("change", "budget_change"),
    "summary.change_rate": ("change_rate", "budget_change_rate"),
    "summary.share": ("share",),
    "summary.budget": ("budget_full", "budget_initial"),
}
_TOLD = ("id", "concept", "label", "measure", "value", "unit", "confidence", "status")
_LEAST = 8
_LONGEST_SHOWN = 60
_MOST_WARNINGS = 10


def print_summary(record: Record, console: Console | None = None) -> None:
    """Unit, year, what is left to people, main figures, reasons, checks and the facts that are least sure."""
    out = console or Console(highlight=False)
    document = record.document
    unit, year = document.unit_name or words("summary.no_unit"), document.fiscal_year or words("summary.no_year")
    out.print(words("summary.title", unit=unit, year=year), style="bold", markup=False)
    out.print(
        words(
            "summary.document",
            file=document.file_name,
            pages=document.pages,
            ocr=sum(page.source == "ocr" for page in record.pages),
            facts=len(record.facts),
            forms=len(record.forms),
            seconds=f"{record.produced.seconds:.1f}",
        ),
        markup=False,
    )
    out.print(_acceptance(record))
    if document.coverage is not None:
        out.print(_coverage(document.coverage))
    out.print(_figures(record.facts))
    out.print(_reasons(record.facts))
    _print_checks(record, out)
    out.print(_least_sure(record.facts))
    for warning in record.warnings[:_MOST_WARNINGS]:
        out.print(f"! {told(warning)}", style="yellow", markup=False)


def summed_up(record: Record) -> dict[str, Any]:
    """What `print_summary` prints, as data; ids stand for what is in the Record itself."""
    left = effort(record.facts)
    failed = [check.model_dump(mode="json") for check in record.checks if check.outcome == "fail"]
    return {
        **record.document.model_dump(mode="json"),
        "ocr_pages": sum(page.source == "ocr" for page in record.pages),
        "facts": len(record.facts),
        "forms": len(record.forms),
        "straight": left.straight if is_due(record.document.kind) else None,
        "accepted": left.accepted,
        "to_review": left.review,
        "rejected": left.rejected,
        "figures": _main_figures(record.facts),
        "reasons": [fact.id for fact in record.facts if fact.measure.startswith("reason")],
        "checks": {"passed": len(record.checks) - len(failed), "failed": failed},
        "least_sure": [fact.id for fact in sorted(record.facts, key=lambda f: f.confidence)[:_LEAST]],
        "warnings": record.warnings,
    }


def _main_figures(facts: Sequence[Fact]) -> list[dict[str, Any]]:
    first = {(f.concept, f.measure): f for f in reversed(facts) if not f.dimensions}
    measures = [measure for told in _COLUMNS.values() for measure in told]
    main = [(concept, measure) for concept in load_acceptance().main.concepts for measure in measures]
    return [{name: getattr(first[key], name) for name in _TOLD} for key in main if key in first]


def _acceptance(record: Record) -> str:
    """Whether the document needs nobody, and how many of its facts do."""
    left = effort(record.facts)
    straight = ("yes" if left.straight else "no") if is_due(record.document.kind) else "not_asked"
    told = words(f"summary.straight.{straight}")
    return words("summary.accepted", straight=told, accepted=left.accepted, review=left.review, rejected=left.rejected)


def _coverage(told: Coverage) -> str:
    """What became of the figures that the document prints, in one line."""
    counts = {"printed": told.printed, "facts": told.facts, "cells": told.cells, "in_texts": told.in_texts}
    return words("summary.coverage", **counts, unread=told.unread)


def _figures(facts: Sequence[Fact]) -> Table:
    table = Table(title=words("summary.figures"), title_justify="left")
    table.add_column(words("column.concept"), overflow="fold", min_width=16)
    first = {(f.concept, f.measure): f for f in reversed(facts) if not f.dimensions}
    for name in _COLUMNS:
        table.add_column(words(name), justify="right", no_wrap=True)
    for concept in load_acceptance().main.concepts:
        row = [next((first[concept, m] for m in ms if (concept, m) in first), None) for ms in _COLUMNS.values()]
        if any(row):
            table.add_row(load_patterns().concept(concept).label, *(_shown(f) if f else "" for f in row))
    return table


def _shown(fact: Fact) -> str:
    if fact.unit == "CNY":
        return f"{Decimal(fact.value) / 10000:,.2f}"
    if fact.unit == "percent":
        return f"{fact.value}%"
    return f"{fact.value}{fact.unit or ''}"


def _reasons(facts: Sequence[Fact]) -> Table:
    table = Table(title=words("summary.reasons"), title_justify="left")
    table.add_column(words("column.concept"), max_width=26, overflow="fold")
    table.add_column(words("column.reason"), max_width=40, overflow="fold")
    table.add_column(words("column.category"), max_width=20, overflow="fold")
    for fact in facts:
        if fact.measure.startswith("reason"):
            name = fact.dimensions.get("name") or fact.label
            reason = fact.value if len(fact.value) <= _LONGEST_SHOWN else fact.value[:_LONGEST_SHOWN] + "…"
            table.add_row(name, reason, ", ".join(dict.fromkeys(_category(c.category) for c in fact.causes)))
    return table


def _category(category: str) -> str:
    return category.replace("_", " ") if language() == "en" else category_labels().get(category, category)


def _measure(measure: str) -> str:
    return measure.replace("_", " ") if language() == "en" else measure_labels().get(measure, measure)


def _print_checks(record: Record, out: Console) -> None:
    failed = [c for c in record.checks if c.outcome == "fail"]
    out.print(words("checks.counted", passed=len(record.checks) - len(failed), failed=len(failed)))
    labels = {fact.id: f"{fact.label} {_measure(fact.measure)}" for fact in record.facts}
    for check in failed:
        facts = ", ".join(dict.fromkeys(labels.get(fact, fact) for fact in check.facts))
        told = words("checks.failed", formula=check.formula, difference=check.difference, facts=facts)
        out.print(f"  ✗ {told}", style="red", markup=False)


def _least_sure(facts: Sequence[Fact]) -> Table:
    table = Table(title=words("summary.least_sure"), title_justify="left")
    for name in ("id", "concept", "measure", "raw", "confidence"):
        table.add_column(words(f"column.{name}"), overflow="fold", max_width=30)
    for fact in sorted(facts, key=lambda f: f.confidence)[:_LEAST]:
        table.add_row(fact.id, fact.label, _measure(fact.measure), fact.raw[:40], f"{fact.confidence:.3f}")
    return table


def fact_with(record: Record, fact_id: str) -> Fact | None:
    """The fact of that id; None where there is none."""
    return next((fact for fact in record.facts if fact.id == fact_id), None)


def print_fact(record: Record, fact_id: str, console: Console | None = None) -> bool:
    """One fact with its clause, places, evidence and checks; False where there is none of that id."""
    out = console or Console(highlight=False)
    fact = fact_with(record, fact_id)
    if fact is None:
        return False
    unit = words(f"unit.{fact.unit}") if f"unit.{fact.unit}" in load_words().root else fact.unit or ""
    out.print(f"{fact.label}  {_measure(fact.measure)}  {fact.value} {unit}", style="bold", markup=False)
    out.print(f"{words('fact.read_from')}  {fact.raw}\n{words('fact.clause')}  {fact.quote}", markup=False)
    for place in fact.provenance:
        box = ", ".join(f"{v:.1f}" for v in place.bbox)
        out.print(words("fact.place", page=place.page, box=box), markup=False)
    out.print(words("fact.confidence", confidence=fact.confidence, status=words(f"status.{fact.status}")))
    known = load_words().root
    for name, value in fact.evidence.items():
        told = words(f"evidence.{name}") if f"evidence.{name}" in known else name
        out.print(f"  {value:>8}  {told}")
    for check in record.checks:
        if fact.id in check.facts:
            outcome = words(f"checks.{check.outcome}")
            told = words("checks.of_fact", outcome=outcome, formula=check.formula, difference=check.difference)
            out.print(f"  {told}", markup=False)
    return True
