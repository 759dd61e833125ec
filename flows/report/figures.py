"""What the report says, asked of the corpus: coverage, distributions, outliers, reasons over years, findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from flows.publish.database import DATABASE, opened
from flows.publish.schema import LOW_CONFIDENCE


@dataclass(frozen=True)
class Bar:
    """A bar: what it is of, its length, the words at its end."""

    label: str
    value: float
    text: str


@dataclass(frozen=True)
class Listing:
    """Rows for people under headings; `more`: how many further rows there are."""

    headings: tuple[str, ...]
    rows: list[tuple[str, ...]]
    more: int = 0


@dataclass(frozen=True)
class Facts:
    """Everything that report.html shows."""

    totals: dict[str, str]
    coverage: Listing
    documents: list[Bar]
    confidence: list[Bar]
    acceptance: Listing
    sizes: list[tuple[str, list[Bar]]]
    three_public: list[Bar]
    outliers: Listing
    variances: Listing
    categories: list[str]
    reasons: list[tuple[str, list[float]]]
    repeated: Listing
    checks: list[Bar]
    findings: Listing


_SHOWN = 30
_REGIONS_SHOWN = 40


def gather(corpus: Path) -> Facts:
    """Asks the corpus. Raises OSError where there is none, or one of another version."""
    if not (corpus / DATABASE).is_file():
        raise FileNotFoundError(f"{corpus / DATABASE}: no corpus there; make one with juesuan publish")
    with opened(corpus / DATABASE, read_only=True) as db:
        try:
            return _gathered(db)
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            raise OSError(
                f"{corpus / DATABASE}: made by another version; publish again with juesuan publish"
            ) from error


def _gathered(db: duckdb.DuckDBPyConnection) -> Facts:
    categories, reasons = _reasons(db)
    return Facts(
        totals=_totals(db),
        coverage=_coverage(db),
        documents=_bars(db, "SELECT fiscal_year, count(*) FROM current_documents GROUP BY 1 ORDER BY 1", "份"),
        confidence=_bars(db, _CONFIDENCE, "个"),
        acceptance=_listing(db, _ACCEPTANCE, _ACCEPTANCE_HEADINGS),
        sizes=[(label, _bars(db, _SIZES.format(column=column), "个单位")) for label, column in _SIZED],
        three_public=_bars(db, _THREE_PUBLIC, "万元"),
        outliers=_listing(db, _OUTLIERS, _OUTLIER_HEADINGS),
        variances=_listing(db, _VARIANCES, ("单位", "年度", "项目", "预算（万元）", "决算（万元）", "差异率（%）")),
        categories=categories,
        reasons=reasons,
        repeated=_listing(db, _REPEATED, ("单位", "年度", "项目", "原因")),
        checks=_bars(db, _RULES, "处"),
        findings=_listing(db, _FINDINGS, ("单位", "年度", "级别", "问题", "文件", "页")),
    )  # fmt: skip


_CONFIDENCE = f"""
  SELECT CASE WHEN confidence < 0.5 THEN '0.5 以下' WHEN confidence < 0.7 THEN '0.5–0.7'
              WHEN confidence < {LOW_CONFIDENCE} THEN '0.7–0.9' WHEN confidence < 0.99 THEN '0.9–0.99'
              ELSE '0.99 以上' END AS band, count(*)
  FROM facts GROUP BY 1 ORDER BY min(confidence)
"""
# Facts that people decided on are settled, whatever their confidence.
_ACCEPTANCE = """
  SELECT g.label, count(f.fact_id), count(*) FILTER (WHERE decision = 'accept'),
         count(*) FILTER (WHERE decision = 'review' AND f.review IS NULL),
         count(*) FILTER (WHERE decision = 'reject' AND f.review IS NULL), count(f.review), g.accept,
         g.risk::DOUBLE * 100
  FROM figure_groups g LEFT JOIN (facts f JOIN current_documents USING (record_id)) USING (figure_group)
  GROUP BY ALL HAVING count(f.fact_id) > 0 ORDER BY count(f.fact_id) DESC, g.label
"""
_ACCEPTANCE_HEADINGS = ("数字组", "事实", "采用", "待复核", "不采用", "已复核", "采用阈值", "承诺风险（%）")
_SIZED = (("支出总计", "totals_expenditure"), ("“三公”经费", "three_public"), ("机关运行经费", "agency_operation"))
_SIZES = """
  WITH sized AS (SELECT {column} / 10000 AS size FROM wide WHERE {column} IS NOT NULL)
  SELECT band, count(*) FROM (
    SELECT CASE WHEN size = 0 THEN '0' WHEN size < 1 THEN '1 以下' WHEN size < 10 THEN '1–10'
                WHEN size < 100 THEN '10–100' WHEN size < 1000 THEN '100–1,000' WHEN size < 10000 THEN '1,000–1万'
                ELSE '1万以上' END AS band, size FROM sized) GROUP BY band ORDER BY min(size)
"""
_THREE_PUBLIC = (
    "SELECT fiscal_year, sum(three_public) / 10000 FROM wide GROUP BY 1 HAVING sum(three_public) > 0 ORDER BY 1"
)
# Far from what the same figure did elsewhere in that year: beyond five times the median deviation.
_OUTLIERS = """
  WITH moved AS (SELECT * FROM changes WHERE code IS NULL AND last_year >= 10000 AND change_rate IS NOT NULL),
       usual AS (SELECT fiscal_year, concept, median(change_rate) AS middle, mad(change_rate) AS spread, count(*) AS n
                 FROM moved GROUP BY ALL)
  SELECT unit_name, m.fiscal_year, label, last_year / 10000, this_year / 10000, change_rate, round(middle, 2)
  FROM moved m JOIN usual u ON u.fiscal_year = m.fiscal_year AND u.concept = m.concept
  WHERE n >= 5 AND spread > 0 AND abs(change_rate - middle) > 5 * spread AND abs(change) >= 100000
  ORDER BY abs(change_rate - middle) / spread DESC, unit_name, label
"""
_OUTLIER_HEADINGS = ("单位", "年度", "项目", "上年（万元）", "本年（万元）", "增减（%）", "同类中位（%）")
_VARIANCES = """
  SELECT unit_name, fiscal_year, coalesce(name, label), budget / 10000, final / 10000, variance_rate FROM variances
  WHERE abs(variance_rate) > 30 AND budget >= 100000
  ORDER BY abs(variance_rate) DESC, unit_name, label
"""
_REPEATED = """
  SELECT unit_name, fiscal_year, label, reason FROM why WHERE likeness >= 0.95
  ORDER BY length(reason) DESC, unit_name, fiscal_year
"""
_RULES = """
  SELECT statement_of_rule, count(*) FROM findings WHERE state <> 'dismissed' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 15
"""
_FINDINGS = """
  SELECT d.unit_name, g.fiscal_year, CASE severity WHEN 'error' THEN '错误' WHEN 'warning' THEN '缺漏' ELSE '提示' END,
         g.message_zh, d.file_name, g.page
  FROM findings g JOIN documents d USING (record_id) WHERE state <> 'dismissed'
  ORDER BY array_position(['error', 'warning', 'note'], severity), abs(g.difference) DESC NULLS LAST,
           d.unit_name, g.finding_id
"""


def _totals(db: duckdb.DuckDBPyConnection) -> dict[str, str]:
    row = db.execute(
        "SELECT count(DISTINCT unit_id), count(*), sum(pages), sum(ocr_pages), sum(facts), sum(low_confidence), "
        "sum(reviewed), sum(checks), (SELECT count(*) FROM findings WHERE state <> 'dismissed') "
        "FROM current_documents"
    ).fetchone()
    straight, due, to_review = db.execute(
        "SELECT count(*) FILTER (WHERE straight_through), count(straight_through), avg(to_review) "
        "FROM current_documents"
    ).fetchall()[0]
    names = ("单位", "文件", "页", "识别页", "事实", "低可信事实", "已复核", "勾稽关系", "审核发现")
    told = {name: f"{int(value or 0):,}" for name, value in zip(names, row or (), strict=True)}
    told["直通文件率"] = f"{100 * straight / due:.1f}%" if due else "–"
    return told | {"每份待复核事实": f"{to_review or 0:.1f}"}


def _coverage(db: duckdb.DuckDBPyConnection) -> Listing:
    sql = "SELECT DISTINCT fiscal_year FROM current_documents WHERE fiscal_year IS NOT NULL ORDER BY 1"
    years = [year for (year,) in db.execute(sql).fetchall()]
    counts = ", ".join(f"count(*) FILTER (WHERE fiscal_year = {year})" for year in years)
    rows = db.execute(
        f"SELECT coalesce(nullif(region, ''), '（未识别）'), count(DISTINCT unit_id){', ' + counts if counts else ''} "
        "FROM current_documents GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    shown = [tuple(_plain(v) for v in row) for row in rows[:_REGIONS_SHOWN]]
    return Listing(("地区", "单位数", *map(str, years)), shown, len(rows) - len(shown))


def _reasons(db: duckdb.DuckDBPyConnection) -> tuple[list[str], list[tuple[str, list[float]]]]:
    """The categories, and for each year the percentage of causes in each of them."""
    rows = db.execute(
        "SELECT r.fiscal_year, k.label, count(*) FROM reasons r JOIN categories k USING (category) "
        "WHERE r.fiscal_year IS NOT NULL GROUP BY 1, 2 ORDER BY 1"
    ).fetchall()
    overall: dict[str, int] = {}
    for _, label, count in rows:
        overall[label] = overall.get(label, 0) + count
    labels = sorted(overall, key=lambda label: -overall[label])
    found = {(year, label): count for year, label, count in rows}
    out = []
    for year in sorted({year for year, _, _ in rows}):
        counts = [found.get((year, label), 0) for label in labels]
        out.append((str(year), [100 * count / sum(counts) for count in counts]))
    return labels, out


def _bars(db: duckdb.DuckDBPyConnection, sql: str, unit: str) -> list[Bar]:
    rows = db.execute(sql).fetchall()
    return [Bar(_plain(label) or "（无年度）", float(value), f"{value:,.0f} {unit}") for label, value in rows]


def _listing(db: duckdb.DuckDBPyConnection, sql: str, headings: tuple[str, ...]) -> Listing:
    rows = db.execute(sql).fetchall()
    return Listing(headings, [tuple(_plain(v) for v in row) for row in rows[:_SHOWN]], max(0, len(rows) - _SHOWN))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,.2f}" if not isinstance(value, (str, int)) else str(value)


def longest(bars: Sequence[Bar]) -> float:
    """The value of the longest bar, at least something."""
    return max((abs(bar.value) for bar in bars), default=0) or 1.0
