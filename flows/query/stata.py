"""Answers as Stata's .dta (version 118: Unicode), by pandas, with names that Stata takes and labels in Chinese.

Stata knows no decimals: amounts are doubles, which give back every amount of up to 15 digits, rounded to its places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import isinf
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import regex

from flows.publish.views import measure_labels
from flows.query.ask import QueryError, plain, rows_of
from flows.query.formats import is_exact
from patterns.kinds import load_kinds

if TYPE_CHECKING:
    import pandas as pd

_VERSION = 118
_LONGEST_NAME, _LONGEST_LABEL = 32, 80  # characters ("help limits" of Stata)
_LARGEST_LONG = 2_147_483_620  # of Stata's type long, above are its missing values
_DATA_LABEL = "juesuan query; 金额单位为元，双精度（15位有效数字内准确）"
# What cannot name a variable ("help reswords" of Stata).
_RESERVED = frozenset({
    "aggregate", "array", "boolean", "break", "byte", "case", "catch", "class", "colvector", "complex", "const",
    "continue", "default", "delegate", "delete", "do", "double", "else", "eltypedef", "end", "enum", "explicit",
    "export", "external", "float", "for", "friend", "function", "global", "goto", "if", "in", "inline", "int",
    "local", "long", "mata", "matrix", "namespace", "new", "numeric", "null", "operator", "orgtypedef",
    "pointer", "polymorphic", "pragma", "private", "protected", "public", "quad", "real", "return", "rowvector",
    "scalar", "short", "signed", "static", "strL", "string", "struct", "super", "switch", "template", "this",
    "throw", "transmorphic", "try", "typedef", "typename", "union", "using", "vector", "version", "virtual",
    "void", "volatile", "while", "with", "_all", "_b", "_coef", "_cons", "_n", "_N", "_pi", "_pred", "_rc",
    "_se", "_skip",
})  # fmt: skip
_TYPES = regex.compile(r"str\d+")


def write_dta(answer: pa.Table, path: Path, words: Mapping[str, str]) -> int:
    """Writes the answer; `words` are what columns hold, by name. Returns how many numbers had to be rounded.

    Raises OSError, QueryError where a number is infinite, and ImportError where pandas is not installed.
    """
    import pandas as pd

    names = stata_names(answer.column_names)
    values = list(zip(*rows_of(answer), strict=True)) or [() for _ in names]
    frame, coded, rounded = {}, {}, 0
    for name, field, column in zip(names, answer.schema, values, strict=True):
        labels = _codes(field.name) if pa.types.is_string(field.type) else {}
        if pa.types.is_boolean(field.type):
            labels = {False: (0, "否"), True: (1, "是")}
        if labels and {*column} - {None} <= labels.keys():
            frame[name] = pd.Series([None if v is None else labels[v][0] for v in column], dtype="Float64")
            coded[name] = {float(code): label for code, label in labels.values()}
        else:
            if any(isinstance(v, float) and isinf(v) for v in column):
                raise QueryError(f"column {field.name}: an infinite number, which Stata does not have")
            rounded += sum(isinstance(v, (int, Decimal)) and not is_exact(v) for v in column)
            frame[name] = _series(column, field.type)
    labelled = {n: _label(n, o, words.get(o, "")) for n, o in zip(names, answer.column_names, strict=True)}
    part = path.with_name(f".{path.name}.part")
    try:
        # The path as a text and no suffix that pandas would take for a compression.
        pd.DataFrame(frame, columns=names).to_stata(
            str(part), write_index=False, version=_VERSION, variable_labels=labelled, value_labels=coded,
            data_label=_DATA_LABEL, compression=None,
        )  # fmt: skip
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return rounded


def _series(column: Sequence[Any], kind: pa.DataType) -> pd.Series[Any]:
    import pandas as pd

    if pa.types.is_integer(kind) and all(v is not None and abs(v) < _LARGEST_LONG for v in column):
        return pd.Series(column, dtype="int32")
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return pd.Series([None if v is None else float(v) for v in column], dtype="float64")
    if pa.types.is_date(kind) or (pa.types.is_timestamp(kind) and kind.tz is None):
        return pd.Series(pd.to_datetime(list(column)), dtype="datetime64[ms]")
    return pd.Series([plain(v) for v in column], dtype="object")


def _label(name: str, original: str, words: str) -> str:
    """What a variable holds; begins with the name that it had where that is another."""
    told = words if name == original else f"{original}：{words}" if words else original
    return told[:_LONGEST_LABEL]


def stata_names(names: Sequence[str]) -> list[str]:
    """A name for each column that Stata takes as a variable's, no two alike.

    >>> stata_names(["three_public", "2023", "in", "三公 经费", "a" * 40, "a" * 41])[1:5]
    ['_2023', '_in', '三公_经费', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa']
    """
    return list(_named(names))


def _named(names: Sequence[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        plain_name = regex.sub(r"[^\w]", "_", name)[:_LONGEST_NAME] or "_"
        if plain_name[0].isdigit() or plain_name in _RESERVED or _TYPES.fullmatch(plain_name):
            plain_name = f"_{plain_name}"[:_LONGEST_NAME]
        told, number = plain_name, 1
        while told in seen:
            number += 1
            told = f"{plain_name[: _LONGEST_NAME - len(str(number)) - 1]}_{number}"
        seen.add(told)
        yield told


def _codes(column: str) -> Mapping[str | bool, tuple[int, str]]:
    """Codes and labels of the ids that a column may hold, the same in every answer; {} of columns that hold no such."""
    if column == "kind":
        known = {kind.id: kind.label for kind in load_kinds().kinds}
    elif column == "measure" or column.endswith("budget_kind"):
        known = dict(measure_labels())
    else:
        return {}
    return {one: (number, f"{one} {label}"[:_LONGEST_LABEL]) for number, (one, label) in enumerate(known.items(), 1)}
