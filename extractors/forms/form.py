"""Ruled tables to self-evaluation forms (绩效自评表): funds, goals, indicators and scores.

A form is read by its labels, not by its geometry: which labels there are is data (patterns/forms.yaml).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from extractors.model.cells import Cell, Table
from extractors.model.page import ReadPage
from extractors.model.paragraph import compact
from extractors.model.record import Form, FormCell
from patterns.forms import is_label, load_forms, mentions
from patterns.kept import compiled
from patterns.money import unit_in_name, unit_over, unit_stated
from patterns.shapes import may_be_dash

# An OCR's slip: no thousand is followed by two digits.
_CENTS = regex.compile(r"(\d+)(?:[,，]|[,，.]{2})(\d\d%?)")
# Coarse scans show ≥ as a 2: of rates two hundred and more are hardly ever set.
_AT_LEAST = regex.compile(r"2(\d\d%)")
_DOUBTFUL = 0.9  # confidence of a cell below which a 2 may be a misread ≥ (set by eye on generated faxes)
_FEWEST_HEADS = 2  # labels in a row that make it the head of funds or of indicators: one may be a name


def read_forms(tables: Sequence[Table], pages: Mapping[int, ReadPage]) -> tuple[Form, ...]:
    """The forms among the tables of a document, in order; `pages` by number, for the places of the cells."""
    return tuple(form for _, form in forms_by_table(tables, pages))


def forms_by_table(tables: Sequence[Table], pages: Mapping[int, ReadPage]) -> tuple[tuple[Table, Form], ...]:
    """The tables that are forms, in order, each with what was read of it."""
    return tuple((table, form) for table in tables if (form := _FormReader(table, pages).read()) is not None)


def cell_text(cell: Cell) -> str:
    """A form cell's text: normalised, blanks removed, any dash as "-"."""
    text = compact(cell.text)
    if may_be_dash(text):
        return "-"
    if cell.confidence < 1.0 and (cents := _CENTS.fullmatch(text)):
        return f"{cents[1]}.{cents[2]}"
    if cell.confidence < _DOUBTFUL and (least := _AT_LEAST.fullmatch(text)):
        return f"≥{least[1]}"
    return text


@dataclass(frozen=True, slots=True)
class _Told:
    """A cell with its text, which many labels are looked for in."""

    cell: Cell
    text: str


@dataclass
class _FormReader:
    """Reads one table as a form; `places` collects where each cell that was used stands."""

    table: Table
    pages: Mapping[int, ReadPage]
    places: list[FormCell] = field(default_factory=list)

    def read(self) -> Form | None:
        rows = self._rows()
        title, year = self._title(rows[0] if rows else ())
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
            money=self._money(rows, indicators_at),
            goal=goal,
            done=done,
            ind_header=ind_header,
            indicators=indicators,
            total=total,
            provenance=tuple(self.places),
        )

    def _rows(self) -> list[list[_Told]]:
        """For each row the cells that cover it, from left to right."""
        rows: list[list[_Told]] = [[] for _ in range(self.table.row_count)]
        for cell in sorted(self.table.cells, key=lambda c: c.column):
            told = _Told(cell, cell_text(cell))
            for row in rows[cell.row : cell.row + cell.rows]:
                row.append(told)
        return rows

    def _title(self, first: Sequence[_Told]) -> tuple[str, str]:
        title = year = ""
        for line in self.table.heading:
            text = compact(line.text)
            if mentions(text, "titles"):
                title = text
            elif compiled(load_forms().year).fullmatch(text):
                year = text
        for told in first if not title else ():
            if mentions(told.text, "titles"):
                title = told.text
        return title, year

    @staticmethod
    def _count(row: Sequence[_Told], label: str) -> int:
        return sum(is_label(told.text, label) for told in row)

    def _is_indicator_head(self, row: Sequence[_Told]) -> bool:
        return self._count(row, "indicator_first") + self._count(row, "indicator_columns") >= _FEWEST_HEADS

    def _take(self, told: _Told, part: str, row: int = 0, column: int = 0) -> str:
        """The cell's text, its place noted."""
        cell = told.cell
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
        return told.text

    def _beside(self, rows: Sequence[Sequence[_Told]], label: str, part: str | None = None) -> str | None:
        """The text of the cell to the right of a label."""
        for row in rows:
            for told, after in pairwise(row):
                if is_label(told.text, label):
                    return self._take(after, part) if part else after.text
        return None

    def _funds(
        self, rows: Sequence[Sequence[_Told]], head: int | None
    ) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """The table of funds: the columns right of its corner cell, the rows beside that cell."""
        if head is None:
            return (), tuple(self._planned_funds(rows))
        row = rows[head]
        first = row[0].cell
        corner = first if is_label(row[0].text, "funds_corner") or first.rows > 1 else None
        columns = [told for told in row if told.cell is not corner]
        last = corner.row + corner.rows if corner is not None and corner.rows > 1 else self._block_end(rows, head)
        header = tuple(self._take(c, "funds_header", 0, i) for i, c in enumerate(columns))
        body = []
        for r in range(head + 1, min(last, len(rows))):
            cells = [self._covering(rows[r], c) for c in columns]
            body.append(tuple(self._take(c, "funds", r - head - 1, i) if c else "" for i, c in enumerate(cells)))
        return header, tuple(body)

    def _money(self, rows: Sequence[Sequence[_Told]], indicators_at: int | None) -> str:
        """The unit of money that lines over the form, or cells above its indicators, tell: "" where not one alone."""
        over = (compact(line.text) for line in self.table.heading)
        cells = {told.text for row in rows[:indicators_at] for told in row}
        units = {*map(unit_over, over), *map(unit_in_name, cells), *map(unit_stated, cells)} - {""}
        return units.pop() if len(units) == 1 else ""

    def _planned_funds(self, rows: Sequence[Sequence[_Told]]) -> Iterator[tuple[str, str]]:
        """The funds of a form of targets, which has one amount beside each label and no head."""
        taken = 0
        for row in rows:
            for label, amount in pairwise(row):
                if is_label(label.text, "funds_rows") and not is_label(amount.text, "funds_rows"):
                    yield self._take(label, "funds", taken, 0), self._take(amount, "funds", taken, 1)
                    taken += 1

    def _block_end(self, rows: Sequence[Sequence[_Told]], head: int) -> int:
        """Where a block without a corner cell ends: at the goals or the indicators."""
        for r in range(head + 1, len(rows)):
            if self._count(rows[r], "goal") or self._count(rows[r], "done") or self._is_indicator_head(rows[r]):
                return r
        return len(rows)

    @staticmethod
    def _covering(row: Sequence[_Told], head: _Told) -> _Told | None:
        """The cell of the row that stands under a head cell."""
        at = head.cell.column
        return next((told for told in row if told.cell.column <= at < told.cell.column + told.cell.columns), None)

    def _goals(self, rows: Sequence[Sequence[_Told]]) -> tuple[str, str]:
        found = {"goal": "", "done": ""}
        for r, row in enumerate(rows[:-1]):
            if not self._count(row, "done"):
                continue
            for told in row:
                for label in ("goal", "done"):
                    if is_label(told.text, label) and told.cell.rows == 1:
                        below = self._covering(rows[r + 1], told)
                        if below is not None and below is not told:
                            found[label] = self._take(below, label)
            break
        if not any(found.values()) and not any(self._count(row, "done") for row in rows):
            return self._beside(rows, "goal", "goal") or "", ""
        return found["goal"], found["done"]

    def _indicators(
        self, rows: Sequence[Sequence[_Told]], head: int | None
    ) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], str | None]:
        """The head of the indicators, their rows, and the total below them."""
        if head is None:
            return (), (), None
        start = self._first_indicator(rows[head])
        columns = rows[head][start:]
        header = tuple(self._take(c, "ind_header", 0, i) for i, c in enumerate(columns))
        body: list[tuple[str, ...]] = []
        for row in rows[head + 1 :]:
            if any(is_label(told.text, "total") for told in row[: start + 1]):
                return header, tuple(body), self._total(row)
            if self._is_indicator_head(row):
                continue
            cells = [self._covering(row, c) for c in columns]
            values = tuple(self._take(c, "indicators", len(body), i) if c else "" for i, c in enumerate(cells))
            if any(values):
                body.append(values)
        return header, tuple(body), None

    @staticmethod
    def _first_indicator(head: Sequence[_Told]) -> int:
        """The first of the cells that name columns of indicators."""
        firsts = [is_label(told.text, "indicator_first") for told in head]
        if True in firsts:
            return firsts.index(True)
        # An OCR may have lost a character of the first label: it stands left of the second.
        seconds = [is_label(told.text, "indicator_columns") for told in head]
        return max(0, seconds.index(True) - 1)

    def _total(self, row: Sequence[_Told]) -> str | None:
        scored = [told for told in row[1:] if compiled(r"\d").search(told.text)]
        return self._take(scored[-1], "total") if scored else None
