"""A view as rows and columns: what a page shows a part of, and a file or the API gives whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from extractors.model.record import canonical
from flows.desk.words import Words
from flows.formulas import acts, inert
from flows.workbooks import workbook

Kind = Literal["text", "count", "money", "number", "percent", "severity", "state", "kind", "measure", "year"]
PER_PAGE = 100
_LONGEST_CELL = 32_000


@dataclass(frozen=True)
class Column:
    """A column: the field of a row, its heading's id in words.yaml, how it is shown, how wide in a spreadsheet.

    `link` is the address that a cell leads to, with fields of the row in braces.
    """

    name: str
    kind: Kind = "text"
    width: int = 14
    link: str = ""


@dataclass(frozen=True)
class Listing:
    """Rows of a view; `total` how many there are, of which these are from `start` on. `cut`: more match than that."""

    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, Any]]
    total: int
    start: int = 0
    cut: bool = False


def plain(column: Column, value: Any, words: Words) -> Any:
    """A cell as a file holds it: numbers as numbers, ids of the desk as words."""
    if value is None:
        return None
    if column.kind in ("severity", "state", "kind", "measure"):
        return words.named(column.kind, value)
    return "；".join(map(str, value)) if isinstance(value, list) else value


def as_json(listing: Listing) -> list[dict[str, Any]]:
    """The rows as JSON: exact numbers as texts."""
    return [{name: _json(value) for name, value in row.items()} for row in listing.rows]


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return canonical(value)
    return value.isoformat() if isinstance(value, date) else value


def as_csv(listing: Listing, words: Words) -> bytes:
    """UTF-8 with the mark by which Excel knows it; what would act as a formula is made inert."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([words.of(f"column.{column.name}") for column in listing.columns])
    for row in listing.rows:
        writer.writerow([_written(plain(column, row.get(column.name), words)) for column in listing.columns])
    return text.getvalue().encode("utf-8-sig")


def _written(value: Any) -> str:
    if isinstance(value, Decimal):
        return canonical(value)
    return inert(str(value)) if isinstance(value, str) else "" if value is None else str(value)


def as_xlsx(listing: Listing, words: Words, title: str) -> bytes:
    """A workbook of one sheet, headings frozen and filtered."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "view.xlsx")
        with workbook(path) as book:
            heading = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF"})
            quoted = book.add_format({"quote_prefix": True})
            money = book.add_format({"num_format": "#,##0.00"})
            page = book.add_worksheet(title[:31])
            page.freeze_panes(1, 0)
            for c, column in enumerate(listing.columns):
                page.set_column(c, c, column.width)
                page.write_string(0, c, words.of(f"column.{column.name}"), heading)
            for r, row in enumerate(listing.rows, 1):
                for c, column in enumerate(listing.columns):
                    value = plain(column, row.get(column.name), words)
                    if isinstance(value, Decimal):
                        page.write_number(r, c, value, money)
                    elif isinstance(value, (int, float)) and not isinstance(value, bool):
                        page.write_number(r, c, value)
                    elif value not in (None, ""):
                        text = str(value)[:_LONGEST_CELL]
                        page.write_string(r, c, text, quoted if acts(text) else None)
            page.autofilter(0, 0, max(1, len(listing.rows)), len(listing.columns) - 1)
        return path.read_bytes()
