"""The index as tables: for a terminal, CSV, XLSX and JSON, in the language that people read."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

from extractors.openness.assessment import Assessed, Ground
from extractors.openness.index import RegionIndex, Score, UnitIndex
from flows.formulas import acts, inert
from flows.openness.gather import Opened
from flows.words import language, words
from patterns.openness import Item, load_openness

_MOST_GROUNDS = 12  # of an item in a cell of a table; it counts the others, and JSON has all
_LONGEST_TEXT = 32_000  # characters that a cell of a workbook takes
_WIDTH, _NAMED, _WIDE = 14, 26, 60
_NAMES = 3  # columns at the left that hold names: region, unit above, unit

JOINT = "; "  # between names that stand in one cell
Row = Sequence[str]


def say(entry: Any) -> str:
    """An entry's wording in the language that people read."""
    return str(entry.en if language() == "en" else entry.zh)


def unit_head() -> list[str]:
    """The columns of the table of units."""
    own = [words(f"openness.column.{name}") for name in ("region", "parent", "unit", "status", "flags", "last_day")]
    return [*own, words("openness.column.index"), words("openness.column.made_of"), *_headings(),
            words("openness.column.documents")]  # fmt: skip


def unit_rows(found: Opened) -> Iterator[Row]:
    """A row for each unit."""
    named = {key: unit.name for key, unit in found.register.units.items()}
    for one in found.units:
        unit, told = one.published.unit, one.published
        parent = "" if unit.parent == unit.region else named.get(unit.parent, "")
        documents = [*(d.file_name for d in told.documents), *told.open]
        flags = JOINT.join(words(f"openness.flag.{flag}") for flag in told.flags)
        yield (
            named.get(unit.region, ""), parent, unit.name, words(f"openness.status.{told.status}"), flags,
            told.last_day.isoformat(), *_scores(one), " | ".join(documents),
        )  # fmt: skip


def region_head() -> list[str]:
    """The columns of the table of regions."""
    own = [words(f"openness.column.{name}") for name in ("region", "units", "status", "index", "made_of")]
    return [*own, *_headings()]


def region_rows(found: Opened) -> Iterator[Row]:
    """A row for each region."""
    for one in found.regions:
        statuses = JOINT.join(f"{words(f'openness.status.{name}')} {count}" for name, count in one.statuses.items())
        yield one.name, str(one.units), statuses, *_scores(one)


def item_head() -> list[str]:
    """The columns of the table of items."""
    names = ("unit", "heading", "item", "weight", "met", "known", "evidence", "source")
    return [words(f"openness.column.{name}") for name in names]


def item_rows(found: Opened) -> Iterator[Row]:
    """A row for each item of each unit, with what it was computed from."""
    headings = {heading.id: say(heading) for heading in load_openness().headings}
    for one in found.units:
        for item, assessed in zip(load_openness().items, one.items, strict=True):
            known = words("openness.not_applicable") if not assessed.applies else _share(assessed.known)
            met = _share(assessed.met / assessed.known) if assessed.known else words("openness.unknown")
            yield (
                one.published.unit.name, headings[item.heading], say(item), str(item.weight),
                met if assessed.applies else "", known, _grounds(assessed.grounds), item.source,
            )  # fmt: skip


def _grounds(grounds: Sequence[Ground]) -> str:
    # What is wanting comes first: it is what a reader looks for.
    order = {"not_met": 0, "unknown": 1, "met": 2}
    told = list(dict.fromkeys(ground_told(ground) for ground in sorted(grounds, key=lambda g: order[g.outcome])))
    more = [words("register.more", count=len(told) - _MOST_GROUNDS)] if len(told) > _MOST_GROUNDS else []
    return " | ".join((*told[:_MOST_GROUNDS], *more))


def ground_told(ground: Ground) -> str:
    """What an item was computed from, with file and pages."""
    what = ground.en if language() == "en" else ground.zh
    told = say(load_openness().grounds[ground.says]).format(what=what)
    pages = ", ".join(map(str, ground.pages))
    if pages:
        return f"{told} ({words('register.page', file=ground.file, page=pages)})"
    return f"{told} ({ground.file})" if ground.file and ground.file not in told else told


def _headings() -> list[str]:
    return [say(heading) for heading in load_openness().headings]


def _scores(one: UnitIndex | RegionIndex) -> Iterator[str]:
    yield _value(one.whole)
    yield str(one.whole.made_of) if one.whole.made_of is not None else ""
    yield from (_value(score) for score in one.headings.values())


def _value(score: Score) -> str:
    """The value; where it is not known that is said, and it is blank where nothing applies."""
    if score.value is not None:
        return str(score.value)
    return words("openness.unknown") if score.due else ""


def _share(share: Decimal) -> str:
    return f"{share * 100:.0f}%"


def as_csv(head: Row, rows: Iterator[Row]) -> str:
    """A table as CSV; what spreadsheet programs would take for a formula is marked."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([list(map(inert, row)) for row in rows])
    return out.getvalue()


def write_book(found: Opened, path: Path) -> None:
    """Writes an XLSX of units, regions and items. Raises OSError."""
    from flows.workbooks import workbook

    path.parent.mkdir(parents=True, exist_ok=True)
    with workbook(path) as book:
        bold = book.add_format({"bold": True, "text_wrap": True})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        for name, head, rows in (
            (words("openness.sheet.units"), unit_head(), unit_rows(found)),
            (words("openness.sheet.regions"), region_head(), region_rows(found)),
            (words("openness.sheet.items"), item_head(), item_rows(found)),
        ):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(head) - 1, _WIDTH)
            sheet.set_column(0, _NAMES - 1, _NAMED)
            sheet.set_column(head.index(_widest(head)), head.index(_widest(head)), _WIDE)
            for r, row in enumerate((head, *rows)):
                for c, text in enumerate(row):
                    if r and text.replace(".", "", 1).isdigit() and text.isascii():
                        sheet.write_number(r, c, Decimal(text), plain)
                    else:
                        look = quoted if acts(text) else bold if r == 0 else plain
                        sheet.write_string(r, c, text[:_LONGEST_TEXT], look)


def _widest(head: Row) -> str:
    evidence = words("openness.column.evidence")
    return evidence if evidence in head else head[-1]


def as_data(found: Opened) -> dict[str, Any]:
    """The whole for JSON: scores as texts, null where they are not known."""
    return {
        "year": found.year,
        "units": [_unit_data(found, one) for one in found.units],
        "regions": [
            {"region": one.name, "units": one.units, "statuses": one.statuses, **_score_data(one)}
            for one in found.regions
        ],
        "placeless": list(found.placeless),
        "unread": list(found.unread),
    }


def _unit_data(found: Opened, one: UnitIndex) -> dict[str, Any]:
    told, unit = one.published, one.published.unit
    items = zip(load_openness().items, one.items, strict=True)
    return {
        "unit": unit.name, "key": unit.key, "region": unit.region.partition(" ")[2],
        "parent": found.register.units[unit.parent].name if unit.parent else "", "status": told.status,
        "flags": list(told.flags), "last_day": told.last_day, "documents": [d.file_name for d in told.documents],
        "budgets": [d.file_name for d in told.budgets], "open": list(told.open), **_score_data(one),
        "items": [_item_data(item, assessed) for item, assessed in items],
    }  # fmt: skip


def _item_data(item: Item, assessed: Assessed) -> dict[str, Any]:
    return {
        "id": item.id, "heading": item.heading, "weight": item.weight, "applies": assessed.applies,
        "known": assessed.known, "met": assessed.met if assessed.known else None,
        "grounds": [{"outcome": g.outcome, "says": ground_told(g), "file": g.file, "pages": g.pages}
                    for g in assessed.grounds],
    }  # fmt: skip


def _score_data(one: UnitIndex | RegionIndex) -> dict[str, Any]:
    return {
        "index": one.whole.value,
        "made_of": one.whole.made_of,
        "headings": {name: {"value": s.value, "made_of": s.made_of} for name, s in one.headings.items()},
    }
