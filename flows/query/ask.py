"""SQL on a published corpus: read only, without a way to files or the network; answers as text or Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import regex
from rich.console import Console
from rich.table import Table

from extractors.model.record import canonical
from flows.publish.database import DATABASE
from flows.words import words

_AT_ONCE = 2_000
_NARROWEST = 9  # columns of a terminal that a column of a table takes, rules and all, to be read


class QueryError(ValueError):
    """SQL that cannot be answered; the message is one line."""


def ask(corpus: Path, sql: str) -> pa.Table:
    """The answer to one SQL statement; a column named as one before it has a number behind its name.

    Raises QueryError, OSError (no corpus there, or it is being published).
    """
    with _asked(corpus) as db:
        answer = db.sql(sql)
        if answer is None:
            raise QueryError("the statement has no answer: ask with SELECT, FROM, DESCRIBE or SHOW")
        table = answer.to_arrow_table()
        return table.rename_columns(_apart(table.column_names))


@contextmanager
def _asked(corpus: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    path = corpus / DATABASE
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no corpus there; make one with juesuan publish")
    settings: dict[str, str | bool | int | float | list[str]] = {"enable_external_access": "false"}
    try:
        with closing(duckdb.connect(str(path), read_only=True, config=settings)) as db:
            db.execute("SET enable_progress_bar = false; SET lock_configuration = true")
            yield db
    except duckdb.IOException as error:
        raise OSError(f"{path}: {_one_line(error)}") from error
    except duckdb.Error as error:
        raise QueryError(_one_line(error)) from error


def _apart(names: Sequence[str]) -> list[str]:
    """The names, no two alike: a file or an object would hold one of such columns only."""
    told: list[str] = []
    for name in names:
        number, new = 1, name
        while new in told:
            number += 1
            new = f"{name}_{number}"
        told.append(new)
    return told


def chinese_words(corpus: Path, sql: str) -> dict[str, str]:
    """What columns hold, in Chinese, by their names: of the tables and views that the statement names, the first first.

    Raises QueryError, OSError.
    """
    with _asked(corpus) as db:
        told = db.execute("SELECT table_name, column_name, comment FROM duckdb_columns() WHERE comment IS NOT NULL")
        named = list(dict.fromkeys(regex.findall(r"\w+", sql.lower())))
        found = [(table, column, comment) for table, column, comment in told.fetchall() if table in named]
    ordered = sorted(found, key=lambda one: named.index(one[0]), reverse=True)
    return {column: comment.partition(". ")[0] for _, column, comment in ordered}


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def plain(value: Any) -> str:
    """A value as people read it: decimals without trailing zeros, lists joined, nothing for NULL."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return canonical(value)
    if isinstance(value, dict):
        return "；".join(f"{name}：{plain(v)}" for name, v in value.items())
    if isinstance(value, (list, tuple)):
        return "、".join(plain(v) for v in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def print_table(answer: pa.Table, most: int, console: Console | None = None) -> None:
    """The first `most` rows as a table, or column below column where so many do not fit; says how many are beyond."""
    out = console or Console()
    rows = [_cells(row) for row in rows_of(answer.slice(0, most))]
    if answer.num_columns * _NARROWEST > out.width:
        for number, row in enumerate(rows, 1):
            out.print(words("query.row", row=number), style="bold", markup=False)
            out.print(_below_each_other(answer.column_names, row))
    else:
        out.print(_beside_each_other(answer, rows))
    if answer.num_rows > most:
        out.print(words("query.more", more=answer.num_rows - most, rows=answer.num_rows), markup=False)


def rows_of(answer: pa.Table) -> Iterator[tuple[Any, ...]]:
    """The rows as Python values; maps are dicts."""
    for batch in answer.to_batches(max_chunksize=_AT_ONCE):
        columns = [_values(column) for column in batch.columns]
        yield from zip(*columns, strict=True) if columns else ()


def _values(column: pa.Array) -> list[Any]:
    values: list[Any] = column.to_pylist()
    return [None if v is None else dict(v) for v in values] if pa.types.is_map(column.type) else values


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
