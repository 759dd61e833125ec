"""Which kind of table a table is: its title, matched whole, and its head, which must agree with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.statements.evidence import Evidence, affirms, contradicts, fitting, told_alone
from patterns.kept import compiled
from patterns.shapes import load_cell_shapes
from patterns.statements import StatementPattern, statement_numbered, statement_patterns
from patterns.titles import Named, is_frame, misread_as, named_by

_SHORTEST, _LONGEST = 3, 40  # characters of a title
_TEXT = regex.compile(r"[，。；？！]")  # what no title holds


@dataclass(frozen=True, slots=True)
class Filed:
    """What a table is: `pattern` None where it is none that is known; `title` as printed, "" where none is left.

    `against` is the kind that its title names and its head forbids, `may_be` the kinds that its head fits: where it has
    no title and fits several, its total may tell which it is.
    """

    title: str
    pattern: StatementPattern | None
    against: StatementPattern | None = None
    may_be: tuple[StatementPattern, ...] = ()


def filed(
    heading: Sequence[str], evidence: Evidence, *, scanned: bool, flat: bool = False, plans: bool = False
) -> Filed:
    """The kind of a table under `heading`, from the top: the lowest line that is a title names it, its head agrees.

    With `plans` it is a budget's.
    """
    title, named = _titled(heading, scanned=scanned, plans=plans)
    if not title and flat:
        numbered = next(((text, p) for text in reversed(heading) if (p := statement_numbered(text))), None)
        if numbered is not None:
            return Filed(*numbered)
    if not title:
        return Filed("", told_alone(evidence, plans=plans), may_be=fitting(evidence, plans=plans))
    for kind, vague in named:
        pattern = statement_patterns(plans=plans)[kind]
        if not contradicts(pattern, evidence) and (not vague or affirms(pattern, evidence)):
            # A total that may have been misread files nothing again.
            return Filed(title, pattern, may_be=fitting(evidence, plans=plans) if evidence.whole else ())
    against = statement_patterns(plans=plans)[named[0].kind] if named and not named[0].vague else None
    return Filed(title, None, against)


def _titled(heading: Sequence[str], *, scanned: bool, plans: bool = False) -> tuple[str, Sequence[Named]]:
    """The lowest line that is a table's title, and the kinds that it may name."""
    for text in reversed(heading):
        named = named_by(text, plans=plans) or (misread_as(text, plans=plans) if scanned else ())
        if named or is_title(text):
            return text, named
    return "", ()


def title_of(heading: Sequence[str]) -> str:
    """The lowest line over a table that is a title; "" where none is."""
    return _titled(heading, scanned=False)[0]


def is_title(text: str) -> bool:
    """Whether a line is the title of some table: it ends in 表, and says more than a number."""
    ends = load_cell_shapes().table
    bare = compiled(r"（[^（）]*）$").sub("", text)
    return (
        _SHORTEST <= len(text) <= _LONGEST and bare.endswith(ends) and _TEXT.search(text) is None and not is_frame(text)
    )
