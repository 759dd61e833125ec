"""The audit of Records in files: each by itself, all against each other, with what people decided about them."""

from __future__ import annotations

import multiprocessing
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from extractors.across.offer import offer_of
from extractors.across.offered import Offer
from extractors.audit.audit import Audit, gravest_first
from extractors.audit.finding import Finding
from extractors.audit.obligations import State
from flows.audit.across import Gathered, Held, Index, index_at
from flows.audit.gather import Refuse, loaded_records
from flows.audit.kept import File, Looked, looked
from flows.audit.spool import Spool
from flows.decisions.applied import Decided, Said, as_decided, decided_in
from flows.decisions.made import AnyDecision

# A few Records are audited here and now; starting processes for them takes longer. More go to a process at a time, and
# no more of these are begun than keep the processes busy: what they found waits in memory until it is kept.
_INLINE, _CHUNK, _AHEAD = 60, 20, 2
_Step = Callable[[str], None]


@dataclass
class Counts:
    """How many findings there are: those that stand, the documents that have such, those that people dismissed; and of
    obligations how many are in each state."""

    standing: int = 0
    amiss: int = 0
    dismissed: int = 0
    states: Counter[State] = field(default_factory=Counter)

    def count(self, found: Audit) -> None:
        """Adds a document."""
        standing = sum(not f.dismissed for f in found.findings)
        self.standing += standing
        self.amiss += bool(standing)
        self.dismissed += len(found.findings) - standing
        self.states.update(one.state for one in found.obligations)


@dataclass(frozen=True)
class Whole:
    """What was found, in how many `documents`: `told` has it document by document.

    `across` is how many identities documents owe each other; `by_file` whose each file is.
    """

    told: Spool
    counts: Counts
    documents: int
    across: Held
    by_file: dict[str, str]

    @property
    def found(self) -> Audit:
        """All of it at once; of a corpus that is too much."""
        return Audit(tuple(self.told.all_findings()), tuple(self.told.all_obligations()))

    def standing(self) -> Iterator[Finding]:
        """The findings without those that people dismissed."""
        return (found for found in self.told.all_findings() if not found.dismissed)


def audit_files(
    files: Sequence[Path], kept_in: Path, refuse: Refuse, step: _Step = lambda name: None, workers: int = 1
) -> Whole:
    """Audits the Records of files; what did not change since the last time is taken from the index in `kept_in`.

    Many that changed are audited by as many processes as there are `workers`.
    `refuse` is told of each file that cannot be read, `step` of each that was looked at. Raises OSError, and where a
    folder's decisions cannot be read LaterVersion or ValueError.
    """
    folders = {folder: decided_in(folder) for folder in dict.fromkeys(path.parent for path in files)}
    said = Said([made for decided in folders.values() for made in decided.findings()])
    told, counts = Spool(kept_in), Counts()
    with index_at(kept_in) as index:
        gathered = Gathered(index)
        read = _read(files, folders, index, gathered, refuse, step, workers)
        index.kept.keep_only(read)
        across = gathered.compare()
        for found in _each(index, gathered.order, read):
            judged = found._replace(findings=said.judged(found.findings))
            counts.count(judged)
            told.add(judged)
    return Whole(told, counts, len(read), across, {path: file.sha256 for path, file in read.items()})


def _each(index: Index, order: Iterable[str], files: dict[str, File]) -> Iterator[Audit]:
    """What was found of each document, in their order: its own, copies, then what documents owe each other.

    Of one document the first file counts.
    """
    first: dict[str, str] = {}
    for path, file in files.items():
        first.setdefault(file.sha256, path)
    index.kept.compare(list(first.values()))
    across = index.about()
    for sha256 in order:
        own = gravest_first((*index.kept.findings(first[sha256]), *index.kept.copied(sha256)))
        yield Audit((*own, *across(sha256)), index.kept.obligations(first[sha256]))


def _read(
    files: Sequence[Path],
    folders: dict[Path, Decided],
    index: Index,
    gathered: Gathered,
    refuse: Refuse,
    step: _Step,
    workers: int,
) -> dict[str, File]:
    """Every file that holds a Record, by its path; those that changed were audited."""
    found: dict[Path, _Found] = {}
    for path in files:
        decided = folders[path.parent]
        try:
            stamp = _stamp(path, decided.digest(path.stem))
        except OSError as error:
            refuse(path, error.strerror or str(error))
            continue
        found[path] = _Found(str(path.resolve()), stamp, index.kept.known(str(path.resolve()), stamp))
    changed = [(path, folders[path.parent].about(path.stem)) for path, one in found.items() if one.known is None]
    read: dict[str, File] = {}
    with _audited(changed, workers) as audited:
        for path, one in found.items():
            file = one.known
            if file is None:
                told = next(audited)
                if isinstance(told, str):
                    refuse(path, told)
                    continue
                file = index.kept.put(one.name, one.stamp, told.looked)
                if told.offer is not None:
                    gathered.take(told.offer)
            elif file.offered:
                gathered.stays(file.sha256)
            read[one.name] = file
            step(path.name)
    return read


class _Found(NamedTuple):
    """A file that was found: its whole path, what it is known again by, and what is known of it as it is now."""

    name: str
    stamp: str
    known: File | None


class _Audited(NamedTuple):
    """What a Record's audit comes to, and what it offers to others where it is compared with them."""

    looked: Looked
    offer: Offer | None


@contextmanager
def _audited(changed: Sequence[tuple[Path, Sequence[AnyDecision]]], workers: int) -> Iterator[Iterator[_Audited | str]]:
    """What becomes of each file, in their order: its audit, or why it cannot be read."""
    if workers == 1 or len(changed) <= _INLINE:
        yield map(_audit_file, changed)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield _in_turn(pool, changed, _AHEAD * workers)


def _in_turn(
    pool: ProcessPoolExecutor, changed: Sequence[tuple[Path, Sequence[AnyDecision]]], most: int
) -> Iterator[_Audited | str]:
    chunks = (changed[start : start + _CHUNK] for start in range(0, len(changed), _CHUNK))
    begun: deque[Future[list[_Audited | str]]] = deque()
    begun.extend(pool.submit(_audit_chunk, chunk) for chunk in islice(chunks, most))
    while begun:
        audited = begun.popleft().result()
        begun.extend(pool.submit(_audit_chunk, chunk) for chunk in islice(chunks, 1))
        yield from audited


def _audit_chunk(chunk: Sequence[tuple[Path, Sequence[AnyDecision]]]) -> list[_Audited | str]:
    return [_audit_file(one) for one in chunk]


def _audit_file(changed: tuple[Path, Sequence[AnyDecision]]) -> _Audited | str:
    path, decisions = changed
    causes: list[str] = []
    for record in loaded_records([path], lambda _, cause: causes.append(cause)):
        decided = as_decided(record, decisions)
        found = looked(decided)
        return _Audited(found, offer_of(decided) if found.file.offered else None)
    return causes[0]


def _stamp(path: Path, decisions: str) -> str:
    stat = path.stat()
    return f"{stat.st_size} {stat.st_mtime_ns} {decisions}"
