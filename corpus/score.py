"""Scores what was read against what is known to stand in a document.

A golden fact is found when a fact of the same concept, measure and (where the golden has one) code has the same
value: figures equal as decimals, texts at least 95 % alike after NFKC with blanks and punctuation removed. A fact
is wrong when the golden covers its concept, measure and code and has no such value.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

import regex

from extractors.model.record import text_at
from patterns.measure import BESIDE

NUMERIC = frozenset(
    {
        "final", "prior", "change", "change_rate", "share", "budget_initial", "budget_full", "budget_rate",
        "variance", "variance_rate", "count", "area",
    }
)  # fmt: skip
_ALIKE = 0.95
_NAMED = ("unit", "project", "item")  # dimensions that are names

Key = tuple[str, str, str | None]


class Point(NamedTuple):
    """One scored reading: how sure the reader was, and whether it was right."""

    confidence: float
    right: bool


class Judged(NamedTuple):
    """A scored fact as JSON data, whether it is right, and the values that the golden file has for it."""

    fact: Mapping[str, Any]
    right: bool
    wanted: tuple[str, ...]


@dataclass
class Score:
    """Counts of one comparison; `missed` and `wrong` name what differs, `judged` has every fact scored.

    `numeric_points` and `text_points` have one entry for each fact scored, `reasons` the likeness (0 to 1) of what
    was read for each golden reason, 0 where nothing was.
    """

    numeric_found: int = 0
    numeric_total: int = 0
    text_found: int = 0
    text_total: int = 0
    right: int = 0
    scored: int = 0
    unscored: int = 0
    missed: list[tuple[Key, str]] = field(default_factory=list)
    wrong: list[tuple[Key, str, float]] = field(default_factory=list)
    numeric_points: list[Point] = field(default_factory=list)
    text_points: list[Point] = field(default_factory=list)
    reasons: list[float] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)

    @property
    def numeric_recall(self) -> float:
        """Of the golden facts with a number, the share that was found (0 to 1)."""
        return self.numeric_found / max(1, self.numeric_total)

    @property
    def text_recall(self) -> float:
        """Of the golden texts and reasons, the share that was found (0 to 1)."""
        return self.text_found / max(1, self.text_total)

    @property
    def precision(self) -> float:
        """Of the facts that the golden data tells of, the share read rightly (0 to 1)."""
        return self.right / max(1, self.scored)


def figure_key(fact: Mapping[str, Any]) -> Key:
    """Concept, measure and code of a fact; with its code stand year and part where it has them: `2010301/2024/本级`.

    A figure of a unit, project or service is told by that name, as names compare, and by no code that stands beside it.
    """
    told = fact.get("dimensions") or {}
    names = [comparable(told[name]) for name in _NAMED if name in told]
    others = (*(() if names else ("code",)), *(name for name in BESIDE if name not in _NAMED))
    kept = [told[name] for name in others if name in told]
    return fact["concept"], fact["measure"], "/".join((*names, *kept)) or None


def comparable(text: str) -> str:
    """`text` after NFKC, with everything but letters and digits removed."""
    return regex.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


def same_value(measure: str, a: str, b: str) -> bool:
    """Whether two values of a measure say the same."""
    if measure in NUMERIC:
        try:
            return Decimal(a) == Decimal(b)
        except InvalidOperation:
            return False
    return likeness(a, b) >= _ALIKE


def likeness(a: str, b: str) -> float:
    """How alike two texts are, 0 to 1, blanks and punctuation apart."""
    a, b = comparable(a), comparable(b)
    return 1.0 if a == b else difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


def score_facts(record: Mapping[str, Any], golden: Mapping[str, Any]) -> Score:
    """Compares the facts of a Record (as JSON data) with a golden file's."""
    gold: dict[Key, list[str]] = {}
    got: dict[Key, list[Mapping[str, Any]]] = {}
    for fact in golden["facts"]:
        gold.setdefault(figure_key(fact), []).append(str(fact["value"]))
    for fact in record["facts"]:
        got.setdefault(figure_key(fact), []).append(fact)
    also = _other_statements(golden)
    score = Score()
    for key, values in gold.items():
        for value in dict.fromkeys(values):
            _count_golden(score, key, value, got.get(key, []))
    for key, facts in got.items():
        if key not in gold:
            score.unscored += len(facts)
            continue
        for fact in facts:
            right = any(same_value(key[1], str(fact["value"]), value) for value in (*gold[key], *also.get(key, ())))
            score.scored += 1
            score.right += right
            points = score.numeric_points if key[1] in NUMERIC else score.text_points
            points.append(Point(float(fact["confidence"]), right))
            score.judged.append(Judged(fact, right, tuple(gold[key])))
            if not right:
                score.wrong.append((key, str(fact["value"]), float(fact["confidence"])))
    return score


def _other_statements(golden: Mapping[str, Any]) -> dict[Key, list[str]]:
    """Values that a document with planted errors also states, in its tables where the text has another."""
    also: dict[Key, list[str]] = {}
    for error in golden.get("errors") or ():
        key = str(error.get("concept")), str(error.get("measure")), error.get("code") or None
        also.setdefault(key, []).extend(str(error[name]) for name in ("stated", "true") if error.get(name) is not None)
    return also


def _count_golden(score: Score, key: Key, value: str, facts: Sequence[Mapping[str, Any]]) -> None:
    found = any(same_value(key[1], str(f["value"]), value) for f in facts)
    if key[1].startswith("reason"):
        score.reasons.append(max((likeness(str(f["value"]), value) for f in facts), default=0.0))
    if key[1] in NUMERIC:
        score.numeric_total += 1
        score.numeric_found += found
    else:
        score.text_total += 1
        score.text_found += found
    if not found:
        score.missed.append((key, value))


@dataclass
class FormScore:
    """Cells of forms: how many there are, how many read alike, and which did not.

    `wrong` counts cells that hold something the page does not: read otherwise, or not there at all. `judged` has every
    place of the forms read that the golden file tells of, as JSON data, its text, and whether that is right; `points`
    those with a text.
    """

    equal: int = 0
    total: int = 0
    wrong: int = 0
    differences: list[tuple[str, str, str]] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    judged: list[tuple[Mapping[str, Any], str, bool]] = field(default_factory=list)


def score_forms(got: Sequence[Mapping[str, Any]], golden: Sequence[Mapping[str, Any]]) -> FormScore:
    """Compares forms cell by cell, after NFKC with blanks removed; forms pair by project, else in order."""
    score = FormScore()
    pairs, left = _paired(got, golden)
    for i, (read, wanted) in enumerate(pairs):
        for place, a, b in _cells(read, wanted, f"form {i + 1}"):
            score.total += 1
            if read and _cell(a) == _cell(b):
                score.equal += 1
            else:
                score.wrong += bool(_cell(a))
                score.differences.append((place, a, b))
        score.wrong += sum(bool(_cell(a)) for a in _beyond(read, wanted))
        _judge(score, read, wanted)
    for form in left:
        score.wrong += sum(bool(_cell(a)) for a in _beyond(form, {name: [] for name in _ROWS}))
        _judge(score, form, {name: [] for name in _ROWS})
    return score


def _judge(score: FormScore, read: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    for place in read.get("provenance") or ():
        part, at = place["part"], (place["row"], place["column"])
        if part in wanted:
            text = _cell(text_at(read.get(part), *at))
            right = text == _cell(text_at(wanted.get(part), *at))
            score.judged.append((place, text, right))
            if text:
                score.points.append(Point(float(place["confidence"]), right))


_ROWS = ("funds", "indicators")


def _paired(
    got: Sequence[Mapping[str, Any]], golden: Sequence[Mapping[str, Any]]
) -> tuple[list[tuple[Mapping[str, Any], Mapping[str, Any]]], list[Mapping[str, Any]]]:
    """Each golden form with the one read for it ({} for none), and the forms that nothing asked for."""
    left = list(got)
    chosen: dict[int, Mapping[str, Any]] = {}
    for i, wanted in enumerate(golden):
        name = comparable(str(wanted.get("project") or ""))
        same = [form for form in left if name and comparable(str(form.get("project") or "")) == name]
        if same:
            chosen[i] = same[0]
            left.remove(same[0])
    for i in range(len(golden)):
        if i not in chosen:
            chosen[i] = left.pop(0) if left else {}
    return [(chosen[i], wanted) for i, wanted in enumerate(golden)], left


def _beyond(read: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[str]:
    """The cells of rows that the golden form does not have."""
    for name in _ROWS:
        if name in wanted:
            for row in list(read.get(name) or ())[len(wanted[name]) :]:
                yield from row


def _cell(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if not c.isspace())


def _cells(read: Mapping[str, Any], wanted: Mapping[str, Any], place: str) -> Iterator[tuple[str, str, str]]:
    for name, value in wanted.items():
        if isinstance(value, str):
            yield f"{place} {name}", str(read.get(name) or ""), value
        elif value and isinstance(value[0], str):
            row = list(read.get(name) or ())
            for k, cell in enumerate(value):
                yield f"{place} {name} {k}", row[k] if k < len(row) else "", cell
        elif isinstance(value, list):
            rows = list(read.get(name) or ())
            for r, wanted_row in enumerate(value):
                row = list(rows[r]) if r < len(rows) else []
                for k, cell in enumerate(wanted_row):
                    yield f"{place} {name} {r},{k}", row[k] if k < len(row) else "", cell
