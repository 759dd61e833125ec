"""The monitor as a Prefect flow, for deployments with a schedule: each source is a task, each event a Prefect event."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from flows.quiet import OPT_OUTS

os.environ.update(OPT_OUTS)  # before Prefect is imported

from prefect import State, flow, get_run_logger, task
from prefect.states import Completed

from flows.monitor.notice import Links, line
from flows.monitor.rounds import run_round
from flows.monitor.sources import Source, load_sources


@task(name="source", persist_result=False)
def visit_source(visit: Callable[[], None]) -> None:
    """One visit to one source, as a task of its own that Prefect shows."""
    visit()


@flow(name="juesuan-monitor", flow_run_name="{sources} to {output}", persist_result=False)
def monitor_flow(
    sources: str, output: str = "output/monitor", state: str | None = None, workers: int = 0
) -> State[int]:
    """Visits every source of the file once; gives how many things failed, which the state tells and the log names."""
    logger = get_run_logger()

    def around(source: Source, visit: Callable[[], None]) -> None:
        visit_source.with_options(task_run_name=source.name)(visit)

    watched = load_sources(Path(sources))
    done = run_round(watched, Path(output), state, workers=workers, prefect=True, around=around)
    links = Links(Path(output).resolve(), watched.base_url)
    for event in done.events:
        logger.info(line(event, links))
    for failure in done.failures:
        logger.warning(failure)
    for status in done.statuses:
        logger.info("%s: %s new, %s changed, %s withdrawn", status.name, status.new, status.changed, status.withdrawn)
    failed = len(done.failures)
    told = f"{len(done.statuses)} sources visited, {failed} failures"
    return Completed(message=told, data=failed, name="SomeFailed" if failed else "Completed")
