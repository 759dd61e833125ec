"""Who is spoken of: the subject, what leads the sentence, what led the ones before, and what stood before a bracket."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.binding.comparison import Compared
from extractors.model.fact import Bound, Subject


@dataclass(frozen=True, slots=True)
class Aside:
    """What was spoken of where a bracket opened; the text behind the bracket goes on with it."""

    subject: Subject | None
    lead: Subject | None
    pending: tuple[Subject, ...]
    base: str | None
    compared: Compared | None


class Spoken:
    """The subject of what follows, from mention to mention."""

    def __init__(self, subject: Subject | None, leads: tuple[Subject, ...] = ()) -> None:
        self._subject = subject
        self._lead: Subject | None = None
        self._leads = leads
        self._title: Subject | None = None
        self._unknown = False
        self._doubted = False
        self._asides: list[Aside] = []

    @property
    def subject(self) -> Subject | None:
        """What is spoken of; None where that is not known."""
        return self._subject

    @property
    def lead(self) -> Subject | None:
        """What was named first in the sentence."""
        return self._lead

    @property
    def last_lead(self) -> Subject | None:
        """What a sentence without a subject goes on with: the paragraph's title, else what led the last sentence."""
        return self._title or (self._leads[-1] if self._leads else None)

    @property
    def opens_paragraph(self) -> bool:
        """Whether no sentence that named anything has ended yet."""
        return not self._leads

    @property
    def unknown(self) -> bool:
        """Whether something was named that no concept stands for: what follows is of it."""
        return self._unknown

    @property
    def doubted(self) -> bool:
        """Whether a figure was left since the subject was named, which may be of what is spoken of now."""
        return self._doubted

    def doubt(self) -> None:
        """A figure was left that other words led to."""
        self._doubted = True

    def name(self, subject: Subject) -> None:
        """A subject is named: the clause speaks of it, and the sentence, where it is the first."""
        self._subject, self._unknown, self._doubted = subject, False, False
        if self._lead is None:
            self._lead = subject

    def lead_parts(self, told: Bound | None) -> None:
        """Parts follow: their whole, of which a figure was told, leads the sentence though a title alone named it."""
        if self._lead is None and told is not None and told.subject == self._subject:
            self._lead = self._subject

    def go_on_with(self, subject: Subject) -> None:
        """What follows is of `subject`, which was not named for it."""
        self._subject = subject

    def lose(self) -> None:
        """Something was named that is not known: values that follow belong to nothing, rather than to the section."""
        self._subject, self._unknown = None, True

    def end_sentence(self, *, titled: bool, of_parts: bool = False) -> None:
        """A sentence ends; `titled` says that it was only a name, which the paragraph speaks of from then on.

        `of_parts` says that it told of parts of what led the one before (其中：…), with which the next goes on.
        """
        self._asides.clear()
        self._doubted = False
        if self._lead is not None and not (of_parts and self._leads):
            if titled:
                self._title = self._lead
            self._leads += (self._lead,)
        self._lead = None

    def resume(self, subject: Subject | None) -> None:
        """A sentence begins with `subject`, unless what is spoken of is not known."""
        self._subject = None if self._unknown else subject

    def open_aside(self, aside: Aside) -> None:
        """A bracket opens."""
        self._asides.append(aside)

    def close_aside(self) -> Aside | None:
        """A bracket closes: what was spoken of before it; None where it was never opened."""
        return self._asides.pop() if self._asides else None

    def return_to(self, aside: Aside) -> None:
        """What was spoken of before a bracket is spoken of again."""
        self._subject, self._lead = aside.subject, aside.lead
