"""Answers as files for other programs: CSV, JSON, XLSX, Parquet, Stata's .dta; whole or not at all, values exact.

Where a format cannot hold a value as it is, the value is written as a text (XLSX: more digits than 15), or the answer
is refused with the place; only .dta, which knows no decimals, rounds, and tells of how many values.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic_core import to_json

from extractors.model.record import canonical
from flows.formulas import acts, inert
from flows.output import replacing
from flows.query.ask import QueryError, plain, rows_of
from flows.workbooks import workbook

BOM = "\ufeff"  # by which Excel tells that a CSV is UTF-8
_DIGITS = 15  # that a double holds of any decimal, and Excel of any number
# What a sheet holds: rows, columns, characters of a cell (Microsoft, "Excel specifications and limits").
_MOST_ROWS, _MOST_COLUMNS, _LONGEST_TEXT = 1_048_576, 16_384, 32_767
_FIRST_YEAR = 1900  # of dates in a sheet
_WIDEST, _NARROWEST = 40, 8  # characters of a column


def as_csv(answer: pa.Table) -> str:
    """The answer as CSV with a head, RFC 4180; texts that would act as formulas are marked as texts."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(inert, answer.column_names))
    writer.writerows(map(_written, row) for row in rows_of(answer))
    return out.getvalue()


def _written(value: Any) -> str:
    return plain(value) if isinstance(value, (int, float, Decimal)) else inert(plain(value))


def as_json(answer: pa.Table) -> str:
    """The answer as a list of objects; amounts are texts of plain digits, as in Records, dates ISO 8601."""
    told = [dict(zip(answer.column_names, map(_told, row), strict=True)) for row in rows_of(answer)]
    return to_json(told, indent=1, bytes_mode="utf8", inf_nan_mode="strings", fallback=str).decode() + "\n"


def _told(value: Any) -> Any:
    if isinstance(value, Decimal):
        return canonical(value)
    if isinstance(value, list):
        return [_told(v) for v in value]
    return {k: _told(v) for k, v in value.items()} if isinstance(value, dict) else value


def is_exact(value: Decimal | int) -> bool:
    """Whether a double, shown with as many digits as it holds for sure, is the number again."""
    return len(Decimal(value).normalize().as_tuple().digits) <= _DIGITS


def write_csv(answer: pa.Table, path: Path, *, bom: bool = True) -> None:
    """Writes CSV. Raises OSError."""
    with replacing(path) as file:
        file.write((BOM if bom else "") + as_csv(answer))


def write_json(answer: pa.Table, path: Path) -> None:
    """Writes JSON. Raises OSError."""
    with replacing(path) as file:
        file.write(as_json(answer))


def write_parquet(answer: pa.Table, path: Path) -> None:
    """Writes Parquet. Raises OSError."""
    import pyarrow.parquet as pq

    part = path.with_name(f".{path.name}.part")
    try:
        pq.write_table(answer, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_xlsx(answer: pa.Table, path: Path) -> None:
    """Writes one sheet with a head; numbers are numbers, dates dates. Raises OSError, QueryError (too large)."""
    if answer.num_rows >= _MOST_ROWS or answer.num_columns > _MOST_COLUMNS:
        raise QueryError(
            f"{answer.num_rows} rows, {answer.num_columns} columns: more than a sheet holds; csv and parquet hold them"
        )
    with workbook(path) as book:
        looks = {
            "head": book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "num_format": "@"}),
            "text": book.add_format({"num_format": "@"}),
            "quoted": book.add_format({"num_format": "@", "quote_prefix": True}),
            "number": book.add_format({"num_format": "General"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        page = book.add_worksheet()
        page.freeze_panes(1, 0)
        for column, (name, width) in enumerate(zip(answer.column_names, _widths(answer), strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, name, looks["head"])
        for number, row in enumerate(rows_of(answer), 1):
            for column, value in enumerate(row):
                _put(page, number, column, value, looks)
        if answer.num_columns:
            page.autofilter(0, 0, answer.num_rows, answer.num_columns - 1)


def _put(page: Any, row: int, column: int, value: Any, looks: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif _is_number(value):
        page.write_number(row, column, float(value), looks["number"])
    elif isinstance(value, date) and value.year >= _FIRST_YEAR and getattr(value, "tzinfo", None) is None:
        page.write_datetime(row, column, value, looks["time" if isinstance(value, datetime) else "date"])
    else:
        text = plain(value)
        if len(text) > _LONGEST_TEXT:
            raise QueryError(
                f"row {row}, column {column + 1}: a text longer than a cell holds; csv and parquet hold it"
            )
        page.write_string(row, column, text, looks["quoted" if acts(text) else "text"])


def _is_number(value: Any) -> bool:
    """Whether a sheet holds a value as the number that it is."""
    return isfinite(value) if isinstance(value, float) else isinstance(value, (int, Decimal)) and is_exact(value)


def _widths(answer: pa.Table) -> Iterator[int]:
    """The width of each column in characters, by its head and first rows; Chinese characters are as wide as two."""
    shown = answer.slice(0, 50)
    for name, column in zip(shown.column_names, shown.columns, strict=True):
        longest = max([_width(name) + 3, *(_width(plain(v)) for v in column.to_pylist())])
        yield min(_WIDEST, max(_NARROWEST, longest + 1))


def _width(text: str) -> int:
    return sum(1 + (character > "\u2e7f") for character in text)
