"""What a Record tells of units: whose it is, and which units it names as its own; small, so that thousands are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extractors.model.record import Record
from extractors.prose.headings import section_kind
from extractors.register.outline import Outline
from patterns.register import is_unit_row, listed_names, load_register

EvidenceKind = Literal["document", "row", "list", "name", "roster", "renamed", "short"]
_BY_UNIT = ("income.by_unit", "expenditure.by_unit")  # kinds of statements (patterns/statements.yaml)
_COUNTED = "organisation."  # concepts that count offices and units, and so lead lists of them in


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a link rests on: `says` the words or the row, in which file, on which page; `line` of a roster.

    `document` tells whose a file is, `row` a row of a table by unit, `list` names in a sentence, `name` the name itself
    (本级), `renamed` and `short` patterns/unit_names.yaml.
    """

    kind: EvidenceKind
    says: str
    file: str = ""
    sha256: str = ""
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A unit that a document names as one of its own."""

    name: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Telling:
    """What one document tells: whose it is, of which kind and year, and the units that it names as its own."""

    sha256: str
    file_name: str
    unit_name: str
    kind: str
    year: int | None
    below: tuple[Named, ...] = ()

    @property
    def evidence(self) -> Evidence:
        """That there is such a unit, as the document says whose it is."""
        return Evidence("document", self.unit_name, self.file_name, self.sha256)


def telling_of(record: Record | Outline) -> Telling:
    """What a Record tells of units; kinds of documents that are of a place or of several units tell of none."""
    document, accounts = record.document, load_register().accounts
    named = document.kind in (*accounts.department, *accounts.unit, *accounts.others)
    below = (*_rows(record), *_lists(record)) if named else ()
    once = {one.name: one for one in reversed(below)}
    return Telling(
        document.sha256, document.file_name, (document.unit_name or "") if named else "", document.kind,
        document.fiscal_year, tuple(reversed(once.values())),
    )  # fmt: skip


def _rows(record: Record | Outline) -> Iterator[Named]:
    """The units that tables by unit have a row of: rows without a code, as items have one."""
    for statement in record.statements:
        for row in statement.rows if statement.kind in _BY_UNIT else ():
            if not row.code and is_unit_row(row.name):
                page = row.cells[0].page if row.cells else next(iter(statement.pages), None)
                says = f"{statement.title or statement.name}: {row.name}"
                yield Named(row.name, _evidence(record, "row", says, page))


def _lists(record: Record | Outline) -> Iterator[Named]:
    """The units that a sentence lists where the document tells how it is made up."""
    sections = {section.id: section.title for section in record.sections}
    believed = {one for one, title in sections.items() if _is_of_organisation(title)}
    told = [
        *((f.section, f.quote, f.provenance[0].page) for f in record.facts if f.concept.startswith(_COUNTED)),
        *((u.section, u.quote, u.page) for u in record.unread),
    ]
    for section, quote, page in dict.fromkeys(told):
        for name in listed_names(quote) if section in believed else ():
            yield Named(name, _evidence(record, "list", quote, page))


@cache
def _is_of_organisation(title: str) -> bool:
    return section_kind(title) in load_register().sections


def _evidence(record: Record | Outline, kind: EvidenceKind, says: str, page: int | None) -> Evidence:
    return Evidence(kind, says, record.document.file_name, record.document.sha256, page)
