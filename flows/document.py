"""One document: a file in, its Record written."""

from __future__ import annotations

from pathlib import Path

from extractors.model.file_name import readable
from extractors.model.record import Record
from flows.output import record_path, write_record


def extract_file(source: Path, folder: Path) -> Record:
    """Reads one PDF and writes its Record to `folder`. Raises UnreadableDocument or OSError."""
    from extractors.pipeline import extract

    record = extract(source.read_bytes(), source.name)
    write_record(record, record_path(folder, source.name))
    return record


def same_stems(sources: list[Path]) -> list[tuple[Path, Path]]:
    """Pairs of sources whose Records would have one name."""
    seen: dict[str, Path] = {}
    clashes = []
    for source in sources:
        stem = readable(source.stem)
        if stem in seen and seen[stem] != source:
            clashes.append((seen[stem], source))
        seen.setdefault(stem, source)
    return clashes
