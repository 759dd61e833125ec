"""What an audit found, against the errors that were planted: how many it found, and how often it cried wolf.

A finding is a false alarm where it is an error that nobody planted, or where it misses something that the golden data
has. Notes are neither: what is only worth a look is no alarm, and no error found. What a template left in the text is
quoted from it, and no golden data denies it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import regex

from extractors.audit.finding import Figure, Finding

Error = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A planted error, whether a finding rests on it, and whether one names it as the suspect."""

    error: Error
    found: bool
    named: bool


def found(errors: Iterable[Error], findings: Sequence[Finding]) -> tuple[Found, ...]:
    """For each planted error whether it is found and blamed on the document."""
    return tuple(_found(error, findings) for error in errors)


def _found(error: Error, findings: Sequence[Finding]) -> Found:
    hits = [f for f in findings if f.severity != "note" and _rests_on(f, error)]
    named = any(f.rule in ("required", "reason.missing") or _suspects(f, error) for f in hits)
    return Found(error, bool(hits), named)


def _rests_on(finding: Finding, error: Error) -> bool:
    match error["kind"]:
        case "missing_section":
            return finding.rule == "required" and _within(finding.concept, error["concept"])
        case "missing_reason":
            return finding.rule == "reason.missing" and _within(finding.concept, error["concept"])
        case _:
            return any(_is(figure, error) for figure in finding.figures)


def _within(concept: str | None, of: str) -> bool:
    return concept is not None and (concept == of or concept.startswith(f"{of}.") or of.startswith(f"{concept}."))


def _is(figure: Figure, error: Error) -> bool:
    """Whether a figure is the planted one: the same item, and the value as it was printed."""
    if figure.code != error.get("code") or not _as_printed(figure, Decimal(error["stated"])):
        return False
    if "statement" in error:
        return bool(figure.statement == error["statement"])
    return bool(figure.measure == error["measure"]) and _within(figure.concept, error["concept"])


def _as_printed(figure: Figure, stated: Decimal) -> bool:
    """Whether a figure is the value that was planted, a rate as it is rounded to the decimals that were printed."""
    if figure.unit is None or figure.value is None:
        return False
    printed = regex.search(r"\d+(?:\.(\d+))?\s*[%％]", figure.raw) if figure.unit == "percent" else None
    room = Decimal("0.5").scaleb(-len(printed[1] or "")) if printed and len(printed[1] or "") < 2 else Decimal(0)
    return abs(Decimal(figure.value) - stated) <= room


def _suspects(finding: Finding, error: Error) -> bool:
    if finding.rule != "arithmetic":
        return True
    return any(figure.suspect and _is(figure, error) for figure in finding.figures)


def false_alarms(golden: Mapping[str, Any], findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings that the golden data of their document denies."""
    errors = golden.get("errors", ())
    return tuple(f for f in findings if not any(_rests_on(f, e) for e in errors) and _denied(f, golden))


def _denied(finding: Finding, golden: Mapping[str, Any]) -> bool:
    if finding.rule == "required":
        return any(fact["concept"] == finding.concept for fact in golden["facts"])
    if finding.rule == "reason.missing":
        codes = {figure.code for figure in finding.figures}
        changed = any(figure.measure in ("change", "change_rate") for figure in finding.figures)
        measure = "reason_change" if changed else "reason_variance"
        return any(
            fact["concept"] == finding.concept and fact["measure"] == measure and _code(fact) in codes
            for fact in golden["facts"]
        )
    if finding.rule in ("tables.missing", "tables.none", "tables.twice"):
        kinds = {statement["kind"] for statement in golden.get("statements", ())}
        return finding.concept in kinds or (finding.rule == "tables.none" and bool(kinds))
    return finding.severity != "note" and not finding.rule.startswith("text.")


def _code(fact: Mapping[str, Any]) -> str | None:
    code: str | None = (fact.get("dimensions") or {}).get("code")
    return code
