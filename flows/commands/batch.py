"""`juesuan batch`: a folder or a manifest of disclosures in a Prefect flow."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.exits import Exit
from flows.stopping import stop_on_signals
from flows.terminal import OutputFolder, made, say, scratch_or_exit

if TYPE_CHECKING:
    from flows.batch.manifest import Listing


class Engine(StrEnum):
    """Where the documents are read."""

    LOCAL = "local"
    DASK = "dask"


class NameBy(StrEnum):
    """What Records are named after."""

    STEM = "stem"
    PATH = "path"


def batch(
    source: Annotated[str, typer.Argument(help="Folder with PDFs, manifest, or URL", metavar="FOLDER|MANIFEST|URL")],
    output: OutputFolder = Path("output"),
    workers: Annotated[int, typer.Option(help="Worker processes; 0 for one a core", min=0)] = 0,
    engine: Annotated[Engine, typer.Option(help="Read here, or on a Dask cluster")] = Engine.LOCAL,
    cluster: Annotated[str, typer.Option(help="Scheduler of a Dask cluster (tcp://…)", metavar="ADDRESS")] = "",
    name_by: Annotated[NameBy, typer.Option(help="Name Records by file or by path")] = NameBy.STEM,
    time_limit: Annotated[float, typer.Option(help="Seconds a document may take, besides 10 a page", min=1)] = 120,
    memory_limit: Annotated[int, typer.Option(help="MB a document may take", min=1000)] = 1500,
    page_limit: Annotated[int, typer.Option(help="Pages a document may have", min=1)] = 2000,
    again: Annotated[bool, typer.Option("--again", help="Try what failed before once more")] = False,
) -> None:
    """Read every document in a Prefect flow; what was read before is passed over, failures are recorded.

    The same command goes on where a run was interrupted.
    """
    stop_on_signals()
    listing = _listing(source, name_by)
    made(output)
    scratch_or_exit()
    from flows.batch.isolate import WorkerDoesNotStart
    from flows.batch.jobs import Limits
    from flows.batch.ledger import FolderInUse
    from flows.batch.orchestrate import run_batch
    from flows.batch.progress import shown
    from flows.batch.run import Settings
    from patterns.check import check_patterns

    check_patterns()  # before the workers load it, which could only die of it
    limits = Limits(seconds=time_limit, memory=memory_limit, pages=page_limit)
    settings = Settings(output, workers, engine, cluster, limits, again)
    try:
        with shown(len(listing.jobs)) as show:
            summary = run_batch(listing.jobs, listing.unreadable, settings, show)
    except FolderInUse as error:
        say(str(error))
        raise typer.Exit(Exit.WRONG_USAGE) from None
    except (OSError, WorkerDoesNotStart) as error:
        say(f"{output}: {error.strerror}" if isinstance(error, OSError) else str(error))
        raise typer.Exit(Exit.SOME_FAILED) from None
    for trouble in summary.troubles:
        say(trouble)
    there = f", {summary.same} of them before" if summary.same else ""
    print(f"{summary.total - summary.failed} of {summary.total} documents read into {output}{there}")
    if summary.straight_share is not None and summary.review_each is not None:
        print(
            f"{summary.straight} of {summary.due} straight through ({100 * summary.straight_share:.1f} %), "
            f"{summary.review_each:.1f} facts to review a document"
        )
    raise typer.Exit(Exit.SOME_FAILED if summary.failed else Exit.DONE)


def _listing(source: str, name_by: str) -> Listing:
    """The documents; ends the command (wrong usage) where there are none or two would become one file."""
    from flows.batch.manifest import ManifestError, clashes, is_remote, listed

    if not is_remote(source) and not Path(source).exists():
        say(f"{source}: no such folder or manifest")
        raise typer.Exit(Exit.WRONG_USAGE)
    try:
        listing = listed(source, name_by)
    except (ManifestError, OSError) as error:
        say(str(error))
        raise typer.Exit(Exit.WRONG_USAGE) from None
    if not listing.jobs and not listing.unreadable:
        say(f"{source}: no PDF in it")
        raise typer.Exit(Exit.WRONG_USAGE)
    twice = clashes(listing.jobs)
    for first, second in twice[:10]:
        say(f"{first.source} and {second.source} would both become {first.name}.json: use --name-by path or a manifest")
    if twice:
        raise typer.Exit(Exit.WRONG_USAGE)
    return listing
