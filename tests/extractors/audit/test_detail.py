"""Tables that stop above the level due."""

from __future__ import annotations

import pytest

from tests.extractors.audit.small import findings, record
from tests.extractors.audit.test_codes import table


@pytest.mark.parametrize(
    ("kind", "rows", "told"),
    [
        ("general_public", [("213", "农林水支出"), ("21303", "水利")], True),
        ("general_public", [("213", "农林水支出"), ("2130301", "行政运行")], False),
        ("general_public", [("213", "农林水支出"), ("", "行政运行")], False),  # its code may not have been read
        ("general_public", [("", "农林水支出")], False),
        ("basic", [("301", "工资福利支出"), ("302", "商品和服务支出")], True),
        ("basic", [("301", "工资福利支出"), ("30101", "基本工资")], False),
        ("basic", [("301", "工资福利支出"), ("", "基本工资")], False),
        ("expenditure", [("213", "农林水支出")], False),
    ],
)
def test_tables_go_down_to_the_level_due(kind: str, rows: list[tuple[str, str]], told: bool) -> None:
    assert bool(findings("tables.detail", record(statements=[table(*rows, kind=kind)]))) is told
