"""One document compared: what its Record says against what its golden file knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from corpus.evaluate.statements import score_statements
from corpus.score import Point, Score, score_facts, score_forms

DIGITAL = "digital"
EMPTY: Mapping[str, Any] = {"facts": (), "forms": (), "statements": (), "checks": ()}


class Ratio(NamedTuple):
    """`part` out of `whole`."""

    part: float
    whole: int


@dataclass(frozen=True)
class Comparison:
    """The counts of one document.

    `ratios` by figure (see `FIGURES` in summary.py), `points` by what was read (`READINGS` in summary.py).
    `missed` and `wrong` name what differs, one line each. `failure` tells why there is no Record: everything is
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


def compare(
    record: Mapping[str, Any] | None, golden: Mapping[str, Any], name: str, failure: str | None = None
) -> Comparison:
    """Compares a Record (as JSON data; None where the document failed) with its golden data."""
    read = record or EMPTY
    facts = score_facts(read, golden)
    ratios = _fact_ratios(facts)
    points = {"numeric": tuple(facts.numeric_points), "text": tuple(facts.text_points)}
    missed = [f"{_named(key)} = {value}" for key, value in facts.missed]
    wrong = [f"{_named(key)} = {value} ({confidence:.3f})" for key, value, confidence in facts.wrong]
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
        missed += [f"{place} = {value}" for place, value in cells.missed]
        wrong += [f"{place} = {value} ({confidence:.3f})" for place, value, confidence in cells.extra]
    errors = planted_errors(read, golden)
    if errors:
        ratios["errors_found"] = Ratio(sum(e["found"] for e in errors), len(errors))
        ratios["errors_blamed"] = Ratio(sum(e["blamed"] for e in errors), len(errors))
    return Comparison(
        document=name, family=family_of(golden, name), condition=condition_of(record, golden), ratios=ratios,
        points=points, unscored=facts.unscored, missed=tuple(missed), wrong=tuple(wrong), failure=failure,
        errors=errors,
    )  # fmt: skip


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
