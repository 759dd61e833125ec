"""The database of the monitor's state, whichever version its tables are of: made, or brought up, in one transaction.

Version 2 is the one that tells its version; the other tables are those of version 1. A step is SQL of its own and never
the tables of flows/monitor/tables.py, which are those of the last version.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, inspect, select, text

from flows.monitor.tables import AboutRow, Base, SourceRow
from flows.versions import Versions, copy_of, refuse_later


def _tell_version(connection: Connection) -> Connection:
    connection.execute(text("CREATE TABLE IF NOT EXISTS monitor_about (version INTEGER NOT NULL PRIMARY KEY)"))
    return connection


VERSIONS: Versions[Connection] = Versions((_tell_version,))


def bring_up(engine: Engine) -> None:
    """Makes the tables where there are none, or brings older ones up, a copy of an SQLite file being kept beside it.

    Raises LaterVersion, SQLAlchemyError, and OSError where the copy cannot be written.
    """
    with engine.begin() as connection:
        found = _version(connection)
        refuse_later(place_of(engine), found or 1, VERSIONS.known)
        if found is not None and found < VERSIONS.known:
            found = _version_alone(connection)
            if found < VERSIONS.known:
                _keep_copy(engine, found)
            VERSIONS.brought_up(place_of(engine), connection, found)
        Base.metadata.create_all(connection)
        if found != VERSIONS.known:
            connection.execute(delete(AboutRow))
            connection.execute(insert(AboutRow).values(version=VERSIONS.known))


def place_of(engine: Engine) -> str:
    """What the database is called in a message: its file, or its address without the password."""
    file = _file_of(engine)
    return str(file) if file is not None else engine.url.render_as_string(hide_password=True)


def _version(connection: Connection) -> int | None:
    """The version of the tables; None where there are none."""
    tables = inspect(connection)
    if not tables.has_table(SourceRow.__tablename__):
        return None
    if not tables.has_table(AboutRow.__tablename__):
        return 1
    return connection.scalar(select(AboutRow.version)) or 1


def _version_alone(connection: Connection) -> int:
    """The version once no other can bring the tables up before this transaction ends; SQLite's is alone."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"LOCK TABLE {SourceRow.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))
    return _version(connection) or 1


def _file_of(engine: Engine) -> Path | None:
    named = engine.url.database
    return Path(named) if engine.dialect.name == "sqlite" and named and named != ":memory:" else None


def _keep_copy(engine: Engine, version: int) -> None:
    """Copies an SQLite file, what lies in its write-ahead log too, whole or not at all."""
    file = _file_of(engine)
    if file is None:
        return
    target = copy_of(file, version)
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
        part.replace(target)
    except sqlite3.Error as error:
        raise OSError(f"{target}: {error}") from error
    finally:
        part.unlink(missing_ok=True)
