"""What a table itself tells of its kind: the labels of its head, what its rows are, which classification codes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.statements.grid import Grid, label
from extractors.statements.head import Head
from extractors.statements.spelling import is_whole_code, unnumbered
from patterns.money import without_unit
from patterns.shapes import is_value
from patterns.statements import Class, RowsAre, StatementPattern, all_statements, load_statements, says

_FEWEST_CODES = 2  # that tell by which classification a table is: one may be a number of another kind
_MOSTLY = 0.6  # of the codes (set by eye): an OCR may have misread the rest


@dataclass(frozen=True)
class Evidence:
    """Labels of the head and names of the rows, each without numbering; what names the rows; how they are coded.

    `classed` is None where too few codes stand there to tell; `whole` whether nothing of it may have been misread.
    """

    labels: frozenset[str]
    names: frozenset[str]
    rows_are: RowsAre
    classed: Class | None
    whole: bool


def evidence_of(grid: Grid, head: Head, *, whole: bool) -> Evidence:
    """What a table with a readable head tells of its kind; `whole` where no label may have been misread."""
    labels = [without_unit(t) for r in range(head.body) for t in grid.texts(r) if t and not is_value(t)]
    naming = [c.index for block in head.blocks for c in block.of("name")]
    coding = [c.index for block in head.blocks for c in block.of("code")]
    body = range(head.body, grid.rows)
    names = {unnumbered(grid.text(r, c)) for r in body for c in naming}
    codes = [_code(grid, r, columns) for r in body for columns in _code_columns(head)]
    return Evidence(
        frozenset(map(unnumbered, labels)),
        frozenset(names - {""}),
        _rows_are(head, labels, sided=not coding and len(head.blocks) > 1),
        _classed(codes),
        whole,
    )


def contradicts(pattern: StatementPattern, evidence: Evidence) -> bool:
    """Whether what a table tells forbids a kind; what may have been misread or lost forbids nothing by being absent."""
    if pattern.classes and evidence.classed is not None and evidence.classed not in pattern.classes:
        return True
    if any(says(text, pattern.bars) for text in evidence.labels):
        return True
    if not evidence.whole:
        return False
    return _other_rows(pattern, evidence) or not all(_has(evidence.labels, group) for group in pattern.needs)


def affirms(pattern: StatementPattern, evidence: Evidence) -> bool:
    """Whether a table tells of itself what a kind needs, where its title alone is no proof."""
    if pattern.needs:
        return all(_has(evidence.labels, group) for group in pattern.needs)
    if pattern.classes:
        return evidence.classed in pattern.classes
    said = evidence.labels | evidence.names
    return all(_has(said, group) for group in pattern.tells)


def told_alone(evidence: Evidence, *, plans: bool = False) -> StatementPattern | None:
    """The kind that a head tells without a title, of a budget with `plans`; None where none or several fit."""
    said = evidence.labels | evidence.names
    found = [
        pattern
        for pattern in all_statements(plans=plans)
        if pattern.tells and all(_has(said, group) for group in pattern.tells) and not contradicts(pattern, evidence)
    ]
    fits = [pattern for pattern in found if not _other_rows(pattern, evidence)]
    return fits[0] if len(fits) == 1 else None


def fitting(evidence: Evidence, *, plans: bool = False) -> tuple[StatementPattern, ...]:
    """The kinds of tables of codes (of a budget with `plans`) that a head has all of, none of which it need be."""
    if evidence.rows_are != "codes" or evidence.classed is None:
        return ()
    return tuple(
        pattern
        for pattern in all_statements(plans=plans)
        if pattern.needs
        and evidence.classed in pattern.classes
        and affirms(pattern, evidence)
        and not contradicts(pattern, evidence)
    )


def _other_rows(pattern: StatementPattern, evidence: Evidence) -> bool:
    return bool(pattern.rows_are) and evidence.rows_are not in pattern.rows_are


def _has(labels: frozenset[str], group: tuple[str, ...]) -> bool:
    return any(says(text, group) for text in labels)


def _rows_are(head: Head, labels: Sequence[str], *, sided: bool) -> RowsAre:
    holders = load_statements().holders
    if sided:
        return "sides"
    if any(says(text, holders.projects) for text in labels):
        return "projects"
    if any(block.of("code") for block in head.blocks):
        return "codes"
    return "units" if any(says(text, holders.units) for text in labels) else "items"


def _code(grid: Grid, row: int, columns: Sequence[int]) -> str:
    """The code of a row, in one cell over several columns or parted over them."""
    cells = {id(cell): cell for c in columns if (cell := grid.at(row, c)) is not None}
    return "".join(label(cell.text) for cell in cells.values())


def _code_columns(head: Head) -> list[list[int]]:
    return [[c.index for c in block.of("code")] for block in head.blocks if block.of("code")]


def _classed(codes: Sequence[str]) -> Class | None:
    """The classification that most of the codes are of."""
    classes = load_statements().classes
    told = Counter(c for code in codes if (c := _class_of(code, classes)) is not None)
    if told.total() < _FEWEST_CODES:
        return None
    (most, count), *_ = told.most_common(1)
    return most if count >= _MOSTLY * told.total() else None


def _class_of(code: str, classes: dict[Class, str]) -> Class | None:
    code = label(code)
    if not is_whole_code(code):
        return None
    return next((c for c, first in classes.items() if code.startswith(first)), None)
