"""A whole document: cover, contents, sections and a self-evaluation form, with its golden file."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from corpus.figures import Figures, make_figures
from corpus.forms import FormTable, make_form
from corpus.ledger import make_ledger
from corpus.sheets import Sheet
from corpus.statements import make_sheets
from corpus.style import PageStyle, TableStyle, chosen
from corpus.wording import Writer
from extractors.functions import function_names

FAMILIES = Path(__file__).parent / "families"


@dataclass(frozen=True)
class Heading:
    text: str
    level: int


@dataclass
class Composed:
    """A document before it is set: what stands on it, and its golden data."""

    name: str
    cover: tuple[str, ...]
    contents: tuple[str, ...]
    blocks: list[Heading | str | FormTable | Sheet] = field(default_factory=list)
    tables: TableStyle = field(default_factory=TableStyle)
    page: PageStyle = field(default_factory=PageStyle)
    golden: dict[str, Any] = field(default_factory=dict)


def family_names() -> tuple[str, ...]:
    """The families that can be written, by file name."""
    return tuple(sorted(path.stem for path in FAMILIES.glob("*.yaml")))


@cache
def _family(name: str) -> Mapping[str, Any]:
    return yaml.safe_load((FAMILIES / f"{name}.yaml").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def compose(family_name: str, seed: int, *, tables: bool = True) -> Composed:
    """The document of that family and seed. Raises FileNotFoundError for an unknown family."""
    family = _family(family_name)
    figures = make_figures(seed)
    rng = random.Random(f"juesuan wording {family_name} {seed}")
    writer = Writer(figures, family, rng)
    sections = family["sections"]
    document = Composed(
        name=f"{family_name}-{seed}",
        cover=(figures.unit, writer.write(family["title"])),
        contents=tuple(section["title"] for section in sections),
    )
    look = random.Random(f"juesuan look {family_name} {seed}")
    document.tables = chosen(TableStyle, family.get("tables", {}), look)
    document.page = chosen(PageStyle, family.get("page", {}), look)
    sheets = make_sheets(figures, make_ledger(figures, seed), document.tables) if tables else []
    if family.get("tables_first"):
        document.blocks += sheets
    for section in sections:
        writer.section = section["title"]
        document.blocks.append(Heading(section["title"], 1 if section["title"].startswith("（") else 0))
        document.blocks += _paragraphs(section, writer, figures)
    if not family.get("tables_first"):
        document.blocks += sheets
    table, form = make_form(figures, rng)
    document.blocks.append(table)
    document.golden = {
        "document": document.name,
        "unit_name": figures.unit,
        "fiscal_year": figures.year,
        "facts": writer.facts,
        "forms": [form],
        "statements": [sheet.golden() for sheet in sheets],
    }
    return document


def _paragraphs(section: Mapping[str, Any], writer: Writer, figures: Figures) -> list[str]:
    out = [writer.write(template) for template in section.get("text", ())]
    if "nil" in section:
        writer.facts.append(
            {"concept": section["nil"], "measure": "nil", "value": "true", "raw": out[-1], "section": writer.section}
        )
    if "top_each" in section:
        out.append(writer.write(section["lead"]) + _tops(section["top_each"], writer, figures))
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
        named = str(writer.family["top_names"]).format(name=name, short=name.removesuffix("支出"))
        clauses.append(writer.write(template.replace("{item}", named)))
    return "；".join(clauses) + "。"
