"""How one paragraph was read, step by step: for whoever adds a wording, and for a test that fails.

>>> print(traced("机关运行经费支出5.00万元，平均每人0.25万元。", "agency_operation", 2023))
tokens   机关 运行 经费 支出 5.00万元 ， 平均 每人 0.25万元 。
mention  0-8 机关运行经费支出: concept agency_operation (patterns/concepts.yaml, agency_operation)
mention  8-14 5.00万元: amount money (patterns/units.yaml, money)
mention  15-19 平均每人: average (patterns/markers.yaml, averages)
mention  19-25 0.25万元: amount money (patterns/units.yaml, money)
fact     5.00万元: agency_operation final 50000 CNY
unbound  0.25万元: average: it is a mean, a limit or a slip put right, not a figure of the concept
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractors.binding.paragraphs import WalkedStretch, section_readers
from extractors.binding.why import Why
from extractors.language.mention import Mention
from extractors.model.fact import Bound
from extractors.model.geometry import Box
from extractors.model.page import Line
from extractors.model.paragraph import Paragraph, paragraph_of
from extractors.model.record import canonical
from extractors.prose.sections import Section

# The file and, where it is not the mention's own label, the entry that a kind of mention comes from.
_FILES = {
    "concept": ("concepts.yaml", None),
    "function": ("functions.csv", None),
    "direction": ("measures.yaml", "directions.{label}"),
    "anchor": ("measures.yaml", "anchors.{label}"),
    "measure": ("measures.yaml", "measures[{entry}] {label}"),
    "reason": ("reasons.yaml", "cues[{entry}]"),
    "text": ("texts.yaml", "[{entry}]"),
    "amount": ("units.yaml", None),
    "empty": ("markers.yaml", "empty_table"),
    "average": ("markers.yaml", "averages"),
    "budget_name": ("markers.yaml", "budgets_named"),
}


@dataclass(frozen=True, slots=True)
class SeenMention:
    """A span that means something, by character of the text, with the entry of patterns/ that it comes from."""

    start: int
    end: int
    words: str
    kind: str
    label: str
    file: str
    entry: str

    def __str__(self) -> str:
        label = f" {self.label}" if self.label and self.label != self.kind else ""
        return f"{self.start}-{self.end} {self.words}: {self.kind}{label} (patterns/{self.file}, {self.entry})"


@dataclass(frozen=True, slots=True)
class UnboundAmount:
    """An amount that no fact was read from; `named` are the words that stood in the way, where some did."""

    start: int
    end: int
    words: str
    why: Why
    named: str

    def __str__(self) -> str:
        named = f" ({self.named})" if self.named else ""
        return f"{self.words}: {self.why}: {self.why.meaning}{named}"


@dataclass(frozen=True, slots=True)
class Trace:
    """What was seen in a paragraph, what was bound, and what was not; `read` is false where its section is not read."""

    text: str
    read: bool
    tokens: tuple[str, ...]
    mentions: tuple[SeenMention, ...]
    facts: tuple[Bound, ...]
    unbound: tuple[UnboundAmount, ...]

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        if not self.read:
            yield "nothing of this section is read (patterns/sections.yaml, read: false)"
        yield f"tokens   {' '.join(self.tokens)}"
        yield from (f"mention  {mention}" for mention in self.mentions)
        yield from (f"fact     {_told(fact)}" for fact in self.facts)
        yield from (f"unbound  {amount}" for amount in self.unbound)


def traced(text: str, section: str | None, fiscal_year: int | None = None) -> Trace:
    """How a paragraph is read that stands in a section of that kind (an id of patterns/sections.yaml, or none)."""
    paragraph = _paragraph(text)
    readers = [r for _, r in section_readers([Section("s", section, "", "", 1, 1, None, (paragraph,))], fiscal_year)]
    walked = [stretch for reader in readers for stretch in reader.walked(paragraph)]
    return Trace(
        paragraph.text,
        bool(readers),
        tuple(word for stretch in walked for word in stretch.read.words),
        tuple(seen for stretch in walked for seen in _mentions(stretch)),
        tuple(fact for stretch in walked for fact in stretch.walk.found.bound),
        tuple(amount for stretch in walked for amount in _unbound(stretch)),
    )


def _paragraph(text: str) -> Paragraph:
    """`text` as a paragraph whose characters were read for certain; where they stand does not matter here."""
    return paragraph_of([(1, Line(text, (Box(0.0, 0.0, 1.0, 1.0),) * len(text), (1.0,) * len(text)))])


def _mentions(stretch: WalkedStretch) -> Iterator[SeenMention]:
    passage = stretch.walk.passage
    for m in passage.mentions:
        file, entry = _entry_of(m)
        start, end = passage.offset + m.start, passage.offset + m.end
        yield SeenMention(start, end, passage.words(m), m.kind, _label_of(m), file, entry)


def _label_of(mention: Mention) -> str:
    """What the mention means; of a function its code and name, where they are known."""
    return f"{mention.function.code or ''} {mention.function.name}".strip() if mention.function else mention.label


def _entry_of(mention: Mention) -> tuple[str, str]:
    file, entry = _FILES.get(mention.kind, ("markers.yaml", mention.kind))
    if mention.label.endswith(".by_economic"):
        file = "economic_wordings.yaml"
    return file, (entry or "{label}").format(label=_label_of(mention), entry=mention.entry)


def _unbound(stretch: WalkedStretch) -> Iterator[UnboundAmount]:
    passage = stretch.walk.passage
    for left in stretch.walk.found.unbound:
        start, end = passage.offset + left.mention.start, passage.offset + left.mention.end
        yield UnboundAmount(start, end, passage.words(left.mention), left.why, left.named)


def _told(fact: Bound) -> str:
    code = f"[{fact.subject.code}]" if fact.subject.code else ""
    value = canonical(fact.value) if isinstance(fact.value, Decimal) else fact.value
    beside = "".join(f"#{name}={said}" for name, said in fact.subject.beside)
    return f"{fact.raw}: {fact.subject.concept}{code}{beside} {fact.measure} {value} {fact.unit or ''}".rstrip()
