"""Of which year a figure is: the document's own, unless the words before it name another.

A year governs the figures behind it in its sentence, up to the next one: `2019年支出80万元，2018年支出90万元`. One that
only dates something else (2018年修订的标准) or names what is compared with (比2018年减少) governs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache

import regex

from extractors.binding import reach
from extractors.binding.joints import joins_closely
from extractors.binding.passage import SENTENCE_END, Passage
from extractors.language.lexicon import MentionKind, is_filler
from extractors.language.mention import Mention
from extractors.model.fact import Subject
from patterns.loader import load_patterns
from patterns.measure import COMPARING, OF_BUDGETS, Measure
from patterns.wording import STATED_YEAR, any_of

_STATED = regex.compile(rf"(?<!\d){STATED_YEAR}(?!\d{{1,2}}月)")
_GOVERNED: tuple[MentionKind, ...] = (
    "concept", "function", "measure", "amount", "respectively", "both", "nil", "empty", "anchor",
)  # fmt: skip
# A year inside one of these is part of what it names or compares with.
_OWN_YEAR: tuple[MentionKind, ...] = ("concept", "function", "anchor", "amount", "text", "direction")
_FIGURES: tuple[Measure, ...] = ("final", "count", "area")
_COMPARISONS: tuple[Measure, ...] = (*COMPARING["prior"], *COMPARING["budget"], *OF_BUDGETS)
_MARKS = "，；。：（）、"


@dataclass(frozen=True, slots=True)
class YearMark:
    """A year that governs figures, named at `start`..`end`.

    `reaches` is the position up to which it does: the end of its clause; where it `tells` the sentence, any.
    """

    start: int
    end: int
    year: int
    reaches: int
    tells: bool


class Years:
    """The years that a passage names, and of which of them the figure at a place is."""

    def __init__(self, passage: Passage, fiscal_year: int | None) -> None:
        self._passage = passage
        self._fiscal_year = fiscal_year
        self._marks = tuple(_marks(passage, fiscal_year)) if fiscal_year is not None else ()

    @property
    def fiscal_year(self) -> int | None:
        """The document's."""
        return self._fiscal_year

    def at(self, position: int) -> int | None:
        """The year of a figure at `position`: the one named before it, else the fiscal year; None where not known."""
        over = self._over(position)
        return over[-1].year if over else self._fiscal_year

    def off(self, position: int) -> int:
        """How many years the figure at `position` is ahead of the fiscal year; 0 where no year is known."""
        year = self.at(position)
        return year - self._fiscal_year if year is not None and self._fiscal_year is not None else 0

    def listed(self, position: int) -> list[int]:
        """The years that the clause lists before `position`: 2021年、2022年和2023年公务接待费分别为…."""
        clause = self._passage.clause_start(position)
        marks = [m for m in self._marks if clause <= m.start < position]
        listed: list[YearMark] = []
        for mark in marks:
            if listed and not joins_closely(self._passage.text[listed[-1].end : mark.start]):
                listed = []
            listed.append(mark)
        return [m.year for m in listed]

    def named_in(self, mention: Mention) -> int | None:
        """The year that a mention names in digits; None where it names none."""
        match = _STATED.search(self._passage.text, mention.start, mention.end)
        return int(match["year"]) if match is not None else None

    def dated(self, subject: Subject, measure: Measure, position: int) -> tuple[Subject, Measure]:
        """The subject and measure of the figure at `position`, with its year: see `of_year`."""
        if measure == "prior" or subject.concept.partition(".")[0] in load_patterns().measures.undated:
            return subject, measure
        off = self._off_compared(position) if measure in _COMPARISONS else self.off(position)
        return self.of_year(subject, measure, off)

    def of_year(self, subject: Subject, measure: Measure, off: int) -> tuple[Subject, Measure]:
        """Subject and measure of a figure `off` years ahead: last year's is `prior`, any other has the dimension.

        A subject that has a year keeps it: it was named in a list of years.
        """
        told = subject.dimension("year")
        if told is not None and self._fiscal_year is not None:
            off = int(told) - self._fiscal_year
            subject = subject.undated
        if off == 0 or self._fiscal_year is None:
            return subject, measure
        if off == -1 and measure in _FIGURES:
            return subject, "prior"
        return subject.with_dimension("year", str(self._fiscal_year + off)), measure

    def _over(self, position: int) -> list[YearMark]:
        """The marks that govern a figure at `position`, the nearest last."""
        beginning = self._governing_start(position)
        return [m for m in self._marks if beginning <= m.start < position <= m.reaches]

    def _off_compared(self, position: int) -> int:
        """Of which year a comparison is: that which tells the sentence; what a clause names besides is compared with.

        `2023年甲费10万元，2022年甲费12万元，减少2万元`: where no anchor stands behind them, of the later of those.
        """
        over = self._over(position)
        own = [m.year for m in over if self._is_compared(m)]
        if own:
            return own[-1] - (self._fiscal_year or 0)  # 2023年比2022年增长5%
        told = [m for m in over if m.tells]
        if not told:
            return 0
        anchors = (m for m in self._passage.mentions if m.kind == "anchor" and told[-1].end <= m.start < position)
        year = told[-1].year if next(anchors, None) else max(m.year for m in told)
        return year - (self._fiscal_year or 0)

    def _is_compared(self, mark: YearMark) -> bool:
        """`2019年比2018年`, `2019年决算与2018年决算`: whether a year stands right before what it is compared with."""
        mentions = self._passage.mentions
        ends = {mark.end, *(m.end for m in mentions if m.kind == "measure" and m.start == mark.end)}
        return _stands_before_anchor(self._passage, ends)

    def _governing_start(self, position: int) -> int:
        """Where what governs a figure at `position` may begin: its sentence, and those before that it is a part of."""
        text = self._passage.text
        start = self._passage.sentence_start(position)
        while start > 0 and text.startswith(load_patterns().markers.parts_follow, start):
            start = self._passage.sentence_start(start - 1)
        return start


def _marks(passage: Passage, fiscal_year: int) -> Iterator[YearMark]:
    names = {m.start for m in passage.mentions if m.kind == "concept"}
    for start, end, year, stated in sorted(_named(passage.text, fiscal_year)):
        if _is_of_something(passage, start) and not (stated and start in names):
            continue
        heads = _leads_part(passage.text[max(passage.text.rfind(mark, 0, start) for mark in _MARKS) + 1 : start])
        if _governs(passage, start, end, heads=heads):
            compared = year == fiscal_year and _stands_before_anchor(passage, {end})
            tells = stated and heads and (compared or _tells(passage, start, end))
            yield YearMark(start, end, year, _reach_of(passage, start, end, tells=tells), tells)


def _stands_before_anchor(passage: Passage, ends: Set[int]) -> bool:
    """Whether what is compared with begins at one of those places."""
    return any(m.kind == "anchor" and m.start in ends for m in passage.mentions)


def _reach_of(passage: Passage, start: int, end: int, *, tells: bool) -> int:
    """Up to where a year governs: the end of its clause, or any where it tells the sentence; never out of a bracket."""
    text = passage.text
    reaches = len(text) if tells else passage.clause_end(end)
    opened = text.rfind("（", 0, start)
    closed = text.find("）", end) if opened > text.rfind("）", 0, start) else -1
    return min(reaches, closed) if closed >= 0 else reaches


def _is_of_something(passage: Passage, position: int) -> bool:
    """Whether a year at `position` stands inside a reason, or in what names something or compares."""
    reasons = any(m.start <= position < passage.reasons[m.start] for m in passage.mentions if m.kind == "reason")
    return reasons or any(m.start <= position < m.end for m in passage.mentions if m.kind in _OWN_YEAR)


def _named(text: str, fiscal_year: int) -> Iterator[tuple[int, int, int, bool]]:
    """Every year named in `text`: where, which, and whether in digits."""
    for match in _STATED.finditer(text):
        yield *match.span(), int(match["year"]), True
    for off, pattern in _relative():
        for match in pattern.finditer(text):
            yield *match.span(), fiscal_year + off, False


def _leads_part(lead: str) -> bool:
    """Whether what stands before a year in its clause leaves it the first to say something."""
    return is_filler(lead) or _leads().fullmatch(lead) is not None


def _governs(passage: Passage, start: int, end: int, *, heads: bool) -> bool:
    """Whether a year dates the figures that follow, and nothing else."""
    if any(m.kind in ("measure", "concept") and m.start <= start < m.end for m in passage.mentions):
        return True
    clause_end = passage.clause_end(end)
    following = next((m for m in passage.mentions if m.start >= end), None)
    if following is None or following.start >= clause_end:
        rest = passage.text[end:clause_end]
        ended = passage.text[clause_end : clause_end + 1] == SENTENCE_END
        return heads and not ended and len(rest) <= reach.BARE_YEAR and _dates_something().search(rest) is None
    gap = passage.text[end : following.start]
    if following.kind not in _GOVERNED or len(gap) > reach.DATED or _dates_something().search(gap):
        return False
    return heads or is_filler(gap)


def _tells(passage: Passage, start: int, end: int) -> bool:
    """Whether a year that a clause begins with is that of what follows, too: it begins a part or a bracket, or dates a
    name."""
    clause_end = passage.clause_end(end)
    named = (m for m in passage.mentions if m.kind in ("concept", "function") and m.start < clause_end)
    if passage.text[start - 1 : start] == "（" and "（" not in passage.text[end : passage.text.find("）", end)]:
        return True  # （2022年3万元，其中甲费1万元）
    return passage.clause_start(start) == passage.part_start(start) or any(
        start <= m.start and end < m.end for m in named
    )


@cache
def _leads() -> regex.Pattern[str]:
    return any_of(load_patterns().measures.year_leads)


@cache
def _dates_something() -> regex.Pattern[str]:
    return any_of(load_patterns().measures.not_dated)


@cache
def _relative() -> tuple[tuple[int, regex.Pattern[str]], ...]:
    return tuple((int(off), any_of(says)) for off, says in load_patterns().measures.years.items())
