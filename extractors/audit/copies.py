"""Reasons given again: from item to item, from year to year, from unit to unit.

What many units of a folder or of a region say is the wording of a template; a long reason that a few share, or that a
unit gives in several years, is a copy, also where only its figures were changed. A short one that a few share is
neither: there are not so many ways to say that fewer guests came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import NamedTuple, TypeVar

import regex
from rapidfuzz import fuzz, process

from extractors.audit.finding import Figure, Finding, figure_of, finding
from extractors.audit.reasons import comparable
from extractors.model.record import Fact, Record
from patterns.audit import load_audit
from patterns.unit_names import body_of, region_of

Key = TypeVar("Key", bound=Hashable)

_MOST_SHOWN = 12  # reasons of a group that a finding shows, set by eye; it counts them all
_NUMBER = regex.compile(r"\d+")


class Told(NamedTuple):
    """A fact that gives a reason, and the Record it stands in: no more of that than the document."""

    record: Record
    fact: Fact


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for an item as it is compared with others; `told` is all of it, which a corpus has too much of to hold.

    `text` is what it is compared by: a long one's figures are left out, as a copy may have others; these are `numbers`.
    `is_common` tells whether all that it says is what everybody is told to say.
    """

    concept: str
    measure: str
    code: str | None
    text: str
    is_long: bool
    is_common: bool
    numbers: str
    unit_name: str | None
    year: int | None
    told: Callable[[], Told]


def told_reasons(record: Record) -> Iterator[Reason]:
    """The reasons of a Record that are long enough to be copies, and not only say that nothing happened."""
    rules, document = load_audit().reasons, record.document
    head = record.model_copy(update={"facts": (), "forms": (), "statements": (), "checks": (), "sections": ()})
    for fact in record.facts:
        categories = {cause.category for cause in fact.causes}
        whole = comparable(fact.value) if fact.measure.startswith("reason_") else ""
        without = _NUMBER.sub("", whole)
        is_long = len(without) >= rules.long
        text = without if is_long else whole
        if len(text) >= rules.shortest and not (categories and categories <= set(rules.not_copied)):
            yield Reason(
                fact.concept, fact.measure, fact.code, text, is_long,
                bool(categories) and categories <= set(rules.common), ",".join(_NUMBER.findall(whole)),
                document.unit_name, document.fiscal_year, partial(Told, head, fact),
            )  # fmt: skip


def alike(reasons: Sequence[Reason]) -> list[list[Reason]]:
    """Groups of reasons that are the same or nearly; the first of a group is what the others are compared with."""
    rules = load_audit().reasons
    by_text: dict[str, list[Reason]] = defaultdict(list)
    for reason in reasons:
        by_text[reason.text].append(reason)
    texts = sorted(by_text, key=lambda t: (-len(by_text[t]), t))[: rules.most_compared]
    groups: list[list[Reason]] = []
    taken: set[str] = set()
    for text in texts:
        if text in taken:
            continue
        near = process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=rules.alike, limit=None)
        same = [found for found, _, _ in near if found not in taken]
        taken.update(same)
        groups.append([reason for found in same for reason in by_text[found]])
    return groups


def copied(record: Record) -> Iterator[Finding]:
    """Reasons that a document gives for several items."""
    for group in alike(list(told_reasons(record))):
        items = {(reason.concept, reason.code) for reason in group}
        if len(items) >= load_audit().reasons.copies:
            yield _copies("reason.boilerplate", group, str(len(items)))


def _copies(rule: str, group: Sequence[Reason], detail: str) -> Finding:
    """A finding of the document of the first reason."""
    wording, figures = load_audit().wording, {reason.numbers for reason in group}
    changed = wording.figures_changed if len(figures) > 1 and group[0].is_long else wording.figures_kept
    shown = [reason.told() for reason in group[:_MOST_SHOWN]]
    record, said = shown[0].record, f"“{shown[0].fact.value}”"
    return finding(
        record,
        rule,
        said,
        f"{detail}{changed.zh}",
        english=(said, f"{detail}{changed.en}"),
        figures=[_named(told, record) for told in shown],
        concept=shown[0].fact.concept,
    )


def _named(told: Told, record: Record) -> Figure:
    """The reason; one of another document bears that document's name and no page of this one."""
    figure = figure_of(told.fact)
    if told.record.document.sha256 == record.document.sha256:
        return figure
    document = told.record.document
    label = f"{document.unit_name or document.file_name} {document.fiscal_year or ''} {figure.label}"
    return figure.model_copy(update={"label": label, "page": None, "bbox": None, "elsewhere": True})


def copied_between(reasons: Iterable[Reason]) -> Iterator[Finding]:
    """Reasons that a unit gives year after year for one item, and those that several units give in one year."""
    by_item: dict[tuple[str, str], list[Reason]] = defaultdict(list)
    for reason in reasons:
        by_item[reason.concept, reason.measure].append(reason)
    for of_item in by_item.values():
        yield from copied_of_item(of_item)


def copied_of_item(reasons: Sequence[Reason]) -> Iterator[Finding]:
    """The same of the reasons that are given for one item, document by document."""
    givers = {year: _bodies(own) for year, own in _parted(reasons, attrgetter("year")).items()}
    for group in alike(reasons):
        yield from _same_unit(group)
        for year, same_year in _parted(group, attrgetter("year")).items():
            if year is not None:
                yield from _several_units(same_year, givers[year])


def _several_units(group: Sequence[Reason], givers: Collection[str]) -> Iterator[Finding]:
    """What several bodies say in one year; `givers` are all that give a reason for the item in that year."""
    bodies = _bodies(group)
    if _is_template(bodies, givers):
        yield _copies("reason.boilerplate_units", group, str(len(bodies)))
    elif len(bodies) > 1 and all(reason.is_long and not reason.is_common for reason in group):
        yield _copies("reason.copied_units", group, str(len(bodies)))


def _is_template(bodies: Collection[str], givers: Collection[str]) -> bool:
    """Whether so many of a folder, or of one region, say the same that they were given it to say."""
    rules = load_audit().reasons
    regions = {region_of(body) for body in bodies} - {""}
    for within in ("", *regions):
        own = sum(body.startswith(within) for body in bodies)
        if own >= rules.units and own >= rules.template * sum(body.startswith(within) for body in givers):
            return True
    return False


def _same_unit(group: Sequence[Reason]) -> Iterator[Finding]:
    for unit, own in _parted(group, lambda reason: (reason.unit_name, reason.code)).items():
        years = sorted({reason.year or 0 for reason in own} - {0})
        copied = all(reason.is_long for reason in own)
        if unit[0] is not None and len(years) >= (2 if copied else load_audit().reasons.copies):
            last = max(own, key=lambda reason: reason.year or 0)
            ordered = [last, *(reason for reason in own if reason is not last)]
            rule = "reason.copied_years" if copied else "reason.boilerplate_years"
            yield _copies(rule, ordered, "、".join(map(str, years)))


def _bodies(reasons: Iterable[Reason]) -> set[str]:
    """The bodies that give them: a department's accounts and those of its own offices tell one thing twice."""
    return {body_of(name) for reason in reasons if (name := reason.unit_name)}


def _parted(group: Sequence[Reason], key: Callable[[Reason], Key]) -> dict[Key, list[Reason]]:
    parts: dict[Key, list[Reason]] = defaultdict(list)
    for reason in group:
        parts[key(reason)].append(reason)
    return parts
