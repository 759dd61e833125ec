"""The rows of 02, 03, 05 and 06 whose rulings are lost: a code, the name of its item, and a figure for each column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors.language.function_codes import function_names
from extractors.statements.flat.heads import differ, without_upper
from extractors.statements.flat.items import Item, is_known, says_unit, titled
from extractors.statements.small.flat.tokens import text_of
from extractors.statements.spelling import CODE_DIGITS, known_code
from patterns.labels import economic_names
from patterns.loader import load_patterns
from patterns.statements import StatementPattern, load_statements, says

# Set by eye, as in heads.py and sided.py.
_MOST_ITEMS = 60  # cells of a head, and what stands between it and its title
_LONGEST = 40  # characters of a line between title and heads
_LONGEST_NAME = 30
_MOST_WORDS = 3  # cells that one name is broken over
_PARTS = 3  # columns that a code may stand in: 类, 款, 项
_PART_DIGITS = (3, 2, 2)


@dataclass(frozen=True, slots=True)
class CodedHead:
    """The head of a statement whose rows bear codes; `start` is its first cell, `body` the first below it.

    `values` are the heads of its figures; none where it is not certain which these are.
    """

    code: Item | None
    name: Item | None
    values: tuple[Item, ...]
    start: int
    body: int

    @property
    def whole(self) -> bool:
        """Whether it has a head of codes, one of names and one of figures at least."""
        return self.code is not None and self.name is not None and bool(self.values)


@dataclass(frozen=True, slots=True)
class CodedRow:
    """A row: its code (none of what sums up others), its name, and its figures."""

    code: Item | None
    name: Item
    figures: tuple[Item, ...]

    @property
    def fits(self) -> bool:
        """Whether its name is what the code stands for, or is none that another code has."""
        return self.code is None or _names(self.name.text, self.code.text)


def coded_head(items: Sequence[Item], pattern: StatementPattern) -> CodedHead | None:
    """The head that the cells behind a title begin with; None where there is none."""
    body = _first_row(items)
    heads = [i for i, item in enumerate(items[: body or 0]) if _is_role(item.text)]
    if body is None or not heads:
        return None
    over, counted = _split(items[heads[0] : body])
    code = next((item for item in over if _is_code(item.text)), None)
    names = [item for item in over if _is_name(item.text)]
    values = _values(over, pattern)
    if values is None or counted not in (None, len(values)):
        values = ()
    return CodedHead(code, names[-1] if names else None, values[:1] if pattern.rows else values, heads[0], body)


def _first_row(items: Sequence[Item]) -> int | None:
    """Where the first row begins: a sum with its figure, or a code with its name, behind what numbers the columns."""
    for i, item in enumerate(items[:_MOST_ITEMS]):
        if len(item.text) > _LONGEST and not says_unit(item.text):
            return None
        behind = _behind(items, i + 1)
        figured = behind is not None and behind.is_figure
        if (says(item.text, load_statements().totals) and figured) or _code_at(items, i):
            return i
    return None


def _behind(items: Sequence[Item], place: int) -> Item | None:
    """The next cell that is not blank."""
    return next((item for item in items[place:] if not item.is_blank), None)


def _is_role(text: str) -> bool:
    roles = load_statements().roles
    return says(text, roles.name) or says(text, roles.code)


def _is_code(text: str) -> bool:
    """Whether a head is that of whole codes, not of one level of them."""
    return says(text, load_statements().roles.code) and not _is_level(text)


def _is_name(text: str) -> bool:
    return says(text, load_statements().roles.name)


def _is_level(text: str) -> bool:
    return text in load_statements().levels


def _split(items: Sequence[Item]) -> tuple[list[Item], int | None]:
    """The heads, and how many columns are numbered below them; None where they are not numbered, -1 not one by one."""
    place = next((i for i, item in enumerate(items) if says(item.text, load_statements().line_row)), None)
    words = [item for item in items[:place] if item.is_word and not says_unit(item.text)]
    if place is None:
        strange = any(item.is_figure for item in items)
        return words, -1 if strange else None
    numbers = [item.number for item in items[place:] if item.is_figure]
    return words, len(numbers) if numbers == list(range(1, len(numbers) + 1)) else -1


def _values(over: Sequence[Item], pattern: StatementPattern) -> tuple[Item, ...] | None:
    """The heads of figures; None where it is not certain which they are."""
    columns = [item for item in over if any(says(item.text, c.say) for c in pattern.columns)]
    if pattern.rows:
        return _of_blocks(over, columns)
    others = [item for item in over if item not in columns and not _is_role(item.text) and not _is_level(item.text)]
    values = tuple(without_upper(columns))
    return values if values and not others and differ(values) else None


def _of_blocks(over: Sequence[Item], columns: Sequence[Item]) -> tuple[Item, ...] | None:
    """The heads of figures of blocks beside each other: all say the same, as many as there are of names or of codes."""
    codes, names = (sum(is_head(item.text) for item in over) for is_head in (_is_code, _is_name))
    alike = len({item.text for item in columns}) == 1 and len(columns) in (codes, names)
    return tuple(columns) if alike else None


@dataclass
class CodedWalk:
    """The rows of a statement, and the place behind the last cell that is the table's."""

    items: Sequence[Item]
    at: int
    rows: list[CodedRow]

    def run(self) -> None:
        """Takes the cells that are the table's."""
        while (length := self._row()) is not None:
            self.at += length

    def _row(self) -> int | None:
        """Reads a row; how many cells it holds, None where none begins."""
        place = self.at
        while place < len(self.items) and self.items[place].is_blank:
            place += 1
        if place >= len(self.items):
            return None
        code, place = self._code(place)
        words, place = self._words(place)
        if code is None and not self._sums_up(words):
            return None
        figures, place = self._figures(place)
        piece = tuple(token for word in words for token in word.piece)
        self.rows.append(CodedRow(code, Item(piece, text_of(piece)), figures))
        return place - self.at

    def _code(self, place: int) -> tuple[Item | None, int]:
        length = _code_at(self.items, place)
        if not length:
            return None, place
        piece = tuple(t for item in self.items[place : place + length] for t in item.piece if t.text)
        return Item(piece, text_of(piece)), place + length

    def _words(self, place: int) -> tuple[list[Item], int]:
        words: list[Item] = []
        while place < len(self.items) and not self.items[place].is_figure and len(words) < _MOST_WORDS:
            item = self.items[place]
            if item.is_word and (not _may_name(item) or (words and not _goes_on(words, item))):
                break
            words += [item] if item.is_word else []
            place += 1
        return words, place

    def _figures(self, place: int) -> tuple[tuple[Item, ...], int]:
        found: list[Item] = []
        end = place
        while place < len(self.items) and not self.items[place].is_word and not _code_at(self.items, place):
            if self.items[place].is_figure:
                found.append(self.items[place])
                end = place + 1
            place += 1
        return tuple(found), end

    @staticmethod
    def _sums_up(words: Sequence[Item]) -> bool:
        return bool(words) and says("".join(word.text for word in words), load_statements().totals)


def _may_name(item: Item) -> bool:
    """Whether a word may be an item's name rather than what follows the table."""
    known = load_statements()
    strange = titled(item.text) or says_unit(item.text) or item.text.startswith(known.notes)
    return len(item.text) <= _LONGEST_NAME and not strange


def _goes_on(words: Sequence[Item], item: Item) -> bool:
    """Whether a word goes on with the name that others begin."""
    whole = "".join(word.text for word in (*words, item))
    return not is_known(words[-1].text) and is_known(whole)


def _code_at(items: Sequence[Item], place: int) -> int:
    """How many cells make a code there, one or one for each of its levels, with a name behind it; 0 for none."""
    text, parts = "", 0
    for i in range(place, min(place + 2 * _PARTS, len(items))):
        item = items[i]
        if item.is_blank:
            continue
        fits = parts < _PARTS and item.text.isascii() and item.text.isdigit()
        if not fits or len(item.text) not in ({_PART_DIGITS[parts]} if parts else set(CODE_DIGITS)):
            return 0
        text, parts = text + item.text, parts + 1
        behind = _behind(items, i + 1)
        if behind is not None and behind.is_word:
            return i + 1 - place if known_code(text) and not says(behind.text, load_statements().totals) else 0
    return 0


def _names(name: str, code: str) -> bool:
    """Whether a name is what a code stands for, today or in former years; any that is none of another's will do."""
    official = function_names().get(code), economic_names().get(code)
    former = {f.name for f in load_patterns().former if f.code == code}
    if name in (*official, *former):
        return True
    return name not in _official()


@cache
def _official() -> frozenset[str]:
    return frozenset((*function_names().values(), *economic_names().values()))
