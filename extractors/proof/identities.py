"""The document's own arithmetic: every identity of patterns/identities.yaml that its figures allow.

Money may be off by 0.01万元 a term (each figure is rounded on its own); a rate by what the rounding of the figures
that it is computed from can do to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extractors.model.fact import Bound, FigureKey
from extractors.model.result import BudgetRate, ChangeRate, CheckKind, Pair, RateRoles, Result, Share, Sum
from extractors.proof.rounding import HALF_DIGIT, coarseness, room_for_sum, room_of
from patterns.arithmetic import RateIdentity, load_identities, term
from patterns.loader import load_patterns
from patterns.measure import Measure

# Percentage points. Units move the last digit of one share by one more, so that all add up to 100.
_SHARE_ROOM = HALF_DIGIT + Decimal("0.01")
_TOP, _ITEM = 3, 7  # digits of the codes of a 类 and a 项
_MOST_VALUES = 4  # a concept stated with more different values than this is not one figure


class _Figures:
    """The numeric facts by concept, code and measure; of other years and parts none."""

    def __init__(self, bound: Sequence[Bound]) -> None:
        self.bound = bound
        self._by_key: dict[FigureKey, list[int]] = defaultdict(list)
        for i, b in enumerate(bound):
            if isinstance(b.value, Decimal) and not b.subject.beside:
                self._by_key[b.key].append(i)

    def all(self, concept: str, measure: Measure, code: str | None = None) -> list[int]:
        """All statements of the figure."""
        return self._by_key.get(FigureKey(concept, code, measure), [])

    def one(self, written: str) -> int | None:
        """The first statement of a term."""
        found = self.all(*term(written))
        return found[0] if found else None

    def value(self, i: int) -> Decimal:
        value = self.bound[i].value
        assert isinstance(value, Decimal)
        return value

    def keys(self) -> list[tuple[str, str | None, Measure]]:
        """Concept, code and measure of every figure stated."""
        return [(key.concept, key.code, key.measure) for key in self._by_key]


def check(bound: Sequence[Bound]) -> tuple[Result, ...]:
    """Every identity whose figures are all stated, in the order of the file."""
    figures = _Figures(bound)
    return (
        *_sums(figures),
        *_equals(figures),
        *_functions(figures),
        *_shares(figures),
        *_rates(figures),
        *_restated(figures),
    )


def _sums(figures: _Figures) -> Iterator[Result]:
    for identity in load_identities().sums:
        total = figures.one(identity.total)
        parts = [figures.one(p) for p in (*identity.parts, *identity.minus)]
        if total is None or any(p is None for p in parts):
            continue
        taken = [p for p in map(figures.one, identity.minus) if p is not None]
        added = [p for p in map(figures.one, (*identity.parts, *identity.optional)) if p is not None]
        terms = [*added, *taken]
        difference = figures.value(total) - sum(map(figures.value, added), Decimal(0))
        difference += sum(map(figures.value, taken), Decimal(0))
        tolerance = _room(figures, total, terms)
        if difference > tolerance and len(added) < len(identity.parts) + len(identity.optional):
            continue  # the document lists only some of the parts
        passed = abs(difference) <= tolerance
        roles = Sum(total, tuple(added), tuple(taken))
        yield Result(CheckKind.SUM, identity.id, identity.say, roles, passed, difference)


def _equals(figures: _Figures) -> Iterator[Result]:
    for identity in load_identities().equals:
        left, right = figures.one(identity.left), figures.one(identity.right)
        if left is not None and right is not None:
            difference = figures.value(left) - figures.value(right)
            passed = abs(difference) <= _room(figures, left, (right,))
            yield Result(CheckKind.EQUAL, identity.id, identity.say, Pair(left, right), passed, difference)


def _functions(figures: _Figures) -> Iterator[Result]:
    """类 and 项 each add up to the total; 类 = Σ of its 项."""
    identity = load_identities().functions
    total = figures.one(identity.total)
    by_level: dict[int, dict[str, int]] = defaultdict(dict)
    for concept, code, measure in figures.keys():  # noqa: SIM118
        if concept == identity.by and measure == "final" and code:
            by_level[len(code)].setdefault(code, figures.all(concept, measure, code)[0])
    for digits, level in identity.levels.items():
        terms = tuple(by_level[digits].values())
        if total is not None and terms:
            yield _function_sum(figures, f"{identity.id}.{level}", identity.say, total, terms)
    for code, i in by_level[_TOP].items():
        items = tuple(k for c, k in by_level[_ITEM].items() if c.startswith(code))
        if items:
            yield _function_sum(figures, f"{identity.id}.{code}", identity.say_items.format(code=code), i, items)


def _function_sum(figures: _Figures, which: str, say: str, total: int, terms: tuple[int, ...]) -> Result:
    difference = figures.value(total) - sum(map(figures.value, terms), Decimal(0))
    passed = abs(difference) <= _room(figures, total, terms)
    return Result(CheckKind.FUNCTION_SUM, which, say, Sum(total, terms), passed, difference)


def _shares(figures: _Figures) -> Iterator[Result]:
    for concept, code, measure in figures.keys():  # noqa: SIM118
        if measure != "share":
            continue
        parts = figures.all(concept, "final", code)
        # What is a share of itself is another figure's share.
        wholes = [w for w in _wholes_of(figures, concept) if figures.value(w) != 0 and w not in parts]
        if not wholes or not parts:
            continue
        for i in figures.all(concept, "share", code):
            part = min(parts, key=lambda p: abs(p - i))
            tried = [_share(figures, i, part, whole) for whole in wholes]
            yield next((r for r in tried if r.passed), tried[0])


def _share(figures: _Figures, share: int, part: int, whole: int) -> Result:
    total = abs(figures.value(whole))
    difference = figures.value(share) - figures.value(part) / figures.value(whole) * 100
    room = _SHARE_ROOM + coarseness(figures.bound[share]) + 100 * room_of(figures.bound[whole]) / total
    concept = figures.bound[share].subject.concept
    say, roles = load_identities().formulas.share, Share(share, part, whole)
    return Result(CheckKind.SHARE, f"share.{concept}", say, roles, abs(difference) <= room, difference)


def _wholes_of(figures: _Figures, concept: str) -> list[int]:
    """What the share may be of, as it is usually meant first."""
    identities = load_identities()
    own = [s for s in identities.shares_of_other if concept == s.of]
    below = [s for s in identities.shares if concept == s.of or concept.startswith(s.of + ".")]
    for identity in (own or below)[:1]:
        return [w for w in map(figures.one, (identity.whole, *identity.others)) if w is not None]
    return []


def _rates(figures: _Figures) -> Iterator[Result]:
    for identity in load_identities().rates:
        for concept, code, measure in figures.keys():  # noqa: SIM118
            if measure == identity.rate:
                for i in figures.all(concept, measure, code):
                    yield from _rate(figures, identity, concept, code, i)


def _rate(figures: _Figures, identity: RateIdentity, concept: str, code: str | None, rate: int) -> Iterator[Result]:
    final = _nearest(figures, rate, _finals(figures, concept, code))
    if final is None:
        return
    used: RateRoles
    if identity.of_prior:
        change = _nearest(figures, rate, figures.all(concept, identity.numerator, code))
        if change is None:
            return
        used, numerator = ChangeRate(rate, change, final), figures.value(change)
        base = figures.value(final) - numerator
    else:
        budgets = [i for m in identity.budgets for i in figures.all(concept, m, code)]
        budget = _nearest(figures, rate, budgets)
        if budget is None:
            return
        used, base = BudgetRate(rate, final, budget), figures.value(budget)
        numerator = figures.value(final) - (base if identity.rate == "variance_rate" else 0)
    if base <= 0:
        return
    expected = numerator / base * 100
    step = max(room_of(figures.bound[i]) for i in used.amounts)
    room = HALF_DIGIT + coarseness(figures.bound[rate]) + (abs(expected) + 100) * step / base
    difference = figures.value(rate) - expected
    yield Result(
        CheckKind(identity.id), f"{identity.id}.{concept}", identity.say, used, abs(difference) <= room, difference
    )


def _finals(figures: _Figures, concept: str, code: str | None) -> list[int]:
    members = load_patterns().concept(concept).members
    return figures.all(concept, "final", code) or [i for m in members for i in figures.all(m, "final")]


def _room(figures: _Figures, total: int, terms: Sequence[int]) -> Decimal:
    return room_for_sum(figures.bound[total], (figures.bound[i] for i in terms))


def _nearest(figures: _Figures, to: int, candidates: Sequence[int]) -> int | None:
    return min(candidates, key=lambda i: abs(i - to)) if candidates else None


def _restated(figures: _Figures) -> Iterator[Result]:
    """The same figure stated twice must be the same."""
    for concept, code, measure in figures.keys():  # noqa: SIM118
        found = figures.all(concept, measure, code)
        values = {figures.value(i) for i in found}
        if len(found) < 2 or len(values) > _MOST_VALUES:
            continue
        for a, b in pairwise(found):
            difference = figures.value(b) - figures.value(a)
            room = _room(figures, a, (b,))
            which, say = f"restated.{concept}.{measure}", load_identities().formulas.restated
            yield Result(CheckKind.RESTATED, which, say, Pair(a, b), abs(difference) <= room, difference)
