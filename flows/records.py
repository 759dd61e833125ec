"""Records read from files: of every version that there has been, or told in one line why not."""

from __future__ import annotations

import json
from pathlib import Path

import regex
from pydantic import ValidationError

from extractors.model.produced import own_version
from extractors.model.record import SCHEMA_VERSION, Record
from extractors.register.outline import Outline
from flows.refused import NotARecord

_VERSION = regex.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,5}")
# What lies beside Records and ends as they do: known data for `evaluate` and `calibrate`, and the audit's findings.
_BESIDE = (".golden.json", "findings.json")


def records_in(folder: Path) -> list[Path]:
    """The files of a folder that should be Records, in the order of their names."""
    return sorted(path for path in folder.glob("*.json") if not path.name.endswith(_BESIDE))


def read_record(path: Path) -> Record:
    """The Record of a file. Raises NotARecord, OSError."""
    return record_from(path.read_bytes(), str(path))


def read_outline(path: Path) -> Outline | Record:
    """What a Record's file tells of units, without reading all of it. Raises NotARecord, OSError.

    What is wrong in what is passed over is not seen; where anything else is, the whole is read and refused or taken.
    """
    data = path.read_bytes()
    try:
        return Outline.model_validate_json(data)
    except ValidationError:
        return record_from(data, str(path))


def record_from(data: bytes, file_name: str) -> Record:
    """The Record that the bytes of a file hold. Raises NotARecord.

    Fields that a later version of Juesuan added are passed over; in any other Record an unknown field is a mistake, as
    what it should have been called is missing.
    """
    try:
        try:
            return Record.model_validate_json(data)
        except ValidationError:
            if not _is_by_a_later_version(data):
                raise
            return Record.model_validate_json(data, extra="ignore")
    except ValidationError as error:
        raise NotARecord(file_name, _later(data) or f"not a Record: {_first(error)}") from error


def _is_by_a_later_version(data: bytes) -> bool:
    """Whether a Record says that it was made by a version of Juesuan that comes after this one."""
    try:
        told = json.loads(data)["produced"]["version"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return False
    return isinstance(told, str) and _numbers(told) > _numbers(own_version())


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers that a version begins with, at most nine digits each."""
    found = _VERSION.match(version)
    return tuple(map(int, found[0].split("."))) if found else ()


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}" if place else first["msg"]


def _later(data: bytes) -> str:
    """What is to be told of a Record by later rules; "" of what is none."""
    try:
        told = json.loads(data)["schema_version"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    if not (isinstance(told, str) and told.isascii() and told.isdigit() and int(told) > int(SCHEMA_VERSION)):
        return ""
    return f"a Record of a later version of Juesuan (schema_version {told}, known up to {SCHEMA_VERSION})"
