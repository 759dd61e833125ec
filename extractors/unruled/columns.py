"""The columns of a table without rulings: where the body's text runs down the page, and which label stands over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.unruled.pieces import Piece
from patterns.statements import load_statements, says

_SHARED = 0.5  # of the narrower run: runs that share more are one column
_APART = 0.3  # in characters: a gap that parts figures of two columns


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


def runs_of(body: Sequence[Sequence[Piece]], size: float) -> list[Run]:
    """The columns that the body shows, from left to right. 合计 set midway between two columns makes none."""
    pieces = [p for row in body for p in row if not says(p.text, load_statements().totals)]
    runs = [
        *_overlapping([p for p in pieces if p.is_amount], size),
        *_overlapping([p for p in pieces if p.is_digits and not p.is_amount], size),
        *_overlapping([p for p in pieces if not p.is_amount and not p.is_digits], size),
    ]
    runs = _united(sorted(runs, key=lambda r: (r.x0, r.x1)))
    for piece in (p for row in body for p in row if says(p.text, load_statements().totals)):
        runs = _with_total(runs, piece)
    return runs


def _overlapping(pieces: Sequence[Piece], size: float) -> list[Run]:
    runs: list[Run] = []
    for piece in sorted(pieces, key=lambda p: p.box.x0):
        if runs and piece.box.x0 < runs[-1].x1 + _APART * size * 0:
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


def _with_total(runs: Sequence[Run], piece: Piece) -> list[Run]:
    """The runs with 合计 in the one it stands in, or in the nearest of names."""
    named = [i for i, r in enumerate(runs) if any(not p.is_amount and not p.is_digits for p in r.pieces)]
    middle = piece.box.middle[0]

    def distance(i: int) -> float:
        return max(runs[i].x0 - middle, 0.0, middle - runs[i].x1)

    choice = min(named, key=distance, default=None)
    if choice is None or distance(choice) > 4 * piece.box.width:
        return sorted([*runs, Run(piece.box.x0, piece.box.x1, (piece,))], key=lambda r: r.x0)
    run = runs[choice]
    grown = Run(min(run.x0, piece.box.x0), max(run.x1, piece.box.x1), (*run.pieces, piece))
    return [*runs[:choice], grown, *runs[choice + 1 :]]


def columns_of(runs: Sequence[Run], leaves: Sequence[Piece]) -> list[Column]:
    """Runs under the labels they stand nearest to, both kept in order; labels without a run are blank columns."""
    if not leaves:
        return [Column(r.x0, r.x1, None, r.pieces) for r in runs]
    below: dict[int, list[Run]] = {}
    for run, label in zip(runs, _assigned(runs, leaves), strict=True):
        below.setdefault(label, []).append(run)
    columns = []
    for i, leaf in enumerate(leaves):
        own = below.get(i, [])
        if len(own) <= 1:
            x0 = min([leaf.box.x0, *(r.x0 for r in own)])
            x1 = max([leaf.box.x1, *(r.x1 for r in own)])
            columns.append(Column(x0, x1, leaf, own[0].pieces if own else ()))
        else:
            columns += [Column(r.x0, r.x1, leaf, r.pieces) for r in own]
    return columns


def _assigned(runs: Sequence[Run], leaves: Sequence[Piece]) -> list[int]:
    """For each run the index of its label: never decreasing, with the least distance in all."""
    costs: list[list[float]] = []
    for run in runs:
        row = []
        for k, leaf in enumerate(leaves):
            before = (
                min((costs[-1][j] + (_TWO_RUNS if j == k else 0.0) for j in range(k + 1)), default=0.0)
                if costs
                else 0.0
            )
            row.append(before + max(run.x0 - leaf.box.x1, leaf.box.x0 - run.x1, 0.0))
        costs.append(row)
    chosen: list[int] = []
    bound = len(leaves)
    for i in range(len(runs) - 1, -1, -1):
        options = range(bound) if not chosen else range(chosen[-1] + 1)
        chosen.append(
            min(options, key=lambda k, i=i: costs[i][k] + (_TWO_RUNS if chosen and k == chosen[-1] else 0.0))  # type: ignore[misc]
        )
    return chosen[::-1]


_TWO_RUNS = 25.0  # points: what it costs to have two runs under one label
