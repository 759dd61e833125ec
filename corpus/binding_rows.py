"""Figures whose truth is known, as rows of numbers: where from, of what, their evidence, and whether they are right."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from corpus.evaluate.sources import GOLDEN_SUFFIX
from corpus.field.page import digest, rounds
from corpus.field.score import figure_of, is_counted, meant, page_of
from corpus.score import figure_key, same_value
from extractors.formats import extract_document
from extractors.model.evidence import FactEvidence
from extractors.model.record import Fact, Record

_ACCOUNTS = ("final_accounts", "unit_final_accounts")
_WHOLE = "0:0"  # the draw that leaves nothing out of patterns/
_OF_CASES = ("case", "blind", "free")  # the folders of tests/ that hold cases, by what they are called here
_NOT_EVIDENCE = ("source", "site", "draw", "concept", "measure", "right")


@dataclass(frozen=True, slots=True)
class BindingRow:
    """A figure that a sentence tells, and whether it is right: its `source` (field, case, blind, free, made), a number
    for its site; `draw` is SEED:SHARE of the patterns' entries that were left out."""

    source: str
    site: int
    draw: str
    concept: str
    measure: str
    evidence: FactEvidence
    right: bool


def rows_of(draw: str, texts: Path, cases: Path, made: Path) -> Iterator[BindingRow]:
    """Reads field pages, cases and made documents with the patterns of this process."""
    yield from _of_pages(draw, texts)
    yield from _of_cases(draw, cases)
    for file in sorted(made.glob(f"*{GOLDEN_SUFFIX}")):
        golden = json.loads(file.read_text(encoding="utf-8"))
        pdf = file.with_name(file.name.removesuffix(GOLDEN_SUFFIX) + ".pdf")
        yield from _against_golden(extract_document(pdf.read_bytes(), pdf.name), ("made", pdf.stem, draw), golden)


def _of_pages(draw: str, texts: Path) -> Iterator[BindingRow]:
    """The figures of field pages, but of garbled copies and of texts that are not those annotated."""
    for page in (p for _, pages in rounds() for p in pages if not p.garbled):
        path = texts / f"{page.id}.txt"
        text = path.read_text(encoding="utf-8") if path.is_file() else None
        if text is not None and digest(text) == page.digest:
            site = urlsplit(page.address).netloc or page.address
            yield from _against(f"{page.id}.html", text, ("field", site, draw), (*page.facts, *page.may))


def _of_cases(draw: str, cases: Path) -> Iterator[BindingRow]:
    """The figures of the cases in a folder and those below it."""
    for file in sorted(cases.rglob("*.yaml")):
        source = {"cases": "case", "free_wording": "free"}.get(file.parent.name, file.parent.name)
        for case in yaml.safe_load(file.read_text(encoding="utf-8")) if source in _OF_CASES else ():
            text = "\n".join([case["title"], *map(str, case["body"])])
            lines = (*(case.get("facts") or ()), *(case.get("may") or ()))
            yield from _against(f"{case['id']}.html", text, (source, case["id"], draw), lines)


_Place = tuple[str, str, str]  # source, site, draw


def _against(name: str, text: str, place: _Place, lines: Sequence[str]) -> Iterator[BindingRow]:
    """The figures that are read from a text, none where it is taken for no accounts; `lines` are all right ones."""
    record = extract_document(page_of(text), name)
    allowed = [way for line in lines for way in meant(line)]
    for fact in record.facts if record.document.kind in _ACCOUNTS else ():
        if is_counted(fact):
            figure = figure_of(fact)
            yield from _row(fact, place, right=any(figure.fits(way) for way in allowed))


def _against_golden(record: Record, place: _Place, golden: Mapping[str, Any]) -> Iterator[BindingRow]:
    known: dict[tuple[str, str, str | None], list[str]] = {}
    for fact in golden["facts"]:
        known.setdefault(figure_key(fact), []).append(str(fact["value"]))
    for told in record.facts:
        values = known.get(figure_key(told.model_dump()))
        if values is not None and is_counted(told):
            yield from _row(told, place, right=any(same_value(told.measure, told.value, v) for v in values))


def labelled(path: Path) -> Iterator[BindingRow]:
    """The figures that reviewers decided on (labels.jsonl of `juesuan review-export`), each document a site of its own.

    Raises ValueError where a line is no label, naming file and line.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            label = json.loads(line)
            evidence = FactEvidence.of_record(label["evidence"])
            site, right = zlib.crc32(str(label["record"]).encode()), bool(label["right"])
            named = str(label["concept"]), str(label["measure"])
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError(f"{path}: line {number}: no label: {error}") from error
        if evidence.plain is not None:
            yield BindingRow("review", site, _WHOLE, *named, evidence, right)


def _row(fact: Fact, place: _Place, *, right: bool) -> Iterator[BindingRow]:
    evidence = FactEvidence.of_record(fact.evidence)
    if evidence.plain is not None:
        source, site, draw = place
        yield BindingRow(source, zlib.crc32(site.encode()), draw, fact.concept, fact.measure, evidence, right)


def write(rows: Sequence[BindingRow], path: Path) -> None:
    """Writes rows, a column for each piece of evidence."""
    held = [{name: getattr(row, name) for name in _NOT_EVIDENCE} | row.evidence.recorded for row in rows]
    names = dict.fromkeys(name for row in held for name in row)
    columns = {name: [row.get(name) for row in held] for name in names}
    pq.write_table(pa.table(columns), path, compression="zstd", compression_level=19)


def joined(parts: Sequence[Path], out: Path) -> None:
    """Puts files of rows together in one."""
    write([row for part in parts for row in kept(part)], out)


def kept(path: Path) -> list[BindingRow]:
    """The rows of a file."""
    return [_of_columns(row) for row in pq.read_table(path).to_pylist()]


def _of_columns(row: dict[str, Any]) -> BindingRow:
    evidence = {name: value for name, value in row.items() if name not in _NOT_EVIDENCE and value is not None}
    return BindingRow(evidence=FactEvidence.of_record(evidence), **{name: row[name] for name in _NOT_EVIDENCE})


if __name__ == "__main__":
    out, draw, texts, cases, made = sys.argv[1:]
    write(list(rows_of(draw, Path(texts), Path(cases), Path(made))), Path(out))
