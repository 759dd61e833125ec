"""`juesuan audit`: what documents themselves get wrong or leave out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from flows.exits import Exit
from flows.terminal import made, progress, say
from flows.words import language, words

if TYPE_CHECKING:
    from extractors.audit.audit import Audit
    from extractors.model.record import Record


def audit(
    records: Annotated[list[Path], typer.Argument(help="Records, or folders of them", metavar="RECORDS...")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder for findings.json, .xlsx and .html", metavar="DIR")
    ] = Path("output/audit"),
    pdf: Annotated[
        list[Path] | None, typer.Option("--pdf", help="Folder of the PDFs, for pictures of the values; repeatable")
    ] = None,
    english: Annotated[bool, typer.Option("--english", help="Print in English, whatever --lang says")] = False,
) -> None:
    """Tell what documents get wrong or leave out: sums, rates, missing items, reasons; as HTML, XLSX and JSON."""
    from extractors.audit.obligations import State
    from flows.audit.gather import record_files
    from flows.audit.terminal import print_findings

    try:
        files = record_files(records)
    except OSError as error:
        say(str(error))
        raise typer.Exit(Exit.WRONG_USAGE) from None
    for folder in pdf or []:
        if not folder.is_dir():
            say(words("no_folder", folder=folder))
            raise typer.Exit(Exit.WRONG_USAGE)
    if not files:
        say(words("no_records"))
        raise typer.Exit(Exit.WRONG_USAGE)
    made(output)
    failed, documents, found = _audited(files, output)
    findings = found.findings
    print_findings(findings, english or language() == "en")
    try:
        _write(found, output, pdf or [], documents)
    except OSError as error:
        say(f"{output}: {error.strerror or error}")
        raise typer.Exit(Exit.WRONG_USAGE) from None
    amiss = len({f.sha256 for f in findings})
    say(words("audit.done", folder=output, findings=len(findings), amiss=amiss, documents=documents))
    counts = Counter(one.state for one in found.obligations)
    say(words("audit.obligations", **{state: counts[state] for state in get_args(State)}))
    raise typer.Exit(Exit.SOME_FAILED if failed else Exit.DONE)


def _audited(files: list[Path], output: Path) -> tuple[int, int, Audit]:
    """How many files were no Records, how many documents were audited, and what was found."""
    from collections.abc import Iterator

    from extractors.audit.audit import audited
    from flows.audit.gather import loaded_records
    from flows.output import record_failure

    failed, documents = 0, 0

    def refuse(path: Path, cause: str) -> None:
        nonlocal failed
        failed += 1
        say(record_failure(output, str(path), OSError(0, cause)))

    def counted() -> Iterator[Record]:
        nonlocal documents
        with progress(len(files)) as step:
            for record in loaded_records(files, refuse):
                documents += 1
                yield record
                step(record.document.file_name)

    found = audited(counted())
    return failed, documents, found


def _write(found: Audit, output: Path, pdfs: list[Path], documents: int) -> None:
    from flows.audit.crops import Crops
    from flows.audit.gather import as_json
    from flows.audit.page import write_page
    from flows.audit.workbook import write_workbook
    from flows.output import replacing

    with replacing(output / "findings.json") as file:
        file.write(as_json(found))
    write_workbook(found, output / "findings.xlsx")
    with Crops(pdfs) as crops:
        write_page(found, output / "findings.html", crops, documents)
