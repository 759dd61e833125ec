"""Random but consistent accounts of an invented unit: everything adds up to the cent of a 万元."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil

from patterns.loader import load_patterns

CENT = Decimal(100)  # 元 in 0.01万元, the precision that disclosures print

_PLACES = ("青禾县", "云岭市", "白石区", "临溪县", "松涛市", "望江区", "南浦县", "石桥镇")
_BODIES = {
    "水利局": ("213", "21303"), "教育局": ("205", "20501"), "司法局": ("204", "20406"), "统计局": ("201", "20105"),
    "文化和旅游局": ("207", "20701"), "交通运输局": ("214", "21401"), "应急管理局": ("224", "22401"),
    "审计局": ("201", "20108"), "林业和草原局": ("213", "21302"), "卫生健康局": ("210", "21001"),
}  # fmt: skip
_BY = "general_public.by_function"
COMMON = ("2080505", "2080506", "2101101", "2101103", "2210201")


# How much smaller small accounts are, in cents of a 万元 that then count as whole 万元: functions have 1 to 30 of them.
_SMALLER, _WHOLE = 30, 100


class Purse(random.Random):
    """The random source of one kind of a unit's amounts; `small` for a unit that has little."""

    def __init__(self, seed: str, *, small: bool = False) -> None:
        super().__init__(seed)
        self.small = small


@dataclass
class Figures:
    """What a unit's accounts say: `values` by (concept, measure, code), money in 元, rates in percent.

    `reasons` are those given for changes of some concepts; others are drawn.
    """

    unit: str
    year: int
    values: dict[tuple[str, str, str | None], Decimal] = field(default_factory=dict)
    functions: tuple[str, ...] = ()
    fund_functions: tuple[str, ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)

    def get(self, concept: str, measure: str, code: str | None = None) -> Decimal:
        """The figure; KeyError where the accounts have none."""
        return self.values[concept, measure, code]


def make_figures(
    seed: int, scale: int = 1, *, wider: bool = False, small: bool = False, functions: tuple[str, ...] = ()
) -> Figures:
    """The accounts of seed `seed`: the same for ever. `scale` makes a larger unit of it.

    `wider` accounts have what only the regions' own tables tell apart: carry-overs of the general public budget, basic
    expenditure paid by a fund, what was paid for purchased services; and more of them have a fund. `small` ones are of
    amounts of one or two digits, whole 万元. `functions` are those it has, where they are not drawn.
    """
    rng = Purse(f"juesuan figures {seed}", small=small)
    place, body = rng.choice(_PLACES), rng.choice(sorted(_BODIES))
    figures = Figures(place + body, rng.choice((2021, 2022, 2023, 2024)))
    _functions(figures, rng, body, functions or _drawn_codes(rng, body, larger=scale > 1))
    _totals(figures, rng)
    _three_public(figures, rng)
    _others(figures, rng)
    _fund(figures, Purse(f"juesuan fund {seed}", small=small), _MORE_FUNDS if wider else _FUNDS)
    _meetings(figures, Purse(f"juesuan meetings {seed}", small=small))
    if wider:
        _widen(figures, Purse(f"juesuan wider {seed}", small=small))
    scale *= _WHOLE if small else 1
    if scale != 1:
        figures.values = {key: v if key[1] == "count" else v * scale for key, v in figures.values.items()}
    rates(figures)
    return figures


def complete(figures: Figures, told: Mapping[tuple[str, str, str | None], Decimal], rng: random.Random) -> Figures:
    """Figures of some functions: the final ones, those of 三公 and of a fund are `told`, the rest is drawn."""
    purse = Purse(str(rng.random()))
    for code in figures.functions:
        final = told[_BY, "final", code]
        figures.values |= {
            (_BY, "final", code): final,
            (_BY, "change", code): Decimal(0),
            (_BY, "budget_initial", code): final,
        }
    _sum_tops(figures)
    _totals(figures, purse)
    _three_public(figures, purse)
    figures.values |= told
    if funds := {code: (value, value) for (concept, _, code), value in told.items() if concept == _FUND_BY and code}:
        _add_fund(figures, funds)
    _others(figures, purse)
    _meetings(figures, purse)
    rates(figures)
    return figures


def _cents(rng: Purse, low: float, high: float) -> Decimal:
    """A random amount between `low` and `high` 万元, in 元; of small accounts a few cents of that."""
    if rng.small:
        return Decimal(rng.randint(ceil(low / _SMALLER), max(1, ceil(high / _SMALLER)))) * CENT
    return Decimal(rng.randint(round(low * 100), round(high * 100))) * CENT


def _near(amount: Decimal, rng: Purse) -> Decimal:
    """An amount as another year's or the budget's is: within two fifths mostly, anything between now and then."""
    factor = rng.randint(62, 145) if rng.random() < 0.85 else rng.randint(10, 600)
    return max(CENT, (amount * factor / 100 // CENT) * CENT)


def _drawn_codes(rng: Purse, body: str, *, larger: bool) -> tuple[str, ...]:
    own = [f.code for f in load_patterns().functions if f.code.startswith(_BODIES[body][1]) and len(f.code) == 7]
    return tuple(sorted({own[0], own[1], rng.choice(own[2:]), own[-1], *COMMON, *(own if larger else ())}))


def _functions(figures: Figures, rng: Purse, body: str, codes: tuple[str, ...]) -> None:
    kind, _ = _BODIES[body]
    figures.functions = codes
    for code in codes:
        high = 900 if code.startswith(kind) else 60
        final = _cents(rng, 0.5, high)
        prior = final if rng.random() < 0.15 else _near(final, rng)
        budget = final if rng.random() < 0.2 else _near(final, rng)
        figures.values |= {
            (_BY, "final", code): final, (_BY, "change", code): final - prior, (_BY, "budget_initial", code): budget,
        }  # fmt: skip
    _sum_tops(figures)


def _sum_tops(figures: Figures) -> None:
    codes = figures.functions
    for top in sorted({code[:3] for code in codes}):
        figures.values[_BY, "final", top] = sum(
            (figures.get(_BY, "final", c) for c in codes if c.startswith(top)), Decimal(0)
        )


def _sum(figures: Figures, measure: str) -> Decimal:
    return sum((figures.get("general_public.by_function", measure, c) for c in figures.functions), Decimal(0))


def _totals(figures: Figures, rng: Purse) -> None:
    final, change, budget = (_sum(figures, m) for m in ("final", "change", "budget_initial"))
    other, institutional = _cents(rng, 0, 30), _cents(rng, 0, 80)
    opening = _cents(rng, 5, 60)
    income = final + other + institutional
    spent_else = min(opening, _cents(rng, 0, 5)) + institutional
    expenditure = final + spent_else
    closing = income + opening - expenditure
    basic = (final * rng.randint(30, 80) / 100).quantize(CENT)
    basic -= basic % CENT
    personnel = (basic * rng.randint(70, 92) / 100 // CENT) * CENT
    zero = Decimal(0)
    finals = {
        "totals.income": income + opening, "totals.expenditure": income + opening,
        "totals.income.current_year": income, "totals.income.carryover_opening": opening,
        "totals.income.non_fiscal_surplus_used": zero, "totals.expenditure.current_year": expenditure,
        "totals.expenditure.surplus_distributed": zero, "totals.expenditure.carryover_closing": closing,
        "income": income, "income.fiscal_appropriation": final, "income.superior_subsidy": zero,
        "income.institutional": institutional, "income.operating": zero, "income.subordinate_remittance": zero,
        "income.other": other, "expenditure": expenditure, "expenditure.basic": basic,
        "expenditure.project": expenditure - basic, "expenditure.remitted_to_superior": zero,
        "expenditure.operating": zero, "expenditure.subsidy_to_subordinates": zero, "fiscal.income": final,
        "fiscal.expenditure": final, "fiscal": final, "fiscal.income.carryover_opening": zero,
        "fiscal.income.current_year": final,
        "fiscal.expenditure.carryover_closing": zero, "fiscal.expenditure.current_year": final,
        "general_public": final, "basic": basic, "basic.personnel": personnel, "basic.public": basic - personnel,
    }  # fmt: skip
    figures.values |= {(concept, "final", None): value for concept, value in finals.items()}
    figures.values |= {
        ("totals", "change", None): change + _cents(rng, 0, 20), ("fiscal", "change", None): change,
        ("fiscal.expenditure", "change", None): change,
        ("totals.income", "change", None): change + _cents(rng, 0, 20),
        ("general_public", "change", None): change, ("general_public", "budget_initial", None): budget,
        ("fiscal", "budget_initial", None): budget, ("fiscal", "final", None): final,
        ("basic.public", "change", None): _cents(rng, -5, 5),
        ("income", "change", None): _cents(rng, -40, 40), ("expenditure", "change", None): _cents(rng, -40, 40),
    }  # fmt: skip


def _three_public(figures: Figures, rng: Purse) -> None:
    bought = rng.random() < 0.2
    purchase = _cents(rng, 12, 25) if bought else Decimal(0)
    parts = {
        "overseas": (Decimal(0), Decimal(0)), "vehicles.purchase": (purchase, Decimal(0)),
        "vehicles.operation": (_cents(rng, 1, 20), _cents(rng, 1, 20)),
        "reception": (_cents(rng, 0, 3), _cents(rng, 0, 3)),
    }  # fmt: skip
    if rng.random() < 0.3:
        parts["overseas"] = (_cents(rng, 1, 9), _cents(rng, 1, 9))
    if rng.random() < 0.3:
        parts["reception"] = (parts["reception"][0],) * 2
    parts["vehicles"] = tuple(  # type: ignore[assignment]
        a + b for a, b in zip(parts["vehicles.purchase"], parts["vehicles.operation"], strict=True)
    )
    whole = tuple(parts["overseas"][i] + parts["vehicles"][i] + parts["reception"][i] for i in (0, 1))
    leaves = ("overseas", "vehicles.purchase", "vehicles.operation", "reception")
    budgets = {name: parts[name][0] + _cents(rng, 0, 4) for name in leaves}
    budgets["vehicles"] = budgets["vehicles.purchase"] + budgets["vehicles.operation"]
    budgets[""] = budgets["overseas"] + budgets["vehicles"] + budgets["reception"]
    for name, (final, prior) in {**parts, "": whole}.items():
        concept = f"three_public.{name}".rstrip(".")
        figures.values |= {
            (concept, "final", None): final, (concept, "change", None): final - prior,
            (concept, "budget_initial", None): budgets[name], (concept, "budget_full", None): budgets[name],
        }  # fmt: skip
    abroad = figures.get("three_public.overseas", "final") > 0
    counts = {
        "overseas.groups": 1 if abroad else 0, "overseas.persons": rng.randint(1, 5) if abroad else 0,
        "vehicles.purchased": int(bought), "vehicles.held": rng.randint(1, 9), "reception.batches": rng.randint(0, 40),
        "reception.persons": rng.randint(0, 300), "reception.foreign.batches": 0, "reception.foreign.persons": 0,
    }  # fmt: skip
    figures.values |= {(f"three_public.{name}", "count", None): Decimal(n) for name, n in counts.items()}


def _others(figures: Figures, rng: Purse) -> None:
    goods, works, services = (_cents(rng, 0, 90) for _ in range(3))
    total = goods + works + services
    to_sme = (total * rng.randint(40, 100) / 100 // CENT) * CENT
    to_micro = (to_sme * rng.randint(20, 100) / 100 // CENT) * CENT
    agency = figures.get("basic.public", "final")
    finals = {
        "procurement": total, "procurement.goods": goods, "procurement.works": works, "procurement.services": services,
        "procurement.to_sme": to_sme, "procurement.to_micro": to_micro, "agency_operation": agency,
    }  # fmt: skip
    figures.values |= {(concept, "final", None): value for concept, value in finals.items()}
    figures.values["agency_operation", "change", None] = min(agency - CENT, _cents(rng, -4, 6))
    kinds = ("vice_ministerial", "principal", "confidential", "emergency", "law_enforcement", "special_technical",
             "retired_cadre", "other")  # fmt: skip
    held = {kind: rng.randint(0, 3) for kind in kinds}
    staff = {"in_service": rng.randint(8, 90), "retired": rng.randint(0, 40), "senior_retired": rng.randint(0, 2)}
    counts = {f"assets.vehicles.{kind}": n for kind, n in held.items()} | {
        "assets.vehicles": sum(held.values()), "assets.equipment_over_500k": rng.randint(0, 4),
        "assets.equipment_over_1m": rng.randint(0, 2), "staff.actual": sum(staff.values()),
        "organisation.offices": rng.randint(2, 9),
    }  # fmt: skip
    counts |= {f"staff.{kind}": n for kind, n in staff.items()}
    figures.values |= {(concept, "count", None): Decimal(n) for concept, n in counts.items()}
    projects = rng.randint(2, 7)
    figures.values |= {
        ("performance.projects", "count", None): Decimal(projects),
        ("performance.targets", "count", None): Decimal(projects),
        ("performance.projects", "budget_full", None): _cents(rng, 50, 700),
    }  # fmt: skip


_FUND_FUNCTIONS = ("2120801", "2120803", "2120899", "2296002", "2296003")


_FUND_BY = "government_fund.by_function"
# The chance that a unit has a government fund: in the ministry's families, and where tables tell its money apart.
_FUNDS, _MORE_FUNDS = 0.25, 0.6


def _fund(figures: Figures, rng: Purse, chance: float) -> None:
    """A government fund in some units; it is part of the fiscal appropriation and of all totals."""
    if rng.random() >= chance:
        return
    codes = sorted(rng.sample(_FUND_FUNCTIONS, rng.randint(1, 2)))
    _add_fund(figures, {code: (_cents(rng, 5, 400), _cents(rng, 5, 400)) for code in codes})


def _add_fund(figures: Figures, amounts: Mapping[str, tuple[Decimal, Decimal]]) -> None:
    """Adds a fund to all that it is part of; `amounts` are what was spent by function, and the year before."""
    figures.fund_functions = tuple(amounts)
    final = change = Decimal(0)
    for code, (amount, before) in amounts.items():
        figures.values[_FUND_BY, "final", code] = amount
        final, change = final + amount, change + amount - before
    for concept in ("government_fund", "government_fund.income", "government_fund.expenditure"):
        figures.values |= {(concept, "final", None): final, (concept, "change", None): change}
    for concept in ("totals.income", "totals.expenditure", "totals.income.current_year", "income", "expenditure",
                    "totals.expenditure.current_year", "income.fiscal_appropriation", "expenditure.project",
                    "fiscal", "fiscal.income", "fiscal.expenditure", "fiscal.income.current_year",
                    "fiscal.expenditure.current_year"):  # fmt: skip
        figures.values[concept, "final", None] += final
    for concept in ("totals", "totals.income", "fiscal", "fiscal.expenditure", "income", "expenditure"):
        figures.values[concept, "change", None] += change
    figures.values["fiscal", "budget_initial", None] += final


def _widen(figures: Figures, rng: Purse) -> None:
    """Carry-overs of the general public budget, basic expenditure of the fund, purchased services."""
    finals = {c: v for (c, measure, code), v in figures.values.items() if measure == "final" and code is None}
    general, fund = finals["general_public"], finals.get("government_fund", Decimal(0))
    opening = (general * rng.choice((0, rng.randint(1, 100))) / 10000 // CENT) * CENT
    closing = (general * rng.choice((0, rng.randint(1, 150))) / 10000 // CENT) * CENT
    of_fund = (fund * rng.choice((0, rng.randint(5, 30))) / 100 // CENT) * CENT
    added = {
        "totals.income": closing, "totals.expenditure": closing, "totals.income.current_year": closing - opening,
        "totals.income.carryover_opening": opening, "totals.expenditure.carryover_closing": closing,
        "income": closing - opening, "income.fiscal_appropriation": closing - opening,
        "fiscal": closing, "fiscal.income": closing, "fiscal.expenditure": closing,
        "fiscal.income.current_year": closing - opening, "fiscal.income.carryover_opening": opening,
        "fiscal.expenditure.carryover_closing": closing,
        "expenditure.basic": of_fund, "expenditure.project": -of_fund,
    }  # fmt: skip
    new = {
        "general_public.carryover_opening": opening, "general_public.carryover_closing": closing,
        "income.fiscal_appropriation.general_public": general + closing - opening, "government_fund.basic": of_fund,
        "purchased_services": (finals["procurement.services"] * rng.randint(10, 90) / 100 // CENT) * CENT,
    }  # fmt: skip
    figures.values |= {(c, "final", None): finals[c] + value for c, value in added.items()}
    figures.values |= {(c, "final", None): value for c, value in new.items()}


def _meetings(figures: Figures, rng: Purse) -> None:
    """会议费 and 培训费, which some regions publish beside the 三公 expenses."""
    for concept in ("meetings", "training"):
        final, prior = _cents(rng, 0, 8), _cents(rng, 0.1, 8)
        if rng.random() < 0.25:
            final = prior
        figures.values |= {
            (concept, "final", None): final, (concept, "change", None): final - prior,
            (concept, "budget_full", None): final + _cents(rng, 0, 3),
        }  # fmt: skip


_WHOLES = {"income.": "income", "expenditure.": "expenditure", "three_public.": "three_public",
           "procurement.": "procurement"}  # fmt: skip


def rates(figures: Figures) -> None:
    """Shares, change rates and completion rates, as the figures have them."""
    for (concept, measure, code), value in list(figures.values.items()):
        if measure == "change":
            final = _final_of(figures, concept, code)
            if final is not None and final > value:
                figures.values[concept, "change_rate", code] = _percent(value, final - value)
        if measure in ("budget_initial", "budget_full") and value > 0 and (concept, "final", code) in figures.values:
            final = figures.get(concept, "final", code)
            figures.values[concept, "budget_rate", code] = _percent(final, value)
            figures.values[concept, "variance_rate", code] = _percent(final - value, value)
        if measure == "final":
            whole = _whole_of(concept, code)
            if whole is not None and figures.get(whole, "final") > 0:
                figures.values[concept, "share", code] = _percent(value, figures.get(whole, "final"))


def _final_of(figures: Figures, concept: str, code: str | None) -> Decimal | None:
    if concept == "totals":
        concept = "totals.income"
    return figures.values.get((concept, "final", code))


def _whole_of(concept: str, code: str | None) -> str | None:
    if concept == "general_public":
        return "expenditure"
    if concept == "general_public.by_function":
        return "general_public" if code and len(code) == 3 else None
    return next((whole for prefix, whole in _WHOLES.items() if concept.startswith(prefix)), None)


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole * 100).quantize(Decimal("0.01"))
