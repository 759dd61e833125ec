"""The documents of a made county, each as its bytes, with what was planted in it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from corpus.compose import Composed, compose, family_names, read_family
from corpus.county.books import Body, Year, added, bodies, make_years, off
from corpus.county.planted import OFF, REASON, Book, Place, Plant, make_plants
from corpus.figures import Figures
from corpus.forms import FormTable, make_form
from corpus.render import render
from corpus.scan import scanned
from corpus.sheets import Column, Entry, Sheet
from corpus.years import carried_over

CONDITION = "office200"
_EVERY = 5  # documents of which one is a scan
# What a budget's golden data calls otherwise than the figures that it was made of.
_AS_MADE = {"budget_initial": "final", "budget_change": "change"}
_BUDGETS = ("budgets/plain", "budgets/county")


@dataclass(frozen=True)
class Document:
    """A document before it is read: `family` its wording, `measure_only` whether patterns were never tuned on that."""

    name: str
    family: str
    measure_only: bool
    scan: bool
    data: bytes
    plants: tuple[Plant, ...]


def families() -> tuple[str, ...]:
    """The families of accounts that can go on for another year: those of the Ministry's nine tables."""
    return tuple(name for name in family_names() if "set" not in read_family(name))


@dataclass(frozen=True)
class _Told:
    """One document's figures, and whose table by unit it holds."""

    body: Body
    place: Place
    figures: Figures
    units: tuple[Figures, ...] = ()

    @property
    def book(self) -> Book:
        """Accounts, a budget, or accounts published once more."""
        return self.place[-1]

    @property
    def family(self) -> str:
        """Its wording: for two years the same; accounts published once more have another."""
        department, unit, year, book = self.place
        number = department * 31 + (0 if unit is None else unit + 1) * 7 + year // 2 + (book == "revised")
        return _BUDGETS[number % 2] if book == "budget" else families()[number % len(families())]


def documents(seed: int, *, departments: int | None = None) -> Iterator[Document]:
    """The documents of a county, or of its first departments: accounts and budgets, every fifth a scan."""
    right = {told.place: told for department in bodies() for told in _told_by(department, (), seed)}

    @cache
    def stated(place: Place) -> frozenset[tuple[str, str]]:
        facts = _composed(right[place], right[place].figures, seed, tables=False).golden["facts"]
        made = _AS_MADE if right[place].book == "budget" else {}
        return frozenset((f["concept"], made.get(f["measure"], f["measure"])) for f in facts if not f.get("dimensions"))

    plants = make_plants([len(body.units) for body in bodies()], seed, stated)
    number = 0
    for department in bodies()[:departments]:
        for told in _told_by(department, plants, seed):
            if told.book != "revised" or told.place in {p.place for p in plants}:
                number += 1
                yield _document(told, plants, number, seed)


def _told_by(department: Body, plants: Sequence[Plant], seed: int) -> Iterator[_Told]:
    """What the documents of a department and of its units tell, before anything is taken off but carry-overs."""
    first, own = department.department * 10, [p for p in plants if p.department == department.department]
    books = [_carried(make_years(first + i, seed), own, i) for i in range(len(department.units))]
    for i, (unit, years) in enumerate(zip(department.units, books, strict=True)):
        for year, made in enumerate(years):
            accounts, budget = (replace(figures, unit=unit.name) for figures in (made.accounts, made.budget))
            yield _Told(unit, (unit.department, i, year, "accounts"), accounts)
            yield _Told(unit, (unit.department, i, year, "budget"), budget)
            yield _Told(unit, (unit.department, i, year, "revised"), accounts)
    whole, planned = None, None
    for year in range(len(books[0])):
        each = [years[year].accounts for years in books]
        whole = added(department.name, each, whole)
        planned = added(department.name, [years[year].budget for years in books], planned)
        units = tuple(replace(f, unit=u.name) for f, u in zip(each, department.units, strict=True))
        yield _Told(department, (department.department, None, year, "accounts"), whole, units)
        yield _Told(department, (department.department, None, year, "budget"), planned)


def _carried(years: list[Year], plants: Sequence[Plant], unit: int) -> list[Year]:
    """A unit's years with what was carried over off where that is planted; later years go on from there."""
    for plant in plants:
        if plant.rule == "across.carryover" and plant.unit == unit:
            years = [_carrying(made, year - plant.year) for year, made in enumerate(years)]
    return years


def _carrying(made: Year, since: int) -> Year:
    """A year `since` which more is carried over; its first tells of totals that grew by as much."""
    if since < 0:
        return made
    accounts = carried_over(made.accounts, OFF)
    grown = {("totals", "change"): OFF, ("totals.income", "change"): OFF}
    return replace(made, accounts=accounts if since else off(accounts, grown))


def _composed(told: _Told, figures: Figures, seed: int, *, tables: bool) -> Composed:
    number = sum(ord(char) for char in repr(told.place))
    return compose(told.family, seed * 1000 + number, tables=tables, figures=figures)


def _document(told: _Told, plants: Sequence[Plant], number: int, seed: int) -> Document:
    """A document with its tables; scans are of the text alone, as reading them takes long."""
    figures, scan = _with(told, plants), number % _EVERY == 0
    own = [p for p in plants if p.place == told.place]
    composed = _composed(told, figures, seed, tables=not scan)
    if told.units:
        composed.blocks.append(_by_unit(told.units, own))
    composed.blocks += [_form_beyond(figures, plant, number) for plant in own if plant.rule == "across.forms"]
    data = render(composed)
    if scan:
        data = scanned(data, CONDITION, seed * 1000 + number)
    name = f"{told.body.name}-{figures.year}-{told.book}.pdf"
    measured = bool(read_family(told.family).get("measure_only"))
    return Document(name, told.family, measured, scan, data, tuple(own))


def _with(told: _Told, plants: Sequence[Plant]) -> Figures:
    """The figures with what is planted in them; the year after a sum that is off tells of it as it was published."""
    department, unit, year, book = told.place
    by: dict[tuple[str, str], Decimal] = {}
    reasons = {}
    for plant in plants:
        if (plant.department, plant.unit, plant.book) != (department, unit, book):
            continue
        if plant.rule == "across.units" and plant.year == year - 1:
            by[plant.concept, "change"] = by.get((plant.concept, "change"), Decimal(0)) - plant.amount
        if plant.year == year:
            for measure in plant.off:
                by[plant.concept, measure] = by.get((plant.concept, measure), Decimal(0)) + plant.amount
            if plant.restated:
                reasons[plant.concept] = REASON
    return off(told.figures, by, reasons) if by else told.figures


def _form_beyond(figures: Figures, plant: Plant, number: int) -> FormTable:
    """A self-evaluation form of a project that spent more than all projects did."""
    spent = figures.get(plant.concept, "final") + plant.amount
    return make_form(figures, random.Random(number), spent=spent)[0]


def _by_unit(units: Sequence[Figures], plants: Sequence[Plant]) -> Sheet:
    """A department's table by unit; of two rows that are off, one has what the other lacks."""
    rows_off = dict(zip((p.row for p in plants if p.row is not None), (OFF, -OFF), strict=False))
    heads = ("本年支出合计", "基本支出", "项目支出")
    rows, whole = [], dict.fromkeys(heads, Decimal(0))
    for i, figures in enumerate(units):
        basic, spent = figures.get("expenditure.basic", "final"), figures.get("expenditure", "final")
        spent += rows_off.get(i, Decimal(0))
        values = dict(zip(heads, (spent, basic, spent - basic), strict=True))
        whole = {head: whole[head] + values[head] for head in heads}
        rows.append((Entry(figures.unit, values=values),))
    columns = (Column(("单位名称",), "name"), *(Column((head,), "value") for head in heads))
    return Sheet(
        kind="expenditure.by_unit", number=1, title="支出决算表（分单位）", label="公开03表", unit="万元",
        columns=columns, rows=((Entry("合计", values=whole),), *rows),
    )  # fmt: skip
