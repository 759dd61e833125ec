"""What a Record offers to others: its key figures as small rows, with how surely and how exactly each is told.

Documents are compared by these alone, so that a corpus need not be read again for one more of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import combinations
from typing import NamedTuple

from extractors.across.funds import form_figures, unit_told, year_told
from extractors.across.offered import Offer, OfferedFigure, Role, unit_key
from extractors.audit.finding import is_of, name_of, unclear
from extractors.language.numbers import parse_number, yuan_of_unit
from extractors.model.record import Fact, Record
from extractors.repair.confusion import decimals_of, printed_number
from patterns.across import load_across, tells_restatement
from patterns.arithmetic import load_identities
from patterns.audit import load_audit
from patterns.kinds import load_kinds
from patterns.measure import BESIDE, BUDGETS, measure_named
from patterns.outliers import load_outliers
from patterns.unit_names import plain_name, region_of

_OF_YEARS = ("reason_change", "text")  # what tells why a figure is another than that of the year before
_OF_BUDGETS = (*_OF_YEARS, "reason_variance")  # … than that of the budget
_UNIT = "unit"  # the dimension of figures that are of one unit of a department
_PROJECT = "project"  # the dimension of figures by project
_ELSE = frozenset(BESIDE) - {_UNIT, _PROJECT}  # dimensions of figures that no other document is asked for
_CERTAIN = 1.0  # the confidence of characters of a text layer


def is_offered(record: Record) -> bool:
    """Whether a Record is compared with others: the kinds that are audited, budgets, and evaluations with forms."""
    return record.document.kind in load_audit().kinds or _role(record) != "accounts"


def _role(record: Record) -> Role:
    """What a Record is held against others as; one of nothing but forms evaluates, whatever its kind."""
    known = load_kinds().known(record.document.kind)
    if known and known.plans:
        return "budget"
    evaluates = bool(record.forms) and (not record.facts or bool(known and known.forms))
    return "evaluation" if evaluates else "accounts"


def offer_of(record: Record) -> Offer:
    """What a Record offers to others."""
    document, role = record.document, _role(record)
    name, year = document.unit_name, document.fiscal_year
    if role == "evaluation":  # its forms say whose it is, and of which year
        named = unit_told(record)
        name, year = named if unit_key(named) else name, year_told(record) or year
    unit = unit_key(name)
    return Offer(
        sha256=document.sha256,
        file_name=document.file_name,
        unit_name=name,
        unit=unit,
        kind=document.kind,
        role=role,
        year=year,
        restated=_restated(record),
        figures=(*(_figures(record) if role != "evaluation" else ()), *form_figures(record, unit, year)),
    )


def _figures(record: Record) -> Iterator[OfferedFigure]:
    failed = {ref for check in record.checks if check.outcome == "fail" for ref in check.facts}
    reasons = [f for f in record.facts if f.measure in _OF_BUDGETS and tells_restatement(f.value)]
    place = region_of(record.document.unit_name or "")
    changes = _reasons_of_changes(record)
    for by_value in _by_item(record):
        contradict = _contradict([same[0] for same in by_value])
        for same in by_value:
            doubted = any(f.id in failed or f.status == "conflict" or unclear(f) for f in same)
            best = max(same, key=lambda f: f.confidence)
            told = _told_beside(best, reasons, changes)
            yield _figure(best, same, told, in_doubt=contradict or doubted, of=_whose(best, place))


def _by_item(record: Record) -> Iterator[list[list[Fact]]]:
    """The facts that identities ask for, by what they are of, and then by value."""
    wanted = offered_items()
    found: dict[tuple[str | None, ...], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in record.facts:
        told = fact.dimensions
        if (fact.concept, fact.measure) in wanted and fact.unit == "CNY" and _ELSE.isdisjoint(told):
            key = (fact.concept, fact.measure, told.get("code"), told.get(_UNIT), told.get(_PROJECT))
            found[key][fact.value].append(fact)
    return (list(by_value.values()) for by_value in found.values())


class _Told(NamedTuple):
    """What is told beside a figure: of a restatement, and of why it changed."""

    reason: str
    stated: str


def _told_beside(fact: Fact, reasons: Sequence[Fact], changes: Mapping[str, str]) -> _Told:
    reason = _reason_near(fact, [r for r in reasons if r.measure in _told_why(fact.measure)]) if reasons else ""
    return _Told(reason, _stated(fact, changes))


def _figure(best: Fact, same: Sequence[Fact], told: _Told, *, in_doubt: bool, of: str) -> OfferedFigure:
    """A value that facts tell, as exactly and as surely as the `best` of them does."""
    return OfferedFigure(
        concept=best.concept,
        measure=measure_named(best.measure),
        code=None if of else _code(best),
        label=best.dimensions.get(_PROJECT) or name_of(best),
        value=Decimal(best.value),
        step=min(map(_step, same)),
        raw=best.raw,
        confidence=best.confidence,
        certain=best.evidence.get("chars_min", 0.0) >= _CERTAIN,
        open_=in_doubt,
        reason=told.reason,
        stated=told.stated,
        of=of,
        ref=best.id,
        page=best.provenance[0].page,
        bbox=best.provenance[0].bbox,
    )


def _code(fact: Fact) -> str | None:
    """The code of a figure's classification, or the plain name of its project."""
    project = fact.dimensions.get(_PROJECT)
    return plain_name(project) if project else fact.code


def _whose(fact: Fact, place: str) -> str:
    """The key of the unit that a figure is of, named within a `place`; "" where it is the document's own."""
    name = fact.dimensions.get(_UNIT)
    return unit_key(name) or unit_key(f"{place}{name}") or plain_name(name) if name else ""


def _told_why(measure: str) -> Sequence[str]:
    """The measures of what tells why a figure of this measure is not what it was."""
    return _OF_BUDGETS if measure in BUDGETS else _OF_YEARS


def _contradict(facts: Sequence[Fact]) -> bool:
    """Whether a document tells values of one figure that no rounding explains (2,114.81万元 is 21,148,096.37元)."""
    return any(
        abs(Decimal(one.value) - Decimal(other.value)) > max(_step(one), _step(other))
        for one, other in combinations(facts, 2)
    )


@cache
def offered_items() -> frozenset[tuple[str, str]]:
    """The concepts and measures that identities ask for."""
    across = load_across()
    found = set()
    for identity in across.identities:
        for items, ways in zip(zip(*identity.items, strict=True), (identity.later, identity.earlier), strict=True):
            measures = {measure for way in ways for measure in (*way.plus, *way.minus)}
            found |= {(concept, measure) for concept in items for measure in measures}
    both = across.counted_as.items()
    return frozenset(found | {(c, m) for c, counted in both for concept, m in found if concept in counted})


def _step(fact: Fact) -> Decimal:
    """What the last printed digit is worth in 元, by what the figure as printed is worth."""
    number = printed_number(fact.raw)
    if not number:
        return load_identities().tolerance_per_term
    value, (printed, _) = abs(Decimal(fact.value)), parse_number(number)
    worth = value / printed if value and printed else yuan_of_unit(fact.raw)
    return worth.scaleb(-decimals_of(number)) if worth else load_identities().tolerance_per_term


def _reason_near(fact: Fact, reasons: Sequence[Fact]) -> str:
    """What tells of a restatement beside a figure: of its item, of what that is part of, or in its section."""
    for reason in reasons:
        in_section = bool(fact.section) and fact.section == reason.section
        if reason.code in (None, fact.code) and (is_of(fact, reason.concept) or in_section):
            return reason.value
    return ""


def _reasons_of_changes(record: Record) -> dict[str, str]:
    """By concept, the reason that is given first."""
    told = (f for f in record.facts if f.measure == "reason_change" and not f.beside and f.code is None)
    found: dict[str, str] = {}
    for fact in told:
        found.setdefault(fact.concept, fact.value)
    return found


def _stated(figure: Fact, changes: Mapping[str, str]) -> str:
    """The reason that is given for the change of an item: its own, else that of what it is part of."""
    if figure.measure != "final" or figure.concept not in load_outliers().concepts or figure.code is not None:
        return ""
    parts = figure.concept.split(".")
    wholes = (".".join(parts[:depth]) for depth in range(len(parts), 0, -1))
    return next((changes[concept] for concept in wholes if concept in changes), "")


def _restated(record: Record) -> str:
    """What the document tells of a restatement as a whole: in its texts, and in notes below its tables."""
    texts = (*(f.value for f in record.facts if f.measure == "text"), *(s.note for s in record.statements))
    return next((text for text in texts if tells_restatement(text, near=False)), "")
