"""A whole document: cover, contents, parts with sections, tables and self-evaluation forms, with its golden file."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import Planted, plant, plant_in_sheets
from corpus.figures import Figures, make_figures
from corpus.forms import LAYOUTS, FormTable, make_form
from corpus.ledger import make_ledger
from corpus.planned_sheets import make_planned_sheets
from corpus.regional.kinds import TableSet, table_set
from corpus.regional.make import make_set
from corpus.shapes import Shape, named, shaped
from corpus.sheets import Sheet
from corpus.shortened import short_family, short_set, short_style
from corpus.statements import make_sheets, numeral
from corpus.style import PageStyle, TableStyle, chosen
from corpus.wording import Writer
from corpus.years import Before, figures_after
from extractors.language.function_codes import function_names

FAMILIES = Path(__file__).parent / "families"
# What the figures of the accounts are in a budget (`plans` of a family).
_PLANNED = {"final": "budget_initial", "change": "budget_change", "change_rate": "budget_change_rate"}
ALONE = Before()
_DEFAULT_PARTS = ({"holds": "text"}, {"holds": "tables"}, {"holds": "forms"})


@dataclass(frozen=True)
class Heading:
    """A heading to be set; level 1 is the outermost."""

    text: str
    level: int


@dataclass
class Composed:
    """A document before it is set: what stands on it, and its golden data."""

    name: str
    cover: tuple[str, ...]
    contents: tuple[str, ...] = ()
    blocks: list[Heading | str | FormTable | Sheet] = field(default_factory=list)
    tables: TableStyle = field(default_factory=TableStyle)
    page: PageStyle = field(default_factory=PageStyle)
    golden: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Maker:
    """What the parts of one document are made from, and the golden forms they leave."""

    family: Mapping[str, Any]
    figures: Figures
    writer: Writer
    planted: Planted
    rng: random.Random
    sheets: list[Sheet]
    forms: list[dict[str, Any]] = field(default_factory=list)


def family_names() -> tuple[str, ...]:
    """The families that can be written, by file name."""
    return tuple(sorted(path.stem for path in FAMILIES.glob("*.yaml")))


def measure_only() -> tuple[str, ...]:
    """The families that patterns are never tuned on."""
    return tuple(name for name in family_names() if read_family(name).get("measure_only"))


@cache
def read_family(name: str) -> Mapping[str, Any]:
    """The family's file; one that `extends` another has that one's wording, and of its own what it says (`tables` and
    `page` setting by setting). Measure only is what its own file says."""
    own: dict[str, Any] = yaml.safe_load((FAMILIES / f"{name}.yaml").read_text(encoding="utf-8"))
    if "extends" not in own:
        return own
    base = {key: value for key, value in read_family(own["extends"]).items() if key != "measure_only"}
    looks = {key: {**base.get(key, {}), **own.get(key, {})} for key in ("tables", "page")}
    return {**base, **own, **looks}


def compose(
    family_name: str,
    seed: int,
    *,
    tables: bool = True,
    errors: float = 0.0,
    face: str = "sans",
    shape: Shape | None = None,
    before: Before = ALONE,
    figures: Figures | None = None,
) -> Composed:
    """The document of that family and seed, with planted errors by chance `errors`; its Chinese in `face`, drawn in
    `shape` where there is one. `before` are the unit's years before; or it tells the `figures` given.

    Raises FileNotFoundError for an unknown family, ValueError where it has no year after.
    """
    family = _family_of(family_name, shape)
    wanted = table_set(family["set"]) if "set" in family else None
    if figures is None:
        figures = figures_after(before, seed, lambda drawn: _figures_of(family, drawn, shape, wanted))
    look = random.Random(f"juesuan look {family_name} {seed}")
    style = chosen(TableStyle, family.get("tables", {}), look)
    style, wanted = _shortened(style, wanted, shape)
    page = replace(chosen(PageStyle, family.get("page", {}), look), face=face)
    planted = Planted()
    if errors:
        right = compose(family_name, seed, tables=tables, shape=shape, before=before).golden["facts"]
        planted = plant(figures, seed, errors, {(f["concept"], f["measure"]) for f in right}, tables)
    sheets = _sheets(figures, style, wanted, seed, shape, plans=family.get("plans", False)) if tables else []
    rng = random.Random(f"juesuan wording {family_name} {seed}")
    maker = _Maker(
        family, figures, Writer(figures, family, rng, planted), planted, rng, plant_in_sheets(sheets, planted)
    )
    document = Composed(
        name=f"{named(family_name, shape.name if shape else None)}-{seed}", tables=style, page=page,
        cover=(figures.unit, maker.writer.write(family["title"]).removeprefix(figures.unit)),
    )  # fmt: skip
    for part in family.get("parts", _DEFAULT_PARTS):
        if part["holds"] != "tables" or tables:
            document.blocks += _part(part, maker)
    document.contents = tuple(_contents(document.blocks, wanted is not None))
    document.golden = _golden(document.name, maker)
    if wanted is not None:
        _tell_of_tables(document, maker.sheets)
    return document


def _golden(name: str, maker: _Maker) -> dict[str, Any]:
    """The golden data of a document, what was planted in it among them."""
    made = {
        "document": name, "unit_name": maker.figures.unit, "fiscal_year": maker.figures.year,
        "facts": _planned(maker.writer.facts, maker.family), "forms": maker.forms,
        "statements": [sheet.golden() for sheet in maker.sheets],
    }  # fmt: skip
    return made | ({"errors": maker.planted.errors} if maker.planted.errors else {})


def _shortened(style: TableStyle, wanted: TableSet | None, shape: Shape | None) -> tuple[TableStyle, TableSet | None]:
    """Style and set with the tables of a short shape only."""
    if shape is None or shape.whole:
        return style, wanted
    return short_style(style, shape.only), short_set(wanted, shape.only) if wanted is not None else None


def _planned(facts: list[dict[str, Any]], family: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The facts as a budget tells them, where the family's documents are budgets."""
    if not family.get("plans"):
        return facts
    return [{**fact, "measure": _PLANNED.get(fact["measure"], fact["measure"])} for fact in facts]


def _tell_of_tables(document: Composed, sheets: Sequence[Sheet]) -> None:
    """Adds to the golden data what the cells of a set state, and its titles."""
    document.golden["facts"] = [*document.golden["facts"], *(fact for sheet in sheets for fact in sheet.facts())]
    for statement, sheet in zip(document.golden["statements"], sheets, strict=True):
        statement["title"] = sheet.title


def _family_of(name: str, shape: Shape | None) -> Mapping[str, Any]:
    """The family's file, its shape's settings over its own, and shortened where the shape is short."""
    if shape is None:
        return read_family(name)
    family = shaped(read_family(name), shape)
    return family if shape.whole else short_family(family)


def _figures_of(family: Mapping[str, Any], seed: int, shape: Shape | None, wanted: TableSet | None) -> Figures:
    scale = int(family.get("scale", 1)) * (shape.scale if shape else 1)
    figures = make_figures(seed, scale, wider=wanted is not None, small=shape is not None and shape.small)
    if wanted is not None:
        figures.year = wanted.year
    return figures


def _sheets(
    figures: Figures, style: TableStyle, wanted: TableSet | None, seed: int, shape: Shape | None, *, plans: bool
) -> list[Sheet]:
    """The Ministry's nine tables, or a region's set; or a budget's."""
    ledger = make_ledger(figures, seed, negative=shape is not None and shape.negative)
    if plans:
        return make_planned_sheets(figures, ledger, style)
    return make_sheets(figures, ledger, style) if wanted is None else make_set(figures, ledger, style, wanted, seed)


def _contents(blocks: Sequence[Heading | str | FormTable | Sheet], with_tables: bool) -> Iterator[str]:
    """The lines of the list of contents: headings, and the titles of a set's tables."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block.text
        elif with_tables and isinstance(block, Sheet):
            yield f"{numeral(block.number)}、{block.title}"


def _part(part: Mapping[str, Any], maker: _Maker) -> list[Heading | str | FormTable | Sheet]:
    holds = part["holds"]
    blocks: list[Heading | str | FormTable | Sheet] = []
    if "heading" in part:
        blocks.append(Heading(maker.writer.write(part["heading"]), 0))
    if holds == "tables":
        return [*blocks, *maker.sheets]
    if holds == "forms":
        return [*blocks, *_forms(maker)]
    if holds == "glossary":
        return [*blocks, *_glossary(maker.rng)]
    for section in maker.family["sections" if holds == "text" else holds]:
        blocks += _section(section, maker)
    return blocks


def _section(section: Mapping[str, Any], maker: _Maker) -> list[Heading | str]:
    if maker.planted.drops(section):
        return []
    writer = maker.writer
    writer.section = writer.write(section["title"])
    return [Heading(writer.section, 2 if writer.section.startswith("（") else 1), *_paragraphs(section, maker)]


def _paragraphs(section: Mapping[str, Any], maker: _Maker) -> list[str]:
    writer, figures = maker.writer, maker.figures
    nil = section.get("nil")
    there = nil is not None and (nil, "final", None) in figures.values
    out = [writer.write(template) for template in section.get("some" if there else "text", ())]
    if nil and not there:
        writer.facts.append(
            {"concept": nil, "measure": "nil", "value": "true", "raw": out[-1], "section": writer.section}
        )
    if "top_each" in section:
        out.append(writer.write(section.get("lead", "")) + _tops(section["top_each"], writer, figures))
    for number, code in enumerate(figures.functions if "each" in section else (), 1):
        writer.item = code
        out.append(writer.write(section["each"].replace("{number}", str(number))))
    return out


def _tops(template: str, writer: Writer, figures: Figures) -> str:
    """One clause for each 类."""
    clauses = []
    for top in sorted({code[:3] for code in figures.functions}):
        writer.item = top
        name = function_names()[top]
        named = writer.write(str(writer.family["top_names"]).replace("{name}", name)
                             .replace("{short}", name.removesuffix("支出")).replace("{code}", top))  # fmt: skip
        clauses.append(writer.write(template.replace("{item}", named)))
    return "；".join(clauses) + "。"


def _forms(maker: _Maker) -> list[FormTable]:
    """The family's forms, each of a layout and title that the family names; one of a layout by seed else."""
    wanted: Sequence[Mapping[str, str]] = maker.family.get("forms") or ({"layout": maker.rng.choice(LAYOUTS)},)
    tables = []
    for form in wanted:
        title = form.get("title", "").replace("{year}", str(maker.figures.year))
        table, golden = make_form(maker.figures, maker.rng, form.get("layout") or maker.rng.choice(LAYOUTS), title)
        tables.append(table)
        maker.forms.append(golden)
    return tables


_GLOSSARY = (
    "财政拨款收入：指单位本年度从本级财政部门取得的财政拨款，包括一般公共预算财政拨款和政府性基金预算财政拨款。",
    "事业收入：指事业单位开展专业业务活动及其辅助活动取得的收入。",
    "其他收入：指除上述收入以外的各项收入，主要是存款利息收入等。",
    "年初结转和结余：指以前年度尚未完成、结转到本年按有关规定继续使用的资金。",
    "基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。",
    "项目支出：指在基本支出之外为完成特定行政任务和事业发展目标所发生的支出。",
    "“三公”经费：指用财政拨款安排的因公出国（境）费、公务用车购置及运行维护费和公务接待费。",
    "机关运行经费：指为保障行政单位运行用于购买货物和服务的各项资金，包括办公及印刷费、邮电费、差旅费、会议费等。",
)


def _glossary(rng: random.Random) -> list[str]:
    picked = sorted(rng.sample(range(len(_GLOSSARY)), rng.randint(4, len(_GLOSSARY))))
    return [f"{number}.{_GLOSSARY[i]}" for number, i in enumerate(picked, 1)]
