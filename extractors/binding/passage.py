"""The text that a walk reads, as it stands: its mentions, and where its clauses, sentences and brackets begin and end.

Nothing here changes while the walk goes on. Positions are counted within the passage unless a name says otherwise.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import regex

from extractors.language.concepts import concept
from extractors.language.mention import Mention
from extractors.model.paragraph import Paragraph

CLAUSE_ENDS = "，；。"
PART_ENDS = "；。"  # a part of a sentence: several clauses that speak of one thing
SENTENCE_END = "。"
LONGEST_FIGURE = 40  # characters of an amount with its unit: no longer one is a value
_BRACKETED = regex.compile("（[^（）]*）")


def sentence_start(text: str, position: int) -> int:
    """Where the sentence of a text around `position` begins."""
    return text.rfind(SENTENCE_END, 0, position) + 1


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a paragraph that is read under one kind of section; `offset` is where it begins there.

    `reasons` says where the text of each stated reason ends, by where its cue begins.
    """

    paragraph: Paragraph
    offset: int
    text: str
    mentions: Sequence[Mention]
    reasons: Mapping[int, int]
    _reason_ends: Sequence[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_reason_ends", sorted(self.reasons.values()))

    def words(self, mention: Mention) -> str:
        """The mention as it is written."""
        return self.text[mention.start : mention.end]

    def between(self, before: Mention, after: Mention) -> str:
        """The text between two mentions."""
        return self.text[before.end : after.start]

    def before(self, i: int) -> Mention | None:
        """The mention before the `i`th."""
        return self.mentions[i - 1] if i else None

    def after(self, i: int) -> Mention | None:
        """The mention behind the `i`th."""
        return self.mentions[i + 1] if i + 1 < len(self.mentions) else None

    def following(self, i: int, until: int) -> list[Mention]:
        """The mentions behind the `i`th that begin before `until`."""
        return [m for m in self.mentions[i + 1 :] if m.start < until]

    def clause_start(self, position: int) -> int:
        """Where the clause (to the last ，；。, or the end of a reason without any) around `position` begins."""
        ended = bisect_right(self._reason_ends, position)
        return max(self._start(position, CLAUSE_ENDS), self._reason_ends[ended - 1] if ended else 0)

    def starting_in(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that begin from `start` on and before `end`."""
        return self.mentions[self._place_of(start) : self._place_of(end)]

    def _place_of(self, position: int) -> int:
        return bisect_left(self.mentions, position, key=lambda mention: mention.start)

    def clause_end(self, position: int) -> int:
        """Where the clause around `position` ends."""
        return self._end(position, CLAUSE_ENDS)

    def ends_reason(self, position: int) -> bool:
        """Whether the text of a stated reason ends at `position`."""
        ended = bisect_left(self._reason_ends, position)
        return self._reason_ends[ended : ended + 1] == [position]

    def lead_in(self, mention: Mention) -> str:
        """What of its clause stands before the mention."""
        return self.text[self.clause_start(mention.start) : mention.start]

    def part_start(self, position: int) -> int:
        """Where the part of the sentence (to the last ；。) around `position` begins."""
        return self._start(position, PART_ENDS)

    def part_end(self, position: int) -> int:
        """Where the part of the sentence around `position` ends."""
        return self._end(position, PART_ENDS)

    def part_in_paragraph(self, position: int) -> tuple[int, int]:
        """The part of the sentence around `position`, in the paragraph's own counting."""
        return self.offset + self.part_start(position), self.offset + self.part_end(position)

    def sentence_start(self, position: int) -> int:
        """Where the sentence around `position` begins."""
        return sentence_start(self.text, position)

    def sentence_end(self, position: int) -> int:
        """Where the sentence around `position` ends."""
        return self._end(position, SENTENCE_END)

    def begins_sentence(self, position: int) -> bool:
        """Whether a sentence ends right before `position`."""
        return self.text[position - 1 : position] == SENTENCE_END

    def _start(self, position: int, marks: str) -> int:
        last = -1
        for mark in marks:
            last = max(last, self.text.rfind(mark, last + 1, position))
        return last + 1

    def _end(self, position: int, marks: str) -> int:
        ends = [self.text.find(mark, position) for mark in marks]
        return min([end for end in ends if end >= 0], default=len(self.text))

    def leaves_bracket(self, start: int, end: int) -> bool:
        """Whether a bracket around `start` closes before `end`."""
        between = self.text[start:end]
        return between.count("）") > between.count("（")

    def is_remark(self, mention: Mention) -> bool:
        """Whether the mention stands in brackets that hold no value: `收支总计（含结转和结余）100万元`."""
        return mention.kind == "concept" and self._valued_brackets(mention, len(self.text)) is False

    def is_qualifier(self, mention: Mention) -> bool:
        """Whether the mention is all that a pair of brackets holds, as a remark on what stands before it."""
        return self.text[mention.start - 1 : mention.start] == "（" and self.text.startswith("）", mention.end)

    def is_comparand(self, mention: Mention) -> bool:
        """Whether the concept only names what a share or rate is of: `占本年支出合计的…`."""
        clause = self.clause_start(mention.start)
        return any(
            m.kind == "measure"
            and m.label in ("share", "budget_rate")
            and clause <= m.start < mention.start
            and "：" not in self.between(m, mention)
            and not any(a.kind == "amount" and m.end <= a.start < mention.start for a in self.mentions)
            for m in self.mentions
        )

    def is_aside(self, mention: Mention, until: int) -> bool:
        """Whether the mention stands in brackets that closed before `until`, with a value in them."""
        return not self.is_qualifier(mention) and self._valued_brackets(mention, until) is True

    def _valued_brackets(self, mention: Mention, until: int) -> bool | None:
        """Whether the brackets around the mention hold a value; None where none are, or none close before `until`."""
        opened = self.text.rfind("（", 0, mention.start)
        closed = self.text.find("）", mention.end, until)
        if opened <= self.text.rfind("）", 0, mention.start) or closed < 0:
            return None
        return any(m.kind == "amount" and opened < m.start < closed for m in self.mentions)

    def rate_behind(self, i: int) -> Mention | None:
        """`增加50万元，增长9.09%`, `增加50万元（9.09%）`: the rate behind the change at the `i`th mention."""
        behind = self.mentions[i + 1 : i + 3]
        if behind and behind[0].sort == "percent" and self.between(self.mentions[i], behind[0]) == "（":
            return behind[0]
        follows = [m.sort for m in behind] == ["direction", "percent"]
        return behind[1] if follows and self.between(self.mentions[i], behind[0]) in ("，", "、", "") else None

    def concept_before(self, position: int) -> Mention | None:
        """The last concept named before `position`, wherever that is."""
        return next((m for m in reversed(self.mentions) if m.kind == "concept" and m.end <= position), None)

    def named_before(self, i: int, until: int, kind: str) -> Mention | None:
        """The last concept or function of the clause before `until` that can carry a value of `kind`.

        Only mentions before the `i`th count; none where a value stands between.
        """
        clause = self.clause_start(until)
        for mention in reversed(self.mentions[:i]):
            if mention.end > until or self.is_aside(mention, until):
                continue
            if mention.end <= clause or mention.kind == "amount":
                return None
            if mention.kind == "function" or self._carries(mention, kind):
                return mention
        return None

    def _carries(self, mention: Mention, kind: str) -> bool:
        """Whether the mention is a concept that has values of `kind`, and not named in passing."""
        if mention.kind != "concept" or self.is_remark(mention):
            return False
        return kind in concept(mention.label).kinds and not self.is_comparand(mention)


def without_brackets(text: str) -> str:
    """`text` without what stands in brackets."""
    return _BRACKETED.sub("", text)
