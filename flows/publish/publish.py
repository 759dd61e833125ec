"""A folder of Records -> one tidy corpus: Parquet, corpus.duckdb, codebook. Costs what changed since the last time.

Order of writing: new parts, the database, the manifest, and only then are parts removed that no longer count. Broken
off anywhere, the next publication finds a manifest and whole parts, and makes the database anew where it must.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from flows.cores import cores
from flows.output import replacing
from flows.publish import database
from flows.publish.codebook import codebook
from flows.publish.found import findings_of
from flows.publish.manifest import Entry, Manifest, compare, load_manifest, save_manifest
from flows.publish.metadata import write_metadata
from flows.publish.parts import Source, Written, remove_strays, rewrite, write_parts

_CHUNK = 400
# A few Records are read here and now; starting workers for them takes longer.
_INLINE = 60
# Parts of fewer Records than this are small; a year with more small parts than this gets one instead of them.
_SMALL_PART, _SMALL_PARTS = 200, 8


@dataclass
class Published:
    """What a publication did: Records in the corpus, of them new or changed now, gone, and lines of failures."""

    records: int = 0
    renewed: int = 0
    gone: int = 0
    failures: dict[str, str] = field(default_factory=dict)


def publish(
    folder: Path, corpus: Path, workers: int | None = None, step: Callable[[int], None] = lambda done: None
) -> Published:
    """Publishes the Records of `folder` into `corpus`; `step` hears of every Record that was read.

    Raises OSError (CorpusInUse among it) where the corpus cannot be written, LaterVersion where a later Juesuan wrote
    it or decisions, ValueError where DIR/decisions.jsonl is broken. A Record that cannot be read is a failure;
    the corpus then has nothing of it.
    """
    corpus.mkdir(parents=True, exist_ok=True)
    result = _published(folder, corpus, workers, step)
    database.set_findings(corpus, findings_of(folder, corpus, workers or cores()))
    write_metadata(corpus, load_manifest(corpus))
    return result


def _published(folder: Path, corpus: Path, workers: int | None, step: Callable[[int], None]) -> Published:
    """Publishes what each Record tells."""
    before = load_manifest(corpus)
    changes = compare(folder, corpus, before)  # refuses decisions of a later version before anything is removed
    remove_strays(corpus, before.years)
    result = Published(renewed=len(changes.new), gone=len(changes.gone))
    if not (changes.new or changes.gone) and database.stands_for(corpus, before):
        result.records = len(before.records)
        return result
    after = Manifest(dict(before.records), dict(before.years))
    for record_id in (*changes.gone, *(s.record_id for s in changes.new)):
        after.records.pop(record_id, None)
    new_parts = _read(corpus, changes.new, after, result, workers or cores(), step)
    _without(corpus, before, after)
    changed = [*changes.gone, *(s.record_id for s in changes.new)]
    database.update(corpus, before, after, changed, sorted(new_parts))
    _merge_small(corpus, after)
    database.copy_references(corpus)
    _write_codebook(corpus)
    save_manifest(corpus, after)
    remove_strays(corpus, after.years)
    result.records = len(after.records)
    result.renewed -= len(result.failures)
    return result


def _read(
    corpus: Path,
    sources: Sequence[Source],
    after: Manifest,
    result: Published,
    workers: int,
    step: Callable[[int], None],
) -> set[str]:
    """Writes the parts of new sources into the corpus and the manifest; returns the names of the parts."""
    by_id = {source.record_id: source for source in sources}
    parts: set[str] = set()
    for written in _written(corpus, sources, workers):
        for part, (year, members) in written.parts.items():
            parts.add(part)
            after.years[part] = year
            for record_id in members:
                source = by_id[record_id]
                digest = written.digests[record_id]
                after.records[record_id] = Entry(source.size, source.mtime_ns, digest, source.beside_digest, part)
        result.failures |= written.failures
        step(len(written.digests) + len(written.failures))
    return parts


def _written(corpus: Path, sources: Sequence[Source], workers: int) -> Iterator[Written]:
    if len(sources) <= _INLINE or workers == 1:
        for start in range(0, len(sources), _CHUNK):
            yield write_parts(corpus, sources[start : start + _CHUNK])
        return
    size = min(_CHUNK, -(-len(sources) // workers))
    chunks = [sources[start : start + size] for start in range(0, len(sources), size)]
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        for future in as_completed([pool.submit(write_parts, corpus, chunk) for chunk in chunks]):
            yield future.result()


def _without(corpus: Path, before: Manifest, after: Manifest) -> None:
    """Writes the parts again that held a Record which changed or is gone."""
    now = after.members()
    for part, members in before.members().items():
        kept = now.get(part, [])
        if len(kept) == len(members):
            continue
        _renamed(corpus, after, [part], kept)


def _renamed(corpus: Path, manifest: Manifest, parts: Sequence[str], kept: Sequence[str]) -> str | None:
    """Puts the Records `kept` of some parts of a year into one new part; returns its name, None where none is left."""
    year = manifest.years[parts[0]]
    for part in parts:
        del manifest.years[part]
    if not kept:
        return None
    name = rewrite(corpus, year, parts, kept)
    manifest.years[name] = year
    for record_id in kept:
        manifest.records[record_id] = manifest.records[record_id]._replace(part=name)
    return name


def _merge_small(corpus: Path, manifest: Manifest) -> None:
    """Merges the small parts of a year that has many of them."""
    members = manifest.members()
    small: dict[int | None, list[str]] = {}
    for part, records in members.items():
        if len(records) < _SMALL_PART:
            small.setdefault(manifest.years[part], []).append(part)
    for parts in small.values():
        if len(parts) > _SMALL_PARTS:
            _renamed(corpus, manifest, parts, [r for part in parts for r in members[part]])


def _write_codebook(corpus: Path) -> None:
    path, text = corpus / "codebook.md", codebook()
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        with replacing(path) as file:
            file.write(text)
