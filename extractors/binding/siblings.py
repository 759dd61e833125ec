"""Functions whose name several codes bear (行政运行), told apart by those beside them in their section.

行政运行512万元；基层司法业务147万元     the first is of the 款 that the second can only be of
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from extractors.binding import certainty
from extractors.language.function_codes import LOWEST, MIDDLE, TOP, code_and_certainty
from extractors.language.function_marks import shape
from extractors.model.fact import Bound, Subject


def with_codes(bound: Sequence[Bound]) -> list[Bound]:
    """The facts of a section in reading order, those of functions with codes where others of the section tell them."""
    told = {b.subject.code for b in bound if b.subject.code}
    found: dict[Subject, str] = {}
    for i, fact in enumerate(bound):
        if _is_uncoded(fact) and fact.subject not in found:
            code = _code(fact, bound[:i][::-1], bound[i + 1 :])
            if code is not None and code not in told:
                found[fact.subject] = code
    return [_with_code(b, found[b.subject]) if b.subject in found else b for b in bound]


def _is_uncoded(fact: Bound) -> bool:
    """Whether a fact is of a function that no code is known of."""
    return fact.subject.code is None and fact.subject.dimension("name") is not None


def _code(fact: Bound, before: Iterable[Bound], behind: Iterable[Bound]) -> str | None:
    """The code that the facts beside one leave to it: that of both sides, or of the one that leaves any."""
    name = shape("mark").sub("", str(fact.subject.dimension("name")))
    codes = {code for side in (before, behind) if (code := _below_nearest(name, fact, side)) is not None}
    return codes.pop() if len(codes) == 1 else None


def _below_nearest(name: str, fact: Bound, others: Iterable[Bound]) -> str | None:
    """The code of a name below the 款 of the nearest fact that tells one, before another 类 is told."""
    for code in takewhile(lambda code: len(code) > TOP, _codes(fact, others)):
        own, certain = code_and_certainty(name, LOWEST, code[:MIDDLE])
        return own if certain else None
    return None


def _codes(fact: Bound, others: Iterable[Bound]) -> Iterator[str]:
    """The codes of others of the same classification, in their order."""
    yield from (b.subject.code for b in others if b.subject.concept == fact.subject.concept and b.subject.code)


def _with_code(fact: Bound, code: str) -> Bound:
    """The fact with its function's code, which was concluded."""
    signs = replace(fact.signs, cue=min(fact.signs.cue, certainty.CODE_BESIDE))
    return replace(fact, subject=fact.subject.with_dimension("code", code), signs=signs)
