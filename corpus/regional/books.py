"""The accounts behind the regions' own tables: every function by economic class, units, projects, purchased services.

All is made from the figures and the ledger, so that these tables add up with the nine and with the text. Money in 元.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from corpus.figures import CENT, COMMON, Figures
from corpus.ledger import ECONOMIC, ECONOMIC_CODES, Ledger, Line
from corpus.regional.kinds import names
from extractors.language.function_codes import function_names

_ZERO = Decimal(0)
_SPARE = 12  # names kept for further functions: enough for those of a unit that is not large
_PLACE = 3  # characters of the place at the beginning of a unit's name (figures.py)
Classes = Mapping[str, Decimal]


@dataclass(frozen=True)
class Account:
    """What one row tells: `amounts` by name (see sets.yaml), and for functions economic classes by scope."""

    name: str
    code: str = ""
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    classes: Mapping[str, Classes] = field(default_factory=dict)


@dataclass(frozen=True)
class Books:
    """Rows by what they are of (`all`, `fiscal`, `general_public`, …, `units`, `projects`, `services`), and economic
    classes (5 digits) by book (`basic`, `fiscal.basic`, `agency_operation`, …)."""

    rows: Mapping[str, tuple[Account, ...]]
    classes: Mapping[str, Classes]


def make_books(figures: Figures, ledger: Ledger, seed: int) -> Books:
    """The books of these accounts: the same for the same seed."""
    rng = random.Random(f"juesuan books {seed}")
    general = _general(ledger, rng)
    fund = tuple(_function(line, _shared(line.basic, _BASIC, rng), _shared(line.fiscal_project, _WORKS, rng))
                 for line in ledger.fund)  # fmt: skip
    basic = {code: v for code, v in ledger.economic.items() if len(code) == _ITEM}
    rows = {
        "all": tuple(_entire(line) for line in (*ledger.lines, *ledger.fund)), "general_public": general,
        "government_fund": fund, "fiscal": general + fund, "state_capital": (), "units": _units(figures, ledger, rng),
        "projects": _projects(ledger, rng), "services": _services(figures, rng),
    }  # fmt: skip
    of_fund = summed(fund, "basic")
    classes = {
        "basic": basic, "government_fund.basic": of_fund, "general_public.project": summed(general, "project"),
        "fiscal.basic": {c: basic.get(c, _ZERO) + of_fund.get(c, _ZERO) for c in (*basic, *of_fund)},
        "agency_operation": {c: v for c, v in basic.items() if c[:3] in _PUBLIC},
    }  # fmt: skip
    return Books(rows, classes)


_ITEM = 5  # digits of an economic class of the second level
_PERSONNEL = (ECONOMIC_CODES["工资福利支出"], ECONOMIC_CODES["对个人和家庭的补助"])
_PUBLIC = (ECONOMIC_CODES["商品和服务支出"], ECONOMIC_CODES["资本性支出"])
# What contributions to the insurances and the housing fund are by economic class: first in what their functions spend.
_CONTRIBUTIONS = ("30108", "30109", "30110", "30111", "30113")
# What projects, works of the fund, and basic expenditure of the fund are spent on.
_PROJECTS = (*(c for group in ("商品和服务支出", "资本性支出") for c, _ in ECONOMIC[group]), "30305", "30399")
_WORKS = ("30213", "30226", "30227", "31001", "31005", "31006", "31099")
_BASIC = ("30101", "30102", "30113", "30201", "30207", "30211", "30299")


def summed(accounts: Sequence[Account], scope: str) -> dict[str, Decimal]:
    """Economic classes of all these accounts together."""
    out: dict[str, Decimal] = {}
    for account in accounts:
        for code, value in account.classes[scope].items():
            out[code] = out.get(code, _ZERO) + value
    return out


def parts(amount: Decimal, weights: Sequence[int]) -> list[Decimal]:
    """`amount` by weight, to the cent of a 万元; what rounding leaves goes to the first."""
    out = [(amount * weight / sum(weights) // CENT) * CENT for weight in weights]
    out[0] += amount - sum(out, _ZERO)
    return out


def _shared(amount: Decimal, codes: Sequence[str], rng: random.Random) -> dict[str, Decimal]:
    """`amount` over a few of the codes."""
    chosen = sorted(rng.sample(codes, rng.randint(2, 5)))
    return dict(zip(chosen, parts(amount, [rng.randint(5, 60) for _ in chosen]), strict=True)) if amount else {}


def _poured(lines: Sequence[Line], classes: Classes) -> dict[str, dict[str, Decimal]]:
    """Basic expenditure of the functions by class: the classes are poured into the functions one after the other."""
    order = sorted(lines, key=lambda line: (line.code not in COMMON, line.code))
    left = dict(sorted(classes.items(), key=lambda item: (item[0] not in _CONTRIBUTIONS, item[0])))
    out: dict[str, dict[str, Decimal]] = {}
    for line in order:
        need, got = line.basic, out.setdefault(line.code, {})
        for code, there in left.items():
            taken = min(need, there)
            if taken:
                got[code] = taken
                left[code] -= taken
                need -= taken
    return out


def _general(ledger: Ledger, rng: random.Random) -> tuple[Account, ...]:
    basic = _poured(ledger.lines, {c: v for c, v in ledger.economic.items() if len(c) == _ITEM})
    return tuple(
        _function(line, basic[line.code], _shared(line.fiscal_project, _PROJECTS, rng)) for line in ledger.lines
    )


def _function(line: Line, basic: Classes, project: Classes) -> Account:
    """What a function received and spent of its budget."""
    personnel = sum((v for code, v in basic.items() if code[:3] in _PERSONNEL), _ZERO)
    amounts = {
        "spent": line.fiscal, "basic": line.basic, "project": line.fiscal_project, "received": line.received,
        "received_project": line.received - line.basic, "opening": line.carried_in, "closing": line.carried_out,
        "personnel": personnel, "public": line.basic - personnel, "nothing": _ZERO,
    }  # fmt: skip
    return Account(function_names()[line.code], line.code, amounts, {"basic": basic, "project": project})


def _entire(line: Line) -> Account:
    """What a function received and spent from all sources."""
    amounts = {
        "income": line.income, "received": line.received, "institutional": line.institutional, "other": line.other,
        "spent": line.basic + line.project, "basic": line.basic, "project": line.project, "nothing": _ZERO,
    }  # fmt: skip
    return Account(function_names()[line.code], line.code, amounts)


def _units(figures: Figures, ledger: Ledger, rng: random.Random) -> tuple[Account, ...]:
    """The unit itself (本级) and one to four below it; each sum is made of that unit's own parts."""
    below = rng.sample(names("units"), rng.randint(1, 4))
    called = [
        figures.unit + rng.choice(("本级", "机关", "（本级）")),
        *(figures.unit[:_PLACE] + name for name in below),
    ]
    weights = [rng.randint(60, 90), *(rng.randint(5, 30) for _ in below)]
    entire = [_entire(line).amounts for line in (*ledger.lines, *ledger.fund)]
    columns = {
        name: parts(sum((amounts[name] for amounts in entire), _ZERO), weights)
        for name in ("received", "institutional", "other", "basic", "project")
    }
    out = []
    for i, name in enumerate(called):
        own = {column: values[i] for column, values in columns.items()}
        own["income"] = own["received"] + own["institutional"] + own["other"]
        out.append(Account(name, "", own | {"spent": own["basic"] + own["project"], "nothing": _ZERO}))
    return tuple(out)


def _projects(ledger: Ledger, rng: random.Random) -> tuple[Account, ...]:
    """Every function's project expenditure as one to three projects, as one where it carries over; own means are spent
    on the first of their function's."""
    free = list(names("projects"))
    rng.shuffle(free)
    out = []
    for line in (line for line in (*ledger.lines, *ledger.fund) if line.project):
        several = len(free) > _SPARE and not (line.carried_in or line.carried_out)
        weights = [rng.randint(10, 60) for _ in range(rng.choice((1, 1, 2, 3)) if several else 1)]
        for i, spent in enumerate(parts(line.fiscal_project, weights)):
            amounts = _project(line, spent, line in ledger.fund, first=i == 0)
            if amounts["spent"]:
                name = free.pop() if free else function_names()[line.code] + "项目"
                out.append(Account(name, line.code, amounts))
    return tuple(out)


def _project(line: Line, spent: Decimal, of_fund: bool, *, first: bool) -> dict[str, Decimal]:
    """A project that spent that much of the appropriation; the first of its function has the rest of what it has."""
    own = replace(line, other_project=_ZERO, carried_in=_ZERO, carried_out=_ZERO) if not first else line
    amounts = {
        "general": _ZERO if of_fund else spent, "fund": spent if of_fund else _ZERO, "fiscal": spent,
        "other": own.other_project, "opening": own.carried_in, "closing": own.carried_out, "nothing": _ZERO,
    }  # fmt: skip
    carried = amounts["closing"] - amounts["opening"]
    return amounts | {
        "spent": spent + amounts["other"], "received": spent + carried,
        "received_general": amounts["general"] + carried, "income": spent + carried + amounts["other"],
    }  # fmt: skip


def _services(figures: Figures, rng: random.Random) -> tuple[Account, ...]:
    whole = figures.get("purchased_services", "final")
    if not whole:
        return ()
    called = rng.sample(names("services"), rng.randint(2, 5))
    amounts = parts(whole, [rng.randint(10, 60) for _ in called])
    return tuple(Account(n, "", {"spent": v, "nothing": _ZERO}) for n, v in zip(called, amounts, strict=True) if v)
