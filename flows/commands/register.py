"""`juesuan register`: regions, departments and units, as Records and a roster tell them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.exits import Exit
from flows.options import Json, Roster
from flows.terminal import note, print_json, progress, say
from flows.words import words

if TYPE_CHECKING:
    from extractors.register.register import Register


def register(
    records: Annotated[list[Path], typer.Argument(help="Records, or folders of them", metavar="RECORDS...")],
    roster: Roster = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File for the roster (CSV); else it is printed")
    ] = None,
    json: Json = False,
) -> None:
    """List regions, departments and units with their names and who is above them, as a roster to be corrected."""
    from flows.output import replacing
    from flows.rosters import as_csv, doubt_told

    made, failed = _registered(records, roster)
    if json:
        print_json({"units": list(made.units.values()), "doubts": made.doubts})
    elif output is None:
        print(as_csv(made), end="")
    else:
        try:
            with replacing(output) as file:
                file.write("\ufeff" + as_csv(made))  # the mark by which spreadsheet programs know UTF-8
        except OSError as error:
            say(f"{output}: {error.strerror or error}")
            raise typer.Exit(Exit.WRONG_USAGE) from None
    for doubt in made.doubts:
        note(doubt_told(made, doubt))
    bodies = sum(unit.level != "region" for unit in made.units.values())
    note(words("register.done", units=bodies, regions=len(made.units) - bodies, doubts=len(made.doubts)))
    raise typer.Exit(Exit.SOME_FAILED if failed else Exit.DONE)


def _registered(records: list[Path], roster: Path | None) -> tuple[Register, int]:
    """The register, and how many files were no Records; ends the command where there is nothing to read."""
    from extractors.register.build import Builder
    from extractors.register.roster import RosterError
    from flows.audit.gather import loaded_outlines, record_files
    from flows.rosters import load_roster

    try:
        files = record_files(records)
        listed = load_roster(roster) if roster is not None else ()
    except (OSError, RosterError) as error:
        say(str(error))
        raise typer.Exit(Exit.WRONG_USAGE) from None
    if not files:
        say(words("no_records"))
        raise typer.Exit(Exit.WRONG_USAGE)
    failed = 0

    def refuse(path: Path, cause: str) -> None:
        nonlocal failed
        failed += 1
        say(f"{path}: {cause}")

    builder = Builder(listed, roster.name if roster is not None else "")
    with progress(len(files)) as step:
        for record in loaded_outlines(files, refuse):
            builder.add(record)
            step(record.document.file_name)
    return builder.register(), failed
