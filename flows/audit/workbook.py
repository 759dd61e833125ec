"""findings.xlsx: the findings for people in offices, the figures that they rest on, and how many there are of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from math import ceil
from pathlib import Path
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from extractors.audit.finding import Finding
from extractors.audit.obligations import Obligation
from flows.audit.spool import Spool
from flows.formulas import acts
from flows.workbooks import forget_row, workbook

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


def write_workbook(told: Spool, path: Path) -> None:
    """Writes findings.xlsx, a document after the other: its own rows at once, what is counted of all in the end.

    Raises OSError.
    """
    with workbook(path) as book:
        looks = _Looks.of(book)
        findings, counted, figures, due, rules = (
            _Sheet(book.add_worksheet(name), columns, looks)
            for name, columns in (
                ("问题", _FINDINGS),
                ("单位汇总", _UNITS_COUNTED),
                ("依据数据", _FIGURES),
                ("逐项核对", _OBLIGATIONS),
                ("汇总", _COUNTS),
            )
        )
        units, counts = _Units(), _Rules()
        for number in range(len(told)):
            own = told.findings(number)
            units.count(own)
            counts.count(own)
            for sheet, rows in (
                (findings, _finding_rows(own)),
                (figures, _figure_rows(own)),
                (due, _obligation_rows(told.obligations(number))),
            ):
                sheet.add(rows)
        counted.add(units.rows())
        rules.add(counts.rows())
        for sheet in (findings, counted, figures, due, rules):
            sheet.close()


class _Looks(NamedTuple):
    """How cells are set."""

    heading: Format
    plain: Format
    quoted: Format
    money: Format

    @classmethod
    def of(cls, book: Workbook) -> _Looks:
        """Those of a book."""
        return cls(
            book.add_format(
                {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
            ),
            book.add_format({"text_wrap": True, "valign": "top"}),
            book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
            book.add_format({"num_format": "#,##0.00", "valign": "top"}),
        )


class _Sheet:
    """A sheet that is filled from top to bottom."""

    def __init__(self, page: Worksheet, columns: Sequence[_Column], looks: _Looks) -> None:
        self._page, self._columns, self._looks = page, columns, looks
        self._last = 0
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for c, column in enumerate(columns):
            page.set_column(c, c, column.width, None, {"hidden": column.title in _HIDDEN})
            page.write_string(0, c, column.title, looks.heading)

    def add(self, rows: Iterable[Row]) -> None:
        """Adds rows, as far as a sheet takes them."""
        for row in rows:
            if self._last == _MOST_ROWS:
                break
            self._last += 1
            self._write(self._last, row)

    def _write(self, r: int, row: Row) -> None:
        page, looks = self._page, self._looks
        columns = zip(row, self._columns, strict=True)
        page.set_row(r, _LINE * max(_lines(value, column.width) for value, column in columns))
        for c, value in enumerate(row):
            if isinstance(value, Decimal):
                page.write_number(r, c, value, looks.money)
            elif isinstance(value, int):
                page.write_number(r, c, value, looks.plain)
            elif value:
                page.write_string(r, c, value[:_LONGEST_TEXT], looks.quoted if acts(value) else looks.plain)
        forget_row(page, r - 1)  # which was written when this one was begun

    def close(self) -> None:
        """Sets what depends on how many rows there are."""
        printed = max(c for c, column in enumerate(self._columns) if column.title not in _NOT_PRINTED)
        self._page.print_area(0, 0, max(1, self._last), printed)
        self._page.autofilter(0, 0, max(1, self._last), len(self._columns) - 1)


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


class _Unit:
    """What is counted of a unit."""

    def __init__(self) -> None:
        self.standing, self.said = Counter[str](), Counter[str]()
        self.years: set[int] = set()
        self.documents = 0


class _Units:
    """Units by what was found, the worst first; a document whose unit is not known stands for itself."""

    def __init__(self) -> None:
        self._units: dict[str, _Unit] = defaultdict(_Unit)

    def count(self, findings: Sequence[Finding]) -> None:
        """Adds those of a document."""
        for f in findings:
            unit = self._units[f.unit_name or f.document]
            unit.standing[f.severity] += not f.dismissed
            unit.said.update([f.judged.state] if f.judged else [])
            unit.years.update([f.fiscal_year] if f.fiscal_year is not None else [])
        for name in {f.unit_name or f.document for f in findings}:
            self._units[name].documents += 1

    def rows(self) -> Iterator[Row]:
        """A row for each."""
        rows: list[tuple[tuple[int, ...], Row]] = []
        for name, unit in self._units.items():
            counts = tuple(unit.standing[severity] for severity in SEVERITIES)
            years = "、".join(map(str, sorted(unit.years)))
            said = (unit.said["confirmed"], unit.said["dismissed"])
            rows.append((tuple(-count for count in counts), (name, *counts, *said, unit.documents, years)))
        yield from (row for _, row in sorted(rows, key=lambda ranked: (ranked[0], str(ranked[1][0]))))


class _Rules:
    """Rules by how often they were broken."""

    def __init__(self) -> None:
        self._counts, self._documents = Counter[str](), Counter[str]()
        self._first: dict[str, Finding] = {}

    def count(self, findings: Sequence[Finding]) -> None:
        """Adds those of a document."""
        own = {f.rule: f for f in reversed(findings) if not f.dismissed}
        self._counts.update(f.rule for f in findings if not f.dismissed)
        self._documents.update(own.keys())
        self._first = own | self._first

    def rows(self) -> Iterator[Row]:
        """A row for each."""
        for rule, count in self._counts.most_common():
            first = self._first[rule]
            yield first.statement_of_rule, SEVERITIES[first.severity], count, self._documents[rule], rule


def _number(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text is not None else None
    except InvalidOperation:
        return None
