"""What the Records of a file with several units' accounts tell of each other."""

from __future__ import annotations

from extractors.model.record import PartOf, Record, part_of_file
from extractors.prose.parting import Parting, UnitPages
from patterns.kinds import COMPENDIUM

_NOT_FOUND = "where each unit's accounts begin was not found"


def told_whole(record: Record, parting: Parting) -> Record:
    """The Record of a whole file, with its parts named, or why it has none."""
    if record.document.kind != COMPENDIUM:
        return record
    if parting.units:
        told = [_told(unit) for unit in parting.units]
    else:
        told = [f"{parting.why_not or _NOT_FOUND}; no unit's figures are read"]
    document = record.document.model_copy(update={"parts": len(parting.units)})
    return record.model_copy(update={"document": document, "warnings": (*record.warnings, *told)})


def _told(unit: UnitPages) -> str:
    return (
        f"pages {unit.first_page} to {unit.last_page} are the accounts of {unit.name}, which have a Record of their own"
    )


def told_part(record: Record, unit: UnitPages, number: int, parts: int) -> Record:
    """The Record of some pages of a file, as that of a document of its own."""
    own = record.document
    part = PartOf(sha256=own.sha256, first_page=unit.first_page, last_page=unit.last_page, number=number, parts=parts)
    said = {
        "pages": unit.last_page - unit.first_page + 1,
        "unit_name": own.unit_name or unit.name,
        "part_of": part,
    }
    return part_of_file(record.model_copy(update={"document": own.model_copy(update=said)}), own)
