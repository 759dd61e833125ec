"""`juesuan query`: SQL on a published corpus."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.exits import Exit
from flows.options import CORPUS_OPTION, Json
from flows.terminal import print_json, say
from flows.words import words

DEFAULT_CORPUS = Path("output/corpus")


class Format(StrEnum):
    """How an answer is given."""

    TABLE = "table"
    CSV = "csv"
    PARQUET = "parquet"


def query(
    sql: Annotated[str, typer.Argument(help="One SQL statement (DuckDB); - reads it from standard input")],
    corpus: Annotated[Path, CORPUS_OPTION] = DEFAULT_CORPUS,
    form: Annotated[Format, typer.Option("--format", "-f", help="How the answer is given")] = Format.TABLE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File for the answer; needed for parquet")
    ] = None,
    json: Json = False,
    rows: Annotated[int, typer.Option(min=1, help="Rows that a table shows at most")] = 100,
) -> None:
    """Ask a published corpus in SQL; print a table or CSV, or write Parquet."""
    from flows.query.ask import QueryError, as_csv, ask, print_table

    if form is Format.PARQUET and output is None:
        say(words("query.needs_file"))
        raise typer.Exit(Exit.WRONG_USAGE)
    try:
        answer = ask(corpus, sys.stdin.read() if sql == "-" else sql)
        if json:
            print_json(answer.to_pylist())
        elif form is Format.PARQUET and output is not None:
            import pyarrow.parquet as pq

            part = output.with_name(f".{output.name}.part")
            pq.write_table(answer, part)
            part.replace(output)
        elif form is Format.CSV and output is None:
            print(as_csv(answer), end="")
        elif output is not None:
            from flows.output import replacing

            with replacing(output) as file:
                file.write(as_csv(answer))
        else:
            print_table(answer, rows)
    except (QueryError, OSError) as error:
        say(str(error))
        raise typer.Exit(Exit.WRONG_USAGE) from None
