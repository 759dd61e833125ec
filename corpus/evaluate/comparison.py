"""One document compared: what its Record says against what its golden file knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from corpus.evaluate.faults import Printed, cell_fault, fact_fault, printed
from corpus.evaluate.figure_groups import CELLS, Judgement
from corpus.evaluate.statements import CellScore, score_statements
from corpus.score import Judged, Point, Score, score_facts, score_forms
from extractors.verdict.acceptance import decided, effort, is_due, is_main
from patterns.acceptance import Decision, group_of
from patterns.kinds import DEFAULT_KIND

DIGITAL = "digital"
EMPTY: Mapping[str, Any] = {"facts": (), "forms": (), "statements": (), "checks": ()}


class ReadFact(NamedTuple):
    """A fact of a Record that is there as JSON data, as far as is asked what is to be done with it."""

    concept: str
    measure: str
    dimensions: Mapping[str, str]
    confidence: float


class Ratio(NamedTuple):
    """`part` out of `whole`."""

    part: float
    whole: int


@dataclass(frozen=True)
class Comparison:
    """The counts of one document.

    `ratios` by figure (see `FIGURES` in summary.py), `points` by what was read (`READINGS` in summary.py).
    `judgements` has the scored figures by group, with what went wrong where they are wrong. `missed` and `wrong` name
    what differs, one line each. `failure` tells why there is no Record: everything is
    missed then.
    """

    document: str
    family: str
    condition: str
    ratios: Mapping[str, Ratio]
    points: Mapping[str, tuple[Point, ...]]
    unscored: int = 0
    missed: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    failure: str | None = None
    errors: tuple[Mapping[str, Any], ...] = field(default=())
    judgements: tuple[Judgement, ...] = ()


def compare(
    record: Mapping[str, Any] | None, golden: Mapping[str, Any], name: str, failure: str | None = None
) -> Comparison:
    """Compares a Record (as JSON data; None where the document failed) with its golden data."""
    read = record or EMPTY
    facts = score_facts(read, golden)
    ratios = _fact_ratios(facts) | _acceptance_ratios(record, facts)
    print_ = printed(read, golden)
    judgements = list(_judgements(facts, print_))
    points = {"numeric": tuple(facts.numeric_points), "text": tuple(facts.text_points)}
    missed = [f"{_named(key)} = {value}" for key, value in facts.missed]
    wrong = [
        f"{_named(key)} = {value} ({confidence:.3f}){_told(fact_fault(judged.fact, judged.wanted, print_))}"
        for (key, value, confidence), judged in zip(facts.wrong, _wrong(facts), strict=True)
    ]
    if "forms" in golden:
        forms = score_forms(read["forms"], golden["forms"])
        ratios["form_recall"] = Ratio(forms.equal, forms.total)
        ratios["form_precision"] = Ratio(forms.equal, forms.equal + forms.wrong)
        points["form_cells"] = tuple(forms.points)
        wrong += [f"{place}: {a!r} instead of {b!r}" for place, a, b in forms.differences]
    if "statements" in golden:
        cells = score_statements(read["statements"], golden["statements"])
        ratios["cell_recall"] = Ratio(cells.found, cells.total)
        ratios["cell_precision"] = Ratio(len(cells.points) - cells.wrong, len(cells.points))
        points["cells"] = tuple(cells.points)
        judgements += _cell_judgements(cells, print_)
        missed += [f"{place} = {value}" for place, value in cells.missed]
        wrong += [f"{place} = {value} ({confidence:.3f})" for place, value, confidence in cells.extra]
    errors = planted_errors(read, golden)
    if errors:
        ratios["errors_found"] = Ratio(sum(e["found"] for e in errors), len(errors))
        ratios["errors_blamed"] = Ratio(sum(e["blamed"] for e in errors), len(errors))
    return Comparison(
        document=name, family=family_of(golden, name), condition=condition_of(record, golden), ratios=ratios,
        points=points, unscored=facts.unscored, missed=tuple(missed), wrong=tuple(wrong), failure=failure,
        errors=errors, judgements=tuple(judgements),
    )  # fmt: skip


def _wrong(facts: Score) -> list[Judged]:
    return [judged for judged in facts.judged if not judged.right]


def _told(fault: object) -> str:
    return f", {fault}" if fault else ""


def _judgements(facts: Score, print_: Printed) -> Iterator[Judgement]:
    for fact, right, wanted in facts.judged:
        group = group_of(fact["concept"], fact["measure"]).id
        point = Point(float(fact["confidence"]), right)
        yield Judgement(group, point, None if right else fact_fault(fact, wanted, print_))


def _cell_judgements(cells: CellScore, print_: Printed) -> Iterator[Judgement]:
    for cell, right in cells.judged:
        if cell.get("value") is not None:
            point = Point(float(cell.get("confidence", 1.0)), right)
            yield Judgement(CELLS, point, None if right else cell_fault(cell, print_))


def _acceptance_ratios(record: Mapping[str, Any] | None, facts: Score) -> dict[str, Ratio]:
    """Whether the document goes straight through, whether rightly, and how many of its facts are accepted."""
    if record is None:
        return {"straight_through": Ratio(0, 1)}
    left = effort(_read(fact) for fact in record["facts"])
    ratios = {"accepted": Ratio(left.accepted, left.facts)}
    if is_due((record.get("document") or {}).get("kind", DEFAULT_KIND)):
        ratios["straight_through"] = Ratio(left.straight, 1)
        if left.straight:
            accepted = (f for f in map(_read, (j.fact for j in _wrong(facts))) if decided(f) is Decision.ACCEPT)
            ratios["straight_right"] = Ratio(not any(map(is_main, accepted)), 1)
    return ratios


def _read(fact: Mapping[str, Any]) -> ReadFact:
    return ReadFact(fact["concept"], fact["measure"], fact.get("dimensions") or {}, float(fact["confidence"]))


def _fact_ratios(score: Score) -> dict[str, Ratio]:
    return {
        "numeric_recall": Ratio(score.numeric_found, score.numeric_total),
        "numeric_precision": Ratio(sum(p.right for p in score.numeric_points), len(score.numeric_points)),
        "text_recall": Ratio(score.text_found, score.text_total),
        "reason_similarity": Ratio(sum(score.reasons), len(score.reasons)),
    }


def _named(key: tuple[str, str, str | None]) -> str:
    concept, measure, code = key
    return f"{concept}{f'[{code}]' if code else ''} {measure}"


def planted_errors(record: Mapping[str, Any], golden: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """The document's own errors: `found` where a failed check rests on a fact of that concept (and code),
    `blamed` where such a check says that it is the document's."""
    facts = {fact["id"]: fact for fact in record["facts"]}
    failed = [check for check in record["checks"] if check["outcome"] == "fail"]
    out = []
    for error in golden.get("errors") or ():
        telling = [
            check for check in failed
            if any(_speaks_of(facts[i], error) for i in check["facts"] if i in facts)
        ]  # fmt: skip
        blamed = any(check.get("blame") == "document" for check in telling)
        out.append({"id": error.get("id"), "kind": error.get("kind"), "found": bool(telling), "blamed": blamed})
    return tuple(out)


def _speaks_of(fact: Mapping[str, Any], error: Mapping[str, Any]) -> bool:
    code = error.get("code")
    return fact["concept"] == error.get("concept") and (not code or fact["dimensions"].get("code") == code)


def family_of(golden: Mapping[str, Any], name: str) -> str:
    """The wording family: the golden file's own word, else its document's name before the seed."""
    stated = golden.get("family")
    if stated:
        return str(stated)
    before, dash, seed = str(golden.get("document") or name).partition(".")[0].rpartition("-")
    return before if dash and seed.isdigit() and len(seed) != 4 else "other"


def condition_of(record: Mapping[str, Any] | None, golden: Mapping[str, Any]) -> str:
    """The scan condition: the golden file's own word, else `digital` or `scan` by how the pages were read."""
    if golden.get("scan"):
        return str(golden["scan"])
    pages = (record or {}).get("pages") or ()
    return "scan" if any(page["source"] == "ocr" for page in pages) else DIGITAL
