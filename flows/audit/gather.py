"""The Records that an audit is pointed at, one by one; what is no Record is told and the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from extractors.audit.audit import Audit
from extractors.model.record import Record
from extractors.register.outline import Outline
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


def as_json(found: Audit) -> str:
    """Findings and obligations as one JSON document."""
    told = {name: [one.model_dump() for one in getattr(found, name)] for name in found._fields}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
