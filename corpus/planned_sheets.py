"""The nine tables of a department's budget (部门收支总表 …), as the Ministry's model or as a county draws them.

Source of names, order and heads: the ministry's model of department budgets (财预〔2016〕143号).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from corpus.figures import CENT, Figures
from corpus.ledger import ECONOMIC, ECONOMIC_CODES, Ledger, Line
from corpus.sheets import Column, Entry, Sheet
from corpus.statements import Rows, by_function, numeral, pad, sheets_by, side_columns, top_names, tops
from corpus.style import TableStyle

TITLES = {
    "income_expenditure": "部门收支总表", "income": "部门收入总表", "income.by_unit": "部门收入总表",
    "expenditure": "部门支出总表", "fiscal": "财政拨款收支总表", "general_public": "一般公共预算支出表",
    "basic": "一般公共预算基本支出表", "three_public": "一般公共预算“三公”经费支出表",
    "government_fund": "政府性基金预算支出表", "state_capital": "国有资本经营预算支出表",
}  # fmt: skip
_SUBJECTS = {
    "income_expenditure": "收支预算", "income": "收入预算", "income.by_unit": "收入预算", "expenditure": "支出预算",
    "fiscal": "财政拨款收支预算", "general_public": "一般公共预算支出", "basic": "一般公共预算基本支出",
    "three_public": "“三公”经费预算", "government_fund": "政府性基金预算支出", "state_capital": "国有资本经营预算支出",
}  # fmt: skip
_ZERO = Decimal(0)
_FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
_FUND = ("government_fund", "final", None)
_UNIT_CODE = "101001"
_LAST_YEARS = Decimal("0.87")  # what was spent the year before, of what is planned: another figure beside, no more

Drawn = tuple[list[Column], Rows]


def make_planned_sheets(figures: Figures, ledger: Ledger, style: TableStyle) -> list[Sheet]:
    """The sheets of a budget in the style's order; `number` is the place in it."""
    makers = {
        "income_expenditure": _income_expenditure, "income": _income, "income.by_unit": _income_by_unit,
        "expenditure": _expenditure, "fiscal": _fiscal, "general_public": _general_public, "basic": _basic,
        "three_public": _three_public, "government_fund": _government_fund, "state_capital": _state_capital,
    }  # fmt: skip
    return sheets_by(makers, TITLES, _SUBJECTS, figures, ledger, style)


def _finals(figures: Figures, style: TableStyle, rows: Sequence[tuple[str, str]]) -> list[Entry]:
    return [Entry(name, values={style.amount: figures.get(concept, "final")}) for name, concept in rows]


def _income_expenditure(figures: Figures, ledger: Ledger, style: TableStyle) -> Drawn:
    fund = figures.values.get(_FUND, _ZERO)
    incomes = (
        ("一般公共预算拨款收入", figures.get("income.fiscal_appropriation", "final") - fund),
        ("政府性基金预算拨款收入", fund), ("国有资本经营预算拨款收入", _ZERO), ("财政专户管理资金收入", _ZERO),
        ("事业收入", figures.get("income.institutional", "final")), ("上级补助收入", _ZERO),
        ("附属单位上缴收入", _ZERO), ("事业单位经营收入", _ZERO), ("其他收入", figures.get("income.other", "final")),
    )  # fmt: skip
    left = [Entry(f"{numeral(i)}、{name}", values={style.amount: v}) for i, (name, v) in enumerate(incomes, 1)]
    spent = tops(ledger, lambda line: line.basic + line.project)
    right = [Entry(name, values={style.amount: spent.get(top, _ZERO)}) for top, name in top_names(style, spent)]
    length = max(len(left), len(right))
    left = pad(left, length) + _finals(figures, style, (
        ("本年收入合计", "totals.income.current_year"), ("使用非财政拨款结余", "totals.income.non_fiscal_surplus_used"),
        ("上年结转结余", "totals.income.carryover_opening"), ("收入总计", "totals.income"),
    ))  # fmt: skip
    right = pad(right, length) + _finals(figures, style, (
        ("本年支出合计", "totals.expenditure.current_year"), ("结余分配", "totals.expenditure.surplus_distributed"),
        ("年终结转结余", "totals.expenditure.carryover_closing"), ("支出总计", "totals.expenditure"),
    ))  # fmt: skip
    columns = side_columns("收入", 0, style, [style.amount]) + side_columns("支出", 1, style, [style.amount])
    return columns, list(zip(left, right, strict=True))


def _fiscal(figures: Figures, ledger: Ledger, style: TableStyle) -> Drawn:
    """The appropriation on the left, where it goes by budget on the right; the model has its sums above their parts."""
    fund = figures.values.get(_FUND, _ZERO)
    opening, closing = (
        figures.get(c, "final") for c in ("fiscal.income.carryover_opening", "fiscal.expenditure.carryover_closing")
    )
    received, whole = figures.get("fiscal.income.current_year", "final"), figures.get("fiscal", "final")
    heads = ("合计", *_FUNDS)

    def amount(name: str, value: Decimal) -> Entry:
        return Entry(name, values={style.amount: value})

    def spread(name: str, value: Decimal, of_fund: Decimal) -> Entry:
        return Entry(name, values=dict(zip(heads, (value, value - of_fund, of_fund, _ZERO), strict=True)))

    spent, funds = tops(ledger, lambda line: line.fiscal), _of_fund(ledger)
    own = [(top, name) for top, name in top_names(style, spent)]
    received_of, carried_of = (received - fund, fund, _ZERO), (opening, _ZERO, _ZERO)
    left = [
        amount("一、本年收入", received),
        *(amount(f"（{numeral(i)}）{n}拨款", v) for i, (n, v) in enumerate(zip(_FUNDS, received_of, strict=True), 1)),
        amount("二、上年结转", opening),
        *(amount(f"（{numeral(i)}）{n}拨款", v) for i, (n, v) in enumerate(zip(_FUNDS, carried_of, strict=True), 1)),
    ]  # fmt: skip
    right = [
        spread("一、本年支出", figures.get("fiscal.expenditure.current_year", "final"), fund),
        *(spread(f"（{name.replace('、', '）')}", spent.get(top, _ZERO), funds.get(top, _ZERO)) for top, name in own),
        spread("二、年终结转结余", closing, _ZERO),
    ]  # fmt: skip
    length = max(len(left), len(right))
    left, right = pad(left, length), pad(right, length)
    left.append(amount("收入总计", whole))
    right.append(spread("支出总计", whole, fund))
    columns = side_columns("收入", 0, style, [style.amount]) + side_columns("支出", 1, style, heads)
    return columns, list(zip(left, right, strict=True))


def _of_fund(ledger: Ledger) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for line in ledger.fund:
        found[line.code[:3]] = found.get(line.code[:3], _ZERO) + line.fiscal
    return found


def _coded(heads: Sequence[tuple[str, ...]], above: str = "") -> list[Column]:
    over = (above,) if above else ()
    columns = [Column((*over, "科目编码"), "code"), Column((*over, "科目名称"), "name")]
    return [*columns, *(Column(head, "value") for head in heads)]


def _by_line(
    lines: Sequence[Line], style: TableStyle, heads: Sequence[tuple[str, ...]], told: Mapping[str, Sequence[Decimal]]
) -> Drawn:
    """A table of functions; `told` are the amounts of each 项 under the heads."""
    names = ["/".join(head) for head in heads]
    rows = by_function(lines, lambda line: dict(zip(names, told[line.code], strict=True)), style, names)
    return _coded(heads), rows if lines else [(Entry("合计", values=dict.fromkeys(names, _ZERO)),)]


_SOURCES = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "事业收入", "事业单位经营收入",
            "上级补助收入", "附属单位上缴收入", "其他收入")  # fmt: skip


def _income_by_unit(figures: Figures, _ledger: Ledger, style: TableStyle) -> Drawn:
    """One row for the department and one for the unit that it is; carry-overs beside the year's own income."""
    fund = figures.values.get(_FUND, _ZERO)
    got = {
        "一般公共预算": figures.get("income.fiscal_appropriation", "final") - fund, "政府性基金预算": fund,
        "事业收入": figures.get("income.institutional", "final"), "其他收入": figures.get("income.other", "final"),
    }  # fmt: skip
    values = {
        "合计": figures.get("totals.income", "final"),
        "本年收入/小计": figures.get("income", "final"),
        **{f"本年收入/{name}": got.get(name, _ZERO) for name in _SOURCES},
        "上年结转结余": figures.get("totals.income.carryover_opening", "final"),
    }
    columns = [
        Column(("部门（单位）代码",), "code"), Column(("部门（单位）名称",), "name"),
        *(Column(tuple(name.split("/")), "value") for name in values),
    ]  # fmt: skip
    return columns, [(Entry("合计", values=values),), (Entry(figures.unit, _UNIT_CODE, values=values),)]


def _income(figures: Figures, ledger: Ledger, style: TableStyle) -> Drawn:
    """By function; what was carried over stands at the first of them."""
    opening = figures.get("totals.income.carryover_opening", "final")
    used = figures.get("totals.income.non_fiscal_surplus_used", "final")
    lines = sorted((*ledger.lines, *ledger.fund), key=lambda line: line.code)
    funds = {line.code for line in ledger.fund}
    told = {}
    for line in lines:
        carried, surplus = (opening, used) if line is lines[0] else (_ZERO, _ZERO)
        own, of_fund = (_ZERO, line.received) if line.code in funds else (line.received, _ZERO)
        told[line.code] = (
            line.income + carried + surplus, carried, own, of_fund, _ZERO, line.institutional, line.other, surplus
        )  # fmt: skip
    heads = (
        "合计",
        "上年结转",
        "一般公共预算拨款收入",
        "政府性基金预算拨款收入",
        "财政专户管理资金收入",
        "事业收入",
        "其他收入",
        "使用非财政拨款结余",
    )
    return _by_line(lines, style, [(head,) for head in heads], told)


def _expenditure(_figures: Figures, ledger: Ledger, style: TableStyle) -> Drawn:
    lines = [line for line in (*ledger.lines, *ledger.fund) if line.basic + line.project]
    told = {n.code: (n.basic + n.project, n.basic, n.project, _ZERO, _ZERO, _ZERO) for n in lines}
    heads = ("合计", "基本支出", "项目支出", "上缴上级支出", "事业单位经营支出", "对附属单位补助支出")
    return _by_line(lines, style, [(head,) for head in heads], told)


def _general_public(figures: Figures, ledger: Ledger, style: TableStyle) -> Drawn:
    """With people and running costs apart, or beside what was spent the year before."""
    personnel = _filled(ledger.lines, figures.get("basic.personnel", "final"))
    if style.three_public == "list":
        heads = [
            (f"{figures.year - 1}年执行数",),
            *((f"{figures.year}年预算数", h) for h in ("小计", "基本支出", "项目支出")),
        ]
        spent = {n.code: (n.fiscal * _LAST_YEARS // CENT) * CENT for n in ledger.lines}
        told = {n.code: (spent[n.code], n.fiscal, n.basic, n.fiscal_project) for n in ledger.lines}
        return _by_line(ledger.lines, style, heads, told)
    heads = [("合计",), ("基本支出", "小计"), ("基本支出", "人员经费"), ("基本支出", "公用经费"), ("项目支出",)]
    parted = {
        n.code: (n.fiscal, n.basic, personnel[n.code], n.basic - personnel[n.code], n.fiscal_project)
        for n in ledger.lines
    }
    return _by_line(ledger.lines, style, heads, parted)


def _filled(lines: Sequence[Line], amount: Decimal) -> dict[str, Decimal]:
    """An amount over the basic expenditure of lines, the first filled first."""
    out = {}
    for line in lines:
        out[line.code] = min(amount, line.basic)
        amount -= out[line.code]
    return out


def _basic(figures: Figures, ledger: Ledger, style: TableStyle) -> Drawn:
    """Economic classes down; people and running costs in columns of their own, or all in one."""
    apart = style.three_public != "list"
    above = (f"{figures.year}年一般公共预算基本支出",)
    heads = [(*above, "合计"), (*above, "人员经费"), (*above, "公用经费")] if apart else [(style.amount,)]
    names = ["/".join(head) for head in heads]

    def entry(name: str, code: str, amount: Decimal, *, people: bool) -> tuple[Entry]:
        values = (amount, amount if people else _ZERO, _ZERO if people else amount)
        return (Entry(name, code, values=dict(zip(names, values, strict=False))),)

    rows: Rows = []
    for group in ("工资福利支出", "商品和服务支出", "对个人和家庭的补助", "资本性支出"):
        people = group in ("工资福利支出", "对个人和家庭的补助")
        classes = [(ECONOMIC_CODES[group], group), *ECONOMIC[group]]
        rows += [entry(name, code, v, people=people) for code, name in classes if (v := ledger.economic[code])]
    whole = [figures.get(c, "final") for c in ("basic", "basic.personnel", "basic.public")]
    total: tuple[Entry, ...] = (Entry("合计", values=dict(zip(names, whole, strict=False))),)
    rows = [total, *rows] if style.total == "first" else [*rows, total]
    return _coded(heads, "部门预算支出经济分类科目"), rows


_THREE = (
    ("three_public", ("合计",), "合计"), ("three_public.overseas", ("因公出国（境）费",), "一、因公出国（境）费"),
    ("three_public.vehicles", ("公务用车购置及运行费", "小计"), "二、公务用车购置及运行费"),
    ("three_public.vehicles.purchase", ("公务用车购置及运行费", "公务用车购置费"), "（一）公务用车购置费"),
    ("three_public.vehicles.operation", ("公务用车购置及运行费", "公务用车运行费"), "（二）公务用车运行费"),
    ("three_public.reception", ("公务接待费",), "三、公务接待费"),
)  # fmt: skip


def _three_public(figures: Figures, _ledger: Ledger, style: TableStyle) -> Drawn:
    """Last year's budget and this year's, across or down a list."""
    names = (f"{figures.year - 1}年预算数", f"{figures.year}年预算数")
    if style.three_public != "list":
        columns, values = list[Column](), dict[str, Decimal]()
        for name, of_last in zip(names, (True, False), strict=True):
            for concept, head, _ in _THREE:
                columns.append(Column((name, *head), "value"))
                values[columns[-1].name] = _planned(figures, concept, of_last=of_last)
        return columns, [(Entry(values=values),)]
    columns = [Column(("项目",), "name"), *(Column((name,), "value") for name in names)]
    rows: Rows = []
    for concept, _, name in _THREE:
        both = (_planned(figures, concept, of_last=of_last) for of_last in (True, False))
        rows.append((Entry(name, values=dict(zip(names, both, strict=True))),))
    return columns, rows


def _planned(figures: Figures, concept: str, *, of_last: bool) -> Decimal:
    change = figures.values.get((concept, "change", None), _ZERO)
    return figures.get(concept, "final") - (change if of_last else _ZERO)


def _government_fund(_figures: Figures, ledger: Ledger, style: TableStyle) -> Drawn:
    heads = [("本年政府性基金预算支出", head) for head in ("合计", "基本支出", "项目支出")]
    told = {n.code: (n.fiscal, n.basic, n.fiscal_project) for n in ledger.fund}
    return _by_line(ledger.fund, style, heads, told)


def _state_capital(_figures: Figures, _ledger: Ledger, style: TableStyle) -> Drawn:
    heads = [("本年国有资本经营预算支出", head) for head in ("合计", "基本支出", "项目支出")]
    return _by_line((), style, heads, {})
