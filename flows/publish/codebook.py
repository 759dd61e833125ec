"""The codebook: every table, view, column, concept, measure and category of a corpus, in Chinese and English.

Made from what the corpus itself is made from, so it cannot lag behind; docs/codebook.md is this text, held to it by
a test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import duckdb

from flows.publish.database import columns_of, empty_database
from flows.publish.reference import reference_tables
from flows.publish.schema import OVERALL, TABLES
from flows.publish.views import SHARED, documented

_HEAD = """# Codebook 数据字典

Generated from the types by `juesuan codebook`; do not edit. 本文件由程序生成。

A published corpus holds each table twice: as Parquet files (`TABLE/fiscal_year=YEAR/*.parquet`) and in
`corpus.duckdb`, which has the views as well. 每张表既有 Parquet 文件，也在 `corpus.duckdb` 中；视图仅在后者。

- Money 金额: 元 (unit `CNY`). Percentages 百分比: `12.5` is 12.5 %. Decreases 减少 are negative 为负. Counts 数量 carry
  their classifier 量词 as unit.
- Numbers 数值 are `DECIMAL(24,6)`, exact. A number that does not fit is NULL; `value_text` always has it.
- Boxes 位置框 are PDF points, origin top left 原点左上, of the page as shown.
- The same figure may be stated several times 同一数字可能多处出现: `facts.main` marks the one to use.
"""


@cache
def codebook() -> str:
    """The codebook as Markdown."""
    with empty_database() as db:
        return "\n".join(_sections(db)) + "\n"


def _sections(db: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield _HEAD
    yield "## Tables 表\n"
    for table in (*TABLES, *OVERALL):
        rows = [(f"`{c.name}`", _type_of(db, table.name, c.name), c.zh, c.en) for c in table.columns]
        rows.append(("`fiscal_year`", "INTEGER", *SHARED["fiscal_year"]))
        yield from _table(f"### `{table.name}`", f"{table.zh} · {table.en}", _COLUMN_HEAD, rows)
    for name, (zh, en) in UNIT_TABLES.items():
        rows = [(f"`{c}`", t, *UNIT_WORDS[c]) for c, t in _types(db, name).items()]
        yield from _table(f"### `{name}`", f"{zh} · {en}", _COLUMN_HEAD, rows)
    yield "## Views 视图\n"
    for view in documented():
        types = _types(db, view.name)
        rows = [(f"`{c}`", types[c], *(words or ("", ""))) for c, words in columns_of(db, view)]
        yield from _table(f"### `{view.name}`", f"{view.zh} · {view.en}", _COLUMN_HEAD, rows)
    yield "## Reference tables 代码表\n"
    for reference in reference_tables():
        head = [f"{name} {zh}" for name, (zh, _) in reference.columns.items()]
        shown = reference.rows if reference.name != "functions" else reference.rows[:0]
        yield from _table(f"### `{reference.name}`", f"{reference.zh} · {reference.en}", head, shown)
        if reference.name == "functions":
            yield "All of 政府收支分类: see the table itself 全部科目见表。\n"


_COLUMN_HEAD = ("column 列", "type 类型", "中文", "English")
UNIT_TABLES = {
    "units": ("单位，一个一行", "one row a public body"),
    "unit_names": ("单位名称的各种写法及归并依据", "every spelling of a body's name, and why it is that body's"),
}
UNIT_WORDS = {
    "unit_id": SHARED["unit_id"],
    "unit_name": ("单位名称（unit_names 中为照原文的写法）", "name of the body; in unit_names: as printed"),
    "region": SHARED["region"],
    "first_year": ("最早年度", "first fiscal year"),
    "last_year": ("最近年度", "last fiscal year"),
    "documents": ("文件数", "number of documents"),
    "how": (
        "归并方式：same 即所示名称，punctuation 标点，short 简称，renamed 更名，place 省略上级地名，linked 间接",
        "same, punctuation, short, renamed, place or linked",
    ),
    "evidence": ("归并依据", "what says so"),
}


def _types(db: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    return {row[0]: row[1] for row in db.execute(f"DESCRIBE {name}").fetchall()}


def _type_of(db: duckdb.DuckDBPyConnection, table: str, column: str) -> str:
    return _types(db, table)[column]


def _table(title: str, words: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"{title}\n\n{words}\n"
    body = [[str(v if v is not None else "").replace("|", "\\|") for v in row] for row in rows]
    if body:
        yield "| " + " | ".join(head) + " |"
        yield "|" + "---|" * len(head)
        yield "\n".join("| " + " | ".join(row) + " |" for row in body) + "\n"
