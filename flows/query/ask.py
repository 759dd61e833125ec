"""SQL on a published corpus: read only, without a way to files or the network; answers as text or Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from rich.console import Console
from rich.table import Table

from extractors.model.record import canonical
from flows.formulas import inert
from flows.publish.database import DATABASE
from flows.words import words

_NARROWEST = 9  # columns of a terminal that a column of a table takes, rules and all, to be read


class QueryError(ValueError):
    """SQL that cannot be answered; the message is one line."""


def ask(corpus: Path, sql: str) -> pa.Table:
    """The answer to one SQL statement. Raises QueryError, OSError (no corpus there, or it is being published)."""
    path = corpus / DATABASE
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no corpus there; make one with juesuan publish")
    settings: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
    }
    try:
        with closing(duckdb.connect(str(path), read_only=True, config=settings)) as db:
            db.execute("SET enable_progress_bar = false; SET lock_configuration = true")
            answer = db.sql(sql)
            if answer is None:
                raise QueryError("the statement has no answer: ask with SELECT, FROM, DESCRIBE or SHOW")
            return answer.to_arrow_table()
    except duckdb.IOException as error:
        raise OSError(f"{path}: {_one_line(error)}") from error
    except duckdb.Error as error:
        raise QueryError(_one_line(error)) from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def plain(value: Any) -> str:
    """A value as people read it: decimals without trailing zeros, lists joined, nothing for NULL."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return canonical(value)
    if isinstance(value, (list, tuple)):
        return "、".join(plain(v) for v in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def as_csv(answer: pa.Table) -> str:
    """The answer as CSV with a head, RFC 4180; texts that would act as formulas are marked as texts."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(inert, answer.column_names))
    writer.writerows(map(_written, row.values()) for row in answer.to_pylist())
    return out.getvalue()


def _written(value: Any) -> str:
    return plain(value) if isinstance(value, (int, float, Decimal)) else inert(plain(value))


def print_table(answer: pa.Table, most: int, console: Console | None = None) -> None:
    """The first `most` rows as a table, or column below column where so many do not fit; says how many are beyond."""
    out = console or Console()
    rows = [_cells(row.values()) for row in answer.slice(0, most).to_pylist()]
    if answer.num_columns * _NARROWEST > out.width:
        for number, row in enumerate(rows, 1):
            out.print(words("query.row", row=number), style="bold", markup=False)
            out.print(_below_each_other(answer.column_names, row))
    else:
        out.print(_beside_each_other(answer, rows))
    if answer.num_rows > most:
        out.print(words("query.more", more=answer.num_rows - most, rows=answer.num_rows), markup=False)


def _beside_each_other(answer: pa.Table, rows: Sequence[Sequence[str]]) -> Table:
    table = Table()
    for field in answer.schema:
        number = pa.types.is_decimal(field.type) or pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        table.add_column(field.name, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _below_each_other(names: Sequence[str], row: Sequence[str]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, value in zip(names, row, strict=True):
        table.add_row(f"  {name}", value)
    return table


def _cells(values: Any) -> Sequence[str]:
    # Brackets in documents are text, not markup.
    return [plain(v).replace("[", "\\[") for v in values]
