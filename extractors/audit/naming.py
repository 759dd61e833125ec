"""Ids of findings that stay: made of the document, the rule and the place, so that a decision on one is found again.

Values are no part of it: a figure that is read again, or corrected, is still the one that the finding is about.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from extractors.audit.finding import Figure, Finding

_BYTES = 5  # a clash among a million findings of one document is less likely than one in a million


def identified(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with their ids; those of one document, rule and place are told apart by their order (`…-2`).

    They begin with a letter: a spreadsheet takes 12e4567890 for a number.
    """
    return tuple(identifying(findings))


def identifying(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The same, one after the other."""
    seen: Counter[str] = Counter()
    for one in findings:
        digest = hashlib.blake2b(_place(one).encode(), digest_size=_BYTES).hexdigest()
        seen[digest] += 1
        number = "" if seen[digest] == 1 else f"-{seen[digest]}"
        yield one.model_copy(update={"id": f"a{digest}{number}"})


def _place(found: Finding) -> str:
    figures = sorted(map(_figure, found.figures))
    return "\n".join((found.sha256, found.rule, found.concept or "", *map(str, found.pages), *figures))


def _figure(figure: Figure) -> str:
    what = (figure.statement, figure.concept, figure.code, figure.measure, figure.page, figure.sha256)
    return "|".join("" if part is None else str(part) for part in what)
