"""Whose disclosure it is: names as printed -> one id for each public body, across years and spellings.

Names are one body's when their short forms are equal (patterns/unit_names.yaml), when one carried on under the other
and both publish in no year, or when one only says more of where it is. Each name keeps how it came to its id. An id
once given stays: it is taken over from the corpus as it was published before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from patterns.unit_names import apart, plain_name, region_of, short_name, successors


@dataclass(frozen=True)
class Spelling:
    """A name as printed, with the years it was printed in and in how many documents."""

    name: str
    years: frozenset[int]
    documents: int


@dataclass(frozen=True)
class Resolved:
    """A spelling, the id and name of its body, and how it came to it: `how` in one word, `evidence` in a sentence."""

    spelling: Spelling
    unit_id: str
    unit_name: str
    region: str
    how: str
    evidence: str


@dataclass(frozen=True)
class _Link:
    """Two short names of one body, and why."""

    one: str
    other: str
    how: str
    evidence: str


def resolve(spellings: Sequence[Spelling], known: Mapping[str, str]) -> list[Resolved]:
    """The bodies of all spellings. `known`: ids of names that were published before."""
    by_short: dict[str, list[Spelling]] = {}
    for spelling in sorted(spellings, key=lambda s: s.name):
        by_short.setdefault(short_name(spelling.name), []).append(spelling)
    links = [*_renamed(by_short), *_placed(by_short)]
    root = {short: short for short in by_short}

    def find(short: str) -> str:
        while root[short] != short:
            short = root[short]
        return short

    used: dict[str, _Link] = {}
    for link in links:
        one, other = find(link.one), find(link.other)
        if one != other:
            root[max(one, other)] = min(one, other)
            used.setdefault(link.one, link)
            used.setdefault(link.other, replace(link, one=link.other, other=link.one))
    bodies: dict[str, list[str]] = {}
    for short in by_short:
        bodies.setdefault(find(short), []).append(short)
    out = []
    for shorts in bodies.values():
        members = [s for short in shorts for s in by_short[short]]
        unit_id = min((known[s.name] for s in members if s.name in known), default="") or _new_id(shorts)
        shown = max(members, key=lambda s: (max(s.years, default=0), len(s.name), s.name)).name
        region = max((region_of(s.name) for s in members), key=len)
        for short in shorts:
            out += [Resolved(s, unit_id, shown, region, *_why(s, shown, used.get(short))) for s in by_short[short]]
    return out


def _new_id(shorts: Iterable[str]) -> str:
    return "u" + hashlib.blake2b(min(shorts).encode(), digest_size=5).hexdigest()


def _why(spelling: Spelling, shown: str, link: _Link | None) -> tuple[str, str]:
    if spelling.name == shown:
        return "same", "the name shown for the body"
    if short_name(spelling.name) == short_name(shown):
        if plain_name(spelling.name) == plain_name(shown):
            return "punctuation", f"equal to {shown} without blanks and punctuation"
        return "short", f"short form {short_name(spelling.name)}, as of {shown}"
    return (link.how, link.evidence) if link else ("linked", f"another spelling of {shown}")


def _renamed(by_short: Mapping[str, Sequence[Spelling]]) -> Iterable[_Link]:
    """Bodies that carried on under another name: never two names that publish for the same year."""
    for short, members in by_short.items():
        for later, rule in successors(short).items():
            if later not in by_short:
                continue
            before = {year for s in members for year in s.years}
            after = {year for s in by_short[later] for year in s.years}
            if not before & after and max(before, default=0) < min(after, default=0):
                evidence = f"{rule.before} carried on as {rule.after} in {rule.since}; no year has both names"
                yield _Link(short, later, "renamed", evidence)


def _placed(by_short: Mapping[str, Sequence[Spelling]]) -> Iterable[_Link]:
    """A name that another one only says more of, by the places above it: where there is just one such name."""
    ends: dict[str, list[str]] = {}
    for short in by_short:
        region = region_of(short)
        for start in range(1, len(region)):
            if region_of(short[:start] + "局") == short[:start]:
                ends.setdefault(short[start:], []).append(short)
    for short in by_short:
        fuller = [f for f in ends.get(short, ()) if not apart(f, short)]
        if region_of(short) and len(fuller) == 1:
            yield _Link(
                short, fuller[0], "place", f"{by_short[fuller[0]][0].name} says where it is; no other name does"
            )
