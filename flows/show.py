"""Records for people at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console
from rich.table import Table

from extractors.model.record import Coverage, Fact, Record
from extractors.verdict.acceptance import effort, is_due
from patterns.acceptance import load_acceptance
from patterns.loader import load_patterns

_MEASURES = {
    "决算数": ("final",),
    "增减额": ("change",),
    "增减%": ("change_rate",),
    "占比": ("share",),
    "预算数": ("budget_full", "budget_initial"),
}
_LEAST = 8
_LONGEST_SHOWN = 60


def print_summary(record: Record, console: Console | None = None) -> None:
    """Unit, year, what is left to people, main figures, reasons, checks and the facts that are least sure."""
    out = console or Console()
    document = record.document
    ocr = sum(page.source == "ocr" for page in record.pages)
    out.print(
        f"[bold]{document.unit_name or '(unit not found)'}[/bold]  {document.fiscal_year or '(year not found)'}年度"
    )
    out.print(
        f"{document.file_name}: {document.pages} pages ({ocr} by OCR), {len(record.facts)} facts, "
        f"{len(record.forms)} forms, {record.produced.seconds:.1f} s"
    )
    out.print(_acceptance(record), highlight=False)
    if document.coverage is not None:
        out.print(_coverage(document.coverage))
    out.print(_figures(record.facts))
    out.print(_reasons(record.facts))
    _print_checks(record, out)
    out.print(_least_sure(record.facts))
    for warning in record.warnings[:10]:
        out.print(f"[yellow]![/yellow] {warning}", highlight=False)


def _acceptance(record: Record) -> str:
    """Whether the document needs nobody, and how many of its facts do."""
    left = effort(record.facts)
    straight = ("yes 是" if left.straight else "no 否") if is_due(record.document.kind) else "not asked 不适用"
    return (
        f"straight through 直通: {straight}; accepted 采用 {left.accepted}, to review 待复核 {left.review}, "
        f"not to be used unseen 不采用 {left.rejected}"
    )


def _coverage(told: Coverage) -> str:
    """What became of the figures that the document prints, in one line."""
    kept = f"{told.facts} facts + {told.cells} cells + {told.in_texts} in texts"
    return f"Figures 数字: {told.printed} printed = {kept} + {told.unread} unread"


def _figures(facts: Sequence[Fact]) -> Table:
    table = Table(title="Main figures 主要数据 (money in 万元)", title_justify="left")
    table.add_column("concept", overflow="fold", min_width=16)
    first = {(f.concept, f.measure): f for f in reversed(facts) if not f.dimensions}
    for name in _MEASURES:
        table.add_column(name, justify="right", no_wrap=True)
    for concept in load_acceptance().main.concepts:
        row = [next((first[concept, m] for m in ms if (concept, m) in first), None) for ms in _MEASURES.values()]
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
    table = Table(title="Reasons 主要原因", title_justify="left")
    table.add_column("concept", max_width=26, overflow="fold")
    table.add_column("reason", max_width=40, overflow="fold")
    table.add_column("category", max_width=20)
    for fact in facts:
        if fact.measure.startswith("reason"):
            name = fact.dimensions.get("name") or fact.label
            reason = fact.value if len(fact.value) <= _LONGEST_SHOWN else fact.value[:_LONGEST_SHOWN] + "…"
            table.add_row(name, reason, ", ".join(dict.fromkeys(c.category for c in fact.causes)))
    return table


def _print_checks(record: Record, out: Console) -> None:
    failed = [c for c in record.checks if c.outcome == "fail"]
    out.print(f"Checks 勾稽关系: {len(record.checks) - len(failed)} passed, {len(failed)} failed")
    for check in failed:
        out.print(f"  [red]x[/red] {check.formula} ({check.id}): off by {check.difference}, {', '.join(check.facts)}")


def _least_sure(facts: Sequence[Fact]) -> Table:
    table = Table(title="Least sure 可信度最低", title_justify="left")
    for name in ("id", "concept", "measure", "raw", "confidence"):
        table.add_column(name, overflow="fold", max_width=30)
    for fact in sorted(facts, key=lambda f: f.confidence)[:_LEAST]:
        table.add_row(fact.id, fact.label, fact.measure, fact.raw[:40], f"{fact.confidence:.3f}")
    return table


def print_fact(record: Record, fact_id: str, console: Console | None = None) -> bool:
    """One fact with its clause, places, evidence and checks; False where there is none of that id."""
    out = console or Console()
    fact = next((f for f in record.facts if f.id == fact_id), None)
    if fact is None:
        return False
    out.print(f"[bold]{fact.label}[/bold] ({fact.concept}) {fact.measure} = {fact.value} {fact.unit or ''}")
    out.print(f"read from  {fact.raw}\nclause     {fact.quote}", highlight=False)
    for place in fact.provenance:
        out.print(f"page {place.page}     box {', '.join(f'{v:.1f}' for v in place.bbox)}", highlight=False)
    out.print(f"confidence {fact.confidence}  status {fact.status}")
    for name, value in fact.evidence.items():
        out.print(f"  {name:<14} {value}")
    for check in record.checks:
        if fact.id in check.facts:
            out.print(f"  {check.outcome:<4} {check.formula} ({check.id}), off by {check.difference}", highlight=False)
    return True
