"""`juesuan openness`: who published what of a year, and the openness index of units and regions."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.exits import Exit
from flows.options import Json, Roster
from flows.terminal import note, print_json, progress, say
from flows.words import words

if TYPE_CHECKING:
    from extractors.openness.publication import Folder
    from flows.openness.gather import Opened, Read


def openness(
    records: Annotated[list[Path], typer.Argument(help="Records, or folders of them", metavar="RECORDS...")],
    year: Annotated[int, typer.Option("--year", metavar="YEAR", help="The fiscal year of the disclosure")],
    roster: Roster = None,
    events: Annotated[
        Path | None, typer.Option("--events", help="events.jsonl of a monitor, for days and addresses", metavar="FILE")
    ] = None,
    today: Annotated[
        datetime | None, typer.Option("--on", help="The day on which it is asked [today]", formats=["%Y-%m-%d"])
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File for the index (.csv or .xlsx)")] = None,
    json: Json = False,
) -> None:
    """Tell who of a roster published a year's accounts, and how openly: an index with its evidence."""
    from flows.openness.tables import as_csv, as_data, unit_head, unit_rows, write_book

    if output is not None and output.suffix.lower() not in (".csv", ".xlsx"):
        say(words("openness.suffix", file=output))
        raise typer.Exit(Exit.WRONG_USAGE)
    found, failed = _found(records, roster, events, year, today.date() if today else date.today())
    if json:
        print_json(as_data(found))
    elif output is None:
        print(as_csv(unit_head(), unit_rows(found)), end="")
    try:
        if output is not None and output.suffix.lower() == ".xlsx":
            write_book(found, output)
        elif output is not None:
            from flows.output import replacing

            with replacing(output) as file:
                file.write("\ufeff" + as_csv(unit_head(), unit_rows(found)))
    except OSError as error:
        say(f"{output}: {error.strerror or error}")
        raise typer.Exit(Exit.WRONG_USAGE) from None
    _sum_up(found)
    raise typer.Exit(Exit.SOME_FAILED if failed else Exit.DONE)


def _sum_up(found: Opened) -> None:
    from flows.openness.gather import statuses
    from flows.openness.tables import JOINT

    counts = statuses(found.units)
    told = JOINT.join(f"{words(f'openness.status.{name}')} {n}" for name, n in counts.items())
    note(words("openness.done", year=found.year, units=sum(counts.values()), statuses=told))
    if found.placeless or found.unread:
        note(words("openness.open", placeless=len(found.placeless), unread=len(found.unread)))


def _found(
    records: list[Path], roster: Path | None, events: Path | None, year: int, today: date
) -> tuple[Opened, bool]:
    """The index, and whether a file was no Record; ends the command where there is nothing to go by."""
    from extractors.register.roster import RosterError
    from flows.audit.gather import record_files
    from flows.openness.gather import EventsError, Read, opened
    from flows.rosters import load_roster

    try:
        files = record_files(records)
        listed = load_roster(roster) if roster is not None else ()
        read = Read.of(listed, roster.name if roster is not None else "")
        if not files and not listed:
            say(words("no_records"))
            raise typer.Exit(Exit.WRONG_USAGE)
        with progress(len(files)) as step:
            for path in files:
                read.take(path, lambda at, cause: say(f"{at}: {cause}"))
                step(path.name)
        return opened(read, _folder(read, records, events, today), year), bool(read.unread)
    except (OSError, RosterError, EventsError) as error:
        say(str(error))
        raise typer.Exit(Exit.WRONG_USAGE) from None


def _folder(read: Read, records: list[Path], events: Path | None, today: date) -> Folder:
    from extractors.openness.publication import Folder
    from flows.openness.gather import events_of, failed_files

    unread = (*read.unread, *failed_files(records))
    seen = events_of(events) if events is not None else ()
    return Folder(tuple(read.documents.values()), unread, seen, events is not None, today)
