"""The audit of Records in files: each by itself, all against each other, with what people decided about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from extractors.audit.audit import Audit
from flows.audit.across import Across, Gathered, Index, index_at, joined
from flows.audit.gather import Refuse, loaded_records
from flows.audit.kept import File
from flows.decisions.applied import Decided, decided_in, judged

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


def audit_files(files: Sequence[Path], kept_in: Path, refuse: Refuse, step: _Step = lambda name: None) -> Whole:
    """Audits the Records of files; what did not change since the last time is taken from the index in `kept_in`.

    `refuse` is told of each file that cannot be read, `step` of each that was looked at. Raises OSError, and where a
    folder's decisions cannot be read LaterVersion or ValueError.
    """
    folders = {path.parent: decided_in(path.parent) for path in files}
    with index_at(kept_in) as index:
        gathered = Gathered(index)
        read = _read(files, folders, index, gathered, refuse, step)
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
) -> dict[str, File]:
    """Every file that holds a Record, by its path; those that changed were audited."""
    read: dict[str, File] = {}
    for path in files:
        decided, own = folders[path.parent], str(path.resolve())
        try:
            stamp = _stamp(path, decided.digest(path.stem))
        except OSError as error:
            refuse(path, error.strerror or str(error))
            continue
        file = index.kept.known(own, stamp)
        if file is None:
            for record in loaded_records([path], refuse):
                as_decided = decided.applied(record, path.stem)
                file = read[own] = index.kept.put(own, stamp, as_decided)
                if file.offered:
                    gathered.take(as_decided)
        else:
            read[own] = file
            if file.offered:
                gathered.stays(file.sha256)
        step(path.name)
    return read


def _stamp(path: Path, decisions: str) -> str:
    stat = path.stat()
    return f"{stat.st_size} {stat.st_mtime_ns} {decisions}"
