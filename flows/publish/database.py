"""corpus.duckdb: the tables of the Parquet files, reference tables and documented views in one file.

It follows the Parquet files: what a publication changed is deleted and inserted in one transaction, together with the
digest of the manifest it stands for. Where the digest is another, the file is made anew from the Parquet files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.publish.batches import batch_of
from flows.publish.manifest import Manifest
from flows.publish.parts import part_path
from flows.publish.reference import reference_tables
from flows.publish.schema import FINDINGS, FISCAL_YEAR, OVERALL, TABLES, Table
from flows.publish.units import Spelling, resolve
from flows.publish.views import SHARED, View, documented

DATABASE = "corpus.duckdb"
_MEMORY, _THREADS = "700MB", 2
# What writes takes what memory it may have, more with each document; a second thread makes it no faster.
_WRITING_MEMORY, _WRITING_THREADS = "150MB", 1
# Each comment keeps a copy of all that is said of its table or view until the transaction ends: all in one took 240 MB,
# each in its own is synced by itself.
_COMMENTS = 40
_ROWS, _BATCHES = 500, 10  # findings that are held at once, of 3 kB each; so many times that many are a row group


class CorpusInUse(OSError):
    """Another program has the database open."""


@contextmanager
def opened(path: Path, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database. Raises CorpusInUse, OSError."""
    memory, threads = (_MEMORY, _THREADS) if read_only else (_WRITING_MEMORY, _WRITING_THREADS)
    try:
        connection = duckdb.connect(
            str(path), read_only=read_only, config={"memory_limit": memory, "threads": str(threads)}
        )
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise CorpusInUse(f"{path} is open in another program: close it there and publish again") from error
        raise OSError(f"{path}: {str(error).splitlines()[0]}") from error
    except duckdb.ConnectionException as error:  # this program has it open for something else
        raise CorpusInUse(f"{path} is open for something else: try again") from error
    try:
        connection.execute("SET enable_progress_bar = false")  # which would come between what is told
        yield connection
    finally:
        connection.close()


def stands_for(corpus: Path, manifest: Manifest) -> bool:
    """Whether the database is that of a manifest, and of the knowledge and the views of now."""
    return _stamp_of(corpus / DATABASE) == _stamp(manifest)


def _stamp(manifest: Manifest) -> str:
    return f"{manifest.digest()} {_made_from()}"


@cache
def _made_from() -> str:
    """The digest of views and reference tables: a database made from others is made anew."""
    told = repr((documented(), reference_tables()))
    return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()


def update(corpus: Path, before: Manifest, after: Manifest, changed: Sequence[str], new_parts: Sequence[str]) -> None:
    """Brings the database from the manifest `before` to `after`; makes it anew where it is not that of `before`.

    `changed`: Records whose rows were replaced or are gone; `new_parts`: the parts that hold what replaced them.
    """
    path = corpus / DATABASE
    if _stamp_of(path) == _stamp(before):
        with opened(path) as db:
            db.execute("BEGIN")
            _replace(db, corpus, after, changed, new_parts)
            _finish(db, after)
            db.execute("COMMIT")
        return
    fresh = path.with_name(f".{DATABASE}.part")
    fresh.unlink(missing_ok=True)
    with opened(fresh) as db:
        _found(db)
        for table in TABLES:
            _insert(db, corpus, table, after, list(after.years))
        _finish(db, after)
        comments = _comments(db)
        while some := list(islice(comments, _COMMENTS)):
            db.execute("BEGIN")
            for comment in some:
                db.execute(comment)
            db.execute("COMMIT")
    fresh.replace(path)


@contextmanager
def empty_database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory with all tables and views, and no document in it."""
    with duckdb.connect(":memory:") as db:
        _found(db)
        yield db


def _found(db: duckdb.DuckDBPyConnection) -> None:
    """Creates tables and views."""
    for table in (*TABLES, *OVERALL):
        db.execute(_create(table))
    _reference(db)
    db.execute(f"CREATE TABLE unit_names ({_NAMES})")
    db.execute(f"CREATE TABLE units ({_UNITS})")
    db.execute("CREATE TABLE about (manifest VARCHAR, findings VARCHAR)")
    for view in documented():
        db.execute(f"CREATE VIEW {view.name} AS {view.sql}")


def _stamp_of(path: Path) -> str | None:
    if not path.exists():
        return None
    try:
        with opened(path, read_only=True) as db:
            row = db.execute("SELECT manifest FROM about").fetchone()
            return str(row[0]) if row else None
    except duckdb.Error:
        return None


def _create(table: Table) -> str:
    columns = ", ".join(f'"{c.name}" {_type(str(c.type))}' for c in table.columns)
    return f"CREATE TABLE {table.name} ({columns}, fiscal_year INTEGER)"


def _type(arrow: str) -> str:
    """The DuckDB type of an Arrow type."""
    simple = {"string": "VARCHAR", "int32": "INTEGER", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN"}
    if arrow.startswith("decimal128"):
        return arrow.replace("decimal128", "DECIMAL")
    if arrow.startswith("list<element: string") or arrow.startswith("list<item: string"):
        return "VARCHAR[]"
    if arrow.startswith("list<element: int32") or arrow.startswith("list<item: int32"):
        return "INTEGER[]"
    if arrow.startswith("list<"):
        whole, real = "INTEGER", "DOUBLE"
        return (
            f'STRUCT(page {whole}, x0 {real}, y0 {real}, x1 {real}, y1 {real}, "start" {whole}, "end" {whole}, '
            f"statement {whole})[]"
        )
    return simple[arrow]


def _insert(db: duckdb.DuckDBPyConnection, corpus: Path, table: Table, manifest: Manifest, parts: list[str]) -> None:
    names = ", ".join(f'"{c.name}"' for c in table.columns)
    for year in sorted({manifest.years[p] for p in parts}, key=lambda y: y or 0):
        files = [str(part_path(corpus, table.name, year, p)) for p in parts if manifest.years[p] == year]
        db.execute(
            f"INSERT INTO {table.name} SELECT {names}, ?::INTEGER FROM read_parquet(?, hive_partitioning=false)",
            [year, files],
        )


def _replace(
    db: duckdb.DuckDBPyConnection, corpus: Path, after: Manifest, changed: Sequence[str], new_parts: Sequence[str]
) -> None:
    for table in TABLES:
        db.execute(f"DELETE FROM {table.name} WHERE record_id IN (SELECT unnest(?))", [list(changed)])
        _insert(db, corpus, table, after, list(new_parts))


def _finish(db: duckdb.DuckDBPyConnection, after: Manifest) -> None:
    """What depends on all documents: whose they are, and the manifest that the database stands for."""
    _units(db)
    findings = db.execute("SELECT findings FROM about").fetchone() or (None,)
    db.execute("DELETE FROM about")
    db.execute("INSERT INTO about VALUES (?, ?)", [_stamp(after), *findings])


_UNITS = "unit_id VARCHAR, unit_name VARCHAR, region VARCHAR, first_year INTEGER, last_year INTEGER, documents INTEGER"
_NAMES = (
    "unit_name VARCHAR, unit_id VARCHAR, how VARCHAR, evidence VARCHAR, first_year INTEGER, last_year INTEGER, "
    "documents INTEGER"
)


def _units(db: duckdb.DuckDBPyConnection) -> None:
    known = dict(db.execute("SELECT unit_name, unit_id FROM unit_names").fetchall())
    rows = db.execute(
        "SELECT unit_name, list(DISTINCT fiscal_year) FILTER (WHERE fiscal_year IS NOT NULL), count(*)::INTEGER "
        "FROM documents WHERE unit_name IS NOT NULL GROUP BY unit_name"
    ).fetchall()
    resolved = resolve([Spelling(name, frozenset(years or ()), n) for name, years, n in rows], known)
    names = [
        (r.spelling.name, r.unit_id, r.how, r.evidence, min(r.spelling.years, default=None),
         max(r.spelling.years, default=None), r.spelling.documents) for r in resolved
    ]  # fmt: skip
    units = {r.unit_id: (r.unit_id, r.unit_name, r.region) for r in resolved}
    db.execute("DELETE FROM unit_names")
    _fill(db, "unit_names", names)
    db.execute("DELETE FROM units")
    db.execute("CREATE OR REPLACE TEMP TABLE fresh_units (unit_id VARCHAR, unit_name VARCHAR, region VARCHAR)")
    _fill(db, "fresh_units", list(units.values()))
    db.execute(
        "INSERT INTO units SELECT u.*, min(n.first_year), max(n.last_year), sum(n.documents)::INTEGER "
        "FROM fresh_units u JOIN unit_names n USING (unit_id) GROUP BY ALL ORDER BY u.unit_id"
    )


def _fill(db: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Inserts rows column by column, which is quicker than row by row."""
    if rows:
        columns = [list(c) for c in zip(*rows, strict=True)]
        picks = ", ".join("unnest(?)" for _ in columns)
        db.execute(f"INSERT INTO {table} SELECT {picks}", columns)


def set_findings(corpus: Path, rows: Iterable[tuple[object, ...]]) -> None:
    """Puts the findings, each ending in its fiscal year, in the place of all that there are.

    The database is left as it is where it holds the same. Writes findings.parquet beside it, too.
    """
    path, file = corpus / DATABASE, corpus / f"{FINDINGS.name}.parquet"
    part = corpus / f".{FINDINGS.name}.parquet.part"
    digest = _written(part, rows)
    with opened(path, read_only=True) as db:
        if file.exists() and db.execute("SELECT findings FROM about").fetchone() == (digest,):
            part.unlink()
            return
    part.replace(file)
    with opened(path) as db:
        db.execute("BEGIN")
        db.execute(f"DELETE FROM {FINDINGS.name}")
        db.execute(f"INSERT INTO {FINDINGS.name} BY NAME SELECT * FROM read_parquet(?)", [str(file)])
        db.execute("UPDATE about SET findings = ?", [digest])
        db.execute("COMMIT")


def _written(part: Path, rows: Iterable[tuple[object, ...]]) -> str:
    """Writes findings to a file, some thousand at a time; a digest that is the same for the same ones."""
    dated = Table(FINDINGS.name, FINDINGS.zh, FINDINGS.en, (*FINDINGS.columns, FISCAL_YEAR))
    left, digest, between = iter(rows), hashlib.blake2b(b"[", digest_size=16), b""
    batches: list[pa.RecordBatch] = []
    try:
        with pq.ParquetWriter(part, dated.arrow, compression="zstd") as writer:
            while some := list(islice(left, _ROWS)):
                for row in some:
                    digest.update(between + repr(row).encode())
                    between = b", "
                batches.append(batch_of(dated, some))
                if len(batches) == _BATCHES:
                    writer.write_table(pa.Table.from_batches(batches))
                    batches.clear()
            if batches:
                writer.write_table(pa.Table.from_batches(batches))
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    digest.update(b"]")
    return digest.hexdigest()


def copy_references(corpus: Path) -> None:
    """Writes the tables that go with the Parquet files, one file each: bodies, their names, concepts, measures …"""
    with opened(corpus / DATABASE, read_only=True) as db:
        for name in ("units", "unit_names", *(r.name for r in reference_tables())):
            part = corpus / f".{name}.parquet.part"
            db.execute(f"COPY {name} TO '{str(part).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)")
            part.replace(corpus / f"{name}.parquet")


def _reference(db: duckdb.DuckDBPyConnection) -> None:
    for reference in reference_tables():
        columns = ", ".join(f"{name} VARCHAR" for name in reference.columns)
        db.execute(f"CREATE TABLE {reference.name} ({columns})")
        _fill(db, reference.name, reference.rows)


def _comments(db: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Statements that say in the database itself what every table, view and column holds."""
    for table in (*TABLES, *OVERALL):
        yield f"COMMENT ON TABLE {table.name} IS {_quoted(table.zh, table.en)}"
        for column in table.columns:
            yield f'COMMENT ON COLUMN {table.name}."{column.name}" IS {_quoted(column.zh, column.en)}'
        yield f"COMMENT ON COLUMN {table.name}.fiscal_year IS {_quoted(*SHARED['fiscal_year'])}"
    for reference in reference_tables():
        yield f"COMMENT ON TABLE {reference.name} IS {_quoted(reference.zh, reference.en)}"
    for view in documented():
        yield f"COMMENT ON VIEW {view.name} IS {_quoted(view.zh, view.en)}"
        for name, words in columns_of(db, view):
            if words:
                yield f'COMMENT ON COLUMN {view.name}."{name}" IS {_quoted(*words)}'


def columns_of(db: duckdb.DuckDBPyConnection, view: View) -> list[tuple[str, tuple[str, str] | None]]:
    """The columns of a view with their words: the view's own, the shared ones, else those of a table's column."""
    of_tables = {c.name: (c.zh, c.en) for table in reversed((*TABLES, *OVERALL)) for c in table.columns}
    described = db.execute(f"DESCRIBE {view.name}").fetchall()
    return [(row[0], view.columns.get(row[0]) or SHARED.get(row[0]) or of_tables.get(row[0])) for row in described]


def _quoted(zh: str, en: str) -> str:
    return "'" + f"{zh}. {en}".replace("'", "''") + "'"
