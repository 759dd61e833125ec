"""What is far from others as findings: a note for its own years, one for its peers, and what explains it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from extractors.across.offered import Offer, OfferedFigure
from extractors.across.standing import Outlier, sure_figures
from extractors.across.telling import offered_figure
from extractors.audit.finding import Figure, Finding, shown
from extractors.model.record import canonical
from patterns.outliers import OutlierRule, load_outliers

_Language = Literal["zh", "en"]
_PERCENT = Decimal(100)
_DIGITS = 3  # that are shown of a ratio or a share
_CENT = Decimal("0.01")


def told_outlying(found: Iterable[Outlier], offers: Mapping[str, Offer]) -> tuple[Finding, ...]:
    """The findings; `offers` holds those of all documents that an outlier names. Ids are given once all are known."""
    by_document: dict[tuple[str, bool], list[Outlier]] = defaultdict(list)
    for one in found:
        by_document[one.sha256, bool(one.earlier)].append(one)
    return tuple(_finding(led, offers) for led in map(_led, by_document.values()))


def _led(found: Sequence[Outlier]) -> list[Outlier]:
    """The farthest first."""
    return sorted(found, key=lambda one: -max(one.ratio, 1 / one.ratio))


def _finding(found: Sequence[Outlier], offers: Mapping[str, Offer]) -> Finding:
    first, offer = found[0], offers[found[0].sha256]
    rules = load_outliers().rules
    rule = rules.history if first.earlier else rules.peers
    own = sure_figures(offer)
    figures = [figure for one in found for figure in _figures(one, own, offers)]
    shown_figures = tuple(dict.fromkeys(figures))
    here = [figure for figure in shown_figures if not figure.elsewhere]
    return Finding(
        id="",
        rule=rule.id,
        severity="note",
        statement_of_rule=rule.say,
        source=rule.source,
        message_zh=_message(found, offer, rule, "zh"),
        message_en=_message(found, offer, rule, "en"),
        document=offer.file_name,
        sha256=offer.sha256,
        unit_name=offer.unit_name,
        fiscal_year=offer.year,
        concept=first.item.concept,
        pages=tuple(sorted({figure.page for figure in here if figure.page is not None})),
        figures=shown_figures,
        facts=tuple(figure.ref for figure in here),
    )


def _figures(one: Outlier, own: Mapping[str, OfferedFigure], offers: Mapping[str, Offer]) -> Iterator[Figure]:
    """The figure, the whole that it is a share of, and what it was in earlier years."""
    for concept in filter(None, (one.item.concept, one.item.of if not one.earlier else None)):
        yield offered_figure(own[concept])
    for sha256 in one.earlier:
        before = sure_figures(offers[sha256]).get(one.item.concept)
        if before is not None:
            yield offered_figure(before, offers[sha256])


def _message(found: Sequence[Outlier], offer: Offer, rule: OutlierRule, language: _Language) -> str:
    wording, own = load_outliers().wording, sure_figures(offer)
    what = own[found[0].item.concept].label
    if len(found) > 1:
        what = getattr(wording.and_others, language).format(what=what, count=len(found))
    told = [_detail(one, own, offer, language) for one in found[: load_outliers().most]]
    template: str = getattr(rule, language)
    return template.format(what=what, detail=getattr(wording.joint, language).join(told))


def _detail(one: Outlier, own: Mapping[str, OfferedFigure], offer: Offer, language: _Language) -> str:
    """A figure beside the median of those that it is compared with, and what explains it."""
    wording, figure = load_outliers().wording, own[one.item.concept]
    whom = getattr(wording.kind if one.kind else wording.folder, language).format(kind=one.kind)
    share = one.item.of is not None and not one.earlier
    told = wording.history if one.earlier else wording.share if share else wording.amount
    text: str = getattr(told, language).format(
        label=figure.label,
        value=shown(figure.value, "CNY"),
        whole=own[one.item.of].label if share and one.item.of else "",
        share=shown(_rounded(one.value * _PERCENT), "percent"),
        whom=whom,
        count=one.count,
        year=one.years[-1],
        years=_years(one.years),
        median=shown(_rounded(one.median * _PERCENT), "percent") if share else shown(_cents(one.median), "CNY"),
        ratio=canonical(_rounded(one.ratio)),
    )
    return text + "".join(_asides(one, figure, offer, language))


def _asides(one: Outlier, figure: OfferedFigure, offer: Offer, language: _Language) -> Iterator[str]:
    """What may explain it: a reason that the text gives, another name, a unit of money that was mistaken."""
    wording = load_outliers().wording
    reason = figure.stated or figure.reason or offer.restated
    if reason:
        yield getattr(wording.reason, language).format(reason=reason)
    elif one.earlier:  # nobody owes a reason for being unlike others
        yield getattr(wording.silent, language)
    if one.before:
        yield getattr(wording.renamed, language).format(before=one.before)
    if times := _off_by_a_unit(one):
        yield getattr(wording.unit, language).format(times=times)


def _off_by_a_unit(one: Outlier) -> int | None:
    """The ratio of two units of money that would explain how far a figure is off its own years."""
    rules, ratio = load_outliers(), max(one.ratio, 1 / one.ratio)
    near = (unit for unit in rules.units if unit / rules.history.factor <= ratio <= unit * rules.history.factor)
    return min(near, key=lambda unit: abs(unit - ratio), default=None) if one.earlier else None


def _years(years: Sequence[int]) -> str:
    """2019–2022, or each where some are not there."""
    whole = len(years) > 1 and years[-1] - years[0] == len(years) - 1
    return f"{years[0]}–{years[-1]}" if whole else "、".join(map(str, years))


def _rounded(number: Decimal) -> Decimal:
    """To so many digits as are shown, and to no less than what is before the point."""
    return number.quantize(Decimal(1).scaleb(min(0, number.adjusted() + 1 - _DIGITS)))


def _cents(number: Decimal) -> Decimal:
    return number.quantize(_CENT)
