"""Differences between documents as findings of the later one; what the reading may have caused is no error.

What one figure explains is one finding: differences of the same amount that share a print. Where several prints differ
by the same amount, or most of two documents' figures differ, it was restated rather than mistaken: that is a note.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from extractors.across.comparison import Compared, Side
from extractors.across.offered import Offer, OfferedFigure
from extractors.audit.finding import Figure, Finding, shown
from patterns.across import Message, load_across
from patterns.audit import load_audit
from patterns.audit_rules import Severity

_NOTE: Severity = "note"
_Language = Literal["zh", "en"]
_MOST_NAMED = 3  # items that a note on a whole document names
_MOST_SHOWN = 60  # figures of one finding


def told_across(found: Iterable[Compared]) -> tuple[Finding, ...]:
    """The findings of all differences, those of two documents together; their ids are given once all are known."""
    by_documents: dict[tuple[str, str, str], list[Compared]] = defaultdict(list)
    for one in found:
        by_documents[one.later.sha256, one.earlier.sha256, one.identity.between].append(one)
    # One name, one year, and nearly all figures differ: there may be two bodies of that name, and neither is accused.
    ambiguous = {
        of_two[0].later.unit
        for (*_, between), of_two in by_documents.items()
        if between == "same_year" and _is_crowded(of_two)
    }
    return tuple(
        finding
        for of_two in by_documents.values()
        for finding in _of_two(of_two, one_body=of_two[0].later.unit not in ambiguous)
    )


def _of_two(found: Sequence[Compared], *, one_body: bool) -> Iterator[Finding]:
    differing = [one for one in found if not one.holds]
    if _is_crowded(found):
        yield _finding(differing, load_across().outcomes.crowded, _NOTE)
        return
    for group in _groups(differing):
        yield _of_group(group, one_body=one_body)


def _is_crowded(found: Sequence[Compared]) -> bool:
    """Whether so much differs that it is no mistake of a figure; that both sides tell nothing (0.00) shows nothing."""
    differing = [one for one in found if not one.holds]
    holding = [one for one in found if one.holds and one.later_side.value]
    return _prints(differing) >= load_across().crowded and len(differing) > len(holding)


def _of_group(group: Sequence[Compared], *, one_body: bool) -> Finding:
    outcomes, surest = load_across().outcomes, max(group, key=lambda one: one.probability)
    led = [surest, *(one for one in group if one is not surest)]
    if reasoned := [one for one in group if one.blame == "restated"]:
        return _finding([*reasoned, *(one for one in group if one not in reasoned)], outcomes.restated, _NOTE)
    if _prints(group) > 1:
        return _finding(led, outcomes.together, _NOTE)
    if one_body and surest.blame == "document" and surest.probability >= load_audit().sure:
        return _finding(led, outcomes.differs, surest.identity.severity)
    return _finding(led, outcomes.doubtful, _NOTE)


def _groups(differing: Sequence[Compared]) -> Iterator[list[Compared]]:
    """Differences by identity and amount: 0.01万元 more or less is the same amount, as both are rounded."""
    groups: list[list[Compared]] = []
    for one in differing:
        for group in groups:
            first = group[0]
            room = first.later_side.room + first.earlier_side.room
            if first.identity.id == one.identity.id and abs(first.difference - one.difference) <= room:
                group.append(one)
                break
        else:
            groups.append([one])
    return iter(groups)


def _prints(found: Sequence[Compared]) -> int:
    """How many printed figures tell the differences, on the side that has fewer: one may serve two items."""
    later = {_place(one.later_side.figures[-1]) for one in found}
    earlier = {_place(one.earlier_side.figures[-1]) for one in found}
    values = {(one.later_side.value, one.earlier_side.value) for one in found}
    return min(len(later), len(earlier), len(values))


def _place(figure: OfferedFigure) -> tuple[int, tuple[float, ...]]:
    return figure.page, figure.bbox


def _finding(found: Sequence[Compared], message: Message, severity: Severity) -> Finding:
    first = found[0]
    figures = [figure for one in found for figure in _figures_of(one)]
    shown_figures = tuple(dict.fromkeys(figures))[:_MOST_SHOWN]
    own = [figure for figure in shown_figures if not figure.elsewhere]
    return Finding(
        id="",
        rule=first.identity.id,
        severity=severity,
        statement_of_rule=first.identity.say,
        source=first.identity.source,
        message_zh=_message(found, message, "zh"),
        message_en=_message(found, message, "en"),
        document=first.later.file_name,
        sha256=first.later.sha256,
        unit_name=first.later.unit_name,
        fiscal_year=first.later.year,
        concept=first.later_side.figures[0].concept,
        pages=tuple(sorted({figure.page for figure in own if figure.page is not None})),
        figures=shown_figures,
        facts=tuple(figure.ref for figure in own if "." not in figure.ref),
        cells=tuple(figure.ref for figure in own if "." in figure.ref),
        difference=format(first.difference.normalize(), "f"),
        probability=first.probability,
    )


def _figures_of(one: Compared) -> Iterator[Figure]:
    yield from map(offered_figure, one.later_side.figures)
    for figure, offer in zip(one.earlier_side.figures, one.earlier_offers, strict=True):
        yield offered_figure(figure, offer if offer.sha256 != one.later.sha256 else None)


def offered_figure(figure: OfferedFigure, other: Offer | None = None) -> Figure:
    """A figure that is compared as a finding shows it; `other` is its document where that is not the finding's own."""
    if other is not None:
        told = load_across().wording.of_document
        of_it = told.format(unit=other.unit_name or "", year=other.year or "", label=figure.label)
        place = {"label": of_it, "elsewhere": True, "document": other.file_name, "sha256": other.sha256}
        return offered_figure(figure).model_copy(update=place)
    return Figure(
        ref=figure.ref,
        label=figure.label,
        measure=figure.measure,
        concept=figure.concept,
        code=figure.code,
        value=format(figure.value, "f"),
        unit="CNY",
        raw=figure.raw,
        page=figure.page,
        bbox=figure.bbox,
    )


def _message(found: Sequence[Compared], message: Message, language: _Language) -> str:
    first, wording = found[0], load_across().wording
    joint: str = getattr(wording.joint, language)
    labels = list(dict.fromkeys(one.later_side.figures[0].label for one in found))
    alone = message in (
        load_across().outcomes.differs,
        load_across().outcomes.doubtful,
        load_across().outcomes.restated,
    )
    pages = sorted({figure.page for one in found for figure in one.earlier_side.figures})
    template: str = getattr(message, language)
    return template.format(
        what=joint.join(labels if alone else labels[:_MOST_NAMED]),
        say=first.identity.say if language == "zh" else first.identity.english,
        later=_value(first.later_side, language),
        earlier=shown(first.earlier_side.value, "CNY"),
        off=shown(abs(first.difference), "CNY"),
        document=joint.join(dict.fromkeys(offer.file_name for offer in first.earlier_offers)),
        pages=joint.join(getattr(wording.page, language).format(page=page) for page in pages),
        reason=first.reason,
        count=len(found),
    )


def _value(side: Side, language: _Language) -> str:
    wording = load_across().wording.derived if side.minus else load_across().wording.told
    template: str = getattr(wording, language)
    return template.format(value=shown(Decimal(side.value), "CNY"))
