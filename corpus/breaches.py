"""One breach of a rule of the audit, planted in a made document: what it takes is changed, everything else stays.

Those of the text are data (breaches.yaml); those of tables keep all sums, so that nothing but the rule can tell. A
document that lacks what a rule speaks of cannot carry its breach.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import regex
import yaml

from corpus.compose import Composed, Heading
from corpus.sheets import Entry, Sheet
from extractors.language.function_codes import function_names
from patterns.audit import load_audit

_FILE = Path(__file__).parent / "breaches.yaml"
_ITEM_DIGITS, _CLASS_DIGITS = 7, 3  # of a code of a 项, of a 类
_FUNDS = "government_fund"
_ABOVE = Decimal(50_000)  # 元 by which basic expenditure exceeds the 三公 cost that holds it
_TOLD_IN_TEXT = ("income", "expenditure", "general_public")  # tables whose figures every text tells
_NUMBER = regex.compile(r"\d[\d,，]*(?:[.．]\d+)?")

Breach = Callable[[Composed, random.Random], Composed | None]


def told_by(rule: str) -> tuple[str, ...]:
    """The rules that may tell of a breach of one."""
    graver = _lines().get(rule, {}).get("told_by")
    return (rule, graver) if graver else (rule,)


def breaches() -> Mapping[str, Breach]:
    """By rule: what plants its breach in a copy of a document; None where that cannot carry it."""
    return {**{rule: _in_lines(rule) for rule in _lines()}, **_OTHERS}


@cache
def _lines() -> Mapping[str, Mapping[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def _in_lines(rule: str) -> Breach:
    """The breach of a rule by what one line says."""
    told = _lines()[rule]

    def planted(document: Composed, rng: random.Random) -> Composed | None:
        if rule == "tables.denied" and not _has_funds(document):
            return None
        year = int(document.golden["fiscal_year"])
        find, put = (
            told[key].replace("{year}", str(year)).replace("{prior}", str(year - 1)) for key in ("find", "put")
        )
        places = [i for i, text in _texts(document, told["where"]) if regex.search(find, text)]
        if not places:
            return None
        place = rng.choice(places)
        return _rewritten(document, place, lambda text: regex.sub(find, put, text, count=1))

    return planted


def _has_funds(document: Composed) -> bool:
    sheets = (sheet for _, sheet in _sheets(document, _FUNDS))
    return any(value for sheet in sheets for row in sheet.rows for entry in row for value in entry.values.values())


def _texts(document: Composed, where: str) -> Iterator[tuple[int, str]]:
    """The lines of a kind, by place; nothing of a glossary, which holds no figures."""
    for place, block in enumerate(document.blocks):
        if where == "heading" and isinstance(block, Heading):
            yield place, block.text
        elif where == "text" and isinstance(block, str):
            yield place, block


def _rewritten(document: Composed, place: int, write: Callable[[str], str]) -> Composed:
    block = document.blocks[place]
    assert isinstance(block, Heading | str)
    if isinstance(block, str):
        return _with(document, place, write(block))
    text = write(block.text)
    listed = tuple(text if line == block.text else line for line in document.contents)
    return replace(_with(document, place, replace(block, text=text)), contents=listed)


def _with(document: Composed, place: int, block: Heading | str | Sheet) -> Composed:
    blocks = list(document.blocks)
    blocks[place] = block
    return replace(document, blocks=blocks)


def _sheets(document: Composed, *kinds: str) -> list[tuple[int, Sheet]]:
    return [(i, b) for i, b in enumerate(document.blocks) if isinstance(b, Sheet) and b.kind in kinds]


def _repeated(document: Composed, rng: random.Random) -> Composed | None:
    """A final figure that is told twice in the same words of money: once a unit of its last digit more."""
    texts = dict(_texts(document, "text"))
    raws = {
        fact["raw"]
        for fact in document.golden["facts"]
        if fact["measure"] == "final" and not fact.get("dimensions") and Decimal(fact["value"]) > 0
    }
    told = {raw: [i for i, text in texts.items() if raw in text] for raw in sorted(raws)}
    same = [raw for raw in told if len(told[raw]) > 1 and _concepts(document, raw) == 1 and _one_more(raw) != raw]
    if not same:
        return None
    raw = rng.choice(same)
    return _rewritten(document, told[raw][-1], lambda text: text.replace(raw, _one_more(raw), 1))


def _concepts(document: Composed, raw: str) -> int:
    """How many figures are told in these words."""
    return len(
        {(f["concept"], f["measure"], str(f.get("dimensions"))) for f in document.golden["facts"] if f["raw"] == raw}
    )


def _one_more(raw: str) -> str:
    number = _NUMBER.search(raw)
    if number is None or not number.group().isascii():  # full-width figures are left as they are
        return raw
    decimals = len(number.group().partition(".")[2])
    more = Decimal(number.group().replace(",", "")) + Decimal(1).scaleb(-decimals)
    return raw.replace(number.group(), f"{more:,f}" if "," in number.group() else f"{more:f}")


def _base_of_nothing(document: Composed, rng: random.Random) -> Composed | None:
    """A rise that is all of the figure, so that there was nothing before, beside a rate of something."""
    told = _first_told(document)
    places = []
    for concept in _rises(told):
        raws = [told.get((concept, measure), {}).get("raw", "") for measure in ("change", "final", "change_rate")]
        holding = [i for i, text in _texts(document, "text") if all(raw and raw in text for raw in raws)]
        places += [(place, raws[0], _amount_of(raws[0], raws[1])) for place in holding]
    if not places:
        return None
    place, before, after = rng.choice(places)
    return _rewritten(document, place, lambda text: text.replace(before, after, 1))


def _first_told(document: Composed) -> dict[tuple[str, str], Mapping[str, str]]:
    """By concept and measure: what the text tells first."""
    told: dict[tuple[str, str], Mapping[str, str]] = {}
    for fact in document.golden["facts"]:
        if not fact.get("dimensions"):
            told.setdefault((fact["concept"], fact["measure"]), fact)
    return told


def _rises(told: Mapping[tuple[str, str], Mapping[str, str]]) -> list[str]:
    """What rose; where parts tell changes, too, their sum convicts the whole, and it is left out."""
    changed = {concept for concept, measure in told if measure == "change"}
    alone = (c for c in sorted(changed) if not any(other.startswith(f"{c}.") for other in changed))
    return [concept for concept in alone if Decimal(told[concept, "change"]["value"]) > 0]


def _amount_of(raw: str, other: str) -> str:
    """A figure as it is printed, with the number of another in its place."""
    number = _NUMBER.search(other)
    return _NUMBER.sub(number.group(), raw, count=1) if number else raw


def _misnamed(document: Composed, rng: random.Random) -> Composed | None:
    """An item of expenditure under the name of another of its class."""
    names = function_names()
    for place, sheet in _sheets(document, "expenditure"):
        rows = [i for i, row in enumerate(sheet.rows) if len(row[0].code) == _ITEM_DIGITS]
        if not rows:
            continue
        row = rng.choice(rows)
        entry = sheet.rows[row][0]
        beside = (
            c for c in sorted(names) if len(c) == _ITEM_DIGITS and c[:_CLASS_DIGITS] == entry.code[:_CLASS_DIGITS]
        )
        other = rng.choice([names[c] for c in beside if names[c] != entry.name])
        return _with(document, place, _with_entry(sheet, row, 0, replace(entry, name=other)))
    return None


def _with_entry(sheet: Sheet, row: int, block: int, entry: Entry) -> Sheet:
    entries = [*sheet.rows[row]]
    entries[block] = entry
    return replace(sheet, rows=(*sheet.rows[:row], tuple(entries), *sheet.rows[row + 1 :]))


def _above_three_public(document: Composed, rng: random.Random) -> Composed | None:
    """More of a 三公 cost in basic expenditure than there is in all; another class pays, and the sums hold."""
    for place, sheet in _sheets(document, "basic"):
        placed = ((r, b, e) for r, row in enumerate(sheet.rows) for b, e in enumerate(row))
        cells = {e.code: (r, b, e) for r, b, e in placed if e.code and e.values}
        for code, needed in _lacking(document, {code: entry for code, (*_, entry) in cells.items()}, rng):
            payer = next((c for c in sorted(cells) if _pays(cells[c][2], code, needed)), None)
            if payer is not None:
                (row, block, entry), (of_row, of_block, of) = cells[code], cells[payer]
                made = _with_entry(sheet, row, block, _plus(entry, needed))
                return _with(document, place, _with_entry(made, of_row, of_block, _plus(of, -needed)))
    return None


def _lacking(document: Composed, entries: Mapping[str, Entry], rng: random.Random) -> Iterator[tuple[str, Decimal]]:
    """The codes of 三公 costs, and what they lack to exceed what the text tells of those, in 元."""
    costs = load_audit().within_three_public
    told = {f["concept"]: Decimal(f["value"]) for f in document.golden["facts"] if f["measure"] == "final"}
    for code in rng.sample(sorted(costs), len(costs)):
        if code in entries and told.get(costs[code]):
            yield code, told[costs[code]] + _ABOVE - sum(entries[code].values.values())


def _pays(entry: Entry, code: str, needed: Decimal) -> bool:
    """Whether an entry of the same class holds so much, and is no 三公 cost itself."""
    beside = entry.code[:_CLASS_DIGITS] == code[:_CLASS_DIGITS] and len(entry.code) == len(code)
    own = sum(entry.values.values(), Decimal(0))
    return beside and entry.code not in load_audit().within_three_public and own > needed


def _plus(entry: Entry, amount: Decimal) -> Entry:
    return replace(entry, values={column: value + amount for column, value in entry.values.items()})


def _blank(document: Composed, rng: random.Random) -> Composed | None:
    """A table without figures, though the text tells them."""
    sheets = _sheets(document, *_TOLD_IN_TEXT)
    if not sheets:
        return None
    place, sheet = rng.choice(sheets)
    row = tuple(replace(entry, values={}, counts={}, marks={}, stated={}) for entry in sheet.rows[0])
    return _with(document, place, replace(sheet, rows=(row,)))


def _without_items(document: Composed, rng: random.Random) -> Composed | None:
    """A table of functions that ends above its items."""
    sheets = [(i, s) for i, s in _sheets(document, "general_public") if _codes(s)]
    if not sheets:
        return None
    place, sheet = rng.choice(sheets)
    rows = tuple(row for row in sheet.rows if all(len(entry.code) < _ITEM_DIGITS for entry in row))
    return _with(document, place, replace(sheet, rows=rows))


def _codes(sheet: Sheet) -> Sequence[str]:
    return [entry.code for row in sheet.rows for entry in row if len(entry.code) == _ITEM_DIGITS]


_OTHERS: Mapping[str, Breach] = {
    "figure.repeated": _repeated,
    "percent.base_zero": _base_of_nothing,
    "code.name": _misnamed,
    "basic.three_public": _above_three_public,
    "tables.blank": _blank,
    "tables.detail": _without_items,
}
