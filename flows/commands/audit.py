"""`juesuan audit`: what documents themselves get wrong or leave out."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar, get_args

import typer

from flows.exits import Exit
from flows.options import Json, Pdfs, Workers
from flows.terminal import made, note, progress, say
from flows.words import VARIABLE, language, words

if TYPE_CHECKING:
    from flows.audit.whole import Whole

_Made = TypeVar("_Made")


def audit(
    records: Annotated[list[Path], typer.Argument(help="Records, or folders of them", metavar="RECORDS...")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder for findings.json, .xlsx and .html", metavar="DIR")
    ] = Path("output/audit"),
    pdfs: Pdfs = None,
    workers: Workers = 0,
    pdf: Annotated[list[Path] | None, typer.Option(hidden=True, help="The old name of --pdfs")] = None,
    english: Annotated[bool, typer.Option("--english", hidden=True, help="The old name of --lang en")] = False,
    json: Json = False,
) -> None:
    """Tell what documents get wrong or leave out: sums, rates, missing items, reasons; as HTML, XLSX and JSON."""
    from extractors.audit.obligations import State
    from flows.audit.gather import as_json, record_files
    from flows.audit.terminal import print_findings
    from flows.cores import cores

    try:
        files = record_files(records)
    except OSError as error:
        say(str(error))
        raise typer.Exit(Exit.WRONG_USAGE) from None
    folders = [*(pdfs or []), *_old(pdf, english)]
    if not files:
        say(words("no_records"))
        raise typer.Exit(Exit.WRONG_USAGE)
    made(output)
    failed, whole = _or_exit(output, lambda: _audited(files, output, workers or cores()))
    if json:
        for piece in as_json(whole.told):
            print(piece, end="")
    else:
        print_findings(whole.standing(), language() == "en")
    _or_exit(output, lambda: _write(whole, output, folders))
    counts = whole.counts
    note(words("audit.done", folder=output, findings=counts.standing, amiss=counts.amiss, documents=whole.documents))
    if counts.dismissed:
        note(words("audit.dismissed", dismissed=counts.dismissed))
    note(words("audit.obligations", **{state: counts.states[state] for state in get_args(State)}))
    raise typer.Exit(Exit.SOME_FAILED if failed else Exit.DONE)


def _or_exit(output: Path, step: Callable[[], _Made]) -> _Made:
    """What a step that writes into the folder gives; where it cannot, that is told and the command ends."""
    try:
        return step()
    except OSError as error:
        say(f"{output}: {error.strerror or error}")
        raise typer.Exit(Exit.WRONG_USAGE) from None
    except ValueError as error:  # decisions that cannot be read
        say(" ".join(str(error).split()))
        raise typer.Exit(Exit.WRONG_USAGE) from None


def _old(pdf: list[Path] | None, english: bool) -> list[Path]:
    """The folders of --pdf, which there was before --pdfs; --english is settled."""
    if english:
        say(words("option.old", old="--english", new="--lang en"))
        os.environ[VARIABLE] = "en"
    if pdf:
        say(words("option.old", old="--pdf", new="--pdfs"))
    for folder in pdf or []:
        if not folder.is_dir():
            say(words("no_folder", folder=folder))
            raise typer.Exit(Exit.WRONG_USAGE)
    return pdf or []


def _audited(files: list[Path], output: Path, workers: int) -> tuple[int, Whole]:
    """How many files were no Records, and what was found."""
    from flows.audit.whole import audit_files
    from flows.output import record_failure

    failed = 0

    def refuse(path: Path, cause: str) -> None:
        nonlocal failed
        failed += 1
        say(record_failure(output, str(path), OSError(0, cause)))

    with progress(len(files)) as step:
        whole = audit_files(files, output, refuse, step, workers)
    across = whole.across
    if across.held or across.differing:
        note(words("audit.across", held=across.held, differing=across.differing, apart=across.apart))
    return failed, whole


def _write(whole: Whole, output: Path, pdfs: list[Path]) -> None:
    from flows.audit.crops import Crops
    from flows.audit.gather import as_json
    from flows.audit.page import write_page
    from flows.audit.workbook import write_workbook
    from flows.output import replacing

    with replacing(output / "findings.json") as file:
        file.writelines(as_json(whole.told))
    write_workbook(whole.told, output / "findings.xlsx")
    with Crops(pdfs) as crops:
        write_page(whole.told, output / "findings.html", crops, whole.documents)
