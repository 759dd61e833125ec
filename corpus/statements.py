"""The nine final-accounts tables (财决公开01-09表) of one unit in one region's layout.

Source of names and order: the ministry's model for departments' disclosures (财政部部门决算公开表样).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from corpus.figures import Figures
from corpus.ledger import ECONOMIC, ECONOMIC_CODES, Ledger, Line
from corpus.sheets import Column, Entry, Sheet
from corpus.style import TableStyle
from extractors.language.function_codes import function_names

TITLES = {
    "income_expenditure": "收入支出决算总表", "income": "收入决算表", "expenditure": "支出决算表",
    "fiscal": "财政拨款收入支出决算总表", "general_public": "一般公共预算财政拨款支出决算表",
    "basic": "一般公共预算财政拨款基本支出决算表", "government_fund": "政府性基金预算财政拨款收入支出决算表",
    "state_capital": "国有资本经营预算财政拨款支出决算表", "three_public": "财政拨款“三公”经费支出决算表",
}  # fmt: skip
_SUBJECTS = {
    "income_expenditure": "的总收支和年末结转结余", "income": "取得的各项收入", "expenditure": "各项支出",
    "fiscal": "一般公共预算、政府性基金预算和国有资本经营预算财政拨款的总收支",
    "general_public": "一般公共预算财政拨款支出",
    "basic": "一般公共预算财政拨款基本支出明细", "government_fund": "政府性基金预算财政拨款收入支出",
    "state_capital": "国有资本经营预算财政拨款支出", "three_public": "财政拨款“三公”经费支出预决算",
}  # fmt: skip
_TOPS = ("201", "202", "203", "204", "205", "206", "207", "208", "210", "211", "212", "213", "214", "215", "216", "217",
         "219", "220", "221", "222", "223", "224", "229", "231", "232", "234")  # fmt: skip
_DIGITS = "一二三四五六七八九"
_ZERO = Decimal(0)
_FUNDS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")

Rows = list[tuple[Entry, ...]]
Amounts = Callable[[Line], Mapping[str, Decimal]]


def numeral(number: int) -> str:
    """1 to 99 as 一 to 九十九."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens - 1] + "十"
    return head + (_DIGITS[ones - 1] if ones else "")


def make_sheets(figures: Figures, ledger: Ledger, style: TableStyle) -> list[Sheet]:
    """The nine sheets in the region's order; `number` is the place in it."""
    makers = {
        "income_expenditure": income_expenditure, "income": _income, "expenditure": _expenditure, "fiscal": fiscal,
        "general_public": _general_public, "basic": _basic, "government_fund": _government_fund,
        "state_capital": _state_capital, "three_public": _three_public,
    }  # fmt: skip
    return sheets_by(makers, TITLES, _SUBJECTS, figures, ledger, style)


Maker = Callable[[Figures, Ledger, TableStyle], tuple[list[Column], Rows]]


def sheets_by(
    makers: Mapping[str, Maker],
    titles: Mapping[str, str],
    subjects: Mapping[str, str],
    figures: Figures,
    ledger: Ledger,
    style: TableStyle,
) -> list[Sheet]:
    """The sheets of the style's kinds in its order, by their makers; `titles` where the style has none of its own."""
    sheets = []
    for number, kind in enumerate(style.order, 1):
        columns, rows = makers[kind](figures, ledger, style)
        sheet = Sheet(
            kind=kind, number=number, title=style.titles.get(kind, titles[kind]),
            label=style.label.format(number=number, numeral=numeral(number)), unit=style.unit, columns=tuple(columns),
            rows=tuple(rows), ranks=style.ranks, separators=style.separators, blank=style.blank,
            decimals=style.decimals, negative=style.negative,
        )  # fmt: skip
        note = style.empty_note if sheet.empty else style.note
        filled = note.format(subject=subjects[kind], year=figures.year, unit=figures.unit)
        sheets.append(Sheet(**{**sheet.__dict__, "note": filled}))
    return sheets


def side_columns(group: str, block: int, style: TableStyle, amounts: Sequence[str]) -> list[Column]:
    """A group of 项目 [行次] and amounts, as in tables 01 and 04."""
    line = [Column((group, "行次"), "line", block, group)] if style.lines else []
    values = [Column((group, amount), "value", block, group) for amount in amounts]
    return [Column((group, "项目"), "name", block, group), *line, *values]


def _numbered(left: list[Entry], right: list[Entry], style: TableStyle) -> Rows:
    """The two sides as rows of equal number, 行次 counted down the left side and on down the right."""
    length = max(len(left), len(right))
    sides = [side + [Entry()] * (length - len(side)) for side in (left, right)]
    if style.lines:
        for k, side in enumerate(sides):
            side[:] = [Entry(e.name, e.code, str(k * length + i + 1), e.values) for i, e in enumerate(side)]
    return list(zip(*sides, strict=True))


def tops(ledger: Ledger, amount: Callable[[Line], Decimal]) -> dict[str, Decimal]:
    """What all lines of each 类 are together."""
    out: dict[str, Decimal] = {}
    for line in (*ledger.lines, *ledger.fund):
        out[line.code[:3]] = out.get(line.code[:3], _ZERO) + amount(line)
    return out


def pad(entries: list[Entry], length: int) -> list[Entry]:
    """The entries with blank ones behind them, `length` in all."""
    return entries + [Entry()] * (length - len(entries))


def income_expenditure(figures: Figures, ledger: Ledger, style: TableStyle) -> tuple[list[Column], Rows]:
    """Table 01: all income on the left, all spending on the right."""

    def final(concept: str) -> Mapping[str, Decimal]:
        return {style.amount: figures.get(concept, "final")}

    fund = figures.values.get(("government_fund", "final", None), _ZERO)
    incomes = (
        ("一般公共预算财政拨款收入", figures.get("income.fiscal_appropriation", "final") - fund),
        ("政府性基金预算财政拨款收入", fund), ("国有资本经营预算财政拨款收入", _ZERO),
        ("上级补助收入", _ZERO), ("事业收入", figures.get("income.institutional", "final")), ("经营收入", _ZERO),
        ("附属单位上缴收入", _ZERO), ("其他收入", figures.get("income.other", "final")),
    )  # fmt: skip
    left = [Entry(f"{numeral(i)}、{name}", values={style.amount: v}) for i, (name, v) in enumerate(incomes, 1)]
    spent = tops(ledger, lambda line: line.basic + line.project)
    right = [Entry(name, values={style.amount: spent.get(top, _ZERO)}) for top, name in top_names(style, spent)]
    length = max(len(left), len(right))
    left, right = pad(left, length), pad(right, length)
    left += [
        Entry("本年收入合计", values=final("totals.income.current_year")),
        Entry("使用非财政拨款结余（含专用结余）", values=final("totals.income.non_fiscal_surplus_used")),
        Entry("年初结转和结余", values=final("totals.income.carryover_opening")),
        Entry("总计", values=final("totals.income")),
    ]
    right += [
        Entry("本年支出合计", values=final("totals.expenditure.current_year")),
        Entry("结余分配", values=final("totals.expenditure.surplus_distributed")),
        Entry("年末结转和结余", values=final("totals.expenditure.carryover_closing")),
        Entry("总计", values=final("totals.expenditure")),
    ]
    columns = [*side_columns("收入", 0, style, [style.amount]), *side_columns("支出", 1, style, [style.amount])]
    return columns, _numbered(left, right, style)


def top_names(style: TableStyle, spent: Mapping[str, Decimal]) -> list[tuple[str, str]]:
    """The 类 that a table lists, numbered: all, or those of which something was `spent`."""
    names = function_names()
    tops = [top for top in _TOPS if style.all_functions or spent.get(top)]
    return [(top, f"{numeral(i)}、{names[top]}") for i, top in enumerate(tops, 1)]


def fiscal(figures: Figures, ledger: Ledger, style: TableStyle) -> tuple[list[Column], Rows]:
    """Table 04: the fiscal appropriation on the left, what was spent of each budget on the right."""
    fund = figures.values.get(("government_fund", "final", None), _ZERO)
    general = figures.get("fiscal.income.current_year", "final") - fund
    opening, closing = (
        figures.get(c, "final") for c in ("fiscal.income.carryover_opening", "fiscal.expenditure.carryover_closing")
    )
    amount = style.amount
    heads = ("合计" if not style.ranks else "小计", *_FUNDS)

    def spread(whole: Decimal, of_fund: Decimal) -> dict[str, Decimal]:
        return dict(zip(heads, (whole, whole - of_fund, of_fund, _ZERO), strict=True))

    left = [
        Entry(f"{numeral(i)}、{name}", values={amount: v})
        for i, (name, v) in enumerate(zip(_FUNDS, (general, fund, _ZERO), strict=True), 1)
    ]
    spent = tops(ledger, lambda line: line.fiscal)
    funds = {line.code[:3]: _ZERO for line in ledger.fund}
    for line in ledger.fund:
        funds[line.code[:3]] += line.fiscal
    right = [
        Entry(name, values=spread(spent.get(top, _ZERO), funds.get(top, _ZERO)))
        for top, name in top_names(style, spent)
    ]
    length = max(len(left), len(right))
    received, whole = figures.get("fiscal.income.current_year", "final"), figures.get("fiscal", "final")
    spent_all = figures.get("fiscal.expenditure.current_year", "final")
    left = [
        *pad(left, length), Entry("本年收入合计", values={amount: received}),
        Entry("年初财政拨款结转和结余", values={amount: opening}),
        *(
            Entry(f"{numeral(i)}、{name}", values={amount: v})
            for i, (name, v) in enumerate(zip(_FUNDS, (opening, _ZERO, _ZERO), strict=True), 1)
        ),
        Entry("总计", values={amount: whole}),
    ]  # fmt: skip
    right = [
        *pad(right, length), Entry("本年支出合计", values=spread(spent_all, fund)),
        Entry("年末财政拨款结转和结余", values=spread(closing, _ZERO)), Entry(), Entry(), Entry(),
        Entry("总计", values=spread(whole, fund)),
    ]  # fmt: skip
    columns = [*side_columns("收入", 0, style, [amount]), *side_columns("支出", 1, style, heads)]
    return columns, _numbered(left, right, style)


def coded(style: TableStyle) -> list[Column]:
    """The columns of function code and name."""
    if style.codes == "one":
        return [Column(("项目", "科目编码"), "code"), Column(("项目", "科目名称"), "name")]
    codes = [Column(("项目", "支出功能分类科目编码", level), "code", part=i) for i, level in enumerate("类款项")]
    return [*codes, Column(("项目", "科目名称"), "name")]


def by_function(lines: Sequence[Line], amounts: Amounts, style: TableStyle, columns: Sequence[str]) -> Rows:
    """Rows for 类, 款 and 项 with the sums of their lines, and 合计 above or below."""
    names = function_names()

    def summed(prefix: str) -> dict[str, Decimal]:
        got = [amounts(line) for line in lines if line.code.startswith(prefix)]
        return {name: sum((g[name] for g in got), _ZERO) for name in columns}

    rows: Rows = []
    seen: set[str] = set()
    for line in sorted(lines, key=lambda each: each.code):
        for length in (3, 5, 7):
            code = line.code[:length]
            if code not in seen:
                seen.add(code)
                rows.append((Entry(names.get(code, names[line.code]), code, values=summed(code)),))
    whole = (Entry("合计", values=summed("")),)
    return [whole, *rows] if style.total == "first" else [*rows, whole] if style.total == "last" else rows


def _plain(style: TableStyle, heads: Sequence[tuple[str, ...]]) -> list[Column]:
    return [*coded(style), *(Column(head, "value") for head in heads)]


def _income(_figures: Figures, ledger: Ledger, style: TableStyle) -> tuple[list[Column], Rows]:
    names = ("本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")

    def amounts(line: Line) -> Mapping[str, Decimal]:
        values = (line.income, line.received, _ZERO, line.institutional, _ZERO, _ZERO, line.other)
        return dict(zip(names, values, strict=True))

    lines = [line for line in (*ledger.lines, *ledger.fund) if line.income]
    return _plain(style, [(n,) for n in names]), by_function(lines, amounts, style, names)


def _expenditure(_figures: Figures, ledger: Ledger, style: TableStyle) -> tuple[list[Column], Rows]:
    names = ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")

    def amounts(line: Line) -> Mapping[str, Decimal]:
        values = (line.basic + line.project, line.basic, line.project, _ZERO, _ZERO, _ZERO)
        return dict(zip(names, values, strict=True))

    lines = [line for line in (*ledger.lines, *ledger.fund) if line.basic + line.project]
    return _plain(style, [(n,) for n in names]), by_function(lines, amounts, style, names)


def _general_public(_figures: Figures, ledger: Ledger, style: TableStyle) -> tuple[list[Column], Rows]:
    heads: list[tuple[str, ...]] = [("合计",), ("基本支出",), ("项目支出",)]
    if style.ranks or style.fund_income:
        heads = [("本年支出", "小计"), ("本年支出", "基本支出"), ("本年支出", "项目支出")]
    names = ["/".join(head) for head in heads]

    def amounts(line: Line) -> Mapping[str, Decimal]:
        return dict(zip(names, (line.fiscal, line.basic, line.fiscal_project), strict=True))

    return _plain(style, heads), by_function(ledger.lines, amounts, style, names)


_FUND_HEADS: tuple[tuple[str, ...], ...] = (
    ("年初结转和结余",), ("本年收入",), ("本年支出", "小计"), ("本年支出", "基本支出"), ("本年支出", "项目支出"),
    ("年末结转和结余",),
)  # fmt: skip


def _government_fund(_figures: Figures, ledger: Ledger, style: TableStyle) -> tuple[list[Column], Rows]:
    heads = _FUND_HEADS
    names = ["/".join(head) for head in heads]

    def amounts(line: Line) -> Mapping[str, Decimal]:
        values = (_ZERO, line.fiscal, line.fiscal, line.basic, line.fiscal_project, _ZERO)
        return dict(zip(names, values, strict=True))

    rows = by_function(ledger.fund, amounts, style, names)
    return _plain(style, heads), rows if ledger.fund else [(Entry("合计", values=dict.fromkeys(names, _ZERO)),)]


def _state_capital(_figures: Figures, _ledger: Ledger, style: TableStyle) -> tuple[list[Column], Rows]:
    heads: list[tuple[str, ...]] = [("本年支出", "合计"), ("本年支出", "基本支出"), ("本年支出", "项目支出")]
    if style.fund_income:
        heads = list(_FUND_HEADS)
    names = ["/".join(head) for head in heads]
    return _plain(style, heads), [(Entry("合计", values=dict.fromkeys(names, _ZERO)),)]


def _basic(figures: Figures, ledger: Ledger, style: TableStyle) -> tuple[list[Column], Rows]:
    """Personnel on the left, public expenditure in one or two groups on the right, their totals below."""
    amount = style.amount

    def entries(group: str) -> list[Entry]:
        head = Entry(group, ECONOMIC_CODES[group], values={amount: ledger.economic[ECONOMIC_CODES[group]]})
        return [head, *(Entry(name, code, values={amount: ledger.economic[code]}) for code, name in ECONOMIC[group])]

    left = entries("工资福利支出") + entries("对个人和家庭的补助")
    middle, right = entries("商品和服务支出"), entries("资本性支出")
    blocks = [left, middle, right] if style.basic_groups == 3 else [left, middle + right]
    length = max(len(block) for block in blocks)
    rows: Rows = list(zip(*(pad(block, length) for block in blocks), strict=True))
    totals = [Entry("人员经费合计", values={amount: figures.get("basic.personnel", "final")})]
    totals += [Entry()] * (len(blocks) - 2)
    totals.append(Entry("公用经费合计", values={amount: figures.get("basic.public", "final")}))
    groups = [("人员经费" if block == 0 else "公用经费") if style.basic_heads else "" for block in range(len(blocks))]
    return economic_columns(groups, amount), [*rows, tuple(totals)]


def economic_columns(groups: Sequence[str], amount: str) -> list[Column]:
    """Code, name and amount of economic classes, a block for each of `groups`, under its name where it has one."""
    columns: list[Column] = []
    for block, group in enumerate(groups):
        above = (group,) if group else ()
        columns += [
            Column((*above, "科目编码"), "code", block, group), Column((*above, "科目名称"), "name", block, group),
            Column((*above, amount), "value", block, group),
        ]  # fmt: skip
    return columns


_THREE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("three_public", ("合计",)), ("three_public.overseas", ("因公出国（境）费",)),
    ("three_public.vehicles", ("公务用车购置及运行维护费", "小计")),
    ("three_public.vehicles.purchase", ("公务用车购置及运行维护费", "公务用车购置费")),
    ("three_public.vehicles.operation", ("公务用车购置及运行维护费", "公务用车运行维护费")),
    ("three_public.reception", ("公务接待费",)),
)  # fmt: skip
_THREE_ROWS = ("合计", "1.因公出国（境）费", "2.公务用车购置及运行维护费", "（1）公务用车购置费",
               "（2）公务用车运行维护费", "3.公务接待费")  # fmt: skip


def _three_public(figures: Figures, _ledger: Ledger, style: TableStyle) -> tuple[list[Column], Rows]:
    """Budget and final of the items: as two blocks, pairwise under each item, or down a list."""
    measures = (("预算数", "budget_full"), ("决算数", "final"))
    if style.three_public == "list":
        columns = [Column(("项目",), "name"), *(Column((name,), "value") for name, _ in measures)]
        rows: Rows = [
            (Entry(text, values={name: figures.get(concept, measure) for name, measure in measures}),)
            for text, (concept, _) in zip(_THREE_ROWS, _THREE, strict=True)
        ]
        return columns, rows
    if style.three_public == "blocks":
        order = [((name, *head), concept, measure) for name, measure in measures for concept, head in _THREE]
    else:
        order = [((*head, name), concept, measure) for concept, head in _THREE for name, measure in measures]
    columns = [Column(head, "value") for head, _, _ in order]
    values = {"/".join(head): figures.get(concept, measure) for head, concept, measure in order}
    return columns, [(Entry(values=values),)]
