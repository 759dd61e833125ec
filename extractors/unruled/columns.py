"""The columns of a table without rulings: where the body's text runs down the page, and which label stands over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.unruled.pieces import Piece, numbers_columns
from patterns.statements import load_statements, says

_TWO_RUNS = 40.0  # points: what it costs to have two runs under one label
_SHARED = 0.5  # of the narrower run: runs that share more are one column


@dataclass(frozen=True)
class Run:
    """Pieces of the body that stand below one another."""

    x0: float
    x1: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Column:
    """A column: the label over it (None where it has none of its own) and the extent of what stands in it."""

    x0: float
    x1: float
    leaf: Piece | None
    pieces: tuple[Piece, ...]


def runs_of(body: Sequence[Sequence[Piece]]) -> list[Run]:
    """The columns that the body shows, from left to right; totals and numbers of columns make none.

    Those are often set amid columns or across several.
    """
    pieces = [p for row in body if not numbers_columns(row) for p in row if not _is_total(p)]
    runs = [
        *_overlapping([p for p in pieces if p.is_amount]),
        *_overlapping([p for p in pieces if p.is_digits and not p.is_amount]),
        *_overlapping([p for p in pieces if not p.is_amount and not p.is_digits]),
    ]
    return _united(sorted(runs, key=lambda r: (r.x0, r.x1)))


def _is_total(piece: Piece) -> bool:
    return says(piece.text, load_statements().totals)


def _overlapping(pieces: Sequence[Piece]) -> list[Run]:
    runs: list[Run] = []
    for piece in sorted(pieces, key=lambda p: p.box.x0):
        if runs and piece.box.x0 < runs[-1].x1:
            last = runs[-1]
            runs[-1] = Run(last.x0, max(last.x1, piece.box.x1), (*last.pieces, piece))
        else:
            runs.append(Run(piece.box.x0, piece.box.x1, (piece,)))
    return runs


def _united(runs: Sequence[Run]) -> list[Run]:
    """Runs of different kinds that stand in one column, put together."""
    done: list[Run] = []
    for run in runs:
        if done:
            last = done[-1]
            shared = min(last.x1, run.x1) - max(last.x0, run.x0)
            if shared > _SHARED * min(last.x1 - last.x0, run.x1 - run.x0):
                done[-1] = Run(min(last.x0, run.x0), max(last.x1, run.x1), (*last.pieces, *run.pieces))
                continue
        done.append(run)
    return done


def columns_of(body: Sequence[Sequence[Piece]], leaves: Sequence[Piece]) -> list[Column]:
    """The columns: labels with the runs nearest to them, both kept in order; labels without a run are blank columns.

    Without labels every run is a column.
    """
    runs = runs_of(body)
    if not leaves:
        columns = [Column(r.x0, r.x1, None, r.pieces) for r in runs]
    else:
        below: dict[int, list[Run]] = {}
        for run, leaf in zip(runs, _assigned(runs, leaves, body), strict=True):
            below.setdefault(leaf, []).append(run)
        columns = []
        for i, label in enumerate(leaves):
            columns += _under(label, _never_beside(below.get(i, []), body))
    return _with_totals(_with_numbers(columns, body), body)


def _never_beside(runs: Sequence[Run], body: Sequence[Sequence[Piece]]) -> list[Run]:
    """Runs under one label as one wherever no row has text in both: figures set right, their numbers or dashes amid."""
    done: list[Run] = []
    for run in runs:
        last = done[-1] if done else None
        if last is not None and not set.intersection(*_rows_of([last, run], body)):
            done[-1] = Run(min(last.x0, run.x0), max(last.x1, run.x1), (*last.pieces, *run.pieces))
        else:
            done.append(run)
    return done


def _under(leaf: Piece, runs: Sequence[Run]) -> list[Column]:
    if len(runs) > 1:
        return [Column(r.x0, r.x1, leaf, r.pieces) for r in runs]
    x0 = min([leaf.box.x0, *(r.x0 for r in runs)])
    x1 = max([leaf.box.x1, *(r.x1 for r in runs)])
    return [Column(x0, x1, leaf, runs[0].pieces if runs else ())]


def _with_numbers(columns: Sequence[Column], body: Sequence[Sequence[Piece]]) -> list[Column]:
    """The columns with the row that numbers them, each number under the label it stands nearest to."""
    done = list(columns)
    for piece in (p for row in body if numbers_columns(row) for p in row):
        x = piece.box.middle[0]
        i = min(range(len(done)), key=lambda i: abs(x - _middle_of(done[i])), default=None)
        if i is not None:
            done[i] = replace(done[i], pieces=(*done[i].pieces, piece))
    return done


def _middle_of(column: Column) -> float:
    return column.leaf.box.middle[0] if column.leaf is not None else (column.x0 + column.x1) / 2


def _with_totals(columns: Sequence[Column], body: Sequence[Sequence[Piece]]) -> list[Column]:
    """The columns with each total in the nearest one of names that its row leaves blank."""
    named = [i for i, c in enumerate(columns) if not any(p.is_amount for p in c.pieces)]
    done = list(columns)
    for row in body:
        taken = {i for i, c in enumerate(done) if any(p is q for p in row for q in c.pieces)}
        for piece in filter(_is_total, row):
            choice = min((i for i in named if i not in taken), key=lambda i: _away(done[i], piece), default=None)
            if choice is not None:
                taken.add(choice)
                column = done[choice]
                x0, x1 = min(column.x0, piece.box.x0), max(column.x1, piece.box.x1)
                done[choice] = Column(x0, x1, column.leaf, (*column.pieces, piece))
    return done


def _away(column: Column, piece: Piece) -> float:
    middle = piece.box.middle[0]
    return max(column.x0 - middle, 0.0, middle - column.x1)


def _assigned(runs: Sequence[Run], leaves: Sequence[Piece], body: Sequence[Sequence[Piece]]) -> list[int]:
    """For each run the index of its label: never decreasing, with the least distance in all."""
    rows = _rows_of(runs, body)
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for r, run in enumerate(runs):
        steps: list[tuple[float, tuple[int, ...]]] = []
        beside = r > 0 and bool(rows[r] & rows[r - 1])
        for k, leaf in enumerate(leaves):
            away = max(run.x0 - leaf.box.x1, leaf.box.x0 - run.x1, 0.0)
            ways = [
                (cost + away + (_TWO_RUNS if beside and chosen and chosen[-1] == k else 0.0), (*chosen, k))
                for cost, chosen in best
                if not chosen or chosen[-1] <= k
            ]
            if ways:
                steps.append(min(ways))
        best = steps
    return list(min(best)[1])


def _rows_of(runs: Sequence[Run], body: Sequence[Sequence[Piece]]) -> list[set[int]]:
    """For each run the rows of the body in which it has text."""
    row_of = {id(p): i for i, row in enumerate(body) for p in row}
    return [{row_of[id(p)] for p in run.pieces} for run in runs]
