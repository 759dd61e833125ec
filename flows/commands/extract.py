"""`juesuan extract`: disclosures named one by one, or the folders and archives that they lie in."""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.exits import Exit
from flows.options import Json, OutputFolder
from flows.terminal import detail, made, print_json, progress, say, sum_up, tell
from flows.words import words

if TYPE_CHECKING:
    from flows.inputs import Found, Input


def extract(
    files: Annotated[list[Path], typer.Argument(help="Documents, folders, zip archives", metavar="FILE|FOLDER...")],
    output: OutputFolder = Path("output"),
    json: Json = False,
) -> None:
    """Read disclosures of any kind; write DIR/<file stem>.json for each."""
    from flows.garbage import search_seldom
    from flows.naming import record_names
    from flows.output import record_unopened

    found = _found(files, output)
    tell(found.left_out, found.remarks)
    if not found.documents and not found.unopened:
        say(words("no_documents", source=", ".join(map(str, files))))
        raise typer.Exit(Exit.WRONG_USAGE)
    made(output)
    for unopened in found.unopened:
        say(record_unopened(output, unopened.source, unopened.kind, unopened.cause))
    names = record_names([(document.source, document.parts) for document in found.documents])
    read, first = list[str](), dict[str, str]()
    search_seldom()
    try:
        with progress(len(names)) as step:
            for document, name in zip(found.documents, names, strict=True):
                if _extracted(document.source, output, name, first):
                    read.append(name)
                step(Path(document.source).name)
    finally:  # of what was read until it was stopped, too
        _remember(output, dict(zip(names, found.documents, strict=True)), read)
    failed = len(found.unopened) + len(names) - len(read)
    if json:
        left = {"failed": failed, "left_out": found.left_out, "remarks": found.remarks}
        print_json({"output": output, "records": read, **left})
    elif len(files) != len(names) or found.left_out or found.unopened:
        total = len(found.documents) + len(found.unopened)
        left_out = words("done.left_out", count=len(found.left_out)) if found.left_out else ""
        sum_up(words("done", read=total - failed, total=total, folder=output) + left_out)
    raise typer.Exit(Exit.SOME_FAILED if failed else Exit.DONE)


def _remember(output: Path, documents: Mapping[str, Input], read: Sequence[str]) -> None:
    """Keeps where the documents lie of which Records were written."""
    from flows.places import place_of, remember

    places = [(name, place_of(output, documents[name].source, "/".join(documents[name].parts))) for name in read]
    try:
        remember(output, places)
    except OSError as error:
        say(f"{output}: {error.strerror}")


def _found(files: list[Path], output: Path) -> Found:
    """All documents of the files, folders and archives named."""
    from flows.inputs import Found, Input, find_below, find_named, root_of

    whole, seen, root = Found(), set[str](), root_of(files)
    for file in files:
        above = _below(file, root)
        if file.is_dir():
            found = find_below(file, output)
            inputs = [Input(d.source, (*above, *d.parts), d.sha256) for d in found.documents]
        else:
            found = find_named(file, above)
            inputs = found.documents
        for document in inputs:
            if document.source in seen:
                whole.left_out.append(f"{document.source}: named before")
            else:
                seen.add(document.source)
                whole.documents.append(document)
        whole.unopened += found.unopened
        whole.left_out += found.left_out
        whole.remarks += found.remarks
    return whole


def _below(path: Path, root: Path) -> tuple[str, ...]:
    absolute = path.absolute()
    return absolute.relative_to(root).parts if absolute.is_relative_to(root) else (path.name,)


def _extracted(source: str, output: Path, name: str, first: dict[str, str]) -> bool:
    """Reads a document; `first` are the sources so far by the digest of their bytes."""
    from extractors.reading.computing import CannotCompute
    from flows.document import extract_files
    from flows.output import is_own, record_failure
    from patterns.files import PatternError

    try:
        record, *parts = extract_files(source, output, name)
    except (PatternError, CannotCompute):  # no document's fault
        raise
    except Exception as error:  # whatever a document does, the rest goes on
        say(record_failure(output, source, error))
        if is_own(error):
            detail("".join(traceback.format_exception(error)).rstrip())
        return False
    counts = {
        "pages": record.document.pages,
        "facts": sum(len(r.facts) for r in (record, *parts)),
        "seconds": f"{record.produced.seconds:.1f}",
    }
    detail(words("verbose.read", source=source, **counts))
    before = first.setdefault(record.document.sha256, source)
    if before != source:
        say(f"{source}: the same bytes as {before}")
    return True
