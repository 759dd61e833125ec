"""`juesuan summary`, `explain`, `schema`: what a Record says, for people."""

from __future__ import annotations

from json import dumps
from typing import Annotated

import typer

from flows.exits import Exit
from flows.loaded import loaded_record
from flows.options import Json, RecordFile
from flows.terminal import print_json, say


def summary(record: RecordFile, json: Json = False) -> None:
    """Print what a Record says: figures, reasons, checks, and the facts that are least sure."""
    from flows.show import print_summary, summed_up

    loaded = loaded_record(record)
    if json:
        print_json(summed_up(loaded))
    else:
        print_summary(loaded)


def explain(
    record: RecordFile,
    fact: Annotated[str, typer.Argument(help="The fact's id, such as f12", metavar="FACT_ID")],
    json: Json = False,
) -> None:
    """Show why a value was read as it was: clause, place, evidence, checks."""
    from flows.show import fact_with, print_fact
    from flows.words import words

    loaded = loaded_record(record)
    if json and (found := fact_with(loaded, fact)) is not None:
        print_json({"fact": found, "checks": [check for check in loaded.checks if fact in check.facts]})
    elif not print_fact(loaded, fact):
        say(words("fact.none", file=record, id=fact))
        raise typer.Exit(Exit.WRONG_USAGE)


def schema() -> None:
    """Print the JSON Schema of the Record."""
    from extractors.model.record import Record

    print(dumps(Record.model_json_schema(), ensure_ascii=False, indent=1))
