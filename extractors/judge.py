"""How sure each fact is: the evidence named, and one number made of it.

Evidence (all in [0, 1]): `chars_min` the weakest character of the value, `chars_mean` over the raw text, `cue` how
explicit the wording was, `unit` whether the unit stood there, `shape` whether the number was well formed, `section`
whether the section was recognised, `checks_passed` and `checks_failed` as counts, `repeats` and `tables`
independent statements of the same figure, in the text and in tables, that agree. A later step fits the combination
to data; until then it is this plain product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from extractors.binding import Bound
from extractors.check import Result

_CEILING = 0.999
_TEXT_CEILING = 0.98
_WITNESS = 0.4  # what part of the doubt remains after a passed check or an agreeing repetition
_ACCUSED = 0.55  # what a failed check leaves of the confidence
_NO_SECTION = 0.97


def evidence_of(
    bound: Sequence[Bound], results: Sequence[Result], section_kinds: Mapping[str, str | None]
) -> tuple[dict[str, float], ...]:
    """The evidence for each fact, in their order."""
    passed: Counter[int] = Counter()
    failed: Counter[int] = Counter()
    for result in results:
        (passed if result.passed else failed).update(set(result.facts))
    stated = Counter(_statement(b) for b in bound)
    out = []
    for i, b in enumerate(bound):
        start, end = b.value_span or (b.start, b.end)
        chars = [m.confidence for m in b.paragraph.marks[start:end]] or [1.0]
        raw = [m.confidence for m in b.paragraph.marks[b.start : b.end]] or [1.0]
        out.append(
            {
                "chars_min": round(min(chars), 4),
                "chars_mean": round(sum(raw) / len(raw), 4),
                **{name: round(value, 4) for name, value in b.signs.items()},
                "section": 1.0 if section_kinds.get(b.section) or b.cell is not None else _NO_SECTION,
                "checks_passed": float(passed[i]),
                "checks_failed": float(failed[i]),
                "repeats": float(stated[_statement(b)] - 1),
                "tables": float(len(b.witnesses)),
            }
        )
    return tuple(out)


def _statement(b: Bound) -> tuple[object, ...]:
    return b.subject.concept, dict(b.subject.dimensions).get("code"), b.measure, b.value


def confidence(evidence: Mapping[str, float], *, text: bool) -> float:
    """One number in (0, 1) from the evidence; texts are read by their mean character, figures by their weakest."""
    chars = evidence["chars_mean"] if text else evidence["chars_min"]
    value = chars * evidence.get("cue", 1.0) * evidence.get("unit", 1.0) * evidence.get("shape", 1.0)
    value *= evidence["section"]
    agreeing = evidence["checks_passed"] + evidence["repeats"] + evidence["tables"]
    witnesses = 0.0 if evidence["checks_failed"] else min(2.0, agreeing)
    value = 1.0 - (1.0 - value) * float(_WITNESS**witnesses)
    # Characters of a text layer are certain: there a failed check accuses the document, not the reading.
    if evidence["checks_failed"] and not evidence["checks_passed"] and chars < 1.0:
        value *= _ACCUSED
    return round(min(value, _TEXT_CEILING if text else _CEILING), 4)
