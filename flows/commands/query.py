"""`juesuan query`: SQL on a published corpus."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.exits import Exit
from flows.extras import require
from flows.options import CORPUS_OPTION, Json
from flows.terminal import say
from flows.words import words

if TYPE_CHECKING:
    import pyarrow as pa

DEFAULT_CORPUS = Path("output/corpus")


class Format(StrEnum):
    """How an answer is given."""

    TABLE = "table"
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    PARQUET = "parquet"
    DTA = "dta"


_FILES_ONLY = (Format.XLSX, Format.PARQUET, Format.DTA)
_BY_SUFFIX = {f".{form}": form for form in Format if form is not Format.TABLE}


def query(
    sql: Annotated[str, typer.Argument(help="One SQL statement (DuckDB); - reads it from standard input")],
    corpus: Annotated[Path, CORPUS_OPTION] = DEFAULT_CORPUS,
    form: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="How the answer is given; default: as the file is called, else table"),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File for the answer; needed for xlsx, parquet, dta")
    ] = None,
    json: Json = False,
    rows: Annotated[int, typer.Option(min=1, help="Rows that a table shows at most")] = 100,
    bom: Annotated[
        bool | None, typer.Option(help="Begin CSV with a byte order mark, for Excel; default: in files")
    ] = None,
) -> None:
    """Ask a published corpus in SQL; print a table, CSV or JSON, or write a file (CSV, XLSX, JSON, Parquet, Stata)."""
    from flows.query.ask import QueryError, ask, chinese_words, print_table
    from flows.query.formats import BOM, as_csv, as_json

    asked = Format.JSON if json else form or _by_name(output)
    if asked in _FILES_ONLY and output is None:
        say(words("query.needs_file", form=asked))
        raise typer.Exit(Exit.WRONG_USAGE)
    if asked is Format.DTA:
        require("stata", "query --format dta")
    try:
        statement = sys.stdin.read() if sql == "-" else sql
        answer = ask(corpus, statement)
        if output is not None:
            labels = chinese_words(corpus, statement) if asked is Format.DTA else {}
            _write(answer, asked, output, bom=bom is not False, labels=labels)
        elif asked is Format.CSV:
            print((BOM if bom else "") + as_csv(answer), end="")
        elif asked is Format.JSON:
            print(as_json(answer), end="")
        else:
            print_table(answer, rows)
    except (QueryError, OSError) as error:
        say(str(error))
        raise typer.Exit(Exit.WRONG_USAGE) from None


def _by_name(output: Path | None) -> Format:
    """The format that a file's name tells: CSV where it tells none."""
    return Format.TABLE if output is None else _BY_SUFFIX.get(output.suffix.lower(), Format.CSV)


def _write(answer: pa.Table, form: Format, path: Path, *, bom: bool, labels: dict[str, str]) -> None:
    from flows.query import formats

    if form is Format.XLSX:
        formats.write_xlsx(answer, path)
    elif form is Format.PARQUET:
        formats.write_parquet(answer, path)
    elif form is Format.JSON:
        formats.write_json(answer, path)
    elif form is Format.DTA:
        from flows.query.stata import write_dta

        rounded = write_dta(answer, path, labels)
        if rounded:
            say(words("query.rounded", count=rounded, path=path))
    else:
        formats.write_csv(answer, path, bom=bom)
