"""The view `panel`: one row a unit and fiscal year, for statistics; every figure with its confidence and its page.

Names and figures are data (panel.yaml). Where a unit published several documents for a year, the row is that of its
accounts: of the department before those of the unit alone, of these the current one (views.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml

from flows.publish.views import View, Words
from patterns.kinds import load_kinds
from patterns.loader import load_patterns

_MEASURES = ("final", "prior", "change", "budget_initial", "budget_full", "count", "reason_change", "reason_variance",
             "reason_difference")  # fmt: skip
# Of a figure: how its column is called, what it is in SQL, what it holds. {0} is the figure's name in `picked`, where
# _v stands for the value, _c for the confidence, _p for the page, _t for the text.
_FINAL = ("", "{0}_final_v", ("决算数（元）", "final, 元"))
_COUNT = ("", "{0}_count_v", ("数量", "count"))
_CHANGE = ("_change", "{0}_change_v", ("比上年增减额（元，文件所述）", "change on the year before, 元, as it is told"))
_REASON = ("_reason", "{0}_reason_change_t", ("增减变动原因", "reason of the change on the year before"))
_COMPARED = (
    _FINAL,
    (
        "_budget",
        "coalesce({0}_budget_full_v, {0}_budget_initial_v)",
        ("预算数（元）：全年预算，没有则年初预算", "budget, 元: the full-year one, else the initial one"),
    ),
    (
        "_budget_kind",
        "CASE WHEN {0}_budget_full_v IS NOT NULL THEN 'budget_full' "
        "WHEN {0}_budget_initial_v IS NOT NULL THEN 'budget_initial' END",
        ("所用预算：budget_full 全年预算，budget_initial 年初预算", "which budget it is"),
    ),
    _CHANGE,
    ("_prior", "{0}_prior_v", ("上年决算数（元，本年文件所述）", "year before, 元, as this year's document tells it")),
    _REASON,
    (
        "_budget_reason",
        "coalesce({0}_reason_variance_t, {0}_reason_difference_t)",
        ("预决算差异原因", "reason of the difference to the budget"),
    ),
    (
        "_confidence",
        "least({0}_final_c, CASE WHEN {0}_budget_full_v IS NULL THEN {0}_budget_initial_c ELSE {0}_budget_full_c END, "
        "{0}_prior_c, {0}_change_c)",
        ("决算、预算、上年、增减各数中最低的可信度", "least confidence of final, budget, prior and change"),
    ),
    (
        "_reason_confidence",
        "least({0}_reason_change_c, CASE WHEN {0}_reason_variance_t IS NULL THEN {0}_reason_difference_c "
        "ELSE {0}_reason_variance_c END)",
        ("原因中最低的可信度", "least confidence of the reasons"),
    ),
    (
        "_page",
        "coalesce({0}_final_p, {0}_budget_full_p, {0}_budget_initial_p, {0}_prior_p)",
        ("决算数所在页，没有则预算、上年数所在页", "page of the final figure, else of the budget, of the year before"),
    ),
)
_SINGLE = (
    _FINAL,
    _CHANGE,
    _REASON,
    (
        "_confidence",
        "least({0}_final_c, {0}_change_c)",
        ("决算数、增减额中较低的可信度", "lesser confidence of final and change"),
    ),
    ("_page", "{0}_final_p", ("决算数所在页", "page of the final figure")),
)
_COUNTS = (
    _COUNT,
    ("_confidence", "{0}_count_c", ("数量的可信度", "confidence of the count")),
    ("_page", "{0}_count_p", ("数量所在页", "page of the count")),
)
_KINDS = {"compared": _COMPARED, "single": _SINGLE, "counts": _COUNTS}


@cache
def _figures() -> Mapping[str, Mapping[str, str]]:
    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(
        Path(__file__).with_name("panel.yaml").read_text(encoding="utf-8")
    )
    return loaded


def _columns() -> Iterator[tuple[str, str, Words]]:
    """Name, SQL and words of the column of each figure."""
    for kind, figures in _figures().items():
        for name, concept in figures.items():
            label = load_patterns().concept(concept).label
            for end, sql, (zh, en) in _KINDS[kind]:
                yield name + end, sql.format(name), (f"{label}：{zh}", f"{concept}, {en}")


def panel() -> View:
    """The view."""
    names = {name: concept for figures in _figures().values() for name, concept in figures.items()}
    wanted = ", ".join(f"'{concept}@{m}' AS {name}_{m}" for name, concept in names.items() for m in _MEASURES)
    columns = list(_columns())
    picked = ",\n           ".join(f"{sql} AS {name}" for name, sql, _ in columns)
    least = ", ".join(name for name, _, _ in columns if name.endswith("_confidence") and "_reason_" not in name)
    first = ", ".join(name for name, _, _ in columns if name.endswith("_page"))
    kinds = [kind.id for kind in load_kinds().kinds if kind.read]
    return View(
        "panel",
        "面板：一个单位一个年度一行（取其决算文件一份），“三公”经费各项的决算、预算、上年数和原因，主要收支，各附可信度和页",
        "one row a unit and fiscal year (one document, its accounts): 三公 and its parts as final, budget and year "
        "before with reasons, main figures, each with its confidence and page",
        f"""
    WITH chosen AS (
      SELECT * FROM current_documents WHERE fiscal_year IS NOT NULL AND list_contains({kinds!r}, kind)
      QUALIFY row_number() OVER (PARTITION BY unit_id, fiscal_year ORDER BY list_position({kinds!r}, kind)) = 1),
    picked AS (SELECT * FROM (PIVOT (
      SELECT record_id, concept || '@' || measure AS figure, value, value_text, confidence, page FROM facts
      WHERE main AND code IS NULL)
      ON figure IN ({wanted})
      USING max(value) AS v, max(value_text) AS t, max(confidence) AS c, min(page) AS p GROUP BY record_id)),
    figured AS (SELECT record_id,
           {picked}
           FROM picked)
    SELECT d.unit_id, d.unit_name, d.region, d.fiscal_year, d.kind, f.* EXCLUDE (record_id),
           least({least}) AS confidence, d.checks_failed, d.record_id, d.file_name, d.path,
           coalesce(least({first}), 1) AS page, d.address || '#page=' || coalesce(least({first}), 1) AS link
    FROM chosen d LEFT JOIN figured f USING (record_id)
    """,
        {name: words for name, _, words in columns}
        | {
            "confidence": (
                "本行各数字可信度的最小值（原因不计）",
                "least confidence of its figures, reasons apart",
            ),
            "page": ("本行数字所在的首页", "first page that a figure of the row stands on"),
        },
    )
