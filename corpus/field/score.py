"""How much of the field pages a reading found, and how much of what it told is right."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

import regex

from corpus.field.page import FieldPage
from corpus.score import comparable, likeness
from extractors.formats import extract_document
from extractors.model.paragraph import normalised
from extractors.model.record import Fact, Record
from extractors.opening.html import without_readings

_TOLD, _SURE, _ALIKE = 0.5, 0.9, 0.9  # a fact counts from there on; is told with confidence; a reason is the same
_ACCOUNTS = ("final_accounts", "unit_final_accounts")
_SAME_UNIT = {"名": "人", "批": "批次", "台": "辆", "台/套": "台（套）", "台套": "台（套）", "套": "台（套）"}
_TEXTS = regex.compile("text|reason_")


class Figure(NamedTuple):
    """A figure as it is compared: of two parts the words of one may be a piece of the other's."""

    concept: str
    measure: str
    value: Decimal
    unit: str
    part: str
    others: tuple[tuple[str, str], ...]

    def fits(self, asked: Figure) -> bool:
        """Whether it is what was asked for; none of something is as good as 0 of it."""
        none = "nil" in (self.measure, asked.measure) and {self.measure, asked.measure} <= {"nil", "final", "count"}
        said = (none and self.value == asked.value) or self[1:4] == asked[1:4]
        part = bool(self.part) == bool(asked.part) and (self.part in asked.part or asked.part in self.part)
        return self.concept == asked.concept and said and part and self.others == asked.others


@dataclass
class Score:
    """What was asked and found, over pages; `show` says of each page what is amiss."""

    pages: int = 0
    asked: int = 0
    found: int = 0
    told: int = 0
    wrong: int = 0
    wrong_sure: int = 0
    reasons: int = 0
    reasons_found: int = 0
    document: dict[str, tuple[int, int]] = field(default_factory=dict)
    show: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Of the figures asked for, the share found."""
        return self.found / max(1, self.asked)

    @property
    def precision(self) -> float:
        """Of the figures told, the share that is right."""
        return 1 - self.wrong / max(1, self.told)

    @property
    def reason_recall(self) -> float:
        """Of the reasons asked for, the share found in full."""
        return self.reasons_found / max(1, self.reasons)

    def of_document(self, key: str) -> float:
        """Of the pages of which unit_name, fiscal_year or kind is known, the share where it is told rightly."""
        right, known = self.document.get(key, (0, 0))
        return right / max(1, known)


def page_of(text: str) -> bytes:
    """A collected text (a title, then a paragraph a line) as the page it was."""
    title, *lines = text.split("\n")
    body = "".join(p if p.startswith("<table") else f"<p>{html.escape(p, quote=False)}</p>" for p in lines)
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>'
    return f"{head}<h1>{html.escape(title)}</h1>{body}</body></html>".encode()


def add_score(score: Score, page: FieldPage, text: str) -> None:
    """Reads a page and counts it in."""
    record = extract_document(page_of(text), f"{page.id}.html")
    score.pages += 1
    _count_figures(score, page, record)
    _count_reasons(score, page, record, comparable(text))
    for key, right in page.document.items():
        told = str(getattr(record.document, key))
        good = comparable(told) in map(comparable, str(right).split("|"))
        before = score.document.get(key, (0, 0))
        score.document[key] = (before[0] + good, before[1] + 1)
        if not good:
            score.show.append(f"{page.id}: {key} is {told}, not {right}")


class Amiss(NamedTuple):
    """Of the lines asked for those missed; of the figures told (how many) the wrong ones, with their confidence; and of
    every figure told its confidence and whether it is right."""

    missed: Sequence[str]
    wrong: Sequence[tuple[Figure, float]]
    told: int
    judged: Sequence[tuple[Figure, float, bool]] = ()


def amiss(record: Record, facts: Sequence[str], may: Sequence[str], kinds: str) -> Amiss:
    """What a Record misses or tells wrongly of `facts`, which must be read, and `may`, which may be.

    Of what is no final accounts (`kinds`, alternatives parted by |) nothing is looked at where the Record says so.
    """
    read = _told(record)
    allowed = [way for line in (*facts, *may) for way in meant(line)]
    missed = [line for line in facts if not any(f.fits(way) for f in read for way in meant(line))]
    if record.document.kind not in _ACCOUNTS and not set(_ACCOUNTS) & set(kinds.split("|")):
        return Amiss(missed, (), 0)
    judged = [(f, confidence, any(f.fits(way) for way in allowed)) for f, confidence in read.items()]
    return Amiss(missed, [(f, confidence) for f, confidence, right in judged if not right], len(read), judged)


def _count_figures(score: Score, page: FieldPage, record: Record) -> None:
    found = amiss(record, page.facts, page.may, str(page.document["kind"]))
    score.asked += len(page.facts)
    score.found += len(page.facts) - len(found.missed)
    score.told += found.told
    score.wrong += len(found.wrong)
    score.wrong_sure += sum(confidence >= _SURE for _, confidence in found.wrong)
    score.show += [f"{page.id}: missed {line}" for line in found.missed]
    score.show += [f"{page.id}: wrong  {_written(f)} {confidence}" for f, confidence in found.wrong]


def _count_reasons(score: Score, page: FieldPage, record: Record, whole: str) -> None:
    told = [(f.concept, f.measure, f.value) for f in record.facts if f.measure.startswith("reason_")]
    for reason in page.reasons:
        words = whole[reason.start : reason.end]
        ways = (words, comparable(normalised(without_readings(words))))
        concepts = reason.concepts.split("|")
        alike = (said for c, m, said in told if c in concepts and m == reason.measure)
        found = any(likeness(said, way) >= _ALIKE for said in alike for way in ways)
        score.reasons += 1
        score.reasons_found += found
        if not found:
            score.show.append(f"{page.id}: lost   {reason.concepts} {reason.measure} {reason.start}-{reason.end}")


def _told(record: Record) -> Mapping[Figure, float]:
    """What a Record tells in figures, each with its confidence."""
    return {figure_of(f): f.confidence for f in record.facts if f.confidence >= _TOLD and is_counted(f)}


def is_counted(fact: Fact) -> bool:
    """Whether a fact is a figure, no text or reason."""
    return counts_measure(fact.measure)


def counts_measure(measure: str) -> bool:
    """Whether what a measure tells is a figure, no text or reason."""
    return _TEXTS.match(measure) is None


def figure_of(fact: Fact) -> Figure:
    """A fact that is a figure, as it is compared."""
    return figure_told(fact.concept, fact.dimensions, fact.measure, fact.value, fact.unit or "")


def figure_told(concept: str, dimensions: Mapping[str, str], measure: str, value: str, unit: str) -> Figure:
    """A figure of these parts, as it is compared."""
    others = tuple(sorted((k, v) for k, v in dimensions.items() if k not in ("name", "part")))
    number = Decimal("0" if measure == "nil" else value)
    return Figure(concept, measure, number, _SAME_UNIT.get(unit, unit), dimensions.get("part", ""), others)


def meant(line: str) -> Sequence[Figure]:
    """The figures that a line of a page stands for, any of which will do."""
    names, measures, value, *unit = line.split()
    ways = []
    for name in names.split("|"):
        concept, *said = name.replace("@", "#code=").split("#")
        dimensions = {d.partition("=")[0]: d.partition("=")[2] for d in said}
        ways += [figure_told(concept, dimensions, measure, value, "".join(unit)) for measure in measures.split("|")]
    return ways


def _written(figure: Figure) -> str:
    beside = [f"#{k}={v}" for k, v in (*figure.others, ("part", figure.part)) if v]
    return f"{figure.concept}{''.join(beside)} {figure.measure} {figure.value} {figure.unit}"
