"""Running text in two or three columns: down the first, then down the next, then on a new page."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.compose import Heading
from corpus.setter import PORTRAIT, TOP, Setter

_SIDE, _GAP = 60.0, 26.0  # left and right of the columns, and between them
_RULE = (0.3, 0.3, 0.3)


@dataclass
class Columns:
    """The columns of the page that is being filled."""

    setter: Setter
    column: int = 0
    top: float = TOP

    @property
    def width(self) -> float:
        """Of one column."""
        many = self.setter.style.columns
        return (PORTRAIT[0] - 2 * _SIDE - _GAP * (many - 1)) / many

    @property
    def left(self) -> float:
        """Of the column that is being filled."""
        return _SIDE + self.column * (self.width + _GAP)

    def flow(self, block: Heading | str, flowing: bool) -> None:
        """A heading or paragraph; parts begin on a page of their own, their heading across all columns."""
        setter = self.setter
        size, leading = setter.style.size, setter.style.leading
        if isinstance(block, Heading) and block.level == 0:
            self._new_page()
            with setter.told_as("titles"):
                setter.centred(block.text, size + 4, leading + 16)
            self.top = setter.y + 6
            return
        if not flowing:
            self._new_page()
        heading = isinstance(block, Heading)
        text = block.text if isinstance(block, Heading) else block
        indent = 2 * size if heading or setter.style.indent else 0.0
        with setter.told_as("titles" if heading else "text"):
            for number, piece in enumerate(setter.broken(text, size, self.width, indent)):
                self._line(piece, 0.0 if number else indent, size, leading + (4 if heading and not number else 0))

    def _line(self, text: str, indent: float, size: float, leading: float) -> None:
        setter = self.setter
        if setter.y + leading > setter.bottom:
            if self.column + 1 < setter.style.columns:
                self.column += 1
                setter.y = self.top
            else:
                self._new_page()
        setter.y += leading
        setter.put(text, self.left + indent, setter.y, size)

    def _new_page(self) -> None:
        setter = self.setter
        setter.new_page()
        self.column, self.top = 0, setter.y
        if setter.style.column_rule:
            for number in range(1, setter.style.columns):
                x = _SIDE + number * (self.width + _GAP) - _GAP / 2
                setter.stroke((x, self.top + 60, x, setter.bottom), 0.4, "", _RULE)
