"""Options that several commands have: one name, one type and one meaning each (tests/flows/test_options.py)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

OutputFolder = Annotated[Path, typer.Option("--output", "-o", help="Folder for the Records", metavar="DIR")]
Workers = Annotated[int, typer.Option("--workers", help="Worker processes; 0 for one a core", min=0)]
TimeLimit = Annotated[float, typer.Option("--time-limit", help="Seconds a document may take, besides 10 a page", min=1)]
MemoryLimit = Annotated[int, typer.Option("--memory-limit", help="MB a document may take", min=1000)]
Pdfs = Annotated[
    list[Path] | None,
    typer.Option(
        "--pdfs", help="Folder of the documents, for pictures; repeatable", metavar="DIR", exists=True, file_okay=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON")]
Roster = Annotated[Path | None, typer.Option("--roster", help="CSV of the units (see docs/openness.md)", metavar="CSV")]
RecordsFolder = Annotated[Path, typer.Argument(help="Folder of Records", metavar="DIR", exists=True, file_okay=False)]
RecordFile = Annotated[Path, typer.Argument(help="A Record (JSON)", metavar="RECORD")]
CORPUS_OPTION = typer.Option("--corpus", "-c", help="Folder of the corpus", metavar="CORPUS")
