"""The Prefect flow: shards of a batch as tasks, here in a pool of processes or on a Dask cluster.

Without a server of its own, Prefect starts one for the run and stops it afterwards; where PREFECT_API_URL names one,
the run shows there. Nothing is sent anywhere else.
"""

from __future__ import annotations

import atexit
import logging
import os
import queue
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.batch.guardian import process_guardian
from flows.quiet import OPT_OUTS, without_proxy

# Prefect reads its settings when it is imported.
os.environ.update(OPT_OUTS)
os.environ.setdefault("PREFECT_LOGGING_LEVEL", "ERROR")
os.environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "ERROR")
# A busy machine takes longer than the 20 s that Prefect gives its own server to come up.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "600")
if "PREFECT_API_URL" not in os.environ:
    os.environ.update(without_proxy())
if "PREFECT_HOME" not in os.environ and "PREFECT_API_URL" not in os.environ:
    os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="juesuan-prefect-")
    process_guardian().folder(os.environ["PREFECT_HOME"], held=True)
    atexit.register(shutil.rmtree, os.environ["PREFECT_HOME"], ignore_errors=True)

from prefect import flow, task
from prefect.artifacts import create_link_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.settings import PREFECT_API_URL, get_current_settings, temporary_settings
from prefect.task_runners import ThreadPoolTaskRunner

from flows.batch.isolate import Reader, cores
from flows.batch.jobs import Job, Limits, Outcome
from flows.batch.manifest import listed
from flows.batch.progress import Shown, shown
from flows.batch.run import Run, Settings, Summary, run
from flows.output import FAILURES

if TYPE_CHECKING:
    from prefect.server.api.server import SubprocessASGIServer


def run_batch(jobs: Sequence[Job], unreadable: Sequence[Outcome], settings: Settings, show: Shown) -> Summary:
    """Reads all jobs into the folder of `settings`. Raises FolderInUse, OSError, WorkerDoesNotStart."""
    on_engine = _on_dask if settings.engine == "dask" else _on_this_machine

    def execute(current: Run) -> None:
        with _server():
            on_engine(current)

    return run(jobs, unreadable, settings, show, execute)


@contextmanager
def _server() -> Iterator[None]:
    """The server that Prefect would start by and by where none is named, for this process and Dask's workers.

    It looks for modules in the folder that it is started in, and who knows what lies in the user's.
    """
    settings = get_current_settings()
    if settings.api.url is not None or not settings.server.ephemeral.enabled:
        yield
        return
    server = _guarded_server()
    settings.home.mkdir(parents=True, exist_ok=True)
    with chdir(settings.home):
        server.start()
    with temporary_settings({PREFECT_API_URL: server.api_url}):
        yield


def _guarded_server() -> SubprocessASGIServer:
    """A server that ends with this process, whatever ends that; by itself it would go on for ever."""
    from prefect.server.api.server import SubprocessASGIServer

    class Guarded(SubprocessASGIServer):
        def _run_uvicorn_command(self) -> subprocess.Popen[Any]:
            process = super()._run_uvicorn_command()
            process_guardian().process(process.pid, held=True)
            return process

    return Guarded()


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
    listing = listed(source, name_by)
    settings = Settings(Path(output), workers, engine, cluster)
    settings.folder.mkdir(parents=True, exist_ok=True)
    with shown(len(listing.jobs)) as show:
        summary = run_batch(listing.jobs, listing.unreadable, settings, show)
    if summary.total and summary.failed == summary.total:
        raise RuntimeError(f"none of {summary.total} documents was read; see {settings.folder / FAILURES}")
    return summary.as_data()


def _on_this_machine(current: Run) -> None:
    """Shards in threads, each with a worker process; the processes' threads together are the cores."""
    settings = current.settings
    workers = settings.workers or cores()
    threads = max(1, cores() // workers)
    idle: queue.SimpleQueue[Reader] = queue.SimpleQueue()
    readers = [Reader(settings.folder, settings.limits, threads) for _ in range(workers)]
    for reader in readers:
        idle.put(reader)

    @task(name="shard", persist_result=False, cache_policy=NO_CACHE)
    def shard(jobs: tuple[Job, ...]) -> None:
        reader = idle.get()
        try:
            for job in jobs:
                current.settle(reader.read(job))
        finally:
            idle.put(reader)

    def each_shard() -> None:
        futures = [shard.submit(jobs) for jobs in current.shards(workers)]
        for future in futures:
            future.result()
        publish(current.summary(), settings.folder)

    try:
        # Prefect types its decorator for one kind of future only.
        runner: Any = ThreadPoolTaskRunner(max_workers=workers)
        flow(name="juesuan-shards", task_runner=runner, persist_result=False)(each_shard)()
    finally:
        for reader in readers:
            reader.close()
        current.starting = sum(reader.starting for reader in readers)


def _on_dask(current: Run) -> None:
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

    with _held(current) as key:
        flow(name="juesuan-shards", task_runner=runner, persist_result=False)(_shards_on_dask)(key, threads)


# A flow goes to the workers with its tasks, and a run (locks, open files) cannot: the flow is told its key instead.
_runs: dict[str, Run] = {}


@contextmanager
def _held(current: Run) -> Iterator[str]:
    key = uuid.uuid4().hex
    _runs[key] = current
    try:
        yield key
    finally:
        del _runs[key]


def _shards_on_dask(key: str, threads: int) -> None:
    current = _runs[key]
    folder, limits = current.settings.folder, asdict(current.settings.limits)
    workers = current.settings.workers or cores()
    submitted = [read_shard.submit(jobs, str(folder.absolute()), limits, threads) for jobs in current.shards(workers)]
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
