"""findings.xlsx: the findings for people in offices, the figures that they rest on, and how many there are of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from math import ceil
from pathlib import Path
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from extractors.audit.audit import Audit
from extractors.audit.finding import Finding
from extractors.audit.obligations import Obligation
from flows.formulas import acts
from flows.workbooks import workbook

JUDGED = {"open": "待处理", "confirmed": "已确认", "dismissed": "已排除", "disputed": "有分歧"}
SEVERITIES = {"error": "错误", "warning": "缺漏", "note": "提示"}
_LONGEST_TEXT, _MOST_ROWS = 32_000, 1_048_575
_LINE, _MOST_LINES = 15, 20  # points; a row may be 409 points high


class _Column(NamedTuple):
    title: str
    width: int


_FINDINGS = (
    _Column("编号", 14), _Column("级别", 7), _Column("单位", 26), _Column("年度", 7), _Column("问题", 70),
    _Column("页码", 9), _Column("规则", 34), _Column("依据", 34), _Column("差额（元或百分点）", 16), _Column("把握", 8),
    _Column("文件", 28), _Column("处理", 9), _Column("处理人", 10), _Column("处理说明", 30), _Column("英文说明", 60),
    _Column("规则代码", 20),
)  # fmt: skip
_FIGURES = (
    _Column("编号", 14), _Column("单位", 26), _Column("年度", 7), _Column("项目", 44), _Column("原文", 26),
    _Column("数值（元、%或个数）", 20), _Column("计量", 10), _Column("页码", 7), _Column("疑似有误", 9),
    _Column("文件", 28), _Column("位置", 34),
)  # fmt: skip
_UNITS_COUNTED = (
    _Column("单位", 34), _Column("错误", 8), _Column("缺漏", 8), _Column("提示", 8), _Column("已确认", 8),
    _Column("已排除", 8), _Column("文件", 8), _Column("年度", 24),
)  # fmt: skip
_COUNTS = (_Column("规则", 44), _Column("级别", 8), _Column("条数", 8), _Column("涉及文件", 9), _Column("规则代码", 24))

_OBLIGATIONS = (
    _Column("单位", 26), _Column("年度", 7), _Column("应公开事项", 40), _Column("核对结果", 16),
    _Column("成立的勾稽", 9), _Column("不成立的勾稽", 9), _Column("页码", 12), _Column("问题编号", 16),
    _Column("依据", 34), _Column("文件", 28), _Column("事项代码", 26),
)  # fmt: skip
STATES = {
    "right": "核对无误", "wrong": "核对有误", "told": "已公开，无可核对", "not_told": "未公开",
    "not_understood": "未能读懂",
}  # fmt: skip
KINDS = {"tables": "报表：", "required": "说明：", "reason": "变动原因："}
_UNITS = {"CNY": "元", "percent": "%"}
_HIDDEN = ("规则代码", "位置", "事项代码")  # what machines join by
_NOT_PRINTED = ("英文说明", *_HIDDEN)  # on paper the rest would be too small to read

Row = Sequence[str | int | Decimal | None]


def write_workbook(found: Audit, path: Path) -> None:
    """Writes findings.xlsx. Raises OSError."""
    findings = found.findings
    with workbook(path) as book:
        heading = book.add_format(
            {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
        )
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
        for name, columns, rows in (
            ("问题", _FINDINGS, _finding_rows(findings)),
            ("单位汇总", _UNITS_COUNTED, _unit_rows(findings)),
            ("依据数据", _FIGURES, _figure_rows(findings)),
            ("逐项核对", _OBLIGATIONS, _obligation_rows(found.obligations)),
            ("汇总", _COUNTS, _count_rows(findings)),
        ):
            _fill(book.add_worksheet(name), columns, rows, (heading, plain, quoted, money))


def _fill(
    page: Worksheet, columns: Sequence[_Column], rows: Iterator[Row], looks: tuple[object, object, object, object]
) -> None:
    heading, plain, quoted, money = looks
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for c, column in enumerate(columns):
        page.set_column(c, c, column.width, None, {"hidden": column.title in _HIDDEN})
        page.write_string(0, c, column.title, heading)
    last = 0
    for r, row in enumerate(rows, 1):
        if r > _MOST_ROWS:
            break
        last = r
        page.set_row(r, _LINE * max(_lines(value, column.width) for value, column in zip(row, columns, strict=True)))
        for c, value in enumerate(row):
            if isinstance(value, Decimal):
                page.write_number(r, c, value, money)
            elif isinstance(value, int):
                page.write_number(r, c, value, plain)
            elif value:
                page.write_string(r, c, value[:_LONGEST_TEXT], quoted if acts(value) else plain)
    printed = max(c for c, column in enumerate(columns) if column.title not in _NOT_PRINTED)
    page.print_area(0, 0, max(1, last), printed)
    page.autofilter(0, 0, max(1, last), len(columns) - 1)


def _lines(value: str | int | Decimal | None, width: int) -> int:
    """How many lines a text takes in a column, as offices differ in whether they see to that themselves."""
    if not isinstance(value, str):
        return 1
    across = sum(2 if ord(char) > 0x2000 else 1 for char in value)
    return min(_MOST_LINES, max(1, ceil(across / (width - 1))))


def _finding_rows(findings: Sequence[Finding]) -> Iterator[Row]:
    for f in findings:
        yield (
            f.id, SEVERITIES[f.severity], f.unit_name, f.fiscal_year, f.message_zh, "、".join(map(str, f.pages)),
            f.statement_of_rule, f.source, _number(f.difference), Decimal(str(f.probability)), f.document,
            *_judgement(f), f.message_en, f.rule,
        )  # fmt: skip


def _judgement(f: Finding) -> tuple[str, str | None, str | None]:
    return (JUDGED[f.judged.state], f.judged.who, f.judged.note) if f.judged else (JUDGED["open"], None, None)


def _figure_rows(findings: Sequence[Finding]) -> Iterator[Row]:
    for f in findings:
        for figure in f.figures:
            value = _number(figure.value) if figure.unit is not None else None
            yield (
                f.id, f.unit_name, f.fiscal_year, figure.titled, figure.raw, value,
                _UNITS.get(figure.unit or "", figure.unit), figure.page, "是" if figure.suspect else None,
                figure.document or f.document, figure.ref,
            )  # fmt: skip


def _obligation_rows(obligations: Sequence[Obligation]) -> Iterator[Row]:
    for one in obligations:
        yield (
            one.unit_name, one.fiscal_year, f"{KINDS[one.id.partition('.')[0]]}{one.say}", STATES[one.state],
            one.passed, one.failed, "、".join(map(str, one.pages)), "、".join(one.findings), one.source, one.document,
            one.id,
        )  # fmt: skip


def _unit_rows(findings: Sequence[Finding]) -> Iterator[Row]:
    """Units by what was found, the worst first; a document whose unit is not known stands for itself."""
    by_unit: dict[str, list[Finding]] = defaultdict(list)
    for f in findings:
        by_unit[f.unit_name or f.document].append(f)
    rows: list[tuple[tuple[int, ...], Row]] = []
    for unit, own in by_unit.items():
        standing = Counter(f.severity for f in own if not f.dismissed)
        said = Counter(f.judged.state for f in own if f.judged)
        years = sorted({f.fiscal_year for f in own if f.fiscal_year is not None})
        counts = tuple(standing[severity] for severity in SEVERITIES)
        documents = len({f.sha256 for f in own})
        row = (unit, *counts, said["confirmed"], said["dismissed"], documents, "、".join(map(str, years)))
        rows.append((tuple(-count for count in counts), row))
    yield from (row for _, row in sorted(rows, key=lambda ranked: (ranked[0], str(ranked[1][0]))))


def _count_rows(findings: Sequence[Finding]) -> Iterator[Row]:
    findings = [f for f in findings if not f.dismissed]
    counted = Counter(f.rule for f in findings)
    first = {f.rule: f for f in reversed(findings)}
    for rule, count in counted.most_common():
        documents = len({f.sha256 for f in findings if f.rule == rule})
        yield first[rule].statement_of_rule, SEVERITIES[first[rule].severity], count, documents, rule


def _number(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text is not None else None
    except InvalidOperation:
        return None
