"""Changes told inside a reason, part by part: `“三公”经费减少，主要原因是公务接待费减少0.50万元、…`.

The reason stays whole; what its clauses say of a part of what it explains is a figure all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractors.binding.values import take_amount
from extractors.binding.walk import Walk
from extractors.language.concepts import is_told_within
from extractors.language.stated import Statement, statements
from extractors.model.fact import Subject
from patterns.measure import Measure

# What is compared where a reason of that measure explains it.
COMPARED: dict[Measure, str] = {"reason_change": "prior", "reason_variance": "budget"}


def take_changes_within(walk: Walk, subject: Subject, measure: Measure, span: tuple[int, int]) -> None:
    """Binds the changes of parts of `subject` that the reason at `span` tells, against what the reason compares."""
    if walk.comparison.base not in (None, COMPARED.get(measure)) or subject.dimensions:
        return
    start, end = span
    mentions = walk.passage.mentions
    spoken, pending, base, last = walk.spoken.subject, walk.group.pending, walk.comparison.base, walk.comparison.last
    for told in _told(walk, start):
        name, figure = mentions[told.name], mentions[told.figure]
        if name.start < end and told.changes and is_told_within(name.label, subject.concept):
            walk.take_subject(told.name, name)
            take_amount(walk, told.figure, figure)
            _take_rate(walk, told.figure)
    if spoken is not None:
        walk.spoken.go_on_with(spoken)
    walk.group.return_to(pending)
    walk.comparison.return_to(base, last)


def _told(walk: Walk, start: int) -> Iterator[Statement]:
    """The statements behind `start`, with those that a 、 joins to one (财政拨款收入增加9万元、其他收入减少2万元)."""
    text, mentions = walk.passage.text, walk.passage.mentions
    for first in statements(text, mentions, start):
        told: Statement | None = first
        while told is not None:
            yield told
            joint = mentions[told.figure].end
            after = next(statements(text, mentions, joint + 1), None) if text.startswith("、", joint) else None
            told = after if after is not None and after.begins == joint + 1 and after.changes else None


def _take_rate(walk: Walk, figure: int) -> None:
    """`项目支出增加2万元，增长5%`: the rate that follows a change right behind it."""
    rate = walk.passage.rate_behind(figure)
    if rate is not None:
        take_amount(walk, figure + 2, rate)
