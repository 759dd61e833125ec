"""The views of corpus.duckdb: the questions that come up every time, as SQL with words for people.

`documented()` gives name, Chinese, English and SQL of each, and what its own columns hold; columns that are a
table's keep that table's words. Figures are those of one document for each unit and year (current_documents).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from patterns.loader import load_patterns

Words = tuple[str, str]


@dataclass(frozen=True)
class View:
    """A view: what one row is in Chinese and English, its SQL, the words for its own columns."""

    name: str
    zh: str
    en: str
    sql: str
    columns: dict[str, Words] = field(default_factory=dict)


# Words for columns that views make; those of tables are in schema.py.
SHARED: dict[str, Words] = {
    "fiscal_year": ("决算年度", "fiscal year"),
    "unit_id": ("单位号（同一单位各年各种写法相同）", "id of the public body, the same for all years and spellings"),
    "unit_name": ("单位名称（最近一年的写法）", "name of the body, as written last"),
    "region": ("所在地区", "places that the name begins with"),
    "parent": ("上级概念", "the concept above"),
    "whole": ("占比的分母概念", "the concept that shares of it refer to"),
    "this_year": ("本年决算数（元）", "final figure of the year, 元"),
    "last_year": ("上年文件的决算数（元）", "final figure in the year before's own document, 元"),
    "change": ("两份文件之差（元）", "difference between the two documents, 元"),
    "change_rate": ("两份文件相比的增减（%）", "change between the two documents, percent"),
    "stated_change": ("本年文件所述增减额（元）", "change that this year's document states, 元"),
    "last_year_restated": ("本年文件所示上年数（元）", "the year before as this year's document has it, 元"),
    "restated_by": ("上年数两处之差（元）", "how far the two accounts of the year before differ, 元"),
    "part": ("部分（元）", "the part, 元"),
    "whole_value": ("合计（元）", "the whole, 元"),
    "share": ("按数字计算的占比（%）", "share as the figures have it, percent"),
    "stated_share": ("文件所述占比（%）", "share as the document states it, percent"),
    "final": ("决算数（元）", "final figure, 元"),
    "budget": ("预算数（元）：全年预算，没有则年初预算", "budget, 元: the full-year one, else the initial one"),
    "budget_kind": ("budget_full 全年预算，budget_initial 年初预算", "which budget it is"),
    "variance": ("决算减预算（元）", "final less budget, 元"),
    "variance_rate": ("预决算差异率（%）", "variance in percent of the budget"),
    "stated_rate": ("文件所述差异率（%）", "variance rate as the document states it, percent"),
    "last_reason": ("上年原因", "the reason given the year before"),
    "likeness": ("与上年原因的相似度（0–1）", "likeness to the year before's, 0 to 1 (Jaro-Winkler, digits left out)"),
    "category_label": ("类别名称", "name of the category"),
    "link": ("所在页的地址（自数据集文件夹起）", "address of the page, from the corpus's folder on"),
}

_WIDE_MEASURES = ("change", "change_rate", "budget_initial", "budget_full")
_WIDE_ROOTS = (
    "totals",
    "income",
    "expenditure",
    "fiscal",
    "general_public",
    "basic",
    "three_public",
    "government_fund",
)
_MEASURE_WORDS = {
    "final": "final", "count": "count", "area": "area", "change": "change on the year before",
    "change_rate": "change in percent", "budget_initial": "initial budget", "budget_full": "full-year budget",
    "variance_rate": "variance in percent of the budget", "share": "share in percent",
}  # fmt: skip

_CURRENT = View(
    "current_documents",
    "每个单位每年采用的一份文件",
    "the document used for each unit and year: most reviewed, least OCR, surest",
    """
    SELECT coalesce(n.unit_id, d.record_id) AS unit_id, coalesce(u.unit_name, d.unit_name) AS unit_name, u.region,
           d.* EXCLUDE (unit_name)
    FROM documents d LEFT JOIN unit_names n USING (unit_name) LEFT JOIN units u ON u.unit_id = n.unit_id
    QUALIFY row_number() OVER (
      PARTITION BY coalesce(n.unit_id, d.record_id), d.fiscal_year, d.kind
      ORDER BY d.reviewed DESC, d.ocr_pages, d.mean_confidence DESC, d.record_id) = 1
    """,
)
_FIGURES = View(
    "figures",
    "数字：每个单位每年每个概念、指标、科目一个",
    "one figure for each unit, year, concept, measure and function",
    """
    SELECT d.unit_id, d.unit_name, d.region, f.fiscal_year, f.concept, f.label, f.measure, f.code, f.name, f.value,
           f.unit, f.confidence, f.review, d.file_name, d.path, f.page, d.address || '#page=' || f.page AS link,
           f.quote, f.record_id, f.fact_id
    FROM facts f JOIN current_documents d USING (record_id)
    WHERE f.main AND f.value IS NOT NULL
    """,
)
_CHANGES = View(
    "changes",
    "与上年相比：两年文件的决算数，及本年文件所述增减",
    "change against the year before: figures of the two documents beside what the later one states",
    """
    WITH final AS (SELECT * FROM figures WHERE measure = 'final'),
         stated AS (SELECT record_id, concept, code, value FROM facts WHERE main AND measure = 'change')
    SELECT a.unit_id, a.unit_name, a.region, a.fiscal_year, a.concept, a.label, a.code, a.name,
           a.value AS this_year, b.value AS last_year, a.value - b.value AS change,
           round(100 * (a.value - b.value) / nullif(b.value, 0), 2) AS change_rate, s.value AS stated_change,
           a.value - s.value AS last_year_restated, a.value - s.value - b.value AS restated_by,
           least(a.confidence, b.confidence) AS confidence, a.record_id, a.fact_id, a.page
    FROM final a
    JOIN final b ON b.unit_id = a.unit_id AND b.fiscal_year = a.fiscal_year - 1 AND b.concept = a.concept
      AND b.code IS NOT DISTINCT FROM a.code
    LEFT JOIN stated s ON s.record_id = a.record_id AND s.concept = a.concept AND s.code IS NOT DISTINCT FROM a.code
    """,
)
_SHARES = View(
    "shares",
    "占比：按数字计算的与文件所述的",
    "shares: as the figures have them and as the document states them",
    """
    WITH final AS (SELECT * FROM figures WHERE measure = 'final'),
         stated AS (SELECT record_id, concept, code, value FROM facts WHERE main AND measure = 'share')
    SELECT p.unit_id, p.unit_name, p.region, p.fiscal_year, p.concept, p.label, p.code, p.name, c.whole,
           p.value AS part, w.value AS whole_value, round(100 * p.value / nullif(w.value, 0), 2) AS share,
           s.value AS stated_share, least(p.confidence, w.confidence) AS confidence, p.record_id, p.fact_id, p.page
    FROM final p JOIN concepts c ON c.concept = p.concept AND c.whole IS NOT NULL
    JOIN final w ON w.record_id = p.record_id AND w.concept = c.whole AND w.code IS NULL
    LEFT JOIN stated s ON s.record_id = p.record_id AND s.concept = p.concept AND s.code IS NOT DISTINCT FROM p.code
    """,
)
_VARIANCES = View(
    "variances",
    "预决算差异：决算数与预算数相比",
    "final figures against budgets",
    """
    WITH budget AS (
      SELECT record_id, concept, code, value, measure FROM facts
      WHERE main AND measure IN ('budget_full', 'budget_initial') AND value IS NOT NULL
      QUALIFY row_number() OVER (PARTITION BY record_id, concept, code ORDER BY measure) = 1),
      stated AS (SELECT record_id, concept, code, value FROM facts WHERE main AND measure = 'variance_rate')
    SELECT f.unit_id, f.unit_name, f.region, f.fiscal_year, f.concept, f.label, f.code, f.name, f.value AS final,
           b.value AS budget, b.measure AS budget_kind, f.value - b.value AS variance,
           round(100 * (f.value - b.value) / nullif(b.value, 0), 2) AS variance_rate, s.value AS stated_rate,
           f.confidence, f.record_id, f.fact_id, f.page
    FROM figures f
    JOIN budget b ON b.record_id = f.record_id AND b.concept = f.concept AND b.code IS NOT DISTINCT FROM f.code
    LEFT JOIN stated s ON s.record_id = f.record_id AND s.concept = f.concept AND s.code IS NOT DISTINCT FROM f.code
    WHERE f.measure = 'final'
    """,
)
_WHY = View(
    "why",
    "原因及类别，附上年同一概念的原因",
    "reasons with categories, beside the reason that the unit gave the year before",
    r"""
    WITH given AS (
      SELECT d.unit_id, d.unit_name, d.region, r.fiscal_year, r.concept, r.label, r.measure, r.code, r.reason,
             list(DISTINCT r.category) AS categories, min(r.confidence) AS confidence, r.record_id, r.fact_id,
             min(r.page) AS page
      FROM reasons r JOIN current_documents d USING (record_id)
      GROUP BY ALL)
    SELECT g.*, l.reason AS last_reason,
           round(jaro_winkler_similarity(regexp_replace(g.reason, '[0-9.]+', '', 'g'),
                                         regexp_replace(l.reason, '[0-9.]+', '', 'g')), 3) AS likeness
    FROM given g
    LEFT JOIN given l ON l.unit_id = g.unit_id AND l.fiscal_year = g.fiscal_year - 1 AND l.concept = g.concept
      AND l.measure = g.measure AND l.code IS NOT DISTINCT FROM g.code
    """,
    {"categories": ("类别（可多个）", "categories of its causes")},
)
_UNIT_FINDINGS = View(
    "unit_findings",
    "审核发现，附单位、文件和页",
    "findings of the audit with unit, file and page",
    """
    SELECT coalesce(n.unit_id, d.record_id) AS unit_id, coalesce(u.unit_name, d.unit_name) AS unit_name, u.region,
           f.fiscal_year, f.finding_id, f.rule, f.severity, f.state, f.message_zh, f.message_en, f.concept,
           f.difference, f.probability, d.kind, f.record_id, d.file_name, d.path, f.page,
           d.address || '#page=' || coalesce(f.page, 1) AS link, f.judged_by, f.judged_at, f.judged_note
    FROM findings f JOIN documents d USING (record_id) LEFT JOIN unit_names n USING (unit_name)
    LEFT JOIN units u ON u.unit_id = n.unit_id
    """,
)
_FAILED = View(
    "failed_checks",
    "不成立的勾稽关系：文件自身之误",
    "checks that fail by the document's own error",
    """
    SELECT d.unit_id, d.unit_name, d.region, c.fiscal_year, c.check_id, c.formula, c.difference, c.fact_ids,
           c.record_id, c.check_number
    FROM checks c JOIN current_documents d USING (record_id)
    WHERE c.outcome = 'fail' AND c.blame = 'document'
    """,
)


@cache
def wide_columns() -> dict[str, tuple[str, str, Words]]:
    """The columns of `wide` by name: concept, measure and words."""
    out = {}
    for concept in load_patterns().concepts:
        if concept.id.endswith("by_function"):
            continue
        measures = [m for k, m in (("money", "final"), ("count", "count"), ("area", "area")) if k in concept.kinds]
        if concept.id.split(".")[0] in _WIDE_ROOTS and "money" in concept.kinds:
            measures += _WIDE_MEASURES
        for measure in measures:
            name = concept.id.replace(".", "_") + ("" if measure in ("final", "count", "area") else f"_{measure}")
            if name in out:
                name = f"{name}_{measure}"
            en = f"{concept.id}, {_MEASURE_WORDS[measure]}"
            out[name] = (concept.id, measure, (f"{concept.label}：{_measure_label(measure)}", en))
    return out


def _measure_label(measure: str) -> str:
    return measure_labels()[measure]


@cache
def measure_labels() -> dict[str, str]:
    """Chinese names of all measures."""
    labels: dict[str, str] = {m.id: m.label for m in reversed(load_patterns().measures.measures)}
    return labels | {
        "change": "比上年增减额", "change_rate": "比上年增减（%）", "budget_change": "预算比上年增减额",
        "budget_change_rate": "预算比上年增减（%）", "share": "占比（%）", "area": "面积（平方米）",
        "variance_rate": "预决算差异率（%）", "budget_rate": "完成预算（%）", "count": "数量", "text": "文字",
        "nil": "无此项",
        "reason_change": "增减变动原因", "reason_variance": "预决算差异原因", "reason_difference": "差异原因",
    }  # fmt: skip


def _wide() -> View:
    columns = wide_columns()
    # PIVOT finds the column of a row by hash; max() FILTER in hundreds of columns would try every one of them.
    wanted = ",\n      ".join(f"'{concept}@{measure}' AS {name}" for name, (concept, measure, _) in columns.items())
    return View(
        "wide",
        "宽表：一个单位一年一行，主要数字各一列（金额为元）",
        "one row a unit and year, a column for each main figure, money in 元",
        f"""
    WITH picked AS (SELECT * FROM (PIVOT (
      SELECT record_id, concept || '@' || measure AS figure, value FROM facts
      WHERE main AND code IS NULL AND value IS NOT NULL)
      ON figure IN (
      {wanted}) USING max(value) GROUP BY record_id)),
    cited AS (SELECT record_id, min(page)::INTEGER AS page FROM facts
              WHERE main AND code IS NULL AND value IS NOT NULL GROUP BY record_id)
    SELECT d.unit_id, d.unit_name, d.region, d.fiscal_year, d.mean_confidence, d.checks_failed, p.*, d.file_name,
           d.path, c.page, d.address || '#page=' || c.page AS link
    FROM current_documents d JOIN picked p USING (record_id) JOIN cited c USING (record_id)
    """,
        {name: words for name, (_, _, words) in columns.items()}
        | {
            "page": ("本行数字所在的首页", "first page that a figure of the row stands on"),
        },
    )


def _wide_places() -> View:
    """Apart from `wide`, as gathering the quotes costs more than all its figures, whether they are asked for or not."""
    columns = wide_columns()
    figures = [f"{concept}@{measure}" for concept, measure, _ in columns.values()]
    return View(
        "wide_places",
        "宽表各数字的出处：一份文件一行，按列名取页码和所在分句",
        "where the figures of `wide` stand: one row a document, page and clause by the name of the column",
        f"""
    WITH named AS (SELECT unnest({figures!r}) AS figure, unnest({list(columns)!r}) AS shown)
    SELECT record_id, map_from_entries(list((shown, page) ORDER BY shown)) AS pages,
           map_from_entries(list((shown, quote) ORDER BY shown)) AS quotes
    FROM facts JOIN named ON figure = concept || '@' || measure
    WHERE main AND code IS NULL AND value IS NOT NULL GROUP BY record_id
    """,
        {
            "pages": ("各数字所在页：pages['列名']", "the page of each figure: pages['COLUMN']"),
            "quotes": ("各数字所在分句：quotes['列名']", "the clause of each figure: quotes['COLUMN']"),
        },
    )


@cache
def documented() -> tuple[View, ...]:
    """All views, in an order in which they can be created."""
    from flows.publish.panel import panel  # made of the types here

    return (
        _CURRENT,
        _FIGURES,
        _wide(),
        _wide_places(),
        panel(),
        _CHANGES,
        _SHARES,
        _VARIANCES,
        _WHY,
        _UNIT_FINDINGS,
        _FAILED,
    )
