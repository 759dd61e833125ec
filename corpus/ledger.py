"""The accounts behind the nine tables: income and expenditure by function, basic expenditure by economic class.

Everything here is made from `Figures`, so that the tables and the text of one document say the same. Money in 元.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.figures import CENT, COMMON, Figures

_BY = "general_public.by_function"
_ZERO = Decimal(0)

ECONOMIC: Mapping[str, tuple[tuple[str, str], ...]] = {
    "工资福利支出": (
        ("30101", "基本工资"), ("30102", "津贴补贴"), ("30103", "奖金"), ("30106", "伙食补助费"), ("30107", "绩效工资"),
        ("30108", "机关事业单位基本养老保险缴费"), ("30109", "职业年金缴费"), ("30110", "职工基本医疗保险缴费"),
        ("30111", "公务员医疗补助缴费"), ("30112", "其他社会保障缴费"), ("30113", "住房公积金"), ("30114", "医疗费"),
        ("30199", "其他工资福利支出"),
    ),
    "对个人和家庭的补助": (
        ("30301", "离休费"), ("30302", "退休费"), ("30303", "退职（役）费"), ("30304", "抚恤金"), ("30305", "生活补助"),
        ("30306", "救济费"), ("30307", "医疗费补助"), ("30308", "助学金"), ("30309", "奖励金"),
        ("30310", "个人农业生产补贴"), ("30311", "代缴社会保险费"), ("30399", "其他对个人和家庭的补助"),
    ),
    "商品和服务支出": (
        ("30201", "办公费"), ("30202", "印刷费"), ("30203", "咨询费"), ("30204", "手续费"), ("30205", "水费"),
        ("30206", "电费"), ("30207", "邮电费"), ("30208", "取暖费"), ("30209", "物业管理费"), ("30211", "差旅费"),
        ("30212", "因公出国（境）费用"), ("30213", "维修（护）费"), ("30214", "租赁费"), ("30215", "会议费"),
        ("30216", "培训费"), ("30217", "公务接待费"), ("30218", "专用材料费"), ("30224", "被装购置费"),
        ("30225", "专用燃料费"), ("30226", "劳务费"), ("30227", "委托业务费"), ("30228", "工会经费"),
        ("30229", "福利费"), ("30231", "公务用车运行维护费"), ("30239", "其他交通费用"), ("30240", "税金及附加费用"),
        ("30299", "其他商品和服务支出"),
    ),
    "资本性支出": (
        ("31001", "房屋建筑物购建"), ("31002", "办公设备购置"), ("31003", "专用设备购置"), ("31005", "基础设施建设"),
        ("31006", "大型修缮"), ("31007", "信息网络及软件购置更新"), ("31008", "物资储备"), ("31013", "公务用车购置"),
        ("31019", "其他交通工具购置"), ("31021", "文物和陈列品购置"), ("31022", "无形资产购置"),
        ("31099", "其他资本性支出"),
    ),
}  # fmt: skip
_SHARED = {
    "30212": "three_public.overseas", "30215": "meetings", "30216": "training", "30217": "three_public.reception",
    "30231": "three_public.vehicles.operation", "31013": "three_public.vehicles.purchase",
}  # fmt: skip
ECONOMIC_CODES = {"工资福利支出": "301", "商品和服务支出": "302", "对个人和家庭的补助": "303", "资本性支出": "310"}


@dataclass(frozen=True)
class Line:
    """What one 项 (7 digits) received and spent: income by source, expenditure as basic and project.

    `fiscal` is what was spent of the appropriation; what was carried over makes it differ from what was received.
    """

    code: str
    fiscal: Decimal = _ZERO
    institutional: Decimal = _ZERO
    other: Decimal = _ZERO
    basic: Decimal = _ZERO
    fiscal_project: Decimal = _ZERO
    other_project: Decimal = _ZERO
    carried_in: Decimal = _ZERO
    carried_out: Decimal = _ZERO

    @property
    def income(self) -> Decimal:
        """From all sources, in 元."""
        return self.received + self.institutional + self.other

    @property
    def received(self) -> Decimal:
        """Of the fiscal appropriation in this year, in 元."""
        return self.fiscal + self.carried_out - self.carried_in

    @property
    def project(self) -> Decimal:
        """Project expenditure from all sources, in 元."""
        return self.fiscal_project + self.other_project


@dataclass(frozen=True)
class Ledger:
    """`lines` of general public budget and own means, `fund` of the government fund, `economic` code to amount."""

    lines: tuple[Line, ...]
    fund: tuple[Line, ...]
    economic: Mapping[str, Decimal]


def make_ledger(figures: Figures, seed: int, *, negative: bool = False) -> Ledger:
    """The ledger of these figures; its sums are those of the figures to the cent. With `negative` the projects of some
    functions are below nothing, as where money came back."""
    rng = random.Random(f"juesuan ledger {seed}")
    lines = _lines(figures)
    if negative:
        lines = _with_returns(lines, random.Random(f"juesuan returns {seed}"))
    return Ledger(_carrying(lines, figures), _fund_lines(figures), _economic(figures, rng))


_RETURNS = 2  # functions whose projects are below nothing


def _with_returns(lines: tuple[Line, ...], rng: random.Random) -> tuple[Line, ...]:
    """The lines with projects below nothing at those of the insurances: what is more of basic expenditure there is less
    at the line with the most, so that every sum stays."""
    out = {line.code: line for line in lines}
    payer = max(lines, key=lambda line: line.basic).code
    for code in [line.code for line in lines if line.code in COMMON and line.code != payer][-_RETURNS:]:
        least = CENT * 10
        most = max(least, out[payer].basic / (2 * _RETURNS))
        back = out[code].fiscal_project + (rng.randint(10, 900) * CENT if most > 900 * CENT else least)
        moved = {code: back, payer: -back}
        for each, amount in moved.items():
            line = out[each]
            out[each] = replace(line, basic=line.basic + amount, fiscal_project=line.fiscal_project - amount)
    return tuple(out[line.code] for line in lines)


def _fund_lines(figures: Figures) -> tuple[Line, ...]:
    """The fund's functions; its basic expenditure, where it has any, fills the first of them first."""
    rest = figures.values.get(("government_fund.basic", "final", None), _ZERO)
    lines = []
    for code in figures.fund_functions:
        spent = figures.get("government_fund.by_function", "final", code)
        basic = min(rest, spent)
        rest -= basic
        lines.append(Line(code, fiscal=spent, basic=basic, fiscal_project=spent - basic))
    return tuple(lines)


def _carrying(lines: tuple[Line, ...], figures: Figures) -> tuple[Line, ...]:
    """The lines with the carry-overs of the general public budget at that with the largest projects."""
    opening, closing = (
        figures.values.get((f"general_public.carryover_{when}", "final", None), _ZERO)
        for when in ("opening", "closing")
    )
    carrier = max(lines, key=lambda line: line.fiscal_project)
    return tuple(replace(line, carried_in=opening, carried_out=closing) if line is carrier else line for line in lines)


def _lines(figures: Figures) -> tuple[Line, ...]:
    """Basic expenditure fills 行政运行 and the insurances first; own means go through the last function of its own."""
    own = [c for c in figures.functions if c not in COMMON] or list(figures.functions)
    rest = figures.get("basic", "final")
    order = sorted(figures.functions, key=lambda c: (c in own and not c.endswith("01"), c))
    basic: dict[str, Decimal] = {}
    for code in order:
        basic[code] = min(rest, figures.get(_BY, "final", code))
        rest -= basic[code]
    spent_else = (
        figures.get("expenditure", "final")
        - figures.get("general_public", "final")
        - sum((figures.get("government_fund.by_function", "final", c) for c in figures.fund_functions), _ZERO)
    )
    lines = []
    for code in figures.functions:
        final = figures.get(_BY, "final", code)
        last = code == own[-1]
        lines.append(
            Line(
                code=code, fiscal=final, basic=basic[code], fiscal_project=final - basic[code],
                institutional=figures.get("income.institutional", "final") if last else _ZERO,
                other=figures.get("income.other", "final") if last else _ZERO,
                other_project=spent_else if last else _ZERO,
            )
        )  # fmt: skip
    return tuple(lines)


def _economic(figures: Figures, rng: random.Random) -> dict[str, Decimal]:
    personnel, public = figures.get("basic.personnel", "final"), figures.get("basic.public", "final")
    helped = (personnel * rng.randint(1, 12) / 100 // CENT) * CENT
    capital = (public * rng.randint(0, 9) / 100 // CENT) * CENT if rng.random() < 0.5 else _ZERO
    amounts = {
        "工资福利支出": personnel - helped, "对个人和家庭的补助": helped,
        "商品和服务支出": public - capital, "资本性支出": capital,
    }  # fmt: skip
    economic: dict[str, Decimal] = {}
    for group, amount in amounts.items():
        economic[ECONOMIC_CODES[group]] = amount
        economic |= _split(amount, [code for code, _ in ECONOMIC[group]], figures, rng)
    return economic


def _split(amount: Decimal, codes: list[str], figures: Figures, rng: random.Random) -> dict[str, Decimal]:
    """`amount` over some of the codes; what the text tells as a whole (公务接待费 …) has no more here than there."""
    out = dict.fromkeys(codes, _ZERO)
    left = amount
    for code in codes:
        if code in _SHARED:
            part = (figures.get(_SHARED[code], "final") * rng.choice((0, 50, 100)) / 100 // CENT) * CENT
            out[code] = part if part <= left / 2 else _ZERO
            left -= out[code]
    free = [code for code in codes if code not in _SHARED]
    chosen = sorted(rng.sample(free, max(1, len(free) * rng.randint(4, 9) // 10)))
    weights = [rng.randint(1, 100) for _ in chosen]
    for code, weight in zip(chosen, weights, strict=True):
        out[code] = (left * weight / sum(weights) // CENT) * CENT
    out[chosen[0]] += amount - sum(out.values(), _ZERO)
    return out
