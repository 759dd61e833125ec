"""Parquet parts: some hundred Records' rows of every table, written together, partitioned by fiscal year.

A part is `TABLE/fiscal_year=YEAR/PART.parquet` for each table. Parts are never changed: a Record that changes goes
into a new part, and the part that held it is written again without it under a new name. The manifest says which
parts count, so a reader or a crash in between meets whole files only.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.decisions.applied import as_decided
from flows.decisions.made import AnyDecision
from flows.output import failure_line
from flows.publish.batches import batch_of
from flows.publish.flatten import UNKNOWN, Whereabouts, rows_of
from flows.publish.schema import TABLES
from flows.records import record_from
from flows.refused import NotARecord

# Rows become Arrow columns after this many Records, which keeps the memory of a worker small.
_AT_ONCE = 50
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"


@dataclass(frozen=True)
class Source:
    """A Record file to publish, the decisions about it, and where its document lies.

    `beside_digest` is the same for the same decisions and place.
    """

    record_id: str
    path: str
    size: int
    mtime_ns: int
    decisions: tuple[AnyDecision, ...] = ()
    where: Whereabouts = UNKNOWN
    beside_digest: str = ""


@dataclass(frozen=True)
class Written:
    """What became of some sources: the part of each Record, and a line for each that could not be published."""

    parts: dict[str, tuple[int | None, list[str]]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


def part_path(corpus: Path, table: str, year: int | None, part: str) -> Path:
    """Where a table's rows of a part are."""
    return corpus / table / f"fiscal_year={_NO_YEAR if year is None else year}" / f"{part}.parquet"


def write_parts(corpus: Path, sources: Sequence[Source]) -> Written:
    """Reads Records and writes one new part for each fiscal year among them. Raises OSError where it cannot write."""
    # Records hold no cycles: looking for them takes half of the time.
    gc.disable()
    try:
        return _written(corpus, sources)
    finally:
        gc.enable()


def _written(corpus: Path, sources: Sequence[Source]) -> Written:
    years: dict[int | None, _Part] = {}
    written = Written()
    for source in sources:
        try:
            data = Path(source.path).read_bytes()
            record = record_from(data, source.path)
        except (OSError, NotARecord) as error:
            written.failures[source.record_id] = failure_line(source.path, error)
            continue
        decided = as_decided(record, source.decisions)
        digest = hashlib.blake2b(data, digest_size=16).hexdigest()
        written.digests[source.record_id] = digest
        part = years.setdefault(decided.document.fiscal_year, _Part())
        rows = rows_of(record, decided, source.record_id, source.decisions, source.where)
        part.add(source.record_id, digest + source.beside_digest, rows)
    for year, part in years.items():
        name = part.name()
        part.write(corpus, year, name)
        written.parts[name] = (year, part.records)
    return written


class _Part:
    """Rows of one fiscal year on their way to a part."""

    def __init__(self) -> None:
        self.records: list[str] = []
        self._digest = hashlib.blake2b(digest_size=8)
        self._rows: dict[str, list[tuple[Any, ...]]] = {table.name: [] for table in TABLES}
        self._batches: dict[str, list[pa.RecordBatch]] = {table.name: [] for table in TABLES}

    def add(self, record_id: str, digest: str, rows: Mapping[str, list[tuple[Any, ...]]]) -> None:
        self.records.append(record_id)
        self._digest.update(f"{record_id}\0{digest}\0".encode())
        for name, new in rows.items():
            self._rows[name] += new
        if len(self.records) % _AT_ONCE == 0:
            self._settle()

    def name(self) -> str:
        """The same Records and decisions make the same part."""
        return f"part-{self._digest.hexdigest()}"

    def write(self, corpus: Path, year: int | None, name: str) -> None:
        self._settle()
        for table in TABLES:
            rows = pa.Table.from_batches(self._batches[table.name], schema=table.arrow)
            _write(rows, part_path(corpus, table.name, year, name))

    def _settle(self) -> None:
        for table in TABLES:
            rows = self._rows[table.name]
            if rows:
                self._batches[table.name].append(batch_of(table, rows))
                self._rows[table.name] = []


def _write(rows: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        pq.write_table(rows, temporary, compression="zstd", compression_level=1)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def rewrite(corpus: Path, year: int | None, parts: Sequence[str], kept: Sequence[str]) -> str:
    """Writes the rows of the records `kept` of one year's parts as one new part and returns its name."""
    wanted = pa.array(sorted(kept), pa.string())
    name = f"part-{hashlib.blake2b(chr(0).join((*sorted(parts), *sorted(kept))).encode(), digest_size=8).hexdigest()}"
    for table in TABLES:
        read = [
            pq.read_table(part_path(corpus, table.name, year, p), schema=table.arrow, partitioning=None) for p in parts
        ]
        rows = pa.concat_tables(read)
        _write(rows.filter(pc.is_in(rows["record_id"], wanted)), part_path(corpus, table.name, year, name))
    return name


def remove_strays(corpus: Path, parts: Iterable[str]) -> None:
    """Removes part files that do not count (any more)."""
    known = {f"{part}.parquet" for part in parts}
    for table in TABLES:
        for path in (corpus / table.name).glob("fiscal_year=*/*.parquet"):
            if path.name not in known:
                path.unlink(missing_ok=True)
        for path in (corpus / table.name).glob("fiscal_year=*/.*.part"):
            path.unlink(missing_ok=True)
