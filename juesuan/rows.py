"""Records as rows in memory: the tables of a published corpus without the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from extractors.model.record import Record
from flows.naming import record_names
from flows.publish.batches import batch_of
from flows.publish.flatten import rows_of
from flows.publish.schema import TABLES, Table

if TYPE_CHECKING:
    import pandas as pd

Records = Record | Iterable[Record] | Mapping[str, Record]

_NO_PANDAS = "to_frame needs pandas, which is not installed (pip install pandas); to_arrow does without"
# Folders of the published corpus, a column here: what Parquet files leave to the names of theirs.
_YEAR = pa.field("fiscal_year", pa.int32())


def arrow_of(records: Records, table: str) -> pa.Table:
    """Rows of a table of flows/publish/schema.py, `fiscal_year` last. Raises ValueError."""
    wanted = next((known for known in TABLES if known.name == table), None)
    if wanted is None:
        raise ValueError(f"no table {table!r}; there are {', '.join(known.name for known in TABLES)}")
    return pa.Table.from_batches(_batches(records, wanted), schema=wanted.arrow.append(_YEAR))


def frame_of(records: Records, table: str) -> pd.DataFrame:
    """The same for pandas. Raises ImportError, ValueError."""
    try:
        import pandas as pd
    except ImportError as error:
        raise ImportError(_NO_PANDAS, name="pandas") from error
    whole = {pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    return arrow_of(records, table).to_pandas(types_mapper=whole.get)


def _batches(records: Records, table: Table) -> Iterator[pa.RecordBatch]:
    for name, record in _named(records):
        batch = batch_of(table, rows_of(record, record, name, ())[table.name])
        year = pa.array([record.document.fiscal_year] * batch.num_rows, _YEAR.type)
        yield batch.append_column(_YEAR, year)


def _named(records: Records) -> Iterable[tuple[str, Record]]:
    """Each Record with its id. Raises ValueError where two would have one."""
    if isinstance(records, Mapping):
        return records.items()
    listed = [records] if isinstance(records, Record) else list(records)
    documents = [record.document for record in listed]
    names = record_names([(document.sha256, (document.file_name,)) for document in documents])
    name, times = Counter(names).most_common(1)[0] if names else ("", 0)
    if times > 1:
        raise ValueError(f"{name}: {times} Records of one document; give a mapping of ids to Records")
    return zip(names, listed, strict=True)
