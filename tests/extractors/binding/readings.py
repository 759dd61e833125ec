"""How texts are read now, right or wrong: every fact, every amount left over, every printed figure and warning.

`python -m tests.extractors.binding.readings [GROUP ...]` writes readings/*.pinned.yaml anew; a change of how text
is read is reviewed as a diff of these. The texts are of three kinds: the cases of tests/cases, laid out and divided
into sections as a document is; readings/generated.yaml, paragraphs of each shape that the generator
writes (see generated.py); readings/written.yaml, sentences made for what neither of them reaches.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extractors.binding.paragraphs import section_readers
from extractors.binding.printed import PrintedFigure, printed_figures
from extractors.binding.warnings import warnings_of
from extractors.model.fact import Bound
from extractors.model.record import canonical
from extractors.opening.article import article_of
from extractors.prose.arrange import arrange
from extractors.prose.identity import identify
from extractors.prose.sections import Section, sections
from tests.extractors.binding.pinned import pinned
from tests.reading import paragraph

_FOLDER = Path(__file__).with_name("readings")
_CASES = Path(__file__).parents[2] / "cases"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_USUAL_YEAR = 2023

Texts = dict[str, tuple[Sequence[Section], int | None]]


def loaded(path: Path) -> Any:
    """What a YAML file holds."""
    return yaml.load(path.read_text(encoding="utf-8"), _LOADER)


@cache
def texts() -> Mapping[str, Texts]:
    """The sections of every text and the document's year, by the group it is pinned with and its name."""
    cases = {path.stem: {c["id"]: laid_out([c["title"], *c["body"]]) for c in loaded(path)} for path in _case_files()}
    stored = {
        name: {entry["name"]: _stored(entry) for entry in loaded(_FOLDER / f"{name}.yaml")}
        for name in ("generated", "written")
    }
    return {**stored, **cases}


def _case_files() -> list[Path]:
    return sorted(_CASES.glob("*.yaml"))


def laid_out(blocks: Sequence[str]) -> tuple[tuple[Section, ...], int | None]:
    """A document of these paragraphs as sections, and its year; tables are not binding's."""
    article = article_of(b"", "", [[block for block in blocks if not block.startswith("<table")]])
    outside = {page.number: tables.outside for page, tables in zip(article.pages, article.tables, strict=True)}
    paragraphs = arrange(article.pages, outside)
    return sections(paragraphs), identify(paragraphs).fiscal_year


def _stored(entry: Mapping[str, Any]) -> tuple[tuple[Section, ...], int | None]:
    """The lines of a stored text as the paragraphs of a section."""
    paragraphs = tuple(paragraph(line, number=i) for i, line in enumerate(entry["text"].splitlines()))
    of = Section("s1", entry["section"], "一、", entry.get("title", ""), 1, 1, None, paragraphs, entry.get("compares"))
    return (of,), entry.get("year", _USUAL_YEAR)


def reading(group: str, name: str) -> list[str]:
    """How a text is read: a line for each fact, amount left over and warning; of all but generated, printed figure."""
    parts, fiscal_year = texts()[group][name]
    lines, bound = _bound(parts, fiscal_year)
    if group == "generated":
        return lines
    return [*lines, *(_printed(figure, bound) for figure in printed_figures(parts, bound))]


def _bound(parts: Sequence[Section], fiscal_year: int | None) -> tuple[list[str], list[Bound]]:
    bound: list[Bound] = []
    unbound: list[str] = []
    for section, reader in section_readers(parts, fiscal_year):
        for one in section.paragraphs:
            for stretch in reader.walked(one):
                passage, found = stretch.walk.passage, stretch.walk.found
                bound += found.bound
                for left in found.unbound:
                    where = f"{passage.offset + left.mention.start}-{passage.offset + left.mention.end}"
                    unbound.append(f"unbound {where} {passage.words(left.mention)} {left.why} {left.named}".rstrip())
    facts = [f"{b.section} {line}" for b, line in zip(bound, pinned(tuple(bound)), strict=True)]
    return [*facts, *unbound, *(f"warning {line}" for line in warnings_of(bound))], bound


def _printed(figure: PrintedFigure, bound: Sequence[Bound]) -> str:
    fact = None if figure.fact is None else bound[figure.fact]
    begins = figure.paragraph.text.find(figure.quote)
    told = f"of {fact.subject.concept} {fact.measure}" if fact else "unread"
    return (
        f"printed {figure.section} {figure.place} {figure.start}-{figure.end} {canonical(figure.value)} "
        f"{figure.unit or ''} step {figure.step.normalize():f} {told}, in {begins}-{begins + len(figure.quote)}"
    )


def main() -> None:
    """Writes what is pinned anew: of the groups that the command names, of all where it names none."""
    head = "# Written by `python -m tests.extractors.binding.readings`; see there. Not to be edited.\n"
    for group, named in texts().items():
        if sys.argv[1:] and group not in sys.argv[1:]:
            continue
        lines = {name: reading(group, name) for name in named}
        path = pinned_file(group)
        path.write_text(head + yaml.safe_dump(lines, allow_unicode=True, width=1000, sort_keys=False), encoding="utf-8")


def pinned_file(group: str) -> Path:
    """Where the readings of a group are pinned."""
    return _FOLDER / f"{group}.pinned.yaml"


if __name__ == "__main__":
    main()
