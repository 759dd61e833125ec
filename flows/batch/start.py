"""A run from its plan to its end: a server is started for it, and Prefect loaded, only where there is work for them.

While they come up the first worker does, too, and reads the first document.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain

from flows.batch.foreseen import Foresight
from flows.batch.isolate import Reader
from flows.batch.jobs import Engine, Job, Outcome
from flows.batch.progress import Shown
from flows.batch.run import Run, Settings, Summary, run
from flows.batch.server import Server, own_home, settle_prefect
from flows.cores import cores
from patterns.check import check_patterns


def run_batch(jobs: Sequence[Job], unreadable: Sequence[Outcome], settings: Settings, show: Shown) -> Summary:
    """Reads all jobs into the folder of `settings`.

    Raises FolderInUse, LaterVersion, OSError, WorkerDoesNotStart, ServerDoesNotStart.
    """
    return run(jobs, unreadable, settings, show, _execute)


def _execute(current: Run) -> None:
    settings = current.settings
    current.tally.work.workers = settings.workers or cores()
    shards = current.shards(settings.workers or cores())
    first = next(shards, None)
    if first is None and "PREFECT_API_URL" not in os.environ:
        return  # nothing is to be read, and no server is named on which that would show
    with _own_server() as server, _readers(settings) as readers:
        if first is not None and readers:
            readers[0].start(first[0])
        check_patterns()  # before a worker that loads them tells that it could only die of it
        from flows.batch.orchestrate import on_dask, on_this_machine, served

        planned = shards if first is None else chain([first], shards)
        jobs = current.jobs if len(current.jobs) > 1 else ()  # of one document there is nothing to foresee
        with served(server), Foresight(jobs, settings.folder, current.tally.work):
            if settings.engine is Engine.DASK:
                on_dask(current, planned)
            else:
                on_this_machine(current, planned, readers)
        current.starting = sum(reader.starting for reader in readers)


@contextmanager
def _own_server() -> Iterator[Server | None]:
    """A server on its way up; None where another one is named, or may be."""
    settle_prefect()
    home = own_home()
    if home is None:
        yield None
        return
    server = Server(home, {}, passing=True)
    try:
        yield server
    finally:
        server.close()


@contextmanager
def _readers(settings: Settings) -> Iterator[list[Reader]]:
    """The readers of this machine, none where others read; their processes' threads together are the cores."""
    workers = settings.workers or cores()
    threads = max(1, cores() // workers)
    with ExitStack() as stack:
        number = 0 if settings.engine is Engine.DASK else workers
        yield [stack.enter_context(Reader(settings.folder, settings.limits, threads)) for _ in range(number)]
