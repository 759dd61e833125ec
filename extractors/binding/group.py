"""The siblings that were named together and wait for values: A、B和C分别为…, A、B和C均为…."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from extractors.model.fact import Subject

# How values are told of several at once: one after the other (分别), of each (均), or not told whose they are.
Shared = Literal["respectively", "both", "unclear"]


class Group:
    """Who waits, how the values that follow are shared among them, and whose turn it is."""

    def __init__(self) -> None:
        self._pending: tuple[Subject, ...] = ()
        self._shared: Shared | None = None
        self._turn = 0
        self._closely = False

    @property
    def listed(self) -> bool:
        """Whether several wait that a list names one by one: A、B和C."""
        return self.several and self._closely

    @property
    def pending(self) -> tuple[Subject, ...]:
        """Those that wait, in the order in which they were named."""
        return self._pending

    @property
    def shared(self) -> Shared | None:
        """How the values that follow are told of those that wait; None where nothing says so."""
        return self._shared

    @property
    def several(self) -> bool:
        """Whether more than one waits."""
        return len(self._pending) > 1

    @property
    def in_turn(self) -> bool:
        """Whether the values that follow are of several, one after the other."""
        return self._shared == "respectively" and self.several

    @property
    def at_once(self) -> bool:
        """Whether each value that follows is of several."""
        return self._shared == "both" and self.several

    @property
    def told_all(self) -> bool:
        """Whether each of those that wait had its turn."""
        return self._turn >= len(self._pending)

    @property
    def whose_turn(self) -> Subject:
        """Whose the next value is; one must be waiting."""
        return self._pending[self._turn % len(self._pending)]

    def begin(self, subject: Subject) -> None:
        """One is named that stands beside nothing before it."""
        self._wait((subject,))
        self._shared, self._closely = None, True

    def join(self, subject: Subject, *, closely: bool) -> None:
        """Another is named beside those that wait; `closely` where a joint of a list, not a mere comma, joins them."""
        self._pending += (subject,)
        self._closely = self._closely and closely

    def share(self, shared: Shared) -> None:
        """The text says how values are told of those that wait, from the first of them on."""
        self._shared, self._turn = shared, 0

    def call_back(self, subjects: Iterable[Subject]) -> None:
        """Those that were told of before wait again: the text says that values of each follow."""
        self._wait(subjects)

    def take_turn(self) -> Subject:
        """Whose the value is that was just read; the next is the one's behind."""
        subject = self.whose_turn
        self._turn += 1
        return subject

    def return_to(self, pending: Iterable[Subject]) -> None:
        """A bracket closes: those wait that waited before it."""
        self._wait(pending)
        self._shared = None

    def clear(self) -> None:
        """Nobody waits any longer."""
        self.return_to(())

    def _wait(self, subjects: Iterable[Subject]) -> None:
        self._pending, self._turn, self._closely = tuple(subjects), 0, False
