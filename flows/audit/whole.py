"""The audit of Records in files: each by itself, all against each other, with what people decided about them."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from extractors.across.offer import offer_of
from extractors.across.offered import Offer
from extractors.audit.audit import Audit
from flows.audit.across import Across, Gathered, Index, index_at, joined
from flows.audit.gather import Refuse, loaded_records
from flows.audit.kept import File, Looked, looked
from flows.decisions.applied import Decided, as_decided, decided_in, judged
from flows.decisions.made import AnyDecision

# A few Records are audited here and now; starting processes for them takes longer. More go to a process at a time.
_INLINE, _CHUNK = 60, 20
_Step = Callable[[str], None]


class Whole(NamedTuple):
    """What was found, in how many `documents`; `across` is what they owe each other; `by_file` whose each file is."""

    found: Audit
    documents: int
    across: Across
    by_file: dict[str, str]

    @property
    def standing(self) -> Audit:
        """What is left of it once what people dismissed is taken out."""
        return self.found._replace(findings=tuple(f for f in self.found.findings if not f.dismissed))


def audit_files(
    files: Sequence[Path], kept_in: Path, refuse: Refuse, step: _Step = lambda name: None, workers: int = 1
) -> Whole:
    """Audits the Records of files; what did not change since the last time is taken from the index in `kept_in`.

    Many that changed are audited by as many processes as there are `workers`.
    `refuse` is told of each file that cannot be read, `step` of each that was looked at. Raises OSError, and where a
    folder's decisions cannot be read LaterVersion or ValueError.
    """
    folders = {folder: decided_in(folder) for folder in dict.fromkeys(path.parent for path in files)}
    with index_at(kept_in) as index:
        gathered = Gathered(index)
        read = _read(files, folders, index, gathered, refuse, step, workers)
        index.kept.keep_only(read)
        across = gathered.compared()
        found = joined(index.kept.audit(read), across.findings, gathered.order)
    said = [made for decided in folders.values() for made in decided.findings()]
    return Whole(
        found._replace(findings=judged(found.findings, said)),
        len(read),
        across,
        {path: file.sha256 for path, file in read.items()},
    )


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
        yield pool.map(_audit_file, changed, chunksize=_CHUNK)


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
