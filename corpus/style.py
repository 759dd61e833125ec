"""How a region's documents look: the `tables:` and `page:` of a family file, one choice of each made by seed.

In the family file every setting is one value or a list to choose from. What is left out is as in the ministry's model.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

KINDS = (
    "income_expenditure", "income", "expenditure", "fiscal", "general_public", "basic", "government_fund",
    "state_capital", "three_public",
)  # fmt: skip

_T = TypeVar("_T")


@dataclass(frozen=True)
class TableStyle:
    """The nine tables' layout.

    `rules` full | three | none, and what rulings.py has; `line` solid | dotted | dashed | hair …; `stacked` rows of a
    group one below the other in one cell; `unit_shown` every | first table | heads (in the columns' heads) | note
    (`unit_note` in the contents) | nowhere; `decimals` of amounts and `negative`, the mark before those below nothing;
    `heads` level | stacked | turned; `figures` text | outline | picture, of `figures_where` some | all | sums; `marks`
    characters of which one stands behind some figures; columns of figures `narrow` by a factor, what is too long then
    `overlong` broken | over the cell's edge; `page_rows` on a page at most (0: what it holds), then with `next_widths`
    columns otherwise wide and with `cut_rows` a row cut, its figures on the next page; `facing` the kinds that go on
    over pages side by side, `abreast` columns of figures on each, with `facing_keys` codes and names on all;
    `wide` the kinds set landscape; `codes` split (类 款 项) | one; `lines` with 行次
    columns, `ranks` with a row of 栏次; `blank` what stands for nothing; `three_public` blocks | pairs | list;
    `basic_groups` 2 | 3 side by side, under heads (人员经费, 公用经费) or not; `all_functions` every 类 or only those
    with figures; `total_first` 合计 above the functions, else below; `fund_income` 本年收入 and carry-overs in the
    funds' tables; `repeat` head | title | none on every page a table goes on to.
    """

    rules: str = "full"
    line: str = "solid"
    stacked: bool = False
    heads: str = "level"
    figures: str = "text"
    figures_where: str = "some"
    marks: str = ""
    narrow: float = 1.0
    overlong: str = "broken"
    page_rows: int = 0
    next_widths: bool = False
    cut_rows: bool = False
    facing: tuple[str, ...] = ()
    facing_keys: bool = False
    abreast: int = 16
    wide: tuple[str, ...] = ("income", "expenditure", "fiscal", "three_public", "government_fund", "state_capital")
    codes: str = "split"
    lines: bool = False
    ranks: bool = False
    unit: str = "万元"
    unit_label: str = "金额单位：{unit}"
    unit_shown: str = "every"
    unit_note: str = ""
    separators: bool = True
    decimals: int = 2
    negative: str = "-"
    blank: str = ""
    three_public: str = "blocks"
    basic_groups: int = 3
    basic_heads: bool = True
    all_functions: bool = True
    total: str = "first"
    fund_income: bool = True
    amount: str = "决算数"
    label: str = "公开{number:02d}表"
    department: str = "部门：{unit}"
    repeat: str = "head"
    order: tuple[str, ...] = KINDS
    titles: Mapping[str, str] = field(default_factory=dict)
    note: str = "注：本表反映部门本年度{subject}情况。"
    empty_note: str = "注：本部门{year}年度没有{subject}，故本表为空表。"
    size: float = 8.5


@dataclass(frozen=True)
class PageStyle:
    """Body text, header, footer, seal, signature box, watermark. `digits` the face of Latin characters: cjk or a
    base-14 font (tiro, helv, cour); `face` sans | serif (serif where the machine has one and it is asked for).

    `watermark_as` diagonal | tiles | tilted, as light as `watermark_tone`; `bold` as some programs make it: "shift"
    (set twice, `bold_by` points apart), "glyphs" (so each character), "stroke" (filled, then stroked), of `bold_on`
    heads | sums | titles | all; `table_seal` a colour of stamps.py over every table, `seal_at` figures | heads | both,
    `seal_as` drawn | picture; `columns` of running text, with a `column_rule` between them or not; `unpainted` how
    words that nobody sees are hidden (unpainted.py), at the text's `foot` or `between` its paragraphs."""

    face: str = "sans"
    digits: str = "cjk"
    size: float = 15.5
    leading: float = 28.0
    header: str = ""
    footer: str = "- {page} -"
    seal: bool = False
    signature: bool = False
    watermark: str = ""
    watermark_as: str = "diagonal"
    watermark_tone: float = 0.86
    bold: str = ""
    bold_by: float = 0.4
    bold_on: str = "all"
    table_seal: str = ""
    seal_at: str = "figures"
    seal_as: str = "drawn"
    columns: int = 1
    column_rule: bool = False
    unpainted: str = ""
    unpainted_at: str = "foot"
    indent: bool = True


def chosen(kind: type[_T], settings: Mapping[str, Any], rng: random.Random) -> _T:
    """A style of `kind` from a family's settings. Raises TypeError for a setting that there is not."""
    whole = {"wide", "order", "facing"}
    picked: dict[str, Any] = {}
    for name, value in settings.items():
        if isinstance(value, list):
            picked[name] = tuple(value) if name in whole else rng.choice(value)
        else:
            picked[name] = value
    unknown = set(picked) - {f.name for f in fields(kind)}  # type: ignore[arg-type]
    if unknown:
        raise TypeError(f"unknown setting: {', '.join(sorted(unknown))}")
    return kind(**picked)
