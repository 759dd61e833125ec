"""The Prefect flow: shards of a batch as tasks, here in a pool of processes or on a Dask cluster.

Where neither PREFECT_API_URL nor a profile names a server for it, the run has one of its own (flows/batch/server.py).
Nothing is sent anywhere else. Prefect takes a second to import: what comes before any work does not need this module.
"""

from __future__ import annotations

import logging
import queue
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_link_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.settings import PREFECT_API_URL, get_current_settings, temporary_settings
from prefect.task_runners import ThreadPoolTaskRunner

from flows.batch.isolate import Reader, cores
from flows.batch.jobs import Job, Limits, Outcome
from flows.batch.manifest import listed
from flows.batch.progress import shown
from flows.batch.run import Run, Settings, Summary
from flows.batch.server import Server
from flows.batch.start import run_batch
from flows.output import FAILURES
from flows.terminal import tell

Shard = tuple[Job, ...]


@contextmanager
def served(own: Server | None) -> Iterator[None]:
    """Has Prefect use the server that its settings name, else `own`, else one on the database of the user's home."""
    settings = get_current_settings()
    if settings.api.url is not None or not settings.server.ephemeral.enabled:
        yield
        return
    server = own or Server(settings.home, settings.to_environment_variables(exclude_unset=True), passing=False)
    try:
        server.ready()
        with temporary_settings({PREFECT_API_URL: server.api_url}):
            yield
    finally:
        server.close()


@flow(name="juesuan-batch", persist_result=False)
def batch(
    source: str,
    output: str = "output",
    workers: int = 0,
    engine: str = "local",
    cluster: str = "",
    name_by: str = "stem",
) -> dict[str, Any]:
    """What `juesuan batch` does, as a deployment (prefect.yaml): the run's figures, or an error where all failed."""
    listing = listed(source, name_by, Path(output))
    tell(listing.left_out, listing.remarks)
    settings = Settings(Path(output), workers, engine, cluster)
    settings.folder.mkdir(parents=True, exist_ok=True)
    with shown(len(listing.jobs)) as show:
        summary = run_batch(listing.jobs, listing.unreadable, settings, show)
    if summary.total and summary.failed == summary.total:
        raise RuntimeError(f"none of {summary.total} documents was read; see {settings.folder / FAILURES}")
    return summary.as_data()


def on_this_machine(current: Run, shards: Iterable[Shard], readers: Sequence[Reader]) -> None:
    """Shards in threads, each with a worker process of its own for the time being."""
    settings = current.settings
    idle: queue.SimpleQueue[Reader] = queue.SimpleQueue()
    for reader in readers:
        idle.put(reader)

    @task(name="shard", persist_result=False, cache_policy=NO_CACHE)
    def shard(jobs: Shard) -> None:
        reader = idle.get()
        try:
            for job in jobs:
                current.settle(reader.read(job))
        finally:
            idle.put(reader)

    def each_shard() -> None:
        futures = [shard.submit(jobs) for jobs in shards]
        for future in futures:
            future.result()
        publish(current.summary(), settings.folder)

    # Prefect types its decorator for one kind of future only.
    runner: Any = ThreadPoolTaskRunner(max_workers=len(readers))
    flow(name="juesuan-shards", task_runner=runner, persist_result=False)(each_shard)()


def on_dask(current: Run, shards: Iterable[Shard]) -> None:
    """Shards on the workers of a Dask cluster, which see the same folders; one is started where none is named."""
    from prefect_dask.task_runners import DaskTaskRunner

    settings = current.settings
    workers = settings.workers or cores()
    threads = max(1, cores() // workers)
    if settings.cluster:
        runner: Any = DaskTaskRunner(address=settings.cluster)
    else:
        runner = DaskTaskRunner(
            cluster_kwargs={
                "n_workers": workers,
                "threads_per_worker": 1,
                "dashboard_address": ":0",
                "silence_logs": logging.ERROR,
            }
        )

    with _held(current, shards) as key:
        flow(name="juesuan-shards", task_runner=runner, persist_result=False)(_shards_on_dask)(key, threads)


# A flow goes to the workers with its tasks, and a run (locks, open files) cannot: the flow is told its key instead.
_runs: dict[str, tuple[Run, Iterable[Shard]]] = {}


@contextmanager
def _held(current: Run, shards: Iterable[Shard]) -> Iterator[str]:
    key = uuid.uuid4().hex
    _runs[key] = current, shards
    try:
        yield key
    finally:
        del _runs[key]


def _shards_on_dask(key: str, threads: int) -> None:
    current, shards = _runs[key]
    folder, limits = current.settings.folder, asdict(current.settings.limits)
    submitted = [read_shard.submit(jobs, str(folder.absolute()), limits, threads) for jobs in shards]
    for future in as_completed(submitted):
        for outcome in future.result():
            current.settle(Outcome(**outcome))
    publish(current.summary(), folder)


@task(name="shard", persist_result=False, cache_policy=NO_CACHE)
def read_shard(jobs: Sequence[Job], folder: str, limits: dict[str, Any], threads: int) -> list[dict[str, Any]]:
    """Reads a shard wherever it is run; a worker process is started for it and ends with it."""
    with Reader(Path(folder), Limits(**limits), threads) as reader:
        return [asdict(reader.read(job)) for job in jobs]


def publish(summary: Summary, folder: Path) -> None:
    """The run's summary and its failures as artifacts, to be seen on Prefect's dashboard."""
    create_table_artifact(key="juesuan-batch", table=[summary.row()], description=f"Records in {folder.absolute()}")
    if summary.failures:
        rows = [{"file": o.source, "kind": o.kind, "cause": o.cause} for o in summary.failures]
        create_table_artifact(key="juesuan-failures", table=rows, description="What was not read, and why")
        link = (folder / FAILURES).absolute().as_uri()
        create_link_artifact(key="juesuan-failures-file", link=link, link_text=FAILURES)
