"""Self-evaluation forms (绩效自评表) of invented projects, in several layouts, with their golden data."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from corpus.figures import Figures

Row = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class FormTable:
    """A ruled form: `rows` of cells as (text, columns it spans, rows it spans)."""

    title: str
    subtitle: str
    widths: tuple[float, ...]
    rows: tuple[Row, ...]


_INDICATORS = (
    ("产出指标", "数量指标", "完成检查次数", "≥{n}次", "{n}次"),
    ("产出指标", "质量指标", "验收合格率", "≥95%", "98%"),
    ("产出指标", "时效指标", "按期完成率", "100%", "100%"),
    ("效益指标", "社会效益指标", "公众知晓程度", "逐步提高", "逐步提高"),
    ("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥90%", "96%"),
)
_WEIGHTS = (20, 20, 10, 30, 10)


def make_form(figures: Figures, rng: random.Random) -> tuple[FormTable, dict[str, Any]]:
    """A self-evaluation form of one project, as a table to set and as golden data."""
    project = rng.choice(("基层设施维护项目", "信息系统运行维护项目", "专项检查工作经费"))
    budget = Decimal(rng.randint(500, 9000)) / 100
    spent = min(budget, Decimal(rng.randint(500, 9000)) / 100)
    rate = f"{spent / budget * 100:.2f}%"
    score = f"{min(Decimal(10), spent / budget * 10):.2f}"
    n = rng.randint(4, 30)
    goal, done = "完成年度维护任务，保障系统稳定运行，服务对象满意度达到90%以上。", "年度任务全部完成，系统运行稳定。"
    header = ("", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    amounts = (f"{budget:.2f}", f"{budget:.2f}", f"{spent:.2f}")
    funds = (
        ("年度资金总额", *amounts, "10", rate, score),
        ("其中：财政拨款", *amounts, "-", "-", "-"),
        ("其他资金", "0.00", "0.00", "0.00", "-", "-", "-"),
    )
    ind_header = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析")
    indicators = tuple(
        (a, b, c, d.format(n=n), e.format(n=n), str(w), f"{w}.00", "")
        for (a, b, c, d, e), w in zip(_INDICATORS, _WEIGHTS, strict=True)
    )
    total = f"{sum(_WEIGHTS) + Decimal(score):.2f}分"
    year = f"（{figures.year}年度）"
    form = {
        "title": "项目支出绩效自评表", "year": year, "project": project, "department": figures.unit,
        "unit": figures.unit, "funds_header": list(header), "funds": [list(r) for r in funds], "goal": goal,
        "done": done, "ind_header": list(ind_header), "indicators": [list(r) for r in indicators], "total": total,
    }  # fmt: skip
    rows = [
        (("项目名称", 2, 1), (project, 6, 1)),
        (("主管部门", 2, 1), (figures.unit, 2, 1), ("实施单位", 2, 1), (figures.unit, 2, 1)),
        (("项目资金（万元）", 1, 4), *((h, 1, 1) for h in header)),
        *(tuple((c, 1, 1) for c in r) for r in funds),
        (("年度总体目标", 1, 2), ("预期目标", 4, 1), ("实际完成情况", 3, 1)),
        ((goal, 4, 1), (done, 3, 1)),
        tuple((h, 1, 1) for h in ind_header),
        *_indicator_rows(indicators),
        (("总分", 5, 1), ("100", 1, 1), (total, 1, 1), ("", 1, 1)),
    ]
    widths = (52.0, 62.0, 92.0, 62.0, 62.0, 40.0, 44.0, 70.0)
    return FormTable("项目支出绩效自评表", year, widths, tuple(rows)), form


def _indicator_rows(indicators: tuple[tuple[str, ...], ...]) -> list[tuple[tuple[str, int, int], ...]]:
    """Indicator rows with the first column's equal neighbours as one cell."""
    rows = []
    for i, row in enumerate(indicators):
        cells = [(text, 1, 1) for text in row[1:]]
        if i == 0 or indicators[i - 1][0] != row[0]:
            same = next((k for k in range(i, len(indicators)) if indicators[k][0] != row[0]), len(indicators)) - i
            cells.insert(0, (row[0], 1, same))
        rows.append(tuple(cells))
    return rows
