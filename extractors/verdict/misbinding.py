"""Whether a failed identity speaks of the document, or of figures that were bound to the wrong item or not read.

Characters of a text layer are certain, what they are said of is not. Signs of a slip of the document: all figures but
one are confirmed by something else, and that one is off as slips of the pen are. Signs of a wrong binding: another
reading of the printed figures accounts for the failure, figures beside them were not understood, or every figure is
confirmed as it stands. What each sign weighs is data (patterns/misbinding.yaml).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import islice

from extractors.binding.printed import PrintedFigure
from extractors.model.evidence import BindingSigns
from extractors.model.fact import Bound, FigureKey
from extractors.model.reference import CellRef, CellReference, FigureReference
from extractors.model.result import ChangeRate, CheckKind, RateRoles, Result, Share
from extractors.proof.rounding import CENT
from extractors.statements.statement import ReadStatement
from extractors.verdict.blame import LEAST_AS_BOUND, Blame
from extractors.verdict.likeness import alike, rate_tells, rounded, same_digits, telling
from patterns.misbinding import load_misbinding

_BEFORE, _AFTER = 5, 2  # amounts beside a rate that it may be of
_CERTAIN_CUE = 0.9  # the sign `cue` of a wording that leaves nothing open; below it another meaning is possible
_POINTS = Decimal(2)  # percentage points that a slip may be off
_MANY = 3  # figures that are doubtful, or were not read, from which on more say no more
_MOST_TOLD = 60  # values of one figure that are held against another: no document tells as many
_FIFTH = 5  # of the text's figures that were not read: then little of it was understood
_QUARTER = 4  # of a rate that a slip may be off by, where that is more
_TELLING_RATE = 50  # steps of its last digit that a rate must have at least to tell its amounts from others


class Misbinding:
    """The document's figures as they are printed and bound, and what its identities say of them."""

    def __init__(
        self,
        bound: Sequence[Bound],
        results: Sequence[Result],
        printed: Sequence[PrintedFigure],
        statements: Sequence[ReadStatement],
    ) -> None:
        self._bound = bound
        self._by_fact = {p.fact: p for p in printed if p.fact is not None}
        self._by_place: dict[int, list[PrintedFigure]] = defaultdict(list)
        for figure in printed:
            self._by_place[figure.place].append(figure)
        self._cells: dict[CellReference, Decimal] = {
            CellRef(s, r, k): Decimal(cell.value)
            for s, statement in enumerate(statements)
            for r, row in enumerate(statement.statement.rows)
            for k, cell in enumerate(row.cells)
            if cell.value is not None and cell.unit == "CNY"
        }
        self._witnesses = {w.cell for b in bound for w in b.witnesses if w.cell is not None}
        self._blanks = _blank_rows(statements)
        self._places = _places_of_amounts(printed, self._cells)
        self._passed = {ref for r in results if r.passed for ref in self._confirmed_by(r)}
        self._failing = _failing(results)
        self._unread = _unread(printed)
        self._values = _values_by_key(bound)
        self._others: dict[tuple[FigureKey, Decimal, str | None], list[Decimal]] = {}
        self._told = self._confirmed_by_neighbours()

    def document(self, result: Result, blame: Blame) -> Blame:
        """The blame, with the chance that figures were misbound: `blame` knows only how surely they were read.

        The sums of a self-evaluation form rest on its own cells, which nothing was bound to.
        """
        if blame.who == "reading" or result.kind.of_form:
            return blame
        odds = load_misbinding().odds(self.signs(result).weighed)
        probability = round(blame.probability / (1.0 + math.exp(-odds)), 4)
        if probability >= LEAST_AS_BOUND:
            return Blame("document", probability)
        return Blame("reading", round(1.0 - probability, 4))

    def signs(self, result: Result) -> BindingSigns:
        """What speaks for and against the document."""
        rates, off = result.rates, None if result.rates else abs(result.difference)
        unsure = sum(not self._sound(i, off) for i in result.facts)
        unsure += sum(not self._sound_cell(c) for c in result.cells)
        places = {self._by_fact[i].place for i in result.facts if i in self._by_fact}
        return BindingSigns(
            none_doubtful=float(unsure == 0),
            several_doubtful=min(1.0, max(0, unsure - 1) / _MANY),
            explained=float(self._explained(result)),
            other_telling=float(self._holds_for_another_telling(result)),
            unread=min(1.0, self._unread_at(places) / _MANY),
            unread_in_all=self._unread,
            twice=float(result.kind is CheckKind.RESTATED),
            like_a_slip=float(self._like_a_slip(result)),
            no_other=float(rates is not None and not self._told_by_another(result.kind, rates)),
            cue=float(self._unclear(result)),
            apart=float(rates is not None and len(places) > 1),
            table_fails=self._table_fails(result),
        )

    def _unread_at(self, places: Iterable[int]) -> int:
        """How many amounts and rates of some paragraphs are no facts."""
        return sum(f.fact is None and f.unit in ("CNY", "percent") for p in places for f in self._by_place[p])

    def _unclear(self, result: Result) -> bool:
        """Whether the wording that binds one of the figures leaves open what it is of."""
        return any(self._bound[i].signs.cue < _CERTAIN_CUE for i in result.facts)

    def _table_fails(self, result: Result) -> float:
        """The share of the sums that fail, of the table of an identity's cells of which most do."""
        cells = (c for c in result.cells if isinstance(c, CellRef) and c in self._cells)
        return max((self._failing.get(c.statement, 0.0) for c in cells), default=0.0)

    def _confirmed_by(self, result: Result) -> Sequence[FigureReference]:
        """What an identity that holds confirms: a rate is sure to its last digit, the amounts that it is of are not.

        One figure that tells both sides (收、支总计均为…) does not confirm itself.
        """
        places = {self._bound[i].place for i in result.facts}
        if result.kind is CheckKind.RESTATED or (len(places) == 1 and not result.cells):
            return ()
        return (result.rates.rate,) if result.rates else (*result.facts, *result.cells)

    def _sound(self, i: int, off: Decimal | None) -> bool:
        """Whether something confirms the figure as it is printed, whatever it was bound to.

        A rate confirms an amount to within its own last digit: that tells nothing of one that is off by less.
        """
        fact = self._bound[i]
        if i in self._passed or fact.witnesses or (i in self._told and (off is None or self._told[i] < off)):
            return True
        if fact.cell is not None:
            return self._sound_cell(fact.cell)
        figure = self._by_fact.get(i)
        if figure is None or fact.unit != "CNY" or not telling(figure.value, figure.step):
            return False
        return self._printed_elsewhere(figure.value, {figure.place})

    def _sound_cell(self, ref: CellReference) -> bool:
        if ref in self._passed:
            return True
        value = self._cells.get(ref)
        return value is not None and telling(value, CENT) and self._printed_elsewhere(value, {ref})

    def _printed_elsewhere(self, value: Decimal, but: Iterable[int | CellReference]) -> bool:
        return bool(self._places.get(rounded(value), frozenset()) - set(but))

    def _explained(self, result: Result) -> bool:
        """Whether another reading of the printed figures would account for the failure."""
        if self._holds_for_another_telling(result):
            return True
        if result.rates:
            return self._rate_explained(result, result.rates)
        if any(self._moved_into_a_blank(result, ref) for ref in result.cells):
            return True
        if result.kind is CheckKind.TEXT_TABLE:
            return self._in_place_of_another(result)
        values = [*map(self._value, result.facts), *(self._cells.get(c, Decimal(0)) for c in result.cells)]
        own = {rounded(v) for v in values}
        off = abs(result.difference)
        return telling(off, CENT) and rounded(off) not in own and self._printed_elsewhere(off, ())

    def _other_tellings(self, i: int) -> list[Decimal]:
        """What else the text gives for the figure, slips of the same value left out."""
        value, key, unit = self._value(i), self._bound[i].key, self._bound[i].unit
        if (key, value, unit) not in self._others:
            slip = alike if unit == "CNY" else same_digits
            told = islice(self._values[key], _MOST_TOLD)
            self._others[key, value, unit] = [v for v in told if v != value and not slip(v * 100, value * 100)]
        return self._others[key, value, unit]

    def _holds_for_another_telling(self, result: Result) -> bool:
        """Whether it holds with another value that the text gives for one of the figures."""
        if result.kind is CheckKind.RESTATED:
            return False
        if result.rates is None:
            off = abs(result.difference)
            return any(
                abs(abs(v - self._value(i)) - off) <= CENT for i in result.facts for v in self._other_tellings(i)
            )
        figure, others = self._by_fact.get(result.rates.rate), result.rates.amounts
        if figure is None:
            return False
        for i in others:
            for v in self._other_tellings(i):
                for other in (self._value(k) for k in others if k != i):
                    if rate_tells(figure, v, other, CENT) or rate_tells(figure, other, v, CENT):
                        return True
        return False

    def _in_place_of_another(self, result: Result) -> bool:
        """Whether text and table hold each other's figures, for something else: then both are right as printed.

        What text and table agree on is bound already, and no place for another figure.
        """
        fact = self._bound[result.facts[0]]
        told = self._value(result.facts[0])
        if telling(told, CENT) and any(
            isinstance(p, CellRef) and p not in self._witnesses for p in self._places.get(rounded(told), ())
        ):
            return True
        cell = next((self._cells[c] for c in result.cells if c in self._cells), Decimal(0))
        if not telling(cell, CENT) or alike(told, cell):
            return False  # a slip of the pen is no other item's figure
        others = [
            b for b in self._bound if b.cell is None and not b.witnesses and b.value == cell and b.key != fact.key
        ]
        return bool(others) and rounded(cell) not in self._values[fact.key]

    def _moved_into_a_blank(self, result: Result, ref: CellReference) -> bool:
        """Whether a cell holds the whole difference, and stands in a row with a blank where it may belong."""
        value = self._cells.get(ref)
        return value is not None and value == abs(result.difference) and ref[:2] in self._blanks

    def _rate_explained(self, result: Result, roles: RateRoles) -> bool:
        if roles.rate in self._told or self._wrong_sign(result, roles):
            return True
        figure = self._by_fact.get(roles.rate)
        if figure is None or not isinstance(roles, Share):
            return False
        part, whole = map(self._value, roles.amounts)
        value, room = abs(figure.value), figure.step
        nearby = [n.value for n in self._beside(figure)]
        if whole and any(abs(n / whole * 100 - value) <= room for n in nearby if not alike(n, part)):
            return True
        return any(
            abs(part / other * 100 - value) <= room for other in self._places if other and not alike(other, whole)
        )

    def _told_by_another(self, kind: CheckKind, roles: RateRoles) -> bool:
        """Whether some amount printed anywhere, in place of one of a rate's two, would make it right.

        A rate of few digits is told by too many amounts to say anything.
        """
        figure = self._by_fact.get(roles.rate)
        if figure is None:
            return False
        rate, room = abs(figure.value), figure.step
        part, whole = (abs(self._value(i)) for i in roles.amounts)
        if isinstance(roles, ChangeRate):
            whole -= self._value(roles.change)
        elif kind is CheckKind.VARIANCE_RATE:
            part = abs(part - whole)
        if rate <= room * _TELLING_RATE or not part or whole <= 0:
            return True
        return any(
            (not alike(other, whole) and abs(part / other * 100 - rate) <= room)
            or (not alike(other, part) and abs(other / whole * 100 - rate) <= room)
            for other in self._places
            if other
        )

    def _wrong_sign(self, result: Result, roles: RateRoles) -> bool:
        """Whether only the sign is wrong, and the wording does not tell it (增加（减少）)."""
        rate = self._bound[roles.rate]
        twice = abs(abs(result.difference) - 2 * abs(self._value(roles.rate)))
        return self._unclear(result) and twice <= Decimal(2).scaleb(-rate.decimals)

    def _like_a_slip(self, result: Result) -> bool:
        """Whether one of the figures would be right with a small change, as slips of the pen are."""
        if result.rates:
            return abs(result.difference) <= max(_POINTS, abs(self._value(result.rates.rate)) / _QUARTER)
        values = [self._value(i) for i in result.facts] + [self._cells.get(c, Decimal(0)) for c in result.cells]
        off = result.difference
        if any(self._bound[i].unit == "percent" for i in result.facts):
            values, off = [v * 100 for v in values], off * 100
            return any(same_digits(v, v - off) or same_digits(v, v + off) for v in values if v)
        return any(alike(v, v - off) or alike(v, v + off) for v in values if v)

    def _value(self, i: int) -> Decimal:
        value = self._bound[i].value
        assert isinstance(value, Decimal)
        return value

    def _beside(self, rate: PrintedFigure) -> list[PrintedFigure]:
        """The amounts around a rate in its paragraph."""
        money = [f for f in self._by_place[rate.place] if f.unit == "CNY"]
        before = [f for f in money if f.start < rate.start][-_BEFORE:]
        return before + [f for f in money if f.start > rate.start][:_AFTER]

    def _confirmed_by_neighbours(self) -> dict[int, Decimal]:
        """The facts whose figures a rate and two amounts of one paragraph confirm, and to within how much."""
        found: dict[int, Decimal] = {}
        for figures in self._by_place.values():
            for rate in figures:
                if rate.unit != "percent" or rate.value == 0:
                    continue
                beside = self._beside(rate)
                for x in beside:
                    for y in beside:
                        if x is not y and rate_tells(rate, x.value, y.value, max(x.step, y.step)):
                            for f in (rate, x, y):
                                room = Decimal(0) if f is rate else abs(f.value) * rate.step / abs(rate.value)
                                if f.fact is not None:
                                    found[f.fact] = min(room, found.get(f.fact, room))
        return found


def _unread(printed: Sequence[PrintedFigure]) -> float:
    """How much of the text was not understood: 1 where a fifth or more of its amounts and rates are no facts."""
    told = [f for f in printed if f.unit in ("CNY", "percent")]
    return min(1.0, _FIFTH * sum(f.fact is None for f in told) / max(1, len(told)))


def _values_by_key(bound: Sequence[Bound]) -> Mapping[FigureKey, set[Decimal]]:
    found: dict[FigureKey, set[Decimal]] = defaultdict(set)
    for b in bound:
        if isinstance(b.value, Decimal) and b.cell is None:
            found[b.key].add(rounded(b.value) if b.unit == "CNY" else b.value)
    return found


def _places_of_amounts(
    printed: Sequence[PrintedFigure], cells: Mapping[CellReference, Decimal]
) -> dict[Decimal, set[int | CellReference]]:
    """Where each amount is printed: paragraphs by number, and cells."""
    found: dict[Decimal, set[int | CellReference]] = defaultdict(set)
    for figure in printed:
        if figure.unit == "CNY":
            found[rounded(figure.value)].add(figure.place)
    for ref, value in cells.items():
        found[rounded(value)].add(ref)
    return dict(found)


def _failing(results: Sequence[Result]) -> dict[int, float]:
    """By statement: the share of its sums that fail."""
    failed: Counter[int] = Counter()
    evaluated: Counter[int] = Counter()
    for result in results:
        if result.kind.of_statement:
            for statement in {c.statement for c in result.cells if isinstance(c, CellRef)}:
                evaluated[statement] += 1
                failed[statement] += not result.passed
    return {s: failed[s] / n for s, n in evaluated.items()}


def _blank_rows(statements: Sequence[ReadStatement]) -> set[tuple[int, int]]:
    """The rows of statements that have a blank cell, by statement and row."""
    return {
        (s, r)
        for s, statement in enumerate(statements)
        for r, row in enumerate(statement.statement.rows)
        if any(cell.value is None for cell in row.cells)
    }
