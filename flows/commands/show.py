"""`juesuan summary`, `explain`, `schema`: what a Record says, for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from flows.exits import Exit
from flows.loaded import loaded_record
from flows.terminal import say


def summary(record: Annotated[Path, typer.Argument(help="A Record (JSON)", metavar="RECORD")]) -> None:
    """Print what a Record says: figures, reasons, checks, and the facts that are least sure."""
    from flows.show import print_summary

    print_summary(loaded_record(record))


def explain(
    record: Annotated[Path, typer.Argument(help="A Record (JSON)", metavar="RECORD")],
    fact: Annotated[str, typer.Argument(help="The fact's id, such as f12", metavar="FACT_ID")],
) -> None:
    """Show why a value was read as it was: clause, place, evidence, checks."""
    from flows.show import print_fact
    from flows.words import words

    loaded = loaded_record(record)
    if not print_fact(loaded, fact):
        say(words("fact.none", file=record, id=fact))
        raise typer.Exit(Exit.WRONG_USAGE)


def schema() -> None:
    """Print the JSON Schema of the Record."""
    from extractors.model.record import Record

    print(json.dumps(Record.model_json_schema(), ensure_ascii=False, indent=1))
