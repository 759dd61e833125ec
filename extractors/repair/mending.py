"""Slips of the OCR mended by the document's own arithmetic, where exactly one known confusion explains them.

A reading is mended when one of its printed marks, changed as OCRs are known to err, makes every identity hold that it
takes part in and breaks none, when the print gives reason to doubt it (a mark that was read with doubt, separators or
decimals unlike those around it), and when no other reading explains the same failures and more. What was read for
certain is never a candidate: there the document itself errs. Where several readings could be mended, none is, unless
one is far more doubtful than the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from extractors.model.record import canonical
from extractors.model.reference import CellRef, CellReference, FactIndex
from extractors.model.result import CheckKind, Result
from extractors.proof.identities import check
from extractors.proof.proof import Proof
from extractors.proof.rounding import HALF_DIGIT, coarseness
from extractors.repair.confusion import EXCHANGED, UNKNOWN, Variant, variants
from extractors.repair.readings import Printed, ReadingReference, Readings
from patterns.confusions import load_confusions
from patterns.measure import Measure

# All set by eye on generated scans, whose truth is known, unless said otherwise.
_MOST_REPAIRS = 12  # of one document; one that needs more was hardly read
_MOST_TRIED = 400  # candidates for one repair; a document that has more was hardly read
_FAR = 6.0  # how many times as doubtful as the next a reading must be to be taken for the slip
_ODD = 0.5  # the doubt of a figure whose very print shows that it was misread
_UNROUNDED = 0.2  # what is left of the odds of a slip where a rate is not what its figures round to
_ELSEWHERE = 0.2  # what is left of a doubt that lies at another mark of the number
# How often the kinds of confusion happen beside each other
_LIKELY = {"swapped": 1.0, "added": 0.5, "lost": 0.2, "point": 1.0, "nothing": 1.0, UNKNOWN: 0.4, EXCHANGED: 0.4}
_NEVER_MENDED = (UNKNOWN, EXCHANGED)


@dataclass(frozen=True, slots=True)
class Repair:
    """One mended reading: the fact of the text (by index) or the cell (by place), what it was and is, who decided."""

    place: ReadingReference
    page: int
    as_read: str
    value: Decimal
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Mended:
    """Readings after all repairs, their proof, and how many explanations each identity that still fails has.

    `explained` is by `identity_key`, and holds nothing where explanations were not looked for.
    """

    readings: Readings
    proof: Proof
    repairs: tuple[Repair, ...] = ()
    explained: tuple[tuple[IdentityKey, int], ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """A line for each repair: where, what was read, what it is, which identities say so."""
        return tuple(
            f"page {r.page}: {r.as_read} was mended to {canonical(r.value)} by {', '.join(r.checks)}"
            for r in self.repairs
        )


@dataclass(frozen=True)
class _Step:
    """A repair that would do: the readings and proof after it, what it mends, how probable it is, and how exact."""

    place: ReadingReference
    value: Decimal
    readings: Readings
    proof: Proof
    fixed: frozenset[IdentityKey]
    kind: str
    doubt: float
    off: tuple[Decimal, Decimal]

    @property
    def odds(self) -> float:
        """How probable the slip is beside others: a rate that its figures do not round to is less so."""
        return self.doubt * (1.0 if self.off[1] <= HALF_DIGIT else _UNROUNDED)


def mended(readings: Readings) -> Mended:
    """Mends what can be mended, one reading after the other."""
    proof = readings.proved()
    if not readings.ocr:
        return Mended(readings, proof)
    readings, proof, emptied = _emptied(readings, proof)
    repairs = list(emptied)
    while True:
        failed = _failed(readings, proof)
        steps = _steps(readings, proof, failed)
        if steps is None:
            return Mended(readings, proof, tuple(repairs))
        best = _decided(steps)
        if best is None or len(repairs) == len(emptied) + _MOST_REPAIRS:
            break
        checks = tuple(dict.fromkeys(r.id for key, r, _ in failed if key in best.fixed))
        place = best.place
        repairs.append(Repair(place, readings.page(place), readings.raw(place), best.value, checks))
        readings, proof = best.readings, best.proof
    misread = [step for step in steps if step.kind != EXCHANGED]
    explained = tuple((key, sum(key in step.fixed for step in misread)) for key, _, _ in failed)
    return Mended(readings, proof, tuple(repairs), explained)


def _emptied(readings: Readings, proof: Proof) -> tuple[Readings, Proof, list[Repair]]:
    """Dashes that were read as figures left empty, all at once: a row may have several, and one alone mends no sum."""
    failed = _failed(readings, proof)
    named: dict[ReadingReference, list[str]] = {}
    for _, result, places in failed:
        for place in places:
            named.setdefault(place, []).append(result.id)
    lone = [p for p in named if not isinstance(p, int) and readings.page(p) in readings.ocr and _is_lone(readings, p)]
    after = readings
    for place in lone:
        after = after.changed(place, Decimal(0), nothing=True)
    told = after.proved() if lone else proof
    still = _failed(after, told)
    if not {key for key, _, _ in still} < {key for key, _, _ in failed}:
        return readings, proof, []
    ids = {place: tuple(dict.fromkeys(ids)) for place, ids in named.items()}
    return after, told, [Repair(p, readings.page(p), readings.raw(p), Decimal(0), ids[p]) for p in lone]


def _is_lone(readings: Readings, place: ReadingReference) -> bool:
    printed = readings.printed(place)
    return printed is not None and printed.number in load_confusions().nothing and printed.odd


class IdentityKey(NamedTuple):
    """An identity by what it is of, whatever the indexes of its facts."""

    kind: CheckKind
    id: str
    formula: str
    of: tuple[CellReference | tuple[str, Measure], ...]


_Failed = tuple[IdentityKey, Result, frozenset[ReadingReference]]  # key, the identity, the readings that it rests on


def _failed(readings: Readings, proof: Proof) -> list[_Failed]:
    return [(identity_key(r, proof), r, _rests_on(readings, proof, r)) for r in proof.results if not r.passed]


def identity_key(result: Result, proof: Proof) -> IdentityKey:
    """What an identity of a proof is to be found again by in another."""
    return IdentityKey(result.kind, result.id, result.formula, result.cells or _named(result, proof))


def _named(result: Result, proof: Proof) -> tuple[tuple[str, Measure], ...]:
    told = (proof.bound[i] for i in result.facts)
    return tuple((b.subject.concept, b.measure) for b in told)


def _rests_on(readings: Readings, proof: Proof, result: Result) -> frozenset[ReadingReference]:
    """The readings that a result rests on, of whatever page: figures of the text, cells of statements."""
    places = [readings.place_of(i, proof.bound[i]) for i in result.facts]
    cells = (ref for ref in result.cells if isinstance(ref, CellRef))
    return frozenset(place for place in (*places, *cells) if place is not None)


def _decided(steps: Sequence[_Step]) -> _Step | None:
    """The step that explains its failures better than every other that explains one of them."""
    for step in steps:
        rivals = [other for other in steps if other is not step and other.fixed & step.fixed]
        if step.kind not in _NEVER_MENDED and all(_better(step, rival) for rival in rivals):
            return step
    return None


def _better(step: _Step, rival: _Step) -> bool:
    if rival.place == step.place:
        return _nearer(step, rival) or (rival.off >= step.off and step.odds >= _FAR * rival.odds)
    return step.fixed > rival.fixed or (step.fixed >= rival.fixed and step.odds >= _FAR * rival.odds)


def _nearer(step: _Step, rival: _Step) -> bool:
    """Of two values for one reading: whether one is what the figures around it round to, and the other is not."""
    return step.off[0] < rival.off[0] or (step.off[0] == rival.off[0] and step.off[1] <= HALF_DIGIT < rival.off[1])


@dataclass(frozen=True)
class _Suspect:
    """A reading that takes part in failures: how it is printed, and what its identities ask of its value.

    `fits` tells whether a value may make them all hold; `by_rates` is whether they are rates alone, `exactly` to
    within how many percentage points one must then hold.
    """

    place: ReadingReference
    printed: Printed
    fits: Callable[[Decimal], bool]
    by_rates: bool
    exactly: Decimal

    def candidates(self) -> Iterator[tuple[Variant, Decimal, float]]:
        """What it may have been, its value in 元, percent or as counted, and how probably."""
        for variant, doubt in _likely(self.printed):
            value = variant.value * self.printed.factor
            # Of ten digits one nearly always brings a rate within its rounding.
            if (variant.kind != "lost" or not self.by_rates) and self.fits(value):
                yield variant, value, doubt

    def judged(self, step: _Step, variant: Variant) -> _Step:
        """The step as what it is: an explanation that mends nothing, where only a rate tells of it and not enough.

        A rate alone is near too much: it must be what its figures round to, and tell every doubtful digit.
        """
        if not self.by_rates or step.kind == EXCHANGED:
            return step
        weak = step.off[1] > self.exactly or any(map(self.fits, _next_to(self.printed, variant)))
        return replace(step, kind=UNKNOWN) if weak else step


def _steps(readings: Readings, proof: Proof, failed: Sequence[_Failed]) -> list[_Step] | None:
    """Every repair that would do; None where so much fails that it was not looked for all."""
    found: list[_Step] = []
    tried = 0
    before = {key for key, _, _ in failed}
    for suspect in _suspects(readings, proof, failed):
        for variant, value, doubt in suspect.candidates():
            tried += 1
            if tried > _MOST_TRIED:
                return None
            step = _step(readings, proof, suspect.place, value, variant, before, doubt)
            if step is not None:
                found.append(suspect.judged(step, variant))
    return found


def _suspects(readings: Readings, proof: Proof, failed: Sequence[_Failed]) -> Iterator[_Suspect]:
    loosest = _loosest(proof)
    for place in _suspected(readings, failed):
        printed = readings.printed(place)
        if printed is None or (len(printed.number) == 1 and not printed.odd):
            continue  # nothing in a lone digit vouches for another one
        own = [r for _, r, places in failed if place in places]
        fits = partial(_could_mend, readings, proof, place, readings.facts_at(place, proof), own=own, loosest=loosest)
        exactly = HALF_DIGIT + max((coarseness(proof.bound[r.rates.rate]) for r in own if r.rates), default=Decimal(0))
        yield _Suspect(place, printed, fits, not any(r.kind.linear for r in own), exactly)


def _next_to(printed: Printed, variant: Variant) -> Iterator[Decimal]:
    """What a figure would be with another of its doubtful digits one more or less: what rates do not tell apart."""
    for i, (mark, confidence) in enumerate(zip(printed.number, printed.confidences, strict=True)):
        if mark.isdigit() and i not in variant.marks and confidence < load_confusions().doubtful:
            after = [k for k in range(i + 1, len(printed.number)) if printed.number[k].isdigit()]
            digits = len(after) - (variant.kind == "added" and variant.marks[0] in after)
            step = Decimal(1).scaleb(digits - len(variant.text.partition(".")[2]))
            yield from ((variant.value + way * step) * printed.factor for way in (1, -1))


def _likely(printed: Printed) -> list[tuple[Variant, float]]:
    """What a figure may have been, the likelier print of a value where it has two (7.1 and 7.10), and how probably."""
    best: dict[Decimal, tuple[Variant, float]] = {}
    for variant in variants(printed.number):
        doubt = _doubt(printed, variant)
        if doubt > best.get(variant.value, (variant, 0.0))[1]:
            best[variant.value] = variant, doubt
    return list(best.values())


def _suspected(readings: Readings, failed: Sequence[_Failed]) -> Iterator[ReadingReference]:
    """The readings by OCR that no other reading stands above: one that takes part in the same failures and in more."""
    failures: dict[ReadingReference, set[IdentityKey]] = {}
    for key, _, places in failed:
        for place in places:
            failures.setdefault(place, set()).add(key)
    for place in sorted(failures, key=_in_order):
        if readings.page(place) in readings.ocr and not any(failures[place] < f for f in failures.values()):
            yield place


def _in_order(place: ReadingReference) -> tuple[bool, str]:
    """Cells before figures of the text, each in the order of their paths."""
    return isinstance(place, FactIndex), str(place)


def _doubt(printed: Printed, variant: Variant) -> float:
    """How probably an OCR made of the variant what was read; 0 where the reading is certain."""
    if printed.style.broken_by(variant.text):
        return 0.0
    weakest = 1.0 - min(printed.confidences)
    touched = 1.0 - min((printed.confidences[m] for m in variant.marks), default=1.0)
    there = weakest if variant.kind in ("lost", "point") else max(touched, weakest * _ELSEWHERE)
    if printed.odd:
        return max(_ODD, there) * _LIKELY[variant.kind]
    return there * _LIKELY[variant.kind] if weakest > 1.0 - load_confusions().doubtful else 0.0


@dataclass(frozen=True)
class _Exactness:
    """By how much identities of this document are off where they hold: 0 where figures add up to the cent.

    Tables in 元 add up exactly where the text, in 万元, is rounded: `sums` are by family.
    """

    sums: dict[str, Decimal]
    shares: Decimal

    def of(self, result: Result) -> Decimal:
        return self.sums.get(result.family, Decimal(0))


def _loosest(proof: Proof) -> _Exactness:
    sums: dict[str, Decimal] = {}
    for result in proof.results:
        if result.passed and result.kind.linear:
            sums[result.family] = max(sums.get(result.family, Decimal(0)), abs(result.difference))
    shares = (abs(r.difference) for r in proof.results if r.passed and r.kind is CheckKind.SHARE)
    return _Exactness(sums, max([HALF_DIGIT, *shares]))


def _could_mend(
    readings: Readings,
    proof: Proof,
    place: ReadingReference,
    facts: Collection[int],
    value: Decimal,
    own: Sequence[Result],
    loosest: _Exactness,
) -> bool:
    """Whether a value may make each failed identity of the reading hold; sums must then be as exact as others are."""
    old = readings.value(place)
    for result in own:
        if result.kind.linear:
            if abs(abs(value - old) - abs(result.difference)) > loosest.of(result):
                return False
        elif old and result.kind.is_rate and not _holds(proof, facts, value / old, result, loosest.shares):
            return False
    return True


def _holds(proof: Proof, facts: Collection[int], times: Decimal, result: Result, loosest: Decimal) -> bool:
    """Whether a rate holds with the reading so many times what it was; a share as exactly as others do."""
    few = [proof.bound[i] for i in result.facts]
    for n, i in enumerate(result.facts):
        value = few[n].value
        if i in facts and isinstance(value, Decimal):
            few[n] = replace(few[n], value=value * times)
    again = [r for r in check(few) if r.id == result.id]
    near = all(abs(r.difference) <= loosest for r in again if r.kind is CheckKind.SHARE)
    return bool(again) and near and all(r.passed for r in again)


def _step(
    readings: Readings,
    proof: Proof,
    place: ReadingReference,
    value: Decimal,
    variant: Variant,
    before: Collection[IdentityKey],
    doubt: float,
) -> _Step | None:
    changed = readings.changed(place, value, nothing=variant.kind == "nothing")
    after = changed.proved()
    still = {identity_key(r, after) for r in after.results if not r.passed}
    if not still < set(before):
        return None
    held = {identity_key(r, after) for r in after.results if r.passed}
    if any(key.kind.is_rate and key not in held for key in set(before) - still):
        return None  # a rate that cannot be told any more does not hold
    sums, rates = Decimal(0), Decimal(0)
    for result in after.results:
        if place in _rests_on(changed, after, result):
            if not result.passed:
                return None
            if result.kind.linear:
                sums += abs(result.difference)
            else:
                rates = max(rates, abs(result.difference))
    return _Step(place, value, changed, after, frozenset(before) - still, variant.kind, doubt, (sums, rates))
