"""Rows of a table (flows/publish/flatten.py) as Arrow columns of the types that flows/publish/schema.py gives them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from flows.publish.schema import DECIMAL, Table


def batch_of(table: Table, rows: Sequence[tuple[Any, ...]]) -> pa.RecordBatch:
    """The rows as columns. Decimals come as texts, so that none passes through a float."""
    columns = zip(*rows, strict=True) if rows else ([] for _ in table.columns)
    arrays = [_array(values, column.type) for values, column in zip(columns, table.columns, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=table.arrow)


def _array(values: Iterable[Any], kind: pa.DataType) -> pa.Array:
    if kind == DECIMAL:
        return pa.array(values, pa.string()).cast(DECIMAL)
    return pa.array(values, kind)
