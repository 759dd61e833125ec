"""Juesuan in Python: documents to Records, Records to rows. The whole of it is told in docs/python.md.

    >>> import juesuan
    >>> record = juesuan.read("corpus/samples/sample.digital.pdf")  # doctest: +SKIP
    >>> juesuan.to_frame([record])  # doctest: +SKIP

What stands here stays; the packages below (extractors, flows, patterns) may change with any version. Importing it costs
next to nothing: what reads is loaded when something is read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.model.errors import UnreadableDocument
from flows.refused import NotARecord

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from extractors.model.record import Record

    __version__: str

__all__ = [
    "NotARecord",
    "Record",
    "UnreadableDocument",
    "__version__",
    "load",
    "read",
    "read_all",
    "read_bytes",
    "to_arrow",
    "to_frame",
]

_UNKNOWN = "0+unknown"


def __getattr__(name: str) -> Any:
    """What costs something to make, made when it is asked for."""
    if name == "Record":
        from extractors.model.record import Record

        return Record
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("juesuan")
        except PackageNotFoundError:
            return _UNKNOWN
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def read(path: str | os.PathLike[str]) -> Record:
    """The Record of a document of any kind that `juesuan extract` reads: what it is, is told by its bytes.

    Of a file of a zip archive the path is `ARCHIVE!/NAME`. It is read in this process, which takes seconds (a page of a
    scan about one) and has no limits; `juesuan batch` reads many, each within limits.

    Raises UnreadableDocument (`file_name`, `place`, `cause`) where it cannot be read, OSError where the file cannot.
    """
    from flows.inputs import read_source

    source = os.fspath(path)
    return read_bytes(read_source(source), Path(source).name)


def read_all(path: str | os.PathLike[str]) -> tuple[Record, ...]:
    """The Record of a document as `read` gives it, and those of the units whose accounts it holds, where it is parted.

    Raises as `read`.
    """
    from flows.document import records_of
    from flows.inputs import read_source

    source = os.fspath(path)
    return records_of(read_source(source), Path(source).name)


def read_bytes(data: bytes, name: str) -> Record:
    """The Record of a document that is no file; `name` is what it and errors are called by.

    Raises UnreadableDocument.
    """
    from flows.document import record_of

    return record_of(data, name)


def load(path: str | os.PathLike[str]) -> Record:
    """The Record of a file that Juesuan wrote, now or in an earlier version (`schema_version` says by which rules).

    Raises NotARecord (`file_name`, `cause`), which is a ValueError, and OSError.
    """
    from flows.records import read_record

    return read_record(Path(path))


def to_arrow(records: Record | Iterable[Record] | Mapping[str, Record], table: str = "facts") -> pa.Table:
    """Rows of Records with the columns of a published corpus (docs/codebook.md): of `facts`, one a fact.

    `record_id` is the file's name as far as it is one Record's alone, or the key of a mapping. `table` is any of the
    codebook's. Money and rates are decimal128(24, 6), exactly as printed.

    Raises ValueError where there is no such table, or one document stands there twice.
    """
    from juesuan.rows import arrow_of

    return arrow_of(records, table)


def to_frame(records: Record | Iterable[Record] | Mapping[str, Record], table: str = "facts") -> pd.DataFrame:
    """The same as a pandas DataFrame: decimals stay Decimals, whole numbers whole where others are missing.

    Raises ImportError where pandas is not installed, and what to_arrow raises.
    """
    from juesuan.rows import frame_of

    return frame_of(records, table)
