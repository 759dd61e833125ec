"""`juesuan batch`: a folder or a manifest of disclosures in a Prefect flow."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.batch.jobs import Engine, Limits, NameBy
from flows.exits import Exit
from flows.options import Json, MemoryLimit, OutputFolder, TimeLimit, Workers
from flows.stopping import stop_on_signals
from flows.terminal import made, print_json, say, scratch_or_exit, sum_up, tell
from flows.words import words

if TYPE_CHECKING:
    from flows.batch.manifest import Listing
    from flows.batch.progress import Shown
    from flows.batch.run import Settings, Summary


def batch(
    source: Annotated[
        str, typer.Argument(help="Folder, manifest, document, archive, or URL", metavar="FOLDER|MANIFEST|URL")
    ],
    output: OutputFolder = Path("output"),
    workers: Workers = 0,
    engine: Annotated[Engine, typer.Option(help="Read here, or on a Dask cluster")] = Engine.LOCAL,
    cluster: Annotated[str, typer.Option(help="Scheduler of a Dask cluster (tcp://…)", metavar="ADDRESS")] = "",
    name_by: Annotated[NameBy, typer.Option(help="Name Records by file or by path")] = NameBy.STEM,
    time_limit: TimeLimit = 120,
    memory_limit: MemoryLimit = 1500,
    page_limit: Annotated[int, typer.Option(help="Pages a document may have", min=1)] = 2000,
    again: Annotated[bool, typer.Option("--again", help="Try what failed before once more")] = False,
    json: Json = False,
) -> None:
    """Read every document in a Prefect flow; what was read before is passed over, failures are recorded.

    The same command goes on where a run was interrupted.
    """
    stop_on_signals()
    listing = _listing(source, name_by, output)
    made(output)
    scratch_or_exit()
    from flows.batch.progress import shown

    limits = Limits(seconds=time_limit, memory=memory_limit, pages=page_limit)
    with shown(len(listing.jobs)) as show:  # at once: what reads takes seconds to be loaded
        from flows.batch.run import Settings

        summary = _summary(listing, show, Settings(output, workers, engine, cluster, limits, again))
    if isinstance(summary, _Ended):
        say(summary.why)
        raise typer.Exit(summary.code)
    if json:
        print_json({"output": output, **asdict(summary), "left_out": listing.left_out})
    else:
        _sum_up(summary, listing, output)
    raise typer.Exit(Exit.SOME_FAILED if summary.failed else Exit.DONE)


def _sum_up(summary: Summary, listing: Listing, output: Path) -> None:
    for line in (*summary.remarks, *summary.troubles):
        say(line)
    there = words("done.before", count=summary.same) if summary.same else ""
    left_out = words("done.left_out", count=len(listing.left_out)) if listing.left_out else ""
    read = summary.total - summary.failed
    sum_up(words("done", read=read, total=summary.total, folder=output) + there + left_out)
    if summary.straight_share is not None and summary.review_each is not None:
        share, each = f"{100 * summary.straight_share:.1f}", f"{summary.review_each:.1f}"
        sum_up(words("done.straight", straight=summary.straight, due=summary.due, share=share, each=each))


@dataclass(frozen=True)
class _Ended:
    """Why a run did not come to its end."""

    code: Exit
    why: str


def _summary(listing: Listing, show: Shown, settings: Settings) -> Summary | _Ended:
    """What the run comes to."""
    from flows.batch.isolate import WorkerDoesNotStart
    from flows.batch.ledger import FolderInUse
    from flows.batch.server import ServerDoesNotStart
    from flows.batch.start import run_batch
    from flows.versions import LaterVersion

    try:
        return run_batch(listing.jobs, listing.unreadable, settings, show)
    except (FolderInUse, LaterVersion) as error:
        return _Ended(Exit.WRONG_USAGE, str(error))
    except OSError as error:
        return _Ended(Exit.SOME_FAILED, f"{settings.folder}: {error.strerror}")
    except (WorkerDoesNotStart, ServerDoesNotStart) as error:
        return _Ended(Exit.SOME_FAILED, str(error))


def _listing(source: str, name_by: str, output: Path) -> Listing:
    """The documents; tells what is left out and what is odd, and ends the command (wrong usage) where none are left."""
    from flows.batch.manifest import ManifestError, is_remote, listed

    if not is_remote(source) and not Path(source).exists():
        say(words("no_source", source=source))
        raise typer.Exit(Exit.WRONG_USAGE)
    try:
        listing = listed(source, name_by, output)
    except (ManifestError, OSError) as error:
        say(str(error))
        raise typer.Exit(Exit.WRONG_USAGE) from None
    tell(listing.left_out, listing.remarks)
    if not listing.jobs and not listing.unreadable:
        say(words("no_documents", source=source))
        raise typer.Exit(Exit.WRONG_USAGE)
    return listing
