"""Why a figure that is printed is no fact."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extractors.language.mention import Mention


class Why(StrEnum):
    """The reasons, each with what it means."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> Why:
        """A reason of that id, with its meaning beside."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    AVERAGE = "average", "it is a mean, a limit or a slip put right, not a figure of the concept"
    UNKNOWN_NAMED = "unknown_named", "something is named before it that no concept stands for"
    BEHIND_UNKNOWN = (
        "behind_unknown",
        "what was named before it no concept stands for, and nothing else was named since",
    )
    NO_UNIT = "no_unit", "it has no unit, and neither its cue nor its concept tells one"
    NO_MEASURE = "no_measure", "nothing tells what it measures"
    OTHER_YEAR = "other_year", "it is compared with a year that is not the one before"
    LAST_BUDGET = "last_budget", "it is how far a final figure is from the budget of the year before"
    NO_SUBJECT = "no_subject", "nothing is spoken of that has such figures"
    WHOSE_UNCLEAR = "whose_unclear", "分别 tells of several, and how many they are does not fit how many values follow"
    NOTHING_COUNTED = "nothing_counted", "no concept that is counted so is named or spoken of"
    OTHER_COUNTED = "other_counted", "the noun behind it says that something else is counted"
    SUM = "sum", "it is a sum with something else, and what it is of is told alone, too"
    PART = "part", "it is of a part of what was counted, and nothing names that part"
    WITHIN_TELLING = "within_telling", "it stands inside a reason, a text or a denial that was taken whole"
    NOTHING_KNOWN = "nothing_known", "nothing stands around it that could say what it is of"
    TITLE = "title", "it stands in a title, which names what follows and tells nothing"
    TABLE_NOT_READ = "table_not_read", "it stands in a table, or a cell of one, of which nothing is kept"
    SECTION_NOT_READ = "section_not_read", "its section tells nothing of the unit's accounts (patterns/sections.yaml)"
    KIND_NOT_READ = "kind_not_read", "the document is no final accounts"


# Figures that no walk over the text could meet: they tell nothing of how well that is understood.
BESIDE_TEXT = frozenset({Why.TITLE, Why.TABLE_NOT_READ, Why.SECTION_NOT_READ, Why.KIND_NOT_READ})
# Figures that are not meant to be read.
NOT_MEANT = frozenset({Why.SECTION_NOT_READ, Why.KIND_NOT_READ})


@dataclass(frozen=True, slots=True)
class Unbound:
    """An amount that belongs to nothing; `named` are the words that stood in the way, where some did."""

    mention: Mention
    why: Why
    named: str = ""


@dataclass(frozen=True, slots=True)
class LeftAmount:
    """Where the text has an amount that belongs to nothing: its paragraph's number, and its first character there."""

    paragraph: int
    start: int
    why: Why
