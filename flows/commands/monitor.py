"""`juesuan monitor`: the sites of SOURCES.yaml, once or again and again; `--status` shows how they stand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.exits import Exit
from flows.extras import require
from flows.options import Json, MemoryLimit, TimeLimit, Workers
from flows.stopping import stop_on_signals
from flows.terminal import made, print_json, say, sum_up
from flows.words import words

if TYPE_CHECKING:
    from flows.batch.jobs import Limits
    from flows.monitor.notice import Links
    from flows.monitor.rounds import Round
    from flows.monitor.sources import Sources

_SECONDS = {"m": 60, "h": 3600, "d": 86400}
Folder = Annotated[Path, typer.Option("--output", "-o", help="Folder for documents, Records, events", metavar="DIR")]


def monitor(
    sources: Annotated[
        Path | None, typer.Argument(help="The sites (see docs/monitoring.md)", metavar="SOURCES.yaml")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Visit every site once (the default)")] = False,
    every: Annotated[str, typer.Option("--every", help="Visit them again and again: 30m, 6h, 1d")] = "",
    output: Folder = Path("output/monitor"),
    state: Annotated[str, typer.Option("--state", help="SQLAlchemy URL; default DIR/monitor.sqlite")] = "",
    status: Annotated[bool, typer.Option("--status", help="Visit nothing; show how the sources stand")] = False,
    try_url: Annotated[
        str, typer.Option("--try", help="Only tell what would be seen at this address; keep nothing", metavar="URL")
    ] = "",
    workers: Workers = 0,
    time_limit: TimeLimit = 120,
    memory_limit: MemoryLimit = 1500,
    json: Json = False,
) -> None:
    """Watch sites for disclosures: new, changed, withdrawn, overdue."""
    from sqlalchemy.exc import SQLAlchemyError

    from flows.batch.jobs import Limits
    from flows.monitor.sources import SourcesError, load_sources
    from flows.versions import LaterVersion
    from patterns.check import check_patterns

    if sources is None and not try_url:
        say(words("monitor.no_sources"))
        raise typer.Exit(Exit.WRONG_USAGE)
    if try_url:
        raise typer.Exit(_tried(try_url, sources, json))
    assert sources is not None
    pause = _pause(every, once)
    made(output)
    try:
        loaded = load_sources(sources)
        if status:
            _show(loaded, output, state, json)
            raise typer.Exit(Exit.DONE)
        check_patterns()  # before the workers load it, which could only die of it
        limits = Limits(seconds=time_limit, memory=memory_limit)
        failed = _rounds(loaded, output, state, workers, limits, pause, json)
    except (SourcesError, LaterVersion, SQLAlchemyError, OSError, ModuleNotFoundError) as error:  # no driver
        say(" ".join(str(error).split()))
        raise typer.Exit(Exit.WRONG_USAGE) from None
    raise typer.Exit(Exit.SOME_FAILED if failed else Exit.DONE)


def _pause(every: str, once: bool) -> int:
    """The seconds from the start of a round to that of the next; 0 for one round."""
    if not every:
        return 0
    number, unit = every[:-1], every[-1]
    if once or unit not in _SECONDS or not (number.isascii() and number.isdigit()) or int(number) == 0:
        say(words("monitor.every"))
        raise typer.Exit(Exit.WRONG_USAGE)
    return int(number) * _SECONDS[unit]


def _tried(url: str, sources: Path | None, json: bool) -> Exit:
    """Tells what would be seen at an address, as a source of the file on its host would, if there is one."""
    from flows.monitor.sources import SourcesError, load_sources
    from flows.monitor.status import print_trial
    from flows.monitor.trial import source_for, try_source

    stop_on_signals()
    try:
        like = source_for(load_sources(sources).sources, url) if sources is not None else None
        trial = try_source(url, like=like)
    except (SourcesError, OSError) as error:
        say(str(error))
        return Exit.WRONG_USAGE
    if json:
        print_json(trial)
    else:
        for address, cause in trial.failures:
            say(f"{address}: {cause}")
        print_trial(trial)
    return Exit.SOME_FAILED if trial.failures else Exit.DONE


def _show(loaded: Sources, output: Path, state: str, json: bool) -> None:
    from flows.monitor.rounds import standing
    from flows.monitor.status import PAGE_FILE, print_status

    statuses = standing(loaded, output, state or None)
    if json:
        print_json(statuses)
        return
    print_status(statuses)
    sum_up(words("monitor.page", path=output / PAGE_FILE))


def _rounds(loaded: Sources, output: Path, state: str, workers: int, limits: Limits, pause: int, json: bool) -> bool:
    """Rounds until interrupted, or one; whether something failed in it."""
    import os
    import time

    from flows.monitor.notice import Links
    from flows.monitor.rounds import AlreadyRunning, counted, run_round

    stop_on_signals()
    prefect = bool(os.environ.get("PREFECT_API_URL"))
    if prefect:
        require("batch", "monitor")
    while True:
        began = time.monotonic()
        try:
            done = run_round(loaded, output, state or None, workers=workers, limits=limits, prefect=prefect)
        except (AlreadyRunning, OSError) as error:
            say(str(error))
            raise typer.Exit(Exit.WRONG_USAGE) from None
        for line in done.failures:
            say(line)
        if json:
            print_json({**counted(done), "events": done.events, "failures": done.failures})
        else:
            _tell(done, Links(output, loaded.base_url))
        if not pause:
            return bool(done.failures)
        time.sleep(max(0.0, began + pause - time.monotonic()))


def _tell(done: Round, links: Links) -> None:
    """A line for each event, then what the round came to; what fails was told as such."""
    from flows.monitor.notice import line
    from flows.monitor.rounds import counted

    for event in done.events:
        if event.kind != "failed":
            sum_up(line(event, links))
    sum_up(words("monitor.done", **counted(done)))
