"""Reasons given again: from item to item, from year to year, from unit to unit.

What many units of a folder or of a region say is the wording of a template; a long reason that a few share, or that a
unit gives in several years, is a copy, also where only its figures were changed. A short one that a few share is
neither: there are not so many ways to say that fewer guests came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

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


@dataclass(frozen=True, slots=True)
class Told:
    """A reason, and the Record it stands in: no more of that than the document, as a corpus has many.

    `text` is what it is compared by: a long one's figures are left out, as a copy may have others.
    """

    record: Record
    fact: Fact
    text: str
    is_long: bool

    @property
    def is_common(self) -> bool:
        """Whether all that it says is what everybody is told to say."""
        categories = {cause.category for cause in self.fact.causes}
        return bool(categories) and categories <= set(load_audit().reasons.common)


def told_reasons(record: Record) -> Iterator[Told]:
    """The reasons of a Record that are long enough to be copies, and not only say that nothing happened."""
    rules = load_audit().reasons
    head = record.model_copy(update={"facts": (), "forms": (), "statements": (), "checks": (), "sections": ()})
    for fact in record.facts:
        categories = {cause.category for cause in fact.causes}
        whole = comparable(fact.value) if fact.measure.startswith("reason_") else ""
        without = _NUMBER.sub("", whole)
        is_long = len(without) >= rules.long
        text = without if is_long else whole
        if len(text) >= rules.shortest and not (categories and categories <= set(rules.not_copied)):
            yield Told(head, fact, text, is_long)


def alike(reasons: Sequence[Told]) -> list[list[Told]]:
    """Groups of reasons that are the same or nearly; the first of a group is what the others are compared with."""
    rules = load_audit().reasons
    by_text: dict[str, list[Told]] = defaultdict(list)
    for reason in reasons:
        by_text[reason.text].append(reason)
    texts = sorted(by_text, key=lambda t: (-len(by_text[t]), t))[: rules.most_compared]
    groups: list[list[Told]] = []
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
        items = {(told.fact.concept, told.fact.code) for told in group}
        if len(items) >= load_audit().reasons.copies:
            yield _copies(record, "reason.boilerplate", group, str(len(items)))


def _copies(record: Record, rule: str, group: Sequence[Told], detail: str) -> Finding:
    wording, figures = load_audit().wording, {tuple(_NUMBER.findall(comparable(told.fact.value))) for told in group}
    changed = wording.figures_changed if len(figures) > 1 and group[0].is_long else wording.figures_kept
    return finding(
        record,
        rule,
        f"“{group[0].fact.value}”",
        f"{detail}{changed.zh}",
        english=(f"“{group[0].fact.value}”", f"{detail}{changed.en}"),
        figures=[_named(told, record) for told in group[:_MOST_SHOWN]],
        concept=group[0].fact.concept,
    )


def _named(told: Told, record: Record) -> Figure:
    """The reason; one of another document bears that document's name and no page of this one."""
    figure = figure_of(told.fact)
    if told.record.document.sha256 == record.document.sha256:
        return figure
    document = told.record.document
    label = f"{document.unit_name or document.file_name} {document.fiscal_year or ''} {figure.label}"
    return figure.model_copy(update={"label": label, "page": None, "bbox": None, "elsewhere": True})


def copied_between(reasons: Iterable[Told]) -> Iterator[Finding]:
    """Reasons that a unit gives year after year for one item, and those that several units give in one year."""
    by_item: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for told in reasons:
        by_item[told.fact.concept, told.fact.measure].append(told)
    for told_of_item in by_item.values():
        givers = {year: _bodies(own) for year, own in _parted(told_of_item, _year).items()}
        for group in alike(told_of_item):
            yield from _same_unit(group)
            for year, same_year in _parted(group, _year).items():
                if year is not None:
                    yield from _several_units(same_year, givers[year])


def _several_units(group: Sequence[Told], givers: Collection[str]) -> Iterator[Finding]:
    """What several bodies say in one year; `givers` are all that give a reason for the item in that year."""
    bodies = _bodies(group)
    if _is_template(bodies, givers):
        yield _copies(group[0].record, "reason.boilerplate_units", group, str(len(bodies)))
    elif len(bodies) > 1 and all(told.is_long and not told.is_common for told in group):
        yield _copies(group[0].record, "reason.copied_units", group, str(len(bodies)))


def _is_template(bodies: Collection[str], givers: Collection[str]) -> bool:
    """Whether so many of a folder, or of one region, say the same that they were given it to say."""
    rules = load_audit().reasons
    regions = {region_of(body) for body in bodies} - {""}
    for within in ("", *regions):
        own = sum(body.startswith(within) for body in bodies)
        if own >= rules.units and own >= rules.template * sum(body.startswith(within) for body in givers):
            return True
    return False


def _same_unit(group: Sequence[Told]) -> Iterator[Finding]:
    for unit, own in _parted(group, lambda told: (told.record.document.unit_name, told.fact.code)).items():
        years = sorted({_year(told) or 0 for told in own} - {0})
        copied = all(told.is_long for told in own)
        if unit[0] is not None and len(years) >= (2 if copied else load_audit().reasons.copies):
            last = max(own, key=lambda told: _year(told) or 0)
            ordered = [last, *(told for told in own if told is not last)]
            rule = "reason.copied_years" if copied else "reason.boilerplate_years"
            yield _copies(last.record, rule, ordered, "、".join(map(str, years)))


def _year(told: Told) -> int | None:
    return told.record.document.fiscal_year


def _bodies(reasons: Iterable[Told]) -> set[str]:
    """The bodies that give them: a department's accounts and those of its own offices tell one thing twice."""
    return {body_of(name) for told in reasons if (name := told.record.document.unit_name)}


def _parted(group: Sequence[Told], key: Callable[[Told], Key]) -> dict[Key, list[Told]]:
    parts: dict[Key, list[Told]] = defaultdict(list)
    for told in group:
        parts[key(told)].append(told)
    return parts
