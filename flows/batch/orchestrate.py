"""The Prefect flow: shards of a batch as tasks, here in a pool of processes or on a Dask cluster.

Where neither PREFECT_API_URL nor a profile names a server for it, the run has one of its own (flows/batch/server.py).
Nothing is sent anywhere else. Prefect takes a second to import: what comes before any work does not need this module.
"""

from __future__ import annotations

import logging
import queue
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from prefect import State, flow, get_run_logger, tags, task
from prefect.artifacts import (
    create_link_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, get_current_settings, temporary_settings
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner

from flows.batch.isolate import Reader
from flows.batch.jobs import Engine, Job, Limits, NameBy, Outcome
from flows.batch.manifest import listed
from flows.batch.progress import shown
from flows.batch.run import Run, Settings, Summary
from flows.batch.server import Server
from flows.batch.start import run_batch
from flows.cores import cores
from flows.output import FAILURES
from flows.terminal import tell

Shard = tuple[Job, ...]
KEY = "juesuan-batch"
_TAGS = ("juesuan", "batch")
_SHARD = "shard {number}"


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
        with temporary_settings({PREFECT_API_URL: server.api_url, PREFECT_API_AUTH_STRING: server.password}):
            yield
    finally:
        server.close()


@flow(name="juesuan-batch", flow_run_name="{source} to {output}", persist_result=False)
def batch(
    source: str,
    output: str = "output",
    workers: int = 0,
    engine: Engine = Engine.LOCAL,
    cluster: str = "",
    name_by: NameBy = NameBy.STEM,
) -> State[Any]:
    """What `juesuan batch` does, as a deployment (prefect.yaml); its state tells what was not read, its data all."""
    listing = listed(source, name_by, Path(output))
    tell(listing.left_out, listing.remarks)
    settings = Settings(Path(output), workers, engine, cluster)
    settings.folder.mkdir(parents=True, exist_ok=True)
    with tags(*_TAGS), shown(len(listing.jobs)) as show:
        return ended(run_batch(listing.jobs, listing.unreadable, settings, show), settings.folder)


class NothingRead(RuntimeError):
    """Of a run's documents none was read."""


def ended(summary: Summary, folder: Path) -> State[Any]:
    """The state of a run: failed where nothing was read, of a name of its own where something was not."""
    told = f"{summary.total - summary.failed} of {summary.total} documents read, {summary.pages} pages"
    if not summary.failed:
        return Completed(message=told, data=summary.as_data())
    told = f"{told}; {summary.failed} failed, see {folder / FAILURES}"
    if summary.failed < summary.total:
        return Completed(name="SomeFailed", message=told, data=summary.as_data())
    return Failed(message=told, data=NothingRead(told))


def _settled(current: Run, outcome: Outcome) -> None:
    """Settles an outcome, and logs it where the run shows."""
    current.settle(outcome)
    if outcome.failed:
        get_run_logger().warning(outcome.cause)
    else:
        get_run_logger().info("%s: %d pages, %d facts to review", outcome.source, outcome.pages, outcome.to_review)


class _Progress:
    """How far a run is, as an artifact of its flow."""

    def __init__(self, current: Run) -> None:
        self._current = current
        self._id: Any = create_progress_artifact(0.0, key=f"{KEY}-progress", description=current.tally.line())

    def tell(self) -> None:
        """Brings it up to date."""
        tally = self._current.tally
        share = 100 * tally.finished / max(1, tally.total)
        update_progress_artifact(self._id, progress=share, description=tally.line())
        get_run_logger().info(tally.line())


def _flow_of(current: Run, runner: Any) -> Any:
    """The decorator of the flow of shards; Prefect types its own for one kind of runner only."""
    folder, documents = current.settings.folder, len(current.jobs)
    return flow(
        name="juesuan-shards", task_runner=runner, flow_run_name=f"{documents} documents to {folder}",
        persist_result=False,
    )  # fmt: skip


def _run_flow(the_flow: Any, *arguments: Any) -> None:
    """Runs a flow that returns the state of a run: that documents failed is no error of the flow's."""
    with tags(*_TAGS):
        state = the_flow(*arguments, return_state=True)
    with suppress(NothingRead):
        state.result()


def on_this_machine(current: Run, shards: Iterable[Shard], readers: Sequence[Reader]) -> None:
    """Shards in threads, each with a worker process of its own for the time being.

    The first shard is for the first reader, which may have begun on it.
    """
    idle: queue.SimpleQueue[Reader] = queue.SimpleQueue()
    for reader in readers[1:]:
        idle.put(reader)

    @task(name="shard", task_run_name=_SHARD, persist_result=False, cache_policy=NO_CACHE)
    def shard(number: int, jobs: Shard) -> None:
        reader = readers[0] if number == 1 else idle.get()
        try:
            for job in jobs:
                _settled(current, reader.read(job))
        finally:
            idle.put(reader)

    def each_shard() -> State[Any]:
        progress = _Progress(current)
        for future in as_completed([shard.submit(number, jobs) for number, jobs in enumerate(shards, 1)]):
            future.result()
            progress.tell()
        publish(current.summary(), current.settings.folder)
        return ended(current.summary(), current.settings.folder)

    _run_flow(_flow_of(current, ThreadPoolTaskRunner(max_workers=len(readers)))(each_shard))


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
        _run_flow(_flow_of(current, runner)(_shards_on_dask), key, threads)


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


def _shards_on_dask(key: str, threads: int) -> State[Any]:
    current, shards = _runs[key]
    folder, limits = current.settings.folder, asdict(current.settings.limits)
    progress = _Progress(current)
    submitted = [
        read_shard.submit(number, jobs, str(folder.absolute()), limits, threads)
        for number, jobs in enumerate(shards, 1)
    ]
    for future in as_completed(submitted):
        for outcome in future.result():
            _settled(current, Outcome(**outcome))
        progress.tell()
    publish(current.summary(), folder)
    return ended(current.summary(), folder)


@task(name="shard", task_run_name=_SHARD, persist_result=False, cache_policy=NO_CACHE)
def read_shard(
    number: int, jobs: Sequence[Job], folder: str, limits: dict[str, Any], threads: int
) -> list[dict[str, Any]]:
    """Reads a shard wherever it is run; a worker process is started for it and ends with it."""
    with Reader(Path(folder), Limits(**limits), threads) as reader:
        return [asdict(reader.read(job)) for job in jobs]


def publish(summary: Summary, folder: Path) -> None:
    """The run's summary and its failures as artifacts, to be seen on Prefect's dashboard."""
    create_table_artifact(key=KEY, table=[summary.row()], description=f"Records in {folder.absolute()}")
    if summary.failures:
        rows = [{"file": o.source, "kind": o.kind, "cause": o.cause} for o in summary.failures]
        create_table_artifact(key="juesuan-failures", table=rows, description="What was not read, and why")
        link = (folder / FAILURES).absolute().as_uri()
        create_link_artifact(key="juesuan-failures-file", link=link, link_text=FAILURES)
