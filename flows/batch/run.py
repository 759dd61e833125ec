"""A batch from its listing to its summary: what is there already is passed over, the rest is read in shards.

Nothing here knows what runs the shards: `flows/batch/orchestrate.py` gives them to Prefect.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from flows.batch.jobs import Engine, Job, Limits, Outcome
from flows.batch.ledger import Ledger, digest
from flows.batch.manifest import is_remote
from flows.batch.progress import Shown, Tally
from flows.output import replacing
from flows.places import PLACES, STATE, place_of, remember

MOST_IN_A_SHARD = 50  # some 20 s of digital documents, half an hour of scans: one task of the orchestrator
_SHARDS_A_WORKER = 4  # at least, so that no worker stands idle at the end while another has a long shard
_TOLD = 500  # failures that a summary lists
SUMMARY = "summary.json"  # what the last run came to, beside the journal


@dataclass(frozen=True, slots=True)
class Settings:
    """How a batch is run. `workers` 0 is one for each core; `cluster` the address of a Dask scheduler or ""."""

    folder: Path
    workers: int = 0
    engine: Engine = Engine.LOCAL
    cluster: str = ""
    limits: Limits = field(default_factory=Limits)
    again: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to.

    Of the documents with a Record `due` tell main figures by their kind; `straight` of these went straight through, as
    all that they tell are accepted (patterns/acceptance.yaml). A person is to look at `to_review` facts of them all.
    `cpu` is what reading took in the workers, `starting` what it took them to come up (on this machine), in seconds;
    `failures` are the first of them; `remarks` tell of documents that are there twice or were renamed, a line each.
    """

    total: int
    read: int
    same: int
    failed: int
    pages: int
    due: int
    straight: int
    to_review: int
    seconds: float
    cpu: float
    starting: float
    failures: tuple[Outcome, ...]
    troubles: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    @property
    def straight_share(self) -> float | None:
        """The share of documents that went straight through; None where none could."""
        return self.straight / self.due if self.due else None

    @property
    def review_each(self) -> float | None:
        """Facts to review a document, on an average; None where there is no Record."""
        held = self.total - self.failed
        return self.to_review / held if held else None

    def row(self) -> dict[str, Any]:
        """The figures that a table for people shows, by their heads."""
        return {
            "documents": self.total, "read": self.read, "were there": self.same, "failed": self.failed,
            "straight through": _of(self.straight, self.due),
            "facts to review a document": round(self.review_each or 0, 1), "pages": self.pages,
            "seconds": self.seconds, "pages/s": round(self.pages / (self.seconds or 1), 2),
        }  # fmt: skip

    def as_data(self) -> dict[str, Any]:
        """All figures, ready for JSON; failures stand in failures.jsonl."""
        told = {key: value for key, value in asdict(self).items() if key != "failures"}
        return told | {"straight_share": _rounded(self.straight_share), "review_each": _rounded(self.review_each)}


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole}" + (f" ({100 * part / whole:.1f} %)" if whole else "")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


class Run:
    """One run into one folder: plans shards, settles outcomes. `settle` may be called by several threads."""

    def __init__(self, jobs: Sequence[Job], ledger: Ledger, settings: Settings, show: Shown) -> None:
        self.jobs, self.ledger, self.settings = jobs, ledger, settings
        self.tally = Tally(len(jobs))
        self.failures: list[Outcome] = []
        self.starting = 0.0
        self.remarks: list[str] = []
        self._first: dict[str, Job] = {}  # by the digest of their bytes
        self._show = show
        self._lock = threading.Lock()

    def settle(self, outcome: Outcome) -> None:
        """Counts, remembers and shows what became of a document."""
        with self._lock:
            if outcome.status == "same":
                outcome = self.ledger.as_before(outcome)
            self.ledger.settle(outcome)
            self.tally.count(outcome)
            if outcome.failed and len(self.failures) < _TOLD:
                self.failures.append(outcome)
            self._show(self.tally, outcome)

    def shards(self, workers: int) -> Iterator[tuple[Job, ...]]:
        """What is to be read, in shards; documents of the same bytes as one of this run come after all others."""
        size = max(1, min(MOST_IN_A_SHARD, len(self.jobs) // max(1, workers * _SHARDS_A_WORKER)))
        shard: list[Job] = []
        for job in self.jobs:
            planned = self._plan(job)
            if planned is not None:
                shard.append(planned)
            if len(shard) == size:
                yield tuple(shard)
                shard = []
        if shard:
            yield tuple(shard)

    def _plan(self, job: Job) -> Job | None:
        """The job with what is known of it; None where nothing is left to do, which is settled at once."""
        had = self.ledger.had(job.name)
        if is_remote(job.source):
            return replace(job, had=had)
        try:
            sha256 = job.sha256 or digest(Path(job.source))
        except OSError:
            return replace(job, had=had)  # the worker tells the same error, in its place
        first = self._first.setdefault(sha256, job)
        if first.source != job.source:
            self.remarks.append(f"{job.source}: the same bytes as {first.source}")
        if had == sha256:
            self.settle(Outcome(job.source, job.name, "same", sha256=sha256))
            return None
        failed = None if self.settings.again else self.ledger.failed_before(job.name, sha256)
        copied = failed or self.ledger.copied(job, sha256)
        if copied is not None:
            self.settle(replace(copied, source=job.source, seconds=0.0, cpu=0.0))
            return None
        return replace(job, sha256=sha256, had=had)

    def summary(self) -> Summary:
        """What the run has come to so far; times in seconds."""
        tally = self.tally
        return Summary(
            tally.total, tally.done, tally.same, tally.failed, tally.pages, tally.due, tally.straight, tally.to_review,
            round(tally.seconds, 1), round(tally.cpu, 1), round(self.starting, 1), tuple(self.failures),
            tuple(dict.fromkeys(self.ledger.troubles)), tuple(self.remarks),
        )  # fmt: skip


Execute = Callable[[Run], None]


def run(
    jobs: Sequence[Job], unreadable: Iterable[Outcome], settings: Settings, show: Shown, execute: Execute
) -> Summary:
    """Reads all jobs into the folder. Raises FolderInUse, LaterVersion, or OSError where the folder takes no files."""
    from flows.batch.fingerprint import fingerprint

    with Ledger(settings.folder, fingerprint()) as ledger:
        outcomes = list(unreadable)
        ledger.forget_failures([*jobs, *(Job(o.source, "") for o in outcomes)])
        current = Run(jobs, ledger, settings, show)
        current.tally.total += len(outcomes)
        for outcome in outcomes:
            current.settle(outcome)
        current.tally.started = time.monotonic()
        _remember(jobs, ledger)
        execute(current)
        current.remarks += ledger.leave_renamed(jobs)
        return _kept(current.summary(), settings.folder)


def _remember(jobs: Sequence[Job], ledger: Ledger) -> None:
    """Keeps where the documents lie. A full disk must not stop the run: tables of it lead to no page then."""
    places = ((job.name, place_of(ledger.folder, job.source, job.path or Path(job.source).name)) for job in jobs)
    try:
        remember(ledger.folder, places)
    except OSError as error:
        ledger.troubles.append(f"{ledger.folder / STATE / PLACES}: {error.strerror}")


def _kept(summary: Summary, folder: Path) -> Summary:
    """The summary, written beside the journal; where that fails it says so. The run has done its work by then."""
    path = folder / STATE / SUMMARY
    try:
        with replacing(path) as file:
            file.write(json.dumps(summary.as_data(), ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        return replace(summary, troubles=(*summary.troubles, f"{path}: {error.strerror}"))
    return summary
