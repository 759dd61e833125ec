"""The rows of 01 and 04 whose rulings are lost: each item, the number of its line, and the figures that are its own.

Items of both sides stand by turns, each before its figures. Where text goes column by column they do not: then, and
where lines are not numbered one by one, nothing is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.language.function_codes import code_of_top
from extractors.statements.flat.heads import SidedHead
from extractors.statements.flat.items import Item, is_known, says_unit, titled
from extractors.statements.named import row_pattern_of
from extractors.statements.spelling import unnumbered
from patterns.statements import SidePattern, load_statements, says

_LONGEST_ITEM = 30  # characters (set by eye)


@dataclass
class Segment:
    """An item of a side, with the number of its line and its figures."""

    side: int
    name: Item | None
    line: Item | None = None
    figures: list[Item] = field(default_factory=list)

    @property
    def core(self) -> str:
        """The item's name without what numbers it; "" where it has none."""
        return unnumbered(self.name.text) if self.name else ""

    @property
    def is_part(self) -> bool:
        """Whether it is part of the item above it."""
        return self.core.startswith(load_statements().below)

    @property
    def is_numbered(self) -> bool:
        """Whether it is one of the items that are counted."""
        return self.name is not None and self.name.text != self.core

    def sums_up(self, words: Sequence[str]) -> bool:
        """Whether it is the sum of others, and its name holds one of the words."""
        return says(self.core, load_statements().totals) and any(word in self.core for word in words)


@dataclass
class Walk:
    """The segments of a statement, and the place behind the last cell that is the table's; `sound` as long as they fit.

    `items` are all cells of the page from the head on; those before `at` are taken.
    """

    items: Sequence[Item]
    head: SidedHead
    sides: Sequence[SidePattern]
    at: int
    sound: bool = True
    segments: list[Segment] = field(default_factory=list)
    next_line: list[int | None] = field(default_factory=lambda: [1, None])

    @property
    def numbered(self) -> bool:
        """Whether lines are numbered."""
        return any(side.numbered for side in self.head.sides)

    def run(self) -> None:
        """Takes the cells that are the table's."""
        end = self.at
        while self.at < len(self.items):
            item = self.items[self.at]
            if item.is_word and not self._may_name(item):
                break
            self._take(item)
            self.at += 1
            end = end if item.is_blank else self.at
        self.at = end
        self.sound = self.sound and self._by_turns()

    def _by_turns(self) -> bool:
        """Whether the first items are one of each side, and figures of the left stand before items of the right."""
        left = any(segment.figures for segment in self.segments if segment.side == 0 and segment.name is not None)
        return left and [segment.side for segment in self.segments[:2]] == [0, 1]

    def _may_name(self, word: Item) -> bool:
        """Whether a word may be an item's name rather than what follows the table."""
        if len(word.text) > _LONGEST_ITEM or titled(word.text) or says_unit(word.text):
            return False
        if word.text.startswith(load_statements().notes) or self._ended(word):
            return False
        if is_known(word.text) or word.text.startswith(load_statements().below):
            return True
        behind = next((item for item in self.items[self.at + 1 :] if not item.is_blank), None)
        return behind is not None and behind.is_figure

    def _ended(self, word: Item) -> bool:
        """Whether both sums of all stand above: nothing but the second of them follows the first."""
        last = [s for s in self.segments if s.sums_up(load_statements().sums_up_all)]
        return len(last) >= len(self.head.sides) or (bool(last) and not says(unnumbered(word.text), _totals()))

    def _take(self, item: Item) -> None:
        if item.is_blank:
            return
        if item.is_word:
            self._name(item)
        elif self.numbered:
            self._number(item)
        elif self.segments:
            self._figure(self.segments[-1], item)

    def _name(self, item: Item) -> None:
        last = self.segments[-1] if self.segments else None
        if self.numbered and last is not None and last.line is None:
            self.sound = False  # an item without the number of its line
        self.segments.append(Segment(self._side_of(item), item))

    def _side_of(self, item: Item) -> int:
        """The side whose item a name is; of a name that both have, or none, the one whose turn it is."""
        core = unnumbered(item.text)
        own = [row_pattern_of(side.rows, core, []) is not None for side in self.sides]
        if sum(own) == 1:
            return own.index(True)
        if not any(own) and item.text != core and code_of_top(core) is not None:
            return next(i for i, side in enumerate(self.sides) if side.functions)
        if all(own):  # a sum of all: first of the left side, then of the right
            return min(sum(segment.core == core for segment in self.segments), len(self.sides) - 1)
        return 1 - self.segments[-1].side if self.segments else 0

    def _number(self, item: Item) -> None:
        """Takes a number: that of a line, or a figure."""
        last = self.segments[-1] if self.segments else None
        if last is None:
            self.sound = False
        elif last.line is None:
            self._line(last, item)
        elif self._begins_nameless(last, item):
            nameless = Segment(1 - last.side, None)
            self.segments.append(nameless)
            self._line(nameless, item)
        else:
            self._figure(last, item)

    def _line(self, segment: Segment, item: Item) -> None:
        """The number of a segment's line: the next of its side; of a side that both have, its number tells which."""
        number = item.number
        other = 1 - segment.side
        if segment.name is not None and number == self.next_line[other] and not self._is_told(segment):
            segment.side = other
        wanted = self.next_line[segment.side]
        first = segment.side == 1 and wanted is None
        if number is None or (number != wanted and not first):
            self._fail(item)
            return
        segment.line = item
        self.next_line[segment.side] = number + 1

    def _is_told(self, segment: Segment) -> bool:
        """Whether a name belongs to one side only."""
        own = [row_pattern_of(side.rows, segment.core, []) is not None for side in self.sides]
        return sum(own) == 1 or (not any(own) and segment.is_numbered)

    def _begins_nameless(self, last: Segment, item: Item) -> bool:
        """Whether a number is that of the next line of the other side, where no item stands."""
        number = item.number
        if number is None or number != self.next_line[1 - last.side]:
            return False
        if len(last.figures) >= self._wide(last):
            return True
        behind = next((i.number for i in self.items[self.at + 1 :] if i.is_figure), None)
        return behind != number  # else the number behind it is that of the line, and this one a figure

    def _wide(self, segment: Segment) -> int:
        return len(self.head.sides[segment.side].values)

    def _figure(self, segment: Segment, item: Item) -> None:
        if len(segment.figures) >= self._wide(segment):
            self._fail(item)
        else:
            segment.figures.append(item)

    def _fail(self, item: Item) -> None:
        """What does not fit makes the table unsound, but where the page is cut off in its midst."""
        self.sound = self.sound and item is self.items[-1]


def _totals() -> tuple[str, ...]:
    return load_statements().totals
