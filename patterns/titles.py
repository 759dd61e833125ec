"""Loads patterns/titles.yaml, and tells by a title which table of final accounts it names, the title matched whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import regex

from patterns.files import FOLDER, Entry, load_file
from patterns.marks import Expression, Wording
from patterns.shapes import either, load_covers, load_shapes
from patterns.wording import wording_pattern

_ORDER = ("whose", "budget", "object", "scope", "side", "classed", "form", "qualifier")  # slots as a title has them
_FORM = ("form", "qualifier")  # what makes a line the title of a table: that may not be misread
_BEFORE_FORM = tuple(slot for slot in _ORDER if slot not in _FORM)
_MOST_OBJECTS = 4  # that a title joins: the longest seen joins three
_LONGEST = 60  # characters of a title with all that stands around it; longer lines are text
_MISREAD = 1  # characters of a title that an OCR may have misread, added or lost
_SHORTEST_MISREAD = 5  # characters of such a title: shorter ones are too much alike
_NONE = ("",)  # an empty slot

Values = tuple[str, ...]


class KindOfTitle(Entry):
    """The values that the slots of a title have where it names `kind`; none for a slot that must be empty.

    `vague` is a title that tables of other documents have, too: what its head tells must agree.
    """

    kind: str
    whose: Values = ()
    budget: Values = ()
    object: Values = ()
    scope: Values = ()
    side: Values = ()
    classed: Values = ()
    form: Values = ()
    qualifier: Values = ()
    vague: bool = False

    def allows(self, slots: Mapping[str, str]) -> bool:
        """Whether each slot has a value that titles of this kind may have there."""
        return all(slots[slot] in (self.values(slot) or _NONE) for slot in _ORDER)

    def values(self, slot: str) -> Values:
        """The values that a slot may have; none where it must be empty."""
        found: Values = getattr(self, slot)
        return found


class TitleExample(Entry):
    """A title, and the kind of table it must be told for; None where it names none for certain."""

    title: str
    kind: str | None = None


class TitlePatterns(Entry):
    """All of titles.yaml."""

    before: tuple[Expression, ...]
    named_until: Expression
    name: str
    after: tuple[Expression, ...]
    quotes: str
    marks: tuple[str, ...]
    joints: tuple[Wording, ...]
    slots: dict[str, dict[str, tuple[Wording, ...]]]
    kinds: tuple[KindOfTitle, ...]
    plans: tuple[KindOfTitle, ...]
    examples: tuple[TitleExample, ...]
    planned_examples: tuple[TitleExample, ...]

    def of(self, *, plans: bool) -> tuple[KindOfTitle, ...]:
        """The titles of accounts, or of budgets (`plans`)."""
        return self.plans if plans else self.kinds


class Named(NamedTuple):
    """The kind of table that a title names; `vague` where other documents have tables of that title."""

    kind: str
    vague: bool


@cache
def load_titles(folder: Path = FOLDER) -> TitlePatterns:
    """The grammar of titles. Raises PatternError where the file is not valid."""
    return load_file(TitlePatterns, "titles.yaml", folder)


@lru_cache(maxsize=4096)
def named_by(title: str, *, plans: bool = False) -> tuple[Named, ...]:
    """The kinds of table that a title names, the likeliest first: where there are several the head tells which.

    None where it names none that is known. `title` is normalised, without blanks; numbers, a year and whose it is may
    stand around it. With `plans` it is a budget's, and the kinds are those of budget_tables.yaml.
    """
    match = _whole().fullmatch(title) if _may_be_title(title) else None
    if match is None:
        return ()
    slots = {slot: _value(match, slot) for slot in _ORDER}
    return tuple(Named(k.kind, k.vague) for k in load_titles().of(plans=plans) if k.allows(slots))


def budget_in(title: str) -> tuple[str, str]:
    """The budget that a title names and its words, ("general_public", "一般公共预算财政拨款"); ("", "") for none."""
    match = _whole().fullmatch(title) if _may_be_title(title) else None
    return (_value(match, "budget"), match["budget"] or "") if match is not None else ("", "")


@lru_cache(maxsize=4096)
def misread_as(title: str, *, plans: bool = False) -> tuple[Named, ...]:
    """The kinds that a scan's title may name, one character of it misread or lost; where it may be several, vaguely."""
    if len(title) < _SHORTEST_MISREAD or not _may_be_title(title):
        return ()
    found = tuple(dict.fromkeys(known for known, pattern in _each(plans=plans) if pattern.fullmatch(title)))
    return found if len(found) == 1 else tuple(Named(known.kind, vague=True) for known in found)


@lru_cache(maxsize=4096)
def is_frame(text: str) -> bool:
    """Whether a text is nothing but what may stand around a title: a number, a year, a unit of money."""
    return _frame().fullmatch(text) is not None


@cache
def _frame() -> regex.Pattern[str]:
    known = load_titles()
    return regex.compile(f"{either((*known.before, *known.after))}{{1,4}}")


def _may_be_title(text: str) -> bool:
    return len(text) <= _LONGEST and any(mark in text for mark in load_titles().marks)


def _value(match: regex.Match[str], slot: str) -> str:
    """The value of a slot: that of its wording; of several objects all, in the order of the file."""
    if match[slot] is None:
        return ""
    if slot != "object":
        return next(value for value in _values(slot) if match[_group(slot, value)] is not None)
    return "+".join(value for value in _values(slot) if match.captures(_group(slot, value)))


def _values(slot: str) -> Iterable[str]:
    return load_titles().slots[slot]


def _group(slot: str, value: str) -> str:
    return f"{slot}_{list(_values(slot)).index(value)}"


@cache
def _whole() -> regex.Pattern[str]:
    core = "".join(f"(?P<{slot}>{_slot(slot, tuple(_values(slot)), _named_group)})?" for slot in _ORDER)
    return regex.compile(_framed(core))


@cache
def _each(*, plans: bool) -> tuple[tuple[Named, regex.Pattern[str]], ...]:
    """For every kind its titles, of which one character may have been misread, but not their ends."""
    kinds = load_titles().of(plans=plans)
    cores = ((k, f"(?:{_core(k, _BEFORE_FORM)}){{e<={_MISREAD}}}{_core(k, _FORM)}") for k in kinds)
    return tuple((Named(k.kind, k.vague), regex.compile(_framed(core))) for k, core in cores)


def _core(kind: KindOfTitle, order: Sequence[str]) -> str:
    out = []
    for slot in order:
        values = tuple(v for v in kind.values(slot) if v)
        if slot == "object" and values:
            out.append(either(tuple(_joined([_said(slot, part) for part in value.split("+")]) for value in values)))
        elif values:
            may_be_empty = "?" if "" in kind.values(slot) else ""
            out.append(f"(?:{_slot(slot, values, _said)}){may_be_empty}")
    return "".join(out)


def _joined(parts: Sequence[str]) -> str:
    """Objects one after another, each behind a joint."""
    return _joint().join(parts)


def _joint() -> str:
    return either(tuple(wording_pattern(w) for w in load_titles().joints))


def _slot(slot: str, values: Values, said: Callable[[str, str], str]) -> str:
    """One of the values of a slot; several objects, joined."""
    one = either(tuple(said(slot, value) for value in values))
    return f"{one}(?:{_joint()}{one}){{0,{_MOST_OBJECTS - 1}}}" if slot == "object" and len(values) > 1 else one


def _named_group(slot: str, value: str) -> str:
    return f"(?P<{_group(slot, value)}>{_said(slot, value)})"


def _said(slot: str, value: str) -> str:
    return either(tuple(wording_pattern(w) for w in load_titles().slots[slot][value]))


def _framed(core: str) -> str:
    """A title with what may stand around it."""
    known = load_titles()
    before = either(known.before)
    quote = f"[{known.quotes}]?"
    return f"{before}{{0,3}}{_owner()}?{before}{{0,3}}{quote}{core}{quote}{either(known.after)}{{0,3}}"


def _owner() -> str:
    """Whose a table is, before its year, or up to what ends a unit's name."""
    known = load_titles()
    name = known.name.replace("{han}", load_shapes().han)
    ends = either(tuple(map(regex.escape, load_covers().unit_ends)))
    return f"(?:{name}(?:{known.named_until}|{ends}))"
