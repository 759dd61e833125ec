"""Self-evaluation forms (绩效自评表) of invented projects, in four layouts, with their golden data.

`standard` the ministry's form, `plain` without sub-targets' reasons and with funds in 预算数/执行数, `broad` landscape
with the indicators' type and unit of measure, `overall` of the unit's whole expenditure.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from corpus.figures import Figures

Row = tuple[tuple[str, int, int], ...]
_WAN = 10_000  # 元
_UPRIGHT = 520  # points; the widest form that is set on an upright page, set by eye


@dataclass(frozen=True)
class FormTable:
    """A ruled form: `rows` of cells as (text, columns it spans, rows it spans)."""

    title: str
    subtitle: str
    widths: tuple[float, ...]
    rows: tuple[Row, ...]

    @property
    def wide(self) -> bool:
        """Whether it needs a page laid sideways."""
        return sum(self.widths) > _UPRIGHT


@dataclass(frozen=True)
class _Content:
    """What stands in a form, whatever its layout: amounts in 万元 as printed."""

    project: str
    budget: Decimal
    spent: Decimal
    goal: str
    done: str
    indicators: tuple[tuple[str, str, str, str, str, str, int], ...]

    @property
    def rate(self) -> str:
        return f"{self.spent / self.budget * 100:.2f}%"

    @property
    def score(self) -> str:
        return f"{min(Decimal(10), self.spent / self.budget * 10):.2f}"

    @property
    def total(self) -> str:
        return f"{sum(i[6] for i in self.indicators) + Decimal(self.score):.2f}"


_PROJECTS = ("基层设施维护项目", "信息系统运行维护项目", "专项检查工作经费", "公共服务能力提升项目", "业务骨干培训项目",
             "老旧设备更新改造项目", "统计调查专项经费", "应急演练和物资保障项目")  # fmt: skip
_BESIDE = "重点区域综合整治项目"  # none of those
_GOALS = (
    ("完成年度维护任务，保障系统稳定运行，服务对象满意度达到90%以上。", "年度任务全部完成，系统运行稳定。"),
    ("开展专项检查和业务培训，提升基层工作人员履职能力，保障重点工作顺利推进。",
     "按计划开展各项检查和培训，基层工作人员履职能力得到提升，重点工作按期完成。"),
    ("按期完成设备更新，改善办公和服务条件，提高公共服务效率。", "设备已全部到位并通过验收，公共服务效率明显提高。"),
)  # fmt: skip
_INDICATORS = (
    ("产出指标", "数量指标", ("完成检查次数", "举办培训班期数", "维护设备数量"), "≥", "", "次"),
    ("产出指标", "质量指标", ("验收合格率", "培训合格率"), "≥95%", "98%", ""),
    ("产出指标", "时效指标", ("按期完成率", "资金支付及时率"), "100%", "100%", ""),
    ("效益指标", "社会效益指标", ("公众知晓程度", "公共服务水平"), "逐步提高", "逐步提高", ""),
    ("满意度指标", "服务对象满意度指标", ("服务对象满意度", "受益群众满意度"), "≥90%", "96%", ""),
)
_WEIGHTS = (20, 20, 10, 30, 10)
LAYOUTS = ("standard", "plain", "broad", "overall")


def make_form(
    figures: Figures, rng: random.Random, layout: str = "standard", title: str = "", *, spent: Decimal | None = None
) -> tuple[FormTable, dict[str, Any]]:
    """A form in that layout, as a table to set and as golden data. Raises KeyError for an unknown layout.

    Of a project of its own that `spent` so much, in 元, where that is given.
    """
    makers = {"standard": _standard, "plain": _plain, "broad": _broad, "overall": _overall}
    content = _content(figures, rng)
    if spent is not None:
        content = replace(content, project=_BESIDE, budget=spent / _WAN, spent=spent / _WAN)
    return makers[layout](figures, content, title)


def _content(figures: Figures, rng: random.Random) -> _Content:
    """An invented project; no more is spent on it than on all projects."""
    budget = Decimal(rng.randint(500, 9000)) / 100
    goal, done = rng.choice(_GOALS)
    indicators = []
    for (first, second, thirds, wanted, had, unit), weight in zip(_INDICATORS, _WEIGHTS, strict=True):
        number = rng.randint(4, 30)
        target = f"≥{number}{unit}" if unit else wanted
        reached = f"{number + rng.randint(0, 2)}{unit}" if unit else had
        indicators.append((first, second, rng.choice(thirds), target, reached, unit, weight))
    project, spent = rng.choice(_PROJECTS), min(budget, Decimal(rng.randint(500, 9000)) / 100)
    spent = min(spent, figures.get("expenditure.project", "final") / _WAN)
    return _Content(project, budget, spent, goal, done, tuple(indicators))


def _golden(content: _Content, figures: Figures, title: str, **fields: Any) -> dict[str, Any]:
    return {
        "title": title, "year": f"（{figures.year}年度）", "project": content.project, "department": figures.unit,
        "unit": figures.unit, "goal": content.goal, "done": content.done, **fields,
    }  # fmt: skip


def _lists(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [list(row) for row in rows]


def _standard(figures: Figures, content: _Content, title: str) -> tuple[FormTable, dict[str, Any]]:
    title = title or "项目支出绩效自评表"
    header = ("", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    amounts = (f"{content.budget:.2f}", f"{content.budget:.2f}", f"{content.spent:.2f}")
    funds = (
        ("年度资金总额", *amounts, "10", content.rate, content.score),
        ("其中：财政拨款", *amounts, "-", "-", "-"),
        ("其他资金", "0.00", "0.00", "0.00", "-", "-", "-"),
    )
    ind_header = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析")
    indicators = tuple((a, b, c, d, e, str(w), f"{w}.00", "") for a, b, c, d, e, _, w in content.indicators)
    total = f"{content.total}分"
    golden = _golden(content, figures, title, funds_header=list(header), funds=_lists(funds),
                     ind_header=list(ind_header), indicators=_lists(indicators), total=total)  # fmt: skip
    rows = [
        (("项目名称", 2, 1), (content.project, 6, 1)),
        (("主管部门", 2, 1), (figures.unit, 2, 1), ("实施单位", 2, 1), (figures.unit, 2, 1)),
        (("项目资金（万元）", 1, 4), *_ones(header)),
        *(_ones(row) for row in funds),
        (("年度总体目标", 1, 2), ("预期目标", 4, 1), ("实际完成情况", 3, 1)),
        ((content.goal, 4, 1), (content.done, 3, 1)),
        _ones(ind_header),
        *_indicator_rows(indicators),
        (("总分", 5, 1), ("100", 1, 1), (total, 1, 1), ("", 1, 1)),
    ]
    widths = (52.0, 62.0, 92.0, 62.0, 62.0, 40.0, 44.0, 70.0)
    return FormTable(title, golden["year"], widths, tuple(rows)), golden


def _plain(figures: Figures, content: _Content, title: str) -> tuple[FormTable, dict[str, Any]]:
    title = title or "部门预算项目支出绩效自评表"
    header = ("", "预算数", "执行数", "执行率", "分值", "得分")
    amounts = (f"{content.budget:.2f}", f"{content.spent:.2f}")
    funds = (
        ("总额", *amounts, content.rate, "10", content.score),
        ("其中：财政资金", *amounts, content.rate, "-", "-"),
        ("其他资金", "0.00", "0.00", "-", "-", "-"),
    )
    ind_header = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    indicators = tuple((a, b, c, d, e, str(w), str(w)) for a, b, c, d, e, _, w in content.indicators)
    golden = _golden(content, figures, title, funds_header=list(header), funds=_lists(funds),
                     ind_header=list(ind_header), indicators=_lists(indicators), total=content.total)  # fmt: skip
    rows = [
        (("项目名称", 1, 1), (content.project, 6, 1)),
        (("主管部门", 1, 1), (figures.unit, 2, 1), ("实施单位", 1, 1), (figures.unit, 3, 1)),
        (("预算执行情况（万元）", 1, 4), *_ones(header)),
        *(_ones(row) for row in funds),
        (("预期目标", 4, 1), ("实际完成情况", 3, 1)),
        ((content.goal, 4, 1), (content.done, 3, 1)),
        _ones(ind_header),
        *_indicator_rows(indicators),
        (("总分", 5, 1), ("100", 1, 1), (content.total, 1, 1)),
    ]
    return FormTable(title, golden["year"], (62.0, 84.0, 98.0, 68.0, 68.0, 46.0, 56.0), tuple(rows)), golden


def _broad(figures: Figures, content: _Content, title: str) -> tuple[FormTable, dict[str, Any]]:
    title = title or "预算项目绩效目标自评表"
    header = ("", "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分")
    amounts = (f"{content.budget:.2f}", f"{content.budget:.2f}", f"{content.spent:.2f}")
    funds = (
        ("年度资金总额", *amounts, "10", content.rate, content.score),
        ("当年财政拨款", *amounts, "-", "-", "-"),
        ("上年结转资金", "0.00", "0.00", "0.00", "-", "-", "-"),
        ("其他资金", "0.00", "0.00", "0.00", "-", "-", "-"),
    )
    ind_header = ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "实际完成值", "分值", "得分",
                  "未完成原因分析")  # fmt: skip
    indicators = tuple(
        (a, b, c, "正向", d, e, str(w), str(w), "无" if i == 0 else "")
        for i, (a, b, c, d, e, _, w) in enumerate(content.indicators)
    )
    golden = _golden(content, figures, title, funds_header=list(header), funds=_lists(funds),
                     ind_header=list(ind_header), indicators=_lists(indicators), total=content.total)  # fmt: skip
    rows = [
        (("项目名称", 2, 1), (content.project, 7, 1)),
        (("主管部门", 2, 1), (figures.unit, 3, 1), ("实施单位", 1, 1), (figures.unit, 3, 1)),
        (("项目资金（万元）", 2, 5), *_ones(header)),
        *(_ones(row) for row in funds),
        (("年度总体目标", 1, 2), ("预期目标", 4, 1), ("实际完成情况", 4, 1)),
        ((content.goal, 4, 1), (content.done, 4, 1)),
        _ones(ind_header),
        *_indicator_rows(indicators),
        (("总分", 6, 1), ("100", 1, 1), (content.total, 1, 1), ("", 1, 1)),
    ]
    widths = (70.0, 84.0, 110.0, 82.0, 90.0, 84.0, 60.0, 84.0, 90.0)
    return FormTable(title, golden["year"], widths, tuple(rows)), golden


def _overall(figures: Figures, content: _Content, title: str) -> tuple[FormTable, dict[str, Any]]:
    title = title or "部门整体支出绩效自评表"
    header = ("资金来源", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    basic = (content.budget * 6 / 10).quantize(Decimal("0.01"))
    spent = min(basic, content.spent)
    funds = (
        ("基本支出", f"{basic:.2f}", f"{basic:.2f}", f"{spent:.2f}", "-", "-", "-"),
        ("项目支出", *(f"{content.budget - basic:.2f}",) * 2, f"{content.spent - spent:.2f}", "-", "-", "-"),
        ("合计", *(f"{content.budget:.2f}",) * 2, f"{content.spent:.2f}", "10", content.rate, content.score),
    )
    ind_header = ("一级指标", "二级指标", "三级指标", "预期指标值", "实际完成指标值", "分值权重", "得分")
    indicators = tuple((a, b, c, d, e, str(w), str(w)) for a, b, c, d, e, _, w in content.indicators)
    golden = _golden(content, figures, title, funds_header=list(header), funds=_lists(funds),
                     ind_header=list(ind_header), indicators=_lists(indicators), total=content.total)  # fmt: skip
    del golden["project"], golden["department"]
    rows = [
        (("部门（单位）名称", 2, 1), (figures.unit, 6, 1)),
        (("年度预算资金（万元）", 1, 4), *_ones(header)),
        *(_ones(row) for row in funds),
        (("年度总体目标", 1, 2), ("预期目标", 4, 1), ("实际完成情况", 3, 1)),
        ((content.goal, 4, 1), (content.done, 3, 1)),
        (*_ones(ind_header[:2]), (ind_header[2], 2, 1), *_ones(ind_header[3:])),
        *_indicator_rows(indicators, {2: 2}),
        (("总分", 6, 1), ("100", 1, 1), (content.total, 1, 1)),
    ]
    widths = (62.0, 66.0, 66.0, 66.0, 66.0, 62.0, 52.0, 46.0)
    return FormTable(title, golden["year"], widths, tuple(rows)), golden


def _ones(texts: Sequence[str]) -> Row:
    return tuple((text, 1, 1) for text in texts)


def _indicator_rows(indicators: Sequence[Sequence[str]], spans: Mapping[int, int] | None = None) -> list[Row]:
    """Indicator rows with the first column's equal neighbours as one cell; `spans` the columns that are wider."""
    rows: list[Row] = []
    for i, row in enumerate(indicators):
        cells = [(text, (spans or {}).get(k, 1), 1) for k, text in enumerate(row) if k]
        if i == 0 or indicators[i - 1][0] != row[0]:
            same = next((k for k in range(i, len(indicators)) if indicators[k][0] != row[0]), len(indicators)) - i
            cells.insert(0, (row[0], 1, same))
        rows.append(tuple(cells))
    return rows
