"""Ruled tables to self-evaluation forms (绩效自评表): funds, goals, indicators and scores.

A form is read by its labels, not by its geometry: which labels there are is data (patterns/forms.yaml).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from extractors.model.cells import Cell, Table
from extractors.model.page import ReadPage
from extractors.model.paragraph import normalised
from extractors.model.record import Form, FormCell
from patterns.forms import is_label, load_forms, mentions
from patterns.shapes import may_be_dash

# An OCR's slip: no thousand is followed by two digits.
_CENTS = regex.compile(r"(\d+)(?:[,，]|[,，.]{2})(\d\d%?)")
# Coarse scans show ≥ as a 2: of rates two hundred and more are hardly ever set.
_AT_LEAST = regex.compile(r"2(\d\d%)")
_DOUBTFUL = 0.9  # confidence of a cell below which a 2 may be a misread ≥ (set by eye on generated faxes)
_FEWEST_HEADS = 2  # labels in a row that make it the head of funds or of indicators: one may be a name


def read_forms(tables: Sequence[Table], pages: Mapping[int, ReadPage]) -> tuple[Form, ...]:
    """The forms among the tables of a document, in order; `pages` by number, for the places of the cells."""
    return tuple(form for table in tables if (form := _FormReader(table, pages).read()) is not None)


def cell_text(cell: Cell) -> str:
    """A form cell's text: normalised, blanks removed, any dash as "-"."""
    text = "".join(c for c in normalised(cell.text) if not c.isspace())
    if may_be_dash(text):
        return "-"
    if cell.confidence < 1.0 and (cents := _CENTS.fullmatch(text)):
        return f"{cents[1]}.{cents[2]}"
    if cell.confidence < _DOUBTFUL and (least := _AT_LEAST.fullmatch(text)):
        return f"≥{least[1]}"
    return text


@dataclass
class _FormReader:
    """Reads one table as a form; `places` collects where each cell that was used stands."""

    table: Table
    pages: Mapping[int, ReadPage]
    places: list[FormCell] = field(default_factory=list)

    def read(self) -> Form | None:
        rows = [self._row(r) for r in range(self.table.row_count)]
        title, year = self._title()
        indicators_at = next((r for r, row in enumerate(rows) if self._is_indicator_head(row)), None)
        funds_at = next((r for r, row in enumerate(rows) if self._count(row, "funds_columns") >= _FEWEST_HEADS), None)
        if not title and (indicators_at is None or funds_at is None):
            return None
        if indicators_at is None and funds_at is None:
            return None
        funds_header, funds = self._funds(rows, funds_at)
        goal, done = self._goals(rows)
        ind_header, indicators, total = self._indicators(rows, indicators_at)
        overall = mentions(title, "overall") and self._beside(rows, "project") is None
        return Form(
            kind="overall" if overall else "project",
            title=title,
            year=year,
            project=self._beside(rows, "project", "project"),
            department=self._beside(rows, "department", "department"),
            unit=self._beside(rows, "unit", "unit"),
            funds_header=funds_header,
            funds=funds,
            goal=goal,
            done=done,
            ind_header=ind_header,
            indicators=indicators,
            total=total,
            provenance=tuple(self.places),
        )

    def _row(self, row: int) -> list[Cell]:
        """The cells that cover the row, from left to right."""
        cells = [c for c in self.table.cells if c.row <= row < c.row + c.rows]
        return sorted(cells, key=lambda c: c.column)

    def _title(self) -> tuple[str, str]:
        title = year = ""
        for line in self.table.heading:
            text = "".join(c for c in normalised(line.text) if not c.isspace())
            if mentions(text, "titles"):
                title = text
            elif regex.fullmatch(load_forms().year, text):
                year = text
        for cell in self._row(0) if not title else ():
            text = cell_text(cell)
            if mentions(text, "titles"):
                title = text
        return title, year

    @staticmethod
    def _count(row: Sequence[Cell], label: str) -> int:
        return sum(is_label(cell_text(c), label) for c in row)

    def _is_indicator_head(self, row: Sequence[Cell]) -> bool:
        return self._count(row, "indicator_first") + self._count(row, "indicator_columns") >= _FEWEST_HEADS

    def _take(self, cell: Cell, part: str, row: int = 0, column: int = 0) -> str:
        """The cell's text, its place noted."""
        page = self.pages.get(cell.page)
        if page is not None:
            box = page.to_page(cell.box)
            self.places.append(
                FormCell(
                    part=part,
                    row=row,
                    column=column,
                    page=cell.page,
                    bbox=box,
                    confidence=round(cell.confidence, 4),
                    evidence=cell.evidence.recorded,
                )
            )
        return cell_text(cell)

    def _beside(self, rows: Sequence[Sequence[Cell]], label: str, part: str | None = None) -> str | None:
        """The text of the cell to the right of a label."""
        for row in rows:
            for cell, after in pairwise(row):
                if is_label(cell_text(cell), label):
                    return self._take(after, part) if part else cell_text(after)
        return None

    def _funds(
        self, rows: Sequence[Sequence[Cell]], head: int | None
    ) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """The table of funds: the columns right of its corner cell, the rows beside that cell."""
        if head is None:
            return (), ()
        row = rows[head]
        corner = row[0] if is_label(cell_text(row[0]), "funds_corner") or row[0].rows > 1 else None
        columns = [c for c in row if c is not corner]
        last = corner.row + corner.rows if corner is not None and corner.rows > 1 else self._block_end(rows, head)
        header = tuple(self._take(c, "funds_header", 0, i) for i, c in enumerate(columns))
        body = []
        for r in range(head + 1, min(last, len(rows))):
            cells = [self._covering(rows[r], c) for c in columns]
            body.append(tuple(self._take(c, "funds", r - head - 1, i) if c else "" for i, c in enumerate(cells)))
        return header, tuple(body)

    def _block_end(self, rows: Sequence[Sequence[Cell]], head: int) -> int:
        """Where a block without a corner cell ends: at the goals or the indicators."""
        for r in range(head + 1, len(rows)):
            if self._count(rows[r], "goal") or self._count(rows[r], "done") or self._is_indicator_head(rows[r]):
                return r
        return len(rows)

    @staticmethod
    def _covering(row: Sequence[Cell], head: Cell) -> Cell | None:
        """The cell of the row that stands under a head cell."""
        return next((c for c in row if c.column <= head.column < c.column + c.columns), None)

    def _goals(self, rows: Sequence[Sequence[Cell]]) -> tuple[str, str]:
        found = {"goal": "", "done": ""}
        for r, row in enumerate(rows[:-1]):
            if not self._count(row, "done"):
                continue
            for cell in row:
                for label in ("goal", "done"):
                    if is_label(cell_text(cell), label) and cell.rows == 1:
                        below = self._covering(rows[r + 1], cell)
                        if below is not None and below is not cell:
                            found[label] = self._take(below, label)
            break
        return found["goal"], found["done"]

    def _indicators(
        self, rows: Sequence[Sequence[Cell]], head: int | None
    ) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], str | None]:
        """The head of the indicators, their rows, and the total below them."""
        if head is None:
            return (), (), None
        start = self._first_indicator(rows[head])
        columns = rows[head][start:]
        header = tuple(self._take(c, "ind_header", 0, i) for i, c in enumerate(columns))
        body: list[tuple[str, ...]] = []
        for row in rows[head + 1 :]:
            if any(is_label(cell_text(c), "total") for c in row[: start + 1]):
                return header, tuple(body), self._total(row)
            if self._is_indicator_head(row):
                continue
            cells = [self._covering(row, c) for c in columns]
            values = tuple(self._take(c, "indicators", len(body), i) if c else "" for i, c in enumerate(cells))
            if any(values):
                body.append(values)
        return header, tuple(body), None

    @staticmethod
    def _first_indicator(head: Sequence[Cell]) -> int:
        """The first of the cells that name columns of indicators."""
        firsts = [is_label(cell_text(c), "indicator_first") for c in head]
        if True in firsts:
            return firsts.index(True)
        # An OCR may have lost a character of the first label: it stands left of the second.
        seconds = [is_label(cell_text(c), "indicator_columns") for c in head]
        return max(0, seconds.index(True) - 1)

    def _total(self, row: Sequence[Cell]) -> str | None:
        scored = [c for c in row[1:] if regex.search(r"\d", cell_text(c))]
        return self._take(scored[-1], "total") if scored else None
