"""The Prefect flow over a folder: one document a task, each read in a process of a pool.

The flow runs on a server that Prefect starts for it and stops with it; nothing is sent anywhere. Worker processes
are started with as many OCR threads as give every core one.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

# Prefect reads its settings when it is imported.
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_LOGGING_LEVEL", "ERROR")
os.environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "ERROR")
os.environ.setdefault("PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY", "false")
if "PREFECT_HOME" not in os.environ:
    os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="juesuan-prefect-")
    atexit.register(shutil.rmtree, os.environ["PREFECT_HOME"], ignore_errors=True)

from prefect import flow, task
from prefect.task_runners import ThreadPoolTaskRunner

from extractors.ocr import THREADS_VARIABLE
from flows.document import read_and_write
from flows.output import record_failure

Step = Callable[[str], None]


class WorkerLost(Exception):
    """The process that read a document died."""


class _Pool:
    """Worker processes; a crash costs the documents under way, and the pool is made anew for the rest."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._executor = self._made()

    def _made(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.workers, mp_context=multiprocessing.get_context("spawn"))

    def read(self, source: Path, folder: Path) -> None:
        executor = self._executor
        try:
            executor.submit(read_and_write, source, folder).result()
        except BrokenProcessPool as error:
            if self._executor is executor:
                self._executor = self._made()
            raise WorkerLost("the process that read it died") from error

    def close(self) -> None:
        self._executor.shutdown(cancel_futures=True)


def run_batch(sources: Sequence[Path], folder: Path, workers: int, step: Step) -> list[str]:
    """Reads all sources into `folder`; returns one line for each failure, also appended to failures.jsonl."""
    cores = os.cpu_count() or 1
    workers = workers or cores
    os.environ.setdefault(THREADS_VARIABLE, str(max(1, cores // workers)))
    pool = _Pool(workers)
    failures: list[str] = []

    @task(name="document", task_run_name="{name}", persist_result=False)
    def document(name: str, source: Path) -> str | None:
        try:
            pool.read(source, folder)
        except Exception as error:  # whatever it is, it is recorded and the rest goes on
            return record_failure(folder, str(source), error)
        finally:
            step(name)
        return None

    # Prefect types its decorator for one kind of future only.
    runner: Any = ThreadPoolTaskRunner(max_workers=workers)

    @flow(name="juesuan-batch", task_runner=runner, persist_result=False)
    def batch_flow() -> None:
        for future in [document.submit(source.name, source) for source in sources]:
            line = future.result()
            if line is not None:
                failures.append(line)

    try:
        batch_flow()
    finally:
        pool.close()
    return failures
