"""Whether what was read of a statement without rulings adds up: else nothing is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import regex

from extractors.language.numbers import parse_number
from extractors.statements.flat.coded import CodedRow
from extractors.statements.flat.items import Item
from extractors.statements.flat.sided import Segment
from extractors.statements.named import row_pattern_of
from patterns.arithmetic import load_identities, term
from patterns.statements import ColumnPattern, SidePattern, StatementPattern, load_statements, says

_LAST_DIGIT = Decimal("0.01")  # what each figure may be rounded by, in its own unit
_TOP, _DEEPER = 3, 2  # digits of the code of a 类, and what each level below it has more


def value_of(item: Item) -> Decimal:
    """The value of a figure as printed; 0 of a dash."""
    digits = regex.search(r"\d[\d,.]*", item.text)
    if digits is None:
        return Decimal(0)
    value = parse_number(digits[0].rstrip(".,"))[0]
    return value if item.text[0].isdigit() or item.text[0] == "+" else -value


def adds_up(total: Decimal, parts: Sequence[Decimal]) -> bool:
    """Whether parts make a total, as far as their last digits may be rounded."""
    return abs(total - sum(parts, Decimal(0))) <= _LAST_DIGIT * max(1, len(parts))


def sides_add_up(segments: Sequence[Segment], sides: Sequence[SidePattern]) -> bool:
    """Whether items make the sum of the year, this and what is carried over the sum of all, and both sides as much."""
    sums = [_sums_of([s for s in segments if s.side == i], side) for i, side in enumerate(sides)]
    totals = [total for *_, total in sums if total is not None]
    return all(_holds(*side) for side in sums) and (len(totals) < len(sides) or adds_up(totals[0], totals[1:]))


def rows_add_up(rows: Sequence[CodedRow], pattern: StatementPattern, *, whole: bool) -> bool:
    """Whether 类 make the sums that rows without a code are, and 款 their 类; `whole` is whether no row is lost.

    Where rows may be lost, those left must not make more than a sum.
    """
    values = {row.code.text: value_of(row.figures[0]) for row in rows if row.code is not None and row.figures}
    tops = {code: value for code, value in values.items() if len(code) == _TOP}
    sums = [(value_of(row.figures[0]), _parts_of(row, pattern, tops)) for row in rows if not row.code and row.figures]
    sums += [(value, parts) for top, value in tops.items() if (parts := _below(top, values))]
    return all(adds_up(total, parts) or (not whole and sum(parts) < total) for total, parts in sums)


def _below(top: str, values: Mapping[str, Decimal]) -> list[Decimal]:
    """The values of the 款 below a 类."""
    return [value for code, value in values.items() if code.startswith(top) and len(code) == _TOP + _DEEPER]


def _parts_of(row: CodedRow, pattern: StatementPattern, tops: Mapping[str, Decimal]) -> list[Decimal]:
    named = row_pattern_of(pattern.rows, row.name.text, [])
    wanted = load_identities().economic.get(named.concept) if named is not None else None
    return [value for code, value in tops.items() if wanted is None or code in wanted]


def is_sum_of(columns: Sequence[ColumnPattern | None]) -> bool:
    """Whether the first of several columns is by identity the sum of the others."""
    first, *others = (c.concept if c is not None else None for c in columns)
    for identity in load_identities().sums:
        parts = {term(part)[0] for part in (*identity.parts, *identity.optional)}
        if term(identity.total)[0] == first and not identity.minus and parts >= set(others):
            return True
    return False


def pays_all(segments: Sequence[Segment], side: SidePattern, budget: str) -> bool:
    """Whether all that a side sums up is of one budget, so that all that is spent must be."""
    total = next((s for s in segments if s.sums_up(load_statements().sums_up_all)), None)
    rows = [row for row in side.rows if row.concept.endswith(f".{budget}")]
    paid = [v for s in segments if any(says(s.core, row.say) for row in rows) for v in _first(s)]
    whole = _only(total)
    return whole is not None and bool(whole) and adds_up(whole, paid)


_Sums = tuple[Sequence[Decimal], Decimal | None, Sequence[Decimal], Decimal | None]


def _sums_of(segments: Sequence[Segment], side: SidePattern) -> _Sums:
    """The items of a side, the sum of its year, what is carried over, and the sum of all; None for a lost sum."""
    known = load_statements()
    year = next((i for i, s in enumerate(segments) if s.sums_up(known.sums_up_year)), None)
    whole = next((s for s in segments if s.sums_up(known.sums_up_all)), None)
    items = [v for s in segments[:year] if s.is_numbered and not s.is_part for v in _first(s)]
    below = range(year or 0, len(segments))
    carried = [v for i in below if _is_carried(segments, i, side) for v in _first(segments[i])]
    current = segments[year] if year is not None else None
    return items, _only(current), carried, _only(whole)


def _is_carried(segments: Sequence[Segment], place: int, side: SidePattern) -> bool:
    segment, above = segments[place], [s.core for s in segments[:place]]
    summed = segment.sums_up(("",)) or segment.is_numbered or segment.is_part
    named = row_pattern_of(side.rows, segment.core, above)
    return not summed and named is not None and not named.after


def _holds(items: Sequence[Decimal], year: Decimal | None, carried: Sequence[Decimal], total: Decimal | None) -> bool:
    if year is not None and not adds_up(year, items):
        return False
    return year is None or total is None or adds_up(total, (year, *carried))


def _first(segment: Segment) -> Iterator[Decimal]:
    yield from (value_of(f) for f in segment.figures[:1])


def _only(segment: Segment | None) -> Decimal | None:
    return next(_first(segment), None) if segment is not None else None
