"""The Records that an audit is pointed at, one by one; what is no Record is told and the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from extractors.model.record import Record
from extractors.register.outline import Outline
from flows.audit.spool import Spool
from flows.records import read_outline, read_record, records_in
from flows.refused import NotARecord

_Read = TypeVar("_Read")
Refuse = Callable[[Path, str], None]


def record_files(sources: Sequence[Path]) -> list[Path]:
    """The files named, and the JSON files of the folders named, each once. Raises FileNotFoundError."""
    found: list[Path] = []
    for source in sources:
        if source.is_dir():
            found += records_in(source)
        elif source.is_file():
            found.append(source)
        else:
            raise FileNotFoundError(f"{source}: no such file or folder")
    return list(dict.fromkeys(found))


def loaded_records(files: Sequence[Path], refuse: Refuse) -> Iterator[Record]:
    """The Records of the files; `refuse` is told of each file that cannot be read, with the cause."""
    return _loaded(files, refuse, read_record)


def loaded_outlines(files: Sequence[Path], refuse: Refuse) -> Iterator[Outline | Record]:
    """What the Records of the files tell of units; else as `loaded_records`."""
    return _loaded(files, refuse, read_outline)


def _loaded(files: Sequence[Path], refuse: Refuse, read: Callable[[Path], _Read]) -> Iterator[_Read]:
    for path in files:
        try:
            yield read(path)
        except OSError as error:
            refuse(path, error.strerror or str(error))
        except NotARecord as error:
            refuse(path, error.cause)


def as_json(told: Spool) -> Iterator[str]:
    """Findings and obligations as one JSON document, piece by piece."""
    yield "{"
    parts: tuple[tuple[str, Iterator[BaseModel]], ...] = (
        ("findings", told.all_findings()),
        ("obligations", told.all_obligations()),
    )
    for number, (name, ones) in enumerate(parts):
        yield f'{"," if number else ""}\n "{name}": ['
        between = ""
        for one in ones:
            text = json.dumps(one.model_dump(), ensure_ascii=False, indent=1)
            yield f"{between}\n  " + text.replace("\n", "\n  ")
            between = ","
        yield "\n ]" if between else "]"
    yield "\n}\n"
